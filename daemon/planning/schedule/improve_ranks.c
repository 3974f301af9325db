/* What is wanted early comes early, where that costs no time. */
#include "base/memory.h"
#include "planning/schedule/improve.h"
#include "planning/schedule/kept.h"
#include "planning/schedule/series.h"
#include <string.h>

/* --- all anew but those that decide the finish --- */

struct renewal {
	const struct improving *improving;
	uint32_t *list; /* those that are placed anew */
	uint32_t count;
	int64_t *until;
};

/* Of the last quarter of the time, and what it uses is busy until then. */
static bool decides(const struct improving *improving, uint32_t group, int64_t finish)
{
	int64_t from = improving->board->problem->from;

	return series_pressure(improving->bounds, group) > finish - (finish - from) / 4;
}

static bool is_renewed(const struct improving *improving, uint32_t group, int64_t finish)
{
	return board_is_placed(improving->board, group) && !decides(improving, group, finish);
}

/* It ends before what waits for it and stays. */
static int64_t until_of(const struct improving *improving, uint32_t group, int64_t finish)
{
	const struct lists *before = &improving->board->ground->before;
	int64_t until = improving->until[group];

	until = finish < until ? finish : until;
	for (uint32_t i = before->first[group]; i < before->first[group + 1]; i++) {
		int64_t begin = improving->board->begin[before->item[i]];

		if (!is_renewed(improving, before->item[i], finish) && begin < until)
			until = begin;
	}
	return until;
}

static void choose(struct renewal *renewal, int64_t finish)
{
	const struct improving *improving = renewal->improving;

	for (uint32_t i = 0; i < improving->count; i++) {
		uint32_t group = improving->list[i];

		if (!is_renewed(improving, group, finish))
			continue;
		renewal->list[renewal->count++] = group;
		renewal->until[group] = until_of(improving, group, finish);
	}
	for (uint32_t i = 0; i < renewal->count; i++)
		board_take(improving->board, renewal->list[i]);
}

static void place_anew(const struct improving *improving, const uint32_t *position)
{
	const struct schedule_problem *problem = improving->board->problem;
	AUTO_FREE uint32_t *list = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	AUTO_FREE int64_t *until = mem_array(problem->groups + 1UL, sizeof(int64_t));
	AUTO_KEPT struct kept kept = {0};
	struct renewal renewal = {improving, list, 0, until};
	struct series_rules rules = {position, until, UINT32_MAX, UINT32_MAX, NULL};
	struct cost cost =
		cost_of(improving->board, improving->bounds, improving->list, improving->count);
	struct cost anew;

	kept_make(&kept, problem);
	kept_note(&kept, improving->board);
	choose(&renewal, cost.finish);
	series_place(improving->board, list, renewal.count, &rules);
	anew = cost_of(improving->board, improving->bounds, improving->list, improving->count);
	if (anew.left > cost.left || anew.missed > cost.missed)
		kept_restore(&kept, improving->board, list, renewal.count);
}

/* --- one by one, as early as there is room --- */

static void pull(struct board *board, uint32_t index, int64_t *start)
{
	const struct schedule_group *group = &board->problem->group[index];
	struct room room = {0, board->end[index]};
	int64_t begin = board->begin[index];

	memcpy(start, board->start + group->first, group->count * sizeof(int64_t));
	board_take(board, index);
	room.from = board_earliest(board, index);
	if (!board_place(board, index, room, UINT32_MAX))
		kept_put(board, index, start, begin);
}

void improve_ranks(const struct improving *improving, const uint32_t *position)
{
	const struct schedule_problem *problem = improving->board->problem;
	AUTO_FREE uint32_t *order = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	AUTO_FREE int64_t *start = mem_array(problem->moves + 1UL, sizeof(int64_t));

	place_anew(improving, position);
	for (uint32_t i = 0; i < problem->groups; i++)
		order[position[i]] = i;
	for (uint32_t i = 0; i < problem->groups; i++)
		if (!problem->group[order[i]].fixed &&
			board_is_placed(improving->board, order[i]))
			pull(improving->board, order[i], start);
}
