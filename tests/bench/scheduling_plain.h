/* Plain ways of scheduling, to compare with: none of them looks ahead or comes back. */
#ifndef SCHEDULING_PLAIN_H
#define SCHEDULING_PLAIN_H

#include "planning/schedule/schedule.h"

/* Each group in turn as early as it fits: as they come, or the largest first. When all ends. */
int64_t plain_first_come(const struct schedule_problem *problem);
int64_t plain_largest_first(const struct schedule_problem *problem);

/*
 * All that may run does, whenever its calendar is open, and shares links fairly: where more is
 * asked than there is all run so much more slowly. Hosts, pools and teams are given to those
 * that come first. A group that does not end within a slot begins again in the next.
 * SCHEDULE_NEVER: it does not end within the calendars.
 */
int64_t plain_all_at_once(const struct schedule_problem *problem);

#endif
