/*
 * The one event loop of banyund. Nothing that runs on it may block for more than 50 ms: longer
 * ones are logged with the name of the callback. core/ and api/ alone know libevent.
 *
 *	struct loop *loop = loop_new();
 *	loop_on_signal(loop, SIGTERM, stop, loop);
 *	loop_run(loop);
 *	loop_free(loop);
 *
 * Everything here is for the loop's thread, but loop_post() and loop_stop(), which any may
 * call.
 */
#ifndef CORE_LOOP_H
#define CORE_LOOP_H

#include <stdint.h>

#define LOOP_SLOW 50 /* milliseconds that a callback may take */

struct event_base;
struct loop;
struct loop_timer;

typedef void loop_call(void *argument);

/* Never NULL: the process stops when there is no loop to be had. */
struct loop *loop_new(void);
/* Drops timers, signals and posts that have not been called. NULL is allowed. */
void loop_free(struct loop *loop);

/* Runs until loop_stop(); at once when that was called before. May run again afterwards. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

/*
 * Calls once after `milliseconds`; loop_cancel() before that prevents it. The timer frees
 * itself.
 */
struct loop_timer *loop_after_named(struct loop *loop, uint32_t milliseconds, loop_call *call,
	void *argument, const char *name);
#define loop_after(loop, milliseconds, call, argument)                                         \
	loop_after_named(loop, milliseconds, call, argument, #call)
/* For a timer that has not been called. NULL is allowed. */
void loop_cancel(struct loop_timer *timer);

/*
 * Calls on the loop's thread, soon, in the order of the posts; may be called from any thread.
 */
void loop_post_named(struct loop *loop, loop_call *call, void *argument, const char *name);
#define loop_post(loop, call, argument) loop_post_named(loop, call, argument, #call)

/* Calls at each `signal` (SIGTERM, SIGINT, SIGHUP or SIGCHLD), on the loop. */
void loop_on_signal_named(
	struct loop *loop, int signal, loop_call *call, void *argument, const char *name);
#define loop_on_signal(loop, signal, call, argument)                                           \
	loop_on_signal_named(loop, signal, call, argument, #call)

/*
 * Calls now, and logs `name` when that took longer than LOOP_SLOW: for the events of core/ and
 * api/.
 */
void loop_measure(const char *name, loop_call *call, void *argument);

/* For core/ and api/ only. */
struct event_base *loop_base(struct loop *loop);

#endif
