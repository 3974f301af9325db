/* What the measuring has to know of an inventory: whom to ask what. Pure. */
#ifndef READINESS_QUESTIONS_H
#define READINESS_QUESTIONS_H

#include "base/shape.h"

/*
 * {"snapshot": DIGEST, "pages": [{"url", "family"}], "websites": [URL], "addresses": {HOST:
 * [ADDRESS]}, "running": {HOST: [UUID]}}: the pages of all systems, their websites, the
 * addresses that hosts have, and the machines that run on them (4096 of one host at most).
 */
extern const struct shape_field questions_fields[];

/* New reference. */
struct json_object *questions_of(
	const char *digest, struct json_object *snapshot, struct json_object *objects);

#endif
