/*
 * The findings: one readiness verdict on one object by one rule, with the evidence it rests on.
 * What could not be read is "unknown", never "pass".
 */
#ifndef MODEL_FINDINGS_H
#define MODEL_FINDINGS_H

#include "base/digest.h"
#include "base/shape.h"

/* {"kind": "findings", "schema": 1, "snapshot", "profile", "made", "findings": [...]} */
extern const struct shape_field findings_fields[];

struct json_object *findings_new(const char *snapshot, const char *profile, const char *made);

/*
 * Adds a verdict ("pass", "warn", "fail", "unknown"). `name` is what people call the object;
 * `target` is the host that was judged as landing place, or NULL. `evidence` is a sentence with
 * the values found and the values needed. Returns the finding, borrowed; set may be its "basis"
 * (what it rests on), "subject" (the digest of the object's facts), "machine" (the uuid of
 * the one whose inside the host is), "machines" (the uuids of a system's) and "department"
 * (whose the object is).
 */
struct json_object *findings_add(struct json_object *findings, const char *rule,
	const char *kind, const char *id, const char *name, const char *target,
	const char *verdict, const char *evidence);

/*
 * What an acceptance binds: the digest over the finding's rule, object, target, verdict,
 * evidence and the object's facts. When one of them changes it is another finding.
 */
void findings_identity(struct json_object *finding, char digest[DIGEST_TEXT]);

/* The store's space of acceptances: identity -> {"finding", "approver", "made", "reason"}. */
#define ACCEPTANCE_SPACE "acceptance"

/*
 * Whether a verdict forbids a plan, unless it was accepted: it is no pass, and the profile says
 * so of the rule.
 */
bool findings_block(const char *rule, const char *verdict, struct json_object *profile);

#endif
