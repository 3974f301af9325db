/*
 * What people decide against, or besides, the rules of a plan: what becomes of a system or a
 * dedicated network, that it is held, that its superior's instruction is there, and which
 * systems move together or apart. Each is a row of the store's space "override".
 */
#ifndef MODEL_OVERRIDE_H
#define MODEL_OVERRIDE_H

#include "base/shape.h"
#include <stdbool.h>

#define OVERRIDE_SPACE "override"

extern const char *const override_kinds[]; /* ended by NULL */

/* What is asked: {"kind", "subject", "other"?, "value"?, "reason"}. */
extern const struct shape_field override_order_fields[];
/*
 * What is kept: that, with "actor" and "made", and "department" of a hold that its owner made.
 */
extern const struct shape_field override_fields[];

/* "join" of "cut" and the other way round: a row takes the other away. NULL for the rest. */
const char *override_opposite(const char *kind);

/* What may become of a network; ended by NULL. Of a system: disposition_choices. */
extern const char *const override_states[];

/*
 * ERROR_INPUT unless what its kind needs is there, and nothing else: another, which is not the
 * same, for two; what becomes of it for "disposition", and perhaps for "instruct".
 */
int override_check(struct json_object *order, struct error *error);
/*
 * The same for what was found under its name, a "system" or a "dedicated_network": only systems
 * are cut and joined, and each has its own words for what becomes of it.
 */
int override_check_of(struct json_object *order, const char *object, struct error *error);

/*
 * The store's key; keys sort as their subjects do. The order of two is the same however they
 * are given: override_sort() puts the first into "subject". The caller frees.
 */
char *override_key(const char *kind, const char *subject, const char *other);
void override_sort(struct json_object *order);

#endif
