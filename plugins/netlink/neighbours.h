/*
 * Who answers on the wires of this machine, as facts: those whose hardware address is known
 * now, without what is no single one (multicast, broadcast).
 */
#ifndef NETLINK_NEIGHBOURS_H
#define NETLINK_NEIGHBOURS_H

#include "links.h"

#define NEIGHBOURS_MOST  1024 /* that are told */
#define NEIGHBOUR_VALUES 4    /* of one in JSON, at most */

struct error;
struct json_object;
struct nl_sock;

/* Reads them and sets "neighbours" in the facts, in the shape of model/object.h. */
int neighbours_tell(const struct links *links, struct nl_sock *socket,
	struct json_object *facts, struct error *error);

#endif
