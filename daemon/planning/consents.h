/* What the owners of a wave's departments give: beside the approval of an approver. */
#ifndef PLANNING_CONSENTS_H
#define PLANNING_CONSENTS_H

#include <stdint.h>

struct error;
struct json_object;
struct person;
struct store;
struct store_batch;

/* Who gives them, for what. */
struct consents_giver {
	const char *root, *actor;
	const struct person *person;
	struct json_object *profile;
};

/*
 * Puts into the batch, and into the list, what the person gives for the departments of this
 * wave that are the person's own; returns how many these are.
 */
unsigned consents_give(struct json_object *list, struct store_batch *batch,
	struct json_object *wave, const struct consents_giver *giver);

/* Takes all away that were given for this wave of the plan. */
void consents_drop(struct store_batch *batch, const char *root, struct json_object *wave);

/*
 * Puts into the batch, for each wave of the new plan that owners have approved byte for byte as
 * a wave of that name in another plan, what they gave, anew under the new root. What expired by
 * `now` (microseconds since 1970) is not.
 */
int consents_carry(struct store_batch *batch, struct store *store, struct json_object *manifest,
	const char *root, int64_t now, struct error *error);

#endif
