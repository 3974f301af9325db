/*
 * A text that is a table: rows are lines, cells are separated by commas, tabs or semicolons,
 * and quotes are those of RFC 4180. What the files of the world add to that is accepted: any
 * ends of lines, none at the end, and quotes within a cell that does not begin with one.
 */
#ifndef INVENTORY_SHEET_CSV_H
#define INVENTORY_SHEET_CSV_H

#include <stddef.h>

struct table;

/*
 * Reads the text into the table's sheet. The text is overwritten, must have a NUL behind it,
 * and lives on as the text of the cells.
 */
int csv_read(struct table *table, char *data, size_t size);

/* What separates the cells, by the first records: ',', '\t' or ';'. */
char csv_delimiter(const char *data, size_t size);

#endif
