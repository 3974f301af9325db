/*
 * Who talks to whom, as the sockets of those machines tell whose inside is read. An address is
 * a machine's when one machine has it; where several have it, that of the department that saw
 * it. One of another department is not taken for it where the department has a network of its
 * own with such addresses: it may be a machine that nobody looked into.
 */
#ifndef PLANNING_FLOWS_H
#define PLANNING_FLOWS_H

#include "planning/planner/city.h"

struct flow {
	uint32_t client, server;   /* of city->machine */
	uint32_t port;             /* that the server listens on */
	int64_t connections;       /* the most that an end saw at once */
	bool by_client, by_server; /* which of the ends saw it */
};

struct flows {
	struct flow *list; /* in order of client, server and port */
	size_t count;
	int64_t nobodys; /* connections with addresses that are no machine's */
};

/* All flows between two machines. */
void flows_find(const struct city *city, struct flows *flows);
void flows_free(struct flows *flows);
#define AUTO_FLOWS __attribute__((cleanup(flows_free)))

#endif
