/*
 * A page of a report: {"title", "lines": [[LABEL, VALUE]], "tables": [{"name", "columns":
 * [HEADING], "rows": [[CELL]]}]}. A cell is a string or an integer. The first table is the
 * summary's. "drawing", where there is one, is SVG; "made" the time, seconds since 1970, that a
 * workbook says it is of: so that the same page is the same bytes.
 */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "cli/output.h"

/*
 * page_table.c: a table without rows, whose columns NULL ends; returns its rows, borrowed. A
 * row without cells, and its cells one after another.
 */
struct json_object *page_add_table(
	struct json_object *tables, const char *name, const char *const *columns);
struct json_object *page_add_row(struct json_object *rows);
void page_put(struct json_object *row, const char *text); /* NULL: an empty one */
void page_put_number(struct json_object *row, int64_t number);

/* A workbook: the title, the lines and the first table, then a sheet for each other table. */
output_write page_xlsx;

/* To be printed: the title, the lines, the drawing and each table, with a place to sign. */
output_write page_html;

/*
 * All tables, one below the other, each under its name, for spreadsheets: a text that they
 * would take for a formula is marked as a text.
 */
output_write page_csv;

#endif
