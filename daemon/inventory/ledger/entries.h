/*
 * From the rows of a sheet to entries of the ledger. A good row becomes an entry; a bad one
 * keeps the others from nothing and comes back with what is wrong with it; a classified one
 * leaves a count of its department and nothing else.
 */
#ifndef LEDGER_ENTRIES_H
#define LEDGER_ENTRIES_H

#include "inventory/ledger/headings.h"
#include <stdbool.h>

struct entries_reject {
	const struct sheet_row *row; /* borrowed from the sheet */
	char *why;                   /* a sentence that names the cell: "D7: ..." */
	bool secret; /* it may be classified: nobody is shown more of it than its number */
};

struct entries_order {
	const char *file;               /* its name, for the origin of each entry */
	const struct ledger_kind *kind; /* NULL: by the headings */
	const char *department;         /* whose rows these are that name none; may be NULL */
	struct json_object *seen; /* "KIND KEY" -> what was told of it before; NULL: of none */
};

struct entries {
	struct headings headings;
	struct json_object *list;       /* as ledger_entry_fields */
	struct json_object *classified; /* department -> count */
	struct json_object *withdrawn;  /* keys of classified rows -> true */
	struct entries_reject *rejects;
	size_t reject_count;
	unsigned doubled; /* rows that say what an earlier one said */
	unsigned sums;    /* rows that add up others */
	unsigned notes;   /* rows below the table, that are none of it */
};

/*
 * Reads the whole sheet, which outlives the entries. ERROR_INPUT when its headings are not
 * found; rows that are wrong are no error.
 */
int entries_read(struct entries *entries, const struct sheet *sheet,
	const struct entries_order *order, struct error *error);
void entries_clear(struct entries *entries);

#endif
