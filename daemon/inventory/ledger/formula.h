/*
 * Texts that a spreadsheet would calculate: taken for what they say here, and never written so
 * that another program calculates them.
 */
#ifndef LEDGER_FORMULA_H
#define LEDGER_FORMULA_H

#include <stdbool.h>

/* Whether a cell of this text would begin a calculation; a signed number would not. */
bool formula_begins(const char *text);

#endif
