/*
 * The findings: one readiness verdict on one object by one rule, with the evidence it rests on.
 * What could not be read is "unknown", never "pass".
 */
#ifndef MODEL_FINDINGS_H
#define MODEL_FINDINGS_H

#include "base/shape.h"

/* {"kind": "findings", "schema": 1, "snapshot", "profile", "made", "findings": [...]} */
extern const struct shape_field findings_fields[];

struct json_object *findings_new(const char *snapshot, const char *profile, const char *made);

/*
 * Adds a verdict ("pass", "warn", "fail", "unknown"). `name` is what people call the object;
 * `target` is the host that was judged as landing place, or NULL. `evidence` is a sentence with
 * the values found and the values needed. Returns the finding, borrowed; its "basis" may be
 * set to what it rests on.
 */
struct json_object *findings_add(struct json_object *findings, const char *rule,
	const char *kind, const char *id, const char *name, const char *target,
	const char *verdict, const char *evidence);

/* Who a finding must be about to concern a machine: it, or what it belongs to. */
struct findings_about {
	const char *machine; /* its uuid */
	const char *host, *department;
	const char *target;
};

/*
 * The first finding on the machine or what it belongs to (for this target, or for any) that
 * blocks a plan, or NULL.
 */
struct json_object *findings_blocker(struct json_object *findings, struct json_object *profile,
	const struct findings_about *about);

#endif
