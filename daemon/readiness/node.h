/* What both the questions and the rules have to know of a host's IPv6. Pure. */
#ifndef READINESS_NODE_H
#define READINESS_NODE_H

#include <stdint.h>

struct address;
struct json_object;

#define NODE_FOUR      4
#define NODE_SIX       16
#define NODE_LEAST_MTU 1280 /* what each link of IPv6 carries: RFC 8200, section 5 */

/*
 * Which families reach a socket that is bound to this from outside; 0: none. Of a port, of any
 * of the sockets of the list.
 */
int node_families(const char *bound);
int node_port_families(struct json_object *listening, int64_t port);

/* The first address of the list, of that family, that goes beyond its own wire; NULL: none. */
const char *node_wide_address(struct json_object *list, int family);

/* Of which kind of tunnel the address is: "6to4", "Teredo" or "ISATAP"; NULL: of none. */
const char *node_tunnel_kind(const struct address *address);

/*
 * The first tunnel of IPv6 over IPv4 that a host's facts tell of: a link of that kind that is
 * not down, or an address of 6to4, Teredo or ISATAP ("sit sit1", "6to4 2002:c000:201::1"); NULL
 * when there is none. The caller frees.
 */
char *node_tunnel(struct json_object *host);

#endif
