#include "loop.h"

#include "base/clock.h"
#include "base/memory.h"
#include <libvirt/libvirt.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define AT_ONCE     16 /* descriptors that one round tells of */
#define MILLISECOND (CLOCK_SECOND / 1000)
#define REST        (10 * MILLISECOND)

/* What is gone is freed when the round ends: a callback may run. */
struct handle {
	struct handle *next;
	int watch, file, events; /* as libvirt names them; 0: nothing is wanted */
	virEventHandleCallback callback;
	virFreeCallback free;
	void *argument;
	bool rests; /* it is armed again after a while, if libvirt does not before */
	bool gone;
};

struct timer {
	struct timer *next;
	int number;
	int64_t every; /* microseconds */
	int64_t due;   /* of the monotonic clock; INT64_MAX: never */
	virEventTimeoutCallback callback;
	virFreeCallback free;
	void *argument;
	bool gone;
};

static struct {
	pthread_mutex_t lock; /* of all below; not held while libvirt is told */
	int epoll, waker;
	int last; /* number that was given */
	struct handle *handles;
	struct timer *timers;
	int64_t asleep; /* until when the loop sleeps; INT64_MIN while it is awake */
} loop = {.lock = PTHREAD_MUTEX_INITIALIZER, .asleep = INT64_MIN};

static void wake(void)
{
	const uint64_t one = 1;

	if (write(loop.waker, &one, sizeof(one)) < 0)
		return; /* it is full: the loop wakes */
}

/* --- descriptors --- */

static uint32_t epoll_events(int events)
{
	return (events & VIR_EVENT_HANDLE_READABLE ? EPOLLIN : 0U) |
	       (events & VIR_EVENT_HANDLE_WRITABLE ? EPOLLOUT : 0U);
}

static int libvirt_events(uint32_t events)
{
	return (events & EPOLLIN ? VIR_EVENT_HANDLE_READABLE : 0) |
	       (events & EPOLLOUT ? VIR_EVENT_HANDLE_WRITABLE : 0) |
	       (events & EPOLLERR ? VIR_EVENT_HANDLE_ERROR : 0) |
	       (events & EPOLLHUP ? VIR_EVENT_HANDLE_HANGUP : 0);
}

/*
 * With the lock. What happens is told once, and then not before it is armed again: nor is its
 * end, again and again, while nothing is wanted of it.
 */
static int arm(struct handle *handle, int what)
{
	struct epoll_event event = {.events = epoll_events(handle->events) | EPOLLONESHOT,
		.data.u64 = (uint64_t)handle->watch};

	handle->rests = false;
	return epoll_ctl(loop.epoll, what, handle->file, &event);
}

static struct handle *find_handle(int watch)
{
	struct handle *at = loop.handles;

	while (at && (at->watch != watch || at->gone))
		at = at->next;
	return at;
}

static int add_handle(int file, int events, virEventHandleCallback callback, void *argument,
	virFreeCallback free_argument)
{
	struct handle *handle = mem_alloc(sizeof(*handle));
	int watch;

	pthread_mutex_lock(&loop.lock);
	watch = ++loop.last;
	*handle = (struct handle){loop.handles, watch, file, events, callback, free_argument,
		argument, false, false};
	if (arm(handle, EPOLL_CTL_ADD) == 0)
		loop.handles = handle;
	else
		watch = -1;
	pthread_mutex_unlock(&loop.lock);
	if (watch < 0)
		free(handle);
	return watch;
}

static void update_handle(int watch, int events)
{
	struct handle *handle;

	pthread_mutex_lock(&loop.lock);
	handle = find_handle(watch);
	if (handle) {
		handle->events = events;
		arm(handle, EPOLL_CTL_MOD);
	}
	pthread_mutex_unlock(&loop.lock);
}

static int remove_handle(int watch)
{
	struct handle *handle;

	pthread_mutex_lock(&loop.lock);
	handle = find_handle(watch);
	if (handle) {
		epoll_ctl(loop.epoll, EPOLL_CTL_DEL, handle->file, NULL);
		handle->gone = true;
		wake();
	}
	pthread_mutex_unlock(&loop.lock);
	return handle ? 0 : -1;
}

/* --- timers --- */

static struct timer *find_timer(int number)
{
	struct timer *at = loop.timers;

	while (at && (at->number != number || at->gone))
		at = at->next;
	return at;
}

/* With the lock. The loop is woken only when it would sleep too long. */
static void set_timer(struct timer *timer, int milliseconds)
{
	timer->every = milliseconds * MILLISECOND;
	timer->due = milliseconds < 0 ? INT64_MAX : clock_monotonic() + timer->every;
	if (timer->due < loop.asleep)
		wake();
}

static int add_timer(int milliseconds, virEventTimeoutCallback callback, void *argument,
	virFreeCallback free_argument)
{
	struct timer *timer = mem_alloc(sizeof(*timer));
	int number;

	pthread_mutex_lock(&loop.lock);
	number = ++loop.last;
	*timer = (struct timer){
		loop.timers, number, 0, 0, callback, free_argument, argument, false};
	set_timer(timer, milliseconds);
	loop.timers = timer;
	pthread_mutex_unlock(&loop.lock);
	return number;
}

static void update_timer(int number, int milliseconds)
{
	struct timer *timer;

	pthread_mutex_lock(&loop.lock);
	timer = find_timer(number);
	if (timer)
		set_timer(timer, milliseconds);
	pthread_mutex_unlock(&loop.lock);
}

static int remove_timer(int number)
{
	struct timer *timer;

	pthread_mutex_lock(&loop.lock);
	timer = find_timer(number);
	if (timer) {
		timer->gone = true;
		wake();
	}
	pthread_mutex_unlock(&loop.lock);
	return timer ? 0 : -1;
}

/* --- a round --- */

/* With the lock: of the monotonic clock, INT64_MAX for never. */
static int64_t next_time(void)
{
	int64_t due = INT64_MAX, rested = clock_monotonic() + REST;

	for (struct timer *at = loop.timers; at; at = at->next)
		if (!at->gone && at->due < due)
			due = at->due;
	for (struct handle *at = loop.handles; at; at = at->next)
		if (at->rests && rested < due)
			due = rested;
	return due;
}

/* How long to sleep, in milliseconds rounded up; -1: nothing is due. */
static int fall_asleep(void)
{
	int64_t due, left;

	pthread_mutex_lock(&loop.lock);
	due = loop.asleep = next_time();
	pthread_mutex_unlock(&loop.lock);
	if (due == INT64_MAX)
		return -1;
	left = (due - clock_monotonic() + MILLISECOND - 1) / MILLISECOND;
	return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

static void wake_up(void)
{
	pthread_mutex_lock(&loop.lock);
	loop.asleep = INT64_MIN;
	for (struct handle *at = loop.handles; at; at = at->next)
		if (at->rests && !at->gone)
			arm(at, EPOLL_CTL_MOD);
	pthread_mutex_unlock(&loop.lock);
}

static int unread(int file)
{
	int count;

	return ioctl(file, FIONREAD, &count) < 0 ? 0 : count;
}

/*
 * A callback that leaves all unread has found that a thread which waits for its own answer
 * reads: to be told again at once would only keep that thread from it.
 */
static void tell(const struct handle *copy, int events)
{
	int before = unread(copy->file);
	struct handle *handle;

	copy->callback(copy->watch, copy->file, events, copy->argument);
	pthread_mutex_lock(&loop.lock);
	handle = find_handle(copy->watch);
	if (handle && before > 0 && unread(copy->file) == before)
		handle->rests = true;
	else if (handle)
		arm(handle, EPOLL_CTL_MOD);
	pthread_mutex_unlock(&loop.lock);
}

static void tell_handle(const struct epoll_event *event)
{
	struct handle *handle, copy = {.events = 0};

	pthread_mutex_lock(&loop.lock);
	handle = find_handle((int)event->data.u64);
	if (handle)
		copy = *handle;
	pthread_mutex_unlock(&loop.lock);
	if (copy.events)
		tell(&copy, libvirt_events(event->events));
}

/* The waker has the number that nobody was given. */
static void tell_handles(const struct epoll_event *events, int count)
{
	uint64_t times;

	for (int i = 0; i < count; i++)
		if (events[i].data.u64 > 0)
			tell_handle(&events[i]);
		else if (read(loop.waker, &times, sizeof(times)) < 0)
			continue; /* somebody wakes us just now */
}

/* With the lock: one that is due, and not again in this round. */
static struct timer *next_due(int64_t now)
{
	struct timer *at = loop.timers;

	while (at && (at->due > now || at->gone))
		at = at->next;
	if (at)
		at->due = now + (at->every > 0 ? at->every : 1);
	return at;
}

static void tell_timers(void)
{
	int64_t now = clock_monotonic();
	struct timer *timer, copy;

	pthread_mutex_lock(&loop.lock);
	while ((timer = next_due(now))) {
		copy = *timer;
		pthread_mutex_unlock(&loop.lock);
		copy.callback(copy.number, copy.argument);
		pthread_mutex_lock(&loop.lock);
	}
	pthread_mutex_unlock(&loop.lock);
}

/* Takes one out that is gone; NULL: none is. */
static struct handle *take_handle(void)
{
	struct handle **at = &loop.handles, *taken;

	pthread_mutex_lock(&loop.lock);
	while (*at && !(*at)->gone)
		at = &(*at)->next;
	taken = *at;
	if (taken)
		*at = taken->next;
	pthread_mutex_unlock(&loop.lock);
	return taken;
}

static struct timer *take_timer(void)
{
	struct timer **at = &loop.timers, *taken;

	pthread_mutex_lock(&loop.lock);
	while (*at && !(*at)->gone)
		at = &(*at)->next;
	taken = *at;
	if (taken)
		*at = taken->next;
	pthread_mutex_unlock(&loop.lock);
	return taken;
}

/* Here no callback runs, and this thread has no lock of libvirt's. */
static void bury(void)
{
	struct handle *handle;
	struct timer *timer;

	while ((handle = take_handle())) {
		if (handle->free)
			handle->free(handle->argument);
		free(handle);
	}
	while ((timer = take_timer())) {
		if (timer->free)
			timer->free(timer->argument);
		free(timer);
	}
}

void loop_round(void)
{
	struct epoll_event events[AT_ONCE];
	int count = epoll_wait(loop.epoll, events, AT_ONCE, fall_asleep());

	wake_up();
	tell_handles(events, count);
	tell_timers();
	bury();
}

int loop_register(void)
{
	struct epoll_event event = {.events = EPOLLIN};

	loop.epoll = epoll_create1(EPOLL_CLOEXEC);
	loop.waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (loop.epoll < 0 || loop.waker < 0 ||
		epoll_ctl(loop.epoll, EPOLL_CTL_ADD, loop.waker, &event) < 0)
		return -1;
	virEventRegisterImpl(add_handle, update_handle, remove_handle, add_timer, update_timer,
		remove_timer);
	return 0;
}
