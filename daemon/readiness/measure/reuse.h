/*
 * What a check need not ask again: an answer that was good, to the same question on the same
 * facts, and is not older than the profile allows. Pure.
 */
#ifndef READINESS_MEASURE_REUSE_H
#define READINESS_MEASURE_REUSE_H

#include "base/digest.h"
#include "base/json.h"
#include <stdbool.h>

struct reuse {
	struct json_object *before;  /* the measures of before, by member; NULL: none */
	struct json_object *profile; /* "readiness"."valid_hours" by family; none is 0 hours */
	int64_t now;                 /* microseconds since 1970 */
};

/*
 * Of a question: what is asked, with what, and the facts of who is asked (a digest; NULL: it
 * rests on none).
 */
void reuse_digest(char digest[DIGEST_TEXT], const char *method, struct json_object *parameters,
	const char *facts);

/*
 * The answer of before to the question `key` of a member ("reach", of the family "hosts") with
 * that digest; NULL when it must be asked. Borrowed.
 */
struct json_object *reuse_answer(const struct reuse *reuse, const char *family,
	const char *member, const char *key, const char *digest);

#endif
