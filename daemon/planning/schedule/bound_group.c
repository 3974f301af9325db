/* What each group takes by itself, and chains of groups. */
#include "planning/schedule/bound.h"

/* Nothing but that day, its quota and what it waits for keeps it from starting. */
static int64_t head_of(const struct bounds *bounds, uint32_t index, bool *waits)
{
	const struct schedule_group *group = &bounds->problem->group[index];
	int64_t head = board_earliest(bounds->board, index);

	if (head == SCHEDULE_NEVER)
		head = bounds->problem->from;
	for (uint32_t i = 0; i < group->after_count; i++) {
		int64_t end = bounds->end[group->after[i]];

		if (end > head) {
			head = end;
			*waits = true;
		}
	}
	return head;
}

/* The first end of that move, in a slot in which the whole group has the time that it takes. */
static int64_t first_end(struct board *board, uint32_t index, uint32_t move, int64_t head)
{
	const struct schedule_group *group = &board->problem->group[index];
	const struct schedule_calendar *calendar = &board->problem->calendar[group->calendar];

	for (uint32_t i = board_slots_before(calendar, head); i < calendar->count; i++) {
		struct room room = {calendar->slot[i].from, calendar->slot[i].to};
		int64_t start;

		room.from = room.from > head ? room.from : head;
		if (room.until - room.from < board->ground->span[index])
			continue;
		start = board_first_second(board, move, room);
		if (start == SCHEDULE_NEVER)
			continue;
		start += board->problem->move[move].seconds;
		return start > room.from + board->ground->span[index]
			       ? start
			       : room.from + board->ground->span[index];
	}
	return SCHEDULE_NEVER;
}

static int64_t end_of(struct board *board, uint32_t index, int64_t head)
{
	const struct schedule_group *group = &board->problem->group[index];
	int64_t last = head;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		int64_t end = first_end(board, index, i, head);

		if (end != SCHEDULE_NEVER && end > last)
			last = end;
	}
	return last;
}

/* What it waits for, and that in turn, as far as that ends when this can start. */
static uint32_t first_of_chain(const struct bounds *bounds, uint32_t index)
{
	const struct schedule_group *group = &bounds->problem->group[index];

	for (uint32_t i = 0; i < group->after_count;) {
		uint32_t before = group->after[i++];

		if (bounds->counts[before] && bounds->end[before] == bounds->head[index]) {
			index = before;
			group = &bounds->problem->group[index];
			i = 0;
		}
	}
	return index;
}

/* Did the first of its chain wait for a grant for longer than all of the chain takes? */
static bool waits_longest_for_grant(const struct bounds *bounds, uint32_t index, uint32_t first)
{
	int64_t head = bounds->head[first];

	return bounds_waits_for_grant(bounds, first) &&
	       head - bounds->problem->from > bounds->end[index] - head;
}

/* What of it is why a group cannot end sooner. */
static void note(struct bounds *bounds, uint32_t index, bool waits)
{
	const struct schedule_group *group = &bounds->problem->group[index];
	int64_t idle = bounds->end[index] - bounds->head[index] - bounds->ground->span[index];

	uint32_t first;

	if (group->count == 0 || bounds->end[index] <= bounds->best.finish)
		return;
	first = first_of_chain(bounds, index);
	if (!waits && bounds_waits_for_grant(bounds, index))
		bounds_note(bounds, bounds->end[index], BINDS_QUOTA, group->quota);
	else if (waits && waits_longest_for_grant(bounds, index, first))
		bounds_note(bounds, bounds->end[index], BINDS_QUOTA,
			bounds->problem->group[first].quota);
	else if (!waits && idle > bounds->ground->span[index])
		bounds_note(bounds, bounds->end[index], BINDS_WINDOW, group->calendar);
	else
		bounds_note(bounds, bounds->end[index], BINDS_GROUP, index);
}

void bounds_of_groups(struct bounds *bounds, struct board *board)
{
	for (uint32_t i = 0; i < bounds->problem->groups; i++) {
		uint32_t index = bounds->ground->order[i];
		bool waits = false;

		if (board_is_placed(board, index)) {
			bounds->head[index] = board->begin[index];
			bounds->end[index] = board->end[index];
		} else if (bounds->counts[index]) {
			bounds->head[index] = head_of(bounds, index, &waits);
			bounds->end[index] = end_of(board, index, bounds->head[index]);
			note(bounds, index, waits);
		}
	}
}
