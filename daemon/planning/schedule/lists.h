/*
 * Who is whose: lists of groups by the group that they wait for, by resource and by quota, all
 * in one array each, and an order in which nobody is before those whom he waits for.
 */
#ifndef PLANNING_SCHEDULE_LISTS_H
#define PLANNING_SCHEDULE_LISTS_H

#include "planning/schedule/ground.h"

void lists_of_followers(struct lists *lists, const struct schedule_problem *problem);
void lists_of_users(struct lists *lists, const struct schedule_problem *problem);
void lists_of_drawers(struct lists *lists, const struct schedule_problem *problem);
void lists_free(struct lists *lists);

/*
 * `order`: all groups, those that wait behind those that they wait for. Groups that come after
 * themselves, as `cycle` says, are together behind the others, and then come those that wait
 * for them.
 */
void lists_order(const struct lists *before, const struct schedule_problem *problem,
	uint32_t *order, bool *cycle);

#endif
