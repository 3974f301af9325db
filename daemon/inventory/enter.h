/* Tables of the ledger on their way into the store, a few entries at a time. */
#ifndef INVENTORY_ENTER_H
#define INVENTORY_ENTER_H

#include "base/shape.h"

struct error;
struct json_object;
struct store;
struct store_batch;

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
 * Of each table of the part that is through, in order, {"added", "changed", "same", "changes":
 * [{"key", "change": "added" | "changed", "facts": [NAME]}]}. Borrowed.
 */
struct json_object *inventory_entered_tables(const struct entering *entering);

#endif
