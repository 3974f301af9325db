/* When each group moves: the calendars, resources and quotas of a city as one problem. */
#include "base/clock.h"
#include "base/language.h"
#include "planning/planner/planner.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lists in the making; they are the problem's when it is whole. */
struct planner_lists {
	struct schedule_calendar *calendar;
	struct schedule_resource *resource;
	struct schedule_move *move;
	struct schedule_group *group;
	struct schedule_level *full;  /* the one level of what has no hours */
	struct schedule_level *hours; /* of links */
	uint32_t hours_count;
	struct json_object *known; /* "calendar NAME", "system NAME" ... -> index */
	struct calendar_frame frame;
};

static int64_t known(const struct planner_lists *lists, const char *kind, const char *name)
{
	AUTO_FREE char *key = mem_format("%s %s", kind, name);

	return json_integer(lists->known, key, -1);
}

static void remember(
	struct planner_lists *lists, const char *kind, const char *name, uint32_t index)
{
	AUTO_FREE char *key = mem_format("%s %s", kind, name);

	json_set_integer(lists->known, key, index);
}

/* --- calendars --- */

static uint32_t add_calendar(
	struct planner *planner, const char *name, struct schedule_slot *slot, uint32_t count)
{
	struct planner_lists *lists = planner->lists;
	uint32_t index = planner->problem.calendars++;

	lists->calendar = mem_grow(lists->calendar, index, sizeof(*lists->calendar));
	lists->calendar[index] = (struct schedule_calendar){name, slot, count};
	return index;
}

/* A window that was asked for is the only one. */
static struct json_object *windows_of(const struct planner *planner, const char *department)
{
	struct json_object *own =
		json_member(city_facts(planner->city, "department", department), "windows");

	return own ? own
		   : json_member(json_member(planner->city->profile, "planning"), "windows");
}

static uint32_t calendar_of(struct planner *planner, const char *department)
{
	struct planner_lists *lists = planner->lists;
	bool own = json_member(planner->city->request, "window") == NULL &&
		   json_member(city_facts(planner->city, "department", department),
			   "windows") != NULL;
	const char *name = own ? department : "";
	int64_t index = known(lists, "calendar", name);
	struct schedule_slot *slot;
	uint32_t count;

	if (index >= 0)
		return (uint32_t)index;
	count = calendar_slots(&slot,
		json_member(planner->city->request, "window") ? NULL
							      : windows_of(planner, department),
		&lists->frame);
	remember(lists, "calendar", name, planner->problem.calendars);
	return add_calendar(planner, name, slot, count);
}

/* When both are open. */
static uint32_t meet(struct planner *planner, uint32_t left, uint32_t right)
{
	struct planner_lists *lists = planner->lists;
	const struct schedule_calendar *one = &lists->calendar[left];
	const struct schedule_calendar *other = &lists->calendar[right];
	AUTO_FREE char *name = mem_format("%u & %u", left, right);
	int64_t index = known(lists, "both", name);
	struct schedule_slot *slot;
	uint32_t count = 0;

	if (left == right || index >= 0)
		return left == right ? left : (uint32_t)index;
	slot = mem_array(one->count + other->count + 1U, sizeof(*slot));
	for (uint32_t i = 0, j = 0; i < one->count && j < other->count;) {
		int64_t from = one->slot[i].from > other->slot[j].from ? one->slot[i].from
								       : other->slot[j].from;
		int64_t to = one->slot[i].to < other->slot[j].to ? one->slot[i].to
								 : other->slot[j].to;

		if (from < to)
			slot[count++] = (struct schedule_slot){from, to};
		if (one->slot[i].to < other->slot[j].to)
			i++;
		else
			j++;
	}
	remember(lists, "both", name, planner->problem.calendars);
	return add_calendar(planner, lists->calendar[left].name, slot, count);
}

/* --- resources --- */

uint32_t problem_add_resource(
	struct planner *planner, enum schedule_kind kind, const char *name, int64_t full)
{
	struct planner_lists *lists = planner->lists;
	bool link = kind == SCHEDULE_LINK;
	uint32_t index = planner->problem.resources++;

	lists->resource = mem_grow(lists->resource, index, sizeof(*lists->resource));
	lists->resource[index] = (struct schedule_resource){.kind = kind,
		.name = name,
		.full = full,
		.level = link ? lists->hours : lists->full,
		.count = link ? lists->hours_count : 1};
	return index;
}

static void add_move(struct planner *planner, uint32_t index)
{
	const struct planner_move *moved = &planner->move[index];
	struct schedule_move *move = &planner->lists->move[index];

	move->seconds = moved->estimate.high > 0 ? moved->estimate.high : 1;
	if (moved->host == PLANNER_NONE || moved->link == PLANNER_NONE ||
		moved->machine->on_cloud)
		return; /* of a kept wave, and it has arrived or its host is gone */
	/* Links are the first resources, in their order. */
	move->use[move->uses++] = (struct schedule_use){
		moved->link, moved->estimate.rate > 0 ? moved->estimate.rate : 1};
	limits_use(planner, moved, move);
}

/* --- groups --- */

/* The day on which its firmware was made, about its age; of an unknown age: the youngest. */
static int64_t age_of(const struct planner *planner, const struct planner_move *move)
{
	const char *made = json_string(move->machine->host->facts, "firmware_date");
	int64_t from, to;

	if (!made || clock_date_span(made, planner->lists->frame.ahead, &from, &to) < 0)
		return 99999;
	return from / 86400;
}

/* By the points of its systems; where they are alike, by how old the hosts are. */
static int64_t rank_of(const struct planner *planner, const struct planner_group *group)
{
	const struct planner_move *move = &planner->move[group->first];

	return age_of(planner, move) - json_integer(group->row, "points", 0) * 100000;
}

static int64_t deadline_of(const struct planner *planner, const struct planner_group *group)
{
	int64_t deadline = SCHEDULE_NEVER, from, to;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		const char *day = json_string(planner->move[i].system, "deadline");

		if (day && clock_date_span(day, planner->lists->frame.ahead, &from, &to) == 0 &&
			to < deadline)
			deadline = to;
	}
	return deadline;
}

/* The systems of one group may be those of several departments: it moves when all may. */
static uint32_t group_calendar(struct planner *planner, const struct planner_group *group)
{
	const char *last = NULL;
	uint32_t calendar = 0;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		const char *department = json_string(planner->move[i].system, "department");
		uint32_t own;

		if (text_equal(last, department))
			continue;
		own = calendar_of(planner, department);
		calendar = last ? meet(planner, calendar, own) : own;
		last = department;
	}
	return calendar;
}

/* The group of that system of the department; NONE when it does not move because it has. */
static uint32_t group_of(
	const struct planner *planner, const char *department, const char *name)
{
	AUTO_FREE char *key = mem_format("%s/%s", department, name);
	int64_t index = known(planner->lists, "system", key);

	return index < 0 ? PLANNER_NONE : (uint32_t)index;
}

static void add_after(
	struct planner *planner, uint32_t index, uint32_t **after, struct json_object *system)
{
	struct json_object *names = json_member(system, "after");
	struct schedule_group *group = &planner->lists->group[index];

	for (size_t i = 0; i < json_length(names); i++) {
		uint32_t before = group_of(planner, json_string(system, "department"),
			json_object_get_string(json_object_array_get_idx(names, i)));

		if (before == index)
			json_set_string(planner->group[index].row, "note",
				N_("an order between its systems is not kept: they move "
				   "together"));
		if (before == PLANNER_NONE || before == index)
			continue;
		*after = mem_grow(*after, group->after_count, sizeof(**after));
		(*after)[group->after_count++] = before;
	}
	group->after = *after;
}

static void list_after(struct planner *planner, uint32_t index)
{
	const struct planner_group *group = &planner->group[index];
	struct json_object *last = NULL;
	uint32_t *after = NULL;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		if (planner->move[i].system != last)
			add_after(planner, index, &after, planner->move[i].system);
		last = planner->move[i].system;
	}
}

static uint32_t never_open(struct planner *planner)
{
	int64_t index = known(planner->lists, "never", "");

	if (index >= 0)
		return (uint32_t)index;
	remember(planner->lists, "never", "", planner->problem.calendars);
	return add_calendar(planner, "", NULL, 0);
}

static void add_group(struct planner *planner, uint32_t index)
{
	const struct planner_group *group = &planner->group[index];
	struct schedule_group *into = &planner->lists->group[index];

	*into = (struct schedule_group){.name = group->name,
		.first = group->first,
		.count = group->count,
		.quota = SCHEDULE_NO_QUOTA,
		.deadline = SCHEDULE_NEVER};
	/*
	 * It never moves, and who waits for it neither; but if nothing is left of it, it has.
	 */
	if (group->why || group->count == 0) {
		into->calendar = never_open(planner);
		for (uint32_t i = group->first; i < group->first + group->count; i++)
			planner->lists->move[i].seconds = 1;
		return;
	}
	into->calendar = group_calendar(planner, group);
	into->fixed = group->kept != NULL;
	into->rank = rank_of(planner, group);
	into->deadline = deadline_of(planner, group);
	quotas_ask(planner, index, into);
	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		planner->schedule.start[i] = planner->move[i].start;
		add_move(planner, i);
	}
}

/* --- the whole --- */

static void list_systems(struct planner *planner)
{
	struct json_object *last = NULL;

	for (uint32_t i = 0; i < planner->groups; i++)
		for (uint32_t j = 0; j < planner->group[i].count; j++) {
			struct json_object *system =
				planner->move[planner->group[i].first + j].system;
			AUTO_FREE char *key = NULL;

			if (system == last && j > 0)
				continue;
			key = mem_format("%s/%s", json_string(system, "department"),
				json_string(system, "name"));
			remember(planner->lists, "system", key, i);
			last = system;
		}
}

/* No window is looked for from then on. */
static int64_t last_of(const struct planner *planner, int64_t from)
{
	struct json_object *window = json_member(planner->city->request, "window");
	const char *until = json_string(planner->city->request, "until");
	int64_t days = planner_setting(planner, "horizon_days", 730);
	int64_t to = window ? clock_second(json_string(window, "to"), 0) : from + days * 86400;

	return until && clock_second(until, 0) < to ? clock_second(until, 0) : to;
}

static struct calendar_frame frame_of(const struct planner *planner)
{
	struct json_object *planning = json_member(planner->city->profile, "planning");
	struct json_object *window = json_member(planner->city->request, "window");
	int64_t from = clock_second(json_string(planner->city->order, "from"), 0);
	int64_t opens = window ? clock_second(json_string(window, "from"), 0) : from;

	return (struct calendar_frame){
		.from = opens > from ? opens : from,
		.to = last_of(planner, from),
		.ahead = planner_setting(planner, "timezone_minutes", 0),
		.freeze = json_member(planning, "freeze"),
	};
}

static void make_lists(struct planner *planner)
{
	struct planner_lists *lists = mem_alloc(sizeof(*lists));

	planner->lists = lists;
	lists->known = json_object_new_object();
	lists->frame = frame_of(planner);
	lists->full = mem_alloc(sizeof(*lists->full));
	*lists->full = (struct schedule_level){INT64_MIN, 1000};
	lists->hours_count = calendar_levels(&lists->hours,
		json_member(json_member(planner->city->profile, "planning"), "budgets"),
		planner_setting(planner, "link_percent", 100), &lists->frame);
	lists->move = mem_array(planner->moves + 1U, sizeof(*lists->move));
	lists->group = mem_array(planner->groups + 1U, sizeof(*lists->group));
	planner->limits = limits_make(planner);
	for (uint32_t i = 0; i < planner->links; i++)
		problem_add_resource(planner, SCHEDULE_LINK, planner->link[i].name,
			planner->link[i].capacity);
	quotas_list(planner, &lists->frame);
	list_systems(planner);
}

/* What the plan before had. */
static void give_earlier(const struct planner *planner, struct schedule_problem *problem)
{
	struct json_object *earlier = json_member(planner->city->order, "earlier");
	int64_t *start, *end;

	if (planner->city->earlier_count == 0)
		return;
	start = mem_array(planner->moves + 1U, sizeof(int64_t));
	end = mem_array(planner->moves + 1U, sizeof(int64_t));
	for (uint32_t i = 0; i < planner->moves; i++) {
		const struct city_machine *machine = planner->move[i].machine;
		bool had = machine && machine->earlier;

		start[i] = had ? machine->earlier->start : SCHEDULE_NEVER;
		end[i] = had ? machine->earlier->end : SCHEDULE_NEVER;
	}
	problem->earlier =
		(struct schedule_earlier){start, end, json_integer(earlier, "over", 0),
			planner_setting(planner, "replan_permille", 10)};
}

static void leave_unplaced(struct planner *planner)
{
	for (uint32_t i = 0; i < planner->groups; i++) {
		AUTO_FREE char *why = NULL;

		if (planner->schedule.why[i] == SCHEDULE_PLACED)
			continue;
		why = why_not(planner, i);
		wanted_leave(&planner->group[i], why);
	}
}

void problem_solve(struct planner *planner)
{
	struct schedule_problem *problem = &planner->problem;
	struct planner_lists *lists;

	make_lists(planner);
	lists = planner->lists;
	planner->schedule.start = mem_array(planner->moves + 1U, sizeof(int64_t));
	planner->schedule.why = mem_array(planner->groups + 1U, sizeof(enum schedule_why));
	planner->schedule.resource = mem_array(planner->groups + 1U, sizeof(uint32_t));
	for (uint32_t i = 0; i < planner->groups; i++)
		add_group(planner, i);
	for (uint32_t i = 0; i < planner->groups; i++)
		list_after(planner, i);
	problem->from = lists->frame.from;
	problem->calendar = lists->calendar;
	problem->resource = lists->resource;
	quotas_give(planner, problem);
	problem->move = lists->move;
	problem->group = lists->group;
	problem->moves = planner->moves;
	problem->groups = planner->groups;
	milestones_give(planner, problem, lists->group);
	give_earlier(planner, problem);
	problem->seed = (uint64_t)json_integer(planner->city->order, "seed", 1);
	problem->effort = (uint32_t)json_integer(planner->city->order, "effort", 1);
	schedule_make(problem, &planner->schedule);
	leave_unplaced(planner);
}

static void free_lists(const struct planner *planner, struct planner_lists *lists)
{
	for (uint32_t i = 0; i < planner->problem.calendars; i++)
		free((void *)(uintptr_t)lists->calendar[i].slot);
	for (uint32_t i = 0; i < planner->groups; i++)
		free((void *)(uintptr_t)lists->group[i].after);
	free(lists->calendar);
	free(lists->resource);
	free(lists->move);
	free(lists->group);
	free(lists->full);
	free(lists->hours);
	json_object_put(lists->known);
	free(lists);
}

void problem_free(struct planner *planner)
{
	free_lists(planner, planner->lists);
	limits_free(planner, planner->limits);
	free((void *)(uintptr_t)planner->problem.earlier.start);
	free((void *)(uintptr_t)planner->problem.earlier.end);
	quotas_free(planner);
	free(planner->schedule.start);
	free(planner->schedule.why);
	free(planner->schedule.resource);
	planner->lists = NULL;
	planner->limits = NULL;
	planner->quotas = NULL;
	planner->problem = (struct schedule_problem){0};
	planner->schedule = (struct schedule){0};
}
