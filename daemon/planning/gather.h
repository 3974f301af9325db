/*
 * What is planned over, gathered from the store as the texts that the planner reads
 * (planning/planner/city.h). For the clerk: it reads the store and has no loop.
 */
#ifndef PLANNING_GATHER_H
#define PLANNING_GATHER_H

#include "base/shape.h"

struct error;
struct spool;
struct store;

/* {"profile", "profile_digest", "playbook", "playbook_digest", "request", "author", "made"} */
extern const struct shape_field gather_fields[];

/*
 * Of the newest snapshot and findings. ERROR_CONFLICT when there are none, or the findings are
 * of another snapshot or profile: then they say nothing about this one.
 */
int planning_gather(struct spool *output, struct store *store, struct json_object *parameters,
	struct error *error);

#endif
