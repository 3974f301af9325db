#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/rpc.h"
#include "base/shape.h"
#include "base/text.h"
#include "sdk.h"

#define THREADS        16     /* calls of threaded methods at once; more wait */
#define CALLS          1024   /* open calls */
#define PROGRESS_EVERY 250000 /* microseconds between two of one call */
#define CLOSE_WAIT     200000 /* microseconds that close() may take */

struct plugin_call {
	TAILQ_ENTRY(plugin_call) entry; /* of the open calls */
	STAILQ_ENTRY(plugin_call) turn; /* of those that wait for a thread */
	int64_t id;
	const struct plugin_method *method;
	struct json_object *parameters;
	int64_t deadline; /* monotonic, or INT64_MAX */
	atomic_bool cancelled;
	int64_t credit;
	int64_t sequence; /* of the last item; the wire's */
	void (*cancel)(void *argument);
	void *argument;
	bool cancelling;              /* `cancel` runs */
	int64_t progressed;           /* when progress was told last */
	struct json_object *progress; /* what was not told yet; the call's own thread alone */
};

STAILQ_HEAD(turns, plugin_call);

/* One lock guards all of this, and the members of calls that the reading thread changes. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static TAILQ_HEAD(, plugin_call) open_calls = TAILQ_HEAD_INITIALIZER(open_calls);
static struct turns main_turns = STAILQ_HEAD_INITIALIZER(main_turns);
static struct turns thread_turns = STAILQ_HEAD_INITIALIZER(thread_turns);
static atomic_uint open_count;
static unsigned thread_count;
static bool
	one_waits; /* of them, for the next call: to start a thread takes longer than most */
static pthread_cond_t turn_came = PTHREAD_COND_INITIALIZER;
static bool closing;
static bool hears_alone; /* no call is for the main thread, which hears banyund instead */

static const struct shape_field none[] = {{0}};

const struct shape_field sdk_call_fields[] = {
	{"parameters", SHAPE_OBJECT, .required = true},
	{"credit", SHAPE_INTEGER, .required = true, .low = 0, .high = 1 << 20},
	{"deadline", SHAPE_INTEGER, .low = 1, .high = UINT32_MAX},
	{0},
};

static const struct shape_field cancel_fields[] = {
	{"id", SHAPE_INTEGER, .required = true},
	{0},
};

static const struct shape_field credit_fields[] = {
	{"id", SHAPE_INTEGER, .required = true},
	{"count", SHAPE_INTEGER, .required = true, .low = 1, .high = 1 << 20},
	{0},
};

bool plugin_cancelled(const struct plugin_call *call)
{
	return atomic_load(&call->cancelled) || clock_monotonic() >= call->deadline;
}

int64_t plugin_remaining(const struct plugin_call *call)
{
	int64_t left;

	if (call->deadline == INT64_MAX)
		return INT64_MAX;
	left = (call->deadline - clock_monotonic()) / (CLOCK_SECOND / 1000);
	return left > 0 ? left : 0;
}

static void tell_progress(struct plugin_call *call)
{
	struct json_object *body = json_set_integer(json_object_new_object(), "id", call->id);

	call->progressed = clock_monotonic();
	json_set(body, "progress", mem_take(&call->progress));
	wire_notice("progress", body, NULL);
}

void plugin_progress(struct plugin_call *call, struct json_object *owned)
{
	json_object_put(call->progress);
	call->progress = owned;
	if (clock_monotonic() - call->progressed >= PROGRESS_EVERY)
		tell_progress(call);
}

/* The time of the monotonic clock in the form of pthread_cond_clockwait(). */
static struct timespec instant(int64_t monotonic)
{
	return (struct timespec){
		.tv_sec = monotonic / CLOCK_SECOND, .tv_nsec = monotonic % CLOCK_SECOND * 1000};
}

/* With the lock held: waits for a change, until the call's deadline. */
static void wait_for_change(int64_t deadline)
{
	struct timespec until = instant(deadline);

	if (deadline == INT64_MAX)
		pthread_cond_wait(&changed, &lock);
	else
		pthread_cond_clockwait(&changed, &lock, CLOCK_MONOTONIC, &until);
}

/* How much it took, up to `most`; 0: the call was cancelled. */
static size_t take_credit(struct plugin_call *call, size_t most)
{
	size_t taken = 0;

	pthread_mutex_lock(&lock);
	while (call->credit == 0 && !closing && !plugin_cancelled(call))
		wait_for_change(call->deadline);
	if (call->credit > 0 && !closing && !plugin_cancelled(call))
		taken = call->credit < (int64_t)most ? (size_t)call->credit : most;
	call->credit -= (int64_t)taken;
	pthread_mutex_unlock(&lock);
	return taken;
}

/* Together where there is credit for all. */
static int send_items(struct plugin_call *call, struct json_object *const *items, size_t count,
	struct error *error)
{
	for (size_t done = 0; done < count;) {
		size_t some = take_credit(call, count - done);

		if (some == 0)
			return error_set(error, ERROR_FAILED, call->method->name,
				"The call \"%s\" was cancelled.", call->method->name);
		if (wire_items(call->id, items + done, some, &call->sequence, error) < 0)
			return -1;
		done += some;
	}
	return 0;
}

int plugin_item(struct plugin_call *call, struct json_object *owned, struct error *error)
{
	AUTO_JSON struct json_object *item = owned;

	return send_items(call, &item, 1, error);
}

/* NULL with an error when banyund would not take it. */
static struct json_object *make_blob(const struct plugin_call *call, const char *text,
	const char *digest, struct error *error)
{
	struct json_object *blob;

	if (text_utf8_error(text, strlen(text)) >= 0) {
		error_set(error, ERROR_INPUT, call->method->name,
			"A raw text of \"%s\" is not UTF-8.", call->method->name);
		return NULL;
	}
	blob = json_set_string(json_object_new_object(), "digest", digest);
	json_set_string(blob, "text", text);
	return json_set(json_object_new_object(), "blob", blob);
}

int plugin_blob(struct plugin_call *call, const char *text, char digest[DIGEST_TEXT],
	struct error *error)
{
	struct json_object *blob;

	digest_text(text, strlen(text), digest);
	blob = make_blob(call, text, digest, error);
	return blob ? plugin_item(call, blob, error) : -1;
}

int plugin_item_of_text(struct plugin_call *call, struct json_object *owned, const char *text,
	const char *digest, struct error *error)
{
	AUTO_JSON struct json_object *item = owned;
	AUTO_JSON struct json_object *blob = make_blob(call, text, digest, error);
	struct json_object *const both[] = {blob, item};

	return blob ? send_items(call, both, 2, error) : -1;
}

static void *run_cancel(void *argument)
{
	struct plugin_call *call = argument;

	call->cancel(call->argument);
	pthread_mutex_lock(&lock);
	call->cancelling = false;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	return NULL;
}

static void start_thread(void *(*run)(void *), void *argument)
{
	pthread_t thread;
	int reason = pthread_create(&thread, NULL, run, argument);

	if (reason) {
		fprintf(stderr, "This worker may have no more threads: %s.\n",
			strerror(reason));
		_exit(RPC_NO_MORE);
	}
	pthread_detach(thread);
}

/* With the lock held. The callback may block: it has a thread of its own. */
static void begin_cancel(struct plugin_call *call)
{
	call->cancelling = true;
	start_thread(run_cancel, call);
}

void plugin_on_cancel(struct plugin_call *call, void (*cancel)(void *), void *argument)
{
	pthread_mutex_lock(&lock);
	while (call->cancelling)
		pthread_cond_wait(&changed, &lock);
	call->cancel = cancel;
	call->argument = argument;
	if (cancel && atomic_load(&call->cancelled))
		begin_cancel(call);
	pthread_mutex_unlock(&lock);
}

/* With the lock held. */
static void cancel_call(struct plugin_call *call)
{
	if (atomic_exchange(&call->cancelled, true))
		return;
	if (call->cancel)
		begin_cancel(call);
	pthread_cond_broadcast(&changed);
}

static void answer(
	struct plugin_call *call, int result, struct json_object *body, struct error *error)
{
	if (result == 0 && wire_answer(call->id, body, error) == 0)
		return;
	if (error->code == ERROR_NONE)
		error_set(error, ERROR_FAILED, call->method->name,
			"The method \"%s\" failed without saying why.", call->method->name);
	wire_error(call->id, error);
}

static void forget(struct plugin_call *call)
{
	pthread_mutex_lock(&lock);
	TAILQ_REMOVE(&open_calls, call, entry);
	open_count--;
	pthread_mutex_unlock(&lock);
	json_object_put(call->parameters);
	json_object_put(call->progress);
	free(call);
}

static void perform(struct plugin_call *call)
{
	struct json_object *body = NULL;
	struct error error = {0};
	int result;

	if (plugin_cancelled(call))
		result = error_set(&error, ERROR_FAILED, call->method->name,
			"The call \"%s\" was cancelled before it began.", call->method->name);
	else
		result = call->method->call(call, call->parameters, &body, &error);
	plugin_on_cancel(call, NULL, NULL);
	if (call->progress)
		tell_progress(call);
	if (result < 0)
		json_put_at(&body);
	answer(call, result, body, &error);
	forget(call);
}

/* With the lock held. */
static struct plugin_call *next_turn(struct turns *turns)
{
	struct plugin_call *call = STAILQ_FIRST(turns);

	if (call)
		STAILQ_REMOVE_HEAD(turns, turn);
	return call;
}

/* With the lock held: waits for a turn. False when another thread does that already. */
static bool await_turn(void)
{
	if (one_waits)
		return false;
	one_waits = true;
	while (one_waits)
		pthread_cond_wait(&turn_came, &lock);
	return true;
}

static void *run_turns(void *unused)
{
	struct plugin_call *call;

	(void)unused;
	pthread_mutex_lock(&lock);
	do {
		while ((call = next_turn(&thread_turns))) {
			pthread_mutex_unlock(&lock);
			perform(call);
			pthread_mutex_lock(&lock);
		}
	} while (await_turn());
	thread_count--;
	pthread_mutex_unlock(&lock);
	return NULL;
}

/* With the lock held: for a call that waits for its turn. */
static void find_thread(void)
{
	if (one_waits) {
		one_waits = false;
		pthread_cond_signal(&turn_came);
	} else if (thread_count < THREADS) {
		thread_count++;
		start_thread(run_turns, NULL);
	}
}

static void queue(struct plugin_call *call)
{
	pthread_mutex_lock(&lock);
	TAILQ_INSERT_TAIL(&open_calls, call, entry);
	open_count++;
	STAILQ_INSERT_TAIL(call->method->threaded ? &thread_turns : &main_turns, call, turn);
	if (call->method->threaded)
		find_thread();
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

static const struct plugin_method *find_method(
	const struct plugin_program *program, const char *name)
{
	const struct plugin_method *method = program->methods;

	while (method && method->name && !text_equal(method->name, name))
		method++;
	return method && method->name ? method : NULL;
}

static int check_call(const struct plugin_program *program, const struct rpc *message,
	const struct plugin_method *method, struct error *error)
{
	if (!method)
		return error_set(error, ERROR_NOT_FOUND, program->name,
			"The plugin %s has no method \"%s\".", program->name, message->method);
	if (open_count >= CALLS)
		return error_set(error, ERROR_CONFLICT, program->name,
			"The plugin %s has %d open calls and takes no more.", program->name,
			CALLS);
	if (shape_check(sdk_call_fields, message->body, NULL, error) < 0)
		return -1;
	return shape_check(method->parameters ? method->parameters : none,
		json_member(message->body, "parameters"), NULL, error);
}

static void hear_call(const struct plugin_program *program, const struct rpc *message)
{
	const struct plugin_method *method = find_method(program, message->method);
	int64_t deadline = json_integer(message->body, "deadline", 0);
	struct error error = {0};
	struct plugin_call *call;

	if (check_call(program, message, method, &error) < 0) {
		wire_error(message->id, &error);
		return;
	}
	call = mem_alloc(sizeof(*call));
	call->id = message->id;
	call->method = method;
	call->parameters = json_copy(json_member(message->body, "parameters"));
	call->credit = json_integer(message->body, "credit", 0);
	call->deadline =
		deadline ? clock_monotonic() + deadline * (CLOCK_SECOND / 1000) : INT64_MAX;
	call->progressed = clock_monotonic() - PROGRESS_EVERY;
	queue(call);
}

/* A call that has been answered is no longer here: what is said of it came too late. */
static struct plugin_call *find_call(int64_t id)
{
	struct plugin_call *call;

	TAILQ_FOREACH(call, &open_calls, entry)
	if (call->id == id)
		return call;
	return NULL;
}

static void hear_cancel(struct json_object *body)
{
	struct plugin_call *call;

	if (shape_check(cancel_fields, body, NULL, NULL) < 0)
		return;
	pthread_mutex_lock(&lock);
	call = find_call(json_integer(body, "id", 0));
	if (call)
		cancel_call(call);
	pthread_mutex_unlock(&lock);
}

static void hear_credit(struct json_object *body)
{
	struct plugin_call *call;

	if (shape_check(credit_fields, body, NULL, NULL) < 0)
		return;
	pthread_mutex_lock(&lock);
	call = find_call(json_integer(body, "id", 0));
	if (call)
		call->credit += json_integer(body, "count", 0);
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

static void *leave_late(void *unused)
{
	(void)unused;
	usleep(CLOSE_WAIT);
	_exit(EXIT_SUCCESS);
}

static void __attribute__((noreturn)) close_program(const struct plugin_program *program)
{
	if (program->close)
		program->close();
	_exit(EXIT_SUCCESS);
}

/*
 * The main thread leaves through close(), when it is free to; nobody waits long for it.
 */
static void leave(const struct plugin_program *program)
{
	pthread_mutex_lock(&lock);
	closing = true;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	if (!hears_alone)
		leave_late(NULL);
	start_thread(leave_late, NULL);
	close_program(program);
}

static void hear(const struct plugin_program *program, const struct rpc *message)
{
	if (message->kind == RPC_CALL && text_equal(message->method, "describe"))
		wire_answer(message->id, describe(program), NULL);
	else if (message->kind == RPC_CALL)
		hear_call(program, message);
	else if (message->kind != RPC_NOTICE)
		return;
	else if (text_equal(message->method, "cancel"))
		hear_cancel(message->body);
	else if (text_equal(message->method, "credit"))
		hear_credit(message->body);
	else if (text_equal(message->method, "close"))
		leave(program);
}

/*
 * Hears banyund whatever the calls do, so that none of them can keep it from cancelling or
 * closing.
 */
static void *listen_on(void *program)
{
	for (;;) {
		AUTO_RPC struct rpc message = {0};
		wire_read(&message);
		hear(program, &message);
	}
	return NULL;
}

static bool all_threaded(const struct plugin_method *method)
{
	while (method && method->name && method->threaded)
		method++;
	return !method || !method->name;
}

void calls_serve(const struct plugin_program *program)
{
	hears_alone = all_threaded(program->methods);
	if (hears_alone)
		listen_on((void *)program);
	start_thread(listen_on, (void *)program);
	pthread_mutex_lock(&lock);
	while (!closing) {
		struct plugin_call *call = next_turn(&main_turns);
		if (!call) {
			pthread_cond_wait(&changed, &lock);
			continue;
		}
		pthread_mutex_unlock(&lock);
		perform(call);
		pthread_mutex_lock(&lock);
	}
	pthread_mutex_unlock(&lock);
	close_program(program);
}
