/*
 * A schedule again, after something has changed: each group stays where it was as long as that
 * is still good.
 */
#include "base/memory.h"
#include "planning/schedule/making.h"
#include "planning/schedule/series.h"
#include <stdlib.h>

struct begun {
	bool grown; /* it now ends later, if it starts when it did */
	int64_t at;
	uint32_t group;
};

static int compare_begun(const void *left_pointer, const void *right_pointer)
{
	const struct begun *left = left_pointer, *right = right_pointer;

	if (left->grown != right->grown)
		return left->grown ? 1 : -1;
	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	return (left->group > right->group) - (left->group < right->group);
}

static bool has_grown(const struct schedule_problem *problem, uint32_t index)
{
	const struct schedule_group *group = &problem->group[index];
	const struct schedule_earlier *earlier = &problem->earlier;

	for (uint32_t i = group->first; i < group->first + group->count; i++)
		if (earlier->start[i] != SCHEDULE_NEVER &&
			earlier->start[i] + problem->move[i].seconds > earlier->end[i])
			return true;
	return false;
}

/* The first start that it had, and the last end that it would have had with these moves. */
static struct room time_before(const struct schedule_problem *problem, uint32_t index)
{
	const struct schedule_group *group = &problem->group[index];
	struct room time = {SCHEDULE_NEVER, 0};

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		int64_t start = problem->earlier.start[i];

		if (start == SCHEDULE_NEVER)
			return (struct room){SCHEDULE_NEVER, SCHEDULE_NEVER};
		time.from = start < time.from ? start : time.from;
		if (start + problem->move[i].seconds > time.until)
			time.until = start + problem->move[i].seconds;
	}
	return time;
}

static void order_as_before(const struct making *making)
{
	uint32_t groups = making->problem->groups;
	AUTO_FREE struct begun *begun = mem_array(groups + 1UL, sizeof(*begun));

	for (uint32_t i = 0; i < groups; i++)
		begun[i] = (struct begun){
			has_grown(making->problem, i), time_before(making->problem, i).from, i};
	qsort(begun, groups, sizeof(*begun), compare_begun);
	for (uint32_t i = 0; i < groups; i++)
		making->position[begun[i].group] = i;
}

static uint32_t list_left(const struct making *making, uint32_t *list)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < making->count; i++)
		if (!board_is_placed(&making->board, making->list[i]))
			list[count++] = making->list[i];
	return count;
}

/* Each group where it was; then, in the room that is left, those that are not there. */
static void place_as_before(struct making *making)
{
	AUTO_FREE uint32_t *left = mem_array(making->count + 1UL, sizeof(uint32_t));
	struct series_rules rules = {making->position, making->until, UINT32_MAX, UINT32_MAX,
		making->problem->earlier.start};

	board_make(&making->board, &making->ground, making->schedule->start);
	order_as_before(making);
	series_place(&making->board, making->list, making->count, &rules);
	rules.at = NULL;
	series_order(&making->bounds, SERIES_PRESSURE, making->position);
	series_place(&making->board, left, list_left(making, left), &rules);
	making->cost = making_cost(making, &making->board);
}

/* What would be missed of milestones if each ended where it did. */
static int64_t missed_before(const struct making *making)
{
	AUTO_FREE int64_t *end = mem_array(making->problem->groups + 1UL, sizeof(int64_t));

	for (uint32_t i = 0; i < making->count; i++)
		end[making->list[i]] = time_before(making->problem, making->list[i]).until;
	return cost_missed(&making->bounds, end, making->list, making->count);
}

static int64_t worth(const struct making *making)
{
	return (making->cost.finish - making->problem->from) / 1000 *
	       making->problem->earlier.worth;
}

/* As good as it was, give or take what other times are worth. */
static struct cost as_good(const struct making *making)
{
	return (struct cost){.missed = missed_before(making),
		.finish = making->bounds.best.finish + making->problem->earlier.over +
			  worth(making)};
}

static bool is_in_time(const struct making *making)
{
	struct cost enough = as_good(making);

	return making->cost.missed <= enough.missed && making->cost.finish <= enough.finish;
}

static bool is_as_good(const struct making *making)
{
	return making->cost.left == 0 && is_in_time(making);
}

/* A few make way for what finds no place, or comes too late. */
static void make_way(struct making *making)
{
	struct cost enough = as_good(making);
	struct improving improving = {&making->board, &making->bounds, making->until,
		making->list, making->count, making->problem->seed, &enough};

	improve(&improving, making->problem->effort);
	making->cost = making_cost(making, &making->board);
}

static bool is_worth_it(const struct making *making, const struct cost *before)
{
	if (making->cost.left != before->left)
		return making->cost.left < before->left;
	if (making->cost.missed != before->missed)
		return making->cost.missed < before->missed;
	return making->cost.finish + worth(making) < before->finish;
}

void making_search_again(struct making *making)
{
	struct board before;
	struct cost found;

	place_as_before(making);
	if (making->cost.left > 0)
		making_give_up(making);
	if (!is_as_good(making))
		make_way(making);
	if (is_in_time(making))
		return;
	before = making->board;
	making->board = (struct board){0};
	making_search(making);
	found = making_cost(making, &before);
	if (is_worth_it(making, &found)) {
		board_free(&before);
		return;
	}
	board_free(&making->board);
	making->board = before;
	making->cost = found;
}
