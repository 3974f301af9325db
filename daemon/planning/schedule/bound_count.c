#include "planning/schedule/bound_count.h"

#define PARTS    8 /* units that are just more than a half, a third ... of a whole */
#define MEASURES (2 * PARTS + 1)

/* --- what parts are measured by --- */

struct units {
	volume whole;
	volume over[PARTS + 1]; /* the least part over whole / (i + 1); 0: there is none */
	volume rest[PARTS +
		    1]; /* what the least part over whole - whole / (i + 1) leaves, and 1 */
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

/*
 * It is the windows that bind when what they leave costs a fifth of the time or more; else the
 * resource does.
 */
static void note_finish(
	struct bounds *bounds, uint32_t resource, const struct load *load, int64_t finish)
{
	int64_t from = bounds->problem->from;

	if (finish == SCHEDULE_NEVER)
		return;
	if (finish - from > (bounds->resource[resource] - from) / 4 * 5)
		bounds_note(bounds, finish, BINDS_WINDOW,
			bounds->problem->group[load->group].calendar);
	else
		bounds_note(bounds, finish, bounds_kind(bounds, resource), resource);
}

/* --- whole moves --- */

struct visit {
	const struct schedule_move *move;
	int64_t amount;
};

/* The moves of these groups that use it, one after another; false: no more. */
struct visitor {
	const struct bounds *bounds;
	const struct load *load;
	uint32_t resource, count, group, move;
};

static bool amount_of(const struct schedule_move *move, uint32_t resource, struct visit *visit)
{
	for (uint32_t i = 0; i < move->uses; i++)
		if (move->use[i].resource == resource) {
			*visit = (struct visit){move, move->use[i].amount};
			return true;
		}
	return false;
}

static bool next_move(struct visitor *visitor, struct visit *visit)
{
	const struct schedule_problem *problem = visitor->bounds->problem;

	for (; visitor->group < visitor->count; visitor->group++, visitor->move = 0) {
		const struct schedule_group *group =
			&problem->group[visitor->load[visitor->group].group];

		while (visitor->move < group->count)
			if (amount_of(&problem->move[group->first + visitor->move++],
				    visitor->resource, visit))
				return true;
	}
	return false;
}

static volume count_moves(struct visitor visitor, const struct work *work)
{
	struct visit visit;
	volume sum = 0;

	while (next_move(&visitor, &visit))
		sum += measure_of(&work->amount, visit.amount) *
		       measure_of(&work->seconds, visit.move->seconds);
	return sum;
}

static void note_moves(
	struct bounds *bounds, struct visitor visitor, const struct hours *hours, int64_t head)
{
	struct units seconds = {.whole = hours_longest(hours, head)};
	struct units amounts = {.whole = bounds->ground->most[visitor.resource]};
	struct measure second[MEASURES], amount[MEASURES];
	int seconds_count, amounts_count;
	struct visit visit;

	for (struct visitor all = visitor; next_move(&all, &visit);) {
		note_part(&seconds, visit.move->seconds);
		note_part(&amounts, visit.amount);
	}
	seconds_count = list_measures(&seconds, second);
	amounts_count = list_measures(&amounts, amount);
	for (int i = 0; i < seconds_count; i++)
		for (int j = 0; j < amounts_count; j++) {
			struct work work = {visitor.resource, head, 0, amount[j], second[i]};
			int64_t finish;

			work.need = count_moves(visitor, &work);
			finish = hours_reach(hours, bounds->board, &work);
			if (i == 0 && finish > bounds->resource[visitor.resource])
				bounds->resource[visitor.resource] = finish;
			note_finish(bounds, visitor.resource, visitor.load, finish);
		}
}

/* --- whole groups --- */

static void note_groups(
	struct bounds *bounds, struct visitor visitor, const struct hours *hours, int64_t head)
{
	struct units units = {
		.whole = hours_greatest(hours, bounds->board, visitor.resource, head)};
	struct measure measure[MEASURES];

	for (uint32_t i = 0; i < visitor.count; i++)
		note_part(&units, visitor.load[i].need);
	for (int i = list_measures(&units, measure) - 1; i > 0; i--) {
		struct work work = {.resource = visitor.resource, .from = head};

		for (uint32_t j = 0; j < visitor.count; j++)
			work.need += measure_of(&measure[i], visitor.load[j].need);
		note_finish(bounds, visitor.resource, visitor.load,
			hours_reach_whole(hours, bounds->board, &work, &measure[i]));
	}
}

void bounds_of_counts(struct bounds *bounds, uint32_t resource, const struct hours *hours,
	const struct load *load, uint32_t count)
{
	struct visitor visitor = {bounds, load, resource, count, 0, 0};
	int64_t head = SCHEDULE_NEVER, from = bounds->problem->from;

	if (bounds->resource[resource] - from < (bounds->best.finish - from) / 2)
		return;
	for (uint32_t i = 0; i < count; i++)
		head = load[i].head < head ? load[i].head : head;
	note_moves(bounds, visitor, hours, head);
	note_groups(bounds, visitor, hours, head);
}
