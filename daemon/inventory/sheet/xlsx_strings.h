/*
 * The texts that the cells of a workbook share, and how a text is put together from its runs.
 */
#ifndef INVENTORY_SHEET_XLSX_STRINGS_H
#define INVENTORY_SHEET_XLSX_STRINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct package;
struct pool;

/*
 * A text of runs (<si> or <is>): the elements <t> joined, without those that say how it is
 * pronounced (<rPh>), and with _x000D_ and the like decoded.
 */
struct rich {
	struct text text;
	bool spoken; /* within <rPh> */
};

void rich_open(struct rich *rich, const char *element);
void rich_close(struct rich *rich, const char *element, const struct text *text);

struct shared {
	const char *text; /* in the pool */
	long offence;     /* of table_offence() */
};

struct strings {
	struct shared *list;
	size_t count;
};

/* Reads the part of that name; its texts go to the pool. */
int strings_read(
	struct strings *strings, struct package *package, const char *name, struct pool *pool);
void strings_clear(struct strings *strings);
#define AUTO_STRINGS __attribute__((cleanup(strings_clear)))

#endif
