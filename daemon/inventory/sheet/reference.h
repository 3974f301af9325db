/*
 * How a spreadsheet names its cells: "D7", and "B2:D7" for a range.
 */
#ifndef INVENTORY_SHEET_REFERENCE_H
#define INVENTORY_SHEET_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

struct reference {
	size_t column; /* from 0, below SHEET_COLUMNS */
	unsigned row;  /* from 1 to SHEET_ROWS */
};

/* Whether `text` names a cell within the bounds of a sheet. */
bool reference_read(struct reference *cell, const char *text);

/* The same for a range, from its top left to its bottom right; one cell alone is a range. */
bool reference_read_range(struct reference *from, struct reference *to, const char *text);

#endif
