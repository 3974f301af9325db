/* What is to be done with a resource, counted in whole moves and whole groups. */
#ifndef PLANNING_SCHEDULE_BOUND_COUNT_H
#define PLANNING_SCHEDULE_BOUND_COUNT_H

#include "planning/schedule/bound.h"
#include "planning/schedule/hours.h"

/* What a group asks of a resource. */
struct load {
	uint32_t group, calendar; /* that stands for those like it */
	volume need;
	int64_t head;
};

/* The groups that use the resource and count, those of one calendar side by side. */
uint32_t bounds_loads(const struct bounds *bounds, uint32_t resource, struct load *load);
/* The group of them that can start before all others. */
uint32_t bounds_first(const struct load *load, uint32_t count);

/* Of these groups within these hours; tried only where it could tell more than is known. */
void bounds_of_counts(struct bounds *bounds, uint32_t resource, const struct hours *hours,
	const struct load *load, uint32_t count);

#endif
