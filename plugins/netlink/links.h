/*
 * The network interfaces: links.c reads them and knows their names, link.c makes facts and
 * measures of them.
 */
#ifndef NETLINK_LINKS_H
#define NETLINK_LINKS_H

#include "rates.h"
#include <linux/if.h>
#include <stdbool.h>
#include <stddef.h>

#define LINKS_MOST  256 /* that are told */
#define LINK_VALUES 25  /* of one in JSON, at most, with its measures */

struct error;
struct json_object;
struct nl_sock;
struct nlmsghdr;
struct rtnl_link;

struct link {
	struct rtnl_link *kernel; /* owned */
	int index;
	char name[IFNAMSIZ]; /* its own; "#7" where that has other characters than ASCII's */
	const char *master;  /* what it is a port of; NULL: of nothing */
	const char *other;   /* end of a veth, or what it lies on; NULL: not here */
	bool stp, vlan_filtering; /* of a bridge */
	uint64_t rate;            /* bit/s that its qdisc lets out; 0: not limited */
	uint32_t table;           /* of routes, of a VRF; 0: it is none */
};

struct links {
	struct link *all; /* sorted by index */
	size_t count;
};

/* Reads all of them. On failure nothing is owned. */
int links_read(struct links *links, struct nl_sock *socket, const struct rates *rates,
	struct error *error);
void links_clear(struct links *links);
#define AUTO_LINKS __attribute__((cleanup(links_clear)))

/* The name of the one with this index, valid as long as the links; NULL when there is none. */
const char *links_name(const struct links *links, int index);

/* The name of the VRF that has this table of routes; NULL when none has. */
const char *links_vrf(const struct links *links, uint32_t table);

/*
 * Sets "links", sorted by name, in the facts, and the counters of each as "rx_bytes.NAME" and
 * so on in the measures.
 */
void links_tell(
	const struct links *links, struct json_object *facts, struct json_object *measures);

/* link.c: what libnl does not read of a bridge, from the message that it came in. */
void link_read_bridge(struct link *link, struct nlmsghdr *message);
/* link.c: what table of routes it has; 0: it is no VRF. */
uint32_t link_table(struct rtnl_link *kernel);
/* link.c: the facts of one, in the shape of model/object.h; given away. */
struct json_object *link_tree(const struct link *link);
/* link.c: adds its counters. */
void link_measure(const struct link *link, struct json_object *measures);

#endif
