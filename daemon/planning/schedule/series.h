/*
 * A schedule in one series: group after group, each placed once and for good, in an order in
 * which those come first that have the least room to be late.
 */
#ifndef PLANNING_SCHEDULE_SERIES_H
#define PLANNING_SCHEDULE_SERIES_H

#include "planning/schedule/bound.h"

/* What an order goes by, after the deadlines. */
enum series_by {
	SERIES_PRESSURE, /* what uses that which is busy for longest; then the largest */
	SERIES_RANK,     /* what is wanted the earliest */
	SERIES_SIZE,     /* the largest */
	SERIES_VOLUME,   /* what has the most to carry over links */
	SERIES_EARLY,    /* what counts for the most at milestones, for the time it takes */
	SERIES_COMING,   /* as they come in the problem, deadlines or not */
	SERIES_KINDS
};

/* `position` of each group in that order: the lower is placed the earlier. */
void series_order(const struct bounds *bounds, enum series_by by, uint32_t *position);

/* Some come earlier and some later, by so much as is drawn. */
void series_shake(uint32_t *position, uint32_t groups, uint64_t *random);

/* When all that the group uses, and its calendar, is done at the earliest. */
int64_t series_pressure(const struct bounds *bounds, uint32_t group);

struct series_rules {
	const uint32_t *position;
	const int64_t *until;           /* of each group: its latest end */
	uint32_t skip_group, skip_slot; /* that group goes into another slot than that */
	const int64_t *at; /* of each move: there or nowhere; NULL: wherever it fits */
};

/*
 * Places these groups, each when it is its turn and all that it waits for was tried. `list` is
 * in any order. Says how many were not placed.
 */
uint32_t series_place(struct board *board, const uint32_t *list, uint32_t count,
	const struct series_rules *rules);

#endif
