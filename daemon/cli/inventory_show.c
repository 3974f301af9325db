#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/describe.h"
#include <stdio.h>
#include <string.h>

/* --- a list --- */

static void show_member(struct cli_table *table, struct json_object *member)
{
	const char *kind = json_string(member, "kind"), *id = json_string(member, "id");
	struct json_object *facts = json_member(member, "facts");
	const char *name = text_equal(kind, "machine") ? json_string(facts, "name") : NULL;
	AUTO_FREE char *what = describe_object(kind, facts);
	char digest[13];

	cli_table_row(table, (const char *const[]){kind, name ? name : id, what,
				     json_string(member, "source"),
				     cli_short(json_string(member, "digest"), digest)});
}

static void show_members(struct json_object *page)
{
	const struct cli_column columns[] = {{_("KIND"), false}, {_("NAME"), false},
		{_("WHAT"), false}, {_("SOURCE"), false}, {_("DIGEST"), false}};
	struct json_object *members = json_member(page, "members");
	struct cli_table *table = json_length(members) > 0 ? cli_table_new(columns, 5) : NULL;

	for (size_t i = 0; i < json_length(members); i++)
		show_member(table, json_object_array_get_idx(members, i));
	if (table)
		cli_table_print(table);
	else
		puts(_("No object matches."));
	if (json_member(page, "next"))
		printf(_("These are the first %d of %d objects; narrow the filters, or show "
			 "more with --limit.\n"),
			(int)json_length(members), (int)json_integer(page, "matched", 0));
	describe_silent(json_member(page, "silent"));
}

/* --- why: each fact with who told it and when --- */

static void show_fact(struct cli_table *table, struct json_object *member, const char *fact,
	struct json_object *value)
{
	struct json_object *other = json_member(json_member(member, "told"), fact);
	const char *source = json_string(other, "source"), *seen = json_string(other, "seen");
	const char *all = json_string(member, "source");
	AUTO_FREE char *first = mem_format("%.*s", (int)strcspn(all, ","), all);
	AUTO_FREE char *text = json_canonical_string(value);
	AUTO_FREE char *shown = mem_format(
		"%.*s%s", (int)text_fit(text, 60), text, strlen(text) > 60 ? "..." : "");

	cli_table_row(table, (const char *const[]){fact, shown, source ? source : first,
				     seen ? seen : json_string(member, "seen")});
}

static void show_contradiction(struct json_object *facts)
{
	struct json_object *values = json_member(facts, "values");

	for (size_t i = 0; i < json_length(values); i++) {
		struct json_object *told = json_object_array_get_idx(values, i);
		const char *value = json_string(told, "value");
		AUTO_FREE char *tame = text_tame(value ? value : "");

		printf(_("Contradiction in %s: %s, says %s.\n"), json_string(facts, "fact"),
			tame, json_string(told, "source"));
	}
}

static void show_why(struct json_object *member)
{
	const struct cli_column columns[] = {{_("FACT"), false}, {_("VALUE"), false},
		{_("TOLD BY"), false}, {_("WHEN"), false}};
	struct cli_table *table = cli_table_new(columns, 4);
	struct json_object *contradictions = json_member(member, "contradictions");

	json_object_object_foreach (json_member(member, "facts"), fact, value)
		show_fact(table, member, fact, value);
	cli_table_print(table);
	for (size_t i = 0; i < json_length(contradictions); i++)
		show_contradiction(json_object_array_get_idx(contradictions, i));
}

/* Names are unique within a department only: which one is shown, and which are not. */
static void show_namesakes(struct json_object *page, const char *name)
{
	struct json_object *members = json_member(page, "members");
	AUTO_TEXT struct text others = {0};

	for (size_t i = 1; i < json_length(members) && i < 5; i++) {
		struct json_object *other = json_object_array_get_idx(members, i);

		text_format(&others, "%s%s %s", i > 1 ? _(", ") : "",
			json_string(other, "kind"), json_string(other, "id"));
	}
	if (others.data)
		fprintf(stderr,
			_("%d objects are called \"%s\"; this is the first. The others: "
			  "%s%s.\n"),
			(int)json_length(members), name, others.data,
			json_length(members) > 5 ? ", ..." : "");
}

static int show_object(
	struct cli *cli, struct json_object *page, const char *name, struct error *error)
{
	struct json_object *members = json_member(page, "members");
	struct json_object *member = json_object_array_get_idx(members, 0);

	if (!member)
		return error_set(error, ERROR_NOT_FOUND, name,
			_("The snapshot has no object \"%s\"; `banyun inventory show` lists "
			  "them."),
			name);
	show_namesakes(page, name);
	if (cli_option(cli, "why") && cli_show_json(cli, member))
		return 0;
	if (cli_option(cli, "why"))
		show_why(member);
	else
		cli_show_text(json_object_to_json_string_ext(json_member(member, "facts"),
			JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	return 0;
}

/* --- what is asked for --- */

/* Adds the filters that were given; returns how many. */
static int add_filters(struct text *path, const struct cli *cli)
{
	static const char *const filters[] = {"kind", "department", "side", "source", "since",
		"text", "limit", "undeclared", "contradictory"};
	int count = 0;

	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		const char *value = cli_option(cli, filters[i]);

		cli_add_parameter(path, filters[i], value && !*value ? "true" : value);
		count += value != NULL;
	}
	return count;
}

int inventory_show_command(struct cli *cli, struct error *error)
{
	const char *snapshot = cli_option(cli, "snapshot");
	const char *name = cli->argument_count == 1 ? cli->arguments[0] : NULL;
	AUTO_TEXT struct text filters = {0}, path = {0};
	AUTO_JSON struct json_object *answer = NULL;

	text_add(&filters, "/v1/inventory/objects");
	cli_add_parameter(&filters, "name", name);
	/* As a program it gets the whole snapshot, unless it asks for a part. */
	text_add(&path, add_filters(&filters, cli) + (name != NULL) == 0 && cli->json
				? "/v1/inventory"
				: filters.data);
	cli_add_parameter(&path, "snapshot", snapshot);
	if (cli_ask(&answer, cli, "GET", path.data, NULL, error) < 0)
		return -1;
	if (name)
		return show_object(cli, answer, name, error);
	if (!cli_show_json(cli, answer))
		show_members(answer);
	return 0;
}
