/*
 * A page of a report: {"title", "lines": [[LABEL, VALUE]], "tables": [{"name", "columns":
 * [HEADING], "rows": [[CELL]]}]}. A cell is a string or an integer. The first table is the
 * summary's. "drawing", where there is one, is SVG.
 */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "cli/output.h"

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
