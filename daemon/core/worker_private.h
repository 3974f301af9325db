/*
 * What the files of core/worker.h share: worker.c has the life of a worker, worker_talk.c the
 * bytes and lines, worker_call.c the calls.
 */
#ifndef CORE_WORKER_PRIVATE_H
#define CORE_WORKER_PRIVATE_H

#include <stdint.h>
#include <sys/queue.h>

#include "base/error.h"
#include "base/lines.h"
#include "base/text.h"
#include "core/bucket.h"
#include "core/mutter.h"
#include "core/process.h"
#include "core/worker.h"

struct event;
struct loop_timer;
struct rpc;

enum worker_state {
	WORKER_OPENING, /* `open` was asked */
	WORKER_OPEN,
	WORKER_ENDING, /* nothing is heard any more; the end of the process is awaited */
	WORKER_TOLD,   /* `ended` was called, but the kernel has not let go of the process */
};

struct worker_call {
	TAILQ_ENTRY(worker_call) entry;
	struct worker *worker;
	int64_t id;
	char *method;
	struct json_object *parameters; /* until it is sent */
	struct worker_listener listener;
	int64_t deadline; /* monotonic, 0: none */
	struct loop_timer *timer;
	bool sent, cancelled;
	int64_t credit;   /* items that the worker may still send */
	int64_t consumed; /* items since credit was given last */
	int64_t sequence; /* of the last item */
	struct bucket progress;
	struct error error; /* why it was not sent */
};

/* An event of libevent, and what it calls. */
struct watch {
	struct event *event;
	const char *name;
	void (*call)(void *worker);
	struct worker *worker;
};

struct worker {
	struct loop *loop;
	char *name;
	enum worker_state state;
	struct process process;
	struct watch readable, writable, muttering, gone;
	struct loop_timer *timer; /* while ending */
	struct lines in;
	struct text out;
	struct mutter mutter;
	TAILQ_HEAD(, worker_call) calls;
	int64_t last_id;
	enum worker_answer verdict;                     /* what open calls answer at the end */
	struct error why;                               /* empty while nothing is wrong */
	void (*ended)(void *argument, const char *why); /* NULL: nobody wants to know */
	void *argument;
};

/* worker.c: gives the worker up and kills it; the format goes on behind "The worker NAME ". */
void worker_give_up(struct worker *worker, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The other side closed the conversation. */
void worker_hung_up(struct worker *worker);
bool worker_talks(const struct worker *worker);

/* worker_talk.c */
void worker_receive(void *worker);        /* what is there, once */
void worker_drain(struct worker *worker); /* all that a dead worker left */
void worker_transmit(void *worker);
void worker_mutter(void *worker);
void worker_notify(struct worker *worker, const char *method, struct json_object *parameters);

/* worker_call.c */
struct worker_call *worker_call_new(struct worker *worker, const char *method,
	struct json_object *parameters, uint32_t deadline,
	const struct worker_listener *listener);
void worker_send_call(struct worker_call *call);
void worker_hear(struct worker *worker, const struct rpc *message);
/*
 * Gives back the credit of what was heard: not before, so that who does not wait for it is
 * found out.
 */
void worker_give_credit(struct worker *worker);
/* Answers and frees it. */
void worker_answer_call(struct worker_call *call, enum worker_answer answer,
	struct json_object *result, const struct error *error);

#endif
