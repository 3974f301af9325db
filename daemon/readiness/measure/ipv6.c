#include "readiness/measure/ipv6.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/profile.h"
#include "readiness/measure/probing.h"
#include "readiness/measure/reuse.h"
#include <stdlib.h>

struct ipv6 {
	struct ipv6_order order;
	struct json_object *questions; /* those that are put, with what the profile allows */
	struct probing *probing;
};

/* Takes the answer. */
static void keep(
	const struct ipv6 *ipv6, struct json_object *question, struct json_object *answer)
{
	const char *measure = json_string(question, "measure");
	struct json_object *measures = ipv6->order.measures;

	if (!json_member(measures, measure))
		json_set(measures, measure, json_object_new_object());
	json_set(json_member(measures, measure), json_string(question, "key"), answer);
}

static void keep_unasked(
	const struct ipv6 *ipv6, struct json_object *question, const char *sentence)
{
	keep(ipv6, question, json_set_string(json_object_new_object(), "unasked", sentence));
}

/* With when it was, and what was asked, for reuse.h. */
static void keep_answer(
	const struct ipv6 *ipv6, struct json_object *question, struct json_object *answer)
{
	char at[CLOCK_TEXT];

	clock_format(clock_wall(), at);
	json_set_string(answer, "at", at);
	json_set_string(answer, "question", json_string(question, "digest"));
	if (json_member(question, "left_out"))
		json_set(
			answer, "left_out", json_object_get(json_member(question, "left_out")));
	keep(ipv6, question, answer);
}

static void answered(void *argument, struct json_object *question, enum worker_answer answer,
	struct json_object *result, const struct error *error)
{
	struct ipv6 *ipv6 = argument;

	(void)answer;
	if (result)
		keep_answer(ipv6, question, json_copy(result));
	else
		keep_unasked(ipv6, question,
			error && error->code ? error->text : N_("there was no answer."));
	ipv6->order.told(ipv6->order.argument, json_string(question, "key"));
}

static void done(void *argument)
{
	struct ipv6 *ipv6 = argument;

	ipv6->order.done(ipv6->order.argument);
	json_object_put(ipv6->questions);
	free(ipv6);
}

/* --- what the profile allows --- */

/* The first so many of the list. New. */
static struct json_object *cut(struct json_object *list, int64_t most)
{
	struct json_object *kept = json_object_new_array();

	for (size_t i = 0; i < json_length(list) && (int64_t)i < most; i++)
		json_object_array_add(
			kept, json_object_get(json_object_array_get_idx(list, i)));
	return kept;
}

static void limit(const struct ipv6 *ipv6, struct json_object *question)
{
	struct json_object *profile = ipv6->order.profile;
	struct json_object *parameters = json_member(question, "parameters");
	struct json_object *ports = json_member(parameters, "ports");
	int64_t most = profile_integer(profile, "node", "ports_most");

	if (text_equal(json_string(question, "method"), "mtu"))
		json_set_integer(
			parameters, "largest", profile_integer(profile, "node", "packet"));
	if (!ports)
		return;
	if ((int64_t)json_length(ports) > most)
		json_set_integer(question, "left_out", (int64_t)json_length(ports) - most);
	json_set_integer(parameters, "timeout_ms", profile_integer(profile, "node", "port_ms"));
	json_set(parameters, "ports", cut(ports, most));
}

static bool needs_profile(struct json_object *question)
{
	const char *method = json_string(question, "method");

	return text_equal(method, "mtu") || text_equal(method, "ports");
}

/* Whether what was answered before will do. */
static bool is_known(const struct ipv6 *ipv6, struct json_object *question)
{
	struct json_object *answer;
	char digest[DIGEST_TEXT];

	reuse_digest(digest, json_string(question, "method"), question, NULL);
	json_set_string(question, "digest", digest);
	answer = reuse_answer(ipv6->order.reuse, "ipv6", json_string(question, "measure"),
		json_string(question, "key"), digest);
	if (answer)
		keep(ipv6, question, json_object_get(answer));
	return answer;
}

static void choose(struct ipv6 *ipv6, struct json_object *question, unsigned *reused)
{
	AUTO_JSON struct json_object *copy = NULL;

	if (json_string(question, "unasked")) {
		keep_unasked(ipv6, question, json_string(question, "unasked"));
		return;
	}
	if (needs_profile(question) && !json_member(ipv6->order.profile, "node")) {
		keep_unasked(ipv6, question,
			N_("The profile does not tell what may be asked of hosts."));
		return;
	}
	copy = json_copy(question);
	limit(ipv6, copy);
	if (is_known(ipv6, copy))
		*reused += 1;
	else
		json_object_array_add(ipv6->questions, mem_take(&copy));
}

struct ipv6 *ipv6_start(const struct ipv6_order *order, struct measure_count *count)
{
	struct ipv6 *ipv6 = mem_alloc(sizeof(*ipv6));

	*ipv6 = (struct ipv6){.order = *order, .questions = json_object_new_array()};
	for (size_t i = 0; i < json_length(order->questions); i++)
		choose(ipv6, json_object_array_get_idx(order->questions, i), &count->reused);
	count->asked += (unsigned)json_length(ipv6->questions);
	ipv6->probing = probing_start(&(struct probing_order){.context = order->context,
		.name = "ipv6",
		.questions = ipv6->questions,
		.answered = answered,
		.done = done,
		.argument = ipv6});
	return ipv6;
}

void ipv6_cancel(struct ipv6 *ipv6)
{
	probing_cancel(ipv6->probing);
}
