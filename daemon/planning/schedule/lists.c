#include "planning/schedule/lists.h"
#include "base/memory.h"
#include <stdlib.h>

/* --- lists in one array: counted first, filled then --- */

struct filling {
	struct lists *lists;
	uint32_t *next; /* of each list: where its next item goes; NULL: it is only counted */
};

static void put(struct filling *filling, uint32_t list, uint32_t item)
{
	if (filling->next)
		filling->lists->item[filling->next[list]++] = item;
	else
		filling->lists->first[list + 1]++;
}

typedef void lists_fill(struct filling *filling, const struct schedule_problem *problem);

static void make(struct lists *lists, uint32_t count, const struct schedule_problem *problem,
	lists_fill *fill)
{
	struct filling filling = {lists, NULL};

	lists->first = mem_array(count + 2UL, sizeof(uint32_t));
	fill(&filling, problem);
	for (uint32_t i = 0; i < count; i++)
		lists->first[i + 1] += lists->first[i];
	lists->item = mem_array(lists->first[count] + 1UL, sizeof(uint32_t));
	filling.next = mem_array(count + 1UL, sizeof(uint32_t));
	for (uint32_t i = 0; i < count; i++)
		filling.next[i] = lists->first[i];
	fill(&filling, problem);
	free(filling.next);
}

void lists_free(struct lists *lists)
{
	free(lists->first);
	free(lists->item);
	*lists = (struct lists){0};
}

static void fill_followers(struct filling *filling, const struct schedule_problem *problem)
{
	for (uint32_t i = 0; i < problem->groups; i++)
		for (uint32_t j = 0; j < problem->group[i].after_count; j++)
			put(filling, problem->group[i].after[j], i);
}

void lists_of_followers(struct lists *lists, const struct schedule_problem *problem)
{
	make(lists, problem->groups, problem, fill_followers);
}

/* Each group once in the list of a resource: `seen` tells the last group put there. */
static void fill_users(struct filling *filling, const struct schedule_problem *problem)
{
	AUTO_FREE uint32_t *seen = mem_array(problem->resources + 1UL, sizeof(uint32_t));

	for (uint32_t i = 0; i < problem->groups; i++) {
		const struct schedule_group *group = &problem->group[i];

		for (uint32_t j = group->first; j < group->first + group->count; j++)
			for (uint32_t k = 0; k < problem->move[j].uses; k++) {
				uint32_t resource = problem->move[j].use[k].resource;

				if (seen[resource] != i + 1)
					put(filling, resource, i);
				seen[resource] = i + 1;
			}
	}
}

void lists_of_users(struct lists *lists, const struct schedule_problem *problem)
{
	make(lists, problem->resources, problem, fill_users);
}

static void fill_drawers(struct filling *filling, const struct schedule_problem *problem)
{
	for (uint32_t i = 0; i < problem->groups; i++)
		if (problem->group[i].quota != SCHEDULE_NO_QUOTA && problem->group[i].count > 0)
			put(filling, problem->group[i].quota, i);
}

void lists_of_drawers(struct lists *lists, const struct schedule_problem *problem)
{
	make(lists, problem->quotas, problem, fill_drawers);
}

/* --- order --- */

/* Is it reached from itself, going over groups that are in no order? */
static bool reaches_itself(const struct lists *before, uint32_t start, const uint32_t *waits,
	uint32_t *stack, uint32_t *seen)
{
	uint32_t depth = 0;

	stack[depth++] = start;
	while (depth > 0) {
		uint32_t group = stack[--depth];

		for (uint32_t i = before->first[group]; i < before->first[group + 1]; i++) {
			uint32_t next = before->item[i];

			if (next == start)
				return true;
			if (waits[next] > 0 && seen[next] != start + 1) {
				seen[next] = start + 1;
				stack[depth++] = next;
			}
		}
	}
	return false;
}

static void note_cycles(
	const struct lists *before, uint32_t groups, const uint32_t *waits, bool *cycle)
{
	AUTO_FREE uint32_t *stack = mem_array(groups + 1UL, sizeof(uint32_t));
	AUTO_FREE uint32_t *seen = mem_array(groups + 1UL, sizeof(uint32_t));

	for (uint32_t i = 0; i < groups; i++)
		if (waits[i] > 0)
			cycle[i] = reaches_itself(before, i, waits, stack, seen);
}

struct ordering {
	const struct lists *before;
	uint32_t *waits, *order;
	const bool *cycle;
	uint32_t done, count;
};

/* Behind those that are in order come those that waited for nobody else. */
static void follow(struct ordering *ordering)
{
	while (ordering->done < ordering->count) {
		uint32_t group = ordering->order[ordering->done++];

		for (uint32_t i = ordering->before->first[group];
			i < ordering->before->first[group + 1]; i++) {
			uint32_t next = ordering->before->item[i];

			if (!ordering->cycle[next] && --ordering->waits[next] == 0)
				ordering->order[ordering->count++] = next;
		}
	}
}

void lists_order(const struct lists *before, const struct schedule_problem *problem,
	uint32_t *order, bool *cycle)
{
	AUTO_FREE uint32_t *waits = mem_array(problem->groups + 1UL, sizeof(uint32_t));
	struct ordering ordering = {before, waits, order, cycle, 0, 0};

	for (uint32_t i = 0; i < problem->groups; i++) {
		waits[i] = problem->group[i].after_count;
		if (waits[i] == 0)
			order[ordering.count++] = i;
	}
	follow(&ordering);
	note_cycles(before, problem->groups, waits, cycle);
	for (uint32_t i = 0; i < problem->groups; i++)
		if (cycle[i])
			order[ordering.count++] = i;
	follow(&ordering);
}
