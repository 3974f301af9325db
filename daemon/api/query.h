/* What stands behind the question mark of a request, as a checked tree. */
#ifndef API_QUERY_H
#define API_QUERY_H

#include "base/shape.h"

/*
 * Reads "a=b&c=d" (NULL: nothing) into an object of `fields` (NULL: there are none), whose
 * types are texts, integers and truths. New reference. ERROR_INPUT when it cannot be read, when
 * it names something twice, and when it does not fit the fields.
 */
int query_read(struct json_object **tree, const char *query, const struct shape_field *fields,
	struct error *error);

/*
 * The second since 1970 of the parameter "since": a time, or the beginning of a day.
 * ERROR_INPUT when it is neither.
 */
int query_since(int64_t *since, const char *text, struct error *error);

#endif
