/* How far the departments have told. */
#ifndef INVENTORY_COMPLETENESS_H
#define INVENTORY_COMPLETENESS_H

struct error;
struct json_object;
struct store;

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

#endif
