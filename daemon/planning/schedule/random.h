/* Numbers drawn from a seed, the same on any machine (SplitMix64). */
#ifndef PLANNING_SCHEDULE_RANDOM_H
#define PLANNING_SCHEDULE_RANDOM_H

#include <stdint.h>

static inline uint64_t random_next(uint64_t *state)
{
	uint64_t mixed = *state += 0x9e3779b97f4a7c15;

	mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
	mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
	return mixed ^ (mixed >> 31);
}

/* Below `limit`, which is at least 1. */
static inline uint32_t random_below(uint64_t *state, uint32_t limit)
{
	return (uint32_t)(random_next(state) % limit);
}

#endif
