/* The rows of a table that were not taken, as a file in which they can be mended. */
#ifndef CLI_LEDGER_REJECTS_H
#define CLI_LEDGER_REJECTS_H

#include "inventory/ledger/entries.h"

/*
 * A new file with the headings of the sheet, the rows that were rejected, and why, in a column
 * of its own. ERROR_CONFLICT when there is a file of that path.
 */
int rejects_write(const char *path, const struct sheet *sheet, const struct entries *entries,
	struct error *error);

#endif
