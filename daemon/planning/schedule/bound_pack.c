/*
 * Where windows are short it is not seconds that are scarce but slots: two groups that do not
 * go into one slot together need two, however much of each stays empty. This tries to pack the
 * groups whole into the slots up to a time, their moves side by side; when that cannot be, they
 * are not done by then.
 */
#include "planning/schedule/bound_pack.h"
#include "base/memory.h"
#include <stdlib.h>

#define TRIES 60000   /* for one time of one resource */
#define ALL   1000000 /* for all */
#define FINE  60      /* seconds, to which a time is told */

/* --- the groups --- */

static int compare_needs(const void *left_pointer, const void *right_pointer)
{
	const struct pack_group *left = left_pointer, *right = right_pointer;

	if (left->need != right->need)
		return left->need > right->need ? -1 : 1;
	return (left->group > right->group) - (left->group < right->group);
}

static bool add_group(struct pack *pack, const struct bounds *bounds, uint32_t resource,
	const struct load *load)
{
	const struct schedule_group *group = &bounds->problem->group[load->group];
	struct pack_group *into = &pack->group[pack->groups++];

	*into = (struct pack_group){.group = load->group,
		.head = load->head,
		.span = bounds->ground->span[load->group]};
	if (group->count > LANES_MOST)
		return false;
	ground_lanes(
		bounds->problem, group, resource, bounds->ground->most[resource], &into->moves);
	for (uint32_t i = 0; i < into->moves.count; i++) {
		if (into->moves.seconds[i] > UINT32_MAX)
			return false;
		into->need += into->moves.seconds[i];
	}
	return true;
}

/* False: they are too many, or too large. */
static bool add_groups(struct pack *pack, const struct bounds *bounds, uint32_t resource,
	const struct load *load, uint32_t count)
{
	pack->groups = 0;
	for (uint32_t i = 0; i < count; i++)
		if (i == PACK_GROUPS || !add_group(pack, bounds, resource, &load[i]))
			return false;
	qsort(pack->group, pack->groups, sizeof(*pack->group), compare_needs);
	return pack->groups > 0;
}

/* The least that a move of these groups takes of it. */
static int64_t least_amount(
	const struct bounds *bounds, uint32_t resource, const struct pack *pack)
{
	const struct schedule_problem *problem = bounds->problem;
	int64_t least = INT64_MAX;

	for (uint32_t i = 0; i < pack->groups; i++) {
		const struct schedule_group *group = &problem->group[pack->group[i].group];

		for (uint32_t j = group->first; j < group->first + group->count; j++)
			for (uint32_t k = 0; k < problem->move[j].uses; k++)
				if (problem->move[j].use[k].resource == resource &&
					problem->move[j].use[k].amount < least)
					least = problem->move[j].use[k].amount;
	}
	return least;
}

/* --- the slots --- */

static int64_t first_head(const struct pack *pack)
{
	int64_t first = SCHEDULE_NEVER;

	for (uint32_t i = 0; i < pack->groups; i++)
		first = pack->group[i].head < first ? pack->group[i].head : first;
	return first;
}

struct packing {
	const struct bounds *bounds;
	const struct schedule_calendar *calendar;
	struct pack *pack;
	uint32_t resource;
	int64_t amount, from;
};

/* What is open until then; false: these are too many slots. */
static bool open_until(struct packing *packing, int64_t until)
{
	const struct schedule_calendar *calendar = packing->calendar;
	struct pack *pack = packing->pack;

	pack->slots = 0;
	for (uint32_t i = board_slots_before(calendar, packing->from);
		i < calendar->count && calendar->slot[i].from < until; i++) {
		struct pack_slot *slot = &pack->slot[pack->slots];
		struct room room = {calendar->slot[i].from, calendar->slot[i].to};
		int64_t lanes;

		room.from = room.from > packing->from ? room.from : packing->from;
		room.until = room.until < until ? room.until : until;
		lanes = hours_most_free(packing->bounds->board, packing->resource, room) /
			packing->amount;
		if (lanes == 0)
			continue;
		if (++pack->slots > PACK_SLOTS)
			return false;
		slot->from = room.from;
		slot->to = room.until;
		slot->used = 0;
		slot->in.count = 0;
		slot->in.lanes = (uint32_t)(lanes < LANES_MOST ? lanes : LANES_MOST);
	}
	return true;
}

/* --- when --- */

static bool cannot_by(struct packing *packing, int64_t until, uint32_t *tries)
{
	uint32_t most = *tries < TRIES ? *tries : TRIES;
	bool cannot;

	if (!open_until(packing, until))
		return false;
	packing->pack->tries = most;
	cannot = pack_fit(packing->pack) == LANES_NO;
	*tries -= most - packing->pack->tries;
	return cannot;
}

/* Not by `low`; by the end of its slot it may be: between them. */
static int64_t narrow(struct packing *packing, int64_t low, int64_t high, uint32_t *tries)
{
	while (high - low > FINE) {
		int64_t middle = low + (high - low) / 2;

		if (cannot_by(packing, middle, tries))
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

static int64_t least_span(const struct pack *pack)
{
	int64_t least = SCHEDULE_NEVER;

	for (uint32_t i = 0; i < pack->groups; i++)
		least = pack->group[i].span < least ? pack->group[i].span : least;
	return least;
}

/* They are not done by `low`. */
static int64_t search(struct packing *packing, int64_t low, uint32_t *tries)
{
	const struct schedule_calendar *calendar = packing->calendar;

	for (uint32_t i = board_slots_before(calendar, low); i < calendar->count; i++) {
		int64_t begin = calendar->slot[i].from + least_span(packing->pack) - 1;

		low = begin > low ? begin : low;
		if (low >= calendar->slot[i].to)
			continue;
		if (!cannot_by(packing, calendar->slot[i].to, tries))
			return narrow(packing, low, calendar->slot[i].to, tries);
		low = calendar->slot[i].to;
	}
	return low + 1;
}

/*
 * A time before which these groups of one calendar cannot be done within its slots, if it is
 * later than `best`, which it is else. Tries are taken from `tries`.
 */
static int64_t pack_finish(const struct bounds *bounds, uint32_t resource,
	const struct load *load, uint32_t count, int64_t best, uint32_t *tries)
{
	AUTO_FREE struct pack *pack = mem_alloc(sizeof(*pack));
	struct packing packing = {.bounds = bounds, .pack = pack, .resource = resource};

	if (!add_groups(pack, bounds, resource, load, count))
		return best;
	packing.calendar = &bounds->problem->calendar[load->calendar];
	packing.amount = least_amount(bounds, resource, pack);
	packing.from = first_head(pack);
	if (!cannot_by(&packing, best, tries))
		return best;
	return search(&packing, best, tries);
}

/* --- all resources --- */

/* Of each calendar alone. */
static void note_resource(
	struct bounds *bounds, uint32_t resource, struct load *load, uint32_t *tries)
{
	uint32_t count = bounds_loads(bounds, resource, load), next;

	for (uint32_t i = 0; i < count; i = next) {
		const struct schedule_calendar *calendar =
			&bounds->problem->calendar[load[i].calendar];
		struct hours hours = {calendar->slot, NULL, calendar->count};
		int64_t best = bounds->best.finish, finish;

		for (next = i + 1; next < count && load[next].calendar == load[i].calendar;)
			next++;
		if (next - i < 2 || bounds->calendar[load[i].calendar] == SCHEDULE_NEVER)
			continue;
		finish = pack_finish(bounds, resource, load + i, next - i, best, tries);
		bounds_note_work(
			bounds, finish, resource, bounds_first(load + i, next - i), &hours);
	}
}

void bounds_of_packs(struct bounds *bounds)
{
	AUTO_FREE struct load *load = mem_array(bounds->problem->groups + 1UL, sizeof(*load));
	uint32_t tries = ALL;

	for (uint32_t i = 0; i < bounds->problem->resources && tries > 0; i++)
		if (bounds->resource[i] != SCHEDULE_NEVER)
			note_resource(bounds, i, load, &tries);
}
