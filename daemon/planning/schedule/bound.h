/*
 * A time before which nobody can be done. Each argument is one that holds of every schedule:
 *
 *	of a group	it cannot start before what it waits for could end, nor end sooner
 *			than in the first slot that is long enough
 *	of a resource	what is to be done in the hours in which the groups that use it may
 *			run, of each calendar alone and of several together, and of those
 *			groups alone that cannot start before a time
 *	of windows	the same, counted in whole moves and whole groups that a slot has
 *			room for; and whether the groups of a calendar go into its slots
 *	of a quota	what the grant before does not cover starts after the next, and is
 *			then still to be done
 */
#ifndef PLANNING_SCHEDULE_BOUND_H
#define PLANNING_SCHEDULE_BOUND_H

#include "planning/schedule/board.h"

struct hours;

struct bounds {
	const struct board *board; /* with what is fixed, and nothing else */
	const struct ground *ground;
	const struct schedule_problem *problem;
	const bool *counts;  /* of each group: it is to be done */
	int64_t *head, *end; /* of each group: it cannot start, cannot end before */
	int64_t *resource;   /* of each: its work cannot be done before; NEVER: nor at all */
	int64_t *calendar;   /* of each that stands for those like it: the same */
	int64_t need[SCHEDULE_MILESTONES]; /* of each milestone: no more can be reached by it */
	struct schedule_bound best;
};

/* `board` holds what is fixed and is left as it is. Of groups that count none is fixed. */
void bounds_make(struct bounds *bounds, struct board *board, const bool *counts);
void bounds_free(struct bounds *bounds);

/* --- the arguments, in this order --- */

void bounds_of_groups(struct bounds *bounds, struct board *board);
void bounds_of_resources(struct bounds *bounds);
void bounds_of_packs(struct bounds *bounds);
void bounds_of_quotas(struct bounds *bounds);

/* Notes a time before which nobody can be done. */
void bounds_note(
	struct bounds *bounds, int64_t finish, enum schedule_binds binds, uint32_t index);
/*
 * The same of work with a resource within these hours that cannot begin before that group can.
 * The quota that the group waits for binds when that is what takes long. The windows of its
 * calendar do when they are open for less than a fifth of the time, or when what they leave
 * empty costs a fifth of it or more. Else the resource does.
 */
void bounds_note_work(struct bounds *bounds, int64_t finish, uint32_t resource, uint32_t group,
	const struct hours *hours);
/* Does it wait for a grant, and for nothing longer? */
bool bounds_waits_for_grant(const struct bounds *bounds, uint32_t group);

#endif
