#include "readiness/measure/arrivals.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/context.h"
#include "core/host.h"
#include "core/loop.h"
#include "core/worker.h"
#include "readiness/links/pairs.h"
#include <stdlib.h>
#include <string.h>

#define LIFE_MS     60000 /* of a listener, whatever comes */
#define DEADLINE_MS 75000 /* of a question, the login included */
#define KEY_BYTES   16

enum { LISTENS, KNOCKS };

struct arrivals {
	struct arrivals_order order;
	size_t next;
	struct worker *ends[2]; /* of the pair that is under way */
	unsigned open;          /* ends */
	bool knocked, answered, cancelled;
	struct json_object *listening; /* what the listener told; NULL: there is none */
};

static void go_on(void *argument);

static struct json_object *pair_of(const struct arrivals *arrivals)
{
	return json_object_array_get_idx(arrivals->order.pairs, arrivals->next);
}

static struct json_object *host_of(const struct arrivals *arrivals, const char *end)
{
	return json_find(arrivals->order.hosts, "name", json_string(pair_of(arrivals), end));
}

/* --- the end of a pair --- */

static void tell(struct arrivals *arrivals, struct json_object *result, const char *why)
{
	if (arrivals->answered || arrivals->cancelled)
		return;
	arrivals->answered = true;
	arrivals->order.answered(arrivals->order.argument, pair_of(arrivals), result, why);
}

static void next(void *argument)
{
	struct arrivals *arrivals = argument;

	tell(arrivals, NULL, N_("there was no answer."));
	json_put_at(&arrivals->listening);
	arrivals->knocked = arrivals->answered = false;
	arrivals->next++;
	go_on(arrivals);
}

static void ended(struct arrivals *arrivals, int which)
{
	arrivals->ends[which] = NULL;
	if (--arrivals->open == 0)
		loop_post(arrivals->order.context->loop, next, arrivals);
}

static void listener_ended(void *argument, const char *why)
{
	(void)why;
	ended(argument, LISTENS);
}

static void knocker_ended(void *argument, const char *why)
{
	(void)why;
	ended(argument, KNOCKS);
}

static void end_both(struct arrivals *arrivals)
{
	worker_end(arrivals->ends[LISTENS]);
	worker_end(arrivals->ends[KNOCKS]);
}

static int start(struct arrivals *arrivals, int which, struct error *error)
{
	struct json_object *host = host_of(arrivals, which == LISTENS ? "target" : "source");
	AUTO_JSON struct json_object *settings = host_ssh_settings(host, "step");
	struct host_party party = {host, ""};

	if (host_start_worker(&arrivals->ends[which], arrivals->order.context, "ssh",
		    json_string(host, "name"), settings, &party, 1,
		    which == LISTENS ? listener_ended : knocker_ended, arrivals, error) < 0)
		return -1;
	arrivals->open++;
	return 0;
}

/* --- who knocks --- */

static void put_knock(struct arrivals *arrivals);

/*
 * The listener hears its peer alone. Where nothing came back at all the host may have gone
 * another way than the one it is registered with: then once more, without the listener.
 */
static bool was_not_heard(const struct arrivals *arrivals, struct json_object *result)
{
	return arrivals->listening && !json_boolean(result, "reached", false) &&
	       json_integer(result, "open", 0) == 0 && json_integer(result, "refused", 0) == 0;
}

static void knock_again(struct arrivals *arrivals)
{
	json_put_at(&arrivals->listening);
	worker_end(arrivals->ends[LISTENS]);
	put_knock(arrivals);
}

static void knock_answered(void *argument, enum worker_answer answer,
	struct json_object *result, const struct error *error)
{
	struct arrivals *arrivals = argument;

	if (answer == WORKER_DONE && was_not_heard(arrivals, result)) {
		knock_again(arrivals);
		return;
	}
	if (answer != WORKER_DONE)
		tell(arrivals, NULL, error ? error->text : N_("there was no answer."));
	else if (json_boolean(result, "listened", false) && !arrivals->listening)
		tell(arrivals, NULL, N_("The listener on the target was lost."));
	else
		tell(arrivals, result, NULL);
	end_both(arrivals);
}

static struct json_object *knock_parameters(const struct arrivals *arrivals)
{
	struct json_object *parameters =
		json_copy(json_member(pair_of(arrivals), "parameters"));

	if (!arrivals->listening)
		return parameters;
	json_set_boolean(parameters, "listened", true);
	return json_set_integer(
		parameters, "taken", json_integer(arrivals->listening, "taken", 0));
}

static void put_knock(struct arrivals *arrivals)
{
	const struct worker_listener listener = {
		.answered = knock_answered, .argument = arrivals};

	worker_ask(arrivals->ends[KNOCKS], "ports", knock_parameters(arrivals), DEADLINE_MS,
		&listener);
}

static void knock(struct arrivals *arrivals)
{
	struct error error = {0};

	if (arrivals->knocked || arrivals->cancelled)
		return;
	arrivals->knocked = true;
	if (start(arrivals, KNOCKS, &error) < 0) {
		tell(arrivals, NULL, error.text);
		worker_end(arrivals->ends[LISTENS]);
		if (arrivals->open == 0)
			loop_post(arrivals->order.context->loop, next, arrivals);
		return;
	}
	put_knock(arrivals);
}

/* --- who listens --- */

static void listener_told(void *argument, struct json_object *item)
{
	struct arrivals *arrivals = argument;

	if (arrivals->knocked || json_integer(item, "listening", 0) == 0)
		return;
	arrivals->listening = json_object_get(item);
	knock(arrivals);
}

/* Without one a refusal is taken for the target's own. */
static void listener_answered(void *argument, enum worker_answer answer,
	struct json_object *result, const struct error *error)
{
	struct arrivals *arrivals = argument;

	(void)answer;
	(void)result;
	(void)error;
	json_put_at(&arrivals->listening);
	knock(arrivals);
	worker_end(arrivals->ends[LISTENS]);
}

static struct json_object *listener_order(const struct arrivals *arrivals)
{
	struct json_object *parameters = json_member(pair_of(arrivals), "parameters");
	struct json_object *order = json_object_new_object();
	const char *address = json_string(parameters, "address");
	AUTO_FREE char *program =
		mem_format("%s/banyun-measure", arrivals->order.context->config->helpers);
	unsigned char key[KEY_BYTES];
	char digits[2 * KEY_BYTES + 1];

	digest_random(key, sizeof(key));
	text_hex(key, sizeof(key), digits);
	json_set_string(order, "program", program);
	json_set_string(order, "role", "listen");
	json_set_string(order, "key", digits);
	json_set_string(order, "address", address);
	json_set_string(order, "peer",
		links_seen_address(host_of(arrivals, "source"), strchr(address, ':') ? 6 : 4));
	json_set_integer(order, "first", json_integer(parameters, "from", 0));
	json_set_integer(order, "last", json_integer(parameters, "to", 0));
	json_set_integer(order, "budget", 1);
	json_set_integer(order, "time_ms", 1);
	return json_set_integer(order, "life_ms", LIFE_MS);
}

static bool may_listen(const struct arrivals *arrivals)
{
	return json_boolean(json_member(arrivals->order.profile, "bandwidth"), "bring", true) &&
	       !host_is_near(host_of(arrivals, "target"));
}

static void begin(struct arrivals *arrivals)
{
	const struct worker_listener listener = {
		.answered = listener_answered, .streamed = listener_told, .argument = arrivals};

	if (!may_listen(arrivals) || start(arrivals, LISTENS, NULL) < 0)
		knock(arrivals);
	else
		worker_ask(arrivals->ends[LISTENS], "measure", listener_order(arrivals),
			DEADLINE_MS, &listener);
}

/* --- all --- */

static void go_on(void *argument)
{
	struct arrivals *arrivals = argument;

	if (!arrivals->cancelled && arrivals->next < json_length(arrivals->order.pairs)) {
		begin(arrivals);
		return;
	}
	arrivals->order.done(arrivals->order.argument);
	free(arrivals);
}

struct arrivals *arrivals_start(const struct arrivals_order *order)
{
	struct arrivals *arrivals = mem_alloc(sizeof(*arrivals));

	arrivals->order = *order;
	loop_post(order->context->loop, go_on, arrivals);
	return arrivals;
}

void arrivals_cancel(struct arrivals *arrivals)
{
	arrivals->cancelled = true;
	end_both(arrivals);
}
