#include "base/sorted.h"

#include "../unit.h"

#include <string.h>

struct thing {
	int number;
	const char *name;
};

static const struct thing list[] = {{1, "a"}, {3, "b"}, {3, "b"}, {5, "搬"}, {9, "运"}};

#define COUNT (sizeof(list) / sizeof(list[0]))

static size_t named(const char *name, size_t count)
{
	return sorted_text(list, count, sizeof(*list), offsetof(struct thing, name), name);
}

static int compare(const void *entry, const void *key)
{
	return ((const struct thing *)entry)->number - *(const int *)key;
}

static size_t numbered(int number, size_t count)
{
	return sorted_first(list, count, sizeof(*list), &number, compare);
}

static void test_the_first_of_equal_ones(void **state)
{
	(void)state;
	assert_int_equal(named("b", COUNT), 1);
	assert_int_equal(numbered(3, COUNT), 1);
	assert_int_equal(named("搬", COUNT), 3);
	assert_int_equal(numbered(9, COUNT), 4);
}

static void test_where_one_would_stand(void **state)
{
	(void)state;
	assert_int_equal(named("", COUNT), 0);
	assert_int_equal(named("aa", COUNT), 1);
	assert_int_equal(named("c", COUNT), 3);
	assert_int_equal(numbered(0, COUNT), 0);
	assert_int_equal(numbered(4, COUNT), 3);
}

static void test_behind_all_and_in_nothing(void **state)
{
	(void)state;
	assert_int_equal(named("\xff", COUNT), COUNT);
	assert_int_equal(numbered(10, COUNT), COUNT);
	for (size_t count = 0; count <= COUNT; count++) {
		assert_int_equal(numbered(10, count), count);
		assert_int_equal(named("\xff", count), count);
	}
	assert_int_equal(sorted_text(NULL, 0, 1, 0, "a"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_first_of_equal_ones),
		cmocka_unit_test(test_where_one_would_stand),
		cmocka_unit_test(test_behind_all_and_in_nothing),
	};

	return cmocka_run_group_tests_name("sorted", tests, NULL, NULL);
}
