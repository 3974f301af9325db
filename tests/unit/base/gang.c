#include "base/gang.h"

#include <pthread.h>
#include <stdatomic.h>

#include "../unit.h"
#include "base/error.h"

enum { TASKS = 1000 };

static atomic_int done[TASKS];
static pthread_barrier_t both;

static int count_task(void *argument, size_t index, struct error *error)
{
	(void)argument, (void)error;
	atomic_fetch_add(&done[index], 1);
	return 0;
}

static void test_each_task_is_done_once(void **state)
{
	(void)state;
	for (unsigned hands = 0; hands <= GANG_MOST + 1; hands++) {
		for (size_t i = 0; i < TASKS; i++)
			atomic_store(&done[i], 0);
		assert_int_equal(gang_run(hands, TASKS, count_task, NULL, NULL), 0);
		for (size_t i = 0; i < TASKS; i++)
			assert_int_equal(atomic_load(&done[i]), 1);
	}
	assert_int_equal(gang_run(2, 0, count_task, NULL, NULL), 0);
	assert_in_range(gang_processors(), 1, 4096);
}

/* Neither ends before the other has begun: it would never end on one thread. */
static int meet(void *argument, size_t index, struct error *error)
{
	(void)argument, (void)index, (void)error;
	pthread_barrier_wait(&both);
	return 0;
}

static void test_tasks_are_done_beside_each_other(void **state)
{
	(void)state;
	pthread_barrier_init(&both, NULL, 2);
	assert_int_equal(gang_run(2, 2, meet, NULL, NULL), 0);
	pthread_barrier_destroy(&both);
}

static int fail_late(void *argument, size_t index, struct error *error)
{
	(void)argument;
	if (index < 7)
		return 0;
	if (index < 9)
		pthread_barrier_wait(&both);
	return error_set(error, ERROR_FAILED, "task", "Task %zu failed.", index);
}

static void test_the_first_that_failed_is_told(void **state)
{
	struct error error = {0};

	(void)state;
	pthread_barrier_init(&both, NULL, 2);
	assert_int_equal(gang_run(2, TASKS, fail_late, NULL, &error), -1);
	assert_string_equal(error.text, "Task 7 failed.");
	assert_int_equal(gang_run(1, 7, fail_late, NULL, &error), 0);
	pthread_barrier_destroy(&both);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_task_is_done_once),
		cmocka_unit_test(test_tasks_are_done_beside_each_other),
		cmocka_unit_test(test_the_first_that_failed_is_told),
	};

	return cmocka_run_group_tests_name("base/gang", tests, NULL, NULL);
}
