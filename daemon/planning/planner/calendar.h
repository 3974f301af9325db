/*
 * When machines may move: windows of local time, every week, less the days on which nothing
 * moves, as slots of time; and what of a link may be used at which hour, as levels. Pure.
 */
#ifndef PLANNING_CALENDAR_H
#define PLANNING_CALENDAR_H

#include "planning/schedule/schedule.h"

struct json_object;

/* From `from` until before `to`, seconds since 1970, where so many minutes ahead of UTC. */
struct calendar_frame {
	int64_t from, to, ahead;
	struct json_object *freeze; /* the profile's; NULL: no day */
};

/*
 * The slots of windows of the survey's shape; NULL or an empty list: all the time. Those that
 * touch or overlap are one. The caller frees `*slot`.
 */
uint32_t calendar_slots(struct schedule_slot **slot, struct json_object *windows,
	const struct calendar_frame *frame);

/*
 * Of budgets of the profile's shape, else of `percent`, from the frame's beginning on. The
 * caller frees `*level`.
 */
uint32_t calendar_levels(struct schedule_level **level, struct json_object *budgets,
	int64_t percent, const struct calendar_frame *frame);

#endif
