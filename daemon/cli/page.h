/*
 * A page of a report: {"title", "lines": [[LABEL, VALUE]], "tables": [{"name", "columns":
 * [HEADING], "rows": [[CELL]]}]}. A cell is a string or an integer. The first table is the
 * summary's.
 */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "cli/output.h"

/* A workbook: the title, the lines and the first table, then a sheet for each other table. */
output_write page_xlsx;

#endif
