/*
 * What was told and became classified: snapshots that knew it keep it, and nobody is shown it.
 */
#ifndef INVENTORY_WITHDRAWN_H
#define INVENTORY_WITHDRAWN_H

#include <stdbool.h>

struct error;
struct json_object;
struct store;
struct store_batch;

/* That it is classified, or is no longer. Its digest is kept, and no word of it. */
void withdrawn_keep(struct store_batch *batch, const char *kind, const char *id, bool is);

/* The set of their digests. New reference. */
int withdrawn_load(struct json_object **withdrawn, struct store *store, struct error *error);

/* Whether the object is one of them, or is about one. */
bool withdrawn_has(struct json_object *withdrawn, const char *kind, const char *id);

/* Whether a value of a fact is the id of one of them, or has it in a list. */
bool withdrawn_names(struct json_object *withdrawn, struct json_object *value);

/* Takes the members that are such out of a snapshot that was read. */
int withdrawn_hide(struct json_object *snapshot, struct store *store, struct error *error);

#endif
