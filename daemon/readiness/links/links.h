/*
 * Measuring the links between departments and the cloud: from each host of a department to each
 * of the cloud, over both families, both directions. One test at a time, whoever asked for it,
 * within the hours and the bytes of a day that the profile allows; what was measured not long
 * ago is not measured again.
 */
#ifndef READINESS_LINKS_LINKS_H
#define READINESS_LINKS_LINKS_H

#include "base/shape.h"

struct context;
struct error;
struct job;
struct json_object;
struct links;

/*
 * The kept measurements, newest last: {"kind": "measurements", "schema": 1, "measured":
 * [{"source", "target", "family", "at", "address", "up": {...}, "down": {...} | "why"}]}.
 */
extern const struct shape_field links_fields[];

/*
 * Tells, from the loop: `measured` as above, with the new ones; `now` holds what this time has
 * to say of each path, {"SOURCE TARGET FAMILY": {...}}, where an "unasked" says why it was not
 * measured. Both borrowed.
 */
typedef void links_done(void *argument, struct json_object *measured, struct json_object *now);

/* Whether a move leaves this host or goes to it: its links are then left alone. */
typedef bool links_busy(void *argument, const char *host);

struct links_order {
	const struct context *context;
	struct job *job;
	struct json_object *hosts;     /* of host_list() */
	struct json_object *addresses; /* by the name of each host: lists */
	struct json_object *profile;
	struct json_object *measured; /* of before; NULL: none */
	links_busy *busy;             /* NULL: none is */
	void *moves;                  /* its argument */
	links_done *done;
	void *argument;
};

/* What `order` points to outlives it. */
struct links *links_start(const struct links_order *order);

/* What is under way ends soon; done() still comes. */
void links_cancel(struct links *links);

#endif
