#include "planning/schedule/reason.h"
#include <string.h>

#define ORDERS 24 /* of the moves of a group, tried where it seems longer than any slot */

static void say(
	struct reasons *reasons, uint32_t index, enum schedule_why why, uint32_t resource)
{
	reasons->why[index] = why;
	if (reasons->resource)
		reasons->resource[index] = resource;
}

static bool waits_in_vain(const struct reasons *reasons, const struct schedule_group *group)
{
	for (uint32_t i = 0; i < group->after_count; i++)
		if (reasons->why[group->after[i]] != SCHEDULE_PLACED)
			return true;
	return false;
}

/* A resource that never has what one of the moves uses, or BOARD_NOBODY. */
static uint32_t lacking(const struct board *board, const struct schedule_group *group)
{
	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		const struct schedule_move *move = &board->problem->move[i];

		for (uint32_t j = 0; j < move->uses; j++)
			if (move->use[j].amount > board->ground->most[move->use[j].resource])
				return move->use[j].resource;
	}
	return BOARD_NOBODY;
}

static bool has_slot(
	const struct board *board, const struct schedule_group *group, int64_t from)
{
	const struct schedule_calendar *calendar = &board->problem->calendar[group->calendar];

	return board_slots_before(calendar, from) < calendar->count;
}

/* Its own day and its quota, not what it waits for. */
static int64_t earliest_alone(const struct board *board, const struct schedule_group *group)
{
	int64_t earliest = board->problem->from, granted = board_granted(board, group);

	earliest = group->not_before > earliest ? group->not_before : earliest;
	return granted > earliest ? granted : earliest;
}

/* --- trying --- */

static void swap(uint32_t *left, uint32_t *right)
{
	uint32_t kept = *left;

	*left = *right;
	*right = kept;
}

/* The next of all orders of these; false: it was the last. */
static bool next_order(uint32_t *move, uint32_t count)
{
	uint32_t left = count, right = count;

	while (left > 1 && move[left - 2] > move[left - 1])
		left--;
	if (left <= 1)
		return false;
	while (move[right - 1] < move[left - 2])
		right--;
	swap(&move[left - 2], &move[right - 1]);
	for (right = count; left + 1 < right; left++, right--)
		swap(&move[left - 1], &move[right - 1]);
	return true;
}

static bool fits(struct board *board, uint32_t index, struct room room)
{
	if (!board_place(board, index, room, UINT32_MAX))
		return false;
	board_take(board, index);
	return true;
}

/* In one order of its moves or another; that in which it does is kept. */
static bool fits_somehow(struct board *board, uint32_t index, struct room room)
{
	const struct schedule_group *group = &board->problem->group[index];
	uint32_t *move = board->move + group->first, *kept = board->ground->move + group->first;
	bool fit = fits(board, index, room);

	if (fit || group->count < 2)
		return fit;
	for (uint32_t i = 0; i < group->count; i++)
		move[i] = group->first + i;
	for (int i = 0; i < ORDERS && !fit; i++)
		if (!(fit = fits(board, index, room)) && !next_order(move, group->count))
			break;
	if (fit)
		memcpy(kept, move, group->count * sizeof(*move));
	else
		memcpy(move, kept, group->count * sizeof(*move));
	return fit;
}

/* --- late --- */

bool reasons_late(enum schedule_why why)
{
	return why >= SCHEDULE_LATE && why <= SCHEDULE_LATE_TAKEN;
}

/* When what it comes after has ended, of what is placed. */
static int64_t end_before(const struct board *board, const struct schedule_group *group)
{
	int64_t last = board->problem->from;

	for (uint32_t i = 0; i < group->after_count; i++) {
		int64_t end = board->end[group->after[i]];

		if (end != SCHEDULE_NEVER && end > last)
			last = end;
	}
	return last;
}

/* Does anybody use it in that room? */
static bool is_taken(const struct board *board, uint32_t resource, struct room room)
{
	struct timeline_piece piece;

	timeline_begin(
		&piece, &board->line[resource], &board->problem->resource[resource], room.from);
	for (; piece.from < room.until; timeline_next(&piece))
		if (piece.used > 0)
			return true;
	return false;
}

/* What keeps it from the time that it would have until its deadline. */
static void say_why_late(struct reasons *reasons, struct board *board, uint32_t index)
{
	const struct schedule_group *group = &board->problem->group[index];
	int64_t alone = earliest_alone(board, group), before = end_before(board, group);
	struct room room = {alone > before ? alone : before, group->deadline};

	if (!fits(board, index, room) && board->blocked != BOARD_NOBODY &&
		is_taken(board, board->blocked, room))
		say(reasons, index, SCHEDULE_LATE_TAKEN, board->blocked);
	else if (before > board->problem->from && before >= alone)
		say(reasons, index, SCHEDULE_LATE_AFTER, BOARD_NOBODY);
	else if (alone > board->problem->from)
		say(reasons, index, SCHEDULE_LATE_QUOTA, BOARD_NOBODY);
	else
		say(reasons, index, SCHEDULE_LATE, BOARD_NOBODY);
}

/* --- alone --- */

static bool has_fixed(const struct schedule_problem *problem)
{
	for (uint32_t i = 0; i < problem->groups; i++)
		if (problem->group[i].fixed)
			return true;
	return false;
}

/* It does not fit beside what is fixed; where nothing is, not without it either. */
static void say_why_alone(struct reasons *reasons, struct board *board, uint32_t index,
	struct room room, struct board *empty)
{
	uint32_t blocked = board->blocked;

	if (room.until == SCHEDULE_NEVER && !has_fixed(board->problem)) {
		say(reasons, index, SCHEDULE_TOO_LONG, BOARD_NOBODY);
		return;
	}
	if (!empty->problem)
		board_make(empty, board->ground, NULL);
	room.until = SCHEDULE_NEVER;
	if (!fits_somehow(empty, index, room))
		say(reasons, index, SCHEDULE_TOO_LONG, BOARD_NOBODY);
	else if (fits_somehow(board, index, room))
		say_why_late(reasons, board, index);
	else
		say(reasons, index, SCHEDULE_FULL, blocked);
}

static void judge_alone(struct reasons *reasons, struct board *board, uint32_t index,
	int64_t until, struct board *empty)
{
	const struct schedule_group *group = &board->problem->group[index];
	struct room room = {earliest_alone(board, group), until};
	uint32_t resource = lacking(board, group);

	if (board->ground->cycle[index])
		say(reasons, index, SCHEDULE_CYCLE, BOARD_NOBODY);
	else if (waits_in_vain(reasons, group))
		say(reasons, index, SCHEDULE_WAITS, BOARD_NOBODY);
	else if (group->count == 0)
		return;
	else if (resource != BOARD_NOBODY)
		say(reasons, index, SCHEDULE_NO_LINK, resource);
	else if (room.from == SCHEDULE_NEVER)
		say(reasons, index, SCHEDULE_NO_QUOTA_LEFT, BOARD_NOBODY);
	else if (!has_slot(board, group, room.from))
		say(reasons, index, SCHEDULE_NO_WINDOW, BOARD_NOBODY);
	else if (!fits_somehow(board, index, room))
		say_why_alone(reasons, board, index, room, empty);
}

/* Who comes after himself is known first: those before him in the order may wait for him. */
void reasons_alone(struct reasons *reasons, struct board *board, const int64_t *until)
{
	AUTO_BOARD struct board empty = {0};

	for (uint32_t i = 0; i < board->problem->groups; i++)
		say(reasons, i, board->ground->cycle[i] ? SCHEDULE_CYCLE : SCHEDULE_PLACED,
			BOARD_NOBODY);
	for (uint32_t i = 0; i < board->problem->groups; i++) {
		uint32_t index = board->ground->order[i];

		if (!board->problem->group[index].fixed)
			judge_alone(reasons, board, index, until[index], &empty);
	}
}

/* --- beside the others --- */

/* What would fit if it might end at any time is late. */
static void judge_beside(struct reasons *reasons, struct board *board, uint32_t index)
{
	const struct schedule_group *group = &board->problem->group[index];
	struct room room = {board_earliest(board, index), SCHEDULE_NEVER};

	if (waits_in_vain(reasons, group))
		say(reasons, index, SCHEDULE_WAITS, BOARD_NOBODY);
	else if (board_granted(board, group) == SCHEDULE_NEVER)
		say(reasons, index, SCHEDULE_NO_QUOTA_LEFT, BOARD_NOBODY);
	else if (fits(board, index, room))
		say_why_late(reasons, board, index);
	else if (board->blocked == BOARD_NOBODY)
		say(reasons, index, SCHEDULE_NO_WINDOW, BOARD_NOBODY);
	else
		say(reasons, index, SCHEDULE_FULL, board->blocked);
}

void reasons_beside(struct reasons *reasons, struct board *board)
{
	for (uint32_t i = 0; i < board->problem->groups; i++) {
		uint32_t index = board->ground->order[i];

		if (reasons->why[index] == SCHEDULE_PLACED && !board_is_placed(board, index) &&
			!board->problem->group[index].fixed)
			judge_beside(reasons, board, index);
	}
}
