/*
 * Drift: what is new or has grown, against the declared baseline and against an older snapshot.
 * What is frozen, and what a growth of it means, the profile says.
 */
#ifndef INVENTORY_DRIFT_H
#define INVENTORY_DRIFT_H

struct error;
struct json_object;
struct store;

/*
 * {"digest", "made", "rows": [{"rule", "effect", "cites", "department", "change": "grown" |
 * "within" | "unknown" | "new", "asset" (of the baseline), "kind", "id" (of one object),
 * "fact", "before", "after" (of what is unknown: so far), "unread" (departments of which it is
 * unknown what they have), "since" (a date)}], "without_baseline": {RULE: [departments that
 * have what it counts, and of which neither they nor whom they belong to declared a baseline]},
 * "unmatched": [{"department", "name"}: baselines that no rule of the profile counts],
 * "unfound": systems of which no machine was found (claims.h)}. `from` (NULL: none) is the
 * digest of the older snapshot. Lists are sorted. New reference.
 */
int inventory_drift(struct json_object **drift, struct store *store,
	struct json_object *profile, const char *from, struct error *error);

/*
 * The rows against the baseline alone, from facts by digest; pure. `*without` and `*unmatched`
 * are new references too.
 */
struct json_object *drift_judge(struct json_object *snapshot, struct json_object *objects,
	struct json_object *profile, struct json_object **without,
	struct json_object **unmatched);

#endif
