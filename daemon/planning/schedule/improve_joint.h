/*
 * Groups of one slot placed together: their moves in one order, and not group after group. That
 * finds what no order of groups does, where a slot is filled to the last.
 */
#ifndef PLANNING_SCHEDULE_IMPROVE_JOINT_H
#define PLANNING_SCHEDULE_IMPROVE_JOINT_H

#include "planning/schedule/improve_pick.h"

/* Picks one that is late and those of an earlier slot that it could be in; UINT32_MAX: none. */
uint32_t joint_pick(struct pick *pick, const struct improving *improving, uint64_t *random);

/* Puts those picked, which are not on the board, into that slot; false: they do not fit. */
bool joint_place(const struct pick *pick, const struct improving *improving, uint32_t slot,
	uint64_t *random);

#endif
