/* `banyun inventory template`: empty tables to hand out. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/csv.h"
#include "model/ledger.h"
#include <stdio.h>
#include <string.h>

static char *first_heading(const struct ledger_column *column, bool english)
{
	const char *words = english ? column->english : column->chinese;

	return mem_format("%.*s", (int)strcspn(words, "|"), words);
}

/* For programs: every kind, or the headings of one. */
static struct json_object *template_json(const struct ledger_kind *one, bool english)
{
	struct json_object *list = json_object_new_array();

	for (const struct ledger_kind *kind = ledger_kinds; !one && kind->kind; kind++)
		json_object_array_add(list,
			json_set_string(
				json_set_string(json_object_new_object(), "kind", kind->kind),
				"table", kind->chinese));
	for (const struct ledger_column *column = one ? one->columns : NULL;
		column && column->fact; column++) {
		AUTO_FREE char *first = first_heading(column, english);

		json_object_array_add(list, json_object_new_string(first));
	}
	return json_set(json_object_new_object(), one ? "headings" : "kinds", list);
}

static void list_kinds(void)
{
	const struct cli_column columns[] = {{_("KIND"), false}, {_("TABLE"), false}};
	struct cli_table *lines = cli_table_new(columns, 2);

	for (const struct ledger_kind *kind = ledger_kinds; kind->kind; kind++)
		cli_table_row(lines, (const char *const[]){kind->kind, kind->chinese});
	cli_table_print(lines);
}

int inventory_template_command(struct cli *cli, struct error *error)
{
	bool english = cli_option(cli, "english") != NULL;
	const struct ledger_kind *kind;
	AUTO_JSON struct json_object *told = NULL;
	AUTO_TEXT struct text line = {0};

	if (cli->argument_count == 0) {
		told = template_json(NULL, english);
		if (!cli_show_json(cli, told))
			list_kinds();
		return 0;
	}
	kind = ledger_kind(cli->arguments[0]);
	if (!kind)
		return error_set(error, ERROR_USAGE, cli->arguments[0],
			_("\"%s\" is no kind of entry; `banyun inventory template` lists "
			  "them."),
			cli->arguments[0]);
	told = template_json(kind, english);
	if (cli_show_json(cli, told))
		return 0;
	for (const struct ledger_column *column = kind->columns; column->fact; column++) {
		AUTO_FREE char *first = first_heading(column, english);

		csv_add_cell(&line, first);
	}
	printf(CSV_BEGIN "%s" CSV_END, line.data);
	return 0;
}
