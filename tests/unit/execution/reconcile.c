#include "execution/reconcile.h"

#include "../unit.h"

#include <stdio.h>
#include <string.h>

/* ---- One world for each row ---- */

#define BOOT 77

#define RUNS                                                                                   \
	{                                                                                      \
		.power = POWER_RUNNING, .boot = BOOT, .persistent = true                       \
	}
#define RUNS_OURS                                                                              \
	{                                                                                      \
		.power = POWER_RUNNING, .mark = MARK_OURS, .boot = BOOT, .persistent = true    \
	}
#define ABSENT                                                                                 \
	{                                                                                      \
		.power = POWER_ABSENT, .boot = BOOT                                            \
	}
#define UNREAD                                                                                 \
	{                                                                                      \
		.power = POWER_UNREAD                                                          \
	}
#define OFF(why)                                                                               \
	{                                                                                      \
		.power = POWER_OFF, .reason = REASON_##why, .mark = MARK_OURS, .boot = BOOT,   \
		.persistent = true                                                             \
	}
#define FENCED                                                                                 \
	{                                                                                      \
		.power = POWER_OFF, .reason = REASON_MIGRATED, .mark = MARK_OURS,              \
		.fenced = true, .boot = BOOT, .persistent = true                               \
	}
#define PAUSED(why)                                                                            \
	{                                                                                      \
		.power = POWER_PAUSED, .reason = REASON_##why, .mark = MARK_OURS,              \
		.boot = BOOT, .persistent = true                                               \
	}
#define ASLEEP                                                                                 \
	{                                                                                      \
		.power = POWER_PMSUSPENDED, .mark = MARK_OURS, .boot = BOOT                    \
	}
#define PARTIAL                                                                                \
	{                                                                                      \
		.power = POWER_ABSENT, .volumes = VOLUMES_PARTIAL, .boot = BOOT                \
	}

#define BEGUN     .begun = true, .was_running = true, .source_boot = BOOT, .target_boot = BOOT
#define COPIED    BEGUN, .transfer_open = true
#define COMMITTED COPIED, .committed = true
#define FROZEN    COMMITTED, .frozen = true
#define RESUMED   FROZEN, .resumed = true

static const struct row_case {
	const char *row;
	struct attempt attempt;
	struct side_view source, target;
	enum course course;
	enum operation operation;
} cases[] = {
	{"not begun, aborted", {.aborted = true}, RUNS, ABSENT, COURSE_REFUSE, 0},
	{"not begun, source unreachable", {0}, UNREAD, ABSENT, COURSE_WAIT, 0},
	{"not begun, target unreachable", {0}, RUNS, UNREAD, COURSE_WAIT, 0},
	{"not begun, source runs, target clean", {0}, RUNS, ABSENT, COURSE_BEGIN, 0},
	{"not begun, not fit to begin", {0}, OFF(SHUTDOWN), ABSENT, COURSE_REFUSE, 0},

	{"both run, committed", {RESUMED}, RUNS, RUNS_OURS, COURSE_CALL,
		OPERATION_SUSPEND_SOURCE},
	{"both run, not committed", {COPIED}, RUNS, RUNS_OURS, COURSE_CALL,
		OPERATION_SUSPEND_TARGET},
	{"a side ran that the journal does not name", {COPIED, .strange = true}, RUNS, ABSENT,
		COURSE_HOLD, 0},
	{"committed, source started again", {FROZEN},
		{.power = POWER_RUNNING, .mark = MARK_FOREIGN, .boot = BOOT}, PAUSED(USER),
		COURSE_HOLD, 0},
	{"committed, source was started and ended again", {FROZEN}, OFF(SHUTDOWN), PAUSED(USER),
		COURSE_HOLD, 0},
	{"foreign mark on the source", {BEGUN},
		{.power = POWER_RUNNING, .mark = MARK_FOREIGN, .boot = BOOT}, ABSENT,
		COURSE_HOLD, 0},
	{"foreign mark on the target", {COPIED}, OFF(MIGRATED),
		{.power = POWER_PAUSED, .reason = REASON_USER, .mark = MARK_FOREIGN},
		COURSE_HOLD, 0},
	{"target without our mark", {COPIED}, OFF(MIGRATED),
		{.power = POWER_PAUSED, .reason = REASON_USER}, COURSE_HOLD, 0},
	{"source asleep", {COPIED}, ASLEEP, ABSENT, COURSE_HOLD, 0},
	{"target asleep", {RESUMED}, FENCED, ASLEEP, COURSE_HOLD, 0},

	{"committed, target unreachable", {COMMITTED}, OFF(MIGRATED), UNREAD, COURSE_WAIT, 0},
	{"committed, target suspended after it had run", {RESUMED}, FENCED, PAUSED(USER),
		COURSE_HOLD, 0},
	{"committed, target paused, not frozen", {COMMITTED}, OFF(MIGRATED), PAUSED(USER),
		COURSE_CALL, OPERATION_FREEZE},
	{"committed, target paused, source not fenced", {FROZEN}, OFF(MIGRATED), PAUSED(USER),
		COURSE_CALL, OPERATION_FENCE},
	{"committed, target paused, source fenced", {FROZEN}, FENCED, PAUSED(USER), COURSE_CALL,
		OPERATION_RESUME_TARGET},
	{"committed, target paused, fence deferred", {FROZEN, .fence_deferred = true},
		OFF(MIGRATED), PAUSED(USER), COURSE_CALL, OPERATION_RESUME_TARGET},
	{"committed, target paused, source unreachable and not off before",
		{FROZEN, .doubted = true}, UNREAD, PAUSED(USER), COURSE_WAIT, 0},
	{"committed, target paused, source unreachable", {FROZEN}, UNREAD, PAUSED(USER),
		COURSE_CALL, OPERATION_RESUME_TARGET},
	{"committed, target paused, source undefined", {FROZEN}, ABSENT, PAUSED(USER),
		COURSE_CALL, OPERATION_RESUME_TARGET},
	{"committed, target runs, source unreachable", {RESUMED}, UNREAD, RUNS_OURS,
		COURSE_WAIT, 0},
	{"committed, target runs, source undefined", {RESUMED}, ABSENT, RUNS_OURS, COURSE_HOLD,
		0},
	{"committed, target runs, source not fenced", {RESUMED}, OFF(MIGRATED), RUNS_OURS,
		COURSE_CALL, OPERATION_FENCE},
	{"committed, target runs without a definition", {RESUMED}, FENCED,
		{.power = POWER_RUNNING, .mark = MARK_OURS}, COURSE_HOLD, 0},
	{"committed, target runs, autostart not as it was", {RESUMED, .autostart = true},
		FENCED, RUNS_OURS, COURSE_CALL, OPERATION_AUTOSTART_TARGET},
	{"committed, target runs, source fenced", {RESUMED}, FENCED, RUNS_OURS,
		COURSE_CLOSE_DONE, 0},
	{"committed, target stopped or gone", {RESUMED}, FENCED, OFF(CRASHED), COURSE_HOLD, 0},
	{"committed, target not as it arrived", {FROZEN}, FENCED, PAUSED(CRASHED), COURSE_HOLD,
		0},

	{"target runs without a commit", {COPIED}, OFF(MIGRATED), RUNS_OURS, COURSE_HOLD, 0},
	{"source holds a job", {COPIED},
		{.power = POWER_RUNNING, .mark = MARK_OURS, .job = true, .boot = BOOT}, UNREAD,
		COURSE_CALL, OPERATION_ABORT},
	{"source holds a job, abort asked", {COPIED, .abort_asked = true},
		{.power = POWER_RUNNING, .mark = MARK_OURS, .job = true, .boot = BOOT}, ABSENT,
		COURSE_WAIT, 0},
	{"source unreachable", {COPIED}, UNREAD, PAUSED(USER), COURSE_WAIT, 0},
	{"target unreachable", {COPIED}, OFF(MIGRATED), UNREAD, COURSE_WAIT, 0},
	{"target holds a job", {COPIED}, RUNS_OURS,
		{.power = POWER_PAUSED, .mark = MARK_OURS, .job = true}, COURSE_WAIT, 0},
	{"source undefined", {COPIED}, ABSENT, PAUSED(USER), COURSE_HOLD, 0},

	{"source runs, target paused", {COPIED}, RUNS_OURS, PAUSED(USER), COURSE_CALL,
		OPERATION_DROP_PAUSED_COPY},
	{"source runs, target defined", {COPIED}, RUNS_OURS, OFF(DESTROYED), COURSE_CALL,
		OPERATION_UNDEFINE_OUR_COPY},
	{"source runs, partial volumes", {COPIED}, RUNS_OURS, PARTIAL, COURSE_CALL,
		OPERATION_DELETE_PARTIAL_VOLUME},
	{"source runs, not as before", {COPIED, .autostart = true}, RUNS, ABSENT, COURSE_CALL,
		OPERATION_RESTORE_SOURCE},
	{"source runs, target absent", {COPIED}, RUNS, ABSENT, COURSE_CLOSE_BACK, 0},

	{"source paused by the migration, target paused", {COPIED}, PAUSED(MIGRATION),
		PAUSED(USER), COURSE_CALL, OPERATION_DROP_PAUSED_COPY},
	{"source paused by the migration, target off", {COPIED}, PAUSED(MIGRATION), PARTIAL,
		COURSE_CALL, OPERATION_RESUME_SOURCE},
	{"source paused for another reason", {COPIED}, PAUSED(USER), PARTIAL, COURSE_HOLD, 0},

	{"source migrated, target paused", {COPIED}, OFF(MIGRATED), PAUSED(USER), COURSE_COMMIT,
		0},
	{"source off since libvirt restarted, target paused", {COPIED}, OFF(UNKNOWN),
		PAUSED(USER), COURSE_COMMIT, 0},
	{"source off for another reason, target paused", {COPIED}, OFF(SHUTDOWN), PAUSED(USER),
		COURSE_HOLD, 0},
	{"source stopped, target defined", {COPIED}, OFF(DESTROYED), OFF(CRASHED), COURSE_CALL,
		OPERATION_UNDEFINE_OUR_COPY},
	{"source stopped, partial volumes", {COPIED}, OFF(CRASHED), PARTIAL, COURSE_CALL,
		OPERATION_DELETE_PARTIAL_VOLUME},
	{"source stopped, not as before", {COPIED}, OFF(SHUTDOWN), ABSENT, COURSE_CALL,
		OPERATION_RESTORE_SOURCE},
	{"source stopped, target absent", {COPIED},
		{.power = POWER_OFF, .reason = REASON_SHUTDOWN, .boot = BOOT}, ABSENT,
		COURSE_CLOSE_OWNER, 0},
	{"source migrated, target lost it", {COPIED}, OFF(MIGRATED), PARTIAL, COURSE_HOLD, 0},
	{"source off, nobody knows why", {COPIED}, OFF(UNKNOWN), PARTIAL, COURSE_HOLD, 0},
};

#define CASES (sizeof(cases) / sizeof(cases[0]))

static struct verdict decide(
	const struct attempt *attempt, struct side_view source, struct side_view target)
{
	struct world world = {.side = {source, target}};

	return reconcile(attempt, &world);
}

static void test_each_row(void **state)
{
	(void)state;
	assert_int_equal(CASES, reconcile_rows());
	for (unsigned i = 0; i < CASES; i++) {
		struct verdict verdict =
			decide(&cases[i].attempt, cases[i].source, cases[i].target);

		assert_string_equal(reconcile_row_name(verdict.row), cases[i].row);
		assert_int_equal(verdict.row, i + 1);
		assert_int_equal(verdict.course, cases[i].course);
		assert_int_equal(verdict.operation, cases[i].operation);
	}
}

/* ---- What must hold for every world ---- */

static uint64_t seed = 1;

static unsigned below(unsigned limit)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)((seed >> 33) % limit);
}

static struct side_view any_side(void)
{
	return (struct side_view){.power = (uint8_t)below(POWERS),
		.reason = (uint8_t)below(REASONS),
		.mark = (uint8_t)below(MARKS),
		.volumes = (uint8_t)below(VOLUMES_STATES),
		.job = below(4) == 0,
		.fenced = below(2),
		.autostart = below(2),
		.persistent = below(2),
		.boot = below(3)};
}

static struct attempt any_attempt(void)
{
	return (struct attempt){.begun = below(8) > 0,
		.aborted = below(2),
		.committed = below(2),
		.was_running = below(2),
		.autostart = below(2),
		.transfer_open = below(2),
		.abort_asked = below(2),
		.frozen = below(2),
		.fence_deferred = below(2),
		.doubted = below(2),
		.resumed = below(2),
		.went_on = below(2),
		.strange = below(8) == 0,
		.source_boot = 1 + below(2)};
}

static bool is_up(const struct side_view *view)
{
	return view->power == POWER_RUNNING || view->power == POWER_PAUSED ||
	       view->power == POWER_PMSUSPENDED;
}

static void check_commit(const struct attempt *attempt, const struct world *world)
{
	const struct side_view *source = &world->side[SIDE_SOURCE];
	const struct side_view *target = &world->side[SIDE_TARGET];

	assert_false(attempt->committed);
	assert_int_equal(source->power, POWER_OFF);
	assert_true(source->reason == REASON_MIGRATED ||
		    (source->reason == REASON_UNKNOWN && attempt->transfer_open &&
			    !attempt->went_on && source->boot == attempt->source_boot));
	assert_false(source->autostart || source->job || target->job);
	assert_int_equal(target->power, POWER_PAUSED);
	assert_int_equal(target->mark, MARK_OURS);
}

static void check_call(
	const struct attempt *attempt, const struct world *world, enum operation operation)
{
	const struct side_view *source = &world->side[SIDE_SOURCE];
	const struct side_view *target = &world->side[SIDE_TARGET];

	switch (operation) {
	case OPERATION_RESUME_TARGET:
		assert_true(attempt->committed);
		assert_false(is_up(source));
		assert_int_equal(target->mark, MARK_OURS);
		break;
	case OPERATION_RESUME_SOURCE:
		assert_false(attempt->committed);
		assert_true(target->power == POWER_OFF || target->power == POWER_ABSENT);
		assert_int_equal(source->reason, REASON_MIGRATION);
		break;
	case OPERATION_DROP_PAUSED_COPY:
	case OPERATION_UNDEFINE_OUR_COPY:
	case OPERATION_DELETE_PARTIAL_VOLUME:
		assert_false(attempt->committed);
		assert_true(source->power == POWER_RUNNING || source->power == POWER_PAUSED ||
			    (source->power == POWER_OFF && source->reason != REASON_MIGRATED &&
				    source->reason != REASON_UNKNOWN));
		assert_int_not_equal(target->power, POWER_RUNNING);
		break;
	default:
		assert_int_not_equal(operation, OPERATION_BOOT_SOURCE);
	}
}

static void test_every_world(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 2000000; i++) {
		struct attempt attempt = any_attempt();
		struct world world = {.side = {any_side(), any_side()}};
		struct verdict verdict = reconcile(&attempt, &world);

		assert_int_not_equal(verdict.row, 0);
		if (verdict.course == COURSE_COMMIT)
			check_commit(&attempt, &world);
		else if (verdict.course == COURSE_CALL)
			check_call(&attempt, &world, verdict.operation);
		else
			assert_int_equal(verdict.operation, OPERATION_NONE);
	}
}

/* ---- What an operator may order ---- */

static bool allows(const struct attempt *attempt, struct side_view source,
	struct side_view target, enum operation operation)
{
	struct world world = {.side = {source, target}};

	return reconcile_allows(attempt, &world, operation);
}

static void test_orders(void **state)
{
	const struct attempt copied = {COPIED}, committed = {RESUMED};
	const struct side_view runs = RUNS, off = OFF(SHUTDOWN), left = OFF(MIGRATED);
	const struct side_view waits = PAUSED(USER), ours = RUNS_OURS, none = ABSENT;
	const struct side_view silent = UNREAD;

	(void)state;
	assert_true(allows(&copied, left, none, OPERATION_BOOT_SOURCE));
	assert_false(allows(&copied, left, silent, OPERATION_BOOT_SOURCE));
	assert_false(allows(&copied, left, waits, OPERATION_BOOT_SOURCE));
	assert_false(allows(&committed, left, none, OPERATION_BOOT_SOURCE));
	assert_true(allows(&copied, left, waits, OPERATION_RESUME_TARGET));
	assert_false(allows(&copied, off, waits, OPERATION_RESUME_TARGET));
	assert_true(allows(&copied, off, ours, OPERATION_RESUME_TARGET));
	assert_false(allows(&copied, runs, ours, OPERATION_RESUME_TARGET));
	assert_true(allows(&copied, off, waits, OPERATION_DROP_PAUSED_COPY));
	assert_false(allows(&copied, left, waits, OPERATION_DROP_PAUSED_COPY));
	assert_false(allows(&copied, silent, waits, OPERATION_DROP_PAUSED_COPY));
	assert_true(allows(&copied, runs, ours, OPERATION_SUSPEND_TARGET));
	assert_false(allows(&copied, runs, ours, OPERATION_NONE));
	assert_true(allows(&copied, off, waits, OPERATION_NONE));
	assert_false(allows(&copied, off, none, OPERATION_TRANSFER));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_row),
		cmocka_unit_test(test_every_world),
		cmocka_unit_test(test_orders),
	};

	return cmocka_run_group_tests_name("reconcile", tests, NULL, NULL);
}
