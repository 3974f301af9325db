/*
 * What a cell says: from the text that a person wrote to the value that a fact's field wants.
 */
#ifndef LEDGER_READING_H
#define LEDGER_READING_H

#include "model/ledger.h"

/*
 * The value of a cell that is not empty. NULL with a sentence in `*why` (the caller frees) when
 * it does not say what the field wants. Days may be written as 2018-06-30, 2018/6/30, 20180630,
 * 2018年6月30日; what is only said to the month or year, as in 2018 年 6 月底前, keeps that.
 * `unit` (folded, NULL: none) is what the heading says of numbers that stand alone.
 */
struct json_object *reading_cell(const struct ledger_column *column,
	const struct shape_field *field, const char *text, const char *unit, char **why);

/* Whether such a cell says that its row is classified: yes, no, or -1 when it says neither. */
int reading_classified(const char *text);

#endif
