/* Which change of what there is makes the milestones come earlier. */
#include "base/clock.h"
#include "base/memory.h"
#include "planning/forecast/forecast_curve.h"
#include <stdlib.h>

#define DAY 86400LL

struct trying {
	const struct forecast_basis *basis;
	struct curve before, after;
	struct json_object *milestones;
	enum rate_formula formula;
};

struct ranked {
	size_t change;
	int64_t cost;
};

static int by_cost(const void *left_pointer, const void *right_pointer)
{
	const struct ranked *left = left_pointer, *right = right_pointer;

	if (left->cost != right->cost)
		return left->cost < right->cost ? -1 : 1;
	return (left->change > right->change) - (left->change < right->change);
}

static struct json_object *milestone_row(
	struct json_object *milestone, int64_t before, int64_t after)
{
	struct json_object *row = json_object_new_object();
	char reached[CLOCK_TEXT];

	clock_format(after * CLOCK_SECOND, reached);
	json_set_integer(row, "percent", json_integer(milestone, "percent", 0));
	json_set_string(row, "by", json_string(milestone, "by"));
	json_set_string(row, "reached", reached);
	if (before != FORECAST_NEVER)
		json_set_integer(row, "days", (before - after) / DAY);
	return row;
}

/* Less than a day earlier is nothing to tell. */
static bool is_earlier(int64_t before, int64_t after)
{
	return after != FORECAST_NEVER && (before == FORECAST_NEVER || before - after >= DAY);
}

static struct json_object *list_earlier(const struct trying *trying)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(trying->milestones); i++) {
		struct json_object *milestone =
			json_object_array_get_idx(trying->milestones, i);
		int64_t percent = json_integer(milestone, "percent", 0);
		struct rate last;
		int64_t before =
			curve_reaches(&trying->before, trying->formula, percent, &last);
		int64_t after = curve_reaches(&trying->after, trying->formula, percent, &last);

		if (is_earlier(before, after))
			json_object_array_add(list, milestone_row(milestone, before, after));
	}
	return list;
}

/* The end is comparable only where as much is done. */
static int64_t end_days(const struct trying *trying)
{
	int64_t before = curve_end(&trying->before), after = curve_end(&trying->after);

	if (trying->after.count < trying->before.count || before == FORECAST_NEVER)
		return 0;
	return is_earlier(before, after) ? (before - after) / DAY : 0;
}

/* NULL: it does not help. */
static struct json_object *row_of(
	const struct trying *trying, const struct forecast_change *change)
{
	struct json_object *row = json_object_new_object();
	struct json_object *milestones = list_earlier(trying);
	int64_t days = end_days(trying);

	json_set_string(row, "change", change->what);
	json_set_integer(row, "cost", change->cost);
	json_set(row, "milestones", milestones);
	if (days > 0)
		json_set_integer(row, "end_days", days);
	if (days > 0 || json_length(milestones) > 0)
		return row;
	json_object_put(row);
	return NULL;
}

static struct json_object *try_one(struct trying *trying, const struct forecast_change *change,
	size_t index, forecast_try *try, void *argument)
{
	AUTO_FREE int64_t *done = mem_array(trying->before.systems.count + 1, sizeof(*done));
	struct forecast_basis basis = *trying->basis;
	struct json_object *row = NULL;

	if (!try(argument, index, done))
		return NULL;
	basis.done = done;
	curve_make(&trying->after, &basis);
	row = row_of(trying, change);
	curve_free(&trying->after);
	return row;
}

struct json_object *forecast_help(const struct forecast_basis *basis,
	const struct forecast_change *changes, size_t count, forecast_try *try, void *argument)
{
	struct json_object *target = json_member(basis->city->profile, "target");
	struct json_object *list = json_object_new_array();
	AUTO_FREE struct ranked *order = mem_array(count + 1, sizeof(*order));
	struct trying trying = {.basis = basis,
		.milestones = json_member(target, "milestones"),
		.formula = rate_formula(json_string(target, "formula"))};

	for (size_t i = 0; i < count; i++)
		order[i] = (struct ranked){i, changes[i].cost};
	qsort(order, count, sizeof(*order), by_cost);
	curve_make(&trying.before, basis);
	for (size_t i = 0; i < count; i++) {
		size_t index = order[i].change;
		struct json_object *row =
			try_one(&trying, &changes[index], index, try, argument);

		if (row)
			json_object_array_add(list, row);
	}
	curve_free(&trying.before);
	return list;
}
