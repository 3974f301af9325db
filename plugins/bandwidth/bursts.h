/*
 * The capacity of a link that others use too, by what was sent at once: hardly anything of
 * theirs lies between. With b the rate at which a call was sent and got through at b', and a
 * the rate of the whole, a queue that serves all alike gives b / b' = (b + x) / c and
 * a = c - x, hence c = (b - a) / (b / b' - 1).
 *
 * Others do not come evenly: on a busy host they take the processor of the sender, and then
 * come where it was held up, and in haste. So the quickest quarter of the calls is asked, and
 * the middle of what they answer taken.
 *
 * Pure: no clock, no I/O.
 */
#ifndef BANDWIDTH_BURSTS_H
#define BANDWIDTH_BURSTS_H

#include "bandwidth/arrivals.h"

struct bursts {
	uint64_t capacity;    /* bit/s at the IP layer */
	uint64_t uncertainty; /* bit/s, about a standard deviation; 0: others are not there */
	bool slow;            /* the sender hardly outran the link, and who is there is open */
};

/* By what arrived from one to another, which came as a whole at `whole` bit/s. */
struct bursts bursts_ask(
	const struct arrivals *arrivals, size_t from, size_t to, uint64_t whole);

#endif
