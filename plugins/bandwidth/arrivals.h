/*
 * What arrived, and which capacity of the path that shows. The rate of a link shows only while
 * datagrams queue before it: they then leave it one after the other, as fast as it can, and its
 * token bucket is empty. So the receiver looks at the newest stretch in which every datagram
 * was queued, and takes its rate once four parts of the stretch agree.
 *
 * When others use the link, the stretch as a whole shows what they left, and what was sent at
 * once what it can do: bursts.h.
 *
 * Pure: no clock, no I/O. Times are nanoseconds; those of the two ends need not agree.
 */
#ifndef BANDWIDTH_ARRIVALS_H
#define BANDWIDTH_ARRIVALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arrival {
	int64_t at;   /* by the receiver's clock */
	int64_t sent; /* by the sender's */
	uint32_t sequence;
	uint16_t burst;
};

struct arrivals {
	struct arrival *list;
	size_t count, room;
	uint64_t packet;  /* bytes of a datagram at the IP layer */
	int64_t jitter;   /* ns that the way varies by without a queue */
	int64_t shortest; /* at - sent of the least delayed */
	uint64_t highest; /* sequence + 1 of the newest */
	size_t queued;    /* since this one all were queued */
	size_t judged;    /* how many there were at the last judgement */
};

struct estimate {
	bool settled;
	bool slow;          /* the sender was too slow to tell whether others use the path */
	bool limited;       /* the path was the limit; otherwise it can do more than was sent */
	uint64_t capacity;  /* bit/s at the IP layer */
	uint64_t available; /* what was left by others */
	uint64_t parts[4];  /* capacity by each part of the stretch */
	uint64_t span;      /* ns that it rests on */
	uint64_t packets, lost;         /* in the same stretch */
	uint64_t delay_low, delay_high; /* ns above the shortest, in the same stretch */
};

void arrivals_begin(struct arrivals *arrivals, uint64_t packet, int64_t jitter);
void arrivals_clear(struct arrivals *arrivals);

void arrivals_add(struct arrivals *arrivals, const struct arrival *arrival);

/* bit/s of the newest few; 0: not known yet. */
uint64_t arrivals_rate(const struct arrivals *arrivals);
/* ns that the newest one queued. */
uint64_t arrivals_delay(const struct arrivals *arrivals);
/* ns for which all were queued. */
uint64_t arrivals_busy(const struct arrivals *arrivals);

/* Whether so much came since the last judgement that another may say something else. */
bool arrivals_due(const struct arrivals *arrivals);

/* The best that can be said now. */
void arrivals_judge(struct arrivals *arrivals, struct estimate *estimate);

#endif
