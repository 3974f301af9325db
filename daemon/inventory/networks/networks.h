/*
 * Networks as objects, concluded from addresses, routes and neighbours of what was visited and
 * from what was declared. Networks are told apart by who has them: the same prefix at two
 * departments is two networks, unless a neighbour proves that it is one wire, or banyund logs
 * in to hosts of both at addresses of their own there: from one place an address is one
 * network's.
 */
#ifndef INVENTORY_NETWORKS_NETWORKS_H
#define INVENTORY_NETWORKS_NETWORKS_H

struct json_object;

/*
 * Adds to a snapshot that is being made, after identify():
 *
 *	prefix         OWNER/PREFIX: a network that a host is on, or that is declared
 *	way_out        OWNER/GATEWAY: a default route whose next hop is no known host
 *	path           FROM/TO: routes of one department that lead to a network of another
 *	irregularity   RULE/...: what is undeclared, overlaps, bridges domains or is not found
 *
 * OWNER is the department; "/HOST" for a host that has none. What lies in a VRF is
 * OWNER/VRF/...: two of them may have the same addresses. Nothing is said to be missing at an
 * owner of whom no routes were read. The order of members does not matter. Before
 * snapshot_finish().
 */
void networks_derive(
	struct json_object *snapshot, struct json_object *objects, const char *seen);

#endif
