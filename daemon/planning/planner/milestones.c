/* What the profile's milestones ask of the schedule, and which groups count for them. */
#include "planning/forecast/forecast.h"
#include "planning/planner/planner.h"

void milestones_give(const struct planner *planner, struct schedule_problem *problem,
	struct schedule_group *group)
{
	size_t systems = json_length(planner->systems), count;
	AUTO_FREE int64_t *gain = mem_array(systems + 1, sizeof(*gain));
	struct forecast_need need[SCHEDULE_MILESTONES];

	count = forecast_needs(
		planner->city, planner->disposition, gain, need, SCHEDULE_MILESTONES);
	for (size_t i = 0; i < systems; i++)
		if (planner->grouped.of[i] != GROUP_NONE)
			group[planner->grouped.of[i]].gain += gain[i];
	for (size_t i = 0; i < count; i++)
		problem->milestone[i] = (struct schedule_milestone){need[i].by, need[i].more};
	problem->milestones = (uint32_t)count;
}
