#include "holds.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct looking {
	const struct schedule_problem *problem;
	const struct schedule *schedule;
	char *said;
	size_t size;
	bool holds;
};

__attribute__((format(printf, 2, 3))) static void broken(
	struct looking *looking, const char *format, ...)
{
	va_list values;

	if (!looking->holds)
		return;
	looking->holds = false;
	va_start(values, format);
	vsnprintf(looking->said, looking->size, format, values);
	va_end(values);
}

static int64_t end_of(const struct looking *looking, uint32_t move)
{
	int64_t start = looking->schedule->start[move];

	return start == SCHEDULE_NEVER ? start : start + looking->problem->move[move].seconds;
}

/* --- each group --- */

static void look_at_whole(struct looking *looking, uint32_t index)
{
	const struct schedule_group *group = &looking->problem->group[index];

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		bool placed = looking->schedule->start[i] != SCHEDULE_NEVER;

		if (placed != (looking->schedule->why[index] == SCHEDULE_PLACED))
			broken(looking, "group %u is in part, or not as it is said", index);
	}
}

static bool is_in(const struct looking *looking, const struct schedule_group *group,
	const struct schedule_slot *slot)
{
	for (uint32_t i = group->first; i < group->first + group->count; i++)
		if (looking->schedule->start[i] < slot->from || end_of(looking, i) > slot->to)
			return false;
	return true;
}

static void look_at_slot(struct looking *looking, uint32_t index)
{
	const struct schedule_group *group = &looking->problem->group[index];
	const struct schedule_calendar *calendar = &looking->problem->calendar[group->calendar];

	for (uint32_t i = 0; i < calendar->count; i++)
		if (is_in(looking, group, &calendar->slot[i]))
			return;
	broken(looking, "group %u is in no slot", index);
}

static void look_at_times(struct looking *looking, uint32_t index)
{
	const struct schedule_group *group = &looking->problem->group[index];

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		int64_t start = looking->schedule->start[i];

		if (start < looking->problem->from || start < group->not_before)
			broken(looking, "group %u starts too early", index);
		if (end_of(looking, i) > group->deadline)
			broken(looking, "group %u ends after its deadline", index);
		if (end_of(looking, i) > looking->schedule->finish)
			broken(looking, "group %u ends after the finish", index);
		for (uint32_t j = 0; j < group->after_count; j++)
			if (start < schedule_end(looking->problem, looking->schedule,
					    group->after[j]))
				broken(looking, "group %u starts before one that it waits for",
					index);
	}
}

/* --- what is used --- */

static int64_t level_at(const struct schedule_resource *resource, int64_t at)
{
	int64_t level = 0;

	for (uint32_t i = 0; i < resource->count && resource->level[i].from <= at; i++)
		level = (int64_t)((__int128)resource->full * resource->level[i].permille /
				  1000);
	return level;
}

static int64_t used_at(const struct looking *looking, uint32_t resource, int64_t at)
{
	int64_t used = 0;

	for (uint32_t i = 0; i < looking->problem->moves; i++) {
		const struct schedule_move *move = &looking->problem->move[i];
		int64_t start = looking->schedule->start[i];

		if (start == SCHEDULE_NEVER || start > at || start + move->seconds <= at)
			continue;
		for (uint32_t j = 0; j < move->uses; j++)
			if (move->use[j].resource == resource)
				used += move->use[j].amount;
	}
	return used;
}

static void look_at(struct looking *looking, uint32_t resource, int64_t at)
{
	if (used_at(looking, resource, at) >
		level_at(&looking->problem->resource[resource], at))
		broken(looking, "more of resource %u is used than there is at %lld", resource,
			(long long)at);
}

/* More is used only where a move starts; less is there only where a level begins. */
static void look_at_resource(struct looking *looking, uint32_t index)
{
	const struct schedule_resource *resource = &looking->problem->resource[index];

	for (uint32_t i = 0; i < looking->problem->moves; i++)
		if (looking->schedule->start[i] != SCHEDULE_NEVER)
			look_at(looking, index, looking->schedule->start[i]);
	for (uint32_t i = 0; i < resource->count; i++)
		look_at(looking, index, resource->level[i].from);
}

/* --- what is asked --- */

static int64_t begin_of(const struct looking *looking, uint32_t index)
{
	const struct schedule_group *group = &looking->problem->group[index];
	int64_t begin = SCHEDULE_NEVER;

	for (uint32_t i = group->first; i < group->first + group->count; i++)
		if (looking->schedule->start[i] < begin)
			begin = looking->schedule->start[i];
	return begin;
}

static int64_t taken_by(const struct looking *looking, uint32_t quota, int64_t at, int what)
{
	int64_t taken = 0;

	for (uint32_t i = 0; i < looking->problem->groups; i++)
		if (looking->problem->group[i].quota == quota && begin_of(looking, i) <= at)
			taken += looking->problem->group[i].asks[what];
	return taken;
}

static int64_t granted_by(const struct schedule_quota *quota, int64_t at, int what)
{
	int64_t granted = 0;

	for (uint32_t i = 0; i < quota->count && quota->grant[i].from <= at; i++)
		granted = quota->grant[i].amount[what];
	return granted;
}

static void look_at_quota(struct looking *looking, uint32_t index)
{
	for (uint32_t i = 0; i < looking->problem->groups; i++) {
		int64_t at = begin_of(looking, i);

		if (at == SCHEDULE_NEVER || looking->problem->group[i].quota != index)
			continue;
		for (int what = 0; what < SCHEDULE_ASKS; what++)
			if (taken_by(looking, index, at, what) >
				granted_by(&looking->problem->quota[index], at, what))
				broken(looking, "more of quota %u is taken than was granted",
					index);
	}
}

/* --- all --- */

static void look_at_finish(struct looking *looking)
{
	bool found = looking->schedule->finish == looking->problem->from;

	for (uint32_t i = 0; i < looking->problem->moves; i++)
		if (looking->schedule->start[i] != SCHEDULE_NEVER &&
			end_of(looking, i) == looking->schedule->finish)
			found = true;
	if (!found)
		broken(looking, "nothing ends at the finish");
	if (looking->schedule->finish < looking->schedule->bound.finish)
		broken(looking, "the finish is before the bound");
}

bool holds(const struct schedule_problem *problem, const struct schedule *schedule, char *said,
	size_t size)
{
	struct looking looking = {problem, schedule, said, size, true};

	for (uint32_t i = 0; i < problem->groups; i++) {
		if (problem->group[i].fixed)
			continue;
		look_at_whole(&looking, i);
		if (schedule->why[i] != SCHEDULE_PLACED || problem->group[i].count == 0)
			continue;
		look_at_slot(&looking, i);
		look_at_times(&looking, i);
	}
	for (uint32_t i = 0; i < problem->resources; i++)
		look_at_resource(&looking, i);
	for (uint32_t i = 0; i < problem->quotas; i++)
		look_at_quota(&looking, i);
	look_at_finish(&looking);
	return looking.holds;
}
