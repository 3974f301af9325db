/*
 * Merged cells: a range shows the value of its first cell alone, whatever else the file holds.
 */
#ifndef INVENTORY_SHEET_XLSX_MERGES_H
#define INVENTORY_SHEET_XLSX_MERGES_H

#include <stddef.h>

#include "inventory/sheet/reference.h"

struct sheet;

struct merge {
	struct reference from, to;
};

struct merges {
	struct merge *list;
	size_t count, room;
};

void merges_add(struct merges *merges, struct reference from, struct reference to);
void merges_clear(struct merges *merges);

/*
 * Empties every cell of the ranges but the first, and drops what is empty at the end of rows,
 * or wholly. In a range of one column each row says what the first cell does: it was merged to
 * be read so. Returns -1 when the ranges overlap so often that they are no work of a person.
 */
int merges_apply(const struct merges *merges, struct sheet *sheet);

#endif
