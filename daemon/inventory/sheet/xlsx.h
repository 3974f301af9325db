/*
 * A workbook of Office Open XML (transitional or strict): a zip file of XML parts that name
 * each other by relations.
 */
#ifndef INVENTORY_SHEET_XLSX_H
#define INVENTORY_SHEET_XLSX_H

#include <stddef.h>

struct table;

/* Reads all sheets of the file that `data` is into the table. */
int xlsx_read(struct table *table, const char *data, size_t size);

#endif
