/*
 * Tables of the ledger for `inventory import`, and who has sent any.
 */
#ifndef CLI_LEDGER_H
#define CLI_LEDGER_H

#include "cli/cli.h"

/*
 * Takes in the tables of a file and adds to `tables` what became of each. Rows that are wrong
 * are no error: they are written beside the file, and cli->exit_code becomes 1.
 */
int ledger_take(
	struct json_object *tables, struct cli *cli, const char *path, struct error *error);

/* Shows what became of them. */
void ledger_show(const struct cli *cli, struct json_object *tables);

/* A note on a department of which "silent" and "declared" are told: "" when all is well. */
const char *ledger_standing(struct json_object *department);

#endif
