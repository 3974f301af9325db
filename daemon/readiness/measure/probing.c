#include "readiness/measure/probing.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/context.h"
#include "core/host.h"
#include "core/loop.h"
#include <stdlib.h>

#define AT_ONCE   16    /* calls that the probe works on beside each other */
#define ANSWER_MS 75000 /* none of its methods takes so long as it is asked here */
#define ENDS_MOST 8     /* probes that ended before their time */

struct probing {
	struct probing_order order;
	struct worker *worker;
	size_t next;
	unsigned open, ends;
	bool ended, cancelled;
};

struct put {
	struct probing *probing;
	struct json_object *question;
};

static void go_on(struct probing *probing);

static bool has_more(const struct probing *probing)
{
	return !probing->cancelled && probing->next < json_length(probing->order.questions);
}

static struct json_object *take_next(struct probing *probing)
{
	return json_object_array_get_idx(probing->order.questions, probing->next++);
}

static void finish(void *argument)
{
	struct probing *probing = argument;

	probing->order.done(probing->order.argument);
	free(probing);
}

/* Nobody is there who could be asked. */
static void give_up(struct probing *probing, const struct error *error)
{
	while (has_more(probing))
		probing->order.answered(
			probing->order.argument, take_next(probing), WORKER_LOST, NULL, error);
	loop_post(probing->order.context->loop, finish, probing);
}

static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct put *put = argument;
	struct probing *probing = put->probing;

	if (!probing->cancelled)
		probing->order.answered(probing->order.argument, put->question, answer,
			answer == WORKER_DONE ? result : NULL, error);
	free(put);
	probing->open--;
	if (answer == WORKER_LOST)
		probing->ended = true;
	else
		go_on(probing);
}

static void put(struct probing *probing)
{
	struct json_object *question = take_next(probing);
	struct put *put = mem_alloc(sizeof(*put));
	struct worker_listener listener = {.answered = answered, .argument = put};

	*put = (struct put){probing, question};
	probing->open++;
	worker_ask(probing->worker, json_string(question, "method"),
		json_object_get(json_member(question, "parameters")), ANSWER_MS, &listener);
}

static void go_on(struct probing *probing)
{
	if (probing->ended)
		return;
	while (has_more(probing) && probing->open < AT_ONCE)
		put(probing);
	if (probing->open == 0) {
		probing->ended = true;
		worker_end(probing->worker);
	}
}

static void begin(void *argument);

static void ended(void *argument, const char *why)
{
	struct probing *probing = argument;
	struct error error = {0};

	probing->worker = NULL;
	if (has_more(probing) && ++probing->ends < ENDS_MOST) {
		loop_post(probing->order.context->loop, begin, probing);
		return;
	}
	error_set(&error, ERROR_FAILED, NULL, "The probe ended too often: %s", why ? why : "?");
	give_up(probing, &error);
}

static void begin(void *argument)
{
	struct probing *probing = argument;
	AUTO_JSON struct json_object *settings = json_object_new_object();
	struct error error = {0};

	probing->ended = false;
	if (!has_more(probing) ||
		host_start_worker(&probing->worker, probing->order.context, "probe",
			probing->order.name, settings, NULL, 0, ended, probing, &error) < 0)
		give_up(probing, &error);
	else
		go_on(probing);
}

struct probing *probing_start(const struct probing_order *order)
{
	struct probing *probing = mem_alloc(sizeof(*probing));

	probing->order = *order;
	loop_post(order->context->loop, begin, probing);
	return probing;
}

void probing_cancel(struct probing *probing)
{
	probing->cancelled = true;
	worker_end(probing->worker);
}
