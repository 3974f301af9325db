/*
 * A schedule in the making: make.c from nothing, again.c from one that was made before.
 */
#ifndef PLANNING_SCHEDULE_MAKING_H
#define PLANNING_SCHEDULE_MAKING_H

#include "planning/schedule/improve.h"
#include "planning/schedule/reason.h"

struct making {
	const struct schedule_problem *problem;
	struct schedule *schedule;
	struct ground ground;
	struct board fixed, board; /* with what is fixed alone; and with what is placed */
	struct bounds bounds;
	struct reasons reasons;
	int64_t *until; /* of each group: its latest end */
	bool *counts;   /* of each group: may be placed and is not fixed */
	uint32_t *list; /* those */
	uint32_t count;
	uint32_t *position, *best; /* the order that is tried, and that of the board */
	struct cost cost;
};

struct cost making_cost(const struct making *making, const struct board *board);
/* What cannot be placed beside the board, whatever is tried, counts no more. */
void making_give_up(struct making *making);
/* Fills the board, of which it takes what is better than what is found. */
void making_search(struct making *making);
/* As it was before, or what is so much better that others' times may change for it. */
void making_search_again(struct making *making);

#endif
