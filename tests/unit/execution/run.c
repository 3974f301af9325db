#include "execution/run.h"

#include "../unit.h"

#include <string.h>

#define NOW 1000

static struct run run;
static struct run_action actions[RUN_ACTIONS];
static unsigned count;

static void begin(uint16_t moves, uint16_t concurrency)
{
	memset(&run, 0, sizeof(run));
	run.count = moves;
	run.concurrency = concurrency;
	run.link_budget[0] = 100;
	for (uint16_t i = 0; i < moves; i++)
		run.move[i] = (struct run_move){.group = i, .rate = 1};
}

static void give_at(
	enum run_event_kind kind, uint16_t move, enum move_outcome outcome, int64_t now)
{
	struct run_event event = {.kind = kind, .now = now, .move = move, .outcome = outcome};

	count = run_step(&run, &event, actions);
}

static void give(enum run_event_kind kind)
{
	give_at(kind, 0, OUTCOME_NONE, NOW);
}

static void end(uint16_t move, enum move_outcome outcome)
{
	give_at(RUN_MOVE_CLOSED, move, outcome, NOW);
}

static unsigned told(enum run_action_kind kind)
{
	unsigned number = 0;

	for (unsigned i = 0; i < count; i++)
		number += actions[i].kind == kind;
	return number;
}

static void test_concurrency(void **state)
{
	(void)state;
	begin(3, 2);
	give(RUN_START);
	assert_int_equal(told(RUN_RECORD), 1);
	assert_int_equal(told(RUN_OPEN_MOVE), 2);
	end(0, OUTCOME_DONE);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
	end(2, OUTCOME_DONE);
	assert_int_equal(count, 0);
	end(1, OUTCOME_DONE);
	assert_int_equal(told(RUN_DONE), 1);
	assert_int_equal(run.phase, RUN_FINISHED);
	end(1, OUTCOME_DONE);
	assert_int_equal(count, 0);
}

/* A held move may copy again: it counts. */
static void test_held_moves_count(void **state)
{
	(void)state;
	begin(2, 1);
	give(RUN_START);
	give_at(RUN_MOVE_HELD, 0, OUTCOME_NONE, NOW);
	assert_int_equal(told(RUN_OPEN_MOVE), 0);
	assert_int_equal(run.move[0].slot, SLOT_HELD);
	end(0, OUTCOME_DONE);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
}

static void test_budget(void **state)
{
	(void)state;
	begin(4, 4);
	run.move[0].rate = 60;
	run.move[1].rate = 50;
	run.move[2].rate = 40;
	run.move[3].rate = 101; /* never fits */
	give(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 2);
	assert_int_equal(run.move[1].slot, SLOT_WAITING);
	assert_int_equal(run.move[3].slot, SLOT_SKIPPED);
	end(2, OUTCOME_DONE);
	assert_int_equal(told(RUN_OPEN_MOVE), 0);
	end(0, OUTCOME_DONE);
	assert_int_equal(run.move[1].slot, SLOT_OPEN);
}

static void test_waves(void **state)
{
	(void)state;
	begin(3, 4);
	run.move[1].wave = run.move[2].wave = 1;
	give(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
	end(0, OUTCOME_BACK);
	assert_int_equal(told(RUN_OPEN_MOVE), 0);
	assert_int_equal(told(RUN_ALARM), 1);
	assert_int_equal(run.phase, RUN_PAUSED);
	give(RUN_RESUME);
	assert_int_equal(told(RUN_OPEN_MOVE), 2);
	assert_int_equal(run.accepted, 1);
}

static void test_a_group_stays_together(void **state)
{
	(void)state;
	begin(3, 1);
	run.move[0].group = run.move[1].group = 7;
	give(RUN_START);
	end(0, OUTCOME_BACK);
	assert_int_equal(run.move[1].slot, SLOT_SKIPPED);
	assert_int_equal(run.move[2].slot, SLOT_OPEN);
}

static void test_windows(void **state)
{
	(void)state;
	begin(2, 2);
	run.move[0].not_before = NOW + 50;
	run.move[0].not_after = NOW + 60;
	run.move[1].not_after = NOW - 1;
	give(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 0);
	assert_int_equal(told(RUN_WAKE_AT), 1);
	assert_int_equal(actions[count - 1].at, NOW + 50);
	assert_int_equal(run.move[1].slot, SLOT_SKIPPED);
	give_at(RUN_TICK, 0, OUTCOME_NONE, NOW + 50);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
}

static void test_a_window_ends(void **state)
{
	(void)state;
	begin(2, 1);
	run.move[1].not_after = NOW + 10;
	give(RUN_START);
	assert_int_equal(actions[count - 1].kind, RUN_WAKE_AT);
	assert_int_equal(actions[count - 1].at, NOW + 11);
	give_at(RUN_TICK, 0, OUTCOME_NONE, NOW + 11);
	assert_int_equal(run.move[1].slot, SLOT_SKIPPED);
	give_at(RUN_MOVE_CLOSED, 0, OUTCOME_DONE, NOW + 12);
	assert_int_equal(told(RUN_DONE), 1);
}

/* What would not end in its window is not begun, and is skipped as soon as that is sure. */
static void test_a_move_fits_its_window(void **state)
{
	(void)state;
	begin(3, 1);
	for (uint16_t i = 0; i < 3; i++) {
		run.move[i].not_after = NOW + 100;
		run.move[i].seconds = 60;
	}
	run.move[2].seconds = 0; /* nothing is known of it */
	give(RUN_START);
	assert_int_equal(run.move[0].slot, SLOT_OPEN);
	assert_int_equal(actions[count - 1].kind, RUN_WAKE_AT);
	assert_int_equal(actions[count - 1].at, NOW + 41);
	give_at(RUN_TICK, 0, OUTCOME_NONE, NOW + 40);
	assert_int_equal(run.move[1].slot, SLOT_WAITING);
	give_at(RUN_TICK, 0, OUTCOME_NONE, NOW + 41);
	assert_int_equal(run.move[1].slot, SLOT_SKIPPED);
	assert_int_equal(run.move[1].skip, SKIP_LATE);
	assert_int_equal(run.move[2].slot, SLOT_WAITING);
	give_at(RUN_MOVE_CLOSED, 0, OUTCOME_DONE, NOW + 90);
	assert_int_equal(run.move[2].slot, SLOT_OPEN);
}

static void test_a_window_that_is_too_short(void **state)
{
	(void)state;
	begin(2, 2);
	run.move[0].not_before = run.move[1].not_before = NOW + 50;
	run.move[0].not_after = run.move[1].not_after = NOW + 60;
	run.move[0].seconds = 10;
	run.move[1].seconds = 11;
	give(RUN_START);
	assert_int_equal(run.move[0].slot, SLOT_WAITING);
	assert_int_equal(run.move[1].slot, SLOT_SKIPPED);
	assert_int_equal(run.move[1].skip, SKIP_LATE);
	give_at(RUN_TICK, 0, OUTCOME_NONE, NOW + 50);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
}

/* A group is not begun when one of its members cannot go; in whatever order they stand. */
static void test_a_group_waits_for_none_that_is_skipped(void **state)
{
	(void)state;
	begin(3, 3);
	run.move[0].group = run.move[2].group = 4;
	run.move[2].not_after = NOW + 10;
	run.move[2].seconds = 11;
	give(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
	assert_int_equal(run.move[0].skip, SKIP_GROUP);
	assert_int_equal(run.move[1].slot, SLOT_OPEN);
	assert_int_equal(run.move[2].skip, SKIP_LATE);
}

static void test_why_a_move_is_skipped(void **state)
{
	(void)state;
	begin(3, 1);
	run.move[1].not_after = NOW - 1;
	run.move[2].rate = 101;
	give(RUN_START);
	assert_int_equal(run.move[0].skip, SKIP_NONE);
	assert_int_equal(run.move[1].skip, SKIP_OVER);
	assert_int_equal(run.move[2].skip, SKIP_BUDGET);
	begin(2, 1);
	give(RUN_START);
	give(RUN_ABORT);
	assert_int_equal(run.move[1].skip, SKIP_ABORTED);
	assert_string_equal(run_skip_word(SKIP_LATE), "late");
	assert_string_equal(run_skip_word(RUN_SKIPS), "unknown");
}

static void test_pause_starts_nothing(void **state)
{
	(void)state;
	begin(2, 1);
	give(RUN_START);
	give(RUN_PAUSE);
	assert_int_equal(told(RUN_RECORD), 1);
	end(0, OUTCOME_DONE);
	assert_int_equal(told(RUN_OPEN_MOVE), 0);
	give(RUN_RESUME);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
}

/* More than fit in one step are told by ticks. */
static void test_many(void **state)
{
	unsigned opened;

	(void)state;
	begin(40, 40);
	give(RUN_START);
	opened = told(RUN_OPEN_MOVE);
	while (count > 0 && actions[count - 1].kind == RUN_WAKE_AT) {
		assert_int_equal(actions[count - 1].at, NOW);
		give(RUN_TICK);
		opened += told(RUN_OPEN_MOVE);
	}
	assert_int_equal(opened, 40);
}

static void test_abort(void **state)
{
	unsigned aborted;

	(void)state;
	begin(40, 30);
	give(RUN_START);
	while (count > 0 && actions[count - 1].kind == RUN_WAKE_AT)
		give(RUN_TICK);
	give(RUN_ABORT);
	aborted = told(RUN_ABORT_MOVE);
	while (count > 0 && actions[count - 1].kind == RUN_WAKE_AT) {
		give(RUN_TICK);
		aborted += told(RUN_ABORT_MOVE);
	}
	assert_int_equal(aborted, 30);
	give(RUN_TICK);
	assert_int_equal(told(RUN_ABORT_MOVE), 0);
	for (uint16_t i = 0; i < 30; i++)
		end(i, i ? OUTCOME_BACK : OUTCOME_DONE);
	assert_int_equal(told(RUN_DONE), 1);
	assert_int_equal(run.move[35].slot, SLOT_SKIPPED);
}

static void test_boot(void **state)
{
	struct move move = {.phase = MOVE_TRANSFERRING};

	(void)state;
	assert_int_equal(run_slot_of(&move), SLOT_OPEN);
	move.phase = MOVE_HELD;
	assert_int_equal(run_slot_of(&move), SLOT_HELD);
	move.phase = MOVE_WAITING;
	assert_int_equal(run_slot_of(&move), SLOT_WAITING);
	begin(2, 2);
	run.phase = RUN_RUNNING;
	run.move[0].slot = SLOT_OPEN;
	give(RUN_BOOT);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
	assert_int_equal(actions[0].move, 1);
	run.phase = RUN_ABORTING;
	run.move[0].told = true;
	give(RUN_BOOT);
	assert_int_equal(told(RUN_ABORT_MOVE), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_concurrency),
		cmocka_unit_test(test_held_moves_count),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_waves),
		cmocka_unit_test(test_a_group_stays_together),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_a_window_ends),
		cmocka_unit_test(test_a_move_fits_its_window),
		cmocka_unit_test(test_a_window_that_is_too_short),
		cmocka_unit_test(test_a_group_waits_for_none_that_is_skipped),
		cmocka_unit_test(test_why_a_move_is_skipped),
		cmocka_unit_test(test_pause_starts_nothing),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_abort),
		cmocka_unit_test(test_boot),
	};

	return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
