/*
 * A workbook while it is being filled, cell by cell from left to right and row by row from top
 * to bottom, whatever the file is. Here are the limits of a sheet, what a cell may hold, and
 * the leaving out of what is empty.
 *
 *	struct table table;
 *	table_start(&table, book, "survey.csv", error);
 *	table_sheet(&table, "survey.csv", "UTF-8");
 *	table_row(&table, 1);
 *	table_put(&table, 3, CELL_TEXT, text, table_offence(text, size));
 *	table_end(&table);
 *	table_finish(&table);
 */
#ifndef INVENTORY_SHEET_TABLE_H
#define INVENTORY_SHEET_TABLE_H

#include <stddef.h>

#include "inventory/sheet/sheet.h"

struct table {
	struct workbook *book;
	const char *file;
	struct sheet *sheet; /* the one that is being filled, NULL before the first */
	size_t rows;         /* it has room for */
	size_t left;         /* cells that the workbook may still take */

	/* the row that is being filled */
	unsigned number;
	struct sheet_cell *cells;
	size_t count, room;
	const char *why;

	struct error *error;
};

/* The names must live until table_finish(); `book` gets a pool of texts. */
void table_start(
	struct table *table, struct workbook *book, const char *file, struct error *error);
void table_finish(struct table *table); /* frees all but the book */

/* Begins a sheet. `encoding` is a constant. */
void table_sheet(struct table *table, const char *name, const char *encoding);

/* Begins the row of that number; table_end() ends it. */
void table_row(struct table *table, unsigned number);
int table_end(struct table *table);

/* The offset of the first byte of a text that no cell may hold, or -1. */
long table_offence(const char *text, size_t size);

/*
 * Fills a cell to the right of those that are filled. The text, which is not empty unless the
 * cell is a formula, lies in the pool of the book; one with an offence spoils the row.
 */
int table_put(struct table *table, size_t column, enum sheet_cell_kind kind, const char *text,
	long offence);

/*
 * The row cannot be read because of the cell in `column`; `reason` ends the sentence that
 * begins with "The cell D7 ". The first reason of a row stays.
 */
void table_spoil(struct table *table, size_t column, const char *reason);

#endif
