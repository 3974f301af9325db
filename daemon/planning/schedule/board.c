#include "planning/schedule/board.h"
#include "base/memory.h"
#include <stdlib.h>
#include <string.h>

/* --- what one group takes --- */

void board_use(struct board *board, uint32_t index, int64_t sign)
{
	const struct schedule_move *move = &board->problem->move[index];

	for (uint32_t i = 0; i < move->uses; i++)
		timeline_use(&board->line[move->use[i].resource], board->start[index],
			board->start[index] + move->seconds, sign * move->use[i].amount);
}

static void draw(struct board *board, uint32_t index, int64_t sign)
{
	const struct schedule_group *group = &board->problem->group[index];
	const struct schedule_quota *quota;

	if (group->quota == SCHEDULE_NO_QUOTA || group->count == 0)
		return;
	quota = &board->problem->quota[group->quota];
	for (uint32_t i = 0; i < quota->count; i++) {
		int64_t *taken = board->taken[board->first_grant[group->quota] + i];

		if (i + 1 < quota->count && quota->grant[i + 1].from <= board->begin[index])
			continue;
		for (int j = 0; j < SCHEDULE_ASKS; j++)
			taken[j] += sign * group->asks[j];
	}
}

static void note_times(struct board *board, uint32_t index)
{
	const struct schedule_group *group = &board->problem->group[index];

	if (group->count == 0) {
		board->begin[index] = board->end[index] = board_earliest(board, index);
		return;
	}
	board->begin[index] = SCHEDULE_NEVER;
	board->end[index] = board->problem->from;
	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		int64_t end = board->start[i] + board->problem->move[i].seconds;

		if (board->start[i] < board->begin[index])
			board->begin[index] = board->start[i];
		if (end > board->end[index])
			board->end[index] = end;
	}
}

void board_settle(struct board *board, uint32_t index)
{
	note_times(board, index);
	draw(board, index, 1);
}

void board_put(struct board *board, uint32_t index, const int64_t *start)
{
	const struct schedule_group *group = &board->problem->group[index];

	for (uint32_t i = 0; i < group->count; i++) {
		board->start[group->first + i] = start[i];
		board_use(board, group->first + i, 1);
	}
	board_settle(board, index);
}

void board_take(struct board *board, uint32_t index)
{
	const struct schedule_group *group = &board->problem->group[index];

	draw(board, index, -1);
	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		board_use(board, i, -1);
		board->start[i] = SCHEDULE_NEVER;
	}
	board->begin[index] = board->end[index] = SCHEDULE_NEVER;
}

bool board_is_placed(const struct board *board, uint32_t group)
{
	return board->end[group] != SCHEDULE_NEVER;
}

/* --- from when on --- */

static bool has_left(const struct schedule_grant *grant, const int64_t *taken,
	const struct schedule_group *group)
{
	for (int i = 0; i < SCHEDULE_ASKS; i++)
		if (group->asks[i] > grant->amount[i] - taken[i])
			return false;
	return true;
}

int64_t board_granted(const struct board *board, const struct schedule_group *group)
{
	const struct schedule_quota *quota;
	int64_t from = SCHEDULE_NEVER;

	if (group->quota == SCHEDULE_NO_QUOTA || group->count == 0)
		return 0;
	quota = &board->problem->quota[group->quota];
	for (uint32_t i = quota->count; i-- > 0;) {
		if (!has_left(&quota->grant[i],
			    board->taken[board->first_grant[group->quota] + i], group))
			break;
		from = quota->grant[i].from;
	}
	return from;
}

int64_t board_earliest(const struct board *board, uint32_t index)
{
	const struct schedule_group *group = &board->problem->group[index];
	int64_t earliest = board->problem->from, granted = board_granted(board, group);

	if (group->not_before > earliest)
		earliest = group->not_before;
	if (granted > earliest)
		earliest = granted;
	for (uint32_t i = 0; i < group->after_count; i++)
		if (board->end[group->after[i]] > earliest)
			earliest = board->end[group->after[i]];
	return earliest;
}

/* --- all of it --- */

static bool starts(const struct schedule_group *group, const int64_t *start)
{
	for (uint32_t i = 0; i < group->count; i++)
		if (start[i] == SCHEDULE_NEVER)
			return false;
	return group->fixed;
}

static void empty(struct board *board)
{
	const struct schedule_problem *problem = board->problem;

	for (uint32_t i = 0; i < problem->moves; i++)
		board->start[i] = SCHEDULE_NEVER;
	for (uint32_t i = 0; i < problem->groups; i++)
		board->begin[i] = board->end[i] = SCHEDULE_NEVER;
	memcpy(board->move, board->ground->move, problem->moves * sizeof(uint32_t));
}

static uint32_t count_grants(struct board *board)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < board->problem->quotas; i++) {
		board->first_grant[i] = count;
		count += board->problem->quota[i].count;
	}
	return count;
}

void board_make(struct board *board, const struct ground *ground, const int64_t *start)
{
	const struct schedule_problem *problem = ground->problem;

	*board = (struct board){.ground = ground, .problem = problem};
	board->line = mem_array(problem->resources + 1UL, sizeof(struct timeline));
	board->first_grant = mem_array(problem->quotas + 1UL, sizeof(uint32_t));
	board->taken = mem_array(count_grants(board) + 1UL, sizeof(*board->taken));
	board->start = mem_array(problem->moves + 1UL, sizeof(int64_t));
	board->begin = mem_array(problem->groups + 1UL, sizeof(int64_t));
	board->end = mem_array(problem->groups + 1UL, sizeof(int64_t));
	board->move = mem_array(problem->moves + 1UL, sizeof(uint32_t));
	empty(board);
	for (uint32_t i = 0; start && i < problem->groups; i++)
		if (starts(&problem->group[i], start + problem->group[i].first))
			board_put(board, i, start + problem->group[i].first);
}

void board_free(struct board *board)
{
	for (uint32_t i = 0; board->line && i < board->problem->resources; i++)
		timeline_free(&board->line[i]);
	free(board->line);
	free(board->taken);
	free(board->first_grant);
	free(board->start);
	free(board->begin);
	free(board->end);
	free(board->move);
	*board = (struct board){0};
}
