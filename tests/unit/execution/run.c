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
	run.table.count = 1;
	run.table.share[1] =
		(struct share){1, .most = 100, .nominal = SHARE_ANY, .allowed = SHARE_ANY};
	for (uint16_t i = 0; i < moves; i++)
		run.move[i] = (struct run_move){.group = i, .rate = 1, .use = {1}};
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
	assert_int_equal(count, 1);
	assert_int_equal(told(RUN_FREED), 1); /* another run may want its place */
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

/* A tick after a hold starts what is allowed, and nothing else. */
static void test_what_people_withhold(void **state)
{
	(void)state;
	begin(3, 3);
	run.move[2].wave = 1;
	run.move[1].withheld = true;
	give(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
	assert_int_equal(run.move[1].slot, SLOT_WAITING);
	end(0, OUTCOME_DONE);
	assert_int_equal(told(RUN_OPEN_MOVE), 0); /* the wave waits for it, without a pause */
	assert_int_equal(run.phase, RUN_RUNNING);
	run.move[1].withheld = false;
	give(RUN_TICK);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
	assert_int_equal(run.move[1].slot, SLOT_OPEN);
	run.move[1].withheld = true; /* too late: it goes on */
	give(RUN_TICK);
	assert_int_equal(run.move[1].slot, SLOT_OPEN);
	end(1, OUTCOME_DONE);
	assert_int_equal(run.move[2].slot, SLOT_OPEN);
}

static void test_withheld_beyond_its_window(void **state)
{
	(void)state;
	begin(2, 1);
	run.move[0].not_after = run.move[1].not_after = NOW + 60;
	run.move[0].seconds = run.move[1].seconds = 10;
	run.move[0].withheld = true;
	give(RUN_START);
	assert_int_equal(run.move[0].slot, SLOT_WAITING);
	assert_int_equal(run.move[1].slot, SLOT_OPEN);
	give_at(RUN_TICK, 0, OUTCOME_NONE, NOW + 51);
	assert_int_equal(run.move[0].slot, SLOT_SKIPPED);
	assert_int_equal(run.move[0].skip, SKIP_WITHHELD);
	assert_string_equal(run_skip_word(SKIP_WITHHELD), "withheld");
	begin(1, 1);
	run.move[0].withheld = true;
	give(RUN_START);
	give(RUN_ABORT);
	assert_int_equal(run.move[0].skip, SKIP_ABORTED);
	assert_int_equal(run.phase, RUN_FINISHED);
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

/* ---- Two plans at once ---- */

static struct run second;

/* Each has two moves from a host of its own to the same one, and a link of its own. */
static void begin_two(uint32_t limit, uint32_t limit_of_second)
{
	begin(2, 2);
	run.table.count = 2;
	run.table.share[2] =
		(struct share){77, .most = limit, .nominal = SHARE_ANY, .allowed = SHARE_ANY};
	run.move[0].use[USE_TARGET] = run.move[1].use[USE_TARGET] = 2;
	second = run;
	second.table.share[1].key = 2;
	/* What it knows the host by is its own affair. */
	second.table.share[2].most = limit_of_second;
}

/* Gives the second run an event, after it has seen the first. */
static void give_second(enum run_event_kind kind)
{
	const struct run *others[] = {&second, &run};
	struct run_event event = {.kind = kind, .now = NOW};

	run_see_others(&second, others, 2, NOW);
	count = run_step(&second, &event, actions);
}

static void test_two_runs_share_a_host(void **state)
{
	(void)state;
	begin_two(3, 3);
	give(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 2);
	give_second(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
	assert_int_equal(run_wait_of(&second, 0, NOW), WAIT_NONE);
	assert_int_equal(run_wait_of(&second, 1, NOW), WAIT_SHARE + USE_TARGET);
	give_at(RUN_MOVE_HELD, 0, OUTCOME_NONE, NOW); /* it may copy again */
	give_second(RUN_TICK);
	assert_int_equal(told(RUN_OPEN_MOVE), 0);
	end(0, OUTCOME_DONE);
	assert_int_equal(told(RUN_FREED), 1);
	give_second(RUN_TICK);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
	assert_int_equal(told(RUN_FREED), 0);
}

/* What one plan was promised another does not take, though it may have more itself. */
static void test_the_stricter_limit_holds(void **state)
{
	(void)state;
	begin_two(2, 9);
	give(RUN_START);
	give_second(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 0);
	begin_two(9, 2);
	give(RUN_START);
	give_second(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 0);
	begin_two(SHARE_ANY, SHARE_ANY);
	give(RUN_START);
	give_second(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 2);
}

static void test_two_runs_share_a_link(void **state)
{
	(void)state;
	begin_two(9, 9);
	second.table.share[1].key = run.table.share[1].key;
	run.move[0].rate = run.move[1].rate = 40;
	second.move[0].rate = 21;
	second.move[1].rate = 20;
	give(RUN_START);
	give_second(RUN_START);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
	assert_int_equal(run_wait_of(&second, 0, NOW), WAIT_SHARE + USE_LINK);
	assert_int_equal(second.move[1].slot, SLOT_OPEN);
}

/* Midnight is at 86400; the link gives a half from then on. */
static void test_a_move_fits_all_its_hours(void **state)
{
	(void)state;
	begin(3, 3);
	run.table.share[1].nominal = 100;
	run.table.hours = 2;
	run.table.hour[0] = (struct share_hours){1, 50, 1 << 4, 0, 1440, 0}; /* a Friday */
	run.table.hour[1] = (struct share_hours){1, 100, 0x7f, 0, 1440, 0};
	for (uint16_t i = 0; i < 3; i++)
		run.move[i].rate = 30;
	run.move[2].seconds = 100;
	give_at(RUN_START, 0, OUTCOME_NONE, 86400 - 100);
	assert_int_equal(told(RUN_OPEN_MOVE), 3); /* it ends when the hour does */
	begin(3, 3);
	run.table.share[1].nominal = 100;
	run.table.hours = 2;
	run.table.hour[0] = (struct share_hours){1, 50, 1 << 4, 0, 1440, 0};
	run.table.hour[1] = (struct share_hours){1, 100, 0x7f, 0, 1440, 0};
	for (uint16_t i = 0; i < 3; i++)
		run.move[i].rate = 30;
	run.move[2].seconds = 101;
	give_at(RUN_START, 0, OUTCOME_NONE, 86400 - 100);
	assert_int_equal(told(RUN_OPEN_MOVE), 2);
	assert_int_equal(run_wait_of(&run, 2, 86400 - 100), WAIT_SHARE + USE_LINK);
	assert_int_equal(actions[count - 1].kind, RUN_WAKE_AT);
	assert_int_equal(actions[count - 1].at, 86400);
	give_at(RUN_MOVE_CLOSED, 0, OUTCOME_DONE, 86400 + 9);
	assert_int_equal(told(RUN_OPEN_MOVE), 0);
	give_at(RUN_MOVE_CLOSED, 1, OUTCOME_DONE, 86400 + 9);
	assert_int_equal(told(RUN_OPEN_MOVE), 1);
}

static void test_why_a_move_waits(void **state)
{
	(void)state;
	begin(4, 1);
	assert_int_equal(run_wait_of(&run, 0, NOW), WAIT_RUN);
	run.move[2].wave = 1;
	run.move[3].not_before = NOW + 5;
	give(RUN_START);
	assert_int_equal(run_wait_of(&run, 0, NOW), WAIT_NONE);
	assert_int_equal(run_wait_of(&run, 1, NOW), WAIT_PLACE);
	assert_int_equal(run_wait_of(&run, 2, NOW), WAIT_WAVE);
	assert_int_equal(run_wait_of(&run, 3, NOW), WAIT_WINDOW);
	give(RUN_PAUSE);
	assert_int_equal(run_wait_of(&run, 1, NOW), WAIT_RUN);
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
		cmocka_unit_test(test_what_people_withhold),
		cmocka_unit_test(test_withheld_beyond_its_window),
		cmocka_unit_test(test_pause_starts_nothing),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_abort),
		cmocka_unit_test(test_boot),
		cmocka_unit_test(test_two_runs_share_a_host),
		cmocka_unit_test(test_the_stricter_limit_holds),
		cmocka_unit_test(test_two_runs_share_a_link),
		cmocka_unit_test(test_a_move_fits_all_its_hours),
		cmocka_unit_test(test_why_a_move_waits),
	};

	return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
