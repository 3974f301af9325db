/* What became of the tables of the ledger, for people. */
#include "base/text.h"
#include "cli/ledger.h"
#include <stdio.h>

#define SHOWN 10 /* rejected rows of a table that are listed */

static void show_rejected(struct json_object *table)
{
	struct json_object *rejected = json_member(table, "rejected");
	const char *path = json_string(table, "rejects");

	for (size_t i = 0; i < json_length(rejected) && i < SHOWN; i++)
		printf(_("Not taken: %s\n"),
			json_string(json_object_array_get_idx(rejected, i), "why"));
	if (json_length(rejected) > SHOWN)
		printf(_("Not taken: %d more.\n"), (int)json_length(rejected) - SHOWN);
	if (path)
		printf(_("These rows are in \"%s\": mend them there, and import it.\n"), path);
}

static void show_unknown(struct json_object *table)
{
	struct json_object *unknown = json_member(table, "unknown_headings");

	for (size_t i = 0; i < json_length(unknown); i++)
		printf(_("Not kept: the column \"%s\", whose heading is not known.\n"),
			json_object_get_string(json_object_array_get_idx(unknown, i)));
}

static void show_changes(struct json_object *table)
{
	struct json_object *changes = json_member(table, "changes");

	for (size_t i = 0; i < json_length(changes); i++) {
		struct json_object *row = json_object_array_get_idx(changes, i);
		struct json_object *facts = json_member(row, "facts");

		printf("%s %s", json_string(row, "change"), json_string(row, "key"));
		for (size_t j = 0; j < json_length(facts); j++)
			printf("%s%s", j ? ", " : ": ",
				json_object_get_string(json_object_array_get_idx(facts, j)));
		putchar('\n');
	}
}

static void show_row(struct cli_table *lines, struct json_object *table)
{
	static const char *const names[] = {
		"added", "changed", "same", "doubled", "classified"};
	char cells[6][24];

	for (size_t i = 0; i < 5; i++)
		snprintf(cells[i], sizeof(cells[i]), "%lld",
			(long long)json_integer(table, names[i], 0));
	snprintf(
		cells[5], sizeof(cells[5]), "%zu", json_length(json_member(table, "rejected")));
	cli_table_row(lines,
		(const char *const[]){json_string(table, "sheet"), json_string(table, "kind"),
			cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]});
}

static bool has_notes(const struct cli *cli, struct json_object *table)
{
	return json_integer(table, "sums", 0) > 0 || json_integer(table, "notes", 0) > 0 ||
	       json_length(json_member(table, "unknown_headings")) > 0 ||
	       json_length(json_member(table, "rejected")) > 0 ||
	       (cli_option(cli, "dry-run") && json_length(json_member(table, "changes")) > 0);
}

static void show_notes(const struct cli *cli, struct json_object *table)
{
	unsigned long sums = (unsigned long)json_integer(table, "sums", 0);
	unsigned long notes = (unsigned long)json_integer(table, "notes", 0);

	if (cli_option(cli, "dry-run"))
		show_changes(table);
	if (sums > 0)
		printf(ngettext("Passed over: %lu row that adds up others.\n",
			       "Passed over: %lu rows that add up others.\n", sums),
			sums);
	if (notes > 0)
		printf(ngettext("Passed over: %lu row that says who filled in the table, or "
				"explains it.\n",
			       "Passed over: %lu rows that say who filled in the table, or "
			       "explain it.\n",
			       notes),
			notes);
	show_unknown(table);
	show_rejected(table);
}

void ledger_show(const struct cli *cli, struct json_object *tables)
{
	const struct cli_column columns[] = {{_("TABLE"), false}, {_("KIND"), false},
		{_("NEW"), true}, {_("CHANGED"), true}, {_("SAME"), true}, {_("TWICE"), true},
		{_("CLASSIFIED"), true}, {_("REJECTED"), true}};
	struct cli_table *lines = cli_table_new(columns, 8);

	for (size_t i = 0; i < json_length(tables); i++)
		show_row(lines, json_object_array_get_idx(tables, i));
	cli_table_print(lines);
	for (size_t i = 0; i < json_length(tables); i++) {
		struct json_object *table = json_object_array_get_idx(tables, i);

		if (json_length(tables) > 1 && has_notes(cli, table))
			printf("\n%s\n", json_string(table, "sheet"));
		show_notes(cli, table);
	}
	if (cli_option(cli, "dry-run"))
		puts(_("Nothing was changed: this was a dry run."));
}
