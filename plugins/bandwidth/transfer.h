/*
 * One TCP transfer for a set time between the two ends of a measurement, and what RFC 6349 asks
 * of it: the bytes that arrived and their time, what was sent twice, the round trip under load,
 * and the path's MTU. The caller connects to the answerer's port, says the key and which way;
 * whoever sends is told by the other what arrived.
 */
#ifndef BANDWIDTH_TRANSFER_H
#define BANDWIDTH_TRANSFER_H

#include "bandwidth/end.h"

struct transfer {
	uint64_t arrived;     /* bytes of payload */
	int64_t took;         /* ns, at the receiver, from the first byte to the last */
	uint64_t sent, again; /* bytes of payload; of them those that were sent again */
	int64_t round_trip;   /* ns, the mean of many samples under load */
	unsigned mtu;         /* bytes, of the path */
};

/* A socket that listens at the address and port of the end; -1 with errno. */
int transfer_listen(const struct end *end);

/*
 * Does it as the caller. 1: `transfer` is filled, because this end was the sender; 0: it was
 * the receiver. -1 with errno.
 */
int transfer_call(const struct end *end, enum wire_direction direction,
	const struct limits *limits, struct transfer *transfer);

/*
 * The same as the answerer, for the caller that comes within two seconds from the end's peer
 * with the key. `*direction` is what it asked for.
 */
int transfer_answer(const struct end *end, int listener, enum wire_direction *direction,
	const struct limits *limits, struct transfer *transfer);

#endif
