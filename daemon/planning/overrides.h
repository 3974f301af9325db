/* People's decisions in the store, for the API and for who makes plans. */
#ifndef PLANNING_OVERRIDES_H
#define PLANNING_OVERRIDES_H

struct error;
struct json_object;
struct person;
struct store;
struct store_batch;

/*
 * All of them, as model/override.h has them, in order of subject, then of kind and of the
 * other: what an order of the planner has as "overrides". New reference.
 */
int overrides_load(struct json_object **list, struct store *store, struct error *error);

/*
 * Puts one into the batch: what was asked, with ids for names, and who did it now. It takes the
 * place of the one of its kind on the same systems, and a cut that of a join. Returns what is
 * kept; new reference.
 */
struct json_object *overrides_put(
	struct store_batch *batch, struct json_object *order, const char *actor);

/*
 * Takes one away: `order` has its kind, subject and other. `*taken` is what it was (new
 * reference). ERROR_NOT_FOUND when there is none; ERROR_REFUSED when it is not this person's to
 * take away: a hold is its maker's and any approver's, and one that an owner made for a
 * department also every other owner's of it; the others are the engineers'.
 */
int overrides_withdraw(struct json_object **taken, struct store_batch *batch,
	struct store *store, struct json_object *order, const struct person *person,
	const char *actor, struct error *error);

#endif
