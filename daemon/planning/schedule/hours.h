/*
 * The open hours of one calendar or of several together, and when so much is done in them.
 */
#ifndef PLANNING_SCHEDULE_HOURS_H
#define PLANNING_SCHEDULE_HOURS_H

#include "planning/schedule/board.h"

/* Slots in order, disjoint and not touching. */
struct hours {
	const struct schedule_slot *slot;
	struct schedule_slot *own; /* when they are of several calendars */
	uint32_t count;
};

/* When any of these calendars is open, as far as it opens before `until`. */
void hours_union(struct hours *hours, const struct schedule_problem *problem,
	const uint32_t *calendar, uint32_t count, int64_t until);
void hours_free(struct hours *hours);
#define AUTO_HOURS __attribute__((cleanup(hours_free)))

/*
 * What of a whole a part counts for, so that parts that fit into a whole count for no more than
 * it does, and parts that leave of it what nobody can use count for more than they are: those
 * over the half are counted by what they leave. A function that is superadditive on [0, whole]
 * (Carlier, Clautiaux and Moukrim); unit 0: each part counts for what it is.
 */
struct measure {
	volume whole, unit;
};

volume measure_of(const struct measure *measure, volume part);
/* The least part that counts for that much, or for more; at most `most`, which does. */
volume measure_least(const struct measure *measure, volume count, volume most);

/*
 * What is to be done with a resource from then on: what its moves count for, amounts and
 * seconds each by a measure; and of each group, which lies whole within one slot, what all its
 * moves do count for by another.
 */
struct work {
	uint32_t resource;
	int64_t from;
	volume need;
	struct measure amount, seconds, group;
};

/* When that much can be done at the earliest; SCHEDULE_NEVER: not in these hours. */
int64_t hours_reach(
	const struct hours *hours, const struct board *board, const struct work *work);

/* What the moves of one slot count for at most; its `need` and `group` are not looked at. */
volume hours_greatest(
	const struct hours *hours, const struct board *board, const struct work *work);
/* What is free of the resource at most at a time in that room. */
int64_t hours_most_free(const struct board *board, uint32_t resource, struct room room);
/* For how long they are open in that room. */
int64_t hours_open(const struct hours *hours, struct room room);
/* The longest slot from then on. */
int64_t hours_longest(const struct hours *hours, int64_t from);

#endif
