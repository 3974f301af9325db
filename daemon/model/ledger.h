/*
 * The ledger: what departments tell in tables, a kind for each table. One list of columns says
 * under which headings people send a fact, in Chinese and English; reading tables, making empty
 * ones to hand out and judging what is missing all follow it. The facts have the shapes of
 * model/survey.h.
 */
#ifndef MODEL_LEDGER_H
#define MODEL_LEDGER_H

#include "base/shape.h"

enum ledger_unit {
	LEDGER_PLAIN,
	LEDGER_RATE,  /* bit/s, also written as "100M" or "千兆" */
	LEDGER_AREA,  /* square metres */
	LEDGER_BYTES, /* bytes, written with a unit: "64GB", of 2^30 bytes each */
	LEDGER_LIST,  /* several in one cell */
};

/* "A|B|C": the words that mean the same; the first of each language is the one to hand out. */
struct ledger_column {
	const char *fact; /* NULL ends a list */
	const char *chinese, *english;
	enum ledger_unit unit;
	bool expected; /* a survey without it is not complete */
};

struct ledger_kind {
	const char *kind; /* of the objects; NULL ends the list */
	const char *chinese, *english;
	const struct shape_field *fields;
	const struct ledger_column *columns;
};
extern const struct ledger_kind ledger_kinds[];

/* The kind of that name, or NULL. */
const struct ledger_kind *ledger_kind(const char *kind);

/* The field of a fact of this kind; NULL when it has none. */
const struct shape_field *ledger_field(const struct ledger_kind *kind, const char *fact);

/*
 * The column's fact that says whether a row is classified: such a row is counted, never kept;
 * and what such a column says, besides yes and no. What is neither is not taken.
 */
#define LEDGER_CLASSIFIED     "classified"
#define LEDGER_CLASSIFIED_YES "涉密|秘密|机密|绝密|secret|confidential|topsecret"
#define LEDGER_CLASSIFIED_NO  "非涉密|不涉密|非密|公开|未涉密|public|unclassified"

/* How many facts a survey of this kind asks for. */
int64_t ledger_expected(const struct ledger_kind *kind);

/* Those of them that the facts of an entry lack: a list of names. New reference. */
struct json_object *ledger_missing(const struct ledger_kind *kind, struct json_object *facts);

/*
 * Whether an entry of these facts is in the scope of the policies: one that is built and run
 * without money of the government is kept and labelled, but counts in no ratio.
 */
bool ledger_in_scope(struct json_object *facts);

/*
 * How people write a choice ("city": "市级|市本级|..."); NULL when they have no word of theirs.
 */
const char *ledger_words(const char *fact, const char *choice);

/* The domain of a network that is called so ("公共域", "public_service_domain"); or NULL. */
const char *ledger_domain(const char *called);

/*
 * One entry as it is sent and kept: {"key", "facts", "origin": {"file", "sheet", "row",
 * "written"}}. `key` is what the entry is known by, the same however it is written.
 */
extern const struct shape_field ledger_entry_fields[];

/* How many classified entries a department has: {"department", "count"}. */
extern const struct shape_field ledger_classified_fields[];

#endif
