/*
 * Planning: from the newest snapshot, findings and profile to a plan. The planner is a program
 * of its own (banyun-planner) that is given the documents on its standard input and writes one
 * plan: it reads and writes nothing else, so that the same input gives the same bytes, and
 * cancelling is killing.
 */
#ifndef PLANNING_PLANNING_H
#define PLANNING_PLANNING_H

#include "base/shape.h"

struct audit_log;
struct context;
struct job;

/* {"departments": [...] (all when missing), "playbook", "window": {"from", "to"}} */
extern const struct shape_field planning_request_fields[];

/*
 * Makes a plan for `author` (the job's actor). Ends the job with {"plan": ROOT, "waves",
 * "moves", "left_out": COUNTS}. `profile` and `request` are borrowed until the job has ended.
 */
void planning_create(const struct context *context, struct audit_log *log,
	struct json_object *profile, const char *profile_digest, struct json_object *request,
	struct job *job);

/*
 * The pure planner, as banyun-planner calls it: `input` is {"snapshot", "objects", "findings",
 * "profile", "playbook", "request", "author", "made", digests...}. Returns a new plan, or NULL
 * with an error.
 */
struct json_object *plan_build(struct json_object *input, struct error *error);

#endif
