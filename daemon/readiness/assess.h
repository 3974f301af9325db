/*
 * What of readiness takes long over a whole city, for the clerk: it reads the store and has no
 * loop.
 */
#ifndef READINESS_ASSESS_H
#define READINESS_ASSESS_H

#include "base/shape.h"

struct error;
struct spool;
struct store;

/*
 * Writes portions (portions.h) to `output`: of the kind "questions" those of the newest
 * snapshot; "measures" and "measurements", what was measured before. ERROR_CONFLICT when there
 * is no snapshot.
 */
int assess_questions(struct spool *output, struct store *store, struct error *error);

/* {"profile", "profile_digest", "snapshot", "made"} */
extern const struct shape_field assess_fields[];

/*
 * Judges that snapshot by the measures, of which `input` has the portions, and writes documents
 * to `output`: "measurements" if there are new ones, "measures", "findings". `*result` has the
 * digest of each, and "counts": {"pass", "warn", "fail", "unknown"}.
 */
int assess_judge(struct json_object **result, struct spool *input, struct spool *output,
	struct store *store, struct json_object *parameters, struct error *error);

/*
 * What of the findings is wanted: "name" (or id), lists of "rule", "kind", "verdict" and
 * "department" with commas between, "passed" also. All are, but what passed, when nothing is
 * said.
 */
extern const struct shape_field findings_query_fields[];

/*
 * {"digest", "findings", "accepted": acceptances by identity}. ERROR_NOT_FOUND when there are
 * none.
 */
int assess_findings(struct json_object **answer, struct store *store, struct json_object *query,
	struct error *error);

#endif
