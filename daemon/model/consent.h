/*
 * The approval of a wave by the owner of one of its departments, where the profile asks for it
 * (approval.owners): beside that of an approver, bound to the same bytes, lapsing after the
 * same time, and never of somebody who made the plan.
 */
#ifndef MODEL_CONSENT_H
#define MODEL_CONSENT_H

#include "base/shape.h"
#include <stdint.h>

#define CONSENT_SPACE "consent"

/* {"plan", "wave", "digest", "department", "owner", "made", "expires", "of"?} */
extern const struct shape_field consent_fields[];

/* The store's key: "PLAN WAVE/DEPARTMENT". The caller frees. */
char *consent_key(const char *plan_digest, const char *wave, const char *department);

/* Whether the profile asks for owners. */
bool consent_is_needed(struct json_object *profile);

/* What is to be approved, and when it is asked. */
struct consent_case {
	struct json_object *plan; /* with its "author" and "authors" */
	const char *wave, *digest, *department;
	int64_t now; /* microseconds since 1970 */
};

/*
 * ERROR_REFUSED with the reason unless `consent` (NULL: none) was given for the department and
 * covers exactly the bytes of the wave, by somebody who did not make the plan, and has not
 * expired.
 */
int consent_check(
	struct json_object *consent, const struct consent_case *asked, struct error *error);

#endif
