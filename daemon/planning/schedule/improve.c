#include "planning/schedule/improve.h"
#include "base/memory.h"
#include "planning/schedule/improve_joint.h"
#include "planning/schedule/improve_pick.h"
#include "planning/schedule/kept.h"
#include "planning/schedule/random.h"
#include "planning/schedule/series.h"
#include <stdlib.h>
#include <string.h>

#define JOINT 3 /* so often one try of a few is of groups placed together */

/* --- how good it is --- */

int64_t cost_missed(
	const struct bounds *bounds, const int64_t *end, const uint32_t *list, uint32_t count)
{
	const struct schedule_problem *problem = bounds->problem;
	int64_t missed = 0;

	for (uint32_t i = 0; i < problem->milestones; i++) {
		int64_t need = bounds->need[i];

		for (uint32_t j = 0; j < count && need > 0; j++)
			if (end[list[j]] <= problem->milestone[i].by)
				need -= problem->group[list[j]].gain;
		missed += need > 0 ? need : 0;
	}
	return missed;
}

struct cost cost_of(const struct board *board, const struct bounds *bounds,
	const uint32_t *list, uint32_t count)
{
	struct cost cost = {
		0, cost_missed(bounds, board->end, list, count), board->problem->from, 0};
	int64_t bound = bounds->best.finish;

	for (uint32_t i = 0; i < count; i++) {
		int64_t end = board->end[list[i]];

		if (end == SCHEDULE_NEVER) {
			cost.left++;
			continue;
		}
		if (board->problem->group[list[i]].count == 0)
			continue;
		cost.finish = end > cost.finish ? end : cost.finish;
		if (end > bound)
			cost.late +=
				(end - bound) / 60 * (60 + board->ground->size[list[i]] / 60);
	}
	return cost;
}

int cost_compare(const struct cost *left, const struct cost *right)
{
	if (left->left != right->left)
		return left->left < right->left ? -1 : 1;
	if (left->missed != right->missed)
		return left->missed < right->missed ? -1 : 1;
	if (left->finish != right->finish)
		return left->finish < right->finish ? -1 : 1;
	return (left->late > right->late) - (left->late < right->late);
}

/* --- one try --- */

struct trial {
	const struct improving *improving;
	struct pick pick;
	int64_t *start,
		*begin; /* of what was taken, as in the board; begin: NEVER, was not on it */
	uint32_t *position;
	struct cost cost, best_cost; /* of the board, and of the best */
	struct kept best;
	uint32_t time, times;
};

static void take_out(struct trial *trial)
{
	struct board *board = trial->improving->board;

	for (uint32_t i = 0; i < trial->pick.count; i++) {
		uint32_t index = trial->pick.group[i];
		const struct schedule_group *group = &board->problem->group[index];

		trial->begin[index] = board->begin[index];
		memcpy(trial->start + group->first, board->start + group->first,
			group->count * sizeof(int64_t));
		if (board_is_placed(board, index))
			board_take(board, index);
	}
}

static void undo(struct trial *trial)
{
	struct board *board = trial->improving->board;

	for (uint32_t i = 0; i < trial->pick.count; i++)
		if (board_is_placed(board, trial->pick.group[i]))
			board_take(board, trial->pick.group[i]);
	for (uint32_t i = 0; i < trial->pick.count; i++) {
		uint32_t group = trial->pick.group[i];

		if (trial->begin[group] != SCHEDULE_NEVER)
			kept_put(board, group,
				trial->start + board->problem->group[group].first,
				trial->begin[group]);
	}
}

/* Is it good enough to go on from? Also a little worse, and the less so the later. */
static bool is_accepted(const struct trial *trial, const struct cost *cost)
{
	int64_t slack = trial->best_cost.late / 8 / trial->times * (trial->times - trial->time);

	if (cost->left != trial->cost.left)
		return cost->left < trial->cost.left;
	if (cost->missed != trial->cost.missed)
		return cost->missed < trial->cost.missed;
	if (cost_compare(cost, &trial->cost) <= 0)
		return true;
	return cost->late <= trial->best_cost.late + slack && trial->time % 4 == 0;
}

static void keep(struct trial *trial, const struct cost *cost)
{
	trial->best_cost = *cost;
	kept_note(&trial->best, trial->improving->board);
}

/* Group after group; false: nothing was taken from the board. */
static bool try_series(struct trial *trial, uint64_t *random)
{
	const struct improving *improving = trial->improving;
	struct series_rules rules = {
		trial->position, improving->until, UINT32_MAX, UINT32_MAX, NULL};

	if (!pick_groups(&trial->pick, improving, random))
		return false;
	pick_order(&trial->pick, improving, trial->position, random);
	if (trial->pick.again != UINT32_MAX) {
		rules.skip_group = trial->pick.again;
		rules.skip_slot = pick_slot(improving->board, trial->pick.again);
	}
	take_out(trial);
	series_place(improving->board, trial->pick.group, trial->pick.count, &rules);
	return true;
}

/* All of one slot together. */
static bool try_joint(struct trial *trial, uint64_t *random)
{
	uint32_t slot = joint_pick(&trial->pick, trial->improving, random);

	if (slot == UINT32_MAX)
		return false;
	take_out(trial);
	if (joint_place(&trial->pick, trial->improving, slot, random))
		return true;
	undo(trial);
	return false;
}

static void try_once(struct trial *trial, uint64_t *random)
{
	const struct improving *improving = trial->improving;
	bool joint = random_below(random, JOINT) == 0;
	struct cost cost;

	if (joint ? !try_joint(trial, random) : !try_series(trial, random))
		return;
	cost = cost_of(improving->board, improving->bounds, improving->list, improving->count);
	if (!is_accepted(trial, &cost)) {
		undo(trial);
		return;
	}
	trial->cost = cost;
	if (cost_compare(&cost, &trial->best_cost) < 0)
		keep(trial, &cost);
}

/* --- all of them --- */

static void make(struct trial *trial, const struct improving *improving)
{
	const struct schedule_problem *problem = improving->board->problem;

	*trial = (struct trial){.improving = improving};
	trial->start = mem_array(problem->moves + 1UL, sizeof(int64_t));
	trial->begin = mem_array(problem->groups + 1UL, sizeof(int64_t));
	trial->position = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	pick_make(&trial->pick, problem);
	trial->cost =
		cost_of(improving->board, improving->bounds, improving->list, improving->count);
	kept_make(&trial->best, problem);
	keep(trial, &trial->cost);
}

static void unmake(struct trial *trial)
{
	pick_free(&trial->pick);
	free(trial->start);
	free(trial->begin);
	free(trial->position);
	kept_free(&trial->best);
}

static bool is_done(const struct trial *trial)
{
	const struct improving *improving = trial->improving;
	const struct cost bound = {.finish = improving->bounds->best.finish};
	const struct cost *enough = improving->enough ? improving->enough : &bound;
	const struct cost *best = &trial->best_cost;

	return best->left <= enough->left && best->missed <= enough->missed &&
	       best->finish <= enough->finish;
}

void improve(const struct improving *improving, uint32_t times)
{
	struct trial trial;
	uint64_t random = improving->seed;

	make(&trial, improving);
	trial.times = times > 0 ? times : 1;
	for (; trial.time < times && !is_done(&trial) && improving->count > 0; trial.time++)
		try_once(&trial, &random);
	if (cost_compare(&trial.best_cost, &trial.cost) != 0)
		kept_restore(&trial.best, improving->board, improving->list, improving->count);
	unmake(&trial);
}
