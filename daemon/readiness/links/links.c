#include "readiness/links/links.h"
#include "base/json.h"
#include "base/language.h"
#include "base/log.h"
#include "base/memory.h"
#include "core/context.h"
#include "core/job.h"
#include "core/loop.h"
#include "model/measurement.h"
#include "readiness/links/limits.h"
#include "readiness/links/test.h"
#include <stdlib.h>

#define KEPT        4096 /* measurements */
#define BACK_OFF_MS 5000 /* while somebody else tests at an end */
#define BUSY_MOST   12   /* times that a path is found so */

static const struct shape_field measured_fields[] = {
	{"source", SHAPE_NAME, .required = true},
	{"target", SHAPE_NAME, .required = true},
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6},
	{"at", SHAPE_TIME, .required = true},
	{"address", SHAPE_ADDRESS, .help = "of the target, as it was tested"},
	{"up", SHAPE_OBJECT, .fields = measurement_fields},
	{"down", SHAPE_OBJECT, .fields = measurement_fields},
	{"transfer_up", SHAPE_OBJECT, .fields = measurement_fields,
		.help = "a TCP transfer, RFC 6349"},
	{"transfer_down", SHAPE_OBJECT, .fields = measurement_fields},
	{"method", SHAPE_CHOICE, .choices = (const char *const[]){"iperf3", NULL},
		.help = "none: banyun-measure"},
	{"why", SHAPE_STRING, .help = "why there is no result"},
	{"spent_bytes", SHAPE_INTEGER, .low = 0, .high = JSON_INTEGER_MOST,
		.help = "that were sent beside the results, or may have been"},
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

struct links {
	struct links_order order;
	struct json_object *measured, *now;
	struct links_pair *pairs;
	size_t count, next;
	size_t before;           /* entries that were there before */
	struct links_test *test; /* under way */
	struct loop_timer *wait; /* for the path that was found busy */
	unsigned busy;           /* times that it was */
	bool cancelled;
};

static void go_on(void *argument);

static struct json_object *list_of(const struct links *links)
{
	return json_member(links->measured, "measured");
}

/* --- what is kept --- */

static void keep(struct links *links, struct json_object *entry)
{
	struct json_object *list = list_of(links);

	if (json_length(list) == KEPT) {
		json_object_array_del_idx(list, 0, 1);
		links->before -= links->before > 0;
	}
	json_object_array_add(list, json_object_get(entry));
}

/* What this time has to say of the next path. */
static void note(struct links *links, struct json_object *entry)
{
	AUTO_FREE char *key = links_pair_key(&links->pairs[links->next++]);

	json_set(links->now, key, entry);
}

static struct json_object *without_results(struct json_object *entry)
{
	struct json_object *rest = json_object_new_object();

	json_set_string(rest, "source", json_string(entry, "source"));
	json_set_string(rest, "target", json_string(entry, "target"));
	json_set_integer(rest, "family", json_integer(entry, "family", 0));
	json_set_string(rest, "at", json_string(entry, "at"));
	json_set_string(rest, "address", json_string(entry, "address"));
	json_set_string(rest, "why", N_("The check was cancelled."));
	return json_set_integer(rest, "spent_bytes", links_bytes(entry));
}

/* Of a check that was cancelled only the bytes count. */
static void forget_results(struct links *links)
{
	struct json_object *list = list_of(links);

	for (size_t i = links->before; i < json_length(list); i++)
		json_object_array_put_idx(
			list, i, without_results(json_object_array_get_idx(list, i)));
}

static void finish(struct links *links)
{
	if (links->cancelled)
		forget_results(links);
	links->order.done(links->order.argument, links->measured, links->now);
	json_object_put(links->measured);
	json_object_put(links->now);
	free(links->pairs);
	free(links);
}

/* --- one after the other --- */

static bool is_busy(const struct links *links, struct json_object *host)
{
	return links->order.busy &&
	       links->order.busy(links->order.moves, json_string(host, "name"));
}

/* Which end lacks the family; NULL: neither. */
static const char *no_address(const struct links *links, const struct links_pair *pair)
{
	const struct links_order *order = &links->order;

	if (!links_address(order->addresses, pair->source, pair->family))
		return N_(
			"The department's host has no address of this family that was found.");
	if (!links_address(order->addresses, pair->target, pair->family))
		return N_("The cloud's host has no address of this family that was found.");
	return NULL;
}

static const char *why_not(const struct links *links, const struct links_pair *pair)
{
	const struct links_order *order = &links->order;

	if (links->cancelled)
		return N_("The check was cancelled.");
	if (is_busy(links, pair->source) || is_busy(links, pair->target))
		return N_("A move uses it; it can be measured when that has ended.");
	if (!links_hour_is_allowed(order->profile))
		return N_("It is not an hour at which the profile allows tests.");
	if (!links_affordable(
		    list_of(links), json_string(pair->source, "name"), order->profile))
		return N_("The bytes that the profile allows tests in a day are spent.");
	return NULL;
}

static void try_again(void *argument)
{
	struct links *links = argument;

	links->wait = NULL;
	go_on(links);
}

/* Whether the path is tried once more, when whoever tests at an end may be done. */
static bool is_put_off(struct links *links, struct json_object *entry)
{
	if (links->cancelled || !json_boolean(entry, "busy", false) ||
		++links->busy == BUSY_MOST)
		return false;
	log_info("readiness", json_string(entry, "source"),
		"Its link to %s is tested later: %s", json_string(entry, "target"),
		json_string(entry, "unasked"));
	links->wait = loop_after(links->order.context->loop, BACK_OFF_MS, try_again, links);
	return true;
}

static void tested(void *argument, struct json_object *entry)
{
	struct links *links = argument;

	links->test = NULL;
	if (is_put_off(links, entry)) {
		json_object_put(entry);
		return;
	}
	links->busy = 0;
	if (!json_member(entry, "unasked"))
		keep(links, entry);
	note(links, entry);
	go_on(links);
}

static void begin(struct links *links)
{
	const struct links_pair *pair = &links->pairs[links->next];
	const char *lacking = links->cancelled ? NULL : no_address(links, pair);
	const char *unasked = lacking ? lacking : why_not(links, pair);

	if (unasked) {
		struct json_object *entry = links_untested(pair, unasked);

		json_set_boolean(entry, "lacking", lacking != NULL);
		note(links, entry);
		loop_post(links->order.context->loop, go_on, links);
		return;
	}
	links->test =
		links_test_start(&(struct links_test_order){.context = links->order.context,
			.profile = links->order.profile,
			.addresses = links->order.addresses,
			.pair = pair,
			.done = tested,
			.argument = links});
}

static struct json_object *fresh(const struct links *links)
{
	return links_fresh(list_of(links), &links->pairs[links->next], links->order.profile);
}

static void go_on(void *argument)
{
	struct links *links = argument;
	struct json_object *entry;

	while (links->next < links->count && (entry = fresh(links)))
		note(links, json_object_get(entry));
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
	links->before = json_length(list_of(links));
	links->now = json_object_new_object();
	links->pairs = links_pairs(order->hosts, &links->count);
	loop_post(order->context->loop, go_on, links);
	return links;
}

void links_cancel(struct links *links)
{
	links->cancelled = true;
	if (links->test)
		links_test_cancel(links->test);
	if (links->wait) {
		loop_cancel(mem_take(&links->wait));
		loop_post(links->order.context->loop, go_on, links);
	}
}
