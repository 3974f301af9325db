/* A snapshot with the objects that it names. */
#ifndef INVENTORY_LOAD_H
#define INVENTORY_LOAD_H

struct error;
struct json_object;
struct store;

/*
 * A snapshot (NULL: the newest) with its objects: {"digest", "snapshot", "objects": {digest:
 * facts}}. New reference. ERROR_NOT_FOUND when there is none.
 */
int inventory_load(struct json_object **inventory, struct store *store, const char *digest,
	struct error *error);

#endif
