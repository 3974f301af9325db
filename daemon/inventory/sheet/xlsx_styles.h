/*
 * What of a workbook's styles says what a number is: whether a cell's format shows a date.
 */
#ifndef INVENTORY_SHEET_XLSX_STYLES_H
#define INVENTORY_SHEET_XLSX_STYLES_H

#include <stdbool.h>
#include <stddef.h>

struct package;

struct styles {
	bool *dates; /* for each style that a cell can name, whether it shows a date */
	size_t count;
};

int styles_read(struct styles *styles, struct package *package, const char *name);
void styles_clear(struct styles *styles);
#define AUTO_STYLES __attribute__((cleanup(styles_clear)))

#define STYLES_DATE 11 /* "2026-01-31" and NUL */

/*
 * The day that a number stands for, counted from 1904-01-01 or, with the 1900-02-29 that never
 * was, from 1900. Returns false, with `out` untouched, for a number that is no day until the
 * year 9999.
 */
bool styles_date(const char *number, bool from_1904, char out[STYLES_DATE]);

#endif
