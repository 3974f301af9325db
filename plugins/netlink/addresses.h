/*
 * The addresses of this machine, both families, as facts: those that name it beyond itself and
 * its own wire, and that last (not temporary, deprecated, tentative or failed).
 */
#ifndef NETLINK_ADDRESSES_H
#define NETLINK_ADDRESSES_H

#define ADDRESSES_MOST 1024 /* that are told */
#define ADDRESS_VALUES 1    /* of one in JSON, at most */

struct error;
struct json_object;
struct nl_sock;

/* Reads them and sets "addresses" in the facts, in the shape of model/object.h. */
int addresses_tell(struct nl_sock *socket, struct json_object *facts, struct error *error);

#endif
