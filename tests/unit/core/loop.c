/* The event loop: timers, posts from another thread, signals, stopping. */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "../unit.h"
#include "base/clock.h"
#include "core/loop.h"

static struct loop *loop;
static char order[16];

static void note(void *argument)
{
	assert_true(strlen(order) < sizeof(order) - 1);
	order[strlen(order)] = *(const char *)argument;
	if (strcmp(argument, ".") == 0)
		loop_stop(loop);
}

static int start(void **state)
{
	(void)state;
	loop = loop_new();
	memset(order, 0, sizeof(order));
	return 0;
}

static int finish(void **state)
{
	(void)state;
	loop_free(loop);
	return 0;
}

static void timers_come_in_order(void **state)
{
	(void)state;
	int64_t begin = clock_monotonic();
	loop_after(loop, 30, note, ".");
	struct loop_timer *never = loop_after(loop, 10, note, "x");
	loop_after(loop, 20, note, "b");
	loop_after(loop, 1, note, "a");
	loop_cancel(never);
	loop_run(loop);
	assert_string_equal(order, "ab.");
	assert_true(clock_monotonic() - begin >= 29000);
}

static void *post_many(void *argument)
{
	(void)argument;
	loop_post(loop, note, "1");
	loop_post(loop, note, "2");
	usleep(2000);
	loop_post(loop, note, "3");
	loop_post(loop, note, ".");
	return NULL;
}

static void posts_of_a_thread_wake_it(void **state)
{
	pthread_t thread;

	(void)state;
	pthread_create(&thread, NULL, post_many, NULL);
	loop_run(loop);
	pthread_join(thread, NULL);
	assert_string_equal(order, "123.");
}

static void a_stop_before_the_run_is_kept(void **state)
{
	(void)state;
	loop_stop(loop);
	loop_run(loop);
	loop_post(loop, note, ".");
	loop_run(loop);
	assert_string_equal(order, ".");
}

static void send(void *signal)
{
	raise(*(int *)signal);
}

static void signals_are_told_each_time(void **state)
{
	(void)state;
	loop_on_signal(loop, SIGHUP, note, "h");
	loop_on_signal(loop, SIGTERM, note, ".");
	raise(SIGHUP);
	loop_after(loop, 5, note, "t");
	loop_after(loop, 10, send, &(int){SIGHUP});
	loop_after(loop, 15, send, &(int){SIGTERM});
	loop_run(loop);
	assert_string_equal(order, "hth.");
}

static int64_t patience;

static void post_again(void *argument)
{
	if (clock_monotonic() < patience)
		loop_post(loop, post_again, argument);
	else
		note(argument);
}

/* What goes on a little at a time lets everybody else have the loop in between. */
static void who_posts_himself_again_starves_nobody(void **state)
{
	(void)state;
	patience = clock_monotonic() + 5 * CLOCK_SECOND;
	loop_on_signal(loop, SIGHUP, note, "h");
	loop_after(loop, 5, note, "t");
	loop_after(loop, 10, send, &(int){SIGHUP});
	loop_after(loop, 50, note, ".");
	loop_post(loop, post_again, "x");
	loop_run(loop);
	assert_string_equal(order, "th.");
}

static void what_was_not_called_is_dropped(void **state)
{
	(void)state;
	loop_after(loop, 10000, note, "x");
	loop_post(loop, note, "x");
	loop_on_signal(loop, SIGHUP, note, "x");
	assert_string_equal(order, "");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, finish)

int main(void)
{
	const struct CMUnitTest cases[] = {
		CASE(timers_come_in_order),
		CASE(posts_of_a_thread_wake_it),
		CASE(a_stop_before_the_run_is_kept),
		CASE(signals_are_told_each_time),
		CASE(who_posts_himself_again_starves_nobody),
		CASE(what_was_not_called_is_dropped),
	};

	return cmocka_run_group_tests(cases, NULL, NULL);
}
