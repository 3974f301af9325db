/*
 * A bucket of tokens: lets `burst` things pass at once and `rate` a second after that.
 */
#ifndef CORE_BUCKET_H
#define CORE_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

/* Zero-initialised is full. */
struct bucket {
	int64_t spent; /* millionths of a token */
	int64_t last;  /* when it was looked at, monotonic */
};

/* Takes one; false when there is none. */
static inline bool bucket_take(struct bucket *bucket, int64_t burst, int64_t rate)
{
	int64_t now = clock_monotonic(), back = (now - bucket->last) * rate;

	bucket->spent = bucket->spent > back ? bucket->spent - back : 0;
	bucket->last = now;
	if (bucket->spent + CLOCK_SECOND > burst * CLOCK_SECOND)
		return false;
	bucket->spent += CLOCK_SECOND;
	return true;
}

#endif
