/*
 * Moves that run side by side, so many at once and no more: how long that takes at least, told
 * by trying, as long as that is allowed.
 */
#ifndef PLANNING_SCHEDULE_LANES_H
#define PLANNING_SCHEDULE_LANES_H

#include <stdbool.h>
#include <stdint.h>

#define LANES_MOST 64 /* moves; of more nothing is told */

enum lanes_answer { LANES_NO, LANES_YES, LANES_MAYBE };

/* Moves, the longest first; `start`: what is told of each that fits, from 0 on. */
struct lanes {
	int64_t seconds[LANES_MOST], start[LANES_MOST];
	uint32_t which[LANES_MOST]; /* the caller's */
	uint32_t count, lanes;
};

/* In its place among the others; there are fewer than LANES_MOST. */
void lanes_add(struct lanes *lanes, int64_t seconds, uint32_t which);

/*
 * Are they done within that time? Each try is taken from `tries`; MAYBE: none was left. With
 * YES `start` says how.
 */
enum lanes_answer lanes_fit(struct lanes *lanes, int64_t time, uint32_t *tries);

/* A time before which they cannot be done; `start` says how when it is the time they take. */
int64_t lanes_least(struct lanes *lanes, uint32_t tries);

#endif
