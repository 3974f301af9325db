/*
 * Approvals: who may approve what, and whether a plan still stands on the facts it was made
 * from.
 */
#ifndef PLANNING_APPROVE_H
#define PLANNING_APPROVE_H

struct error;
struct json_object;
struct person;
struct store;
struct store_batch;

/*
 * The waves that `request` names ({"waves", "reviewed"}; all when missing), with the head of
 * their plan. New reference. ERROR_NOT_FOUND when there is no such plan or wave, ERROR_REFUSED
 * when the plan was edited or is not the one that was reviewed.
 */
int planning_waves(struct json_object **plan, struct store *store, const char *root,
	struct json_object *request, struct error *error);

/*
 * ERROR_REFUSED, naming the object and both digests, when the newest snapshot differs from a
 * fact that one of the plan's waves rests on.
 */
int planning_check_drift(struct store *store, struct json_object *plan, struct error *error);

/*
 * Puts what the person can give to those waves into the batch, as `actor` ("uid:1002 zhou") and
 * as long as the profile says: an approver their approval, an owner that for each of the
 * owner's departments in them. `*approved` is {"approvals", "consents"} (new reference).
 * ERROR_REFUSED for the plan's author, an edited plan or a drifted one, and for an owner in
 * whose departments nothing of them moves.
 */
int planning_approve(struct json_object **approved, struct store_batch *batch,
	struct store *store, const char *root, struct json_object *request,
	const struct person *person, const char *actor, struct json_object *profile,
	struct error *error);

/* Sends a plan back: takes every approval of it away, also those of owners. */
int planning_return(
	struct store_batch *batch, struct store *store, const char *root, struct error *error);

#endif
