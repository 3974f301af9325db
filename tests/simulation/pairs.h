/*
 * The pairs of (source, target) views that the simulated libvirt can produce, collected while
 * schedules run, and recorded traces held against them: a file with one world (as
 * world_encode() writes it) a line, lines that begin with # left out.
 */
#ifndef SIMULATION_PAIRS_H
#define SIMULATION_PAIRS_H

#include "model/world.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define PAIRS (1u << 16) /* places of the table */

struct pairs {
	uint64_t key[PAIRS]; /* 0: free */
	uint32_t count;
};

/* For simulation_coverage.pair; `pairs` is a struct pairs. */
void pairs_add(void *pairs, const struct world *world);
/* A side that was not read fits every one. */
bool pairs_have(const struct pairs *pairs, const struct world *world);

/* Tells each line that is not a world, or cannot be, on `out`; returns how many. -1: no such
 * file. */
int pairs_replay(const struct pairs *pairs, const char *path, FILE *out);

#endif
