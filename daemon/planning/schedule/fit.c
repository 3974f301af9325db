/* Fitting a group beside what is placed. */
#include "planning/schedule/board.h"
#include <stddef.h>

/* --- one move --- */

/* The first second at which all that the move uses has what it takes. */
int64_t board_first_second(struct board *board, uint32_t index, struct room room)
{
	const struct schedule_move *move = &board->problem->move[index];
	struct timeline_want want = {0, move->seconds, room.from, room.until};
	uint32_t agreed = 0;

	for (uint32_t i = 0; agreed < move->uses; i = (i + 1) % move->uses) {
		uint32_t resource = move->use[i].resource;
		int64_t start;

		want.amount = move->use[i].amount;
		start = timeline_first(
			&board->line[resource], &board->problem->resource[resource], &want);
		if (start == SCHEDULE_NEVER) {
			board->blocked = resource;
			return SCHEDULE_NEVER;
		}
		agreed = start == want.from ? agreed + 1 : 1;
		want.from = start;
	}
	return want.seconds <= want.until - want.from ? want.from : SCHEDULE_NEVER;
}

/* --- a group --- */

static void remove_first(
	struct board *board, const struct schedule_group *group, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		board_use(board, board->move[group->first + i], -1);
		board->start[board->move[group->first + i]] = SCHEDULE_NEVER;
	}
}

/* Where a move may start: anywhere in the room, or at its second alone. */
static struct room room_of(
	const struct board *board, uint32_t move, struct room room, const int64_t *start)
{
	int64_t seconds = board->problem->move[move].seconds;

	if (!start)
		return room;
	if (start[move] == SCHEDULE_NEVER || start[move] < room.from ||
		start[move] > room.until - seconds)
		return (struct room){0, 0};
	return (struct room){start[move], start[move] + seconds};
}

/* All its moves within that room; false: nothing is left of it. `start` may be NULL. */
static bool fit(struct board *board, const struct schedule_group *group, struct room room,
	const int64_t *start)
{
	for (uint32_t i = 0; i < group->count; i++) {
		uint32_t index = board->move[group->first + i];

		board->start[index] =
			board_first_second(board, index, room_of(board, index, room, start));
		if (board->start[index] == SCHEDULE_NEVER) {
			remove_first(board, group, i);
			return false;
		}
		board_use(board, index, 1);
	}
	return true;
}

uint32_t board_slots_before(const struct schedule_calendar *calendar, int64_t at)
{
	uint32_t low = 0, high = calendar->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (calendar->slot[middle].to <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool fit_in_calendar(
	struct board *board, uint32_t index, struct room room, uint32_t skip)
{
	const struct schedule_group *group = &board->problem->group[index];
	const struct schedule_calendar *calendar = &board->problem->calendar[group->calendar];

	for (uint32_t i = board_slots_before(calendar, room.from); i < calendar->count; i++) {
		struct room slot = {calendar->slot[i].from, calendar->slot[i].to};

		slot.from = slot.from < room.from ? room.from : slot.from;
		slot.until = slot.until < room.until ? slot.until : room.until;
		if (slot.from > room.until)
			return false;
		if (i == skip || board->ground->span[index] > slot.until - slot.from)
			continue;
		if (fit(board, group, slot, NULL))
			return true;
	}
	return false;
}

bool board_place(struct board *board, uint32_t index, struct room room, uint32_t skip)
{
	board->blocked = BOARD_NOBODY;
	if (room.from > room.until || room.from == SCHEDULE_NEVER)
		return false;
	if (board->problem->group[index].count > 0 &&
		!fit_in_calendar(board, index, room, skip))
		return false;
	board_settle(board, index);
	return true;
}

static int64_t first_of(const struct schedule_group *group, const int64_t *start)
{
	int64_t first = SCHEDULE_NEVER;

	for (uint32_t i = group->first; i < group->first + group->count; i++)
		first = start[i] < first ? start[i] : first;
	return first;
}

/* The slot in which the group starts then; count of the calendar: none. */
static uint32_t slot_at(const struct schedule_calendar *calendar, int64_t first)
{
	uint32_t slot = board_slots_before(calendar, first);

	return slot < calendar->count && calendar->slot[slot].from <= first ? slot
									    : calendar->count;
}

static bool fit_at(struct board *board, uint32_t index, struct room room, const int64_t *start)
{
	const struct schedule_group *group = &board->problem->group[index];
	const struct schedule_calendar *calendar = &board->problem->calendar[group->calendar];
	uint32_t slot = slot_at(calendar, first_of(group, start));

	if (slot == calendar->count)
		return false;
	if (calendar->slot[slot].from > room.from)
		room.from = calendar->slot[slot].from;
	if (calendar->slot[slot].to < room.until)
		room.until = calendar->slot[slot].to;
	return fit(board, group, room, start);
}

bool board_place_at(struct board *board, uint32_t index, struct room room, const int64_t *start)
{
	board->blocked = BOARD_NOBODY;
	if (room.from > room.until || room.from == SCHEDULE_NEVER)
		return false;
	if (board->problem->group[index].count > 0 && !fit_at(board, index, room, start))
		return false;
	board_settle(board, index);
	return true;
}
