/* `banyun inventory template`: empty tables to hand out. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/csv.h"
#include "model/ledger.h"
#include <stdio.h>
#include <string.h>

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
	AUTO_TEXT struct text line = {0};

	if (cli->argument_count == 0) {
		list_kinds();
		return 0;
	}
	kind = ledger_kind(cli->arguments[0]);
	if (!kind)
		return error_set(error, ERROR_USAGE, cli->arguments[0],
			_("\"%s\" is no kind of entry; `banyun inventory template` lists "
			  "them."),
			cli->arguments[0]);
	for (const struct ledger_column *column = kind->columns; column->fact; column++) {
		const char *words = english ? column->english : column->chinese;
		AUTO_FREE char *first = mem_format("%.*s", (int)strcspn(words, "|"), words);

		csv_add_cell(&line, first);
	}
	printf(CSV_BEGIN "%s" CSV_END, line.data);
	return 0;
}
