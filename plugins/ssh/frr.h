/*
 * What FRR tells of itself on a router: lines "version VERSION" and "left ip|ipv6 COUNT"
 * (routes of a protocol that has too many to ask for), then the JSON texts of vtysh(1) as they
 * come, and "status NUMBER" at the end, which is that of vtysh.
 */
#ifndef SSH_FRR_H
#define SSH_FRR_H

#include "ssh/sections.h"
#include <stdint.h>

struct json_object;

/*
 * Adds "router" to the facts and, for each neighbour that it has a session with, the measure
 * "peer PROTOCOL NAME": 1 when the session is up. Routes in use that `facts` does not have come
 * to its "routes", and those that it has gain their "protocol". Returns whether all that was
 * asked has been told; what could be read is added in any case.
 */
bool frr_read(struct span text, struct json_object *facts, struct json_object *measures);

/* Routes on their way into the facts. */
struct frr_routes {
	struct json_object *known; /* key -> the entry in the facts, or of `list` */
	struct json_object *list;  /* those that the facts have not */
	int64_t left_out;
};

/* Knows those of the facts. It is freed with frr_routes_free(). */
void frr_routes_begin(struct frr_routes *routes, struct json_object *facts);
/* Takes those of a text of `show ip route json` that are in use. */
void frr_routes_take(struct frr_routes *routes, struct json_object *text);
/* Adds what was taken; where the facts had none, `unasked` more are said to be left out. */
void frr_routes_end(struct frr_routes *routes, struct json_object *facts, int64_t unasked);
void frr_routes_free(struct frr_routes *routes);

/* The member when it is a list; else NULL. Borrowed. */
struct json_object *frr_list(struct json_object *object, const char *name);
/* The member when it is a text fit to be shown, of at most `high` bytes; else NULL. */
const char *frr_text(struct json_object *object, const char *name, size_t high);

#endif
