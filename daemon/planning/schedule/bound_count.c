#include "planning/schedule/bound_count.h"
#include "base/memory.h"

#define PARTS    8 /* units that are just more than a half, a third ... of a whole */
#define MEASURES (2 * PARTS + 1)

/* --- what parts are measured by --- */

struct units {
	volume whole;
	volume over[PARTS + 1]; /* the least part over whole / (i + 1); 0: there is none */
	volume rest[PARTS + 1]; /* 1, and what the least over whole - whole / (i + 1) leaves */
};

static void note_part(struct units *units, volume part)
{
	for (int i = 1; i <= PARTS; i++) {
		volume rest = units->whole - part + 1;

		if (part > units->whole / (i + 1) &&
			(units->over[i] == 0 || part < units->over[i]))
			units->over[i] = part;
		if (part > units->whole - units->whole / (i + 1) && rest > units->rest[i])
			units->rest[i] = rest;
	}
}

/* All measures there are, each once; the first counts each part for what it is. */
static int list_measures(const struct units *units, struct measure *list)
{
	int count = 1;

	list[0] = (struct measure){0, 0};
	for (int i = 1; i <= PARTS; i++) {
		if (units->over[i] > 0 && (i == 1 || units->over[i] != units->over[i - 1]))
			list[count++] = (struct measure){units->whole, units->over[i]};
		if (units->rest[i] > 0 && (i == 1 || units->rest[i] != units->rest[i - 1]))
			list[count++] = (struct measure){units->whole, units->rest[i]};
	}
	return count;
}

/* --- whole moves --- */

static bool uses(const struct schedule_move *move, uint32_t resource, int64_t *amount)
{
	for (uint32_t i = 0; i < move->uses; i++)
		if (move->use[i].resource == resource) {
			*amount = move->use[i].amount;
			return true;
		}
	return false;
}

/* These groups, within these hours. */
struct crowd {
	struct bounds *bounds;
	const struct hours *hours;
	const struct load *load;
	uint32_t count;
	uint32_t first;   /* the group of them that can start before all others */
	struct work work; /* from when on, and of what */
	struct units seconds, amounts;
};

static void note_finish(struct crowd *crowd, int64_t finish)
{
	bounds_note_work(
		crowd->bounds, finish, crowd->work.resource, crowd->first, crowd->hours);
}

static void note_parts(struct crowd *crowd, const struct schedule_group *group)
{
	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		const struct schedule_move *move = &crowd->bounds->problem->move[i];
		int64_t amount;

		if (!uses(move, crowd->work.resource, &amount))
			continue;
		note_part(&crowd->seconds, move->seconds);
		note_part(&crowd->amounts, amount);
	}
}

/* What the moves of that group count for. */
static volume count_group(const struct crowd *crowd, const struct schedule_group *group)
{
	volume sum = 0;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		const struct schedule_move *move = &crowd->bounds->problem->move[i];
		int64_t amount;

		if (uses(move, crowd->work.resource, &amount))
			sum += measure_of(&crowd->work.amount, amount) *
			       measure_of(&crowd->work.seconds, move->seconds);
	}
	return sum;
}

static int64_t finish_of_moves(struct crowd *crowd, volume *count)
{
	crowd->work.group = (struct measure){0, 0};
	crowd->work.need = 0;
	for (uint32_t i = 0; i < crowd->count; i++) {
		count[i] = count_group(
			crowd, &crowd->bounds->problem->group[crowd->load[i].group]);
		crowd->work.need += count[i];
	}
	return hours_reach(crowd->hours, crowd->bounds->board, &crowd->work);
}

/* --- whole groups, of what their moves count for --- */

static void note_groups(struct crowd *crowd, const volume *count)
{
	struct units units = {
		.whole = hours_greatest(crowd->hours, crowd->bounds->board, &crowd->work)};
	struct measure measure[MEASURES];

	for (uint32_t i = 0; i < crowd->count; i++)
		note_part(&units, count[i]);
	for (int i = list_measures(&units, measure) - 1; i > 0; i--) {
		crowd->work.group = measure[i];
		crowd->work.need = 0;
		for (uint32_t j = 0; j < crowd->count; j++)
			crowd->work.need += measure_of(&measure[i], count[j]);
		note_finish(
			crowd, hours_reach(crowd->hours, crowd->bounds->board, &crowd->work));
	}
}

/* --- all measures --- */

/* Of the measures of amounts the one that tells most, for groups. */
static void note_seconds(struct crowd *crowd, const struct measure *amount, int amounts)
{
	struct bounds *bounds = crowd->bounds;
	uint32_t resource = crowd->work.resource;
	AUTO_FREE volume *count = mem_array(crowd->count, sizeof(*count));
	int64_t latest = 0;
	int best = 0;

	for (int i = 0; i < amounts; i++) {
		int64_t finish;

		crowd->work.amount = amount[i];
		finish = finish_of_moves(crowd, count);
		if (crowd->work.seconds.unit == 0 && finish > bounds->resource[resource])
			bounds->resource[resource] = finish;
		note_finish(crowd, finish);
		if (finish > latest) {
			latest = finish;
			best = i;
		}
	}
	crowd->work.amount = amount[best];
	finish_of_moves(crowd, count);
	note_groups(crowd, count);
}

uint32_t bounds_first(const struct load *load, uint32_t count)
{
	uint32_t first = 0;

	for (uint32_t i = 1; i < count; i++)
		if (load[i].head < load[first].head)
			first = i;
	return load[first].group;
}

void bounds_of_counts(struct bounds *bounds, uint32_t resource, const struct hours *hours,
	const struct load *load, uint32_t count)
{
	struct crowd crowd = {bounds, hours, load, count, bounds_first(load, count),
		{.resource = resource}, {0}, {0}};
	struct measure second[MEASURES], amount[MEASURES];
	int64_t from = bounds->problem->from;
	int seconds, amounts;

	if (bounds->resource[resource] - from < (bounds->best.finish - from) / 2)
		return;
	crowd.work.from = bounds->head[crowd.first];
	crowd.seconds.whole = hours_longest(hours, crowd.work.from);
	crowd.amounts.whole = bounds->ground->most[resource];
	for (uint32_t i = 0; i < count; i++)
		note_parts(&crowd, &bounds->problem->group[load[i].group]);
	seconds = list_measures(&crowd.seconds, second);
	amounts = list_measures(&crowd.amounts, amount);
	for (int i = 0; i < seconds; i++) {
		crowd.work.seconds = second[i];
		note_seconds(&crowd, amount, amounts);
	}
}
