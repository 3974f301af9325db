#include "execution/simulator/simulator.h"
#include "execution/simulator/fault.h"

#include "../unit.h"

#include <string.h>

#define MOVES 3

static struct simulation_move moves[MOVES];
static struct share_table table[SIMULATION_RUNS];

/* Three moves of one host to another, one after the other. */
static struct simulation_setting make_setting(void)
{
	struct simulation_setting setting = {
		.moves = moves, .count = MOVES, .hosts = 2, .concurrency = 1, .table = table};

	table[0].count = 1;
	table[0].share[1] = (struct share){1, .most = 100, .nominal = SHARE_ANY};

	for (uint16_t i = 0; i < MOVES; i++) {
		moves[i] = (struct simulation_move){
			.slot = {.group = i, .rate = 50, .use = {1}},
			.order = {.grace = 5000, .poll = 1000, .attempts = 2, .reads = 4},
			.host = {0, 1},
			.copy_ms = 4000};
		moves[i].order.may_drop_paused_copy = true;
		moves[i].order.may_undefine_our_copy = true;
		moves[i].order.may_delete_partial_volume = true;
		for (unsigned j = 1; j < OPERATIONS; j++)
			moves[i].order.deadline[j] = 20000;
	}
	return setting;
}

static void test_an_undisturbed_plan(void **state)
{
	struct simulation_setting setting = make_setting();
	struct simulation *simulation = simulation_new(&setting);
	struct simulation_course course;

	(void)state;
	simulation_rehearse(simulation, 1, 0, &course);
	assert_null(course.invariant);
	assert_int_equal(course.outcome[OUTCOME_DONE], MOVES);
	assert_true(course.milliseconds >= MOVES * 2000);
	assert_in_range(course.blackout_ms, 200, 1000);
	simulation_free(simulation);
}

static void test_the_same_seed_takes_the_same_course(void **state)
{
	struct simulation_setting setting = make_setting();
	struct simulation *simulation = simulation_new(&setting);
	struct simulation_course first, second;
	unsigned other = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		simulation_rehearse(simulation, seed, 10, &first);
		simulation_rehearse(simulation, seed, 10, &second);
		assert_memory_equal(&first, &second, sizeof(first));
		assert_null(first.invariant);
		other += first.outcome[OUTCOME_DONE] != MOVES;
	}
	assert_in_range(other, 1, 199); /* faults are felt, and not fatal */
	simulation_free(simulation);
}

static void test_schedules_as_text(void **state)
{
	struct simulation_schedule schedule = {.seed = 12345678901234567890ULL, .count = 2};
	struct simulation_schedule read;
	char text[256];

	(void)state;
	for (uint8_t kind = 0; kind < FAULTS; kind++) {
		schedule.fault[0] = (struct simulation_fault){
			.at = 4000000000, .kind = kind, .variant = 3, .move = 511};
		schedule.fault[1] =
			(struct simulation_fault){.kind = (uint8_t)((kind + 1) % FAULTS)};
		schedule_format(&schedule, text, sizeof(text));
		assert_int_equal(schedule_parse(&read, text), 0);
		assert_memory_equal(&schedule, &read, sizeof(read));
	}
	assert_int_equal(schedule_parse(&read, ""), -1);
	assert_int_equal(schedule_parse(&read, "0:kill"), -1);
	assert_int_equal(schedule_parse(&read, "0:kill.0.0@1;"), -1);
	assert_int_equal(schedule_parse(&read, "0:nothing.0.0@1"), -1);
}

/* A copy without an end is cut off by its deadline, and the source goes on. */
static void test_a_copy_that_does_not_converge(void **state)
{
	struct simulation_setting setting = make_setting();
	struct simulation *simulation = simulation_new(&setting);
	struct simulation_schedule schedule = {.count = 1, .fault = {{.kind = FAULT_ENDLESS}}};
	struct simulation_course course = {0};

	(void)state;
	for (uint32_t at = 0; at < 100 && !course.struck; at++) {
		schedule.fault[0].at = at;
		simulation_run(simulation, &schedule, &course, NULL, 0);
		assert_null(course.invariant);
	}
	assert_int_equal(course.struck, 1);
	assert_int_equal(course.outcome[OUTCOME_BACK], 1);
	assert_int_equal(course.outcome[OUTCOME_DONE], MOVES - 1);
	simulation_free(simulation);
}

/*
 * One that stands still while its memory is copied: whatever strikes it meanwhile, the source
 * goes on or the target has taken over, never both.
 */
static void test_what_strikes_while_it_stands_still(void **state)
{
	struct simulation_setting setting = make_setting();
	struct simulation *simulation = simulation_new(&setting);
	struct simulation_schedule schedule = {.count = 1};
	struct simulation_course course;
	unsigned back = 0, done = 0;

	(void)state;
	for (uint16_t i = 0; i < MOVES; i++)
		moves[i].still_ms = 9000;
	simulation_run(simulation, &(struct simulation_schedule){0}, &course, NULL, 0);
	assert_int_equal(course.outcome[OUTCOME_DONE], MOVES);
	assert_in_range(course.blackout_ms, 9000, 10000);
	for (uint8_t kind = 0; kind < FAULTS; kind++)
		for (uint32_t at = 0; at < 60; at++) {
			schedule.fault[0] = (struct simulation_fault){
				.at = at, .kind = kind, .variant = (uint8_t)(at % 2)};
			simulation_run(simulation, &schedule, &course, NULL, 0);
			assert_null(course.invariant);
			back += course.outcome[OUTCOME_BACK];
			done += course.outcome[OUTCOME_DONE];
		}
	assert_true(back > 0 && done > back);
	simulation_free(simulation);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_undisturbed_plan),
		cmocka_unit_test(test_the_same_seed_takes_the_same_course),
		cmocka_unit_test(test_schedules_as_text),
		cmocka_unit_test(test_a_copy_that_does_not_converge),
		cmocka_unit_test(test_what_strikes_while_it_stands_still),
	};

	return cmocka_run_group_tests_name("simulator", tests, NULL, NULL);
}
