/*
 * The open hours of one calendar or of several together, and when so much is done in them.
 */
#ifndef PLANNING_SCHEDULE_HOURS_H
#define PLANNING_SCHEDULE_HOURS_H

#include "planning/schedule/board.h"

/* Slots in order, disjoint and not touching. */
struct hours {
	const struct schedule_slot *slot;
	struct schedule_slot *own; /* when they are of several calendars */
	uint32_t count;
};

/* When any of these calendars is open, as far as it opens before `until`. */
void hours_union(struct hours *hours, const struct schedule_problem *problem,
	const uint32_t *calendar, uint32_t count, int64_t until);
void hours_free(struct hours *hours);
#define AUTO_HOURS __attribute__((cleanup(hours_free)))

/*
 * What is to be done with a resource. Amounts and seconds are counted in whole `amount_unit`
 * and `seconds_unit`, those of the moves as those that are free; 1: as they are. Where parts
 * cannot be used, as in a slot of 8 hours by moves of 3, that tells more than the plain sum.
 */
struct work {
	uint32_t resource;
	int64_t from;
	volume need; /* in units */
	int64_t amount_unit, seconds_unit;
};

/* When that much can be done at the earliest; SCHEDULE_NEVER: not in these hours. */
int64_t hours_reach(
	const struct hours *hours, const struct board *board, const struct work *work);

/*
 * The same when each group's use of it, its volume, lies whole within one slot: volumes are
 * counted in whole `unit`.
 */
int64_t hours_reach_whole(const struct hours *hours, const struct board *board,
	const struct work *work, volume unit);

/* The greatest volume that one of the next slots has from then on, and the longest. */
volume hours_greatest(
	const struct hours *hours, const struct board *board, uint32_t resource, int64_t from);
int64_t hours_longest(const struct hours *hours, int64_t from);

#endif
