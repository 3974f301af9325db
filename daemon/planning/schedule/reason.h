/* Why a group is in no slot. */
#ifndef PLANNING_SCHEDULE_REASON_H
#define PLANNING_SCHEDULE_REASON_H

#include "planning/schedule/board.h"

struct reasons {
	enum schedule_why *why;
	uint32_t *resource; /* or NULL */
};

/* Is it one of those of what could only end after its deadline? */
bool reasons_late(enum schedule_why why);

/* By itself, beside what is fixed, which is all that is on the board. `until`: latest ends. */
void reasons_alone(struct reasons *reasons, struct board *board, const int64_t *until);

/*
 * Beside what is placed, of those that reasons_alone() said nothing against and that are not on
 * the board.
 */
void reasons_beside(struct reasons *reasons, struct board *board);

#endif
