/*
 * Approvals that stand: of waves that the next plan keeps byte for byte, if the facts have not
 * changed, and that then hold for that plan too.
 */
#ifndef PLANNING_STANDING_H
#define PLANNING_STANDING_H

#include <stdint.h>

struct error;
struct json_object;
struct spool;
struct store;
struct store_batch;

/*
 * Adds a text "kept" (planning/planner/city.h) for each approved wave whose approval has not
 * expired at `now` (microseconds since 1970), the one approved last first where several are
 * alike.
 */
int standing_gather(
	struct spool *output, struct store *store, int64_t now, struct error *error);

/*
 * Puts into the batch, for each wave of the new plan that is one of those, its approval anew
 * under the new root, with "of", the plan that was approved; and what owners gave for it.
 */
int standing_carry(struct store_batch *batch, struct store *store, struct json_object *manifest,
	const char *root, int64_t now, struct error *error);

#endif
