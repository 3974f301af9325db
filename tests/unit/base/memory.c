#include "base/memory.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit.h"

static void test_new_memory_is_zero(void **state)
{
	static const char zero[64];
	AUTO_FREE char *one = mem_alloc(sizeof(zero));
	AUTO_FREE char *many = mem_array(8, 8);
	AUTO_FREE char *none = mem_alloc(0);
	AUTO_FREE char *empty = mem_array(0, 8);

	(void)state;
	assert_memory_equal(one, zero, sizeof(zero));
	assert_memory_equal(many, zero, sizeof(zero));
	assert_non_null(none);
	assert_non_null(empty);
}

static void test_resize_keeps(void **state)
{
	AUTO_FREE char *data = mem_string("abc");

	(void)state;
	data = mem_resize(data, 1000, 4);
	assert_string_equal(data, "abc");
	data = mem_resize(data, 0, 4);
	assert_non_null(data);
}

static void test_copies(void **state)
{
	AUTO_FREE char *copy = mem_bytes("a\0b", 3);
	AUTO_FREE char *empty = mem_bytes(NULL, 0);
	AUTO_FREE char *made = mem_format("%s-%d", "wave", 3);

	(void)state;
	assert_memory_equal(copy, "a\0b", 4);
	assert_string_equal(empty, "");
	assert_string_equal(made, "wave-3");
	assert_null(mem_string(NULL));
}

static void test_wipe(void **state)
{
	char secret[] = "secret";

	(void)state;
	mem_wipe(secret, sizeof(secret));
	assert_memory_equal(secret, "\0\0\0\0\0\0", sizeof(secret));
	mem_wipe(NULL, 0);
}

static void test_take_leaves_nothing(void **state)
{
	AUTO_FREE char *name = mem_string("a");
	char *mine = mem_take(&name);

	(void)state;
	assert_null(name);
	assert_string_equal(mine, "a");
	mem_free_at(&mine);
	assert_null(mine);
}

static void test_descriptor_is_closed(void **state)
{
	int seen;

	(void)state;
	{
		AUTO_CLOSE int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
		seen = descriptor;
		assert_true(fcntl(seen, F_GETFD) >= 0);
	}
	assert_int_equal(fcntl(seen, F_GETFD), -1);
}

static void test_descriptor_given_away_stays(void **state)
{
	int mine;

	(void)state;
	{
		AUTO_CLOSE int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
		mine = mem_take_fd(&descriptor);
		assert_int_equal(descriptor, -1);
	}
	assert_true(fcntl(mine, F_GETFD) >= 0);
	close(mine);
}

/* The signal that ended a child which did `act`, or 0. */
static int fate(void (*act)(void))
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		struct rlimit none = {0};
		setrlimit(RLIMIT_CORE, &none);
		int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
		dup2(quiet, STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		act();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* With AddressSanitizer too, it is mem_array() that must stop. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static size_t huge = SIZE_MAX / 2;

static void overflow_array(void)
{
	free(mem_array(huge, 4));
}

static void overflow_resize(void)
{
	free(mem_resize(NULL, huge, 4));
}

static void nothing_wrong(void)
{
	free(mem_array(4, 4));
}

static void test_overflow_stops(void **state)
{
	(void)state;
	assert_int_equal(fate(overflow_array), SIGABRT);
	assert_int_equal(fate(overflow_resize), SIGABRT);
	assert_int_equal(fate(nothing_wrong), 0);
}

static void test_a_list_that_grows(void **state)
{
	int64_t *list = NULL;

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		list = mem_grow(list, i, sizeof(*list));
		assert_int_equal(list[i], 0);
		list[i] = (int64_t)i + 1;
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(list[i], i + 1);
	free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_list_that_grows),
		cmocka_unit_test(test_new_memory_is_zero),
		cmocka_unit_test(test_resize_keeps),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_wipe),
		cmocka_unit_test(test_take_leaves_nothing),
		cmocka_unit_test(test_descriptor_is_closed),
		cmocka_unit_test(test_descriptor_given_away_stays),
		cmocka_unit_test(test_overflow_stops),
	};

	return cmocka_run_group_tests_name("base/memory", tests, NULL, NULL);
}
