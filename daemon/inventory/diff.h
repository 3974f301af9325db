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
 * {"changes": snapshot_diff() of the two, in which the first so many changed rows have "facts":
 * [{"fact", "before", "after"}], in order of name; a value that one side has not is missing}.
 * What became classified since is in none of them.
 * The newest snapshot, and the one before it, where no digest is given. New reference.
 */
int inventory_diff(struct json_object **result, struct store *store, const char *from,
	const char *to, struct error *error);

#endif
