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

struct error;
struct json_object;

struct facts_input {
	const char *boundary;
	struct span text;
	int64_t sent;     /* our wall clock when the question went out, microseconds */
	int64_t received; /* and when the first byte came back */
};

/*
 * Adds to `facts` what stays (os, kernel, machine_id, uuid, vendor, product, serial,
 * architecture, memory, cpus, addresses, listening, links, routes, tools) and to `measures`
 * what changes by itself:
 *
 *	boot              the boot id's digest_number()
 *	clock_skew_ms     the host's clock less ours, in the middle of the round trip
 *	clock_error_ms    by how much that may be wrong
 *	load_milli        load over one minute, in thousandths
 *	memory_available  bytes
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
 * The listening sockets of /proc/net/tcp and tcp6, sorted and each once; NULL when not
 * readable. The kernel prints addresses as numbers of its own byte order.
 */
struct json_object *facts_listening(struct span tcp, struct span tcp6, bool little_endian);

/*
 * The network interfaces of lines "NAME MTU KIND MAC [MASTER]", sorted by name; NULL when one
 * of them is not that or comes twice.
 */
struct json_object *facts_links(struct span lines);

/*
 * The routes of /proc/net/route (without its headings) and ipv6_route that lead somewhere,
 * default routes first; NULL when not readable.
 */
struct json_object *facts_routes(struct span routes4, struct span routes6, bool little_endian);

/*
 * An address as /proc/net prints it: 8 digits a word, each word a number of the host's byte
 * order (`reverse` where that is little-endian), or bytes as they are. False when it is not
 * that.
 */
struct address;
bool facts_words(struct span digits, bool reverse, struct address *address);

#endif
