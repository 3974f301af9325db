#include "base/memory.h"
#include "planning/schedule/schedule.h"

static int64_t end_of_moves(const struct schedule_problem *problem,
	const struct schedule *schedule, const struct schedule_group *group)
{
	int64_t last = problem->from;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		int64_t end;

		if (schedule->start[i] == SCHEDULE_NEVER)
			return SCHEDULE_NEVER;
		end = schedule->start[i] + problem->move[i].seconds;
		last = end > last ? end : last;
	}
	return last;
}

/* `known`: the ends of groups without moves that were asked for before; 0: not yet. */
static int64_t end_of(const struct schedule_problem *problem, const struct schedule *schedule,
	uint32_t index, int64_t *known)
{
	const struct schedule_group *group = &problem->group[index];
	int64_t last = group->not_before > problem->from ? group->not_before : problem->from;

	if (group->count > 0)
		return end_of_moves(problem, schedule, group);
	if (schedule->why[index] != SCHEDULE_PLACED)
		return SCHEDULE_NEVER;
	for (uint32_t i = 0; i < group->after_count && known[index] == 0; i++) {
		int64_t end = end_of(problem, schedule, group->after[i], known);

		last = end > last ? end : last;
	}
	if (known[index] == 0)
		known[index] = last;
	return known[index];
}

int64_t schedule_end(
	const struct schedule_problem *problem, const struct schedule *schedule, uint32_t group)
{
	AUTO_FREE int64_t *known = NULL;

	if (problem->group[group].count == 0)
		known = mem_array(problem->groups, sizeof(int64_t));
	return end_of(problem, schedule, group, known);
}
