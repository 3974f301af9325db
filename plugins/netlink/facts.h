/* What this machine says of its network: all lists together, from one socket. */
#ifndef NETLINK_FACTS_H
#define NETLINK_FACTS_H

struct error;
struct json_object;

/*
 * Adds "addresses", "links", "neighbours" and "routes" to the facts, in the shape of
 * model/object.h, and the counters of the links to the measures. On failure both may hold a
 * part.
 */
int facts_read(struct json_object *facts, struct json_object *measures, struct error *error);

#endif
