#include "base/memory.h"
#include "planning/schedule/making.h"
#include "planning/schedule/schedule.h"
#include "planning/schedule/series.h"
#include <string.h>

/* --- what is asked --- */

/* Its deadline, and the start of what is fixed, is still to come, and waits for it. */
static void note_until(struct making *making, uint32_t index)
{
	const struct lists *before = &making->ground.before;

	making->until[index] = making->problem->group[index].deadline;
	for (uint32_t i = before->first[index]; i < before->first[index + 1]; i++) {
		uint32_t next = before->item[i];
		int64_t begin = making->fixed.begin[next];

		if (making->problem->group[next].fixed && begin >= making->problem->from &&
			begin < making->until[index])
			making->until[index] = begin;
	}
}

static void note_counts(struct making *making)
{
	making->count = 0;
	for (uint32_t i = 0; i < making->problem->groups; i++) {
		making->counts[i] = !making->problem->group[i].fixed &&
				    making->reasons.why[i] == SCHEDULE_PLACED;
		if (making->counts[i])
			making->list[making->count++] = i;
	}
}

static void begin(struct making *making)
{
	const struct schedule_problem *problem = making->problem;

	ground_make(&making->ground, problem);
	board_make(&making->fixed, &making->ground, making->schedule->start);
	making->reasons = (struct reasons){making->schedule->why, making->schedule->resource};
	making->until = mem_array(problem->groups + 1UL, sizeof(int64_t));
	making->counts = mem_array(problem->groups + 1UL, sizeof(bool));
	making->list = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	making->position = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	making->best = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	for (uint32_t i = 0; i < problem->groups; i++)
		note_until(making, i);
	reasons_alone(&making->reasons, &making->fixed, making->until);
	note_counts(making);
	bounds_make(&making->bounds, &making->fixed, making->counts);
}

static void end(struct making *making)
{
	bounds_free(&making->bounds);
	board_free(&making->board);
	board_free(&making->fixed);
	ground_free(&making->ground);
	mem_free_at(&making->until);
	mem_free_at(&making->counts);
	mem_free_at(&making->list);
	mem_free_at(&making->position);
	mem_free_at(&making->best);
}

/* --- the first --- */

struct cost making_cost(const struct making *making, const struct board *board)
{
	return cost_of(board, &making->bounds, making->list, making->count);
}

/* Takes the place of what there is when it is better, or as good and `wanted`. */
static void try_order(struct making *making, bool wanted)
{
	struct series_rules rules = {
		making->position, making->until, UINT32_MAX, UINT32_MAX, NULL};
	AUTO_BOARD struct board board = {0};
	struct board other = making->board;
	struct cost found;
	int order;

	board_make(&board, &making->ground, making->schedule->start);
	series_place(&board, making->list, making->count, &rules);
	found = making_cost(making, &board);
	order = cost_compare(&found, &making->cost);
	if (making->board.problem && (order > 0 || (order == 0 && !wanted)))
		return;
	making->cost = found;
	making->board = board;
	board = other;
	memcpy(making->best, making->position, making->problem->groups * sizeof(uint32_t));
}

static bool is_best(const struct making *making)
{
	return making->cost.left == 0 && making->cost.missed == 0 &&
	       making->cost.finish <= making->bounds.best.finish;
}

static uint32_t try_all_series(struct making *making)
{
	static const enum series_by kinds[] = {SERIES_PRESSURE, SERIES_RANK, SERIES_SIZE,
		SERIES_VOLUME, SERIES_EARLY, SERIES_COMING};
	uint32_t tried = 0;

	for (; tried < SERIES_KINDS && (tried == 0 || tried < making->problem->effort);
		tried++) {
		series_order(&making->bounds, kinds[tried], making->position);
		try_order(making, kinds[tried] == SERIES_RANK);
	}
	return tried;
}

/* Those that cannot be placed whatever is tried are no longer counted. */
void making_give_up(struct making *making)
{
	reasons_beside(&making->reasons, &making->board);
	for (uint32_t i = 0; i < making->count; i++) {
		enum schedule_why *why = &making->reasons.why[making->list[i]];

		if (*why == SCHEDULE_FULL || *why == SCHEDULE_WAITS || reasons_late(*why))
			*why = SCHEDULE_PLACED;
	}
	note_counts(making);
	bounds_free(&making->bounds);
	bounds_make(&making->bounds, &making->fixed, making->counts);
	making->cost = making_cost(making, &making->board);
}

/* --- better ones --- */

/* So many groups are placed in all series of shaken orders. */
#define SHAKEN_GROUPS 100000

/* Orders near the best one; what is better is the best then. */
static void shake_orders(struct making *making)
{
	uint32_t times = making->problem->effort / 2;
	uint32_t most = SHAKEN_GROUPS / (making->count + 1);
	uint64_t random = making->problem->seed;

	times = times < most ? times : most;
	for (uint32_t i = 0; i < times && !is_best(making); i++) {
		memcpy(making->position, making->best,
			making->problem->groups * sizeof(uint32_t));
		series_shake(making->position, making->problem->groups, &random);
		try_order(making, false);
	}
}

/* From the best order again, in another way; true: that is better than what there was. */
static bool try_orders(struct making *making)
{
	struct board other = making->board;
	struct cost cost_before = making->cost;

	making->board = (struct board){0};
	memcpy(making->position, making->best, making->problem->groups * sizeof(uint32_t));
	try_order(making, true);
	shake_orders(making);
	if (cost_compare(&making->cost, &cost_before) < 0) {
		board_free(&other);
		return true;
	}
	board_free(&making->board);
	making->board = other;
	making->cost = cost_before;
	return false;
}

static void improve_by(struct making *making, const struct improving *improving, uint32_t times)
{
	improve(improving, times);
	making->cost = making_cost(making, &making->board);
}

/* Change by change, then by orders as a whole; and change by change from the better of both. */
static void make_better(struct making *making, uint32_t tried)
{
	struct improving improving = {&making->board, &making->bounds, making->until,
		making->list, making->count, making->problem->seed, NULL};
	uint32_t effort = making->problem->effort;

	if (effort > tried)
		improve_by(making, &improving, effort - tried);
	if (effort > tried && making->count > 1 && !is_best(making) && try_orders(making))
		improve_by(making, &improving, effort / 2);
	series_order(&making->bounds, SERIES_RANK, making->position);
	improve_ranks(&improving, making->position);
}

/* From nothing. */
void making_search(struct making *making)
{
	uint32_t tried = try_all_series(making);

	if (making->cost.left > 0) {
		making_give_up(making);
		try_all_series(making);
	}
	make_better(making, tried);
}

/* --- what is told --- */

static void tell_bound(struct making *making)
{
	if (making_cost(making, &making->board).left > 0) {
		for (uint32_t i = 0; i < making->count; i++)
			making->counts[making->list[i]] =
				board_is_placed(&making->board, making->list[i]);
		bounds_free(&making->bounds);
		bounds_make(&making->bounds, &making->fixed, making->counts);
	}
	making->schedule->bound = making->bounds.best;
}

/* Of what is fixed they are those that were given; of moves that no group has, never. */
static void tell_starts(struct making *making)
{
	int64_t *start = making->board.start;

	for (uint32_t i = 0; i < making->problem->groups; i++) {
		const struct schedule_group *group = &making->problem->group[i];

		if (group->fixed)
			memcpy(start + group->first, making->schedule->start + group->first,
				group->count * sizeof(int64_t));
	}
	memcpy(making->schedule->start, start, making->problem->moves * sizeof(int64_t));
}

static void tell(struct making *making)
{
	struct schedule *schedule = making->schedule;

	reasons_beside(&making->reasons, &making->board);
	tell_bound(making);
	schedule->finish = making->problem->from;
	for (uint32_t i = 0; i < making->problem->groups; i++) {
		int64_t finish = making->board.end[i];

		if (making->problem->group[i].count > 0 && finish != SCHEDULE_NEVER &&
			finish > schedule->finish)
			schedule->finish = finish;
	}
	tell_starts(making);
}

void schedule_make(const struct schedule_problem *problem, struct schedule *schedule)
{
	struct making making = {.problem = problem, .schedule = schedule};

	begin(&making);
	if (problem->earlier.start)
		making_search_again(&making);
	else
		making_search(&making);
	tell(&making);
	end(&making);
}
