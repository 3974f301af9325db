/*
 * What follows of a problem alone, before anything is placed: who waits for whom, who uses
 * what, and how long each group takes at least. It does not change while schedules are tried.
 */
#ifndef PLANNING_SCHEDULE_GROUND_H
#define PLANNING_SCHEDULE_GROUND_H

#include "planning/schedule/lanes.h"
#include "planning/schedule/schedule.h"

/* Lists one after another: that of `i` is item[first[i]] until before item[first[i + 1]]. */
struct lists {
	uint32_t *first, *item;
};

struct ground {
	const struct schedule_problem *problem;
	struct lists before;  /* of each group: the groups that come after it */
	struct lists users;   /* of each resource: the groups that use it, each once */
	struct lists drawers; /* of each quota: the groups that ask of it */
	uint32_t *order;      /* all groups, each behind those that it comes after */
	bool *cycle;          /* of each group: it comes after itself */
	uint32_t *move;       /* the moves of each group, in an order in which they fit well */
	int64_t *span;        /* of each group: it takes so long at least */
	int64_t *size;   /* of each group: so many seconds of all of what it uses most of */
	int64_t *most;   /* of each resource: its highest level, from `from` on */
	uint32_t *alike; /* of each calendar: the first with the same slots */
};

void ground_make(struct ground *ground, const struct schedule_problem *problem);
void ground_free(struct ground *ground);

/* What the group uses of a resource in all: amount x seconds. */
__extension__ typedef __int128 volume;
volume ground_volume(
	const struct ground *ground, const struct schedule_group *group, uint32_t resource);

/*
 * Adds the moves of the group that use the resource, which has that much, to those there are.
 */
void ground_lanes(const struct schedule_problem *problem, const struct schedule_group *group,
	uint32_t resource, int64_t level, struct lanes *lanes);

/* For ground_make(): what each group takes as its moves share what they use. */
void ground_spans(struct ground *ground);

#endif
