#include "planning/schedule/bound_count.h"

#define PARTS 8 /* units: the least that is more than a half, a third ... of what there is */

/* --- whole moves --- */

struct units {
	int64_t seconds[PARTS + 1], amount[PARTS + 1]; /* 0: no move is so large */
};

/* The least that is more than whole / (part + 1), for each part. */
static void note_unit(int64_t *unit, int64_t whole, int64_t value)
{
	for (int i = 1; i <= PARTS; i++)
		if (value > whole / (i + 1) && (unit[i] == 0 || value < unit[i]))
			unit[i] = value;
}

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

static volume count_moves(struct visitor visitor, int64_t amount_unit, int64_t seconds_unit)
{
	struct visit visit;
	volume sum = 0;

	while (next_move(&visitor, &visit))
		sum += (volume)(visit.amount / amount_unit) *
		       (visit.move->seconds / seconds_unit);
	return sum;
}

static void note_moves(
	struct bounds *bounds, struct visitor visitor, const struct hours *hours, int64_t head)
{
	struct units unit = {{1}, {1}};
	int64_t longest = hours_longest(hours, head);
	struct visit visit;

	for (struct visitor all = visitor; next_move(&all, &visit);) {
		note_unit(unit.seconds, longest, visit.move->seconds);
		note_unit(unit.amount, bounds->ground->most[visitor.resource], visit.amount);
	}
	for (int i = 0; i <= PARTS; i++)
		for (int j = 0; j <= PARTS; j++) {
			struct work work = {
				visitor.resource, head, 0, unit.amount[i], unit.seconds[j]};

			if (i + j == 0 || work.amount_unit == 0 || work.seconds_unit == 0)
				continue;
			work.need = count_moves(visitor, work.amount_unit, work.seconds_unit);
			bounds_note(bounds, hours_reach(hours, bounds->board, &work),
				BINDS_WINDOW,
				bounds->problem->group[visitor.load->group].calendar);
		}
}

/* --- whole groups --- */

static volume group_unit(const struct visitor *visitor, volume whole, int part)
{
	volume unit = 0;

	for (uint32_t i = 0; i < visitor->count; i++)
		if (visitor->load[i].need > whole / (part + 1) &&
			(unit == 0 || visitor->load[i].need < unit))
			unit = visitor->load[i].need;
	return unit;
}

static void note_groups(
	struct bounds *bounds, struct visitor visitor, const struct hours *hours, int64_t head)
{
	volume whole = hours_greatest(hours, bounds->board, visitor.resource, head);

	for (int part = 1; part <= PARTS; part++) {
		struct work work = {visitor.resource, head, 0, 1, 1};
		volume unit = group_unit(&visitor, whole, part);

		for (uint32_t i = 0; unit > 0 && i < visitor.count; i++)
			work.need += visitor.load[i].need / unit;
		if (work.need > 0)
			bounds_note(bounds,
				hours_reach_whole(hours, bounds->board, &work, unit),
				BINDS_WINDOW,
				bounds->problem->group[visitor.load->group].calendar);
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
