/*
 * What a plan makes of the on-cloud rate: month by month, for each department, and when each
 * milestone of the profile is reached, or that it is not.
 */
#ifndef PLANNING_FORECAST_H
#define PLANNING_FORECAST_H

#include "model/disposition.h"
#include "planning/planner/city.h"

#define FORECAST_NEVER INT64_MAX

/* When each system is done; the arrays are in the order of city_of(city, "system"). */
struct forecast_basis {
	const struct city *city;
	const enum disposition *dispositions;
	const int64_t *done;    /* seconds since 1970; FORECAST_NEVER: not by this plan */
	const char *const *why; /* why never, where it should move; NULL, or an entry: untold */
};

/*
 * {"from", "until"?: when the last system is done, "formula": the profile's,
 *  "formulas": [{"formula", "total", "now", "final", "now_percent_x100",
 *      "final_percent_x100"}], "final" being when all that is planned, hosting too, is done,
 *  "months": [{"month": "2026-02", "on_cloud": {FORMULA: COUNT}}], as they end, in the
 *      profile's local time, from the plan's beginning until the last system is done,
 *  "departments": [{"name", "total", "now", "final", "until"?, "on_cloud": [by month]}], by
 *      the profile's formula,
 *  "milestones": [{"by", "percent", "cites", "formula", "reached"?, "already"?: true,
 *      "late_days"?, "short"?: how many more are needed}], of each formula; neither reached
 *      nor short where there is nothing to count,
 *  "outside": {"out_of_scope", "not_found"}: systems that no formula counts,
 *  "never": [{"disposition", "why"?, "count"}]: of those that are counted}
 *
 * New reference. Pure.
 */
struct json_object *forecast_make(const struct forecast_basis *basis);

/* --- what is asked --- */

/* By that time so many more are to be counted than are now. */
struct forecast_need {
	int64_t by, more; /* seconds since 1970; at least 1 */
};

/*
 * What each system counts for once it is done, by the profile's formula, in the order of
 * city_of(city, "system"), and what is missing for milestones that are not reached: `most` of
 * them at most. Says how many. Pure.
 */
size_t forecast_needs(const struct city *city, const enum disposition *dispositions,
	int64_t *gain, struct forecast_need *need, size_t most);

/* --- what would help --- */

struct forecast_change {
	const char *what; /* "a second night window on link finance" */
	int64_t cost;     /* the lower is tried first, and told first */
};

/*
 * Plans again with that change, and fills when each system is done then. False: it cannot be
 * tried.
 */
typedef bool forecast_try(void *argument, size_t change, int64_t *done);

/*
 * The changes that make a milestone (by the profile's formula) or the end come earlier, the
 * cheapest first: [{"change", "cost", "end_days"?, "milestones": [{"percent", "by", "reached",
 * "days"?}]}]; days are those by which it is earlier, missing where it was never reached
 * before. New reference.
 */
struct json_object *forecast_help(const struct forecast_basis *basis,
	const struct forecast_change *changes, size_t count, forecast_try *try, void *argument);

#endif
