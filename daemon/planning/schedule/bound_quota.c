/*
 * What a quota did not grant before a day starts on that day or later, whichever groups it is.
 * Of each resource that they use at least so much is then still to be done as it takes to make
 * up what is missing with those that use the least of it for what they ask.
 */
#include "base/memory.h"
#include "planning/schedule/bound.h"
#include "planning/schedule/hours.h"
#include <stdlib.h>

struct asker {
	uint32_t group;
	int64_t asks; /* of one of the three */
	volume need;  /* of one resource */
};

struct askers {
	struct asker *list;
	uint32_t count;
	int64_t from, missing; /* from that day on starts so much of what is asked */
};

/* --- what is missing --- */

static void gather(const struct bounds *bounds, uint32_t quota, int what, struct askers *askers)
{
	const struct lists *drawers = &bounds->ground->drawers;

	askers->count = 0;
	askers->missing = 0;
	for (uint32_t i = drawers->first[quota]; i < drawers->first[quota + 1]; i++) {
		uint32_t group = drawers->item[i];
		int64_t asks = bounds->problem->group[group].asks[what];

		if (!bounds->counts[group] || asks == 0)
			continue;
		askers->list[askers->count++] = (struct asker){group, asks, 0};
		askers->missing += asks;
	}
}

/* --- the first that may be the last --- */

static int64_t end_from(const struct bounds *bounds, uint32_t index, int64_t from)
{
	const struct schedule_group *group = &bounds->problem->group[index];
	const struct schedule_calendar *calendar = &bounds->problem->calendar[group->calendar];
	int64_t span = bounds->ground->span[index];

	from = bounds->head[index] > from ? bounds->head[index] : from;
	for (uint32_t i = board_slots_before(calendar, from); i < calendar->count; i++) {
		int64_t start = calendar->slot[i].from > from ? calendar->slot[i].from : from;

		if (calendar->slot[i].to - start >= span)
			return start + span > bounds->end[index] ? start + span
								 : bounds->end[index];
	}
	return SCHEDULE_NEVER;
}

static int64_t first_end(const struct bounds *bounds, const struct askers *askers)
{
	int64_t first = SCHEDULE_NEVER;

	for (uint32_t i = 0; i < askers->count; i++) {
		int64_t end = end_from(bounds, askers->list[i].group, askers->from);

		first = end < first ? end : first;
	}
	return first;
}

/* --- what is then still to be done --- */

/* Those first that use the least for what they ask. */
static int compare_worth(const void *left_pointer, const void *right_pointer)
{
	const struct asker *left = left_pointer, *right = right_pointer;
	/* bit/s x seconds x bytes: 2^40 x 2^25 x 2^60 at the most */
	volume one = left->need * right->asks, other = right->need * left->asks;

	if (one != other)
		return one < other ? -1 : 1;
	return (left->group > right->group) - (left->group < right->group);
}

static volume least_need(const struct askers *askers)
{
	int64_t missing = askers->missing;
	volume need = 0;

	for (uint32_t i = 0; i < askers->count && missing > 0; i++) {
		const struct asker *asker = &askers->list[i];

		if (asker->asks > missing)
			return need + asker->need / asker->asks * missing;
		need += asker->need;
		missing -= asker->asks;
	}
	return need;
}

static void note_resource(struct bounds *bounds, uint32_t quota, struct askers *askers,
	const struct hours *hours, uint32_t resource)
{
	struct work work = {.resource = resource, .from = askers->from};

	for (uint32_t i = 0; i < askers->count; i++) {
		struct asker *asker = &askers->list[i];

		asker->need = ground_volume(
			bounds->ground, &bounds->problem->group[asker->group], resource);
	}
	qsort(askers->list, askers->count, sizeof(*askers->list), compare_worth);
	work.need = least_need(askers);
	bounds_note(bounds, hours_reach(hours, bounds->board, &work), BINDS_QUOTA, quota);
}

/* --- the resources that half of them use or more --- */

struct counting {
	uint32_t *users; /* of each resource, of these askers */
	uint32_t *used;  /* those that any of them uses */
	uint32_t count;
};

static void count_uses(const struct bounds *bounds, const struct schedule_group *group,
	struct counting *counting)
{
	for (uint32_t i = group->first; i < group->first + group->count; i++)
		for (uint32_t j = 0; j < bounds->problem->move[i].uses; j++) {
			uint32_t resource = bounds->problem->move[i].use[j].resource;

			if (counting->users[resource]++ == 0)
				counting->used[counting->count++] = resource;
		}
}

static void note_resources(
	struct bounds *bounds, uint32_t quota, struct askers *askers, struct counting *counting)
{
	AUTO_FREE uint32_t *calendar = mem_array(askers->count, sizeof(uint32_t));
	AUTO_HOURS struct hours hours = {0};
	int64_t from = bounds->problem->from, until = bounds->best.finish;

	counting->count = 0;
	for (uint32_t i = 0; i < askers->count; i++) {
		const struct schedule_group *group =
			&bounds->problem->group[askers->list[i].group];

		calendar[i] = group->calendar;
		count_uses(bounds, group, counting);
	}
	until = until > askers->from ? until : askers->from;
	hours_union(
		&hours, bounds->problem, calendar, askers->count, from + 2 * (until - from));
	for (uint32_t i = 0; i < counting->count; i++) {
		uint32_t resource = counting->used[i];

		if (counting->users[resource] >= (askers->count + 1) / 2)
			note_resource(bounds, quota, askers, &hours, resource);
		counting->users[resource] = 0;
	}
}

/* --- all grants --- */

static void note_quota(
	struct bounds *bounds, uint32_t quota, struct askers *askers, struct counting *counting)
{
	const struct schedule_quota *grants = &bounds->problem->quota[quota];

	for (uint32_t i = 0; i < grants->count; i++)
		for (int what = 0; what < SCHEDULE_ASKS; what++) {
			gather(bounds, quota, what, askers);
			askers->from = grants->grant[i].from;
			if (i > 0)
				askers->missing -= grants->grant[i - 1].amount[what];
			if (askers->missing <= 0 || askers->from <= bounds->problem->from)
				continue;
			bounds_note(bounds, first_end(bounds, askers), BINDS_QUOTA, quota);
			note_resources(bounds, quota, askers, counting);
		}
}

void bounds_of_quotas(struct bounds *bounds)
{
	const struct schedule_problem *problem = bounds->problem;
	AUTO_FREE struct asker *list = mem_array(problem->groups + 1UL, sizeof(*list));
	AUTO_FREE uint32_t *users = mem_array(problem->resources + 1UL, sizeof(uint32_t));
	AUTO_FREE uint32_t *used = mem_array(problem->resources + 1UL, sizeof(uint32_t));
	struct askers askers = {list, 0, 0, 0};
	struct counting counting = {users, used, 0};

	for (uint32_t i = 0; i < problem->quotas; i++)
		note_quota(bounds, i, &askers, &counting);
}
