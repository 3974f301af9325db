/* What is to be done with each resource in the hours in which it may be done. */
#include "base/memory.h"
#include "planning/schedule/bound.h"
#include "planning/schedule/bound_count.h"
#include <stdlib.h>

#define HEADS 8 /* so many times from which on work is looked at alone */

/* --- who uses it --- */

static int compare_loads(const void *left_pointer, const void *right_pointer)
{
	const struct load *left = left_pointer, *right = right_pointer;

	if (left->calendar != right->calendar)
		return left->calendar < right->calendar ? -1 : 1;
	return (left->group > right->group) - (left->group < right->group);
}

static int compare_heads(const void *left_pointer, const void *right_pointer)
{
	const struct load *left = left_pointer, *right = right_pointer;

	if (left->head != right->head)
		return left->head < right->head ? 1 : -1;
	return (left->group > right->group) - (left->group < right->group);
}

uint32_t bounds_loads(const struct bounds *bounds, uint32_t resource, struct load *load)
{
	const struct lists *users = &bounds->ground->users;
	uint32_t count = 0;

	for (uint32_t i = users->first[resource]; i < users->first[resource + 1]; i++) {
		uint32_t index = users->item[i];
		const struct schedule_group *group = &bounds->problem->group[index];

		if (bounds->counts[index])
			load[count++] =
				(struct load){index, bounds->ground->alike[group->calendar],
					ground_volume(bounds->ground, group, resource),
					bounds->head[index]};
	}
	qsort(load, count, sizeof(*load), compare_loads);
	return count;
}

/* --- the plain sum --- */

/* Of those that cannot start before each of some times, the latest first. */
static int64_t note_plain(struct bounds *bounds, uint32_t resource, const struct hours *hours,
	struct load *load, uint32_t count)
{
	struct work work = {.resource = resource};
	uint32_t step = (count + HEADS - 1) / HEADS;
	int64_t finish = bounds->problem->from;

	qsort(load, count, sizeof(*load), compare_heads);
	for (uint32_t i = 0; i < count; i++) {
		int64_t end;

		work.need += load[i].need;
		work.from = load[i].head;
		if (i + 1 < count && (load[i + 1].head == load[i].head || i % step != 0))
			continue;
		end = hours_reach(hours, bounds->board, &work);
		if (end > bounds->resource[resource] && end != SCHEDULE_NEVER)
			bounds->resource[resource] = end;
		bounds_note_work(bounds, end, resource, load[i].group, hours);
		finish = end > finish ? end : finish;
	}
	return finish;
}

/* --- several calendars together --- */

struct run {
	uint32_t first, count, calendar;
	int64_t finish;
};

static int compare_runs(const void *left_pointer, const void *right_pointer)
{
	const struct run *left = left_pointer, *right = right_pointer;

	if (left->finish != right->finish)
		return left->finish < right->finish ? 1 : -1;
	return (left->calendar > right->calendar) - (left->calendar < right->calendar);
}

static uint32_t find_runs(const struct load *load, uint32_t count, struct run *run)
{
	uint32_t runs = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (i == 0 || load[i].calendar != load[i - 1].calendar)
			run[runs++] = (struct run){i, 0, load[i].calendar, 0};
		run[runs - 1].count++;
	}
	return runs;
}

static void note_alone(
	struct bounds *bounds, uint32_t resource, struct load *load, struct run *run)
{
	const struct schedule_calendar *calendar = &bounds->problem->calendar[run->calendar];
	struct hours hours = {calendar->slot, NULL, calendar->count};

	run->finish = note_plain(bounds, resource, &hours, load + run->first, run->count);
	if (run->finish > bounds->calendar[run->calendar])
		bounds->calendar[run->calendar] = run->finish;
	if (run->finish == SCHEDULE_NEVER)
		bounds->resource[resource] = SCHEDULE_NEVER;
	else
		bounds_of_counts(bounds, resource, &hours, load + run->first, run->count);
}

/* The loads of the first `count` runs, in an array of their own. */
static uint32_t collect(
	const struct load *load, const struct run *run, uint32_t count, struct load *all)
{
	uint32_t loads = 0;

	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = 0; j < run[i].count; j++)
			all[loads++] = load[run[i].first + j];
	return loads;
}

/* Hours are looked at as far as is needed: there are many slots in the hours of a city. */
static void note_together(struct bounds *bounds, uint32_t resource, const uint32_t *calendar,
	uint32_t calendars, struct load *load, uint32_t count)
{
	int64_t from = bounds->problem->from;
	int64_t until =
		bounds->resource[resource] > from ? bounds->resource[resource] : from + 1;
	int64_t finish = SCHEDULE_NEVER;

	for (int i = 0; i < 16 && finish == SCHEDULE_NEVER; i++) {
		AUTO_HOURS struct hours hours = {0};

		hours_union(&hours, bounds->problem, calendar, calendars, until);
		finish = note_plain(bounds, resource, &hours, load, count);
		if (finish != SCHEDULE_NEVER)
			bounds_of_counts(bounds, resource, &hours, load, count);
		until = from + 2 * (until - from);
	}
}

/* The hardest two, three, four, eight ... and all together. */
static void note_unions(struct bounds *bounds, uint32_t resource, const struct load *load,
	const struct run *run, uint32_t runs)
{
	AUTO_FREE uint32_t *calendar = mem_array(runs, sizeof(uint32_t));
	uint32_t loads = 0;
	AUTO_FREE struct load *all = NULL;

	for (uint32_t i = 0; i < runs; i++) {
		calendar[i] = run[i].calendar;
		loads += run[i].count;
	}
	all = mem_array(loads, sizeof(struct load));
	for (uint32_t i = 2; i <= runs; i++)
		if (i < 4 || i == runs || (i & (i - 1)) == 0)
			note_together(
				bounds, resource, calendar, i, all, collect(load, run, i, all));
}

static void note_resource(
	struct bounds *bounds, uint32_t resource, struct load *load, struct run *run)
{
	uint32_t count = bounds_loads(bounds, resource, load),
		 runs = find_runs(load, count, run);

	bounds->resource[resource] = bounds->problem->from;
	for (uint32_t i = 0; i < runs; i++)
		note_alone(bounds, resource, load, &run[i]);
	qsort(run, runs, sizeof(*run), compare_runs);
	if (runs > 1 && bounds->resource[resource] != SCHEDULE_NEVER)
		note_unions(bounds, resource, load, run, runs);
}

void bounds_of_resources(struct bounds *bounds)
{
	AUTO_FREE struct load *load = mem_array(bounds->problem->groups + 1UL, sizeof(*load));
	AUTO_FREE struct run *run = mem_array(bounds->problem->groups + 1UL, sizeof(*run));

	for (uint32_t i = 0; i < bounds->problem->resources; i++)
		note_resource(bounds, i, load, run);
}
