#include "planning/schedule/series.h"
#include "base/memory.h"
#include "planning/schedule/random.h"
#include <stdlib.h>
#include <string.h>

/* --- the order --- */

struct key {
	int64_t by[4];
	const char *name;
	uint32_t group;
};

static int compare_keys(const void *left_pointer, const void *right_pointer)
{
	const struct key *left = left_pointer, *right = right_pointer;

	for (int i = 0; i < 4; i++)
		if (left->by[i] != right->by[i])
			return left->by[i] < right->by[i] ? -1 : 1;
	return strcmp(left->name, right->name);
}

int64_t series_pressure(const struct bounds *bounds, uint32_t index)
{
	const struct schedule_group *group = &bounds->problem->group[index];
	int64_t pressure = bounds->calendar[bounds->ground->alike[group->calendar]];

	if (bounds->end[index] > pressure)
		pressure = bounds->end[index];
	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		const struct schedule_move *move = &bounds->problem->move[i];

		for (uint32_t j = 0; j < move->uses; j++)
			if (bounds->resource[move->use[j].resource] > pressure)
				pressure = bounds->resource[move->use[j].resource];
	}
	return pressure;
}

/* What others wait for presses as they do, and is due before them. */
static void inherit(const struct bounds *bounds, int64_t *pressure, int64_t *due)
{
	const struct lists *before = &bounds->ground->before;

	for (uint32_t i = bounds->problem->groups; i-- > 0;) {
		uint32_t index = bounds->ground->order[i];

		for (uint32_t j = before->first[index]; j < before->first[index + 1]; j++) {
			uint32_t next = before->item[j];

			if (pressure[next] > pressure[index])
				pressure[index] = pressure[next];
			if (due[next] < due[index])
				due[index] = due[next];
		}
	}
}

/* Seconds of what it uses most of, for each that it counts for. */
static int64_t worth_of(const struct bounds *bounds, uint32_t index)
{
	int64_t gain = bounds->problem->group[index].gain;

	return gain > 0 ? bounds->ground->size[index] / gain : INT64_MAX;
}

/* Over all links together, in units so large that many fit. */
static int64_t carried(const struct schedule_problem *problem, uint32_t index)
{
	const struct schedule_group *group = &problem->group[index];
	volume sum = 0;

	for (uint32_t i = group->first; i < group->first + group->count; i++)
		for (uint32_t j = 0; j < problem->move[i].uses; j++) {
			const struct schedule_use *use = &problem->move[i].use[j];

			if (problem->resource[use->resource].kind == SCHEDULE_LINK)
				sum += (volume)use->amount * problem->move[i].seconds;
		}
	sum >>= 10;
	return sum < INT64_MAX ? (int64_t)sum : INT64_MAX;
}

static void set_key(const struct bounds *bounds, enum series_by by, struct key *key,
	int64_t due, int64_t pressure)
{
	int64_t rank = bounds->problem->group[key->group].rank;
	int64_t size = -bounds->ground->size[key->group];

	switch (by) {
	case SERIES_PRESSURE:
		memcpy(key->by, (int64_t[]){due, -pressure, size, rank}, sizeof(key->by));
		break;
	case SERIES_RANK:
		memcpy(key->by, (int64_t[]){due, rank, -pressure, size}, sizeof(key->by));
		break;
	case SERIES_SIZE:
		memcpy(key->by, (int64_t[]){due, size, -pressure, rank}, sizeof(key->by));
		break;
	case SERIES_EARLY:
		memcpy(key->by,
			(int64_t[]){worth_of(bounds, key->group), -pressure, size, rank},
			sizeof(key->by));
		break;
	case SERIES_VOLUME:
		memcpy(key->by, (int64_t[]){0, -carried(bounds->problem, key->group), 0, 0},
			sizeof(key->by));
		break;
	default:
		memcpy(key->by, (int64_t[]){key->group, 0, 0, 0}, sizeof(key->by));
	}
}

void series_order(const struct bounds *bounds, enum series_by by, uint32_t *position)
{
	uint32_t groups = bounds->problem->groups;
	AUTO_FREE struct key *key = mem_array(groups + 1UL, sizeof(*key));
	AUTO_FREE int64_t *pressure = mem_array(groups + 1UL, sizeof(int64_t));
	AUTO_FREE int64_t *due = mem_array(groups + 1UL, sizeof(int64_t));

	for (uint32_t i = 0; i < groups; i++) {
		pressure[i] = series_pressure(bounds, i);
		due[i] = bounds->problem->group[i].deadline;
	}
	inherit(bounds, pressure, due);
	for (uint32_t i = 0; i < groups; i++) {
		key[i] = (struct key){.name = bounds->problem->group[i].name, .group = i};
		set_key(bounds, by, &key[i], due[i], pressure[i]);
	}
	qsort(key, groups, sizeof(*key), compare_keys);
	for (uint32_t i = 0; i < groups; i++)
		position[key[i].group] = i;
}

/* --- another order that is like it --- */

struct shaken {
	uint64_t key;
	uint32_t group;
};

static int compare_shaken(const void *left_pointer, const void *right_pointer)
{
	const struct shaken *left = left_pointer, *right = right_pointer;

	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	return (left->group > right->group) - (left->group < right->group);
}

void series_shake(uint32_t *position, uint32_t groups, uint64_t *random)
{
	AUTO_FREE struct shaken *shaken = mem_array(groups, sizeof(*shaken));
	uint32_t most = 2 + random_below(random, groups / 2 + 1);
	uint32_t often = 1U << random_below(random, 4);

	for (uint32_t i = 0; i < groups; i++) {
		shaken[i] = (struct shaken){position[i], i};
		if (random_below(random, often) == 0)
			shaken[i].key += random_below(random, most);
	}
	qsort(shaken, groups, sizeof(*shaken), compare_shaken);
	for (uint32_t i = 0; i < groups; i++)
		position[shaken[i].group] = i;
}

/* --- those whose turn it can be: a heap by position --- */

struct turns {
	uint32_t *group;
	const uint32_t *position;
	uint32_t count;
};

static void swap(struct turns *turns, uint32_t left, uint32_t right)
{
	uint32_t group = turns->group[left];

	turns->group[left] = turns->group[right];
	turns->group[right] = group;
}

static bool is_before(const struct turns *turns, uint32_t left, uint32_t right)
{
	return turns->position[turns->group[left]] < turns->position[turns->group[right]];
}

static void push(struct turns *turns, uint32_t group)
{
	uint32_t at = turns->count++;

	turns->group[at] = group;
	for (; at > 0 && is_before(turns, at, (at - 1) / 2); at = (at - 1) / 2)
		swap(turns, at, (at - 1) / 2);
}

static uint32_t pop(struct turns *turns)
{
	uint32_t first = turns->group[0], at = 0;

	turns->group[0] = turns->group[--turns->count];
	for (uint32_t child = 1; child < turns->count; child = 2 * at + 1) {
		if (child + 1 < turns->count && is_before(turns, child + 1, child))
			child++;
		if (!is_before(turns, child, at))
			break;
		swap(turns, at, child);
		at = child;
	}
	return first;
}

/* --- placing --- */

struct series {
	struct board *board;
	uint32_t *waits; /* of each group in the series: for how many others in it, and 1 */
	struct turns turns;
};

static void begin(struct series *series, const uint32_t *list, uint32_t count)
{
	const struct lists *before = &series->board->ground->before;

	for (uint32_t i = 0; i < count; i++)
		series->waits[list[i]] = 1;
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = before->first[list[i]]; j < before->first[list[i] + 1]; j++)
			if (series->waits[before->item[j]] > 0)
				series->waits[before->item[j]]++;
	for (uint32_t i = 0; i < count; i++)
		if (series->waits[list[i]] == 1)
			push(&series->turns, list[i]);
}

static void release(struct series *series, uint32_t group)
{
	const struct lists *before = &series->board->ground->before;

	for (uint32_t i = before->first[group]; i < before->first[group + 1]; i++) {
		uint32_t next = before->item[i];

		if (series->waits[next] > 1 && --series->waits[next] == 1)
			push(&series->turns, next);
	}
}

static bool place(struct board *board, uint32_t group, const struct series_rules *rules)
{
	struct room room = {board_earliest(board, group), rules->until[group]};
	uint32_t skip = group == rules->skip_group ? rules->skip_slot : UINT32_MAX;

	if (rules->at)
		return board_place_at(board, group, room, rules->at);
	return board_place(board, group, room, skip);
}

uint32_t series_place(struct board *board, const uint32_t *list, uint32_t count,
	const struct series_rules *rules)
{
	uint32_t groups = board->problem->groups, left = 0;
	AUTO_FREE uint32_t *waits = mem_array(groups + 1UL, sizeof(uint32_t));
	AUTO_FREE uint32_t *heap = mem_array(count + 1UL, sizeof(uint32_t));
	struct series series = {board, waits, {heap, rules->position, 0}};

	begin(&series, list, count);
	while (series.turns.count > 0) {
		uint32_t group = pop(&series.turns);

		if (!place(board, group, rules))
			left++;
		release(&series, group);
	}
	return left;
}
