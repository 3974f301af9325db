/* What the measuring has to know of an inventory: whom to ask what. Pure. */
#ifndef READINESS_MEASURE_QUESTIONS_H
#define READINESS_MEASURE_QUESTIONS_H

#include "base/shape.h"

/*
 * {"snapshot": DIGEST, "pages": [{"url", "family"}], "websites": [URL], "addresses": {HOST:
 * [ADDRESS]}, "running": {HOST: [UUID]}, "ipv6": [{"measure", "key", "method", "parameters"}],
 * "facts": {HOST: DIGEST}, "retaining": {DEPARTMENT: true}}: the pages of all systems, their
 * websites, the addresses that hosts have, the machines that run on them (4096 of one host at
 * most), what the probe is asked of IPv6, which may have "unasked" instead of the last two, the
 * digests of what their answers rest on, and who keeps what must exchange data. A portion of
 * them (portions.h) has that shape too.
 */
extern const struct shape_field questions_fields[];
extern const struct shape_field questions_ipv6_fields[]; /* of one of "ipv6" */

/* New reference. */
struct json_object *questions_of(
	const char *digest, struct json_object *snapshot, struct json_object *objects);

/* "ipv6" alone. New reference. */
struct json_object *questions_ipv6(struct json_object *snapshot, struct json_object *objects);

#endif
