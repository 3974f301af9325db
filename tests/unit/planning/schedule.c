/* Schedules of problems made by hand: what is placed where, what is not and why, what binds. */
#include "planning/schedule/schedule.h"

#include "../unit.h"
#include "draw.h"
#include "holds.h"
#include <string.h>

#define HOUR   3600L
#define DAY    (24 * HOUR)
#define GROUPS 8

/* Three nights of four hours; a link of 10; groups of one move of an hour that uses 5. */
struct small {
	struct schedule_slot slot[3];
	struct schedule_calendar calendar[2];
	struct schedule_level level[2];
	struct schedule_resource resource[3];
	struct schedule_grant grant[2];
	struct schedule_quota quota[1];
	struct schedule_move move[GROUPS];
	struct schedule_group group[GROUPS];
	uint32_t after[GROUPS];
	struct schedule_problem problem;
	int64_t start[GROUPS];
	enum schedule_why why[GROUPS];
	uint32_t which[GROUPS];
	struct schedule schedule;
};

static const char *const names[GROUPS] = {"a", "b", "c", "d", "e", "f", "g", "h"};

static void add_resources(struct small *small)
{
	small->level[0] = (struct schedule_level){0, 1000};
	for (uint32_t i = 0; i < 3; i++)
		small->resource[i] = (struct schedule_resource){
			i == 0 ? SCHEDULE_LINK : SCHEDULE_HOST, names[i], 10, small->level, 1};
	small->quota[0] = (struct schedule_quota){"quota", small->grant, 2};
}

static void begin(struct small *small, uint32_t groups)
{
	*small = (struct small){0};
	for (int i = 0; i < 3; i++)
		small->slot[i] = (struct schedule_slot){i * DAY, i * DAY + 4 * HOUR};
	small->calendar[0] = (struct schedule_calendar){"nights", small->slot, 3};
	small->calendar[1] = (struct schedule_calendar){"never", NULL, 0};
	add_resources(small);
	for (uint32_t i = 0; i < GROUPS; i++) {
		small->move[i] = (struct schedule_move){HOUR, {{0, 5}}, 1};
		small->group[i] = (struct schedule_group){.name = names[i],
			.first = i,
			.count = 1,
			.quota = SCHEDULE_NO_QUOTA,
			.deadline = SCHEDULE_NEVER,
			.rank = i};
		small->after[i] = i;
	}
	small->problem = (struct schedule_problem){0, small->calendar, small->resource,
		small->quota, small->move, small->group, 2, 3, 1, GROUPS, groups, 1, 50};
	small->schedule = (struct schedule){
		.start = small->start, .why = small->why, .resource = small->which};
}

static void make(struct small *small)
{
	char said[128];

	schedule_make(&small->problem, &small->schedule);
	if (!holds(&small->problem, &small->schedule, said, sizeof(said)))
		fail_msg("%s", said);
}

static void comes_after(struct small *small, uint32_t group, uint32_t other)
{
	small->group[group].after = &small->after[other];
	small->group[group].after_count = 1;
}

/* --- placed --- */

static void has_nothing_to_do(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 0);
	make(&small);
	assert_int_equal(small.schedule.finish, 0);
	assert_int_equal(small.schedule.bound.finish, 0);
	assert_int_equal(small.schedule.bound.binds, BINDS_NOTHING);
}

/* Two at once, eight in one night, the wanted first. */
static void fills_a_night(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 8);
	make(&small);
	for (uint32_t i = 0; i < 8; i++)
		assert_int_equal(small.start[i], i / 2 * HOUR);
	assert_int_equal(small.schedule.finish, 4 * HOUR);
	assert_int_equal(small.schedule.bound.finish, 4 * HOUR);
	assert_int_equal(small.schedule.bound.binds, BINDS_LINK);
	assert_int_equal(small.schedule.bound.index, 0);
}

/*
 * Of three that take more than half a night, and all of the link, each has a night of its own.
 */
static void counts_what_a_window_holds(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 3);
	for (uint32_t i = 0; i < 3; i++)
		small.move[i] = (struct schedule_move){2 * HOUR + 1, {{0, 10}}, 1};
	make(&small);
	assert_int_equal(small.schedule.finish, 2 * DAY + 2 * HOUR + 1);
	assert_int_equal(small.schedule.bound.finish, 2 * DAY + 2 * HOUR + 1);
	assert_int_equal(small.schedule.bound.binds, BINDS_WINDOW);
}

/*
 * Two groups would fill a night all but a minute, and no two of their moves that run one after
 * the other leave time for the other two: each has a night. It is the nights that are short.
 */
static void packs_groups_into_windows(void **state)
{
	static const int64_t minutes[] = {41, 28, 37, 37};
	struct small small;

	(void)state;
	begin(&small, 2);
	for (int i = 0; i < 3; i++)
		small.slot[i].to = small.slot[i].from + 72 * 60;
	for (uint32_t i = 0; i < 4; i++)
		small.move[i].seconds = minutes[i] * 60;
	small.group[0].count = small.group[1].count = 2;
	small.group[1].first = 2;
	make(&small);
	assert_int_equal(small.schedule.finish, DAY + 37 * 60);
	assert_int_equal(small.schedule.bound.finish, DAY + 37 * 60);
	assert_int_equal(small.schedule.bound.binds, BINDS_WINDOW);
	small.move[3].seconds = 29 * 60;
	small.move[2].seconds = 31 * 60;
	make(&small);
	assert_int_equal(small.schedule.finish, 69 * 60);
	assert_in_range(small.schedule.bound.finish, 68 * 60, 69 * 60);
}

/* The link is busy in all its hours, which are few of the day or many. */
static void says_link_or_window(void **state)
{
	struct small small;

	(void)state;
	for (int64_t open = 1; open <= 8; open++) {
		begin(&small, 3);
		for (uint32_t i = 0; i < 3; i++) {
			small.slot[i].to = small.slot[i].from + open * HOUR;
			small.move[i] = (struct schedule_move){open * HOUR, {{0, 10}}, 1};
		}
		make(&small);
		assert_int_equal(small.schedule.finish, 2 * DAY + open * HOUR);
		assert_int_equal(small.schedule.bound.finish, small.schedule.finish);
		assert_int_equal(small.schedule.bound.binds,
			3 * open < (48 + open) / 5 ? BINDS_WINDOW : BINDS_LINK);
	}
}

static void waits_for_others(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 3);
	for (uint32_t i = 0; i < 3; i++)
		small.move[i].seconds = 3 * HOUR;
	comes_after(&small, 0, 1);
	comes_after(&small, 1, 2);
	make(&small);
	assert_int_equal(small.start[2], 0);
	assert_int_equal(small.start[1], DAY);
	assert_int_equal(small.start[0], 2 * DAY);
	assert_int_equal(small.schedule.bound.finish, small.schedule.finish);
	assert_int_equal(small.schedule.bound.binds, BINDS_GROUP);
	assert_int_equal(small.schedule.bound.index, 0);
}

static void waits_for_a_grant(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 4);
	for (uint32_t i = 0; i < 4; i++) {
		small.group[i].quota = 0;
		small.group[i].asks[1] = 10;
	}
	small.grant[0] = (struct schedule_grant){0, {0, 30, 0}};
	small.grant[1] = (struct schedule_grant){DAY + HOUR, {0, 40, 0}};
	make(&small);
	assert_int_equal(small.schedule.finish, DAY + 2 * HOUR);
	assert_int_equal(small.schedule.bound.finish, DAY + 2 * HOUR);
	assert_int_equal(small.schedule.bound.binds, BINDS_QUOTA);
}

/* A chain whose first waits for a grant for longer than the chain takes, and for less. */
static void waits_for_a_grant_in_a_chain(void **state)
{
	struct small small;

	(void)state;
	for (int64_t hour = 1; hour <= 2; hour++) {
		begin(&small, 2);
		small.group[0].quota = 0;
		small.group[0].asks[1] = 10;
		small.quota[0].count = 1;
		small.grant[0] = (struct schedule_grant){hour * HOUR, {0, 30, 0}};
		small.move[0].seconds = small.move[1].seconds = HOUR - 60;
		comes_after(&small, 1, 0);
		make(&small);
		assert_int_equal(small.schedule.bound.finish, small.schedule.finish);
		assert_int_equal(
			small.schedule.bound.binds, hour == 1 ? BINDS_GROUP : BINDS_QUOTA);
	}
}

/* Three by size would be the other way round; a chain elsewhere takes longer than they do. */
static void heeds_ranks_where_it_costs_nothing(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 6);
	for (uint32_t i = 0; i < 3; i++) {
		small.move[i] = (struct schedule_move){(i + 1) * HOUR, {{0, 10}}, 1};
		small.move[3 + i] = (struct schedule_move){3 * HOUR, {{1, 10}}, 1};
	}
	comes_after(&small, 4, 3);
	comes_after(&small, 5, 4);
	make(&small);
	assert_int_equal(small.start[0], 0);
	assert_int_equal(small.start[1], HOUR);
	assert_int_equal(small.start[2], DAY);
	assert_int_equal(small.schedule.finish, 2 * DAY + 3 * HOUR);
	assert_int_equal(small.schedule.bound.finish, small.schedule.finish);
}

/* Two of an hour and one of three, each of all of the link; by the second hour some count. */
static int64_t finish_with_milestone(int64_t need, bool fixed, int64_t *by_then)
{
	struct small small;

	begin(&small, 3);
	small.problem.milestones = 1;
	small.problem.milestone[0] = (struct schedule_milestone){2 * HOUR, need};
	for (uint32_t i = 0; i < 3; i++) {
		small.move[i] = (struct schedule_move){i == 0 ? 3 * HOUR : HOUR, {{0, 10}}, 1};
		small.group[i].gain = 1;
	}
	small.group[1].fixed = fixed;
	small.start[1] = DAY;
	make(&small);
	*by_then = 0;
	for (uint32_t i = 0; i < 3; i++)
		*by_then += schedule_end(&small.problem, &small.schedule, i) <= 2 * HOUR;
	assert_true(small.schedule.bound.finish <= small.schedule.finish);
	return small.schedule.finish;
}

/* Those that count come first though all is done later then; of what cannot be, what can. */
static void meets_milestones_before_the_finish(void **state)
{
	int64_t by_then;

	(void)state;
	assert_int_equal(finish_with_milestone(0, false, &by_then), DAY + HOUR);
	assert_in_range(by_then, 0, 1);
	assert_int_equal(finish_with_milestone(1, false, &by_then), DAY + HOUR);
	assert_int_equal(by_then, 1);
	assert_int_equal(finish_with_milestone(2, false, &by_then), DAY + 3 * HOUR);
	assert_int_equal(by_then, 2);
	assert_int_equal(finish_with_milestone(9, false, &by_then), DAY + 3 * HOUR);
	assert_int_equal(by_then, 2);
	assert_int_equal(finish_with_milestone(2, true, &by_then), DAY + HOUR);
	assert_int_equal(by_then, 1);
}

static void shares_hosts(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 6);
	small.resource[1].full = 1;
	for (uint32_t i = 0; i < 6; i++) {
		small.move[i].use[1] = (struct schedule_use){1, 1};
		small.move[i].uses = 2;
	}
	make(&small);
	assert_int_equal(small.schedule.finish, DAY + 2 * HOUR);
	assert_int_equal(small.schedule.bound.finish, DAY + 2 * HOUR);
	assert_int_equal(small.schedule.bound.binds, BINDS_HOST);
	assert_int_equal(small.schedule.bound.index, 1);
}

/* By night there is all of the link, by day a third of it, too little. */
static void heeds_the_hour(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 1);
	small.level[0].permille = 330;
	small.level[1] = (struct schedule_level){2 * HOUR, 1000};
	small.resource[0].count = 2;
	make(&small);
	assert_int_equal(small.start[0], 2 * HOUR);
}

static void ends_of_empty_groups(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 3);
	small.group[1].count = 0;
	comes_after(&small, 1, 0);
	comes_after(&small, 2, 1);
	make(&small);
	assert_int_equal(schedule_end(&small.problem, &small.schedule, 1), HOUR);
	assert_int_equal(small.start[2], HOUR);
}

/* Who is waited for by what is fixed must be done before that. */
static void makes_way_for_what_is_fixed(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 2);
	small.group[0].fixed = true;
	small.start[0] = HOUR;
	comes_after(&small, 0, 1);
	make(&small);
	assert_int_equal(small.start[0], HOUR);
	assert_int_equal(small.start[1], 0);
	small.start[0] = HOUR / 2;
	schedule_make(&small.problem, &small.schedule);
	assert_int_equal(small.start[0], HOUR / 2);
	assert_int_equal(small.why[1], SCHEDULE_LATE);
}

/*
 * Two at once: the longest first would take seven hours, and six are enough; then one of two.
 */
static void takes_no_longer_than_it_must(void **state)
{
	static const int64_t hours[] = {2, 3, 2, 3, 2};
	struct small small;

	(void)state;
	begin(&small, 2);
	for (int i = 0; i < 3; i++)
		small.slot[i].to += 4 * HOUR;
	small.group[0].count = 5;
	small.group[1].first = 5;
	for (uint32_t i = 0; i < 5; i++)
		small.move[i].seconds = hours[i] * HOUR;
	small.move[5].seconds = 2 * HOUR;
	comes_after(&small, 1, 0);
	make(&small);
	assert_int_equal(small.schedule.finish, 8 * HOUR);
	assert_int_equal(small.schedule.bound.finish, 8 * HOUR);
}

/* --- not placed --- */

static void says_no_window(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 2);
	small.group[0].calendar = 1;
	small.group[1].not_before = 3 * DAY;
	make(&small);
	assert_int_equal(small.why[0], SCHEDULE_NO_WINDOW);
	assert_int_equal(small.why[1], SCHEDULE_NO_WINDOW);
	assert_int_equal(small.start[0], SCHEDULE_NEVER);
	assert_int_equal(schedule_end(&small.problem, &small.schedule, 0), SCHEDULE_NEVER);
}

static void says_too_long(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 2);
	small.move[0].seconds = 4 * HOUR + 1;
	small.group[1] = (struct schedule_group){.name = "long",
		.first = 1,
		.count = 3,
		.quota = SCHEDULE_NO_QUOTA,
		.deadline = SCHEDULE_NEVER};
	for (uint32_t i = 1; i < 4; i++)
		small.move[i] = (struct schedule_move){2 * HOUR, {{0, 6}}, 1};
	make(&small);
	assert_int_equal(small.why[0], SCHEDULE_TOO_LONG);
	assert_int_equal(small.why[1], SCHEDULE_TOO_LONG);
}

/* Long moves first would not do here: 2 + 2 of one, beside 1 + 3 of the other. */
static void finds_the_order_in_which_it_fits(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 1);
	small.group[0].count = 3;
	small.resource[1].full = small.resource[2].full = 1;
	small.move[0] = (struct schedule_move){2 * HOUR, {{1, 1}}, 1};
	small.move[1] = (struct schedule_move){3 * HOUR, {{2, 1}}, 1};
	small.move[2] = (struct schedule_move){HOUR, {{2, 1}, {1, 1}}, 2};
	small.slot[0].to = 4 * HOUR;
	make(&small);
	assert_int_equal(small.why[0], SCHEDULE_PLACED);
}

static void says_no_link(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 2);
	small.move[0].use[0].amount = 11;
	small.resource[1].full = 0;
	small.move[1] = (struct schedule_move){HOUR, {{1, 1}}, 1};
	make(&small);
	assert_int_equal(small.why[0], SCHEDULE_NO_LINK);
	assert_int_equal(small.which[0], 0);
	assert_int_equal(small.why[1], SCHEDULE_NO_LINK);
	assert_int_equal(small.which[1], 1);
}

static void says_no_quota_left(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 3);
	for (uint32_t i = 0; i < 3; i++) {
		small.group[i].quota = 0;
		small.group[i].asks[0] = 10;
	}
	small.quota[0].count = 1;
	small.grant[0] = (struct schedule_grant){0, {20, 0, 0}};
	make(&small);
	assert_int_equal(small.why[0] + small.why[1] + small.why[2], SCHEDULE_NO_QUOTA_LEFT);
	small.group[0].asks[0] = 21;
	make(&small);
	assert_int_equal(small.why[0], SCHEDULE_NO_QUOTA_LEFT);
	assert_int_equal(small.why[1], SCHEDULE_PLACED);
	assert_int_equal(small.why[2], SCHEDULE_PLACED);
}

static void says_cycle(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 5);
	comes_after(&small, 0, 1);
	comes_after(&small, 1, 0);
	comes_after(&small, 2, 3);
	comes_after(&small, 3, 0);
	make(&small);
	assert_int_equal(small.why[0], SCHEDULE_CYCLE);
	assert_int_equal(small.why[1], SCHEDULE_CYCLE);
	assert_int_equal(small.why[2], SCHEDULE_WAITS);
	assert_int_equal(small.why[3], SCHEDULE_WAITS);
	assert_int_equal(small.why[4], SCHEDULE_PLACED);
	comes_after(&small, 4, 4);
	make(&small);
	assert_int_equal(small.why[4], SCHEDULE_CYCLE);
}

static void says_late(void **state)
{
	struct small small;

	(void)state;
	begin(&small, 3);
	small.group[0].deadline = HOUR - 1;
	small.group[1].deadline = HOUR;
	comes_after(&small, 2, 0);
	make(&small);
	assert_int_equal(small.why[0], SCHEDULE_LATE);
	assert_int_equal(small.why[1], SCHEDULE_PLACED);
	assert_int_equal(small.why[2], SCHEDULE_WAITS);
}

/* Its quota comes too late; what it comes after does; another has what both need until then. */
static void says_why_it_is_late(void **state)
{
	struct small small;
	uint32_t late;

	(void)state;
	begin(&small, 5);
	for (uint32_t i = 0; i < 5; i++) {
		small.move[i] = (struct schedule_move){i < 2 ? HOUR : 3 * HOUR, {{0, 1}}, 1};
		small.group[i].deadline = i < 2 ? 2 * HOUR : 4 * HOUR;
	}
	small.quota[0].count = 1;
	small.grant[0] = (struct schedule_grant){DAY, {10, 0, 0}};
	small.group[0].quota = 0;
	small.group[0].asks[0] = 10;
	comes_after(&small, 1, 2);
	small.resource[1].full = 1;
	for (uint32_t i = 3; i < 5; i++) {
		small.move[i].use[1] = (struct schedule_use){1, 1};
		small.move[i].uses = 2;
	}
	make(&small);
	assert_int_equal(small.why[0], SCHEDULE_LATE_QUOTA);
	assert_int_equal(small.why[1], SCHEDULE_LATE_AFTER);
	assert_int_equal(small.why[2], SCHEDULE_PLACED);
	late = small.why[3] == SCHEDULE_PLACED ? 4 : 3;
	assert_int_equal(small.why[late], SCHEDULE_LATE_TAKEN);
	assert_int_equal(small.which[late], 1);
	assert_int_equal(small.why[7 - late], SCHEDULE_PLACED);
}

static void says_full(void **state)
{
	struct small small;
	int full = 0;

	(void)state;
	begin(&small, 4);
	for (uint32_t i = 0; i < 4; i++)
		small.move[i] = (struct schedule_move){3 * HOUR, {{0, 6}}, 1};
	make(&small);
	for (uint32_t i = 0; i < 4; i++)
		if (small.why[i] == SCHEDULE_FULL) {
			full++;
			assert_int_equal(small.which[i], 0);
		}
	assert_int_equal(full, 1);
	assert_int_equal(small.schedule.finish, 2 * DAY + 3 * HOUR);
}

/* --- again --- */

struct before {
	int64_t start[GROUPS], end[GROUPS];
};

/* As it was made, and then something is otherwise. */
static void make_again(struct small *small, struct before *before)
{
	memcpy(before->start, small->start, sizeof(small->start));
	for (uint32_t i = 0; i < GROUPS; i++)
		before->end[i] = before->start[i] + small->move[i].seconds;
	small->problem.earlier = (struct schedule_earlier){before->start, before->end,
		small->schedule.finish - small->schedule.bound.finish, 10};
}

static int count_moved(const struct small *small, const struct before *before)
{
	int moved = 0;

	for (uint32_t i = 0; i < small->problem.groups; i++)
		moved += small->start[i] != before->start[i];
	return moved;
}

static void stays_where_it_was(void **state)
{
	struct before before;
	struct small small;

	(void)state;
	begin(&small, 6);
	make(&small);
	make_again(&small, &before);
	for (uint32_t i = 0; i < 6; i++)
		small.group[i].rank = -(int64_t)i; /* now others are wanted first */
	make(&small);
	assert_int_equal(count_moved(&small, &before), 0);
}

/* One takes longer than the room it had: it alone goes elsewhere. */
static void moves_only_what_no_longer_fits(void **state)
{
	struct before before;
	struct small small;

	(void)state;
	begin(&small, 5);
	make(&small);
	make_again(&small, &before);
	small.move[0].seconds = 2 * HOUR;
	small.problem.earlier.worth = 900;
	make(&small);
	assert_int_equal(count_moved(&small, &before), 1);
	assert_int_not_equal(small.start[0], before.start[0]);
}

/* What was to start before now has to start later; the rest has its time. */
static void finds_time_for_what_was_missed(void **state)
{
	struct before before;
	struct small small;

	(void)state;
	begin(&small, 4);
	make(&small);
	make_again(&small, &before);
	small.problem.from = HOUR;
	make(&small);
	for (uint32_t i = 0; i < 4; i++)
		if (before.start[i] >= HOUR)
			assert_int_equal(small.start[i], before.start[i]);
		else
			assert_in_range(small.start[i], HOUR, 4 * HOUR);
}

/* Eight that took two nights could be done in one. */
static void gives_other_times_where_it_is_worth_it(void **state)
{
	struct before before;
	struct small small;

	(void)state;
	begin(&small, 8);
	small.resource[0].full = 5;
	make(&small);
	assert_int_equal(small.schedule.finish, DAY + 4 * HOUR);
	make_again(&small, &before);
	small.resource[0].full = 10;
	make(&small);
	assert_int_equal(small.schedule.finish, 4 * HOUR);
}

static void gives_no_other_times_for_little(void **state)
{
	struct before before;
	struct small small;

	(void)state;
	begin(&small, 8);
	small.resource[0].full = 5;
	make(&small);
	make_again(&small, &before);
	small.resource[0].full = 10;
	small.problem.earlier.worth = 900; /* from 28 hours to four is less */
	make(&small);
	assert_int_equal(count_moved(&small, &before), 0);
}

/* A new one that fits nowhere beside the others as they were, and does when one makes way. */
static void makes_way_for_what_is_new(void **state)
{
	struct before before;
	struct small small;

	(void)state;
	begin(&small, 3);
	small.calendar[0].count = 1;
	small.move[2] = (struct schedule_move){3 * HOUR, {{0, 10}}, 1};
	small.problem.groups = 2;
	make(&small);
	make_again(&small, &before);
	before.start[0] = 0;
	before.start[1] = 2 * HOUR;
	before.end[1] = 3 * HOUR;
	before.start[2] = before.end[2] = SCHEDULE_NEVER;
	small.problem.groups = 3;
	make(&small);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(small.why[i], SCHEDULE_PLACED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_nothing_to_do),
		cmocka_unit_test(fills_a_night),
		cmocka_unit_test(counts_what_a_window_holds),
		cmocka_unit_test(packs_groups_into_windows),
		cmocka_unit_test(says_link_or_window),
		cmocka_unit_test(waits_for_others),
		cmocka_unit_test(waits_for_a_grant),
		cmocka_unit_test(waits_for_a_grant_in_a_chain),
		cmocka_unit_test(heeds_ranks_where_it_costs_nothing),
		cmocka_unit_test(meets_milestones_before_the_finish),
		cmocka_unit_test(shares_hosts),
		cmocka_unit_test(heeds_the_hour),
		cmocka_unit_test(ends_of_empty_groups),
		cmocka_unit_test(makes_way_for_what_is_fixed),
		cmocka_unit_test(takes_no_longer_than_it_must),
		cmocka_unit_test(says_no_window),
		cmocka_unit_test(says_too_long),
		cmocka_unit_test(finds_the_order_in_which_it_fits),
		cmocka_unit_test(says_no_link),
		cmocka_unit_test(says_no_quota_left),
		cmocka_unit_test(says_cycle),
		cmocka_unit_test(says_late),
		cmocka_unit_test(says_why_it_is_late),
		cmocka_unit_test(says_full),
		cmocka_unit_test(stays_where_it_was),
		cmocka_unit_test(moves_only_what_no_longer_fits),
		cmocka_unit_test(finds_time_for_what_was_missed),
		cmocka_unit_test(gives_other_times_where_it_is_worth_it),
		cmocka_unit_test(gives_no_other_times_for_little),
		cmocka_unit_test(makes_way_for_what_is_new),
	};

	return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
