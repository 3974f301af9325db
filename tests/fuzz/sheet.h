/*
 * What every table that was read promises, whatever it was made of.
 */
#ifndef FUZZ_SHEET_H
#define FUZZ_SHEET_H

#include "inventory/sheet/sheet.h"

/*
 * Reads the bytes as a table of that name. Refused, the error is about the file and the
 * workbook is empty; read, its rows and cells are as the header says.
 */
void promise_table(const char *name, const char *data, size_t size);

#endif
