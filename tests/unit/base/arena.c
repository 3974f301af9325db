#include "base/arena.h"

#include <string.h>

#include "../unit.h"

enum { COUNT = 100000 };

/* Small ones among some that are larger than any block: each keeps its own bytes. */
static void test_each_keeps_its_bytes(void **state)
{
	static char large[700000];
	static char *copy[COUNT];
	struct arena arena = {0};

	(void)state;
	memset(large, 'x', sizeof(large));
	for (size_t i = 0; i < COUNT; i++)
		copy[i] = arena_bytes(&arena, large, i % 20000 == 7 ? sizeof(large) : i % 50);
	for (size_t i = 0; i < COUNT; i++) {
		size_t size = i % 20000 == 7 ? sizeof(large) : i % 50;

		assert_int_equal(strlen(copy[i]), size);
		assert_memory_equal(copy[i], large, size);
	}
	arena_free(&arena);
	assert_null(arena.last);
}

static void test_empty(void **state)
{
	struct arena arena = {0};

	(void)state;
	arena_free(&arena);
	assert_string_equal(arena_bytes(&arena, NULL, 0), "");
	arena_free(&arena);
	assert_string_equal(arena_bytes(&arena, "again", 5), "again");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_keeps_its_bytes),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
