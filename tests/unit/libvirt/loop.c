/*
 * The event loop that libvirt's client is given: what is readable is told, what is disabled is
 * not, timers come when they are due, and what was given away is freed after the callbacks.
 */
#include "../../../plugins/libvirt/loop.h"

#include "../unit.h"
#include "base/clock.h"
#include <fcntl.h>
#include <libvirt/libvirt.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define MILLISECOND (CLOCK_SECOND / 1000)

struct told {
	atomic_int times;
	int events, freed, freed_while_told;
	bool reads; /* what it is told of */
	bool removes;
	bool told; /* just now */
	int number;
};

static int ends[2]; /* of a pipe */

static void on_handle(int watch, int file, int events, void *argument)
{
	struct told *told = argument;
	char byte;

	told->told = true;
	told->times++;
	told->events |= events;
	if (told->reads)
		assert_int_equal(read(file, &byte, 1), 1);
	if (told->removes)
		assert_int_equal(virEventRemoveHandle(watch), 0);
	told->told = false;
}

static void on_timer(int number, void *argument)
{
	struct told *told = argument;

	told->times++;
	if (told->removes)
		assert_int_equal(virEventRemoveTimeout(number), 0);
}

static void on_free(void *argument)
{
	struct told *told = argument;

	told->freed++;
	told->freed_while_told += told->told;
}

static void stop(int number, void *ended)
{
	(void)number;
	*(bool *)ended = true;
}

/* Rounds for so long, in milliseconds. */
static void run_for(int milliseconds)
{
	bool ended = false;
	int number = virEventAddTimeout(milliseconds, stop, &ended, NULL);

	while (!ended)
		loop_round();
	virEventRemoveTimeout(number);
}

/* It is told so often, and no more. */
static void expect(const struct told *told, int times)
{
	for (int tries = 0; told->times < times && tries < 10000; tries++)
		run_for(1);
	run_for(5);
	assert_int_equal(told->times, times);
}

static void put(int count)
{
	for (int i = 0; i < count; i++)
		assert_int_equal(write(ends[1], "x", 1), 1);
}

static int add(struct told *told, int events)
{
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	told->number = virEventAddHandle(ends[0], events, on_handle, told, on_free);
	assert_true(told->number > 0);
	return told->number;
}

static void end(struct told *told)
{
	assert_int_equal(virEventRemoveHandle(told->number), 0);
	close(ends[0]);
	close(ends[1]);
	run_for(1);
	assert_int_equal(told->freed, 1);
}

static void test_each_byte_is_told(void **state)
{
	struct told told = {.reads = true};

	(void)state;
	add(&told, VIR_EVENT_HANDLE_READABLE);
	run_for(1);
	assert_int_equal(told.times, 0);
	put(3);
	expect(&told, 3);
	assert_int_equal(told.events, VIR_EVENT_HANDLE_READABLE);
	end(&told);
}

static void test_what_is_disabled_is_not_told(void **state)
{
	struct told told = {.reads = true};

	(void)state;
	add(&told, 0);
	put(1);
	expect(&told, 0);
	virEventUpdateHandle(told.number, VIR_EVENT_HANDLE_READABLE);
	expect(&told, 1);
	virEventUpdateHandle(told.number, 0);
	put(1);
	expect(&told, 1);
	end(&told);
}

/* As where a thread that waits for its answer reads; but it is not forgotten. */
static void test_what_nobody_reads_is_told_now_and_then(void **state)
{
	struct told told = {.reads = false};

	(void)state;
	add(&told, VIR_EVENT_HANDLE_READABLE);
	put(1);
	for (int tries = 0; told.times < 3 && tries < 10000; tries++)
		run_for(1);
	told.times = 0;
	run_for(100);
	assert_in_range(told.times, 1, 30);
	end(&told);
}

static void test_an_end_is_told(void **state)
{
	struct told told = {.removes = true};

	(void)state;
	add(&told, 0);
	close(ends[1]);
	expect(&told, 0);
	virEventUpdateHandle(told.number, VIR_EVENT_HANDLE_READABLE);
	expect(&told, 1);
	assert_true(told.events & VIR_EVENT_HANDLE_HANGUP);
	assert_int_equal(told.freed, 1);
	assert_int_equal(told.freed_while_told, 0);
	assert_int_equal(virEventRemoveHandle(told.number), -1);
	close(ends[0]);
}

static void test_timers(void **state)
{
	struct told never = {0}, once = {.removes = true}, often = {0};
	int still = virEventAddTimeout(-1, on_timer, &never, on_free);
	int twice = virEventAddTimeout(0, on_timer, &once, on_free);
	int again = virEventAddTimeout(5, on_timer, &often, on_free);

	(void)state;
	expect(&once, 1);
	for (int tries = 0; often.times < 3 && tries < 10000; tries++)
		run_for(1);
	assert_in_range(often.times, 3, 4);
	assert_int_equal(never.times, 0);
	assert_int_equal(once.freed, 1);
	assert_int_equal(virEventRemoveTimeout(twice), -1);
	virEventUpdateTimeout(again, -1);
	often.times = 0;
	virEventUpdateTimeout(still, 1);
	while (never.times == 0)
		run_for(1);
	assert_int_equal(often.times, 0);
	assert_int_equal(virEventRemoveTimeout(still) + virEventRemoveTimeout(again), 0);
	run_for(1);
	assert_int_equal(never.freed + often.freed, 2);
}

static atomic_bool ended;

static void *run_rounds(void *unused)
{
	(void)unused;
	while (!ended)
		loop_round();
	return NULL;
}

static void wait_for(const struct told *told)
{
	for (int tries = 0; told->times == 0 && tries < 10000; tries++)
		usleep(MILLISECOND);
	assert_int_equal(told->times, 1);
}

/* What another thread wants sooner than the loop would wake. */
static void test_a_sleeping_loop_is_woken(void **state)
{
	struct told timer = {.removes = true}, handle = {.reads = true};
	int number = virEventAddTimeout(-1, on_timer, &timer, NULL), last;
	pthread_t thread;

	(void)state;
	ended = false;
	assert_int_equal(pthread_create(&thread, NULL, run_rounds, NULL), 0);
	usleep(20 * MILLISECOND);
	add(&handle, VIR_EVENT_HANDLE_READABLE);
	put(1);
	wait_for(&handle);
	virEventUpdateTimeout(number, 1);
	wait_for(&timer);
	ended = true;
	last = virEventAddTimeout(0, on_timer, &timer, NULL);
	pthread_join(thread, NULL);
	virEventRemoveTimeout(last);
	end(&handle);
}

static int prepare(void **state)
{
	(void)state;
	return virInitialize() < 0 ? -1 : loop_register();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_byte_is_told),
		cmocka_unit_test(test_what_is_disabled_is_not_told),
		cmocka_unit_test(test_what_nobody_reads_is_told_now_and_then),
		cmocka_unit_test(test_an_end_is_told),
		cmocka_unit_test(test_timers),
		cmocka_unit_test(test_a_sleeping_loop_is_woken),
	};

	return cmocka_run_group_tests(tests, prepare, NULL);
}
