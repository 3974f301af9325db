/*
 * `banyun inventory diff` and `drift`: what changed between two snapshots, and since the
 * baseline.
 */
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include <stdio.h>
#include <string.h>

#define VALUE_MOST 40 /* bytes of a value that a table shows */

/* --- diff --- */

static char *value_of(struct json_object *value)
{
	AUTO_FREE char *text = NULL;

	if (!value)
		return mem_string("-");
	text = json_object_is_type(value, json_type_string)
		       ? mem_string(json_object_get_string(value))
		       : json_canonical_string(value);
	return mem_format("%.*s%s", (int)text_fit(text, VALUE_MOST), text,
		strlen(text) > VALUE_MOST ? "..." : "");
}

static void show_fact(
	struct cli_table *table, struct json_object *row, struct json_object *fact)
{
	AUTO_FREE char *before = value_of(json_member(fact, "before"));
	AUTO_FREE char *after = value_of(json_member(fact, "after"));

	cli_table_row(table,
		(const char *const[]){json_string(row, "change"), json_string(row, "kind"),
			json_string(row, "id"), json_string(fact, "fact"), before, after});
}

static void show_change(struct cli_table *table, struct json_object *row)
{
	struct json_object *facts = json_member(row, "facts");

	for (size_t i = 0; i < json_length(facts); i++)
		show_fact(table, row, json_object_array_get_idx(facts, i));
	if (json_length(facts) == 0)
		cli_table_row(table, (const char *const[]){json_string(row, "change"),
					     json_string(row, "kind"), json_string(row, "id"),
					     NULL, NULL, NULL});
}

static void show_changes(struct json_object *changes)
{
	const struct cli_column columns[] = {{_("CHANGE"), false}, {_("KIND"), false},
		{_("ID"), false}, {_("FACT"), false}, {_("BEFORE"), false},
		{_("AFTER"), false}};
	struct cli_table *table = cli_table_new(columns, 6);

	for (size_t i = 0; i < json_length(changes); i++)
		show_change(table, json_object_array_get_idx(changes, i));
	cli_table_print(table);
}

int inventory_diff_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	AUTO_TEXT struct text path = {0};
	struct json_object *changes;

	text_add(&path, "/v1/inventory/diff");
	cli_add_parameter(&path, "from", cli_option(cli, "from"));
	cli_add_parameter(&path, "to", cli_option(cli, "to"));
	if (cli_ask(&answer, cli, "GET", path.data, NULL, error) < 0)
		return -1;
	changes = json_member(answer, "changes");
	if (cli_show_json(cli, answer))
		return 0;
	if (json_length(changes) == 0)
		puts(_("Nothing changed."));
	else
		show_changes(changes);
	return 0;
}

/* --- drift --- */

static const char *change_word(struct json_object *row)
{
	static const struct {
		const char *change, *words;
	} table[] = {
		{"grown", N_("has grown")},
		{"within", N_("within")},
		{"new", N_("new")},
		{"unknown", N_("not counted yet")},
	};
	const char *change = json_string(row, "change");

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(change, table[i].change))
			return _(table[i].words);
	return change;
}

/* What of it counts: nothing where nothing is new. */
static const char *effect_word(struct json_object *row)
{
	const char *change = json_string(row, "change");

	if (!text_equal(change, "grown") && !text_equal(change, "new"))
		return "";
	return text_equal(json_string(row, "effect"), "violation") ? _("violation")
								   : _("warning");
}

static void show_row(struct cli_table *table, struct json_object *row)
{
	const char *id = json_string(row, "id"), *fact = json_string(row, "fact");
	AUTO_FREE char *what = id ? mem_format("%s %s", json_string(row, "kind"), id)
				  : mem_string(json_string(row, "asset"));
	AUTO_FREE char *before = value_of(json_member(row, "before"));
	AUTO_FREE char *after = value_of(json_member(row, "after"));

	cli_table_row(table,
		(const char *const[]){effect_word(row), json_string(row, "rule"),
			json_string(row, "department"), what, change_word(row), fact, before,
			after, json_string(row, "since"), json_string(row, "cites")});
}

static void show_rows(struct json_object *rows)
{
	const struct cli_column columns[] = {{_("EFFECT"), false}, {_("RULE"), false},
		{_("DEPARTMENT"), false}, {_("WHAT"), false}, {_("CHANGE"), false},
		{_("FACT"), false}, {_("BEFORE"), true}, {_("AFTER"), true},
		{_("SINCE"), false}, {_("CITES"), false}};
	struct cli_table *table = cli_table_new(columns, 10);

	for (size_t i = 0; i < json_length(rows); i++)
		show_row(table, json_object_array_get_idx(rows, i));
	cli_table_print(table);
}

static void show_without(const char *rule, struct json_object *names)
{
	AUTO_TEXT struct text text = {0};
	size_t count = json_length(names);

	for (size_t i = 0; i < count && i < 4; i++)
		text_format(&text, "%s%s", i ? _(", ") : "",
			json_object_get_string(json_object_array_get_idx(names, i)));
	printf(_("%s: no baseline says how many there were; departments: %d (%s%s)\n"), rule,
		(int)count, text.data, count > 4 ? ", ..." : "");
}

static void show_unmatched(struct json_object *unmatched)
{
	for (size_t i = 0; i < json_length(unmatched); i++) {
		struct json_object *row = json_object_array_get_idx(unmatched, i);

		printf(_("No rule of the profile counts the baseline \"%s\" of %s.\n"),
			json_string(row, "name"), json_string(row, "department"));
	}
}

/* Of those that name no machine, how many a department has is enough. */
static void show_unnamed(struct json_object *unfound)
{
	AUTO_JSON struct json_object *counts = json_object_new_object();

	for (size_t i = 0; i < json_length(unfound); i++) {
		struct json_object *row = json_object_array_get_idx(unfound, i);
		const char *department = json_string(row, "department");

		if (json_integer(row, "told", 0) == 0)
			json_set_integer(
				counts, department, json_integer(counts, department, 0) + 1);
	}
	json_object_object_foreach (counts, name, count)
		printf(_("Systems of %s that are told to have no machine: %d\n"), name,
			(int)json_object_get_int64(count));
}

static void show_unfound(struct json_object *unfound)
{
	for (size_t i = 0; i < json_length(unfound); i++) {
		struct json_object *row = json_object_array_get_idx(unfound, i);

		if (json_integer(row, "told", 0) > 0)
			printf(_("Declared, and not found: the system %s; machines that it is "
				 "told to have: %d\n"),
				json_string(row, "id"), (int)json_integer(row, "told", 0));
	}
	show_unnamed(unfound);
}

int inventory_drift_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	AUTO_TEXT struct text path = {0};
	struct json_object *rows;

	text_add(&path, "/v1/inventory/drift");
	cli_add_parameter(&path, "from", cli_option(cli, "from"));
	if (cli_ask(&answer, cli, "GET", path.data, NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	rows = json_member(answer, "rows");
	if (json_length(rows) > 0)
		show_rows(rows);
	else
		puts(_("No baseline was declared, and nothing is new by its date."));
	json_object_object_foreach (json_member(answer, "without_baseline"), rule, names)
		show_without(rule, names);
	show_unmatched(json_member(answer, "unmatched"));
	show_unfound(json_member(answer, "unfound"));
	return 0;
}
