/*
 * What the plan makes of the on-cloud rate, and which change would help: for some changes of
 * what binds, the schedule is made again.
 */
#include "base/language.h"
#include "planning/forecast/forecast.h"
#include "planning/planner/planner.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY         86400LL
#define CHANGES     4
#define GROUPS_MOST 5000 /* beyond it making the schedule again takes long */
#define WORDS       256

enum change_kind { CHANGE_RATE, CHANGE_LIMIT, CHANGE_WINDOW, CHANGE_GRANT };

/* A change of the problem: of the resource, calendar or quota of that index. */
struct change {
	enum change_kind kind;
	uint32_t index;
	char what[WORDS];
	int64_t cost;
};

struct prospect {
	const struct planner *planner;
	struct change change[CHANGES];
	size_t count;
};

/* --- which changes --- */

__attribute__((format(printf, 5, 6))) static void add(struct prospect *prospect,
	enum change_kind kind, uint32_t index, int64_t cost, const char *format, ...)
{
	struct change *change = &prospect->change[prospect->count];
	va_list arguments;

	if (prospect->count == CHANGES)
		return;
	prospect->count++;
	*change = (struct change){.kind = kind, .index = index, .cost = cost};
	va_start(arguments, format);
	vsnprintf(change->what, sizeof(change->what), format, arguments);
	va_end(arguments);
}

static const char *calendar_name(const struct planner *planner, uint32_t index)
{
	const char *name = planner->problem.calendar[index].name;

	return name && *name ? name : N_("all departments");
}

/* The calendar of the move that ends last. */
static uint32_t last_calendar(const struct planner *planner)
{
	uint32_t last = 0;
	int64_t end = INT64_MIN;

	for (uint32_t i = 0; i < planner->problem.groups; i++) {
		int64_t one = planner->schedule.why[i] == SCHEDULE_PLACED
				      ? schedule_end(&planner->problem, &planner->schedule, i)
				      : INT64_MIN;

		if (one > end) {
			end = one;
			last = planner->problem.group[i].calendar;
		}
	}
	return last;
}

static void add_window(struct prospect *prospect, uint32_t calendar)
{
	if (calendar < prospect->planner->problem.calendars &&
		prospect->planner->problem.calendar[calendar].count > 1)
		add(prospect, CHANGE_WINDOW, calendar, 2,
			N_("a second window on the day after each of %s"),
			calendar_name(prospect->planner, calendar));
}

/* What binds, and the windows of what ends last. */
static void list_changes(struct prospect *prospect)
{
	const struct planner *planner = prospect->planner;
	const struct schedule_bound *bound = &planner->schedule.bound;

	if (bound->binds == BINDS_HOST)
		add(prospect, CHANGE_LIMIT, bound->index, 1, N_("one move more at once: %s"),
			planner->problem.resource[bound->index].name);
	if (bound->binds == BINDS_QUOTA)
		add(prospect, CHANGE_GRANT, bound->index, 1,
			N_("all that %s is granted later, at once"),
			planner->problem.quota[bound->index].name);
	if (bound->binds == BINDS_WINDOW)
		add_window(prospect, bound->index);
	else if (planner->problem.groups > 0)
		add_window(prospect, last_calendar(planner));
	if (bound->binds == BINDS_LINK)
		add(prospect, CHANGE_RATE, bound->index, 3, N_("twice the rate of link %s"),
			planner->problem.resource[bound->index].name);
}

/* --- trying one --- */

static int compare_slots(const void *left_pointer, const void *right_pointer)
{
	const struct schedule_slot *left = left_pointer, *right = right_pointer;

	return left->from < right->from ? -1 : left->from > right->from;
}

/* The same hours on the next days as well. The caller frees the slots. */
static struct schedule_calendar double_windows(const struct schedule_calendar *calendar)
{
	struct schedule_slot *slot = mem_array(2 * (size_t)calendar->count, sizeof(*slot));
	struct schedule_calendar doubled = {calendar->name, slot, 0};

	for (uint32_t i = 0; i < calendar->count; i++) {
		slot[2 * i] = calendar->slot[i];
		slot[2 * i + 1] = (struct schedule_slot){
			calendar->slot[i].from + DAY, calendar->slot[i].to + DAY};
	}
	qsort(slot, 2 * (size_t)calendar->count, sizeof(*slot), compare_slots);
	for (uint32_t i = 0; i < 2 * calendar->count; i++) {
		struct schedule_slot *last = doubled.count ? &slot[doubled.count - 1] : NULL;

		if (last && slot[i].from <= last->to)
			last->to = slot[i].to > last->to ? slot[i].to : last->to;
		else
			slot[doubled.count++] = slot[i];
	}
	return doubled;
}

/* Copies of what a change touches; the rest is the plan's own. */
struct tried {
	struct planner planner;
	struct schedule_resource *resource;
	struct schedule_calendar *calendar;
	struct schedule_quota *quota;
	struct schedule_grant grant;
	struct schedule_slot *slot;
};

static void *copy(const void *list, size_t count, size_t size)
{
	void *made = mem_array(count + 1, size);

	if (count > 0)
		memcpy(made, list, count * size);
	return made;
}

static void change(struct tried *tried, const struct change *change)
{
	struct schedule_problem *problem = &tried->planner.problem;
	struct schedule_calendar *calendar = &tried->calendar[change->index];
	struct schedule_quota *quota = &tried->quota[change->index];

	switch (change->kind) {
	case CHANGE_RATE:
		tried->resource[change->index].full *= 2;
		break;
	case CHANGE_LIMIT:
		tried->resource[change->index].full++;
		break;
	case CHANGE_WINDOW:
		*calendar = double_windows(&problem->calendar[change->index]);
		tried->slot = (struct schedule_slot *)(uintptr_t)calendar->slot;
		break;
	case CHANGE_GRANT:
		tried->grant = quota->grant[quota->count - 1];
		tried->grant.from = quota->grant[0].from;
		quota->grant = &tried->grant;
		quota->count = 1;
		break;
	}
}

static void tried_start(struct tried *tried, const struct planner *planner)
{
	struct schedule_problem *problem = &tried->planner.problem;

	tried->planner = *planner;
	tried->resource = copy(problem->resource, problem->resources, sizeof(*tried->resource));
	tried->calendar = copy(problem->calendar, problem->calendars, sizeof(*tried->calendar));
	tried->quota = copy(problem->quota, problem->quotas, sizeof(*tried->quota));
	tried->planner.schedule.start =
		copy(planner->schedule.start, problem->moves, sizeof(int64_t));
	tried->planner.schedule.resource = NULL;
	tried->planner.schedule.why =
		mem_array(problem->groups + 1U, sizeof(enum schedule_why));
}

static void tried_free(struct tried *tried)
{
	free(tried->planner.schedule.start);
	free(tried->planner.schedule.why);
	free(tried->resource);
	free(tried->calendar);
	free(tried->quota);
	free(tried->slot);
}

static bool try_change(void *argument, size_t index, int64_t *done)
{
	const struct prospect *prospect = argument;
	struct tried tried = {0};

	tried_start(&tried, prospect->planner);
	change(&tried, &prospect->change[index]);
	tried.planner.problem.resource = tried.resource;
	tried.planner.problem.calendar = tried.calendar;
	tried.planner.problem.quota = tried.quota;
	schedule_make(&tried.planner.problem, &tried.planner.schedule);
	ends_done(&tried.planner, done);
	tried_free(&tried);
	return true;
}

/* --- the whole --- */

static struct json_object *tell_help(
	const struct planner *planner, const struct forecast_basis *basis)
{
	struct prospect prospect = {.planner = planner};
	struct forecast_change changes[CHANGES];

	if (planner->groups <= GROUPS_MOST)
		list_changes(&prospect);
	for (size_t i = 0; i < prospect.count; i++)
		changes[i] = (struct forecast_change){
			prospect.change[i].what, prospect.change[i].cost};
	return forecast_help(basis, changes, prospect.count, try_change, &prospect);
}

struct json_object *prospect_tell(const struct planner *planner)
{
	size_t count = json_length(planner->systems);
	int64_t *done = mem_array(count + 1, sizeof(*done));
	const char **why = mem_array(count + 1, sizeof(*why));
	struct forecast_basis basis = {planner->city, planner->disposition, done, why};
	struct json_object *forecast;

	ends_done(planner, done);
	for (size_t i = 0; i < count; i++)
		if (planner->grouped.of[i] != GROUP_NONE)
			why[i] = planner->group[planner->grouped.of[i]].why;
	forecast = forecast_make(&basis);
	json_set(forecast, "help", tell_help(planner, &basis));
	free(done);
	free(why);
	return forecast;
}
