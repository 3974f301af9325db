#include "draw.h"
#include "base/memory.h"
#include <stdio.h>
#include <stdlib.h>

#define DAY    86400L
#define MOVES  4
#define GROUPS 9

/* --- helpers --- */

void *drawn_array(struct drawn *drawn, uint32_t count, size_t size)
{
	if ((drawn->owns & (drawn->owns - 1)) == 0)
		drawn->owned = mem_resize(drawn->owned,
			drawn->owns ? 2 * (size_t)drawn->owns : 1, sizeof(void *));
	return drawn->owned[drawn->owns++] = mem_array(count + 1UL, size);
}

const char *drawn_name(struct drawn *drawn, const char *what, uint32_t index)
{
	char *name = drawn_array(drawn, 32, 1);

	snprintf(name, 32, "%s-%04u", what, index);
	return name;
}

int64_t drawn_number(struct drawn *drawn, int64_t least, int64_t most)
{
	drawn->random ^= drawn->random << 13;
	drawn->random ^= drawn->random >> 7;
	drawn->random ^= drawn->random << 17;
	return least + (int64_t)(drawn->random % (uint64_t)(most - least + 1));
}

static bool chance(struct drawn *drawn, int64_t percent)
{
	return drawn_number(drawn, 1, 100) <= percent;
}

void drawn_free(struct drawn *drawn)
{
	for (uint32_t i = 0; i < drawn->owns; i++)
		free(drawn->owned[i]);
	free(drawn->owned);
	*drawn = (struct drawn){0};
}

struct schedule drawn_schedule(struct drawn *drawn)
{
	const struct schedule_problem *problem = &drawn->problem;

	return (struct schedule){
		.start = drawn_array(drawn, problem->moves, sizeof(int64_t)),
		.why = drawn_array(drawn, problem->groups, sizeof(enum schedule_why)),
		.resource = drawn_array(drawn, problem->groups, sizeof(uint32_t)),
	};
}

/* --- calendars --- */

/* Some nights of each of some weeks, from some hour on for some hours. */
static void draw_calendar(struct drawn *drawn, struct schedule_calendar *calendar,
	uint32_t index, enum draw_kind kind)
{
	int64_t weeks = kind == DRAW_WILD ? drawn_number(drawn, 1, 4) : 20;
	int64_t hour = drawn_number(drawn, 0, 30), length = drawn_number(drawn, 5, 12);
	struct schedule_slot *slot = drawn_array(drawn, (uint32_t)weeks * 7, sizeof(*slot));
	int64_t percent = drawn_number(drawn, 25, 80);
	bool days[7];

	for (int i = 0; i < 7; i++)
		days[i] = chance(drawn, percent);
	days[drawn_number(drawn, 0, 6)] = true;
	calendar->name = drawn_name(drawn, "calendar", index);
	calendar->slot = slot;
	for (int64_t day = 0; day < weeks * 7; day++) {
		int64_t from = DRAW_FROM + day * DAY + hour * DRAW_UNIT;

		if (days[day % 7])
			slot[calendar->count++] =
				(struct schedule_slot){from, from + length * DRAW_UNIT};
	}
	if (kind == DRAW_WILD && chance(drawn, 8))
		calendar->count = 0;
}

/* --- resources --- */

/* Of each department a link, a host and a team; of all a link, a pool and two targets. */
enum shared { SHARED_LINK, SHARED_POOL, SHARED_TARGET, SHARED_OTHER_TARGET, SHARED };
enum own { OWN_LINK, OWN_HOST, OWN_TEAM, OWN };

static const struct schedule_level *draw_levels(
	struct drawn *drawn, struct schedule_resource *resource, bool by_hour)
{
	struct schedule_level *level = drawn_array(drawn, 2 * 7 * 20, sizeof(*level));
	int64_t hour = drawn_number(drawn, 4, 44);

	resource->level = level;
	resource->count = 1;
	level[0] = (struct schedule_level){DRAW_FROM - 30 * DAY, 1000};
	for (int64_t day = 0; by_hour && day < 7 * 20; day++) {
		level[resource->count++] = (struct schedule_level){
			DRAW_FROM + day * DAY + (hour - 4) * DRAW_UNIT, 1000};
		level[resource->count++] =
			(struct schedule_level){DRAW_FROM + day * DAY + hour * DRAW_UNIT, 670};
	}
	return level;
}

static void draw_resource(struct drawn *drawn, struct schedule_resource *resource,
	enum schedule_kind kind, int64_t full, uint32_t index)
{
	resource->kind = kind;
	resource->name = drawn_name(drawn, "resource", index);
	resource->full = full;
	draw_levels(drawn, resource, kind == SCHEDULE_LINK && chance(drawn, 40));
}

static void draw_resources(struct drawn *drawn, uint32_t departments)
{
	struct schedule_problem *problem = &drawn->problem;
	struct schedule_resource *resource;

	problem->resources = SHARED + OWN * departments;
	problem->resource = resource =
		drawn_array(drawn, problem->resources, sizeof(*resource));
	draw_resource(drawn, &resource[SHARED_LINK], SCHEDULE_LINK, 18, SHARED_LINK);
	draw_resource(drawn, &resource[SHARED_POOL], SCHEDULE_POOL, drawn_number(drawn, 2, 4),
		SHARED_POOL);
	for (uint32_t i = SHARED_TARGET; i < SHARED; i++)
		draw_resource(drawn, &resource[i], SCHEDULE_HOST, drawn_number(drawn, 1, 2), i);
	for (uint32_t i = SHARED; i < problem->resources; i += OWN) {
		draw_resource(drawn, &resource[i + OWN_LINK], SCHEDULE_LINK, 12, i + OWN_LINK);
		draw_resource(drawn, &resource[i + OWN_HOST], SCHEDULE_HOST,
			drawn_number(drawn, 1, 2), i + OWN_HOST);
		draw_resource(drawn, &resource[i + OWN_TEAM], SCHEDULE_TEAM,
			drawn_number(drawn, 2, 3), i + OWN_TEAM);
	}
}

/* --- groups --- */

static void draw_move(struct drawn *drawn, struct schedule_move *move, uint32_t department,
	enum draw_kind kind)
{
	uint32_t own = SHARED + OWN * department;
	int64_t rate = drawn_number(drawn, 2, 8);

	move->seconds = drawn_number(drawn, 1, 5) * DRAW_UNIT;
	if (kind == DRAW_WILD && chance(drawn, 2))
		move->seconds = drawn_number(drawn, 1, 40) * DRAW_UNIT / 2;
	if (kind == DRAW_WILD && chance(drawn, 2))
		rate = drawn_number(drawn, 12, 13);
	move->use[0] = (struct schedule_use){own + OWN_LINK, rate};
	move->use[1] = (struct schedule_use){SHARED_LINK, rate};
	move->use[2] = (struct schedule_use){own + OWN_HOST, 1};
	move->use[3] = (struct schedule_use){own + OWN_TEAM, 1};
	move->use[4] =
		(struct schedule_use){SHARED_TARGET + (uint32_t)drawn_number(drawn, 0, 1), 1};
	move->use[5] = (struct schedule_use){SHARED_POOL, 1};
	move->uses = 6;
	if (chance(drawn, 30))
		move->uses = (uint32_t)drawn_number(drawn, 1, 5);
}

static void draw_after(
	struct drawn *drawn, struct schedule_group *group, uint32_t index, enum draw_kind kind)
{
	uint32_t *after = drawn_array(drawn, 2, sizeof(*after));
	uint32_t groups = drawn->problem.groups;

	group->after = after;
	while (index > 0 && group->after_count < 2 && chance(drawn, 20))
		after[group->after_count++] = (uint32_t)drawn_number(drawn, 0, index - 1);
	if (kind == DRAW_WILD && group->after_count < 2 && chance(drawn, 3))
		after[group->after_count++] = (uint32_t)drawn_number(drawn, 0, groups - 1);
}

static void spoil(struct drawn *drawn, struct schedule_group *group)
{
	if (chance(drawn, 5))
		group->count = 0;
	if (chance(drawn, 15))
		group->not_before = DRAW_FROM + drawn_number(drawn, -3, 20) * DAY;
	if (chance(drawn, 15))
		group->deadline = DRAW_FROM + drawn_number(drawn, 0, 400) * DRAW_UNIT;
}

/* So few moves that they fit into a slot even one after another. */
static void shorten(struct drawn *drawn, struct schedule_group *group)
{
	const struct schedule_slot *slot = drawn->problem.calendar[group->calendar].slot;
	int64_t seconds = 0;

	for (uint32_t i = 0; i < group->count; i++) {
		seconds += drawn->problem.move[group->first + i].seconds;
		if (seconds > slot->to - slot->from)
			group->count = i;
	}
}

static void draw_group(struct drawn *drawn, struct schedule_group *group, uint32_t index,
	uint32_t departments, enum draw_kind kind)
{
	uint32_t department = (uint32_t)drawn_number(drawn, 0, departments - 1);
	struct schedule_move *move = (struct schedule_move *)(uintptr_t)drawn->problem.move;

	*group = (struct schedule_group){.name = drawn_name(drawn, "group", index),
		.calendar = department,
		.first = index * MOVES,
		.count = (uint32_t)drawn_number(drawn, 1, MOVES),
		.quota = chance(drawn, 80) ? department : SCHEDULE_NO_QUOTA,
		.deadline = SCHEDULE_NEVER,
		.rank = drawn_number(drawn, 0, 3)};
	for (int i = 0; i < SCHEDULE_ASKS; i++)
		group->asks[i] = drawn_number(drawn, 0, 8);
	for (uint32_t i = 0; i < MOVES; i++)
		draw_move(drawn, &move[group->first + i], department, kind);
	draw_after(drawn, group, index, kind);
	if (kind == DRAW_WILD)
		spoil(drawn, group);
	else
		shorten(drawn, group);
}

/* Moves that no group has use nothing, and are not started. */
static void draw_groups(struct drawn *drawn, uint32_t departments, enum draw_kind kind)
{
	struct schedule_problem *problem = &drawn->problem;
	struct schedule_group *group;

	problem->groups = (uint32_t)drawn_number(drawn, 6, GROUPS);
	problem->moves = problem->groups * MOVES;
	problem->move = drawn_array(drawn, problem->moves, sizeof(struct schedule_move));
	problem->group = group = drawn_array(drawn, problem->groups, sizeof(*group));
	for (uint32_t i = 0; i < problem->groups; i++)
		draw_group(drawn, &group[i], i, departments, kind);
}

/* --- quotas --- */

static int64_t asked(const struct drawn *drawn, uint32_t quota, int what)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < drawn->problem.groups; i++)
		if (drawn->problem.group[i].quota == quota)
			sum += drawn->problem.group[i].asks[what];
	return sum;
}

/* Two or three grants, of which the last is enough, or nearly so when things can go wrong. */
static void draw_quota(
	struct drawn *drawn, struct schedule_quota *quota, uint32_t index, enum draw_kind kind)
{
	struct schedule_grant *grant = drawn_array(drawn, 3, sizeof(*grant));
	int64_t day = drawn_number(drawn, -20, 1);

	quota->name = drawn_name(drawn, "quota", index);
	quota->grant = grant;
	quota->count = (uint32_t)drawn_number(drawn, 2, 3);
	for (uint32_t i = 0; i < quota->count; i++) {
		grant[i].from = DRAW_FROM + day * DAY;
		day += drawn_number(drawn, 2, 9);
		for (int what = 0; what < SCHEDULE_ASKS; what++)
			grant[i].amount[what] =
				asked(drawn, index, what) * (i + 1) / quota->count;
	}
	if (kind == DRAW_WILD && chance(drawn, 20))
		quota->count--;
}

void draw_small(struct drawn *drawn, uint64_t seed, enum draw_kind kind)
{
	struct schedule_problem *problem = &drawn->problem;
	uint32_t departments;
	struct schedule_calendar *calendar;
	struct schedule_quota *quota;

	*drawn = (struct drawn){.random = seed * 0x9e3779b97f4a7c15 + 88172645463325252};
	departments = (uint32_t)drawn_number(drawn, 2, 3);
	problem->from = DRAW_FROM;
	problem->seed = seed;
	problem->calendars = problem->quotas = departments;
	problem->calendar = calendar = drawn_array(drawn, departments, sizeof(*calendar));
	for (uint32_t i = 0; i < departments; i++)
		draw_calendar(drawn, &calendar[i], i, kind);
	draw_resources(drawn, departments);
	draw_groups(drawn, departments, kind);
	problem->quota = quota = drawn_array(drawn, departments, sizeof(*quota));
	for (uint32_t i = 0; i < departments; i++)
		draw_quota(drawn, &quota[i], i, kind);
}
