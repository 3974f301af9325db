/*
 * A problem as a mixed integer program in CPLEX's LP format, for a solver to find the earliest
 * finish: a variable for each start that a move may have, in whole units of draw.h. It shares
 * nothing with what makes schedules.
 */
#ifndef MODEL_H
#define MODEL_H

#include "planning/schedule/schedule.h"
#include <stdio.h>

/*
 * `z` is the finish, in units after the problem's start; nothing ends after `until`, at which a
 * schedule is known to be done. Nothing in the problem is fixed, and all can be placed.
 */
void model_write(FILE *file, const struct schedule_problem *problem, int64_t until);

#endif
