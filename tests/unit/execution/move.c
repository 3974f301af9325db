#include "execution/move.h"

#include "../unit.h"

#include <stdio.h>
#include <string.h>

/*
 * A world that does what it is asked, so that a test only says what shall go differently: the
 * reply to one operation, or what is read.
 */
#define LOG 128

struct stage {
	struct move move;
	struct world world;
	char log[LOG][48]; /* what the move asked for, in order, without timers */
	unsigned logged;
	struct move_action last; /* the newest record or call that awaits an answer */
	bool waits, closed;
	uint32_t timer;
	enum move_outcome outcome;
	enum operation spoilt; /* this operation answers `spoil` once, and does nothing */
	enum reply spoil;
};

#define BOOT 5

static void begin(struct stage *stage)
{
	struct move_order order = {.before = {OPERATION_CHECK_PAGE},
		.after = {OPERATION_CHECK_CONTENT},
		.grace = 100,
		.poll = 10,
		.attempts = 2,
		.reads = 2,
		.may_drop_paused_copy = true,
		.may_undefine_our_copy = true,
		.may_delete_partial_volume = true};

	for (unsigned i = 1; i < OPERATIONS; i++)
		order.deadline[i] = 1000;
	memset(stage, 0, sizeof(*stage));
	move_begin(&stage->move, &order);
	stage->world.side[SIDE_SOURCE] = (struct side_view){
		.power = POWER_RUNNING, .autostart = true, .persistent = true, .boot = BOOT};
	stage->world.side[SIDE_TARGET] =
		(struct side_view){.power = POWER_ABSENT, .boot = BOOT};
}

static void note(struct stage *stage, const struct move_action *action)
{
	char *line = stage->log[stage->logged++];

	assert_true(stage->logged < LOG);
	switch (action->kind) {
	case ACTION_RECORD:
		snprintf(line, sizeof(stage->log[0]), "record %s %s",
			move_record_word(action->record), operation_word(action->operation));
		break;
	case ACTION_CALL:
		snprintf(line, sizeof(stage->log[0]), "call %s",
			operation_word(action->operation));
		break;
	case ACTION_GIVE_UP:
		snprintf(line, sizeof(stage->log[0]), "give up");
		break;
	case ACTION_ALARM:
		snprintf(line, sizeof(stage->log[0]), "alarm");
		break;
	default:
		snprintf(line, sizeof(stage->log[0]), "closed %s",
			move_outcome_word(action->outcome));
	}
}

static void take(struct stage *stage, const struct move_action *action)
{
	if (action->kind == ACTION_TIMER) {
		stage->timer = action->serial;
		return;
	}
	note(stage, action);
	if (action->kind == ACTION_RECORD || action->kind == ACTION_CALL) {
		stage->last = *action;
		stage->waits = true;
	} else if (action->kind == ACTION_CLOSED) {
		stage->closed = true;
		stage->outcome = action->outcome;
	}
}

static unsigned give(struct stage *stage, struct move_event event)
{
	struct move_action actions[MOVE_ACTIONS];
	unsigned count = move_step(&stage->move, &event, actions);

	for (unsigned i = 0; i < count; i++)
		take(stage, &actions[i]);
	return count;
}

/* What each operation makes of the world. */
static void act(struct stage *stage, enum operation operation)
{
	struct side_view *source = &stage->world.side[SIDE_SOURCE];
	struct side_view *target = &stage->world.side[SIDE_TARGET];

	switch (operation) {
	case OPERATION_PREPARE:
		source->mark = MARK_OURS;
		source->autostart = false;
		target->volumes = VOLUMES_PARTIAL;
		break;
	case OPERATION_TRANSFER:
		source->power = POWER_OFF;
		source->reason = REASON_MIGRATED;
		target->power = POWER_PAUSED;
		target->reason = REASON_USER;
		target->mark = MARK_OURS;
		target->persistent = true;
		break;
	case OPERATION_FREEZE:
		target->volumes = VOLUMES_COMPLETE;
		break;
	case OPERATION_FENCE:
		source->fenced = true;
		break;
	case OPERATION_RESUME_TARGET:
		target->power = POWER_RUNNING;
		break;
	case OPERATION_AUTOSTART_TARGET:
		target->autostart = true;
		break;
	case OPERATION_DELETE_PARTIAL_VOLUME:
		target->volumes = VOLUMES_NONE;
		break;
	case OPERATION_RESTORE_SOURCE:
		source->mark = MARK_NONE;
		source->autostart = true;
		break;
	default:
		break;
	}
}

static void answer_call(struct stage *stage)
{
	struct move_event event = {.kind = EVENT_REPLY,
		.serial = stage->last.serial,
		.attempt = stage->last.attempt};

	if (stage->last.operation == stage->spoilt) {
		event.reply = stage->spoil;
		stage->spoilt = OPERATION_NONE;
	} else {
		act(stage, stage->last.operation);
	}
	event.world = stage->world;
	give(stage, event);
}

/* Answers whatever the move waits for, once. */
static void answer(struct stage *stage)
{
	bool waits = stage->waits;

	stage->waits = false;
	if (waits && stage->last.kind == ACTION_CALL)
		answer_call(stage);
	else if (waits)
		give(stage, (struct move_event){
				    .kind = EVENT_DURABLE, .serial = stage->last.serial});
	else
		give(stage, (struct move_event){.kind = EVENT_TIMER, .serial = stage->timer});
}

static bool calls(const struct stage *stage, enum operation operation)
{
	return stage->waits && stage->last.kind == ACTION_CALL &&
	       stage->last.operation == operation;
}

static void start(struct stage *stage)
{
	give(stage, (struct move_event){.kind = EVENT_START});
}

/* Until it calls this operation. */
static void reach(struct stage *stage, enum operation operation)
{
	for (unsigned i = 0; i < 200 && !calls(stage, operation); i++)
		answer(stage);
	assert_true(calls(stage, operation));
}

static void finish(struct stage *stage, enum move_outcome outcome)
{
	for (unsigned i = 0; i < 200 && !stage->closed; i++)
		answer(stage);
	assert_true(stage->closed);
	assert_string_equal(move_outcome_word(stage->outcome), move_outcome_word(outcome));
}

static bool logged(const struct stage *stage, const char *line)
{
	for (unsigned i = 0; i < stage->logged; i++)
		if (strcmp(stage->log[i], line) == 0)
			return true;
	return false;
}

/* ---- Tests ---- */

static const char *const golden[] = {
	"record intent drift",
	"call drift",
	"record result drift",
	"record intent check_page",
	"call check_page",
	"record result check_page",
	"call observe",
	"record intent prepare",
	"call prepare",
	"record result prepare",
	"record intent seed",
	"call seed",
	"record result seed",
	"record intent transfer",
	"call transfer",
	"record result transfer",
	"call observe",
	"record commit none",
	"record intent freeze",
	"call freeze",
	"record result freeze",
	"call observe",
	"record intent fence",
	"call fence",
	"record result fence",
	"call observe",
	"record intent resume_target",
	"call resume_target",
	"record result resume_target",
	"call observe",
	"record intent autostart_target",
	"call autostart_target",
	"record result autostart_target",
	"call observe",
	"record intent check_content",
	"call check_content",
	"record result check_content",
	"record intent thaw",
	"call thaw",
	"record result thaw",
	"call observe",
	"record close none",
	"closed done",
};

static void test_a_move_that_goes_well(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage);
	start(&stage);
	finish(&stage, OUTCOME_DONE);
	for (unsigned i = 0; i < sizeof(golden) / sizeof(golden[0]); i++)
		assert_string_equal(stage.log[i], golden[i]);
	assert_int_equal(stage.logged, sizeof(golden) / sizeof(golden[0]));
}

static void test_other_serials_are_ignored(void **state)
{
	struct stage stage;
	struct move before;

	(void)state;
	begin(&stage);
	start(&stage);
	reach(&stage, OPERATION_TRANSFER);
	before = stage.move;
	for (uint32_t serial = 0; serial < stage.move.serial + 5; serial++) {
		if (serial == stage.last.serial || serial == stage.timer)
			continue;
		assert_int_equal(give(&stage, (struct move_event){.kind = EVENT_REPLY,
						      .serial = serial,
						      .attempt = 1}),
			0);
		assert_int_equal(give(&stage, (struct move_event){.kind = EVENT_DURABLE,
						      .serial = serial}),
			0);
		assert_int_equal(give(&stage, (struct move_event){.kind = EVENT_TIMER,
						      .serial = serial}),
			0);
	}
	assert_int_equal(give(&stage, (struct move_event){.kind = EVENT_REPLY,
					      .serial = stage.last.serial,
					      .attempt = 2}),
		0);
	assert_memory_equal(&before, &stage.move, sizeof(before));
}

static void test_a_lost_transfer_is_tried_once_more(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage);
	stage.spoilt = OPERATION_TRANSFER;
	stage.spoil = REPLY_LOST;
	start(&stage);
	finish(&stage, OUTCOME_DONE);
	assert_int_equal(stage.move.attempt, 2);
	assert_true(logged(&stage, "record intent restore_source"));
}

static void test_the_last_attempt_ends_back(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage);
	stage.move.order.attempts = 1;
	stage.spoilt = OPERATION_TRANSFER;
	stage.spoil = REPLY_FAILED;
	start(&stage);
	finish(&stage, OUTCOME_BACK);
	assert_int_equal(stage.world.side[SIDE_TARGET].volumes, VOLUMES_NONE);
	assert_true(stage.world.side[SIDE_SOURCE].autostart);
}

static void test_drift_refuses_before_anything_is_touched(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage);
	stage.spoilt = OPERATION_DRIFT;
	stage.spoil = REPLY_REFUSED;
	start(&stage);
	finish(&stage, OUTCOME_REFUSED);
	assert_false(logged(&stage, "call prepare"));
}

/* The abort is a call of its own beside the transfer; what does not return is given up. */
static void test_a_deadline_aborts_then_gives_up(void **state)
{
	struct stage stage;
	struct move_event event = {.kind = EVENT_TIMER};
	uint32_t transfer;

	(void)state;
	begin(&stage);
	start(&stage);
	reach(&stage, OPERATION_TRANSFER);
	transfer = stage.last.serial;
	stage.waits = false;
	event.serial = stage.timer;
	give(&stage, event);
	assert_string_equal(stage.log[stage.logged - 1], "record intent abort");
	answer(&stage);
	assert_true(calls(&stage, OPERATION_ABORT));
	stage.waits = false;
	event.serial = stage.timer;
	give(&stage, event);
	assert_string_equal(stage.log[stage.logged - 1], "give up");
	give(&stage, (struct move_event){.kind = EVENT_REPLY,
			     .serial = transfer,
			     .attempt = 1,
			     .reply = REPLY_LOST});
	finish(&stage, OUTCOME_BACK); /* no second attempt for what did not fit its time */
	assert_int_equal(stage.move.attempt, 1);
}

static void abort_it(struct stage *stage)
{
	give(stage, (struct move_event){.kind = EVENT_COMMAND, .command = COMMAND_ABORT});
}

static void test_an_abort_leads_back_and_is_latched(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage);
	start(&stage);
	reach(&stage, OPERATION_PREPARE);
	abort_it(&stage);
	assert_string_equal(stage.log[stage.logged - 1], "record command prepare");
	assert_int_equal(give(&stage, (struct move_event){.kind = EVENT_COMMAND,
					      .command = COMMAND_ABORT}),
		0);
	stage.waits = false;
	act(&stage, OPERATION_PREPARE);
	give(&stage, (struct move_event){.kind = EVENT_REPLY,
			     .serial = stage.move.waits,
			     .attempt = 1,
			     .world = stage.world});
	finish(&stage, OUTCOME_BACK);
	assert_false(logged(&stage, "call transfer"));
	assert_int_equal(stage.move.attempt, 1);
}

static void test_an_abort_after_the_commit_is_refused(void **state)
{
	struct stage stage;
	struct move_action actions[MOVE_ACTIONS];
	struct move_event event = {.kind = EVENT_COMMAND, .command = COMMAND_ABORT};

	(void)state;
	begin(&stage);
	start(&stage);
	reach(&stage, OPERATION_FENCE);
	assert_int_equal(move_step(&stage.move, &event, actions), 1);
	assert_int_equal(actions[0].record, RECORD_COMMAND);
	assert_int_equal(actions[0].reply, REPLY_REFUSED);
	finish(&stage, OUTCOME_DONE);
}

static void test_a_boot_reads_before_it_acts(void **state)
{
	struct stage stage;

	(void)state;
	for (enum operation at = OPERATION_PREPARE; at <= OPERATION_AUTOSTART_TARGET; at++) {
		if (at == OPERATION_ABORT)
			continue;
		begin(&stage);
		start(&stage);
		reach(&stage, at);
		stage.logged = 0;
		stage.waits = false;
		give(&stage, (struct move_event){.kind = EVENT_BOOT});
		answer(&stage);
		assert_string_equal(stage.log[0], "call observe");
		finish(&stage, OUTCOME_DONE);
	}
}

static void test_a_boot_asks_again_for_the_thaw(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage);
	start(&stage);
	reach(&stage, OPERATION_THAW);
	stage.logged = 0;
	stage.waits = false;
	give(&stage, (struct move_event){.kind = EVENT_BOOT});
	finish(&stage, OUTCOME_DONE);
	assert_true(logged(&stage, "call thaw"));
}

static void test_a_close_is_told_again_after_a_boot(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage);
	start(&stage);
	finish(&stage, OUTCOME_DONE);
	stage.closed = false;
	give(&stage, (struct move_event){.kind = EVENT_BOOT});
	assert_true(stage.closed);
	assert_int_equal(give(&stage, (struct move_event){.kind = EVENT_START}), 0);
}

static void test_a_failed_check_leaves_it_unproven(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage);
	stage.spoilt = OPERATION_CHECK_CONTENT;
	stage.spoil = REPLY_FAILED;
	start(&stage);
	finish(&stage, OUTCOME_DONE_UNPROVEN);
	assert_true(logged(&stage, "call thaw"));
	assert_true(logged(&stage, "alarm"));
}

static void test_a_hold_takes_only_what_the_table_allows(void **state)
{
	struct stage stage;
	struct move_event event = {.kind = EVENT_COMMAND, .command = COMMAND_RESOLVE};

	(void)state;
	begin(&stage);
	start(&stage);
	reach(&stage, OPERATION_TRANSFER);
	stage.world.side[SIDE_SOURCE].power = POWER_OFF;
	stage.world.side[SIDE_SOURCE].reason = REASON_MIGRATED;
	stage.spoilt = OPERATION_TRANSFER;
	stage.spoil = REPLY_FAILED;
	for (unsigned i = 0; i < 20 && stage.move.phase != MOVE_HELD; i++)
		answer(&stage);
	assert_int_equal(stage.move.phase, MOVE_HELD);
	assert_true(move_may_resolve(&stage.move, OPERATION_BOOT_SOURCE));
	assert_false(move_may_resolve(&stage.move, OPERATION_RESUME_TARGET));
	event.resolution = OPERATION_BOOT_SOURCE;
	give(&stage, event);
	reach(&stage, OPERATION_BOOT_SOURCE);
	stage.world.side[SIDE_SOURCE].power = POWER_RUNNING;
	finish(&stage, OUTCOME_BACK);
}

static void test_words(void **state)
{
	(void)state;
	for (unsigned i = 0; i < MOVE_PHASES; i++)
		assert_string_not_equal(move_phase_word((enum move_phase)i), "unknown");
	assert_string_equal(move_phase_word(MOVE_HELD), "held");
	assert_string_equal(move_outcome_word(OUTCOME_RESOLVED), "resolved");
	assert_string_equal(move_record_word(RECORD_CLOSE), "close");
	assert_string_equal(reply_word(REPLY_LOST), "lost");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_move_that_goes_well),
		cmocka_unit_test(test_other_serials_are_ignored),
		cmocka_unit_test(test_a_lost_transfer_is_tried_once_more),
		cmocka_unit_test(test_the_last_attempt_ends_back),
		cmocka_unit_test(test_drift_refuses_before_anything_is_touched),
		cmocka_unit_test(test_a_deadline_aborts_then_gives_up),
		cmocka_unit_test(test_an_abort_leads_back_and_is_latched),
		cmocka_unit_test(test_an_abort_after_the_commit_is_refused),
		cmocka_unit_test(test_a_boot_reads_before_it_acts),
		cmocka_unit_test(test_a_boot_asks_again_for_the_thaw),
		cmocka_unit_test(test_a_close_is_told_again_after_a_boot),
		cmocka_unit_test(test_a_failed_check_leaves_it_unproven),
		cmocka_unit_test(test_a_hold_takes_only_what_the_table_allows),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests_name("move", tests, NULL, NULL);
}
