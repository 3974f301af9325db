/*
 * The facts of a host out of what collect.sh printed there. A pure function over bytes that a
 * hostile host may have written: a broken frame is an error, a section that cannot be read
 * strictly leaves its fact out, and nothing is guessed. What comes out has the shape of
 * model/object.h.
 */
#ifndef SSH_FACTS_H
#define SSH_FACTS_H

#include "ssh/sections.h"
#include <stdint.h>

struct address;
struct error;
struct json_object;

struct facts_input {
	const char *boundary;
	struct span text;
	int64_t sent;     /* our wall clock when the question went out, microseconds */
	int64_t received; /* and when the first byte came back */
};

/*
 * Adds to `facts` what stays (os, os_id, os_version, kernel, machine_id, uuid, vendor, product,
 * serial, firmware_date, architecture, processor, memory, cpus, disks, filesystems, addresses,
 * hostname, ipv6, resolvers, listening, links, routes, last_logins, tools; router and lldp of a
 * host that has them; `unknown` names those of them that could not be read) and to `measures`
 * what changes by itself:
 *
 *	boot                  the boot id's digest_number()
 *	clock_skew_ms         the host's clock less ours, in the middle of the round trip
 *	clock_error_ms        by how much that may be wrong
 *	load_milli            load over one minute, in thousandths
 *	memory_available      bytes
 *	uptime                seconds
 *	used MOUNT            bytes of that file system
 *	flow in PORT ADDRESS  connections from there to a port that this host listens on
 *	flow out PORT ADDRESS connections from this host to that port there
 *	peer PROTOCOL NAME    of a router: 1 when its session is up, else 0
 *	flows_left_out        connections that have no measure of their own
 *
 * Both trees stay the caller's; on an error they may hold a part. Returns 0, or -1 with
 * ERROR_INPUT.
 */
int facts_parse(const struct facts_input *input, struct json_object *facts,
	struct json_object *measures, struct error *error);

/*
 * The addresses of /proc/net/fib_trie and if_inet6, sorted and each once; NULL when not
 * readable.
 */
struct json_object *facts_addresses(struct span trie, struct span inet6);

/*
 * What lines "GROUP NAME VALUE" of /proc/sys/net/ipv6/conf and if_inet6 tell of IPv6; none of
 * them: the kernel has no IPv6. NULL when not readable.
 */
struct json_object *facts_ipv6(struct span settings, struct span inet6);

/*
 * The name that DNS should know the host by, in lower case: the kernel's own, or with the first
 * domain that resolv.conf(5) searches, where it has none. False when that is no name, or that
 * of every host.
 */
#define FACTS_NAME 254 /* the longest name, with NUL */
bool facts_hostname(struct span hostname, struct span resolv, char out[FACTS_NAME]);

/*
 * The listening sockets of /proc/net/tcp and tcp6, sorted and each once; NULL when not
 * readable. The kernel prints addresses as numbers of its own byte order.
 */
struct json_object *facts_listening(struct span tcp, struct span tcp6, bool little_endian);

/*
 * The same out of lines "listen ADDRESS PORT PROGRAM", where PROGRAM may be "-"; NULL when not
 * readable. Lines "in PORT ADDRESS COUNT" and "out PORT ADDRESS COUNT" become measures, the
 * most used first as far as there is room. `*programs` says whether any program was told.
 */
struct json_object *facts_sockets(
	struct span lines, struct json_object *measures, bool *programs);

/*
 * The network interfaces of lines "NAME MTU KIND MAC STATE SPEED MASTER", of which all but the
 * name and the MTU may be "-", sorted by name; NULL when one of them is not that or comes
 * twice.
 */
struct json_object *facts_links(struct span lines);

/*
 * The routes of /proc/net/route (without its headings) and ipv6_route that lead somewhere,
 * default routes first; NULL when not readable.
 */
struct json_object *facts_routes(struct span routes4, struct span routes6, bool little_endian);

/* How many processors "0-3,6" are. False when it is not that. */
bool facts_cpus(struct span list, unsigned long long *count);
/* The model out of lines of /proc/cpuinfo. False when they tell none that fits into `size`. */
bool facts_processor(struct span lines, char *out, size_t size);
/* Disks of lines "NAME BLOCKS TURNS [MODEL]", blocks of 512 bytes; NULL when not readable. */
struct json_object *facts_disks(struct span lines);
/*
 * File systems of lines "DEVICE MOUNT TYPE" as /proc/mounts writes them, each device once, with
 * the sizes that `df -Pk` tells in `space`; what is used becomes a measure. NULL when there are
 * too many.
 */
struct json_object *facts_filesystems(
	struct span mounts, struct span space, struct json_object *measures);
/* Of each account the day of its last login, out of `last -F`. */
struct json_object *facts_logins(struct span lines);
/* The name servers of resolv.conf(5), in their order. */
struct json_object *facts_resolvers(struct span lines);

/* Sets a member to a text. */
void facts_text(struct json_object *object, const char *name, struct span span);
/* Reads an address of either family, in any form; false when it is none. */
bool facts_address(struct span span, struct address *address);

/*
 * An address as /proc/net prints it: 8 digits a word, each word a number of the host's byte
 * order (`reverse` where that is little-endian), or bytes as they are. False when it is not
 * that.
 */
bool facts_words(struct span digits, bool reverse, struct address *address);

#endif
