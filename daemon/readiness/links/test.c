#include "readiness/links/test.h"
#include "base/clock.h"
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
#include "model/profile.h"
#include <stdlib.h>

#define DEADLINE_MS 40000 /* of one end: the login, the test and its end */
#define LIFE_MS     20000
#define KEY_BYTES   16

enum { ANSWERS, CALLS };

struct links_test {
	struct links_test_order order;
	struct worker *ends[2]; /* who answers, who calls */
	unsigned open;          /* ends */
	unsigned asked;         /* ends that have not answered everything */
	struct json_object *entry;
	char key[2 * KEY_BYTES + 1];
	bool called; /* the caller's program runs: from now on bytes may be sent */
	bool lost;   /* an end did not come to tell what it sent */
};

static int64_t limit(const struct links_test *test, const char *name)
{
	return profile_integer(test->order.profile, "bandwidth", name);
}

static struct json_object *new_entry(const struct links_pair *pair)
{
	struct json_object *entry = json_object_new_object();
	char at[CLOCK_TEXT];

	clock_format(clock_wall(), at);
	json_set_string(entry, "source", json_string(pair->source, "name"));
	json_set_string(entry, "target", json_string(pair->target, "name"));
	json_set_integer(entry, "family", pair->family);
	return json_set_string(entry, "at", at);
}

struct json_object *links_untested(const struct links_pair *pair, const char *why)
{
	return json_set_string(new_entry(pair), "unasked", why);
}

static void note_why(struct links_test *test, const char *member, const char *why)
{
	if (!json_member(test->entry, "why") && !json_member(test->entry, "unasked"))
		json_set_string(test->entry, member, why);
}

/* --- the end --- */

static int64_t untold(const struct links_test *test, const char *direction)
{
	return json_member(test->entry, direction) ? 0 : limit(test, "test_bytes");
}

/* What nobody came to tell may have been sent: all that was allowed. */
static void account(struct links_test *test)
{
	int64_t most = untold(test, "up") + untold(test, "down");

	if (limit(test, "transfer_ms") > 0)
		most += untold(test, "transfer_up") + untold(test, "transfer_down");
	if (test->called && test->lost && most > 0)
		json_set_integer(test->entry, "spent_bytes", most);
}

static void close_test(void *argument)
{
	struct links_test *test = argument;

	account(test);
	test->order.done(test->order.argument, test->entry);
	free(test);
}

static void ended(struct links_test *test, int which)
{
	test->ends[which] = NULL;
	worker_end(test->ends[!which]);
	if (--test->open == 0)
		loop_post(test->order.context->loop, close_test, test);
}

static void answerer_ended(void *argument, const char *why)
{
	(void)why;
	ended(argument, ANSWERS);
}

static void caller_ended(void *argument, const char *why)
{
	(void)why;
	ended(argument, CALLS);
}

void links_test_cancel(struct links_test *test)
{
	test->lost = true;
	worker_end(test->ends[ANSWERS]);
	worker_end(test->ends[CALLS]);
}

/* The first end that goes without an orderly word; the other is then ended by us. */
static bool is_lost(
	const struct links_test *test, enum worker_answer answer, const struct error *error)
{
	if (json_member(test->entry, "why") || json_member(test->entry, "unasked"))
		return false;
	return answer == WORKER_LOST || (error && error->code == ERROR_UNREACHABLE);
}

/* One that failed will not be waited for by the other. */
static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct links_test *test = argument;

	(void)result;
	test->asked--;
	test->lost |= is_lost(test, answer, error);
	if (answer != WORKER_DONE)
		note_why(test, "why", error ? error->text : N_("An end of the test was lost."));
	if (answer != WORKER_DONE || test->asked == 0) {
		worker_end(test->ends[ANSWERS]);
		worker_end(test->ends[CALLS]);
	}
}

/* --- the ends --- */

static void call(struct links_test *test, int64_t port);

/* Of a load that broke off each end knows what it saw; the sender's is more. */
static void note_spent(struct links_test *test, int64_t bytes)
{
	if (bytes > json_integer(test->entry, "spent_bytes", 0))
		json_set_integer(test->entry, "spent_bytes", bytes);
}

static void heard(void *argument, struct json_object *item)
{
	struct links_test *test = argument;
	const char *direction = json_string(item, "direction");
	const char *transfer = json_string(item, "transfer");
	int64_t port = json_integer(item, "port", 0);

	if (transfer)
		json_set(test->entry,
			text_equal(transfer, "up") ? "transfer_up" : "transfer_down",
			json_object_get(item));
	else if (direction)
		json_set(test->entry, direction, json_object_get(item));
	else if (json_member(item, "spent_bytes"))
		note_spent(test, json_integer(item, "spent_bytes", 0));
	else if (port && test->ends[CALLS])
		test->called = true;
	else if (port)
		call(test, port);
}

static struct json_object *order_end(
	const struct links_test *test, const char *role, const char *own, const char *peer)
{
	AUTO_FREE char *program =
		mem_format("%s/banyun-measure", test->order.context->config->helpers);
	struct json_object *order = json_object_new_object();

	json_set_string(order, "program", program);
	json_set_string(order, "role", role);
	json_set_string(order, "key", test->key);
	json_set_string(order, "address", own);
	json_set_string(order, "peer", peer);
	json_set_integer(order, "budget", limit(test, "test_bytes"));
	json_set_integer(order, "time_ms", limit(test, "test_ms"));
	json_set_integer(order, "transfer_ms", limit(test, "transfer_ms"));
	return json_set_integer(order, "life_ms", LIFE_MS);
}

static int start_end(
	struct links_test *test, int which, struct json_object *host, struct json_object *order)
{
	AUTO_JSON struct json_object *settings = host_ssh_settings(host, "step");
	struct host_party party = {host, ""};
	struct worker_listener listener = {
		.answered = answered, .streamed = heard, .argument = test};
	struct error error = {0};

	if (host_start_worker(&test->ends[which], test->order.context, "ssh",
		    json_string(host, "name"), settings, &party, 1,
		    which == ANSWERS ? answerer_ended : caller_ended, test, &error) < 0) {
		json_object_put(order);
		note_why(test, "unasked", error.text);
		return -1;
	}
	test->open++;
	test->asked++;
	worker_ask(test->ends[which], "measure", order, DEADLINE_MS, &listener);
	return 0;
}

static const char *address_of(const struct links_test *test, struct json_object *host)
{
	return links_address(test->order.addresses, host, test->order.pair->family);
}

static void call(struct links_test *test, int64_t port)
{
	const struct links_pair *pair = test->order.pair;
	struct json_object *directions = json_object_new_array();
	struct json_object *order = order_end(
		test, "call", address_of(test, pair->source), address_of(test, pair->target));

	json_object_array_add(directions, json_object_new_string("up"));
	json_object_array_add(directions, json_object_new_string("down"));
	json_set(order, "directions", directions);
	json_set_integer(order, "port", port);
	if (start_end(test, CALLS, pair->source, order) < 0)
		worker_end(test->ends[ANSWERS]);
}

struct links_test *links_test_start(const struct links_test_order *order)
{
	struct links_test *test = mem_alloc(sizeof(*test));
	const struct links_pair *pair = order->pair;
	unsigned char key[KEY_BYTES];

	test->order = *order;
	test->entry = new_entry(pair);
	json_set_string(test->entry, "address", address_of(test, pair->target));
	digest_random(key, sizeof(key));
	text_hex(key, sizeof(key), test->key);
	if (start_end(test, ANSWERS, pair->target,
		    order_end(test, "answer", address_of(test, pair->target),
			    links_seen_address(pair->source, pair->family))) < 0)
		loop_post(order->context->loop, close_test, test);
	return test;
}
