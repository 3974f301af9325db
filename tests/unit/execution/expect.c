/* When a move and a run will have ended: the estimate anew, while they go on. */
#include "execution/expect.h"
#include "../unit.h"
#include <string.h>

#define NOW 1000000

static const struct expected usual = {80, 100, 150};

static struct expected left_of(int64_t elapsed, int64_t copying, int64_t total, int64_t left)
{
	struct expect_course course = {usual, elapsed, copying, total, left, false};
	struct expected expected;

	assert_true(expect_move(&expected, &course));
	assert_true(expected.low <= expected.likely && expected.likely <= expected.high);
	return expected;
}

static void test_before_it_copies_the_estimate_runs_down(void **state)
{
	struct expected left = left_of(0, 0, 0, 0);

	(void)state;
	assert_int_equal(left.likely, 100);
	left = left_of(90, 0, 0, 0);
	assert_int_equal(left.low, 0);
	assert_int_equal(left.likely, 10);
	assert_int_equal(left.high, 60);
	assert_int_equal(left_of(1000, 0, 0, 0).high, 0);
}

/* At half, by half of what the estimate leaves and half of what the pace leaves. */
static void test_a_slow_copy_is_seen(void **state)
{
	struct expected slow = left_of(110, 100, 1000000, 500000);
	struct expected usual_pace = left_of(60, 50, 1000000, 500000);

	(void)state;
	assert_in_range(slow.likely, 73, 77);
	assert_in_range(usual_pace.likely, 48, 51);
	assert_true(slow.low > usual_pace.low && slow.high > usual_pace.high);
}

static void test_the_range_closes(void **state)
{
	int64_t wide = INT64_MAX;

	(void)state;
	for (int64_t done = 1; done <= 10; done++) {
		struct expected left =
			left_of(done * 10, done * 10, 1000000, 1000000 - done * 100000);

		assert_true(left.high - left.low < wide);
		wide = left.high - left.low;
	}
	assert_int_equal(wide, 0);
}

/* Memory that is written again makes the total grow: more is left than the whole was. */
static void test_a_copy_that_goes_backward(void **state)
{
	struct expect_course course = {usual, 50, 50, 1000, 5000, false};
	struct expected left;

	(void)state;
	assert_true(expect_move(&left, &course));
	assert_int_equal(left.likely, 50);
}

static void test_what_nobody_estimated(void **state)
{
	struct expect_course course = {{0}, 50, 0, 0, 0, false};
	struct expected left;

	(void)state;
	assert_false(expect_move(&left, &course));
	course.copying = 50;
	course.total = 1000000;
	course.left = 500000;
	assert_true(expect_move(&left, &course));
	assert_in_range(left.likely, 48, 51);
	course.copied = true;
	assert_true(expect_move(&left, &course));
	assert_int_equal(left.high, 0);
}

/* --- runs --- */

static struct run run;
static int64_t left[RUN_MOVES];
static struct expect_run expected;

static void begin(unsigned count, unsigned concurrency)
{
	memset(&run, 0, sizeof(run));
	memset(left, 0, sizeof(left));
	run.phase = RUN_RUNNING;
	run.concurrency = (uint16_t)concurrency;
	run.count = (uint16_t)count;
	for (unsigned i = 0; i < count; i++) {
		run.move[i].group = (uint16_t)(i + 1);
		run.move[i].seconds = 10;
		left[i] = 10;
	}
}

static void test_one_after_the_other(void **state)
{
	(void)state;
	begin(3, 1);
	run.move[0].slot = SLOT_OPEN;
	left[0] = 4;
	expect_play(&expected, &run, left, NOW);
	assert_int_equal(expected.end[0], NOW + 4);
	assert_int_equal(expected.end[1], NOW + 14);
	assert_int_equal(expected.end[2], NOW + 24);
	assert_int_equal(expected.last, NOW + 24);
	assert_false(expected.waits);
	assert_int_equal(run.move[1].slot, SLOT_WAITING); /* the run itself is as it was */
}

static void test_two_at_once_and_wave_after_wave(void **state)
{
	(void)state;
	begin(4, 2);
	run.move[2].wave = run.move[3].wave = 1;
	left[1] = 30;
	expect_play(&expected, &run, left, NOW);
	assert_int_equal(expected.end[0], NOW + 10);
	assert_int_equal(expected.end[1], NOW + 30);
	assert_int_equal(expected.end[2], NOW + 40);
	assert_int_equal(expected.end[3], NOW + 40);
}

static void test_a_window_that_is_still_to_open(void **state)
{
	(void)state;
	begin(1, 1);
	run.move[0].not_before = NOW + 3600;
	run.move[0].not_after = NOW + 7200;
	expect_play(&expected, &run, left, NOW);
	assert_int_equal(expected.last, NOW + 3610);
}

static void test_what_fits_no_longer(void **state)
{
	(void)state;
	begin(3, 1);
	for (unsigned i = 0; i < 3; i++)
		run.move[i].not_after = NOW + 25;
	expect_play(&expected, &run, left, NOW);
	assert_int_equal(expected.skipped, 1);
	assert_int_equal(expected.last, NOW + 20);
	left[0] = 16; /* the first is late, and the second has no place either */
	expect_play(&expected, &run, left, NOW);
	assert_int_equal(expected.skipped, 2);
}

static void test_what_waits_for_people(void **state)
{
	(void)state;
	begin(2, 1);
	run.move[0].slot = SLOT_HELD;
	expect_play(&expected, &run, left, NOW);
	assert_true(expected.waits);
	assert_int_equal(expected.last, 0);
	begin(2, 1);
	run.phase = RUN_PAUSED;
	run.move[0].slot = SLOT_OPEN;
	expect_play(&expected, &run, left, NOW);
	assert_true(expected.waits);
	assert_int_equal(expected.last, NOW + 10);
	assert_int_equal(expected.end[1], 0);
}

/* Another run holds the one place of a host: when it is free is not known, but it will be. */
static void test_what_waits_for_another_run(void **state)
{
	uint16_t host;

	(void)state;
	begin(2, 2);
	host = share_add(&run.table, 7);
	run.table.share[host].most = 1;
	run.move[1].use[USE_SOURCE] = host;
	share_see_other(&run.table, 7, 1, 1);
	expect_play(&expected, &run, left, NOW);
	assert_int_equal(expected.end[0], NOW + 10);
	assert_int_equal(expected.end[1], NOW + 20);
	assert_false(expected.waits);
}

static void test_withheld_moves_wait_for_people(void **state)
{
	(void)state;
	begin(2, 2);
	run.move[1].withheld = true;
	expect_play(&expected, &run, left, NOW);
	assert_int_equal(expected.last, NOW + 10);
	assert_int_equal(expected.end[1], 0);
	assert_true(expected.waits);
}

static void test_as_many_as_there_may_be(void **state)
{
	(void)state;
	begin(RUN_MOVES, RUN_MOVES);
	expect_play(&expected, &run, left, NOW);
	assert_int_equal(expected.last, NOW + 10);
	for (unsigned i = 0; i < RUN_MOVES; i++)
		assert_int_equal(expected.end[i], NOW + 10);
	begin(RUN_MOVES, 1);
	expect_play(&expected, &run, left, NOW);
	assert_int_equal(expected.last, NOW + 10 * RUN_MOVES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_before_it_copies_the_estimate_runs_down),
		cmocka_unit_test(test_a_slow_copy_is_seen),
		cmocka_unit_test(test_the_range_closes),
		cmocka_unit_test(test_a_copy_that_goes_backward),
		cmocka_unit_test(test_what_nobody_estimated),
		cmocka_unit_test(test_one_after_the_other),
		cmocka_unit_test(test_two_at_once_and_wave_after_wave),
		cmocka_unit_test(test_a_window_that_is_still_to_open),
		cmocka_unit_test(test_what_fits_no_longer),
		cmocka_unit_test(test_what_waits_for_people),
		cmocka_unit_test(test_what_waits_for_another_run),
		cmocka_unit_test(test_withheld_moves_wait_for_people),
		cmocka_unit_test(test_as_many_as_there_may_be),
	};

	return cmocka_run_group_tests_name("expect", tests, NULL, NULL);
}
