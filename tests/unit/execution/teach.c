/* Which moves leave a lesson, and what it says. */
#include "../inventory/own_store.h"
#include "../unit.h"
#include "execution/runner_private.h"
#include "model/lesson.h"
#include <string.h>

#define DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"
#define UUID   "11111111-1111-4111-8111-111111111111"

static struct own_store own;
static struct active_run run;
static struct active_move move;

static struct json_object *parse(const char *text)
{
	struct source source = {SOURCE_JSON, "test", text, strlen(text)};
	struct json_object *tree = NULL;
	struct error error = {0};

	assert_int_equal(json_parse(&tree, &source, JSON_MESSAGE, &error), 0);
	return tree;
}

/* A move that took 30 s in one attempt, was computed to take 20 and told to take 25. */
static int start(void **state)
{
	(void)state;
	own_store_open(&own);
	run = (struct active_run){.id = "r-1", .plan_digest = DIGEST};
	run.plan = parse("{\"estimates\":{\"" UUID "\":{\"bytes\":7,\"seconds_low\":15,"
			 "\"seconds\":25,\"seconds_high\":40,\"computed\":20,\"blackout\":900,"
			 "\"blackout_computed\":800,\"strategy\":\"warm\"}}}");
	move = (struct active_move){.run = &run, .name = "web"};
	move.json = parse("{\"machine\":\"" UUID "\",\"link\":\"l\"}");
	move.notes = parse("{\"transfer\":{\"pause\":120},\"resume_target\":{\"after\":430}}");
	move.state.outcome = OUTCOME_DONE;
	move.state.attempt = 1;
	move.opened = 1000 * CLOCK_SECOND;
	move.closed = 1030 * CLOCK_SECOND + 1;
	return 0;
}

static int finish(void **state)
{
	(void)state;
	json_object_put(run.plan);
	json_object_put(move.json);
	json_object_put(move.notes);
	own_store_close(&own);
	return 0;
}

static int take(void *argument, const char *key, const char *value, struct error *error)
{
	(void)key;
	(void)error;
	json_object_array_add(argument, parse(value));
	return 0;
}

/* What is in the store afterwards. */
static struct json_object *lessons(void)
{
	struct store_batch *batch = batch_new();
	struct json_object *list = json_object_new_array();
	struct error error = {0};

	teach(&move, batch);
	store_commit(own.store, batch, NULL, NULL);
	store_flush(own.store);
	assert_int_equal(store_walk(own.store, LESSON_SPACE, take, list, &error), 0);
	return list;
}

static void assert_none(void)
{
	AUTO_JSON struct json_object *list = lessons();

	assert_int_equal(json_length(list), 0);
}

static void test_what_a_good_move_leaves(void **state)
{
	AUTO_JSON struct json_object *list = lessons();
	struct json_object *lesson = json_object_array_get_idx(list, 0);
	struct error error = {0};

	(void)state;
	assert_int_equal(json_length(list), 1);
	assert_int_equal(shape_check(lesson_fields, lesson, NULL, &error), 0);
	assert_int_equal(json_integer(lesson, "computed", -1), 20);
	assert_int_equal(json_integer(lesson, "predicted", -1), 25);
	assert_int_equal(json_integer(lesson, "took", -1), 30);
	assert_int_equal(json_integer(lesson, "bytes", -1), 7);
	assert_int_equal(json_integer(lesson, "pause_ms", -1), 120);
	assert_string_equal(json_string(lesson, "link"), "l");
	assert_string_equal(json_string(lesson, "strategy"), "warm");
	assert_int_equal(json_integer(lesson, "blackout_computed", -1), 800);
	assert_int_equal(json_integer(lesson, "blackout", -1), 550);
}

/* Nobody knows how long it stood still when banyund did not see both ends of it. */
static void test_a_pause_that_was_not_seen_teaches_nothing_of_pauses(void **state)
{
	static const char *const notes[] = {"{\"transfer\":{\"pause\":120}}",
		"{\"transfer\":{},\"resume_target\":{\"after\":430}}", "{}"};

	(void)state;
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
		AUTO_JSON struct json_object *list = NULL;
		struct json_object *lesson;

		json_object_put(move.notes);
		move.notes = parse(notes[i]);
		move.closed += CLOCK_SECOND; /* each has a row of its own */
		list = lessons();
		lesson = json_object_array_get_idx(list, i);
		assert_null(json_member(lesson, "blackout"));
		assert_int_equal(json_integer(lesson, "computed", -1), 20);
		assert_int_equal(teach_blackout(&move), -1);
	}
}

/* Of a plan that had learnt nothing, what was told is what was computed. */
static void test_of_a_plan_that_had_learnt_nothing(void **state)
{
	AUTO_JSON struct json_object *list = NULL;

	(void)state;
	json_object_object_del(order_estimate(run.plan, move.json), "computed");
	json_object_object_del(move.notes, "transfer");
	list = lessons();
	assert_int_equal(json_integer(json_object_array_get_idx(list, 0), "computed", -1), 25);
	assert_null(json_member(json_object_array_get_idx(list, 0), "pause_ms"));
}

static void test_what_did_not_end_well_teaches_nothing(void **state)
{
	static const enum move_outcome outcomes[] = {OUTCOME_NONE, OUTCOME_DONE_UNPROVEN,
		OUTCOME_BACK, OUTCOME_STOPPED_BY_OWNER, OUTCOME_REFUSED, OUTCOME_RESOLVED};

	(void)state;
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		move.state.outcome = outcomes[i];
		assert_none();
	}
}

static void test_what_was_disturbed_teaches_nothing(void **state)
{
	(void)state;
	move.disturbed = true;
	assert_none();
	move.disturbed = false;
	move.state.attempt = 2;
	assert_none();
	move.state.attempt = 1;
	move.closed = move.opened - 1; /* the clock was set */
	assert_none();
	move.closed = move.opened = 0;
	assert_none();
}

static void test_what_nobody_predicted_teaches_nothing(void **state)
{
	(void)state;
	json_object_object_del(json_member(run.plan, "estimates"), UUID);
	assert_none();
}

/* The log says of each what it took, also of those that teach nothing. */
static void test_the_record_says_what_it_took(void **state)
{
	AUTO_JSON struct json_object *detail = json_object_new_object();

	(void)state;
	move.state.outcome = OUTCOME_BACK;
	teach_tell(&move, detail);
	assert_int_equal(json_integer(detail, "took", -1), 30);
	assert_int_equal(json_integer(detail, "predicted_high", -1), 40);
	assert_int_equal(json_integer(detail, "blackout", -1), 550);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, start, finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_what_a_good_move_leaves),
		CASE(test_of_a_plan_that_had_learnt_nothing),
		CASE(test_a_pause_that_was_not_seen_teaches_nothing_of_pauses),
		CASE(test_what_did_not_end_well_teaches_nothing),
		CASE(test_what_was_disturbed_teaches_nothing),
		CASE(test_what_nobody_predicted_teaches_nothing),
		CASE(test_the_record_says_what_it_took),
	};

	return cmocka_run_group_tests_name("teach", tests, NULL, NULL);
}
