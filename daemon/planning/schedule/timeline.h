/*
 * How much of one resource is used at which time: a step function, changed in time that does
 * not depend on how many steps it has, and searched for the first place where something fits.
 */
#ifndef PLANNING_SCHEDULE_TIMELINE_H
#define PLANNING_SCHEDULE_TIMELINE_H

#include "planning/schedule/schedule.h"

#define TIMELINE_CHUNK 48

struct timeline_point {
	int64_t at, used; /* from then on, until the next */
};

struct timeline_chunk {
	struct timeline_point point[TIMELINE_CHUNK];
	uint32_t count; /* at least 1 */
	int64_t least;  /* of what is used at its points */
};

/* Nothing is used before the first point and after the last. Zeroed: nothing is used. */
struct timeline {
	struct timeline_chunk **chunk;
	uint32_t count;
};

/* What is asked for: this much for so long, within [from, until). */
struct timeline_want {
	int64_t amount, seconds, from, until;
};

/* `amount` more from `from` on until before `to`, or less when it is negative. */
void timeline_use(struct timeline *line, int64_t from, int64_t to, int64_t amount);

/* The first start at which it fits beside what is used; SCHEDULE_NEVER: none. */
int64_t timeline_first(const struct timeline *line, const struct schedule_resource *resource,
	const struct timeline_want *want);

void timeline_free(struct timeline *line);

/*
 * The pieces of time in which neither the level nor what is used changes, one after another
 * from `from` on.
 *
 *	timeline_begin(&piece, line, resource, from);
 *	for (; piece.from < to; timeline_next(&piece))
 */
struct timeline_piece {
	int64_t from, to;    /* `to` is SCHEDULE_NEVER for the last */
	int64_t level, used; /* free: level - used, which may be negative */
	const struct timeline *line;
	const struct schedule_resource *resource;
	uint32_t chunk, point, step; /* those that are next */
};

void timeline_begin(struct timeline_piece *piece, const struct timeline *line,
	const struct schedule_resource *resource, int64_t from);
void timeline_next(struct timeline_piece *piece);

#endif
