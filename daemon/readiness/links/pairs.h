/*
 * Which paths there are between departments and the cloud, and at which addresses their ends
 * are.
 */
#ifndef READINESS_LINKS_PAIRS_H
#define READINESS_LINKS_PAIRS_H

#include <stddef.h>

struct json_object;

struct links_pair {
	struct json_object *source, *target; /* registered hosts; borrowed */
	int family;
};

/* Of each trusted host of a department to each of the cloud, over each family; free() it. */
struct links_pair *links_pairs(struct json_object *hosts, size_t *count);

/* "SOURCE TARGET FAMILY"; free() it. */
char *links_pair_key(const struct links_pair *pair);

/* The address that the other end sees; NULL when only its own network knows it. */
const char *links_seen_address(struct json_object *host, int family);

/*
 * The address of a host in that family: the one it is logged in to at, or one of `addresses`,
 * lists by the names of hosts. NULL: none is known.
 */
const char *links_address(struct json_object *addresses, struct json_object *host, int family);

#endif
