/*
 * Whether one value is what one row of a table wants.
 */
#ifndef BASE_SHAPE_VALUE_H
#define BASE_SHAPE_VALUE_H

#include "base/shape.h"

#define SHAPE_NAME_MOST 63 /* bytes of a SHAPE_NAME */

/* Whether the value itself fits, without what is inside it; the field is not SHAPE_ANY. */
bool shape_value_fits(const struct shape_field *field, struct json_object *value);

/* The most bytes that a SHAPE_STRING may have. */
int64_t shape_string_most(const struct shape_field *field);

#endif
