#include "execution/rehearsal.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "execution/rehearsal_course.h"
#include "model/operation.h"

#include "../unit.h"

#include <string.h>

/* --- a plan of one wave --- */

static struct json_object *make_move(const char *name)
{
	struct json_object *move = json_object_new_object(), *deadlines, *playbook;

	json_set_string(move, "name", name);
	json_set_string(move, "machine", name);
	json_set_string(move, "group", name);
	json_set_string(move, "link", "l");
	json_set_integer(move, "attempts", 2);
	json_set(move, "allow", json_object_new_array());
	playbook = json_object_new_object();
	json_set(playbook, "before", json_object_new_array());
	json_set(playbook, "after", json_object_new_array());
	json_set(move, "playbook", playbook);
	deadlines = json_object_new_object();
	for (unsigned i = OPERATION_NONE + 1; i < OPERATIONS; i++)
		json_set_integer(deadlines, operation_word((enum operation)i),
			i == OPERATION_TRANSFER ? 7200000 : 30000);
	return json_set(move, "deadlines", deadlines);
}

static void add_move(struct json_object *plan, const char *name, int64_t high)
{
	struct json_object *wave = json_object_array_get_idx(json_member(plan, "waves"), 0);
	struct json_object *estimate = json_object_new_object();

	json_object_array_add(json_member(wave, "moves"), make_move(name));
	json_set_integer(estimate, "seconds_low", high / 2);
	json_set_integer(estimate, "seconds", high * 3 / 4);
	json_set_integer(estimate, "seconds_high", high);
	json_set(json_member(plan, "estimates"), name, estimate);
}

/* Its window is open from 22:00 until 23:00; one move at a time. */
static struct json_object *make_plan(void)
{
	struct json_object *plan = json_object_new_object(), *wave = json_object_new_object();
	struct json_object *window = json_object_new_object(),
			   *links = json_object_new_object();

	json_set_string(window, "from", "2027-01-01T22:00:00Z");
	json_set_string(window, "to", "2027-01-01T23:00:00Z");
	json_set_integer(links, "l", 1000000);
	json_set_string(wave, "name", "w");
	json_set_integer(wave, "concurrency", 1);
	json_set(wave, "window", window);
	json_set(wave, "links", links);
	json_set(wave, "moves", json_object_new_array());
	json_set_string(plan, "from", "2027-01-01T00:00:00Z");
	json_set(plan, "estimates", json_object_new_object());
	json_set(plan, "waves", json_object_new_array());
	json_object_array_add(json_member(plan, "waves"), wave);
	return plan;
}

static struct json_object *play(struct json_object *plan, int courses, int faults, int seed)
{
	AUTO_JSON struct json_object *order = json_object_new_object();
	struct json_object *told = NULL;
	struct error error = {0};

	json_set_integer(order, "courses", courses);
	json_set_integer(order, "faults", faults);
	json_set_integer(order, "seed", seed);
	if (rehearse(&told, plan, order, NULL, &error) < 0)
		fail_msg("%s", error.text);
	return told;
}

static int64_t total(struct json_object *told, const char *name)
{
	return json_integer(json_member(told, "totals"), name, -1);
}

static struct json_object *first(struct json_object *told, const char *list)
{
	return json_object_array_get_idx(json_member(told, list), 0);
}

/* --- what is drawn --- */

static int64_t sum_of(struct json_object *list)
{
	int64_t sum = 0;

	for (size_t i = 0; i < json_length(list); i++)
		sum += json_object_get_int64(json_object_array_get_idx(list, i));
	return sum;
}

static void test_drawing_stays_in_the_range(void **state)
{
	const struct line line = {.low = 10, .mean = 20, .high = 60};
	const struct line sure = {.low = 7, .mean = 7, .high = 7};
	struct random random = {.state = 1};
	unsigned below = 0;
	uint32_t least = UINT32_MAX, most = 0;

	(void)state;
	for (unsigned i = 0; i < 10000; i++) {
		uint32_t seconds = course_draw(&random, &line);

		least = seconds < least ? seconds : least;
		most = seconds > most ? seconds : most;
		below += seconds < 20;
	}
	assert_int_equal(least, 10);
	assert_int_equal(most, 60);
	assert_in_range(below, 4000, 5200);
	assert_int_equal(course_draw(&random, &sure), 7);
}

static void test_the_same_seed_tells_the_same_bytes(void **state)
{
	AUTO_JSON struct json_object *plan = make_plan();
	AUTO_JSON struct json_object *one = NULL, *again = NULL, *other = NULL;
	AUTO_FREE char *first_text = NULL, *again_text = NULL, *other_text = NULL;

	(void)state;
	add_move(plan, "a", 600);
	add_move(plan, "b", 900);
	one = play(plan, 200, 500, 3);
	again = play(plan, 200, 500, 3);
	other = play(plan, 200, 500, 4);
	first_text = json_canonical_string(one);
	again_text = json_canonical_string(again);
	json_set_integer(other, "seed", 3);
	other_text = json_canonical_string(other);
	assert_string_equal(first_text, again_text);
	assert_string_not_equal(first_text, other_text);
}

/* --- what comes out --- */

static void test_an_undisturbed_plan_ends_as_estimated(void **state)
{
	AUTO_JSON struct json_object *plan = make_plan(), *told = NULL;
	struct json_object *wave, *finish;

	(void)state;
	add_move(plan, "a", 600);
	add_move(plan, "b", 1200);
	told = play(plan, 300, 0, 1);
	wave = first(told, "waves");
	finish = json_member(wave, "finish");
	assert_int_equal(total(told, "done"), 600);
	assert_int_equal(total(told, "held"), 0);
	assert_int_equal(json_integer(wave, "late", -1), 0);
	assert_int_equal(json_integer(wave, "short", -1), 0);
	assert_int_equal(json_length(json_member(told, "broken")), 0);
	/* Three quarters of 1800 s, and some seconds around each copy. */
	assert_memory_equal(json_string(wave, "expected_end"), "2027-01-01T22:2", 15);
	assert_true(strcmp(json_string(finish, "least"), json_string(finish, "p5")) <= 0);
	assert_int_equal(json_length(json_member(finish, "parts")), REHEARSAL_PARTS);
	assert_int_equal(
		sum_of(json_member(finish, "parts")), json_integer(told, "courses", 0));
	assert_int_equal(json_length(json_member(told, "drawn")), 0);
	assert_true(strcmp(json_string(finish, "p5"), json_string(finish, "p50")) < 0);
	assert_true(strcmp(json_string(finish, "p50"), json_string(finish, "p95")) < 0);
	assert_true(strcmp(json_string(finish, "p95"), json_string(finish, "worst")) <= 0);
	assert_true(strcmp(json_string(finish, "p5"), "2027-01-01T22:15") > 0);
	assert_true(strcmp(json_string(finish, "worst"), "2027-01-01T22:31") < 0);
	assert_in_range(
		json_integer(json_member(json_member(told, "blackout"), "each"), "p50", 0), 100,
		2000);
}

/* One that is copied offline stands still for its memory, and for no more. */
static void test_what_is_offline_stands_still(void **state)
{
	AUTO_JSON struct json_object *plan = make_plan(), *told = NULL;
	struct json_object *wave, *move, *each;

	(void)state;
	add_move(plan, "a", 1200);
	wave = json_object_array_get_idx(json_member(plan, "waves"), 0);
	move = json_object_array_get_idx(json_member(wave, "moves"), 0);
	json_set_string(move, "strategy", "offline");
	json_set_integer(json_member(json_member(plan, "estimates"), "a"), "blackout", 120500);
	told = play(plan, 50, 0, 1);
	each = json_member(json_member(told, "blackout"), "each");
	assert_int_equal(total(told, "done"), 50);
	assert_in_range(json_integer(each, "p50", 0), 110000, 135000);
	json_set_string(move, "strategy", "live");
	json_object_put(told);
	told = play(plan, 50, 0, 1);
	each = json_member(json_member(told, "blackout"), "each");
	assert_in_range(json_integer(each, "p50", 0), 100, 2000);
}

/* Two of 40 minutes do not fit into an hour one after the other. */
static void test_what_does_not_fit_is_not_begun(void **state)
{
	AUTO_JSON struct json_object *plan = make_plan(), *told = NULL;

	(void)state;
	add_move(plan, "a", 2400);
	add_move(plan, "b", 2400);
	told = play(plan, 50, 0, 1);
	assert_int_equal(total(told, "done"), 50);
	assert_int_equal(total(told, "skipped"), 50);
	assert_int_equal(json_integer(first(told, "waves"), "short", -1), 50);
	assert_int_equal(json_integer(first(told, "waves"), "late", -1), 0);
}

static void test_faults_cost_moves_and_break_nothing(void **state)
{
	AUTO_JSON struct json_object *plan = make_plan(), *calm = NULL, *rough = NULL;

	(void)state;
	add_move(plan, "a", 600);
	calm = play(plan, 1000, 20, 1);
	rough = play(plan, 1000, 2000, 1);
	assert_true(total(calm, "done") > 950);
	assert_true(total(rough, "done") < total(calm, "done"));
	assert_true(total(rough, "done") > 0);
	assert_true(total(rough, "held") > 0);
	assert_true(total(rough, "back") > 0);
	assert_int_equal(total(rough, "done") + total(rough, "back") + total(rough, "held") +
				 total(rough, "skipped") + total(rough, "other"),
		1000);
	assert_int_equal(json_length(json_member(rough, "broken")), 0);
}

static void expect_failure(struct json_object *plan, const char *order_text, const char *words)
{
	AUTO_JSON struct json_object *order = json_tokener_parse(order_text);
	struct json_object *told = NULL;
	struct error error = {0};

	assert_int_equal(rehearse(&told, plan, order, NULL, &error), -1);
	assert_int_equal(error.code, ERROR_INPUT);
	assert_non_null(strstr(error.text, words));
	assert_null(told);
}

static void test_what_cannot_be_rehearsed(void **state)
{
	AUTO_JSON struct json_object *plan = make_plan();

	(void)state;
	expect_failure(plan, "{}", "no move in the waves");
	add_move(plan, "a", 600);
	expect_failure(plan, "{\"waves\":[\"x\"]}", "no move in the waves");
	json_object_object_del(json_member(plan, "estimates"), "a");
	expect_failure(plan, "{}", "does not say how long");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drawing_stays_in_the_range),
		cmocka_unit_test(test_the_same_seed_tells_the_same_bytes),
		cmocka_unit_test(test_an_undisturbed_plan_ends_as_estimated),
		cmocka_unit_test(test_what_is_offline_stands_still),
		cmocka_unit_test(test_what_does_not_fit_is_not_begun),
		cmocka_unit_test(test_faults_cost_moves_and_break_nothing),
		cmocka_unit_test(test_what_cannot_be_rehearsed),
	};

	return cmocka_run_group_tests_name("rehearsal", tests, NULL, NULL);
}
