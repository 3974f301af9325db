/*
 * The picture: what the visits of a scan brought and what was told, made one.
 */
#ifndef INVENTORY_MERGE_H
#define INVENTORY_MERGE_H

struct error;
struct json_object;
struct store;

/*
 * Takes a snapshot of all that the visits brought, adds what was told and what follows from
 * both, and finishes it. ERROR_CONFLICT when there is nothing to make a picture of: no host was
 * asked and nothing was told.
 */
int merge(struct json_object *snapshot, struct json_object *objects, struct store *store,
	const char *made, struct error *error);

#endif
