/* What milestones ask of the schedule. */
#include "base/clock.h"
#include "base/memory.h"
#include "planning/forecast/forecast.h"
#include "planning/forecast/forecast_curve.h"

static bool add_need(struct rate now, struct json_object *milestone, struct forecast_need *need)
{
	int64_t wall = 0;

	if (clock_parse(json_string(milestone, "by"), &wall) < 0)
		return false;
	need->by = wall / CLOCK_SECOND;
	need->more = rate_missing(now, json_integer(milestone, "percent", 0));
	return need->more > 0;
}

size_t forecast_needs(const struct city *city, const enum disposition *dispositions,
	int64_t *gain, struct forecast_need *need, size_t most)
{
	size_t systems = city_of(city, "system").count, count = 0;
	AUTO_FREE int64_t *done = mem_array(systems + 1, sizeof(*done));
	struct forecast_basis basis = {city, dispositions, done, NULL};
	struct json_object *target = json_member(city->profile, "target");
	struct json_object *asked = json_member(target, "milestones");
	enum rate_formula formula = rate_formula(json_string(target, "formula"));
	AUTO_CURVE struct curve curve = {0};
	struct rate now;

	for (size_t i = 0; i < systems; i++)
		done[i] = FORECAST_NEVER;
	curve_make(&curve, &basis);
	now = curve_sum(&curve, curve_now, formula);
	for (uint32_t i = 0; i < systems; i++)
		gain[i] = curve_gain(&curve, i, formula);
	for (size_t i = 0; i < json_length(asked) && count < most; i++)
		count += add_need(now, json_object_array_get_idx(asked, i), &need[count]);
	return count;
}
