/*
 * What the profile and the measurements of before allow: how old, how many bytes, at which
 * hour.
 */
#ifndef READINESS_LINKS_LIMITS_H
#define READINESS_LINKS_LIMITS_H

#include "readiness/links/pairs.h"
#include <stdbool.h>
#include <stdint.h>

/* The newest result of a pair in the list that is still worth something; NULL: none is. */
struct json_object *links_fresh(
	struct json_object *list, const struct links_pair *pair, struct json_object *profile);

/* Whether the bytes of a day suffice for one more test. */
bool links_affordable(
	struct json_object *list, const char *source, struct json_object *profile);

/* What a test sent, or may have sent. */
int64_t links_bytes(struct json_object *entry);

bool links_hour_is_allowed(struct json_object *profile);

#endif
