/*
 * The self-check report as people read it: one page, made of the API's report in the words of
 * the language, and a file each that shows it on a terminal, as HTML and as XLSX.
 */
#ifndef CLI_SELF_CHECK_H
#define CLI_SELF_CHECK_H

#include "cli/cli.h"
#include "cli/page.h"
#include "model/ledger.h"

/* --- words (self_check_words.c) --- */

/* A kind's and a fact's heading, as the ledger's tables have them. The caller frees. */
char *self_check_kind(const struct ledger_kind *kind);
char *self_check_heading(const struct ledger_column *column);

/*
 * A fact's value as it would stand in a table of the ledger: an integer where it is a plain
 * number, a string otherwise; "" when `value` is NULL. New reference.
 */
struct json_object *self_check_cell(const struct ledger_kind *kind,
	const struct ledger_column *column, struct json_object *value);

/* What a rule of the report found, as a sentence. */
const char *self_check_sentence(const char *rule);

/* The headings of a list of facts of that kind, one behind the other. The caller frees. */
char *self_check_facts(const char *kind, struct json_object *facts);

/* --- the page (self_check_page.c) --- */

/* Of an entry, how much: where it was told and what it lacks is always there. */
enum self_check_detail {
	SELF_CHECK_BRIEF,   /* its name */
	SELF_CHECK_PRINTED, /* and the facts that any entry of the kind has */
	SELF_CHECK_WHOLE,   /* every column of the ledger, so that it can be imported again */
};

/*
 * A page of page.h: the first table holds the findings, then follows one of each kind of entry.
 * New reference.
 */
struct json_object *self_check_page(struct json_object *report, enum self_check_detail detail);

/* "12 of 20 (60 %)" of the report's completeness; "-" when nothing is asked for. */
char *self_check_filled(struct json_object *completeness, char out[80]);

/* --- showing it --- */

void self_check_show(struct json_object *page);

#endif
