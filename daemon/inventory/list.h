/*
 * The objects of a snapshot that a person asks for, a page at a time.
 */
#ifndef INVENTORY_LIST_H
#define INVENTORY_LIST_H

#include "base/shape.h"

struct error;
struct store;

#define INVENTORY_PAGE      1000 /* objects of a page when none says how many */
#define INVENTORY_PAGE_MOST 10000

/*
 * What may be asked: "snapshot" (the newest when missing), "kind" (or several, with commas),
 * "department" (whose it is, or whose host holds it), "side" (of its host), "source" (how one
 * of its tellers begins), "since" (seen then or later), "text" (in its id or the values of its
 * facts; small and capital letters are the same), "name" (that is its id or name), "undeclared"
 * (found, and nobody declared it), "contradictory" (two told it differently), "after" (the
 * "next" of the page before, which holds on to its snapshot), "limit".
 */
extern const struct shape_field inventory_query_fields[];

/*
 * {"digest", "made", "matched": how many in all, "members": [a member of the snapshot with
 * "facts", and "contradictions" where there are some], "next" (when there are more), "silent"},
 * in order of kind and id. New reference. ERROR_NOT_FOUND when there is no snapshot.
 */
int inventory_list(struct json_object **page, struct store *store, struct json_object *query,
	struct error *error);

#endif
