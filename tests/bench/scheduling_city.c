#include "scheduling_city.h"
#include "base/memory.h"
#include <stdlib.h>

#define HOUR  3600L
#define DAY   (24 * HOUR)
#define WEEKS 100
#define MBIT  1000000L
#define GIB   (1L << 30)

struct drawing {
	struct drawn *drawn;
	enum regime regime;
	uint32_t cities, departments, groups, moves; /* to be drawn */
	uint32_t *groups_of;                         /* of each department */
	uint32_t *host_of, *hosts_of;                /* the first of its hosts, and how many */
	uint32_t core, county, access, target, pool, team; /* the first resource of each kind */
	uint32_t cores, counties, targets, pools, teams;
	bool hub;
};

static int64_t number(struct drawing *drawing, int64_t least, int64_t most)
{
	return drawn_number(drawing->drawn, least, most);
}

/* --- how large each is --- */

/* A place within a city of 64, the first as likely as the second and third together. */
static uint32_t draw_place(struct drawing *drawing)
{
	int64_t drawn = number(drawing, 0, 4743); /* the sum of 1000 / (place + 1) */
	uint32_t place = 0;

	while (place < 63 && drawn >= 1000 / (place + 1))
		drawn -= 1000 / (++place);
	return place;
}

/* One each, and the rest by the inverse of the place. */
static void size_departments(struct drawing *drawing)
{
	uint32_t left = drawing->groups - drawing->departments;

	for (uint32_t i = 0; i < drawing->departments; i++)
		drawing->groups_of[i] = 1;
	while (left > 0) {
		uint32_t city = (uint32_t)number(drawing, 0, drawing->cities - 1) * 64;
		uint32_t place = draw_place(drawing);

		if (city + place >= drawing->departments)
			continue;
		drawing->groups_of[city + place]++;
		left--;
	}
}

/* --- windows --- */

/* What days of the week, from which hour on, for how long: some patterns that many share. */
struct pattern {
	int days, hour, hours, every; /* days as bits; every so many weeks */
};

static const struct pattern patterns[] = {
	{0x7f, 22, 8, 1},
	{0x1f, 20, 10, 1},
	{0x60, 18, 14, 1},
	{0x15, 22, 7, 1},
	{0x2a, 23, 6, 1},
	{0x70, 21, 9, 1},
	{0x44, 20, 10, 1},
	{0x3b, 22, 8, 1},
};

/* Rare and short, for some departments where windows are scarce. */
static const struct pattern rare[] = {{0x20, 22, 5, 1}, {0x40, 1, 5, 1}, {0x08, 23, 6, 1}};

#define PATTERNS (sizeof(patterns) / sizeof(patterns[0]))
#define RARE     (sizeof(rare) / sizeof(rare[0]))

static void draw_slots(struct drawing *drawing, struct schedule_calendar *calendar,
	const struct pattern *pattern)
{
	struct schedule_slot *slot = drawn_array(drawing->drawn, 7 * WEEKS, sizeof(*slot));

	calendar->slot = slot;
	for (int day = 0; day < 7 * WEEKS; day++) {
		int64_t from = DRAW_FROM + day * DAY + pattern->hour * HOUR;

		if ((pattern->days >> day % 7 & 1) && day / 7 % pattern->every == 0)
			slot[calendar->count++] =
				(struct schedule_slot){from, from + pattern->hours * HOUR};
	}
}

static void draw_calendars(struct drawing *drawing)
{
	struct schedule_problem *problem = &drawing->drawn->problem;
	struct schedule_calendar shared[PATTERNS + RARE] = {0}, *calendar;

	for (uint32_t i = 0; i < PATTERNS; i++)
		draw_slots(drawing, &shared[i], &patterns[i]);
	for (uint32_t i = 0; i < RARE; i++)
		draw_slots(drawing, &shared[PATTERNS + i], &rare[i]);
	problem->calendars = drawing->departments;
	problem->calendar = calendar =
		drawn_array(drawing->drawn, problem->calendars, sizeof(*calendar));
	for (uint32_t i = 0; i < problem->calendars; i++) {
		bool is_rare =
			drawing->regime == REGIME_WINDOW && number(drawing, 1, 100) <= 40;
		bool is_long = drawing->regime == REGIME_LINK || drawing->regime == REGIME_HOST;

		calendar[i] = is_rare ? shared[PATTERNS + number(drawing, 0, RARE - 1)]
				      : shared[number(drawing, 0, is_long ? 1 : PATTERNS - 1)];
		calendar[i].name = drawn_name(drawing->drawn, "department", i);
	}
}

/* --- resources --- */

static const struct schedule_level *budget(struct drawing *drawing, uint32_t *count)
{
	struct schedule_level *level =
		drawn_array(drawing->drawn, 14 * WEEKS + 1, sizeof(*level));

	level[0] = (struct schedule_level){0, 300};
	*count = 1;
	for (int day = 0; day < 7 * WEEKS; day++) {
		level[(*count)++] = (struct schedule_level){
			DRAW_FROM + day * DAY + 20 * HOUR, day % 7 < 5 ? 600 : 800};
		level[(*count)++] =
			(struct schedule_level){DRAW_FROM + (day + 1) * DAY + 7 * HOUR,
				day % 7 == 4 || day % 7 == 5 ? 600 : 300};
	}
	return level;
}

static const struct schedule_level always[] = {{0, 1000}};

struct kind {
	enum schedule_kind kind;
	const char *name;
	int64_t full;
};

static uint32_t add_resources(struct drawing *drawing, uint32_t count, struct kind kind,
	const struct schedule_level *level, uint32_t levels)
{
	struct schedule_problem *problem = &drawing->drawn->problem;
	struct schedule_resource *resource =
		(struct schedule_resource *)(uintptr_t)problem->resource;
	uint32_t first = problem->resources;

	for (uint32_t i = 0; i < count; i++)
		resource[problem->resources++] = (struct schedule_resource){kind.kind,
			drawn_name(drawing->drawn, kind.name, i), kind.full, level, levels};
	return first;
}

static uint32_t count_hosts(struct drawing *drawing)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < drawing->departments; i++) {
		drawing->hosts_of[i] = 1 + drawing->groups_of[i] / 3;
		count += drawing->hosts_of[i];
	}
	return count;
}

static void draw_access(struct drawing *drawing)
{
	static const int64_t tiers[] = {200, 500, 1000, 1000, 2000};
	struct schedule_resource *resource =
		(struct schedule_resource *)(uintptr_t)drawing->drawn->problem.resource;

	for (uint32_t i = 0; i < drawing->departments; i++) {
		int64_t tier = tiers[number(drawing, 0, 4)] * MBIT;

		if (drawing->regime == REGIME_LINK && i % 64 < 2)
			tier = 100 * MBIT;
		if (drawing->regime != REGIME_LINK && i % 64 < 40)
			tier = 2000 * MBIT;
		resource[drawing->access + i].full = tier;
	}
}

static void draw_resources(struct drawing *drawing)
{
	struct schedule_problem *problem = &drawing->drawn->problem;
	bool host = drawing->regime == REGIME_HOST;
	uint32_t hosts = count_hosts(drawing), levels, all;
	const struct schedule_level *level = budget(drawing, &levels);

	drawing->cores = drawing->hub ? 2 : 2 * drawing->cities;
	drawing->counties = 8 * drawing->cities;
	drawing->targets = 16 * drawing->cities;
	drawing->pools = 4 * drawing->cities;
	drawing->teams = 12 * drawing->cities;
	all = drawing->cores + drawing->counties + drawing->departments + hosts +
	      drawing->targets + drawing->pools + drawing->teams;
	problem->resource = drawn_array(drawing->drawn, all, sizeof(*problem->resource));
	drawing->core = add_resources(drawing, drawing->cores,
		(struct kind){SCHEDULE_LINK, "core", 10000 * MBIT}, level, levels);
	drawing->county = add_resources(drawing, drawing->counties,
		(struct kind){SCHEDULE_LINK, "county", 1000 * MBIT}, level, levels);
	drawing->access = add_resources(drawing, drawing->departments,
		(struct kind){SCHEDULE_LINK, "access", 0}, level, levels);
	draw_access(drawing);
	drawing->host_of[0] = add_resources(
		drawing, hosts, (struct kind){SCHEDULE_HOST, "host", host ? 1 : 4}, always, 1);
	for (uint32_t i = 1; i < drawing->departments; i++)
		drawing->host_of[i] = drawing->host_of[i - 1] + drawing->hosts_of[i - 1];
	drawing->target = add_resources(drawing, drawing->targets,
		(struct kind){SCHEDULE_HOST, "target", host ? 2 : 6}, always, 1);
	drawing->pool = add_resources(drawing, drawing->pools,
		(struct kind){SCHEDULE_POOL, "pool", host ? 3 : 20}, always, 1);
	drawing->team = add_resources(drawing, drawing->teams,
		(struct kind){SCHEDULE_TEAM, "team", host ? 6 : 12}, always, 1);
}

/* --- moves --- */

static int64_t draw_bytes(struct drawing *drawing)
{
	int64_t bytes = number(drawing, 10, 60);

	for (int i = 0; i < 3; i++)
		if (number(drawing, 0, 2) == 0)
			bytes = bytes * number(drawing, 12, 25) / 10;
	return bytes * GIB;
}

/* Four streams share a link at its budget by night; none has more than 400 Mbit/s. */
static int64_t rate_of(const struct drawing *drawing, uint32_t department)
{
	int64_t full = drawing->drawn->problem.resource[drawing->access + department].full;
	int64_t rate = full * 6 / 10 / 4;

	return rate < 400 * MBIT ? rate : 400 * MBIT;
}

static void draw_move(struct drawing *drawing, struct schedule_move *move, uint32_t department)
{
	uint32_t city = department / 64;
	uint32_t cloud = department % 2;
	bool far = department % 64 >= 40;
	const struct schedule_slot *slot = drawing->drawn->problem.calendar[department].slot;
	bool shared = drawing->regime == REGIME_LINK || drawing->regime == REGIME_HOST;
	int64_t rate = rate_of(drawing, department), longest = (shared ? 1 : 3) * HOUR;

	if (drawing->regime == REGIME_LINK && department % 64 < 2)
		rate *= 3;
	if (far && rate > 150 * MBIT)
		rate = 150 * MBIT;
	move->seconds = (draw_bytes(drawing) * 8 + rate - 1) / rate;
	if (slot->to - slot->from < 7 * HOUR)
		move->seconds = (slot->to - slot->from) * number(drawing, 52, 90) / 100;
	else if (move->seconds > longest)
		move->seconds = longest - number(drawing, 0, longest / 3);
	move->use[0] = (struct schedule_use){drawing->access + department, rate};
	move->use[1] = (struct schedule_use){
		far ? drawing->county + city * 8 + department % 8
		    : drawing->core + (drawing->hub ? cloud : city * 2 + cloud),
		rate};
	move->use[2] = (struct schedule_use){
		drawing->host_of[department] +
			(uint32_t)number(drawing, 0, drawing->hosts_of[department] - 1),
		1};
	move->use[3] = (struct schedule_use){
		drawing->target + city * 16 + cloud * 8 + (uint32_t)number(drawing, 0, 7), 1};
	move->use[4] = (struct schedule_use){
		drawing->pool + city * 4 + cloud * 2 + (uint32_t)number(drawing, 0, 1), 1};
	move->use[5] = (struct schedule_use){drawing->team + city * 12 + department % 12, 1};
	move->uses = 6;
}

/* --- groups --- */

static uint32_t groups_before(const struct drawing *drawing, uint32_t department)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < department; i++)
		sum += drawing->groups_of[i];
	return sum;
}

/* Within a department, and where groups are scarce in long chains. */
static void draw_after(
	struct drawing *drawing, struct schedule_group *group, uint32_t index, uint32_t first)
{
	bool chained = drawing->regime == REGIME_GROUP;
	uint32_t *after;

	if (index == first || number(drawing, 1, 100) > (chained ? 94 : 8))
		return;
	after = drawn_array(drawing->drawn, 1, sizeof(*after));
	after[0] = chained ? index - 1 : (uint32_t)number(drawing, first, index - 1);
	group->after = after;
	group->after_count = 1;
}

static void draw_group(
	struct drawing *drawing, uint32_t index, uint32_t department, uint32_t first)
{
	struct schedule_problem *problem = &drawing->drawn->problem;
	struct schedule_group *group =
		(struct schedule_group *)(uintptr_t)&problem->group[index];
	struct schedule_move *move = (struct schedule_move *)(uintptr_t)problem->move;
	const struct schedule_slot *slot = problem->calendar[department].slot;
	uint32_t left = drawing->groups - index;
	uint32_t most = drawing->moves - problem->moves - (left - 1);
	uint32_t count = (uint32_t)number(drawing, 1, number(drawing, 1, 10));
	int64_t seconds = 0, shares = 2;

	if (drawing->regime == REGIME_LINK || drawing->regime == REGIME_HOST)
		shares = 1;
	count = count < most ? count : most;
	*group = (struct schedule_group){.name = drawn_name(drawing->drawn, "group", index),
		.calendar = department,
		.first = problem->moves,
		.quota = department,
		.deadline = SCHEDULE_NEVER,
		.rank = number(drawing, 0, 5)};
	for (uint32_t i = 0; i < count; i++, group->count++) {
		draw_move(drawing, &move[problem->moves], department);
		seconds += move[problem->moves].seconds;
		if (group->count > 0 && seconds > (slot->to - slot->from) * shares)
			break;
		problem->moves++;
	}
	for (int what = 0; what < SCHEDULE_ASKS; what++)
		group->asks[what] = group->count * number(drawing, 2, 16);
	draw_after(drawing, group, index, first);
}

static void draw_groups(struct drawing *drawing)
{
	struct schedule_problem *problem = &drawing->drawn->problem;
	uint32_t index = 0;

	problem->group = drawn_array(drawing->drawn, drawing->groups, sizeof(*problem->group));
	problem->move = drawn_array(drawing->drawn, drawing->moves + 1, sizeof(*problem->move));
	problem->groups = drawing->groups;
	for (uint32_t i = 0; i < drawing->departments; i++) {
		uint32_t first = index;

		for (uint32_t j = 0; j < drawing->groups_of[i]; j++)
			draw_group(drawing, index++, i, first);
	}
}

/* --- quotas --- */

static void draw_grants(
	struct drawing *drawing, struct schedule_quota *quota, uint32_t department)
{
	const struct schedule_problem *problem = &drawing->drawn->problem;
	struct schedule_grant *grant = drawn_array(drawing->drawn, 4, sizeof(*grant));
	uint32_t first = groups_before(drawing, department);
	bool scarce = drawing->regime == REGIME_QUOTA;
	int64_t day = 0, permille = 1000;

	quota->name = problem->calendar[department].name;
	quota->grant = grant;
	quota->count = scarce ? 4 : 1;
	for (uint32_t i = 0; i < quota->count; i++) {
		permille = i + 1 < quota->count ? 300 * (i + 1) : 1000;
		grant[i].from = i == 0 ? 0 : DRAW_FROM + day * DAY;
		day += number(drawing, 20, 45);
		for (uint32_t j = first; j < first + drawing->groups_of[department]; j++)
			for (int what = 0; what < SCHEDULE_ASKS; what++)
				grant[i].amount[what] += problem->group[j].asks[what];
		for (int what = 0; what < SCHEDULE_ASKS; what++)
			grant[i].amount[what] = grant[i].amount[what] * permille / 1000;
	}
}

static void draw_quotas(struct drawing *drawing)
{
	struct schedule_problem *problem = &drawing->drawn->problem;
	struct schedule_quota *quota;

	problem->quotas = drawing->departments;
	problem->quota = quota = drawn_array(drawing->drawn, problem->quotas, sizeof(*quota));
	for (uint32_t i = 0; i < drawing->departments; i++)
		draw_grants(drawing, &quota[i], i);
}

void city_draw(
	struct drawn *drawn, uint64_t seed, enum regime regime, uint32_t percent, bool hub)
{
	struct drawing drawing = {.drawn = drawn, .regime = regime, .hub = hub};

	*drawn = (struct drawn){.random = seed * 0x9e3779b97f4a7c15 + 88172645463325252};
	drawing.departments = 64 * percent / 100;
	drawing.cities = (drawing.departments + 63) / 64;
	drawing.groups = 195 * percent / 100;
	drawing.moves = 640 * percent / 100;
	drawing.groups_of = drawn_array(drawn, drawing.departments, sizeof(uint32_t));
	drawing.host_of = drawn_array(drawn, drawing.departments, sizeof(uint32_t));
	drawing.hosts_of = drawn_array(drawn, drawing.departments, sizeof(uint32_t));
	drawn->problem.from = DRAW_FROM;
	drawn->problem.seed = seed;
	size_departments(&drawing);
	draw_calendars(&drawing);
	draw_resources(&drawing);
	draw_groups(&drawing);
	draw_quotas(&drawing);
}
