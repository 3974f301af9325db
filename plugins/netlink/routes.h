/*
 * The routes of all tables but the local one, as facts: default routes first, so that however
 * many there are, none of those is left out.
 */
#ifndef NETLINK_ROUTES_H
#define NETLINK_ROUTES_H

#include "links.h"

#define ROUTES_MOST  1024 /* that are told */
#define ROUTE_VALUES 8    /* of one in JSON, at most: one that has a type has no gateway */

struct error;
struct json_object;
struct nl_sock;

/* Reads them and sets "routes" in the facts, in the shape of model/object.h. */
int routes_tell(const struct links *links, struct nl_sock *socket, struct json_object *facts,
	struct error *error);

#endif
