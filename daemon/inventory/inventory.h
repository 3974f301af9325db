/*
 * Inventory: what exists. A scan asks every trusted host through the source plugins, joins what
 * they stream with the survey into one snapshot, and stores it as the newest.
 */
#ifndef INVENTORY_INVENTORY_H
#define INVENTORY_INVENTORY_H

#include "base/digest.h"
#include "base/shape.h"

struct audit_log;
struct context;
struct error;
struct job;
struct json_object;
struct store;
struct store_batch;

/* What the machine that banyund runs on is called: no host of the register has this name. */
#define INVENTORY_OWN_HOST "banyund"
/* What the world of a rehearsal is called: no host of the register has this name either. */
#define INVENTORY_WORLD "world"

#define INVENTORY_SCAN    "inventory.scan" /* the kind of its job */
#define INVENTORY_SPACE   "inventory"
#define INVENTORY_SCANNED "scanned" /* -> when the newest snapshot was begun, RFC 3339 */

/*
 * Scans all hosts and the machine that banyund runs on, a few at a time. Ends the job with
 * {"snapshot": DIGEST, "members": COUNT, "silent": [{"host", "why"}]}. A host that does not
 * answer is listed as silent, with why, and its objects are not in the snapshot. The parts of
 * the context and the log outlive the job.
 */
void inventory_scan(const struct context *context, struct audit_log *log, struct job *job);

/*
 * Whether a survey, whose shape was checked, fits together; ERROR_INPUT says where it does not.
 */
int inventory_check_survey(struct json_object *survey, struct error *error);

/* Puts such a survey into the batch; it replaces the one before. */
void inventory_import(struct store_batch *batch, struct json_object *survey);

/* How much it tells of: {"departments", "systems", "landings": COUNT}. New reference. */
struct json_object *inventory_count_survey(struct json_object *survey);

/*
 * A part of an import, as it is sent: {"tables": [{"kind", "entries", "classified", "file",
 * "withdrawn"}], "survey", "import", "more", "dry_run"}.
 */
extern const struct shape_field inventory_entry_fields[];

/* Whether the facts of its tables have the shapes of their kinds; ERROR_INPUT when not. */
int inventory_check_entries(struct json_object *part, struct error *error);

/* Who tells it, and when (RFC 3339). */
struct inventory_teller {
	const char *actor, *now;
};

/*
 * The tables of an import on their way into the batch; NULL only looks what would change. An
 * entry of a key that is known takes its place; one with the same facts changes nothing. What
 * `teller` points to outlives it. One at a time, and after the one before is durable.
 */
struct entering;
struct entering *inventory_entering_new(
	struct store *store, struct store_batch *batch, const struct inventory_teller *teller);
void inventory_entering_free(struct entering *entering);

/* The tables of this part, which was checked, are to be entered; those before are through. */
void inventory_enter(struct entering *entering, struct json_object *part);

/*
 * Enters some, for a few milliseconds. 1: there is more; 0: the part is through; -1: the store
 * cannot be read, and the batch is not to be used.
 */
int inventory_enter_some(struct entering *entering, struct error *error);

/*
 * Of each table of all parts, in order, {"added", "changed", "same", "changes": [{"key",
 * "change": "added" | "changed", "facts": [NAME]}]}. Borrowed.
 */
struct json_object *inventory_entered_tables(const struct entering *entering);

/*
 * What the departments told, in order of name: [{"name", "declared", "facts" (of the department
 * itself), "entries": [as the ledger keeps them: "kind", "key", "facts", "origin", "actor",
 * "time"], "classified": COUNT}]. A system that the survey alone told of is an entry whose
 * "origin" has no row; of one that both told of, the survey adds what the ledger lacks. New
 * reference.
 */
int inventory_departments(struct json_object **list, struct store *store, struct error *error);

/* The same of one; ERROR_NOT_FOUND when nobody told of it. New reference. */
int inventory_department(struct json_object **department, struct store *store, const char *name,
	struct error *error);

/*
 * How far a department, as above, has told: {"name", "declared", "silent", "entries": {KIND:
 * COUNT}, "classified", "out_of_scope", "missing": {"KIND.FACT": COUNT}, "cells", "filled"}. It
 * is silent when it is named but has told of nothing. What is out of scope is among the entries
 * and not in the other figures. New reference. Pure.
 */
struct json_object *inventory_count(struct json_object *department);

/* That of all of them: {"departments": [...]}. */
int inventory_completeness(
	struct json_object **result, struct store *store, struct error *error);

/*
 * A snapshot (NULL: the newest) with its objects: {"digest", "snapshot", "objects": {digest:
 * facts}}. New reference. ERROR_NOT_FOUND when there is none.
 */
int inventory_load(struct json_object **inventory, struct store *store, const char *digest,
	struct error *error);

/*
 * What is open in the newest snapshot, by the department that it concerns: {NAME: [facts of the
 * contradictions about its objects]}, and the same of irregularities. `digest` is the
 * snapshot's, "" when there is none. Whatever is returned is freed.
 */
struct inventory_open {
	struct json_object *contradictions, *irregularities;
	char digest[DIGEST_TEXT];
};
int inventory_open_points(
	struct inventory_open *open, struct store *store, struct error *error);
void inventory_open_free(struct inventory_open *open);

#endif
