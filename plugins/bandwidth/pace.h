/*
 * How much the sending end may have on its way: a window, refilled in bursts. It grows until
 * the far end sees a queue (the token bucket of the link is then empty), and from then on holds
 * the link busy with a short queue and no more: the receiver needs a queue that is never empty,
 * the others on the link want it short. Pure: the clock is an argument.
 */
#ifndef BANDWIDTH_PACE_H
#define BANDWIDTH_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct pace_feedback {
	uint64_t passed; /* datagrams up to the highest sequence that arrived, lost ones too */
	uint64_t rate;   /* bit/s at the IP layer, of the newest arrivals */
	uint64_t delay;  /* ns above the smallest one seen */
	uint64_t wanted; /* bytes that the receiver still wants to see arrive */
};

/* What was seen of the path without a queue, ns. */
struct pace_path {
	int64_t round_trip; /* the shortest */
	int64_t jitter;     /* the longest less the shortest */
};

struct pace {
	uint64_t packet; /* bytes of a datagram at the IP layer */
	struct pace_path path;
	uint64_t budget; /* bytes at the IP layer, all together */
	uint64_t sent, passed;
	uint64_t window; /* datagrams */
	uint64_t rate;   /* bit/s, the highest of late */
	uint64_t wanted; /* bytes */
	uint64_t grown;  /* datagrams that passed since the window grew */
	int64_t began, heard, grew;
	bool queued; /* a queue was seen */
};

/* `now` in ns. */
void pace_begin(struct pace *pace, uint64_t packet, const struct pace_path *path,
	uint64_t budget, int64_t now);

void pace_hear(struct pace *pace, const struct pace_feedback *feedback, int64_t now);

/* Datagrams to send at once, now; 0: wait for the far end. */
uint64_t pace_room(struct pace *pace, int64_t now);

/*
 * How many of them may leave as one, which the link takes in next to no time: they then cost
 * the hosts, and a shaper on one of them, hardly more than one.
 */
uint64_t pace_together(const struct pace *pace, int64_t now);

#endif
