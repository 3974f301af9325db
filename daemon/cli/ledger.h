/*
 * Tables of the ledger for `inventory import`, and who has sent any.
 */
#ifndef CLI_LEDGER_H
#define CLI_LEDGER_H

#include "cli/cli.h"

struct sending;

/*
 * Reads the tables of a file and gives them to `sending`. Rows that are wrong are no error:
 * they are written beside the file, and cli->exit_code becomes 1.
 */
int ledger_take(
	struct sending *sending, struct cli *cli, const char *path, struct error *error);

/* ledger_show.c: what became of them. */
void ledger_show(const struct cli *cli, struct json_object *tables);

/*
 * inventory_completeness.c: a note on a department of which "silent" and "declared" are told:
 * "" when all is well.
 */
const char *ledger_standing(struct json_object *department);

#endif
