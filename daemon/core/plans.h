/*
 * Plans in the store: a manifest, and the waves, estimates and parts that it names, each a
 * document of its own (model/plan.h). A plan is known by its root, the digest over its waves.
 */
#ifndef CORE_PLANS_H
#define CORE_PLANS_H

struct error;
struct json_object;
struct store;

/*
 * The manifest of that root, whose shape was checked, with "authors", where several people made
 * the same waves. New reference. ERROR_NOT_FOUND when there
 * is no such plan, ERROR_REFUSED when its waves are not those of the root.
 */
int plans_manifest(struct json_object **manifest, struct store *store, const char *root,
	struct error *error);

/*
 * A manifest whose "waves" are the waves themselves, of these names only (NULL: all). New
 * reference.
 */
int plans_waves(struct json_object **plan, struct store *store, struct json_object *manifest,
	struct json_object *names, struct error *error);

/* Puts the "estimates" of these waves (NULL: of all) into the plan, by machine. */
int plans_add_estimates(struct json_object *plan, struct store *store,
	struct json_object *manifest, struct json_object *names, struct error *error);

/* The plan in one piece (plan_fields). New reference. */
int plans_load(
	struct json_object **plan, struct store *store, const char *root, struct error *error);

#endif
