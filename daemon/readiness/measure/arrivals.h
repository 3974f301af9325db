/*
 * Whether a department's host may connect to the ports at which moves arrive on a target: a
 * listener stands there meanwhile, where one may be brought, for that host alone, so that what
 * refuses is known to be on the way. Some pairs are tried at a time, none of them with an end
 * of another one: two listeners would share ports, and a host lets in few logins at once.
 */
#ifndef READINESS_MEASURE_ARRIVALS_H
#define READINESS_MEASURE_ARRIVALS_H

#include <stddef.h>

struct arrivals;
struct context;
struct json_object;

/* `result`, borrowed, is what the plugin ssh says of "ports"; NULL: `why` there is none. */
typedef void arrivals_answered(
	void *argument, struct json_object *pair, struct json_object *result, const char *why);

struct arrivals_order {
	const struct context *context;
	struct json_object *hosts; /* of host_list() */
	/* {"source", "target": names, "parameters": of the question}; borrowed, outlives it */
	struct json_object *pairs;
	struct json_object *profile;
	arrivals_answered *answered;  /* of each pair, but of those left after a cancel */
	void (*done)(void *argument); /* once, from the loop; it is gone then */
	void *argument;
};

/* No callback comes from inside of it. */
struct arrivals *arrivals_start(const struct arrivals_order *order);
/* done() comes nevertheless. */
void arrivals_cancel(struct arrivals *arrivals);

#endif
