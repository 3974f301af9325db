/*
 * What changed between two stored snapshots, fact by fact.
 */
#ifndef INVENTORY_DIFF_H
#define INVENTORY_DIFF_H

struct error;
struct json_object;
struct store;

#define INVENTORY_DIFF_MOST 1000 /* changed objects whose facts are compared */

/*
 * Adds to each changed row of snapshot_diff(), up to that many, "facts": [{"fact", "before",
 * "after"}], in order of name; a value that one side has not is missing.
 */
int inventory_diff_facts(struct json_object *changes, struct store *store, struct error *error);

#endif
