#include "readiness/links.h"
#include "base/address.h"
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
#include "core/job.h"
#include "core/loop.h"
#include "core/worker.h"
#include "model/measurement.h"
#include "model/profile.h"
#include <stdlib.h>
#include <time.h>

#define DEADLINE_MS 40000 /* of one end: the login, the test and its end */
#define LIFE_MS     20000
#define KEPT        4096 /* measurements */
#define KEY_BYTES   16

static const struct shape_field measured_fields[] = {
	{"source", SHAPE_NAME, .required = true},
	{"target", SHAPE_NAME, .required = true},
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6},
	{"at", SHAPE_TIME, .required = true},
	{"up", SHAPE_OBJECT, .fields = measurement_fields},
	{"down", SHAPE_OBJECT, .fields = measurement_fields},
	{"transfer_up", SHAPE_OBJECT, .fields = measurement_fields,
		.help = "a TCP transfer, RFC 6349"},
	{"transfer_down", SHAPE_OBJECT, .fields = measurement_fields},
	{"why", SHAPE_STRING, .help = "why there is no result"},
	{0},
};
static const struct shape_field measured_item = {"", SHAPE_OBJECT, .fields = measured_fields};
const struct shape_field links_fields[] = {
	{"kind", SHAPE_CHOICE, .required = true,
		.choices = (const char *const[]){"measurements", NULL}},
	{"schema", SHAPE_INTEGER, .required = true, .low = 1, .high = 1},
	{"measured", SHAPE_LIST, .required = true, .item = &measured_item, .high = KEPT},
	{0},
};

struct pair {
	struct json_object *source, *target; /* registered hosts */
	int family;
};

struct links {
	struct links_order order;
	struct json_object *measured, *now;
	struct pair *pairs;
	size_t count, next;
	/* The test under way. */
	struct worker *ends[2]; /* who answers, who calls */
	unsigned open;          /* ends */
	unsigned asked;         /* ends that have not answered everything */
	struct json_object *result;
	char key[2 * KEY_BYTES + 1];
	bool cancelled;
};

enum { ANSWERS, CALLS };

static void go_on(void *argument);

/* --- what the profile allows --- */

static int64_t limit(const struct links *links, const char *name)
{
	return profile_integer(links->order.profile, "bandwidth", name);
}

static bool is_of(struct json_object *entry, const struct pair *pair)
{
	return text_equal(json_string(entry, "source"), json_string(pair->source, "name")) &&
	       text_equal(json_string(entry, "target"), json_string(pair->target, "name")) &&
	       json_integer(entry, "family", 0) == pair->family;
}

static int64_t age_hours(struct json_object *entry)
{
	int64_t at = 0;

	clock_parse(json_string(entry, "at"), &at);
	return (clock_wall() - at) / CLOCK_SECOND / 3600;
}

/* The newest result of a pair that is still worth something; NULL: none is. */
static struct json_object *fresh(const struct links *links, const struct pair *pair)
{
	struct json_object *list = json_member(links->measured, "measured");

	for (size_t i = json_length(list); i-- > 0;) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		if (is_of(entry, pair) && json_member(entry, "up") &&
			json_member(entry, "down"))
			return age_hours(entry) < limit(links, "valid_hours") ? entry : NULL;
	}
	return NULL;
}

static int64_t bytes_of(struct json_object *entry)
{
	return json_integer(json_member(entry, "up"), "sent_bytes", 0) +
	       json_integer(json_member(entry, "down"), "sent_bytes", 0) +
	       json_integer(json_member(entry, "transfer_up"), "payload_bytes", 0) +
	       json_integer(json_member(entry, "transfer_down"), "payload_bytes", 0);
}

/* Bytes that tests sent over the department's link within a day. */
static int64_t spent(const struct links *links, const struct pair *pair)
{
	struct json_object *list = json_member(links->measured, "measured");
	int64_t bytes = 0;

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		if (text_equal(
			    json_string(entry, "source"), json_string(pair->source, "name")) &&
			age_hours(entry) < 24)
			bytes += bytes_of(entry);
	}
	return bytes;
}

static bool is_allowed_hour(const struct links *links)
{
	int64_t from = limit(links, "from_hour"), to = limit(links, "to_hour");
	time_t now = (time_t)(clock_wall() / CLOCK_SECOND);
	struct tm here;

	localtime_r(&now, &here);
	if (from <= to)
		return here.tm_hour >= from && here.tm_hour < to;
	return here.tm_hour >= from || here.tm_hour < to;
}

/* --- ends of a path --- */

/* The address that the other end sees; NULL when only its own network knows it. */
static const char *seen_address(struct json_object *host, int family)
{
	const char *registered = json_string(host, "address");
	struct address address;

	return address_parse(&address, registered) == 0 && address.family == family ? registered
										    : NULL;
}

/* The address of a host in that family: the one it is logged in to at, or one that it has. */
static const char *address_of(const struct links *links, struct json_object *host, int family)
{
	const char *registered = seen_address(host, family);
	struct json_object *list =
		json_member(links->order.addresses, json_string(host, "name"));
	struct address address;

	if (registered)
		return registered;
	for (size_t i = 0; i < json_length(list); i++) {
		const char *text = json_object_get_string(json_object_array_get_idx(list, i));

		if (address_parse(&address, text) == 0 && address.family == family &&
			address_is_wide(&address))
			return text;
	}
	return NULL;
}

static bool may_be_an_end(struct json_object *host, const char *side)
{
	return text_equal(json_string(host, "side"), side) && !host_is_near(host) &&
	       host_trusted(host);
}

static void add_pairs(
	struct links *links, struct json_object *source, struct json_object *target)
{
	for (int family = 4; family <= 6; family += 2) {
		links->pairs =
			mem_resize(links->pairs, links->count + 1, sizeof(*links->pairs));
		links->pairs[links->count++] = (struct pair){source, target, family};
	}
}

static void list_pairs(struct links *links)
{
	struct json_object *hosts = links->order.hosts;

	for (size_t i = 0; i < json_length(hosts); i++)
		for (size_t j = 0; j < json_length(hosts); j++) {
			struct json_object *source = json_object_array_get_idx(hosts, i);
			struct json_object *target = json_object_array_get_idx(hosts, j);

			if (may_be_an_end(source, "department") &&
				may_be_an_end(target, "cloud"))
				add_pairs(links, source, target);
		}
}

/* --- one test --- */

static void note_why(struct links *links, const char *member, const char *why)
{
	if (!json_member(links->result, "why") && !json_member(links->result, "unasked"))
		json_set_string(links->result, member, why);
}

static void keep(struct links *links, struct json_object *result)
{
	struct json_object *list = json_member(links->measured, "measured");

	if (json_length(list) == KEPT)
		json_object_array_del_idx(list, 0, 1);
	json_object_array_add(list, json_object_get(result));
}

/* Both ends are gone. */
static void close_test(struct links *links)
{
	const struct pair *pair = &links->pairs[links->next];
	struct json_object *result = mem_take(&links->result);
	AUTO_FREE char *key = mem_format("%s %s %d", json_string(pair->source, "name"),
		json_string(pair->target, "name"), pair->family);

	if (!json_member(result, "unasked"))
		keep(links, result);
	json_set(links->now, key, result);
	links->next++;
	loop_post(links->order.context->loop, go_on, links);
}

static void ended(struct links *links, int which)
{
	links->ends[which] = NULL;
	worker_end(links->ends[!which]);
	if (--links->open == 0)
		close_test(links);
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

static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct links *links = argument;

	(void)result;
	links->asked--;
	if (answer != WORKER_DONE)
		note_why(
			links, "why", error ? error->text : N_("An end of the test was lost."));
	/* One that failed will not be waited for by the other. */
	if (answer != WORKER_DONE || links->asked == 0) {
		worker_end(links->ends[ANSWERS]);
		worker_end(links->ends[CALLS]);
	}
}

static void call(struct links *links, int64_t port);

static void heard(void *argument, struct json_object *item)
{
	struct links *links = argument;
	const char *direction = json_string(item, "direction");
	const char *transfer = json_string(item, "transfer");
	int64_t port = json_integer(item, "port", 0);

	if (transfer)
		json_set(links->result,
			text_equal(transfer, "up") ? "transfer_up" : "transfer_down",
			json_object_get(item));
	else if (direction)
		json_set(links->result, direction, json_object_get(item));
	else if (port && !links->ends[CALLS])
		call(links, port);
}

static struct json_object *order_end(
	const struct links *links, const char *role, const char *own, const char *peer)
{
	AUTO_FREE char *program =
		mem_format("%s/banyun-measure", links->order.context->config->helpers);
	struct json_object *order = json_object_new_object();

	json_set_string(order, "program", program);
	json_set_string(order, "role", role);
	json_set_string(order, "key", links->key);
	json_set_string(order, "address", own);
	json_set_string(order, "peer", peer);
	json_set_integer(order, "budget", limit(links, "test_bytes"));
	json_set_integer(order, "time_ms", limit(links, "test_ms"));
	json_set_integer(order, "transfer_ms", limit(links, "transfer_ms"));
	return json_set_integer(order, "life_ms", LIFE_MS);
}

static int start_end(
	struct links *links, int which, struct json_object *host, struct json_object *order)
{
	AUTO_JSON struct json_object *settings = host_ssh_settings(host, "step");
	struct host_party party = {host, ""};
	struct worker_listener listener = {
		.answered = answered, .streamed = heard, .argument = links};
	struct error error = {0};

	if (host_start_worker(&links->ends[which], links->order.context, "ssh",
		    json_string(host, "name"), settings, &party, 1,
		    which == ANSWERS ? answerer_ended : caller_ended, links, &error) < 0) {
		json_object_put(order);
		note_why(links, "unasked", error.text);
		return -1;
	}
	links->open++;
	links->asked++;
	worker_ask(links->ends[which], "measure", order, DEADLINE_MS, &listener);
	return 0;
}

static void call(struct links *links, int64_t port)
{
	const struct pair *pair = &links->pairs[links->next];
	struct json_object *order =
		order_end(links, "call", address_of(links, pair->source, pair->family),
			address_of(links, pair->target, pair->family));
	struct json_object *directions = json_object_new_array();

	json_object_array_add(directions, json_object_new_string("up"));
	json_object_array_add(directions, json_object_new_string("down"));
	json_set(order, "directions", directions);
	json_set_integer(order, "port", port);
	if (start_end(links, CALLS, pair->source, order) < 0)
		worker_end(links->ends[ANSWERS]);
}

/* --- one after the other --- */

static bool is_busy(const struct links *links, struct json_object *host)
{
	return links->order.busy &&
	       links->order.busy(links->order.moves, json_string(host, "name"));
}

static const char *why_not(const struct links *links, const struct pair *pair)
{
	if (links->cancelled)
		return N_("The check was cancelled.");
	if (!address_of(links, pair->source, pair->family))
		return N_(
			"The department's host has no address of this family that was found.");
	if (!address_of(links, pair->target, pair->family))
		return N_("The cloud's host has no address of this family that was found.");
	if (is_busy(links, pair->source) || is_busy(links, pair->target))
		return N_("A move uses it; it can be measured when that has ended.");
	if (!is_allowed_hour(links))
		return N_("It is not an hour at which the profile allows tests.");
	if (spent(links, pair) + 4 * limit(links, "test_bytes") > limit(links, "day_bytes"))
		return N_("The bytes that the profile allows tests in a day are spent.");
	return NULL;
}

static void begin_test(struct links *links, const struct pair *pair)
{
	const char *own = address_of(links, pair->target, pair->family);
	unsigned char key[KEY_BYTES];

	digest_random(key, sizeof(key));
	text_hex(key, sizeof(key), links->key);
	if (start_end(links, ANSWERS, pair->target,
		    order_end(links, "answer", own, seen_address(pair->source, pair->family))) <
		0)
		close_test(links);
}

static void begin(struct links *links)
{
	const struct pair *pair = &links->pairs[links->next];
	const char *unasked = why_not(links, pair);
	char at[CLOCK_TEXT];

	clock_format(clock_wall(), at);
	links->result = json_object_new_object();
	json_set_string(links->result, "source", json_string(pair->source, "name"));
	json_set_string(links->result, "target", json_string(pair->target, "name"));
	json_set_integer(links->result, "family", pair->family);
	json_set_string(links->result, "at", at);
	if (!unasked) {
		begin_test(links, pair);
		return;
	}
	json_set_string(links->result, "unasked", unasked);
	close_test(links);
}

static void take_fresh(struct links *links, struct json_object *entry)
{
	const struct pair *pair = &links->pairs[links->next++];
	AUTO_FREE char *key = mem_format("%s %s %d", json_string(pair->source, "name"),
		json_string(pair->target, "name"), pair->family);

	json_set(links->now, key, json_object_get(entry));
}

static void finish(struct links *links)
{
	links->order.done(links->order.argument, links->measured, links->now);
	json_object_put(links->measured);
	json_object_put(links->now);
	free(links->pairs);
	free(links);
}

static void go_on(void *argument)
{
	struct links *links = argument;
	struct json_object *entry;

	while (links->next < links->count && (entry = fresh(links, &links->pairs[links->next])))
		take_fresh(links, entry);
	if (links->next == links->count) {
		finish(links);
		return;
	}
	job_progress(links->order.job, (unsigned)links->next, (unsigned)links->count,
		json_string(links->pairs[links->next].source, "name"));
	begin(links);
}

static struct json_object *new_measured(void)
{
	struct json_object *measured = json_object_new_object();

	json_set_string(measured, "kind", "measurements");
	json_set_integer(measured, "schema", 1);
	return json_set(measured, "measured", json_object_new_array());
}

struct links *links_start(const struct links_order *order)
{
	struct links *links = mem_alloc(sizeof(*links));

	links->order = *order;
	links->measured = order->measured ? json_copy(order->measured) : new_measured();
	links->now = json_object_new_object();
	list_pairs(links);
	loop_post(order->context->loop, go_on, links);
	return links;
}

void links_cancel(struct links *links)
{
	links->cancelled = true;
	worker_end(links->ends[ANSWERS]);
	worker_end(links->ends[CALLS]);
}
