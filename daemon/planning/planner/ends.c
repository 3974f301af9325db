/* When each group and system has moved, and in which wave. */
#include "planning/forecast/forecast.h"
#include "planning/planner/planner.h"

#define DAY 86400LL

/* The moves of a group: its own, and those of its machines that are in kept waves. */
static const struct planner_move *move_of(
	const struct planner *planner, uint32_t group, uint32_t at)
{
	const struct planner_group *own = &planner->group[group];
	uint32_t machine;

	if (at < own->count)
		return &planner->move[own->first + at];
	machine = planner->grouped.machine[planner->grouped.first[group] + at - own->count];
	return kept_move(planner, planner->city->machine[machine].object->id);
}

static uint32_t count_of(const struct planner *planner, uint32_t group)
{
	return planner->group[group].count + planner->grouped.first[group + 1] -
	       planner->grouped.first[group];
}

/* When all of it has moved; one of which nothing is left to move is done at once. */
static int64_t end_of(const struct planner *planner, uint32_t group)
{
	int64_t end = planner->problem.from;

	for (uint32_t i = 0; i < count_of(planner, group); i++) {
		const struct planner_move *move = move_of(planner, group, i);
		int64_t one = move ? planner->schedule.start[move - planner->move] +
					      move->estimate.high
				   : 0;

		end = one > end ? one : end;
	}
	return end;
}

/* In which wave it moves, of several the first; NULL: in none. */
const char *ends_wave(const struct planner *planner, uint32_t group)
{
	for (uint32_t i = 0; i < count_of(planner, group); i++) {
		const struct planner_move *move = move_of(planner, group, i);
		uint32_t wave = move ? planner->group[move->group].wave : PLANNER_NONE;

		if (wave != PLANNER_NONE)
			return planner->wave[wave].name;
	}
	return NULL;
}

int64_t ends_trial(const struct planner *planner)
{
	return planner_setting(planner, "trial_days", 0) * DAY;
}

/* What has moved is in its trial; of what had nothing to move there is none. */
static int64_t accepted_of(const struct planner *planner, uint32_t group)
{
	int64_t end = end_of(planner, group);

	return end > planner->problem.from ? end + ends_trial(planner) : end;
}

void ends_done(const struct planner *planner, int64_t *done)
{
	for (size_t i = 0; i < json_length(planner->systems); i++) {
		uint32_t group = planner->grouped.of[i];

		done[i] = group == GROUP_NONE || planner->group[group].why ||
					  planner->schedule.why[group] != SCHEDULE_PLACED
				  ? FORECAST_NEVER
				  : accepted_of(planner, group);
	}
}

static void tell_group(const struct planner *planner, uint32_t index)
{
	const struct planner_group *group = &planner->group[index];

	json_set_string(group->row, "wave", ends_wave(planner, index));
	json_set_string(group->row, "why", group->why);
}

static void tell_system(const struct planner *planner, size_t index)
{
	struct json_object *row = json_object_array_get_idx(planner->systems, index);
	uint32_t group = planner->grouped.of[index];

	if (group == GROUP_NONE)
		return;
	json_set_string(row, "group", planner->group[group].name);
	if (planner->group[group].why)
		return;
	json_set_string(row, "wave", ends_wave(planner, group));
	planner_set_time(row, "done", end_of(planner, group));
	planner_set_time(row, "accepted", accepted_of(planner, group));
}

void ends_tell(const struct planner *planner)
{
	for (uint32_t i = 0; i < planner->grouped.count; i++)
		tell_group(planner, i);
	for (size_t i = 0; i < json_length(planner->systems); i++)
		tell_system(planner, i);
}
