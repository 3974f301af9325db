#include "core/loop.h"

#include <event2/event.h>
#include <event2/thread.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/queue.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"

/* A timer, or the watch of a signal: something that libevent calls, until it is dropped. */
struct loop_timer {
	LIST_ENTRY(loop_timer) entry;
	struct event *event;
	loop_call *call;
	void *argument;
	const char *name;
};

struct post {
	STAILQ_ENTRY(post) entry;
	loop_call *call;
	void *argument;
	const char *name;
};

STAILQ_HEAD(posts, post);

struct loop {
	struct event_base *base;
	LIST_HEAD(, loop_timer) timers; /* and signals */
	struct event *wake;
	atomic_bool stopping;
	pthread_mutex_t lock; /* guards `posts` alone; nothing is called while it is held */
	struct posts posts;
};

void loop_measure(const char *name, loop_call *call, void *argument)
{
	int64_t start = clock_monotonic();
	call(argument);
	int64_t took = (clock_monotonic() - start) / 1000;
	if (took > LOOP_SLOW)
		log_warning("loop", name, "The call held the loop for %lld ms; %d are allowed.",
			(long long)took, LOOP_SLOW);
}

static void run_posts(evutil_socket_t descriptor, short what, void *argument)
{
	struct loop *loop = argument;
	struct posts posts = STAILQ_HEAD_INITIALIZER(posts);
	struct post *post;

	(void)descriptor;
	(void)what;
	pthread_mutex_lock(&loop->lock);
	STAILQ_CONCAT(&posts, &loop->posts);
	pthread_mutex_unlock(&loop->lock);
	while ((post = STAILQ_FIRST(&posts))) {
		STAILQ_REMOVE_HEAD(&posts, entry);
		loop_measure(post->name, post->call, post->argument);
		free(post);
	}
}

static void *must(void *made)
{
	if (!made) {
		log_error("loop", NULL, "The event loop cannot be made; the process stops.");
		abort();
	}
	return made;
}

struct loop *loop_new(void)
{
	struct loop *loop = mem_alloc(sizeof(*loop));

	if (evthread_use_pthreads() < 0)
		must(NULL);
	loop->base = must(event_base_new());
	loop->wake = must(event_new(loop->base, -1, 0, run_posts, loop));
	LIST_INIT(&loop->timers);
	STAILQ_INIT(&loop->posts);
	pthread_mutex_init(&loop->lock, NULL);
	return loop;
}

static void drop(struct loop_timer *timer)
{
	LIST_REMOVE(timer, entry);
	event_free(timer->event);
	free(timer);
}

void loop_free(struct loop *loop)
{
	struct post *post;

	if (!loop)
		return;
	while (!LIST_EMPTY(&loop->timers))
		drop(LIST_FIRST(&loop->timers));
	while ((post = STAILQ_FIRST(&loop->posts))) {
		STAILQ_REMOVE_HEAD(&loop->posts, entry);
		free(post);
	}
	event_free(loop->wake);
	event_base_free(loop->base);
	pthread_mutex_destroy(&loop->lock);
	free(loop);
}

void loop_run(struct loop *loop)
{
	while (!atomic_load(&loop->stopping))
		event_base_loop(loop->base, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY);
	atomic_store(&loop->stopping, false);
}

static void nothing(void *argument)
{
	(void)argument;
}

/* The flag alone would not wake a loop that waits: the post does. */
void loop_stop(struct loop *loop)
{
	atomic_store(&loop->stopping, true);
	loop_post(loop, nothing, NULL);
}

static struct loop_timer *add(
	struct loop *loop, loop_call *call, void *argument, const char *name)
{
	struct loop_timer *timer = mem_alloc(sizeof(*timer));

	timer->call = call;
	timer->argument = argument;
	timer->name = name;
	LIST_INSERT_HEAD(&loop->timers, timer, entry);
	return timer;
}

static void run_timer(evutil_socket_t descriptor, short what, void *argument)
{
	struct loop_timer done = *(struct loop_timer *)argument;

	(void)descriptor;
	(void)what;
	drop(argument);
	loop_measure(done.name, done.call, done.argument);
}

struct loop_timer *loop_after_named(struct loop *loop, uint32_t milliseconds, loop_call *call,
	void *argument, const char *name)
{
	struct loop_timer *timer = add(loop, call, argument, name);
	struct timeval wait = {milliseconds / 1000, milliseconds % 1000 * 1000};

	timer->event = must(evtimer_new(loop->base, run_timer, timer));
	if (event_add(timer->event, &wait) < 0)
		must(NULL);
	return timer;
}

void loop_cancel(struct loop_timer *timer)
{
	if (timer)
		drop(timer);
}

/*
 * By a timer, not by making the event active: what posts itself again and again would be called
 * again and again, and no descriptor or timer would have its turn.
 */
void loop_post_named(struct loop *loop, loop_call *call, void *argument, const char *name)
{
	struct post *post = mem_alloc(sizeof(*post));

	*post = (struct post){.call = call, .argument = argument, .name = name};
	pthread_mutex_lock(&loop->lock);
	STAILQ_INSERT_TAIL(&loop->posts, post, entry);
	pthread_mutex_unlock(&loop->lock);
	if (event_add(loop->wake, &(struct timeval){0}) < 0)
		must(NULL);
}

static void run_signal(evutil_socket_t descriptor, short what, void *argument)
{
	struct loop_timer *watch = argument;

	(void)descriptor;
	(void)what;
	loop_measure(watch->name, watch->call, watch->argument);
}

void loop_on_signal_named(
	struct loop *loop, int signal, loop_call *call, void *argument, const char *name)
{
	struct loop_timer *watch = add(loop, call, argument, name);

	watch->event = must(evsignal_new(loop->base, signal, run_signal, watch));
	if (event_add(watch->event, NULL) < 0)
		must(NULL);
}

struct event_base *loop_base(struct loop *loop)
{
	return loop->base;
}
