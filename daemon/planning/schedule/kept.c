#include "planning/schedule/kept.h"
#include "base/memory.h"
#include <stdlib.h>
#include <string.h>

void kept_make(struct kept *kept, const struct schedule_problem *problem)
{
	kept->start = mem_array(problem->moves + 1UL, sizeof(int64_t));
	kept->begin = mem_array(problem->groups + 1UL, sizeof(int64_t));
	kept->end = mem_array(problem->groups + 1UL, sizeof(int64_t));
}

void kept_free(struct kept *kept)
{
	free(kept->start);
	free(kept->begin);
	free(kept->end);
	*kept = (struct kept){0};
}

void kept_note(struct kept *kept, const struct board *board)
{
	const struct schedule_problem *problem = board->problem;

	memcpy(kept->start, board->start, problem->moves * sizeof(int64_t));
	memcpy(kept->begin, board->begin, problem->groups * sizeof(int64_t));
	memcpy(kept->end, board->end, problem->groups * sizeof(int64_t));
}

void kept_put(struct board *board, uint32_t group, const int64_t *start, int64_t begin)
{
	if (board->problem->group[group].count > 0)
		board_put(board, group, start);
	else
		board->begin[group] = board->end[group] = begin;
}

void kept_restore(
	const struct kept *kept, struct board *board, const uint32_t *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (board_is_placed(board, list[i]))
			board_take(board, list[i]);
	for (uint32_t i = 0; i < count; i++)
		if (kept->end[list[i]] != SCHEDULE_NEVER)
			kept_put(board, list[i],
				kept->start + board->problem->group[list[i]].first,
				kept->begin[list[i]]);
}
