#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/ledger.h"
#include "model/survey.h"
#include <stdio.h>
#include <string.h>

static bool is_survey(const char *path)
{
	const char *dot = strrchr(path, '.');

	return text_equal(dot, ".yaml") || text_equal(dot, ".yml");
}

static int take_survey(struct cli *cli, const char *path, struct error *error)
{
	struct json_object *survey;
	AUTO_JSON struct json_object *answer = NULL;

	/* Read and checked here too, so that an error names the file and its line. */
	if (shape_read_file(&survey, SOURCE_YAML, path, survey_fields, error) < 0 ||
		cli_ask(&answer, cli, "POST", "/v1/inventory/survey", survey, error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		printf(_("Taken in: %d departments, %d systems, %d landing networks. The next "
			 "scan joins "
			 "them with what is found.\n"),
			(int)json_integer(answer, "departments", 0),
			(int)json_integer(answer, "systems", 0),
			(int)json_integer(answer, "landings", 0));
	return 0;
}

static int take_file(
	struct json_object *tables, struct cli *cli, const char *path, struct error *error)
{
	return is_survey(path) ? take_survey(cli, path, error)
			       : ledger_take(tables, cli, path, error);
}

/* One file that is wrong keeps no other from being taken; without a daemon none is. */
static int take_files(struct json_object *tables, struct cli *cli, struct error *error)
{
	for (int i = 0; i < cli->argument_count; i++) {
		struct error why = {0};

		if (take_file(tables, cli, cli->arguments[i], &why) == 0)
			continue;
		if (cli->argument_count == 1 || why.code == ERROR_UNREACHABLE) {
			*error = why;
			return -1;
		}
		fprintf(stderr, "banyun: %s\n", why.text);
		cli->exit_code = error_exit_code(why.code);
	}
	return 0;
}

/* Tables are shown together, when all are in. */
int inventory_import_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = json_object_new_object();
	struct json_object *tables = json_object_new_array();

	json_set(answer, "tables", tables);
	if (take_files(tables, cli, error) < 0)
		return -1;
	if (json_length(tables) > 0 && !cli_show_json(cli, answer))
		ledger_show(cli, tables);
	return 0;
}

static void show_silent(struct json_object *silent)
{
	for (size_t i = 0; silent && i < json_object_array_length(silent); i++) {
		struct json_object *row = json_object_array_get_idx(silent, i);

		printf(_("Silent: %s (%s)\n"), json_string(row, "host"),
			json_string(row, "why"));
	}
}

int inventory_scan_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *result = NULL;
	char digest[13];

	if (cli_ask_job(&result, cli, "/v1/inventory/scans", NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, result))
		return 0;
	printf(_("Snapshot %s holds %d objects.\n"),
		cli_short(json_string(result, "snapshot"), digest),
		(int)json_integer(result, "members", 0));
	show_silent(json_member(result, "silent"));
	return 0;
}

/* What of an object one line can say. */
static void describe(const char *kind, struct json_object *facts, char *out, size_t size)
{
	char memory[48];

	if (text_equal(kind, "machine") || text_equal(kind, "copy"))
		snprintf(out, size, _("%s on %s: %s, %d vCPU, %d disks"),
			json_string(facts, "state"), json_string(facts, "host"),
			cli_bytes(json_integer(facts, "memory", 0), memory),
			(int)json_integer(facts, "vcpus", 0),
			(int)json_object_array_length(json_member(facts, "disks")));
	else if (text_equal(kind, "host"))
		snprintf(out, size, "%s, libvirt %s, QEMU %s",
			json_string(facts, "os") ? json_string(facts, "os") : "?",
			json_string(facts, "libvirt") ? json_string(facts, "libvirt") : "-",
			json_string(facts, "qemu") ? json_string(facts, "qemu") : "-");
	else if (text_equal(kind, "pool"))
		snprintf(out, size, "%s",
			json_string(facts, "path") ? json_string(facts, "path") : "");
	else if (text_equal(kind, "network"))
		snprintf(out, size, _("bridge %s"),
			json_string(facts, "bridge") ? json_string(facts, "bridge") : "-");
	else
		snprintf(out, size, "%s",
			json_string(facts, "department") ? json_string(facts, "department")
							 : "");
}

static void show_member(
	struct cli_table *table, struct json_object *member, struct json_object *objects)
{
	struct json_object *facts = json_member(objects, json_string(member, "digest"));
	const char *name = json_string(facts, "name");
	char what[256] = "", digest[13];

	describe(json_string(member, "kind"), facts, what, sizeof(what));
	cli_table_row(table, (const char *const[]){json_string(member, "kind"),
				     text_equal(json_string(member, "kind"), "machine") && name
					     ? name
					     : json_string(member, "id"),
				     what, json_string(member, "source"),
				     cli_short(json_string(member, "digest"), digest)});
}

static void show_members(struct json_object *answer, const char *kind)
{
	const struct cli_column columns[] = {{_("KIND"), false}, {_("NAME"), false},
		{_("WHAT"), false}, {_("SOURCE"), false}, {_("DIGEST"), false}};
	struct json_object *snapshot = json_member(answer, "snapshot");
	struct json_object *members = json_member(snapshot, "members");
	struct cli_table *table = cli_table_new(columns, 5);

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (!kind || text_equal(kind, json_string(member, "kind")))
			show_member(table, member, json_member(answer, "objects"));
	}
	cli_table_print(table);
	show_silent(json_member(snapshot, "silent"));
}

/* The member of that id or name. */
static struct json_object *find_member(struct json_object *answer, const char *name)
{
	struct json_object *members = json_member(json_member(answer, "snapshot"), "members");

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = json_member(
			json_member(answer, "objects"), json_string(member, "digest"));

		if (text_equal(json_string(member, "id"), name) ||
			text_equal(json_string(facts, "name"), name))
			return member;
	}
	return NULL;
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

static void show_contradictions(struct json_object *answer, struct json_object *member)
{
	struct json_object *members = json_member(json_member(answer, "snapshot"), "members");

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *one = json_object_array_get_idx(members, i);
		struct json_object *facts =
			json_member(json_member(answer, "objects"), json_string(one, "digest"));
		struct json_object *values = json_member(facts, "values");

		if (!text_equal(json_string(one, "kind"), "contradiction") ||
			!text_equal(json_string(facts, "kind"), json_string(member, "kind")) ||
			!text_equal(json_string(facts, "id"), json_string(member, "id")))
			continue;
		for (size_t j = 0; j < json_length(values); j++)
			printf(_("Contradiction in %s: %s, says %s.\n"),
				json_string(facts, "fact"),
				json_string(json_object_array_get_idx(values, j), "value"),
				json_string(json_object_array_get_idx(values, j), "source"));
	}
}

static void show_why(
	struct json_object *answer, struct json_object *member, struct json_object *facts)
{
	const struct cli_column columns[] = {{_("FACT"), false}, {_("VALUE"), false},
		{_("TOLD BY"), false}, {_("WHEN"), false}};
	struct cli_table *table = cli_table_new(columns, 4);

	json_object_object_foreach (facts, fact, value)
		show_fact(table, member, fact, value);
	cli_table_print(table);
	show_contradictions(answer, member);
}

static int show_object(
	struct cli *cli, struct json_object *answer, const char *name, struct error *error)
{
	struct json_object *member = find_member(answer, name), *facts;

	if (!member)
		return error_set(error, ERROR_NOT_FOUND, name,
			_("The snapshot has no object \"%s\"; `banyun inventory show` lists "
			  "them."),
			name);
	facts = json_member(json_member(answer, "objects"), json_string(member, "digest"));
	if (cli_option(cli, "why"))
		show_why(answer, member, facts);
	else
		puts(json_object_to_json_string_ext(
			facts, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	return 0;
}

int inventory_show_command(struct cli *cli, struct error *error)
{
	const char *snapshot = cli_option(cli, "snapshot");
	AUTO_FREE char *path = mem_format(
		"/v1/inventory%s%s", snapshot ? "?snapshot=" : "", snapshot ? snapshot : "");
	AUTO_JSON struct json_object *answer = NULL;

	if (cli_ask(&answer, cli, "GET", path, NULL, error) < 0)
		return -1;
	if (cli->argument_count == 1)
		return show_object(cli, answer, cli->arguments[0], error);
	if (!cli_show_json(cli, answer))
		show_members(answer, cli_option(cli, "kind"));
	return 0;
}

static void show_changes(struct json_object *changes)
{
	const struct cli_column columns[] = {{_("CHANGE"), false}, {_("KIND"), false},
		{_("ID"), false}, {_("BEFORE"), false}, {_("AFTER"), false}};
	struct cli_table *table = cli_table_new(columns, 5);

	for (size_t i = 0; i < json_object_array_length(changes); i++) {
		struct json_object *row = json_object_array_get_idx(changes, i);
		char from[13], to[13];

		cli_table_row(table, (const char *const[]){json_string(row, "change"),
					     json_string(row, "kind"), json_string(row, "id"),
					     cli_short(json_string(row, "from"), from),
					     cli_short(json_string(row, "to"), to)});
	}
	cli_table_print(table);
}

int inventory_diff_command(struct cli *cli, struct error *error)
{
	const char *from = cli_option(cli, "from"), *to = cli_option(cli, "to");
	AUTO_FREE char *path = mem_format("/v1/inventory/diff?%s%s%s%s", from ? "from=" : "",
		from ? from : "", to ? "&to=" : "", to ? to : "");
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *changes;

	if (cli_ask(&answer, cli, "GET", path, NULL, error) < 0)
		return -1;
	changes = json_member(answer, "changes");
	if (cli_show_json(cli, answer))
		return 0;
	if (json_object_array_length(changes) == 0)
		puts(_("Nothing changed."));
	else
		show_changes(changes);
	return 0;
}
