/*
 * The sentences of base/shape.h's checker, each with the place of what it is about.
 */
#ifndef BASE_SHAPE_OFFENCE_H
#define BASE_SHAPE_OFFENCE_H

#include "base/shape.h"

struct check {
	const struct source *source; /* may be NULL */
	struct error *error;
};

/* How the checker came to a value. */
struct step {
	const struct step *outer; /* NULL at the root */
	const char *name;         /* NULL for an entry of a list */
	size_t index;
};

/* Each says one kind of offence at a step and returns -1. */
int shape_offend_value(const struct check *check, const struct shape_field *field,
	struct json_object *value, const struct step *step);
int shape_offend_unknown(
	const struct check *check, const struct shape_field *fields, const struct step *step);
int shape_offend_missing(
	const struct check *check, const struct shape_field *field, const struct step *object);

#endif
