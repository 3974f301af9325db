/*
 * The one event loop of banyund. Nothing that runs on it may block for more than 50 ms: longer ones
 * are logged with the name of the callback. core/ and api/ alone know libevent.
 */
#ifndef CORE_LOOP_H
#define CORE_LOOP_H

#include <stdint.h>

struct error;
struct event_base;
struct loop;
struct loop_timer;

typedef void loop_call(void *argument);

/* Never NULL: the process stops when there is no loop to be had. */
struct loop *loop_new(void);
void loop_free(struct loop *loop);

/* Runs until loop_stop(). */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

/* Calls once after `milliseconds`; loop_cancel() before that prevents it. The timer frees itself. */
struct loop_timer *loop_after(struct loop *loop, uint32_t milliseconds, loop_call *call, void *argument);
/* NULL is allowed. */
void loop_cancel(struct loop_timer *timer);

/* Calls on the loop's thread, soon; may be called from any thread. */
void loop_post(struct loop *loop, loop_call *call, void *argument);

/* Calls at each SIGTERM, SIGINT, SIGHUP or SIGCHLD, on the loop. */
void loop_on_signal(struct loop *loop, int signal, loop_call *call, void *argument);

/* For core/ and api/ only. */
struct event_base *loop_base(struct loop *loop);

#endif
