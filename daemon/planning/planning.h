/*
 * Planning: from the newest snapshot, findings and profile to a plan. The planner is a worker
 * (banyun-planner) that is given the documents on a descriptor and tells one plan: it reads
 * nothing else and holds no credential, the same input gives the same bytes, and cancelling is
 * killing.
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
 * Makes a plan for the job's actor. Ends the job with {"plan": ROOT, "waves", "moves",
 * "left_out": COUNTS}. `profile` outlives the job; `request` is borrowed during the call.
 */
void planning_create(const struct context *context, struct audit_log *log,
	struct json_object *profile, const char *profile_digest, struct json_object *request,
	struct job *job);

#endif
