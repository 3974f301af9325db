/* What schedule.h promises, over thousands of problems drawn at random. */
#include "planning/schedule/schedule.h"

#include "../unit.h"
#include "draw.h"
#include "holds.h"
#include <stdlib.h>
#include <string.h>

static struct schedule make(
	struct drawn *drawn, uint64_t seed, enum draw_kind kind, uint32_t effort)
{
	struct schedule schedule;

	draw_small(drawn, seed, kind);
	drawn->problem.effort = effort;
	schedule = drawn_schedule(drawn);
	schedule_make(&drawn->problem, &schedule);
	return schedule;
}

static void must_hold(const struct drawn *drawn, const struct schedule *schedule, uint64_t seed)
{
	char said[128];

	if (!holds(&drawn->problem, schedule, said, sizeof(said)))
		fail_msg("seed %llu: %s", (unsigned long long)seed, said);
}

static void holds_whatever_is_asked(void **state)
{
	long why[SCHEDULE_WHYS] = {0}, binds[SCHEDULE_BINDS] = {0};

	(void)state;
	for (uint64_t seed = 1; seed <= 4000; seed++) {
		struct drawn drawn;
		struct schedule schedule =
			make(&drawn, seed, DRAW_WILD, (uint32_t)(1 + seed % 100));

		must_hold(&drawn, &schedule, seed);
		for (uint32_t i = 0; i < drawn.problem.groups; i++)
			why[schedule.why[i]]++;
		binds[schedule.bound.binds]++;
		drawn_free(&drawn);
	}
	for (int i = 0; i < SCHEDULE_WHYS; i++)
		assert_true(why[i] > 0);
	for (int i = 0; i < SCHEDULE_BINDS; i++)
		assert_true(binds[i] > 0);
}

/* And what is tried more often is never worse. */
static void places_all_that_can_be(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 400; seed++) {
		struct drawn drawn, again;
		struct schedule first = make(&drawn, seed, DRAW_SOUND, 1);
		struct schedule better = make(&again, seed, DRAW_SOUND, 200);

		must_hold(&drawn, &first, seed);
		must_hold(&again, &better, seed);
		for (uint32_t i = 0; i < drawn.problem.groups; i++)
			assert_int_equal(better.why[i], SCHEDULE_PLACED);
		assert_true(better.finish <= first.finish);
		assert_int_equal(better.bound.finish, first.bound.finish);
		drawn_free(&drawn);
		drawn_free(&again);
	}
}

/* Whose optimum cbc found: it takes moves of several groups in turn within one slot. */
static void fills_a_slot_to_the_last(void **state)
{
	struct drawn drawn;
	struct schedule schedule = make(&drawn, 189, DRAW_SOUND, 2000);

	(void)state;
	assert_int_equal(schedule.finish - drawn.problem.from, 165 * DRAW_UNIT);
	drawn_free(&drawn);
}

static void is_the_same_again(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		struct drawn drawn, again;
		struct schedule first = make(&drawn, seed, DRAW_WILD, 100);
		struct schedule second = make(&again, seed, DRAW_WILD, 100);

		for (uint32_t i = 0; i < drawn.problem.groups; i++) {
			const struct schedule_group *group = &drawn.problem.group[i];

			assert_memory_equal(first.start + group->first,
				second.start + group->first, group->count * sizeof(int64_t));
			assert_int_equal(first.why[i], second.why[i]);
		}
		assert_int_equal(first.bound.index, second.bound.index);
		drawn_free(&drawn);
		drawn_free(&again);
	}
}

/* --- what was made before stays, when all of it is fixed but one --- */

static void keeps_what_is_fixed(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 400; seed++) {
		struct drawn drawn;
		struct schedule first = make(&drawn, seed, DRAW_WILD, 20);
		struct schedule second = drawn_schedule(&drawn);
		struct schedule_group *group =
			(struct schedule_group *)(uintptr_t)drawn.problem.group;

		memcpy(second.start, first.start, drawn.problem.moves * sizeof(int64_t));
		for (uint32_t i = 0; i < drawn.problem.groups; i++)
			group[i].fixed = i != seed % drawn.problem.groups &&
					 first.why[i] == SCHEDULE_PLACED && group[i].count > 0;
		schedule_make(&drawn.problem, &second);
		must_hold(&drawn, &second, seed);
		for (uint32_t i = 0; i < drawn.problem.groups; i++)
			if (group[i].fixed)
				assert_memory_equal(first.start + group[i].first,
					second.start + group[i].first,
					group[i].count * sizeof(int64_t));
		drawn_free(&drawn);
	}
}

/* --- the checker finds what is wrong --- */

typedef void spoil(struct drawn *drawn, struct schedule *schedule, uint32_t group);

static void start_too_early(struct drawn *drawn, struct schedule *schedule, uint32_t group)
{
	schedule->start[drawn->problem.group[group].first] = drawn->problem.from - 1;
}

static void leave_slot(struct drawn *drawn, struct schedule *schedule, uint32_t group)
{
	const struct schedule_group *of = &drawn->problem.group[group];

	schedule->start[of->first] = drawn->problem.calendar[of->calendar].slot[0].to - 1;
}

static void split(struct drawn *drawn, struct schedule *schedule, uint32_t group)
{
	schedule->start[drawn->problem.group[group].first] = SCHEDULE_NEVER;
}

static void shrink_link(struct drawn *drawn, struct schedule *schedule, uint32_t group)
{
	const struct schedule_move *move =
		&drawn->problem.move[drawn->problem.group[group].first];
	struct schedule_resource *resource =
		(struct schedule_resource *)(uintptr_t)drawn->problem.resource;

	(void)schedule;
	resource[move->use[0].resource].full = move->use[0].amount - 1;
}

static void withdraw_grants(struct drawn *drawn, struct schedule *schedule, uint32_t group)
{
	struct schedule_group *of =
		(struct schedule_group *)(uintptr_t)&drawn->problem.group[group];

	(void)schedule;
	of->quota = 0;
	of->asks[0] = INT32_MAX;
}

static void finish_too_early(struct drawn *drawn, struct schedule *schedule, uint32_t group)
{
	(void)drawn;
	(void)group;
	schedule->finish--;
}

static void finish_before_bound(struct drawn *drawn, struct schedule *schedule, uint32_t group)
{
	(void)drawn;
	(void)group;
	schedule->bound.finish = schedule->finish + 1;
}

static void wait_for_the_last(struct drawn *drawn, struct schedule *schedule, uint32_t group)
{
	static uint32_t after[1];
	struct schedule_group *of =
		(struct schedule_group *)(uintptr_t)&drawn->problem.group[group];

	(void)schedule;
	after[0] = group;
	of->after = after;
	of->after_count = 1;
}

static void finds_what_is_wrong(void **state)
{
	static spoil *const spoils[] = {start_too_early, leave_slot, split, shrink_link,
		withdraw_grants, finish_too_early, finish_before_bound, wait_for_the_last};

	(void)state;
	for (size_t i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++)
		for (uint64_t seed = 1; seed <= 50; seed++) {
			struct drawn drawn;
			struct schedule schedule = make(&drawn, seed, DRAW_SOUND, 1);
			char said[128];

			spoils[i](&drawn, &schedule, (uint32_t)(seed % drawn.problem.groups));
			assert_false(holds(&drawn.problem, &schedule, said, sizeof(said)));
			drawn_free(&drawn);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_whatever_is_asked),
		cmocka_unit_test(places_all_that_can_be),
		cmocka_unit_test(fills_a_slot_to_the_last),
		cmocka_unit_test(is_the_same_again),
		cmocka_unit_test(keeps_what_is_fixed),
		cmocka_unit_test(finds_what_is_wrong),
	};

	return cmocka_run_group_tests_name("schedule, drawn", tests, NULL, NULL);
}
