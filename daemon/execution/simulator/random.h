/*
 * Small seeded random numbers: the same seed gives the same schedule everywhere.
 */
#ifndef SIMULATOR_RANDOM_H
#define SIMULATOR_RANDOM_H

#include <stdint.h>

struct random {
	uint64_t state;
};

/* splitmix64: every seed is a good one, also 0 and its neighbours. */
static inline uint64_t random_next(struct random *random)
{
	uint64_t z = (random->state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* 0 .. below-1; 0 when below is 0. */
static inline uint32_t random_below(struct random *random, uint32_t below)
{
	return below ? (uint32_t)((random_next(random) >> 32) * below >> 32) : 0;
}

#endif
