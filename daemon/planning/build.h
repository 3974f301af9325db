/*
 * The pure planner: documents in, a plan out. No clock, no I/O, integers only; the same input
 * gives the same plan, byte for byte.
 */
#ifndef PLANNING_BUILD_H
#define PLANNING_BUILD_H

struct error;
struct json_object;

/*
 * `input` is {"snapshot", "snapshot_digest", "objects", "findings", "findings_digest",
 * "profile", "profile_digest", "playbook", "playbook_digest", "request", "author", "made"}.
 * Returns a new plan, or NULL with an error when nothing can be planned at all.
 */
struct json_object *plan_build(struct json_object *input, struct error *error);

#endif
