/*
 * The cells of one sheet of a workbook.
 */
#ifndef INVENTORY_SHEET_XLSX_GRID_H
#define INVENTORY_SHEET_XLSX_GRID_H

#include <stdbool.h>

struct package;
struct strings;
struct styles;
struct table;

/* What a sheet takes from its workbook. */
struct grid_workbook {
	struct package *package;
	const struct strings *strings;
	const struct styles *styles;
	bool from_1904;
	struct table *table;
};

/* Reads the part of that name into the sheet that the table has begun. */
int grid_read(const struct grid_workbook *workbook, const char *name);

#endif
