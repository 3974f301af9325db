/*
 * Making a schedule better: some groups are taken from the board, of those that end too late
 * and of those that are in their way, and placed again in another order. What is not better is
 * undone.
 */
#ifndef PLANNING_SCHEDULE_IMPROVE_H
#define PLANNING_SCHEDULE_IMPROVE_H

#include "planning/schedule/bound.h"

/*
 * How good a schedule is: the fewer are not placed, the less is short of milestones, the sooner
 * all is done, and the less is late.
 */
struct cost {
	uint32_t left;  /* not placed */
	int64_t missed; /* of what is needed at milestones, and could be there */
	int64_t finish;
	int64_t late; /* by how much groups end after the bound; the larger count more */
};

struct cost cost_of(const struct board *board, const struct bounds *bounds,
	const uint32_t *list, uint32_t count);
/* What is short of milestones, of groups that end then. */
int64_t cost_missed(
	const struct bounds *bounds, const int64_t *end, const uint32_t *list, uint32_t count);
/* < 0: the left one is better. */
int cost_compare(const struct cost *left, const struct cost *right);

struct improving {
	struct board *board;
	const struct bounds *bounds;
	const int64_t *until; /* of each group: its latest end */
	const uint32_t *list; /* the groups that may be placed and are not fixed */
	uint32_t count;
	uint64_t seed;
	const struct cost *enough; /* so good it needs to be; NULL: all by the bound */
};

/* So many times; ends sooner when it is good enough. */
void improve(const struct improving *improving, uint32_t times);

/*
 * What is wanted early comes early: all but what decides the finish is placed anew in that
 * order, when it all ends by the finish so too; then each comes as early as there is room left.
 * Nothing ends after the finish that there was. `position`: the lower is wanted the earlier.
 */
void improve_ranks(const struct improving *improving, const uint32_t *position);

#endif
