/* What a person may decide on what, and how it is kept. */
#include "model/override.h"
#include "../given.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "small.h"
#include <stdlib.h>
#include <string.h>

static void test_what_is_whole(void **state)
{
	static const struct {
		const char *order, *object; /* NULL: wrong whatever it is of */
		bool right;
	} cases[] = {
		{"{\"kind\":\"hold\",\"subject\":\"a\"}", "system", true},
		{"{\"kind\":\"hold\",\"subject\":\"a\"}", "dedicated_network", true},
		{"{\"kind\":\"hold\",\"subject\":\"a\",\"other\":\"b\"}", NULL, false},
		{"{\"kind\":\"hold\",\"subject\":\"a\",\"value\":\"retire\"}", NULL, false},
		{"{\"kind\":\"disposition\",\"subject\":\"a\"}", NULL, false},
		{"{\"kind\":\"disposition\",\"subject\":\"a\",\"value\":\"retire\"}", "system",
			true},
		{"{\"kind\":\"disposition\",\"subject\":\"a\",\"value\":\"held\"}", "system",
			false},
		{"{\"kind\":\"disposition\",\"subject\":\"a\",\"value\":\"merged\"}", "system",
			false},
		{"{\"kind\":\"disposition\",\"subject\":\"a\",\"value\":\"merged\"}",
			"dedicated_network", true},
		{"{\"kind\":\"disposition\",\"subject\":\"a\",\"value\":\"retire\"}",
			"dedicated_network", false},
		{"{\"kind\":\"instruct\",\"subject\":\"a\"}", "system", true},
		{"{\"kind\":\"instruct\",\"subject\":\"a\",\"value\":\"retire\"}", "system",
			false},
		{"{\"kind\":\"instruct\",\"subject\":\"a\",\"value\":\"hosted\"}",
			"dedicated_network", true},
		{"{\"kind\":\"cut\",\"subject\":\"a\"}", NULL, false},
		{"{\"kind\":\"cut\",\"subject\":\"a\",\"other\":\"a\"}", NULL, false},
		{"{\"kind\":\"cut\",\"subject\":\"a\",\"other\":\"b\"}", "system", true},
		{"{\"kind\":\"join\",\"subject\":\"a\",\"other\":\"b\"}", "dedicated_network",
			false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_JSON struct json_object *order = given_json(cases[i].order);
		struct error error = {0};
		int whole = override_check(order, &error);

		if (!cases[i].object) {
			assert_int_equal(whole, -1);
			assert_int_equal(error.code, ERROR_INPUT);
			continue;
		}
		assert_int_equal(whole, 0);
		assert_int_equal(override_check_of(order, cases[i].object, &error),
			cases[i].right ? 0 : -1);
	}
}

/* One key for two systems however they are named. */
static void test_order_of_two(void **state)
{
	AUTO_JSON struct json_object *order =
		given_json("{\"kind\":\"cut\",\"subject\":\"b\",\"other\":\"a\"}");
	AUTO_JSON struct json_object *single =
		given_json("{\"kind\":\"hold\",\"subject\":\"b\"}");

	(void)state;
	override_sort(order);
	assert_string_equal(json_string(order, "subject"), "a");
	assert_string_equal(json_string(order, "other"), "b");
	override_sort(order);
	assert_string_equal(json_string(order, "subject"), "a");
	override_sort(single);
	assert_string_equal(json_string(single, "subject"), "b");
	assert_string_equal(override_opposite("cut"), "join");
	assert_string_equal(override_opposite("join"), "cut");
	assert_null(override_opposite("hold"));
}

/* The store's order of keys is the order of subjects, which readers rely on. */
static void test_keys_sort_as_subjects(void **state)
{
	static const char *const subjects[] = {"a", "a b", "a!", "a/b", "ab", "搬", "搬云"};

	(void)state;
	for (size_t i = 1; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		AUTO_FREE char *before = override_key("join", subjects[i - 1], "z");
		AUTO_FREE char *after = override_key("cut", subjects[i], NULL);

		assert_true(strcmp(subjects[i - 1], subjects[i]) < 0);
		assert_true(strcmp(before, after) < 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_whole),
		cmocka_unit_test(test_order_of_two),
		cmocka_unit_test(test_keys_sort_as_subjects)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
