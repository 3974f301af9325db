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
#include "readiness/links/installed.h"
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
	bool cancelled;
	bool installed; /* it is made by the iperf3 of both hosts */
	bool unbrought; /* no program can be brought to an end */
	char *unbrought_why;
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

static bool allowed(const struct links_test *test, const char *name)
{
	return json_boolean(json_member(test->order.profile, "bandwidth"), name, true);
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

	if (limit(test, "transfer_ms") > 0 && !test->installed)
		most += untold(test, "transfer_up") + untold(test, "transfer_down");
	if (test->called && test->lost && most > 0)
		json_set_integer(test->entry, "spent_bytes", most);
}

static bool begin_installed(struct links_test *test);

static void close_test(void *argument)
{
	struct links_test *test = argument;

	if (begin_installed(test))
		return;
	installed_close(test->entry);
	account(test);
	test->order.done(test->order.argument, test->entry);
	free(test->unbrought_why);
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
	test->lost = test->cancelled = true;
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

/* Of an end to which nothing can be brought: nothing was sent, and nothing is known. */
static bool is_unbrought(
	const struct links_test *test, enum worker_answer answer, const struct error *error)
{
	return answer == WORKER_FAILED && error->code == ERROR_NOT_FOUND && !test->called &&
	       !json_member(test->entry, "why");
}

/* What is installed is the second way: then both have their reasons. */
static void note_unbrought(struct links_test *test, const char *why)
{
	AUTO_FREE char *both =
		test->unbrought_why ? mem_format("%s %s", test->unbrought_why, why) : NULL;

	test->unbrought = true;
	note_why(test, "unasked", both ? both : why);
}

/* Another daemon tests there, or a person: nothing was sent. */
static bool is_busy(enum worker_answer answer, const struct error *error)
{
	return answer == WORKER_FAILED && error->code == ERROR_CONFLICT;
}

static void note_busy(struct links_test *test, const char *why)
{
	note_why(test, "unasked", why);
	json_set_boolean(test->entry, "busy", true);
}

/* One that failed will not be waited for by the other. */
static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct links_test *test = argument;

	(void)result;
	test->asked--;
	test->lost |= is_lost(test, answer, error);
	if (is_unbrought(test, answer, error))
		note_unbrought(test, error->text);
	else if (is_busy(answer, error))
		note_busy(test, error->text);
	else if (answer != WORKER_DONE)
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
	else if (direction && test->installed)
		installed_note(test->entry, direction, item);
	else if (direction)
		json_set(test->entry, direction, json_object_get(item));
	else if (json_member(item, "spent_bytes"))
		note_spent(test, json_integer(item, "spent_bytes", 0));
	else if (port && test->ends[CALLS])
		test->called = true;
	else if (port)
		call(test, port);
}

static struct json_object *both_directions(void)
{
	struct json_object *directions = json_object_new_array();

	json_object_array_add(directions, json_object_new_string("up"));
	json_object_array_add(directions, json_object_new_string("down"));
	return directions;
}

static void add_program(const struct links_test *test, struct json_object *order)
{
	AUTO_FREE char *program =
		mem_format("%s/banyun-measure", test->order.context->config->helpers);

	json_set_string(order, "program", program);
	json_set_string(order, "key", test->key);
	json_set_integer(order, "transfer_ms", limit(test, "transfer_ms"));
}

static struct json_object *order_end(
	const struct links_test *test, const char *role, const char *own, const char *peer)
{
	struct json_object *order = json_object_new_object();

	json_set_string(order, "role", role);
	json_set_string(order, "address", own);
	json_set_string(order, "peer", peer);
	json_set_integer(order, "budget", limit(test, "test_bytes"));
	json_set_integer(order, "time_ms", limit(test, "test_ms"));
	json_set_integer(order, "life_ms", LIFE_MS);
	if (!test->installed)
		add_program(test, order);
	if (test->installed || text_equal(role, "call"))
		json_set(order, "directions", both_directions());
	return order;
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
	worker_ask(test->ends[which], test->installed ? "transfer" : "measure", order,
		DEADLINE_MS, &listener);
	return 0;
}

static const char *address_of(const struct links_test *test, struct json_object *host)
{
	return links_address(test->order.addresses, host, test->order.pair->family);
}

static void call(struct links_test *test, int64_t port)
{
	const struct links_pair *pair = test->order.pair;
	struct json_object *order = order_end(
		test, "call", address_of(test, pair->source), address_of(test, pair->target));

	json_set_integer(order, "port", port);
	if (start_end(test, CALLS, pair->source, order) < 0)
		worker_end(test->ends[ANSWERS]);
}

static int answer(struct links_test *test)
{
	const struct links_pair *pair = test->order.pair;

	return start_end(test, ANSWERS, pair->target,
		order_end(test, "answer", address_of(test, pair->target),
			links_seen_address(pair->source, pair->family)));
}

/* Where no program can be brought, what is installed there; false when it has no turn. */
static bool begin_installed(struct links_test *test)
{
	if (!test->unbrought || test->installed || test->cancelled || !allowed(test, "iperf3"))
		return false;
	test->installed = true;
	test->called = test->lost = false;
	test->unbrought_why = mem_string(json_string(test->entry, "unasked"));
	json_object_object_del(test->entry, "unasked");
	json_set_string(test->entry, "method", "iperf3");
	return answer(test) == 0;
}

/* The first end; where that is not to be had, close_test() looks what is left. */
static void begin(struct links_test *test)
{
	if (!allowed(test, "bring"))
		note_unbrought(
			test, N_("The profile allows no program to be brought to hosts."));
	if (test->unbrought || answer(test) < 0)
		loop_post(test->order.context->loop, close_test, test);
}

struct links_test *links_test_start(const struct links_test_order *order)
{
	struct links_test *test = mem_alloc(sizeof(*test));
	unsigned char key[KEY_BYTES];

	test->order = *order;
	test->entry = new_entry(order->pair);
	json_set_string(test->entry, "address", address_of(test, order->pair->target));
	digest_random(key, sizeof(key));
	text_hex(key, sizeof(key), test->key);
	begin(test);
	return test;
}
