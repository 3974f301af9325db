/*
 * The policy profile: every date, percentage, tier, threshold and deadline that a policy or a
 * site decides, as data (YAML, one per jurisdiction, versioned and digested). Code holds none
 * of them.
 */
#ifndef MODEL_PROFILE_H
#define MODEL_PROFILE_H

#include "base/shape.h"

extern const struct shape_field profile_fields[];
/* Of "planning": one of its "budgets", and its "limits". */
extern const struct shape_field profile_budget_fields[];
extern const struct shape_field profile_limits_fields[];

/* What a rule of "freeze" may count; ended by NULL. */
extern const char *const profile_counts[];

/*
 * What the profile says of a rule: "block", "block_fail", "warn" or "ignore"; "block" for a
 * rule that it does not name.
 */
const char *profile_rule(struct json_object *profile, const char *rule);

/*
 * The integer at section.name ("planning", "concurrency"). The shape requires each that is
 * asked for.
 */
int64_t profile_integer(struct json_object *profile, const char *section, const char *name);

/*
 * The cloud that names this host; else, of those that name none, the one of the lowest level
 * of protection. NULL: there is none. Borrowed.
 */
struct json_object *profile_cloud(struct json_object *profile, const char *host);

#endif
