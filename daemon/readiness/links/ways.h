/* The ways from hosts of departments to targets that were ever measured. */
#ifndef READINESS_LINKS_WAYS_H
#define READINESS_LINKS_WAYS_H

#include <stdint.h>

struct json_object;
struct store;

/* Each of a document of links.h, as its newest measurement; a new list. */
struct json_object *links_ways(struct json_object *measured);

/* The last day (series.h) of each of these: {"SOURCE TARGET FAMILY": {...}}. New. */
struct json_object *links_ways_told(
	struct store *store, struct json_object *measured, int64_t now);

#endif
