#include "planning/schedule/hours.h"
#include "base/memory.h"
#include <stdlib.h>

/* --- measures --- */

volume measure_of(const struct measure *measure, volume part)
{
	volume whole = measure->whole, unit = measure->unit;

	if (unit == 0)
		return part;
	if (2 * part < whole)
		return 2 * (part / unit);
	if (2 * part == whole)
		return whole / unit;
	return 2 * (whole / unit - (whole - part) / unit);
}

volume measure_least(const struct measure *measure, volume count, volume most)
{
	volume low = 0, high = most;

	while (low < high) {
		volume middle = low + (high - low) / 2;

		if (measure_of(measure, middle) >= count)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* --- of several calendars --- */

static int compare_slots(const void *left_pointer, const void *right_pointer)
{
	const struct schedule_slot *left = left_pointer, *right = right_pointer;

	return (left->from > right->from) - (left->from < right->from);
}

static uint32_t count_until(const struct schedule_calendar *calendar, int64_t until)
{
	uint32_t count = board_slots_before(calendar, until);

	return count < calendar->count ? count + 1 : count;
}

static void merge(struct hours *hours)
{
	uint32_t last = 0;

	for (uint32_t i = 1; i < hours->count; i++) {
		struct schedule_slot *slot = &hours->own[last];

		if (hours->own[i].from > slot->to)
			hours->own[++last] = hours->own[i];
		else if (hours->own[i].to > slot->to)
			slot->to = hours->own[i].to;
	}
	hours->count = hours->count > 0 ? last + 1 : 0;
}

void hours_union(struct hours *hours, const struct schedule_problem *problem,
	const uint32_t *calendar, uint32_t count, int64_t until)
{
	size_t slots = 0;

	*hours = (struct hours){0};
	for (uint32_t i = 0; i < count; i++)
		slots += count_until(&problem->calendar[calendar[i]], until);
	hours->own = mem_array(slots + 1, sizeof(struct schedule_slot));
	for (uint32_t i = 0; i < count; i++) {
		const struct schedule_calendar *one = &problem->calendar[calendar[i]];

		for (uint32_t j = 0; j < count_until(one, until); j++)
			hours->own[hours->count++] = one->slot[j];
	}
	qsort(hours->own, hours->count, sizeof(struct schedule_slot), compare_slots);
	merge(hours);
	hours->slot = hours->own;
}

void hours_free(struct hours *hours)
{
	free(hours->own);
	*hours = (struct hours){0};
}

/* --- what is free --- */

static int64_t free_of(const struct timeline_piece *piece)
{
	return piece->level > piece->used ? piece->level - piece->used : 0;
}

static void begin(struct timeline_piece *piece, const struct board *board, uint32_t resource,
	int64_t from)
{
	timeline_begin(
		piece, &board->line[resource], &board->problem->resource[resource], from);
}

/* From when on of that slot; not before its end: nothing of it counts. */
static int64_t from_in(const struct schedule_slot *slot, int64_t from)
{
	return slot->from > from ? slot->from : from;
}

static uint32_t first_slot(const struct hours *hours, int64_t from)
{
	struct schedule_calendar calendar = {"", hours->slot, hours->count};

	return board_slots_before(&calendar, from);
}

/* --- by the second --- */

/* As far as the room goes; the time at which it is done, else SCHEDULE_NEVER. */
static int64_t work_off(const struct board *board, struct work *work, struct room room)
{
	struct timeline_piece piece;

	for (begin(&piece, board, work->resource, room.from); piece.from < room.until;
		timeline_next(&piece)) {
		int64_t to = piece.to < room.until ? piece.to : room.until;
		volume beside = measure_of(&work->amount, free_of(&piece));

		if (beside > 0 && work->need <= beside * (to - piece.from))
			return piece.from + (int64_t)((work->need + beside - 1) / beside);
		work->need -= beside * (to - piece.from);
	}
	return SCHEDULE_NEVER;
}

static int64_t reach_by_second(
	const struct hours *hours, const struct board *board, struct work *work)
{
	int64_t end = SCHEDULE_NEVER;

	for (uint32_t i = first_slot(hours, work->from);
		i < hours->count && end == SCHEDULE_NEVER; i++) {
		struct room room = {from_in(&hours->slot[i], work->from), hours->slot[i].to};

		end = work_off(board, work, room);
	}
	return end;
}

/* --- by whole moves and groups --- */

int64_t hours_most_free(const struct board *board, uint32_t resource, struct room room)
{
	struct timeline_piece piece;
	int64_t most = 0;

	for (begin(&piece, board, resource, room.from); piece.from < room.until;
		timeline_next(&piece))
		most = free_of(&piece) > most ? free_of(&piece) : most;
	return most;
}

static volume free_volume(const struct board *board, uint32_t resource, struct room room)
{
	struct timeline_piece piece;
	volume sum = 0;

	for (begin(&piece, board, resource, room.from); piece.from < room.until;
		timeline_next(&piece)) {
		int64_t to = piece.to < room.until ? piece.to : room.until;

		sum += (volume)free_of(&piece) * (to - piece.from);
	}
	return sum;
}

/* What there is in a room, as its moves count. */
static volume have_in(const struct board *board, const struct work *work, struct room room)
{
	if (work->seconds.unit == 0 && work->amount.unit == 0)
		return free_volume(board, work->resource, room);
	return measure_of(&work->amount, hours_most_free(board, work->resource, room)) *
	       measure_of(&work->seconds, room.until - room.from);
}

/* The least time after which the room has had so much, which it has. */
static int64_t time_of(
	const struct board *board, const struct work *work, struct room room, volume much)
{
	struct work plain = {.resource = work->resource, .need = much};
	volume beside;

	if (work->seconds.unit == 0 && work->amount.unit == 0)
		return work_off(board, &plain, room);
	beside = measure_of(&work->amount, hours_most_free(board, work->resource, room));
	return room.from + (int64_t)measure_least(&work->seconds, (much + beside - 1) / beside,
				   room.until - room.from);
}

static int64_t reach_by_slot(
	const struct hours *hours, const struct board *board, struct work *work)
{
	for (uint32_t i = first_slot(hours, work->from); i < hours->count; i++) {
		struct room room = {from_in(&hours->slot[i], work->from), hours->slot[i].to};
		volume most = have_in(board, work, room);
		volume have = measure_of(&work->group, most);

		if (have > 0 && work->need <= have)
			return time_of(board, work, room,
				measure_least(&work->group, work->need, most));
		work->need -= have;
	}
	return SCHEDULE_NEVER;
}

int64_t hours_reach(
	const struct hours *hours, const struct board *board, const struct work *work)
{
	struct work left = *work;

	if (left.need <= 0)
		return left.from;
	return left.seconds.unit == 0 && left.group.unit == 0
		       ? reach_by_second(hours, board, &left)
		       : reach_by_slot(hours, board, &left);
}

volume hours_greatest(
	const struct hours *hours, const struct board *board, const struct work *work)
{
	volume most = 0;

	for (uint32_t i = first_slot(hours, work->from); i < hours->count; i++) {
		struct room room = {from_in(&hours->slot[i], work->from), hours->slot[i].to};
		volume one = have_in(board, work, room);

		most = one > most ? one : most;
	}
	return most;
}

int64_t hours_longest(const struct hours *hours, int64_t from)
{
	int64_t longest = 0;

	for (uint32_t i = first_slot(hours, from); i < hours->count; i++) {
		int64_t seconds = hours->slot[i].to - from_in(&hours->slot[i], from);

		longest = seconds > longest ? seconds : longest;
	}
	return longest;
}

int64_t hours_open(const struct hours *hours, struct room room)
{
	int64_t open = 0;

	for (uint32_t i = first_slot(hours, room.from);
		i < hours->count && hours->slot[i].from < room.until; i++) {
		int64_t to = hours->slot[i].to < room.until ? hours->slot[i].to : room.until;

		open += to - from_in(&hours->slot[i], room.from);
	}
	return open;
}
