#include "planning/schedule/ground.h"
#include "base/memory.h"
#include "planning/schedule/lists.h"
#include <stdlib.h>
#include <string.h>

#define LONGEST (INT64_MAX / 4)

/* --- resources --- */

static int64_t highest(const struct schedule_resource *resource, int64_t from)
{
	int64_t most = 0;

	for (uint32_t i = 0; i < resource->count; i++) {
		volume level = (volume)resource->full * resource->level[i].permille / 1000;

		if ((i + 1 == resource->count || resource->level[i + 1].from > from) &&
			level > most)
			most = (int64_t)level;
	}
	return most;
}

static void note_most(struct ground *ground)
{
	const struct schedule_problem *problem = ground->problem;

	ground->most = mem_array(problem->resources + 1UL, sizeof(int64_t));
	for (uint32_t i = 0; i < problem->resources; i++)
		ground->most[i] = highest(&problem->resource[i], problem->from);
}

/* --- groups --- */

volume ground_volume(
	const struct ground *ground, const struct schedule_group *group, uint32_t resource)
{
	volume sum = 0;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		const struct schedule_move *move = &ground->problem->move[i];

		for (uint32_t j = 0; j < move->uses; j++)
			if (move->use[j].resource == resource)
				sum += (volume)move->use[j].amount * move->seconds;
	}
	return sum;
}

/* Seconds for which the group would use all of the resource; 0 when there never is any. */
static int64_t seconds_of_all(
	const struct ground *ground, const struct schedule_group *group, uint32_t resource)
{
	volume most = ground->most[resource], seconds;

	if (most == 0)
		return 0;
	seconds = (ground_volume(ground, group, resource) + most - 1) / most;
	return seconds < LONGEST ? (int64_t)seconds : LONGEST;
}

static int64_t longest_move(
	const struct schedule_problem *problem, const struct schedule_group *group)
{
	int64_t longest = 0;

	for (uint32_t i = group->first; i < group->first + group->count; i++)
		if (problem->move[i].seconds > longest)
			longest = problem->move[i].seconds;
	return longest;
}

static void note_use(struct ground *ground, uint32_t resource, uint32_t index)
{
	int64_t seconds = seconds_of_all(ground, &ground->problem->group[index], resource);

	if (seconds > ground->size[index])
		ground->size[index] = seconds;
	if (seconds > ground->span[index])
		ground->span[index] = seconds;
}

static void note_sizes(struct ground *ground)
{
	const struct schedule_problem *problem = ground->problem;

	ground->size = mem_array(problem->groups + 1UL, sizeof(int64_t));
	ground->span = mem_array(problem->groups + 1UL, sizeof(int64_t));
	for (uint32_t i = 0; i < problem->groups; i++)
		ground->span[i] = longest_move(problem, &problem->group[i]);
	for (uint32_t i = 0; i < problem->resources; i++)
		for (uint32_t j = ground->users.first[i]; j < ground->users.first[i + 1]; j++)
			note_use(ground, i, ground->users.item[j]);
}

/* --- moves --- */

static bool is_harder(const struct schedule_problem *problem, uint32_t left, uint32_t right)
{
	return problem->move[left].seconds > problem->move[right].seconds;
}

static void sort_moves(struct ground *ground, const struct schedule_group *group)
{
	uint32_t *move = ground->move + group->first;

	for (uint32_t i = 0; i < group->count; i++) {
		uint32_t at = i;

		for (; at > 0 && is_harder(ground->problem, group->first + i, move[at - 1]);
			at--)
			move[at] = move[at - 1];
		move[at] = group->first + i;
	}
}

/* --- who and whom --- */

static void note_lists(struct ground *ground)
{
	const struct schedule_problem *problem = ground->problem;

	lists_of_followers(&ground->before, problem);
	lists_of_users(&ground->users, problem);
	lists_of_drawers(&ground->drawers, problem);
}

/* Of calendars with the same slots the first stands for all. */
static int compare_calendars(const void *left_pointer, const void *right_pointer, void *context)
{
	const struct schedule_calendar *all = context;
	const struct schedule_calendar *left = &all[*(const uint32_t *)left_pointer],
				       *right = &all[*(const uint32_t *)right_pointer];
	int order = (left->count > right->count) - (left->count < right->count);

	if (order == 0 && left->count > 0 && left->slot != right->slot)
		order = memcmp(left->slot, right->slot, left->count * sizeof(*left->slot));
	return order;
}

static int compare_then_index(const void *left, const void *right, void *context)
{
	int order = compare_calendars(left, right, context);
	uint32_t first = *(const uint32_t *)left, second = *(const uint32_t *)right;

	return order ? order : (first > second) - (first < second);
}

static void note_alike(struct ground *ground)
{
	const struct schedule_problem *problem = ground->problem;
	void *all = (void *)(uintptr_t)problem->calendar;
	AUTO_FREE uint32_t *sorted = mem_array(problem->calendars + 1UL, sizeof(uint32_t));
	uint32_t first = 0;

	ground->alike = mem_array(problem->calendars + 1UL, sizeof(uint32_t));
	for (uint32_t i = 0; i < problem->calendars; i++)
		sorted[i] = i;
	qsort_r(sorted, problem->calendars, sizeof(uint32_t), compare_then_index, all);
	for (uint32_t i = 0; i < problem->calendars; i++) {
		if (i == 0 || compare_calendars(&sorted[first], &sorted[i], all) != 0)
			first = i;
		ground->alike[sorted[i]] = sorted[first];
	}
}

void ground_make(struct ground *ground, const struct schedule_problem *problem)
{
	*ground = (struct ground){.problem = problem};
	note_most(ground);
	note_lists(ground);
	note_sizes(ground);
	ground->move = mem_array(problem->moves + 1UL, sizeof(uint32_t));
	for (uint32_t i = 0; i < problem->groups; i++)
		sort_moves(ground, &problem->group[i]);
	ground_spans(ground);
	note_alike(ground);
	ground->order = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	ground->cycle = mem_array(problem->groups + 1UL, sizeof(bool));
	lists_order(&ground->before, problem, ground->order, ground->cycle);
}

void ground_free(struct ground *ground)
{
	lists_free(&ground->before);
	lists_free(&ground->users);
	lists_free(&ground->drawers);
	free(ground->order);
	free(ground->cycle);
	free(ground->move);
	free(ground->span);
	free(ground->size);
	free(ground->most);
	free(ground->alike);
	*ground = (struct ground){0};
}
