#include "planning/forecast/forecast.h"
#include "base/clock.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/forecast/forecast_curve.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY    86400LL
#define MINUTE 60
#define MONTH  8 /* "2026-02" and NUL */

static void set_time(struct json_object *object, const char *name, int64_t seconds)
{
	char text[CLOCK_TEXT];

	if (seconds == FORECAST_NEVER)
		return;
	clock_format(seconds * CLOCK_SECOND, text);
	json_set_string(object, name, text);
}

static enum rate_formula formula_of(const struct curve *curve)
{
	struct json_object *target = json_member(curve->basis->city->profile, "target");

	return rate_formula(json_string(target, "formula"));
}

static struct json_object *list_formulas(const struct curve *curve)
{
	struct json_object *list = json_object_new_array();

	for (int i = 0; i < RATE_FORMULAS; i++) {
		enum rate_formula formula = (enum rate_formula)i;
		struct rate now = curve_sum(curve, curve_now, formula);
		struct rate final = curve_sum(curve, curve_final, formula);
		struct json_object *row = json_object_new_object();

		json_set_string(row, "formula", rate_formulas[i]);
		json_set_integer(row, "total", now.total);
		json_set_integer(row, "now", now.on_cloud);
		json_set_integer(row, "final", final.on_cloud);
		json_set_integer(row, "now_percent_x100", rate_percent_x100(now));
		json_set_integer(row, "final_percent_x100", rate_percent_x100(final));
		json_object_array_add(list, row);
	}
	return list;
}

/* --- months --- */

static void month_at(const struct curve *curve, int64_t seconds, char month[MONTH])
{
	struct json_object *planning = json_member(curve->basis->city->profile, "planning");
	int64_t zone = json_integer(planning, "timezone_minutes", 0) * MINUTE;
	char text[CLOCK_TEXT];

	clock_format((seconds + zone) * CLOCK_SECOND, text);
	snprintf(month, MONTH, "%.7s", text);
}

static void month_next(char month[MONTH])
{
	int year = (int)strtol(month, NULL, 10), number = (int)strtol(month + 5, NULL, 10);

	year += number / 12;
	number = number % 12 + 1;
	snprintf(month, MONTH, "%04u-%02u", (unsigned)year % 10000, (unsigned)number % 100);
}

static struct json_object *month_row(const char *month, const int64_t *on_cloud)
{
	struct json_object *row = json_object_new_object(), *counts = json_object_new_object();

	for (int i = 0; i < RATE_FORMULAS; i++)
		json_set_integer(counts, rate_formulas[i], on_cloud[i]);
	json_set_string(row, "month", month);
	return json_set(row, "on_cloud", counts);
}

static struct json_object *list_months(const struct curve *curve)
{
	struct json_object *list = json_object_new_array();
	int64_t on_cloud[RATE_FORMULAS];
	char month[MONTH], of[MONTH];
	size_t next = 0;

	for (int i = 0; i < RATE_FORMULAS; i++)
		on_cloud[i] = curve_sum(curve, curve_now, (enum rate_formula)i).on_cloud;
	month_at(curve, curve->from, month);
	for (; next < curve->count; month_next(month)) {
		for (; next < curve->count; next++) {
			uint32_t system = curve->order[next];

			month_at(curve, curve->basis->done[system], of);
			if (strcmp(of, month) > 0)
				break;
			for (int i = 0; i < RATE_FORMULAS; i++)
				on_cloud[i] += curve_gain(curve, system, (enum rate_formula)i);
		}
		json_object_array_add(list, month_row(month, on_cloud));
	}
	return list;
}

/* --- departments --- */

struct member {
	const char *department;
	int64_t done;
	uint32_t system;
};

static int by_department(const void *left_pointer, const void *right_pointer)
{
	const struct member *left = left_pointer, *right = right_pointer;
	int order = strcmp(left->department, right->department);

	if (order == 0)
		order = (left->done > right->done) - (left->done < right->done);
	return order ? order : (left->system > right->system) - (left->system < right->system);
}

static void add_rate(struct rate *sum, struct rate one)
{
	sum->on_cloud += one.on_cloud;
	sum->total += one.total;
}

/* Of one department's systems, the earliest done first. */
static struct json_object *list_gains(const struct curve *curve, const struct member *members,
	size_t count, int64_t on_cloud, struct json_object *months)
{
	struct json_object *list = json_object_new_array();
	enum rate_formula formula = formula_of(curve);
	size_t next = 0;
	char of[MONTH];

	for (size_t i = 0; i < json_length(months); i++) {
		const char *month = json_string(json_object_array_get_idx(months, i), "month");

		for (; next < count && members[next].done != FORECAST_NEVER; next++) {
			month_at(curve, members[next].done, of);
			if (strcmp(of, month) > 0)
				break;
			on_cloud += curve_gain(curve, members[next].system, formula);
		}
		json_object_array_add(list, json_object_new_int64(on_cloud));
	}
	return list;
}

static struct json_object *department_row(const struct curve *curve,
	const struct member *members, size_t count, struct json_object *months)
{
	struct json_object *row =
		json_set_string(json_object_new_object(), "name", members[0].department);
	enum rate_formula formula = formula_of(curve);
	struct rate now = {0}, final = {0};
	int64_t until = FORECAST_NEVER;

	for (size_t i = 0; i < count; i++) {
		add_rate(&now, curve_now(curve, members[i].system, formula));
		add_rate(&final, curve_final(curve, members[i].system, formula));
		if (members[i].done != FORECAST_NEVER)
			until = members[i].done;
	}
	json_set_integer(row, "total", now.total);
	json_set_integer(row, "now", now.on_cloud);
	json_set_integer(row, "final", final.on_cloud);
	set_time(row, "until", until);
	return json_set(
		row, "on_cloud", list_gains(curve, members, count, now.on_cloud, months));
}

static struct json_object *list_departments(
	const struct curve *curve, struct json_object *months)
{
	struct json_object *list = json_object_new_array();
	size_t count = curve->systems.count;
	AUTO_FREE struct member *members = mem_array(count + 1, sizeof(*members));

	for (uint32_t i = 0; i < count; i++) {
		const char *name = json_string(curve->systems.first[i].facts, "department");

		members[i] = (struct member){name ? name : "", curve->basis->done[i], i};
	}
	qsort(members, count, sizeof(*members), by_department);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && text_equal(members[to].department,
							  members[from].department);
			to++)
			;
		json_object_array_add(
			list, department_row(curve, members + from, to - from, months));
	}
	return list;
}

/* --- milestones --- */

static int64_t seconds_of(struct json_object *milestone)
{
	return clock_second(json_string(milestone, "by"), 0);
}

static int64_t days_of(int64_t seconds)
{
	return (seconds + DAY - 1) / DAY;
}

static struct json_object *milestone_row(
	const struct curve *curve, struct json_object *milestone, enum rate_formula formula)
{
	struct json_object *row = json_copy(milestone);
	int64_t percent = json_integer(milestone, "percent", 0), by = seconds_of(milestone);
	struct rate last;
	int64_t reached = curve_reaches(curve, formula, percent, &last);

	json_set_string(row, "formula", rate_formulas[formula]);
	if (reached == FORECAST_NEVER)
		return last.total == 0
			       ? row
			       : json_set_integer(row, "short", rate_missing(last, percent));
	set_time(row, "reached", reached);
	if (rate_reaches(curve_sum(curve, curve_now, formula), percent))
		return json_set_boolean(row, "already", true);
	if (reached > by)
		json_set_integer(row, "late_days", days_of(reached - by));
	return row;
}

static struct json_object *list_milestones(const struct curve *curve)
{
	struct json_object *asked =
		json_member(json_member(curve->basis->city->profile, "target"), "milestones");
	struct json_object *list = json_object_new_array();

	for (int formula = 0; formula < RATE_FORMULAS; formula++)
		for (size_t i = 0; i < json_length(asked); i++)
			json_object_array_add(
				list, milestone_row(curve, json_object_array_get_idx(asked, i),
					      (enum rate_formula)formula));
	return list;
}

/* --- what is not there in the end --- */

struct absence {
	enum disposition disposition;
	const char *why;
	int64_t count;
};

static int compare_absences(const void *left_pointer, const void *right_pointer)
{
	const struct absence *left = left_pointer, *right = right_pointer;

	if (left->disposition != right->disposition)
		return left->disposition < right->disposition ? -1 : 1;
	return strcmp(left->why, right->why);
}

static const char *why_absent(const struct curve *curve, uint32_t system)
{
	if (!disposition_moves(curve->system[system].disposition))
		return NULL;
	if (curve->basis->done[system] != FORECAST_NEVER)
		return curve->servers[system] > 0
			       ? N_("its servers are hosted, and do not run on the cloud")
			       : NULL;
	return curve->basis->why ? curve->basis->why[system] : NULL;
}

static struct absence absence_of(const struct curve *curve, uint32_t system)
{
	const char *why = why_absent(curve, system);

	return (struct absence){curve->system[system].disposition, why ? why : "", 1};
}

static struct json_object *absence_row(const struct absence *absence, int64_t count)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "disposition", disposition_words[absence->disposition]);
	if (*absence->why)
		json_set_string(row, "why", absence->why);
	return json_set_integer(row, "count", count);
}

static bool never_arrives(const struct curve *curve, uint32_t system)
{
	struct rate final = curve_final(curve, system, RATE_SYSTEMS);

	return final.total > 0 && final.on_cloud == 0;
}

static struct json_object *list_never(const struct curve *curve)
{
	struct json_object *list = json_object_new_array();
	AUTO_FREE struct absence *all = mem_array(curve->systems.count + 1, sizeof(*all));
	size_t count = 0;

	for (uint32_t i = 0; i < curve->systems.count; i++)
		if (never_arrives(curve, i))
			all[count++] = absence_of(curve, i);
	qsort(all, count, sizeof(*all), compare_absences);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && compare_absences(&all[from], &all[to]) == 0;
			to++)
			;
		json_object_array_add(list, absence_row(&all[from], (int64_t)(to - from)));
	}
	return list;
}

static struct json_object *outside(const struct curve *curve)
{
	int64_t out_of_scope = 0, not_found = 0;

	for (uint32_t i = 0; i < curve->systems.count; i++) {
		out_of_scope += !curve->system[i].in_scope;
		not_found += curve->system[i].in_scope && curve->system[i].machines == 0;
	}
	return json_set_integer(
		json_set_integer(json_object_new_object(), "out_of_scope", out_of_scope),
		"not_found", not_found);
}

struct json_object *forecast_make(const struct forecast_basis *basis)
{
	AUTO_CURVE struct curve curve;
	struct json_object *forecast = json_object_new_object(), *months;

	curve_make(&curve, basis);
	months = list_months(&curve);
	set_time(forecast, "from", curve.from);
	set_time(forecast, "until", curve_end(&curve));
	json_set_string(forecast, "formula", rate_formulas[formula_of(&curve)]);
	json_set(forecast, "formulas", list_formulas(&curve));
	json_set(forecast, "departments", list_departments(&curve, months));
	json_set(forecast, "months", months);
	json_set(forecast, "milestones", list_milestones(&curve));
	json_set(forecast, "outside", outside(&curve));
	return json_set(forecast, "never", list_never(&curve));
}
