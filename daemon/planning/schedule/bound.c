#include "planning/schedule/bound.h"
#include "base/memory.h"
#include <stdlib.h>

void bounds_note(
	struct bounds *bounds, int64_t finish, enum schedule_binds binds, uint32_t index)
{
	if (finish != SCHEDULE_NEVER && finish > bounds->best.finish)
		bounds->best = (struct schedule_bound){finish, binds, index};
}

/* What is fixed is done when it is done. */
static void note_fixed(struct bounds *bounds)
{
	for (uint32_t i = 0; i < bounds->problem->groups; i++)
		if (board_is_placed(bounds->board, i))
			bounds_note(bounds, bounds->board->end[i], BINDS_GROUP, i);
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
	bounds_of_resources(bounds);
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
