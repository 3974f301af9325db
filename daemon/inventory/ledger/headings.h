/*
 * Which kind of entries a sheet holds, and in which columns: by its headings, in any order, in
 * Chinese or English, below a title or not.
 */
#ifndef LEDGER_HEADINGS_H
#define LEDGER_HEADINGS_H

#include "inventory/sheet/sheet.h"
#include "model/ledger.h"

struct headings {
	const struct ledger_kind *kind;
	size_t row;   /* index of the row of headings in the sheet */
	size_t above; /* the row above it that heads it; else the same */
	size_t count; /* columns */
	const struct ledger_column **columns; /* by column; NULL: its heading is not known */
	char **units; /* by column: what its heading has in brackets, folded, or NULL */
};

/*
 * Finds them, for one kind (`only`) or for the kind that fits best; `hint` (may be NULL) is the
 * file's name, which with the sheet's decides between equals. ERROR_INPUT when no row of the
 * sheet's beginning has headings of a kind, or several kinds fit as well; ERROR_REFUSED when a
 * heading may be about secrecy and is not known.
 */
int headings_find(struct headings *headings, const struct sheet *sheet, const char *hint,
	const struct ledger_kind *only, struct error *error);
void headings_clear(struct headings *headings);

/* A heading as it is written; "" where the column has none. */
const char *headings_text(
	const struct headings *headings, const struct sheet *sheet, size_t column);

/* The column of this fact, or -1. */
long headings_column(const struct headings *headings, const char *fact);

#endif
