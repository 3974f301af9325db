#include "base/lookup.h"

#include <stdio.h>

#include "../unit.h"
#include "base/memory.h"
#include "base/text.h"

enum { COUNT = 100000 };

static char names[COUNT][16];

static void fill(struct lookup *lookup)
{
	lookup_make(lookup, COUNT);
	for (uint32_t i = 0; i < COUNT; i++) {
		snprintf(names[i], sizeof(names[i]), "%u", i / 2); /* each is there twice */
		lookup_add(lookup, lookup_hash(names[i]), i);
	}
}

static void test_each_is_found_in_order(void **state)
{
	struct lookup lookup = {0};
	uint32_t others = 0;

	(void)state;
	fill(&lookup);
	for (uint32_t i = 0; i < COUNT; i++) {
		struct lookup_at at = lookup_begin(&lookup, lookup_hash(names[i]));
		uint32_t found = i - i % 2;

		while (lookup_next(&at)) {
			if (text_equal(names[at.entry], names[i]))
				assert_int_equal(at.entry, found++);
			else
				others++;
		}
		assert_int_equal(found, i - i % 2 + 2);
	}
	assert_true(others < 100);
	lookup_free(&lookup);
}

static void test_what_is_not_there_is_not_found(void **state)
{
	struct lookup lookup = {0}, empty = {0}, none = {0};
	struct lookup_at at = lookup_begin(&none, lookup_hash("a"));

	(void)state;
	assert_false(lookup_next(&at));
	lookup_make(&empty, 0);
	at = lookup_begin(&empty, lookup_hash("a"));
	assert_false(lookup_next(&at));
	fill(&lookup);
	for (int i = COUNT; i < 2 * COUNT; i++) {
		AUTO_FREE char *name = mem_format("%d", i);

		at = lookup_begin(&lookup, lookup_hash(name));
		while (lookup_next(&at))
			assert_string_not_equal(names[at.entry], name);
	}
	lookup_free(&empty);
	lookup_free(&lookup);
}

static void test_hashes(void **state)
{
	(void)state;
	assert_true(lookup_hash("machine") == lookup_hash("machine"));
	assert_true(lookup_hash("") != lookup_hash_two("", ""));
	assert_true(lookup_hash_two("a", "b") != lookup_hash_two("b", "a"));
	assert_true(lookup_hash_two("ab", "c") != lookup_hash_two("a", "bc"));
	assert_true(lookup_hash("12345678") != lookup_hash("123456789"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_is_found_in_order),
		cmocka_unit_test(test_what_is_not_there_is_not_found),
		cmocka_unit_test(test_hashes),
	};

	return cmocka_run_group_tests_name("base/lookup", tests, NULL, NULL);
}
