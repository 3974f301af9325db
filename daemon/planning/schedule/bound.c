#include "planning/schedule/bound.h"
#include "base/memory.h"
#include "planning/schedule/hours.h"
#include <stdlib.h>

void bounds_note(
	struct bounds *bounds, int64_t finish, enum schedule_binds binds, uint32_t index)
{
	if (finish != SCHEDULE_NEVER && finish > bounds->best.finish)
		bounds->best = (struct schedule_bound){finish, binds, index};
}

bool bounds_waits_for_grant(const struct bounds *bounds, uint32_t group)
{
	int64_t granted = board_granted(bounds->board, &bounds->problem->group[group]);

	return granted > bounds->problem->from && granted != SCHEDULE_NEVER &&
	       granted == bounds->head[group];
}

/* Do the hours leave too little of the time until then, or too little of themselves? */
static bool are_short(const struct bounds *bounds, int64_t finish, uint32_t resource,
	const struct hours *hours)
{
	int64_t from = bounds->problem->from, fifth = (finish - from) / 5;
	int64_t open = hours_open(hours, (struct room){from, finish});

	return open < fifth ||
	       (open < finish - from && finish - bounds->resource[resource] > fifth);
}

void bounds_note_work(struct bounds *bounds, int64_t finish, uint32_t resource, uint32_t group,
	const struct hours *hours)
{
	const struct schedule_group *first = &bounds->problem->group[group];
	int64_t waited = bounds->head[group] - bounds->problem->from;

	if (finish == SCHEDULE_NEVER || finish <= bounds->best.finish)
		return;
	if (waited > finish - bounds->head[group] && bounds_waits_for_grant(bounds, group))
		bounds_note(bounds, finish, BINDS_QUOTA, first->quota);
	else if (are_short(bounds, finish, resource, hours))
		bounds_note(bounds, finish, BINDS_WINDOW, first->calendar);
	else if (bounds->problem->resource[resource].kind == SCHEDULE_LINK)
		bounds_note(bounds, finish, BINDS_LINK, resource);
	else
		bounds_note(bounds, finish, BINDS_HOST, resource);
}

/* What is fixed is done when it is done. */
static void note_fixed(struct bounds *bounds)
{
	for (uint32_t i = 0; i < bounds->problem->groups; i++)
		if (board_is_placed(bounds->board, i))
			bounds_note(bounds, bounds->board->end[i], BINDS_GROUP, i);
}

/* What is fixed and ends by then counts already; of what cannot end by then nothing does. */
static void note_needs(struct bounds *bounds)
{
	const struct schedule_problem *problem = bounds->problem;

	for (uint32_t i = 0; i < problem->milestones; i++) {
		int64_t need = problem->milestone[i].need, most = 0;

		for (uint32_t j = 0; j < problem->groups; j++) {
			if (bounds->end[j] > problem->milestone[i].by)
				continue;
			if (board_is_placed(bounds->board, j))
				need -= problem->group[j].gain;
			else if (bounds->counts[j])
				most += problem->group[j].gain;
		}
		bounds->need[i] = need < most ? need : most;
	}
}

void bounds_make(struct bounds *bounds, struct board *board, const bool *counts)
{
	const struct schedule_problem *problem = board->problem;

	*bounds = (struct bounds){board, board->ground, problem, counts};
	bounds->best = (struct schedule_bound){problem->from, BINDS_NOTHING, 0};
	bounds->head = mem_array(problem->groups + 1UL, sizeof(int64_t));
	bounds->end = mem_array(problem->groups + 1UL, sizeof(int64_t));
	bounds->resource = mem_array(problem->resources + 1UL, sizeof(int64_t));
	bounds->calendar = mem_array(problem->calendars + 1UL, sizeof(int64_t));
	note_fixed(bounds);
	bounds_of_groups(bounds, board);
	note_needs(bounds);
	bounds_of_resources(bounds);
	bounds_of_packs(bounds);
	bounds_of_quotas(bounds);
}

void bounds_free(struct bounds *bounds)
{
	free(bounds->head);
	free(bounds->end);
	free(bounds->resource);
	free(bounds->calendar);
	*bounds = (struct bounds){0};
}
