/*
 * A plan as it is shown, and what is to be configured by it. For the clerk: it reads the
 * store and has no loop.
 */
#ifndef PLANNING_TELL_H
#define PLANNING_TELL_H

#include "base/shape.h"

struct error;
struct store;

/*
 * {"plan": ROOT, "now": microseconds since 1970, "needed": whether owners approve too,
 * "people": {DEPARTMENT: [NAME]}, who they are}
 */
extern const struct shape_field tell_fields[];

/*
 * {"plan": ROOT, "document": the plan in one piece, "waves": [{"wave", "digest", "approval",
 * "approved", "why", "owners": [{"department", "approved", "consent", "why", "people"}]}]}. New
 * reference.
 */
int planning_tell(struct json_object **answer, struct store *store,
	struct json_object *parameters, struct error *error);

/*
 * Of {"plan": ROOT}: {"plan": ROOT, "text": what is to be configured of its networks, for
 * people to review (planning/networks/networks.h)}. New reference.
 */
int planning_configuration(struct json_object **answer, struct store *store,
	struct json_object *parameters, struct error *error);

#endif
