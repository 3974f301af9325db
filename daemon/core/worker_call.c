/* The part of worker.h that keeps the calls: asking, progress, items, answers. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/memory.h"
#include "base/rpc.h"
#include "base/shape.h"
#include "core/loop.h"
#include "core/worker_private.h"

#define CREDIT         64 /* items that may be on their way in one call */
#define PROGRESS_BURST 40 /* progress of one call at once */
#define PROGRESS_RATE  20 /* and a second after that */

static const struct shape_field progress_fields[] = {
	{"id", SHAPE_INTEGER, .required = true},
	{"progress", SHAPE_OBJECT, .required = true},
	{0},
};

static const struct shape_field item_fields[] = {
	{"id", SHAPE_INTEGER, .required = true},
	{"seq", SHAPE_INTEGER, .required = true},
	{"item", SHAPE_OBJECT, .required = true},
	{0},
};

static const struct shape_field blob_fields[] = {
	{"digest", SHAPE_DIGEST, .required = true},
	{"text", SHAPE_STRING, .required = true, .high = JSON_MESSAGE},
	{0},
};

static const struct shape_field blob_item_fields[] = {
	{"blob", SHAPE_OBJECT, .required = true, .fields = blob_fields},
	{0},
};

void worker_answer_call(struct worker_call *call, enum worker_answer answer,
	struct json_object *result, const struct error *error)
{
	TAILQ_REMOVE(&call->worker->calls, call, entry);
	loop_cancel(call->timer);
	call->listener.answered(call->listener.argument, answer, result, error);
	json_object_put(call->parameters);
	free(call->method);
	free(call);
}

static void late(void *argument)
{
	struct worker_call *call = argument;

	call->timer = NULL;
	worker_give_up(call->worker, "did not answer \"%s\" in time.", call->method);
}

struct worker_call *worker_call_new(struct worker *worker, const char *method,
	struct json_object *parameters, uint32_t deadline,
	const struct worker_listener *listener)
{
	struct worker_call *call = mem_alloc(sizeof(*call));

	call->worker = worker;
	call->id = ++worker->last_id;
	call->method = mem_string(method);
	call->parameters = parameters;
	call->listener = *listener;
	call->credit = listener->streamed ? CREDIT : 0;
	if (deadline > 0) {
		call->deadline = clock_monotonic() + deadline * (CLOCK_SECOND / 1000);
		call->timer = loop_after(worker->loop, deadline, late, call);
	}
	TAILQ_INSERT_TAIL(&worker->calls, call, entry);
	return call;
}

static void answer_unsent(void *argument)
{
	struct worker_call *call = argument;

	call->timer = NULL;
	worker_answer_call(call, WORKER_FAILED, NULL, &call->error);
}

/* The call will not be sent, for the reason in call->error: it answers soon. */
static void withdraw(struct worker_call *call)
{
	loop_cancel(call->timer);
	call->timer = loop_after(call->worker->loop, 0, answer_unsent, call);
}

static int64_t remaining(const struct worker_call *call)
{
	int64_t left = (call->deadline - clock_monotonic()) / (CLOCK_SECOND / 1000);

	return left > 1 ? left : 1;
}

void worker_send_call(struct worker_call *call)
{
	struct worker *worker = call->worker;
	struct json_object *envelope = json_object_new_object();

	if (call->cancelled)
		return;
	json_set(envelope, "parameters",
		call->parameters ? mem_take(&call->parameters) : json_object_new_object());
	json_set_integer(envelope, "credit", call->credit);
	if (call->deadline)
		json_set_integer(envelope, "deadline", remaining(call));
	call->sent = rpc_write_call(
			     &worker->out, call->id, call->method, envelope, &call->error) == 0;
	if (call->sent)
		worker_transmit(worker);
	else
		withdraw(call);
}

struct worker_call *worker_ask(struct worker *worker, const char *method,
	struct json_object *parameters, uint32_t deadline,
	const struct worker_listener *listener)
{
	struct worker_call *call =
		worker_call_new(worker, method, parameters, deadline, listener);

	if (worker->state == WORKER_OPEN)
		worker_send_call(call);
	return call;
}

void worker_cancel(struct worker_call *call)
{
	if (call->cancelled || !worker_talks(call->worker))
		return;
	call->cancelled = true;
	if (call->sent) {
		worker_notify(call->worker, "cancel",
			json_set_integer(json_object_new_object(), "id", call->id));
		return;
	}
	error_set(&call->error, ERROR_FAILED, call->worker->name,
		"The call \"%s\" was cancelled before it began.", call->method);
	withdraw(call);
}

static struct worker_call *find(struct worker *worker, int64_t id)
{
	struct worker_call *call;

	TAILQ_FOREACH(call, &worker->calls, entry)
	if (call->sent && call->id == id)
		return call;
	worker_give_up(worker, "speaks of call %lld, which is not open.", (long long)id);
	return NULL;
}

static void hear_answer(struct worker *worker, const struct rpc *message)
{
	struct worker_call *call = find(worker, message->id);
	struct error error = {0};

	if (!call)
		return;
	if (message->kind == RPC_ANSWER) {
		worker_answer_call(call, WORKER_DONE, message->body, NULL);
		return;
	}
	rpc_error(message, &error);
	worker_answer_call(call, error.code == ERROR_REFUSED ? WORKER_REFUSED : WORKER_FAILED,
		NULL, &error);
}

static void hear_progress(struct worker *worker, struct json_object *body)
{
	struct worker_call *call = find(worker, json_integer(body, "id", 0));

	if (!call)
		return;
	if (!bucket_take(&call->progress, PROGRESS_BURST, PROGRESS_RATE))
		worker_give_up(worker, "floods the progress of \"%s\".", call->method);
	else if (call->listener.progressed)
		call->listener.progressed(
			call->listener.argument, json_member(body, "progress"));
}

static bool blob_is_true(struct json_object *item, struct error *error)
{
	struct json_object *blob = json_member(item, "blob"), *text = json_member(blob, "text");
	char digest[DIGEST_TEXT];

	if (shape_check(blob_item_fields, item, NULL, error) < 0)
		return false;
	digest_text(
		json_object_get_string(text), (size_t)json_object_get_string_len(text), digest);
	if (text_equal(digest, json_string(blob, "digest")))
		return true;
	error_set(error, ERROR_INPUT, NULL, "The text has the digest %s.", digest);
	return false;
}

static bool item_is_due(struct worker_call *call, struct json_object *body)
{
	struct json_object *item = json_member(body, "item");
	struct error error = {0};

	if (call->credit < 1)
		worker_give_up(
			call->worker, "sent an item of \"%s\" without credit.", call->method);
	else if (json_integer(body, "seq", 0) != call->sequence + 1)
		worker_give_up(call->worker, "sent an item of \"%s\" whose number is not %lld.",
			call->method, (long long)(call->sequence + 1));
	else if (json_member(item, "blob") && !blob_is_true(item, &error))
		worker_give_up(call->worker, "sent a blob that is none: %s", error.text);
	return worker_talks(call->worker);
}

static void give_credit(struct worker_call *call)
{
	struct json_object *body = json_object_new_object();

	json_set_integer(body, "id", call->id);
	json_set_integer(body, "count", call->consumed);
	call->credit += call->consumed;
	call->consumed = 0;
	worker_notify(call->worker, "credit", body);
}

static void hear_item(struct worker *worker, struct json_object *body)
{
	struct worker_call *call = find(worker, json_integer(body, "id", 0));

	if (!call || !item_is_due(call, body))
		return;
	call->credit--;
	call->consumed++;
	call->sequence++;
	call->listener.streamed(call->listener.argument, json_member(body, "item"));
}

void worker_give_credit(struct worker *worker)
{
	struct worker_call *call;

	TAILQ_FOREACH(call, &worker->calls, entry)
	if (worker_talks(worker) && call->consumed >= CREDIT / 2)
		give_credit(call);
}

static const struct {
	const char *method;
	const struct shape_field *fields;
	void (*hear)(struct worker *worker, struct json_object *body);
} notices[] = {
	{"progress", progress_fields, hear_progress},
	{"item", item_fields, hear_item},
};

#define NOTICES (sizeof(notices) / sizeof(notices[0]))

static void hear_notice(struct worker *worker, const struct rpc *message)
{
	struct error error = {0};
	size_t i = 0;

	while (i < NOTICES && !text_equal(notices[i].method, message->method))
		i++;
	if (i == NOTICES)
		worker_give_up(
			worker, "sent the notice \"%s\", which is not known.", message->method);
	else if (shape_check(notices[i].fields, message->body, NULL, &error) < 0)
		worker_give_up(worker, "sent a notice \"%s\" that is none: %s", message->method,
			error.text);
	else
		notices[i].hear(worker, message->body);
}

void worker_hear(struct worker *worker, const struct rpc *message)
{
	if (message->kind == RPC_CALL)
		worker_give_up(
			worker, "asks for \"%s\"; workers answer only.", message->method);
	else if (message->kind == RPC_NOTICE)
		hear_notice(worker, message);
	else
		hear_answer(worker, message);
}
