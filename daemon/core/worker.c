/* The life of a worker: start, open, end. */
#include "core/worker.h"

#include <errno.h>
#include <event2/event.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/rpc.h"
#include "core/limits.h"
#include "core/loop.h"
#include "core/worker_private.h"

#define OPEN_DEADLINE 60000 /* milliseconds for `open` */
#define CLOSE_WAIT    500   /* milliseconds for a worker to leave by itself */
#define KILL_WAIT     5000  /* milliseconds for the kernel to let go of it */

static unsigned ending; /* of the loop's thread alone */

unsigned workers_ending(void)
{
	return ending;
}

bool worker_talks(const struct worker *worker)
{
	return worker->state < WORKER_ENDING;
}

/* Calls answer, the end is told. What is asked in these callbacks is answered too. */
static void tell(struct worker *worker)
{
	struct worker_call *call;

	while ((call = TAILQ_FIRST(&worker->calls)))
		worker_answer_call(call, worker->verdict, NULL, &worker->why);
	worker->state = WORKER_TOLD;
	if (worker->ended)
		worker->ended(worker->argument, worker->why.text);
}

static void drop(struct worker *worker)
{
	mutter_end(&worker->mutter, worker->name);
	loop_cancel(worker->timer);
	event_free(worker->readable.event);
	event_free(worker->writable.event);
	event_free(worker->muttering.event);
	if (worker->gone.event)
		event_free(worker->gone.event);
	process_close(&worker->process);
	lines_clear(&worker->in);
	text_clear(&worker->out);
	free(worker->name);
	free(worker);
}

static void still_there(void *argument)
{
	struct worker *worker = argument;

	worker->timer = NULL;
	log_error("worker", worker->name,
		"Process %d was killed %d seconds ago and is not gone; it is not waited for.",
		(int)worker->process.pid, KILL_WAIT / 1000);
	tell(worker);
}

static void kill_it(void *argument)
{
	struct worker *worker = argument;

	if (!worker->why.text[0])
		error_set(&worker->why, ERROR_FAILED, worker->name,
			"The worker %s closed its conversation and did not exit.",
			worker->name);
	process_kill(&worker->process);
	worker->timer = loop_after(worker->loop, KILL_WAIT, still_there, worker);
}

/* Nothing more is heard; the worker has `grace` milliseconds to leave. */
static void begin_end(struct worker *worker, uint32_t grace)
{
	worker->state = WORKER_ENDING;
	ending++;
	event_del(worker->readable.event);
	if (grace > 0)
		worker->timer = loop_after(worker->loop, grace, kill_it, worker);
	else
		kill_it(worker);
}

void worker_give_up(struct worker *worker, const char *format, ...)
{
	AUTO_FREE char *what = NULL;
	va_list arguments;

	if (!worker_talks(worker))
		return;
	va_start(arguments, format);
	if (vasprintf(&what, format, arguments) < 0)
		abort();
	va_end(arguments);
	error_set(&worker->why, ERROR_FAILED, worker->name, "The worker %s %s", worker->name,
		what);
	log_warning("worker", worker->name, "%s It is ended.", worker->why.text);
	begin_end(worker, 0);
}

void worker_hung_up(struct worker *worker)
{
	begin_end(worker, CLOSE_WAIT);
}

/* Says why, when nobody has: it ended by itself. */
static void explain(struct worker *worker, const char *how)
{
	if (worker->why.text[0])
		return;
	error_set(&worker->why, ERROR_FAILED, worker->name, "The worker %s %s%s.", worker->name,
		how, lines_partial(&worker->in) ? " in the middle of a message" : "");
	log_warning("worker", worker->name, "%s", worker->why.text);
}

/* The process is no more. */
static void finish(struct worker *worker, const char *how)
{
	worker_drain(worker);
	if (worker_talks(worker))
		begin_end(worker, CLOSE_WAIT);
	explain(worker, how);
	if (worker->state != WORKER_TOLD)
		tell(worker);
	ending--;
	drop(worker);
}

static void gone(void *argument)
{
	struct worker *worker = argument;
	AUTO_TEXT struct text how = {0};

	event_del(worker->gone.event);
	worker_drain(worker);
	process_reap(&worker->process, &how);
	finish(worker, how.data);
}

static void on_event(int descriptor, short what, void *argument)
{
	const struct watch *watch = argument;

	(void)descriptor;
	(void)what;
	loop_measure(watch->name, watch->call, watch->worker);
}

static void begin_watch(struct watch *watch, int descriptor, short what)
{
	struct event_base *base = loop_base(watch->worker->loop);

	watch->event = event_new(base, descriptor, what, on_event, watch);
	if (!watch->event || (what & EV_PERSIST && event_add(watch->event, NULL) < 0)) {
		log_error("worker", watch->name, "An event cannot be made; the process stops.");
		abort();
	}
}

static void watch_end(struct worker *worker)
{
	worker->gone = (struct watch){NULL, "worker_gone", gone, worker};
	begin_watch(&worker->gone, worker->process.pidfd, EV_READ | EV_PERSIST);
}

/* Out of the nursery; the worker may have been given up meanwhile. */
static void born(void *argument, pid_t pid, int reason)
{
	struct worker *worker = argument;
	AUTO_TEXT struct text how = {0};

	if (pid == 0 || process_adopt(&worker->process, pid) < 0) {
		reason = pid == 0 ? reason : errno;
		text_add(&how, "could not be forked, and was not started");
		if (reason)
			text_format(&how, ": %s", limits_reason(reason));
		finish(worker, how.data);
		return;
	}
	watch_end(worker);
	if (!worker_talks(worker))
		process_kill(&worker->process);
}

static void opened(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct worker *worker = argument;
	struct worker_call *call;

	(void)result;
	if (answer == WORKER_LOST)
		return;
	if (answer != WORKER_DONE) {
		worker->why = *error;
		worker->verdict = answer;
		log_warning("worker", worker->name, "It could not be opened: %s", error->text);
		worker_end(worker);
		return;
	}
	worker->state = WORKER_OPEN;
	TAILQ_FOREACH(call, &worker->calls, entry)
	worker_send_call(call);
}

static void ask_open(struct worker *worker, const struct worker_order *order)
{
	const struct worker_listener listener = {.answered = opened, .argument = worker};
	struct json_object *parameters = json_object_new_object(),
			   *secrets = json_object_new_object();

	for (size_t i = 0; i < order->secret_count; i++)
		json_set_integer(secrets, order->secrets[i].name, PROCESS_SECRET + (int64_t)i);
	json_set_integer(parameters, "protocol", RPC_PROTOCOL);
	json_set(parameters, "settings", json_copy(order->settings));
	json_set(parameters, "secrets", secrets);
	worker_send_call(worker_call_new(worker, "open", parameters, OPEN_DEADLINE, &listener));
}

static void begin(struct worker *worker, const struct worker_order *order)
{
	const struct process *process = &worker->process;

	worker->readable = (struct watch){NULL, "worker_receive", worker_receive, worker};
	worker->writable = (struct watch){NULL, "worker_transmit", worker_transmit, worker};
	worker->muttering = (struct watch){NULL, "worker_mutter", worker_mutter, worker};
	begin_watch(&worker->readable, process->talk, EV_READ | EV_PERSIST);
	begin_watch(&worker->writable, process->talk, EV_WRITE);
	begin_watch(&worker->muttering, process->mutter, EV_READ | EV_PERSIST);
	if (process->pid > 0)
		watch_end(worker);
	worker->state = order->settings ? WORKER_OPENING : WORKER_OPEN;
	if (order->settings)
		ask_open(worker, order);
}

int worker_start(struct worker **started, struct loop *loop, const struct worker_order *order,
	struct error *error)
{
	struct worker *worker = mem_alloc(sizeof(*worker));

	*started = NULL;
	if (process_start(&worker->process, order, born, worker, error) < 0) {
		free(worker);
		return -1;
	}
	worker->loop = loop;
	worker->name = mem_string(order->name);
	worker->in.limit = JSON_MESSAGE;
	worker->verdict = WORKER_LOST;
	worker->ended = order->ended;
	worker->argument = order->argument;
	TAILQ_INIT(&worker->calls);
	begin(worker, order);
	*started = worker;
	return 0;
}

void worker_end(struct worker *worker)
{
	if (!worker || !worker_talks(worker))
		return;
	if (!worker->why.text[0])
		error_set(&worker->why, ERROR_FAILED, worker->name, "The worker %s was ended.",
			worker->name);
	worker_notify(worker, "close", NULL);
	if (worker_talks(worker))
		begin_end(worker, CLOSE_WAIT);
}
