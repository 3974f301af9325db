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
#include <sys/queue.h>

#define AT_ONCE     8     /* pairs */
#define LIFE_MS     60000 /* of a listener, whatever comes */
#define DEADLINE_MS 75000 /* of a question, the login included */
#define KEY_BYTES   16

enum { LISTENS, KNOCKS };

/* A pair, while it is tried. */
struct arrival {
	TAILQ_ENTRY(arrival) entry;
	struct arrivals *arrivals;
	struct json_object *pair;
	struct worker *ends[2];
	unsigned open; /* ends */
	bool knocked, answered;
	struct json_object *listening; /* what the listener told; NULL: there is none */
};

struct arrivals {
	struct arrivals_order order;
	struct json_object *waiting; /* a target's address -> the pairs that are left of it */
	TAILQ_HEAD(, arrival) tried;
	unsigned open; /* of those that are tried */
	bool cancelled;
};

static void go_on(void *argument);

static const struct arrivals_order *order_of(const struct arrival *arrival)
{
	return &arrival->arrivals->order;
}

static struct json_object *host_of(const struct arrival *arrival, const char *end)
{
	return json_find(order_of(arrival)->hosts, "name", json_string(arrival->pair, end));
}

/* Two names may be one host. */
static const char *target_of(struct json_object *pair)
{
	return json_string(json_member(pair, "parameters"), "address");
}

/* --- the end of a pair --- */

static void tell(struct arrival *arrival, struct json_object *result, const char *why)
{
	if (arrival->answered || arrival->arrivals->cancelled)
		return;
	arrival->answered = true;
	order_of(arrival)->answered(order_of(arrival)->argument, arrival->pair, result, why);
}

static void close_pair(void *argument)
{
	struct arrival *arrival = argument;
	struct arrivals *arrivals = arrival->arrivals;

	tell(arrival, NULL, N_("there was no answer."));
	TAILQ_REMOVE(&arrivals->tried, arrival, entry);
	arrivals->open--;
	json_object_put(arrival->listening);
	json_object_put(arrival->pair);
	free(arrival);
	go_on(arrivals);
}

static void ended(struct arrival *arrival, int which)
{
	arrival->ends[which] = NULL;
	if (--arrival->open == 0)
		loop_post(order_of(arrival)->context->loop, close_pair, arrival);
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

static void end_both(struct arrival *arrival)
{
	worker_end(arrival->ends[LISTENS]);
	worker_end(arrival->ends[KNOCKS]);
}

static int start(struct arrival *arrival, int which, struct error *error)
{
	struct json_object *host = host_of(arrival, which == LISTENS ? "target" : "source");
	AUTO_JSON struct json_object *settings = host_ssh_settings(host, "step");
	struct host_party party = {host, ""};

	if (host_start_worker(&arrival->ends[which], order_of(arrival)->context, "ssh",
		    json_string(host, "name"), settings, &party, 1,
		    which == LISTENS ? listener_ended : knocker_ended, arrival, error) < 0)
		return -1;
	arrival->open++;
	return 0;
}

/* --- who knocks --- */

static void put_knock(struct arrival *arrival);

/*
 * The listener hears its peer alone. Where nothing came back at all the host may have gone
 * another way than the one it is registered with: then once more, without the listener.
 */
static bool was_not_heard(const struct arrival *arrival, struct json_object *result)
{
	return arrival->listening && !json_boolean(result, "reached", false) &&
	       json_integer(result, "open", 0) == 0 && json_integer(result, "refused", 0) == 0;
}

static void knock_again(struct arrival *arrival)
{
	json_put_at(&arrival->listening);
	worker_end(arrival->ends[LISTENS]);
	put_knock(arrival);
}

static void knock_answered(void *argument, enum worker_answer answer,
	struct json_object *result, const struct error *error)
{
	struct arrival *arrival = argument;

	if (answer == WORKER_DONE && was_not_heard(arrival, result)) {
		knock_again(arrival);
		return;
	}
	if (answer != WORKER_DONE)
		tell(arrival, NULL, error ? error->text : N_("there was no answer."));
	else if (json_boolean(result, "listened", false) && !arrival->listening)
		tell(arrival, NULL, N_("The listener on the target was lost."));
	else
		tell(arrival, result, NULL);
	end_both(arrival);
}

static struct json_object *knock_parameters(const struct arrival *arrival)
{
	struct json_object *parameters = json_copy(json_member(arrival->pair, "parameters"));

	if (!arrival->listening)
		return parameters;
	json_set_boolean(parameters, "listened", true);
	return json_set_integer(
		parameters, "taken", json_integer(arrival->listening, "taken", 0));
}

static void put_knock(struct arrival *arrival)
{
	const struct worker_listener listener = {
		.answered = knock_answered, .argument = arrival};

	worker_ask(arrival->ends[KNOCKS], "ports", knock_parameters(arrival), DEADLINE_MS,
		&listener);
}

static void knock(struct arrival *arrival)
{
	struct error error = {0};

	if (arrival->knocked || arrival->arrivals->cancelled)
		return;
	arrival->knocked = true;
	if (start(arrival, KNOCKS, &error) < 0) {
		tell(arrival, NULL, error.text);
		worker_end(arrival->ends[LISTENS]);
		if (arrival->open == 0)
			loop_post(order_of(arrival)->context->loop, close_pair, arrival);
		return;
	}
	put_knock(arrival);
}

/* --- who listens --- */

static void listener_told(void *argument, struct json_object *item)
{
	struct arrival *arrival = argument;

	if (arrival->knocked || json_integer(item, "listening", 0) == 0)
		return;
	arrival->listening = json_object_get(item);
	knock(arrival);
}

/* Without one a refusal is taken for the target's own. */
static void listener_answered(void *argument, enum worker_answer answer,
	struct json_object *result, const struct error *error)
{
	struct arrival *arrival = argument;

	(void)answer;
	(void)result;
	(void)error;
	json_put_at(&arrival->listening);
	knock(arrival);
	worker_end(arrival->ends[LISTENS]);
}

static struct json_object *listener_order(const struct arrival *arrival)
{
	struct json_object *parameters = json_member(arrival->pair, "parameters");
	struct json_object *order = json_object_new_object();
	const char *address = json_string(parameters, "address");
	AUTO_FREE char *program =
		mem_format("%s/banyun-measure", order_of(arrival)->context->config->helpers);
	unsigned char key[KEY_BYTES];
	char digits[2 * KEY_BYTES + 1];

	digest_random(key, sizeof(key));
	text_hex(key, sizeof(key), digits);
	json_set_string(order, "program", program);
	json_set_string(order, "role", "listen");
	json_set_string(order, "key", digits);
	json_set_string(order, "address", address);
	json_set_string(order, "peer",
		links_seen_address(host_of(arrival, "source"), strchr(address, ':') ? 6 : 4));
	json_set_integer(order, "first", json_integer(parameters, "from", 0));
	json_set_integer(order, "last", json_integer(parameters, "to", 0));
	json_set_integer(order, "budget", 1);
	json_set_integer(order, "time_ms", 1);
	return json_set_integer(order, "life_ms", LIFE_MS);
}

static bool may_listen(const struct arrival *arrival)
{
	return json_boolean(
		       json_member(order_of(arrival)->profile, "bandwidth"), "bring", true) &&
	       !host_is_near(host_of(arrival, "target"));
}

static void begin(struct arrival *arrival)
{
	const struct worker_listener listener = {
		.answered = listener_answered, .streamed = listener_told, .argument = arrival};

	if (!may_listen(arrival) || start(arrival, LISTENS, NULL) < 0)
		knock(arrival);
	else
		worker_ask(arrival->ends[LISTENS], "measure", listener_order(arrival),
			DEADLINE_MS, &listener);
}

/* --- all --- */

static bool is_target(const struct arrivals *arrivals, const char *target)
{
	const struct arrival *arrival;

	TAILQ_FOREACH(arrival, &arrivals->tried, entry)
	if (text_equal(target_of(arrival->pair), target))
		return true;
	return false;
}

static bool is_source(const struct arrivals *arrivals, const char *source)
{
	const struct arrival *arrival;

	TAILQ_FOREACH(arrival, &arrivals->tried, entry)
	if (text_equal(json_string(arrival->pair, "source"), source))
		return true;
	return false;
}

/* The first whose source is in no other one that is tried, off the list; NULL: none. */
static struct json_object *take_of(const struct arrivals *arrivals, struct json_object *pairs)
{
	for (size_t i = 0; i < json_length(pairs); i++) {
		struct json_object *pair = json_object_array_get_idx(pairs, i);

		if (is_source(arrivals, json_string(pair, "source")))
			continue;
		json_object_get(pair);
		json_object_array_del_idx(pairs, i, 1);
		return pair;
	}
	return NULL;
}

static struct json_object *take_next(const struct arrivals *arrivals)
{
	json_object_object_foreach (arrivals->waiting, target, pairs) {
		struct json_object *pair =
			is_target(arrivals, target) ? NULL : take_of(arrivals, pairs);

		if (pair)
			return pair;
	}
	return NULL;
}

static void try_pair(struct arrivals *arrivals, struct json_object *pair)
{
	struct arrival *arrival = mem_alloc(sizeof(*arrival));

	*arrival = (struct arrival){.arrivals = arrivals, .pair = pair};
	TAILQ_INSERT_TAIL(&arrivals->tried, arrival, entry);
	arrivals->open++;
	begin(arrival);
}

static void go_on(void *argument)
{
	struct arrivals *arrivals = argument;
	struct json_object *pair;

	while (!arrivals->cancelled && arrivals->open < AT_ONCE && (pair = take_next(arrivals)))
		try_pair(arrivals, pair);
	if (arrivals->open > 0)
		return;
	arrivals->order.done(arrivals->order.argument);
	json_object_put(arrivals->waiting);
	free(arrivals);
}

static void wait_for_turn(struct json_object *waiting, struct json_object *pair)
{
	const char *target = target_of(pair);

	if (!json_member(waiting, target))
		json_set(waiting, target, json_object_new_array());
	json_object_array_add(json_member(waiting, target), json_object_get(pair));
}

struct arrivals *arrivals_start(const struct arrivals_order *order)
{
	struct arrivals *arrivals = mem_alloc(sizeof(*arrivals));

	*arrivals = (struct arrivals){.order = *order, .waiting = json_object_new_object()};
	TAILQ_INIT(&arrivals->tried);
	for (size_t i = 0; i < json_length(order->pairs); i++)
		wait_for_turn(arrivals->waiting, json_object_array_get_idx(order->pairs, i));
	loop_post(order->context->loop, go_on, arrivals);
	return arrivals;
}

void arrivals_cancel(struct arrivals *arrivals)
{
	struct arrival *arrival;

	arrivals->cancelled = true;
	TAILQ_FOREACH(arrival, &arrivals->tried, entry)
	end_both(arrival);
}
