/*
 * An approval binds the bytes of one wave of one plan to a person who did not write the plan,
 * for a time. It is one document of the store's space "approval", under the key "PLAN WAVE".
 */
#ifndef MODEL_APPROVAL_H
#define MODEL_APPROVAL_H

#include "base/shape.h"
#include <stdbool.h>
#include <stdint.h>

#define APPROVAL_SPACE "approval"

/* {"plan", "wave", "digest", "approver", "made", "expires", "of"?} */
extern const struct shape_field approval_fields[];

/* The store's key of a wave's approval. The caller frees. */
char *approval_key(const char *plan_digest, const char *wave);

/*
 * Whether two actors ("uid:1001 lin") are one person: the uid decides, since a name is what the
 * configuration happens to say today.
 */
bool approval_same_person(const char *one, const char *other);

/*
 * Whether that person made the plan (its "author"), or made the same waves at another time (its
 * "authors").
 */
bool approval_is_author(struct json_object *plan, const char *person);

/*
 * ERROR_REFUSED with the reason unless `approval` (NULL: none) covers exactly the bytes of the
 * wave, which have that digest, was given by another person than those who made the plan, and
 * has not expired at `now` (microseconds since 1970).
 */
int approval_check(struct json_object *approval, struct json_object *plan, const char *wave,
	const char *digest, int64_t now, struct error *error);

#endif
