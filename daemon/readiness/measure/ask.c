/* What is asked: of pages and websites, of hosts, and of hypervisors for their machines. */
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "core/host.h"
#include "model/profile.h"
#include "readiness/measure/arrivals.h"
#include "readiness/measure/measuring.h"
#include "readiness/measure/probing.h"

/* A question unless what was answered before will do; then NULL. Takes `parameters`. */
static struct json_object *new_question(struct asker *asker, const char *member,
	const char *key, const char *method, struct json_object *parameters)
{
	AUTO_JSON struct json_object *put = parameters;
	struct json_object *question;
	char digest[DIGEST_TEXT];

	if (asker_knows(asker, member, key, method, put, digest))
		return NULL;
	question = json_set_string(json_object_new_object(), "member", member);
	json_set_string(question, "key", key);
	json_set_string(question, "digest", digest);
	json_set_string(question, "method", method);
	return json_set(question, "parameters", mem_take(&put));
}

static void add_question(struct json_object *list, struct json_object *question)
{
	if (question)
		json_object_array_add(list, question);
}

/* --- pages and websites --- */

#define PAGE_MS    5000
#define WEBSITE_MS 60000

static struct json_object *page_question(struct asker *asker, struct json_object *page)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "url", json_string(page, "url"));
	json_set_integer(parameters, "family", json_integer(page, "family", 4));
	json_set_integer(parameters, "timeout_ms", PAGE_MS);
	return new_question(asker, "pages", json_string(page, "url"), "page", parameters);
}

static struct json_object *website_question(struct asker *asker, const char *url)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "url", url);
	json_set_integer(parameters, "timeout_ms", WEBSITE_MS);
	json_set_integer(parameters, "probes",
		profile_integer(asker->measuring->order.profile, "website", "probes"));
	return new_question(asker, "websites", url, "website", parameters);
}

static void add_pages(struct asker *asker)
{
	struct measuring *measuring = asker->measuring;
	struct json_object *list = json_member(measuring->order.questions, "pages");

	for (size_t i = 0; i < json_length(list); i++)
		add_question(measuring->pages,
			page_question(asker, json_object_array_get_idx(list, i)));
}

static void add_websites(struct asker *asker)
{
	struct measuring *measuring = asker->measuring;
	struct json_object *list = json_member(measuring->order.questions, "websites");

	for (size_t i = 0; i < json_length(list); i++)
		add_question(measuring->pages,
			website_question(asker,
				json_object_get_string(json_object_array_get_idx(list, i))));
}

/* That a page was asked for and not given is a verdict. */
static bool is_verdict(
	struct json_object *question, enum worker_answer answer, const struct error *error)
{
	return answer == WORKER_FAILED &&
	       text_equal(json_string(question, "member"), "pages") &&
	       (error->code == ERROR_FAILED || error->code == ERROR_UNREACHABLE);
}

static void page_answered(void *argument, struct json_object *question,
	enum worker_answer answer, struct json_object *result, const struct error *error)
{
	const char *word = is_verdict(question, answer, error) ? "why" : "unasked";

	asked_keep(argument, json_string(question, "member"), question,
		result ? json_copy(result)
		       : asked_unanswered(word, error ? error->text : NULL));
}

static void pages_asked(void *argument)
{
	struct measuring *measuring = argument;

	measuring->probing = NULL;
	measure_release(measuring);
}

void measure_pages(struct measuring *measuring)
{
	struct asker asker = {.measuring = measuring};

	if (measure_is_asked(measuring, "pages"))
		add_pages(&asker);
	if (measure_is_asked(measuring, "websites"))
		add_websites(&asker);
	if (json_length(measuring->pages) == 0)
		return;
	measuring->open++;
	measuring->count.asked += (unsigned)json_length(measuring->pages);
	measuring->probing =
		probing_start(&(struct probing_order){.context = measuring->order.context,
			.name = "pages",
			.questions = measuring->pages,
			.answered = page_answered,
			.done = pages_asked,
			.argument = measuring});
}

/* --- hosts --- */

static char *pair_of(struct json_object *host, struct json_object *peer)
{
	return mem_format("%s %s", json_string(host, "name"), json_string(peer, "name"));
}

static void ask_reach(struct asker *asker, struct json_object *host, struct json_object *peer)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "address", json_string(peer, "address"));
	json_set_integer(parameters, "port", json_integer(peer, "port", 22));
	json_set_string(parameters, "known_hosts", json_string(peer, "known_hosts"));
	asker_ask(asker, "reach", pair_of(host, peer), "reach", parameters);
}

/* Those that QEMU of the target takes for the memory and the disks of what arrives. */
static void ask_ports(struct asker *asker, struct json_object *host, struct json_object *target)
{
	struct json_object *profile = asker->measuring->order.profile;
	int64_t from = profile_integer(profile, "planning", "ports_from");
	int64_t to = profile_integer(profile, "planning", "ports_to");
	AUTO_FREE char *key = pair_of(host, target);
	struct json_object *parameters, *pair;

	if (from == 0 || to < from)
		return;
	parameters = json_set_string(
		json_object_new_object(), "address", json_string(target, "address"));
	json_set_integer(parameters, "from", from);
	json_set_integer(parameters, "to", to);
	pair = new_question(asker, "arrivals", key, "ports", parameters);
	if (!pair)
		return;
	json_set_string(pair, "source", json_string(host, "name"));
	json_set_string(pair, "target", json_string(target, "name"));
	json_object_array_add(asker->measuring->pairs, pair);
}

static void arrival_answered(
	void *argument, struct json_object *pair, struct json_object *result, const char *why)
{
	asked_keep(argument, "arrivals", pair,
		result ? json_copy(result) : asked_unanswered("unasked", why));
}

static void arrivals_asked(void *argument)
{
	struct measuring *measuring = argument;

	measuring->arrivals = NULL;
	measure_release(measuring);
}

static void ask_pairs(struct measuring *measuring)
{
	if (json_length(measuring->pairs) == 0)
		return;
	measuring->open++;
	measuring->count.asked += (unsigned)json_length(measuring->pairs);
	measuring->arrivals =
		arrivals_start(&(struct arrivals_order){.context = measuring->order.context,
			.hosts = measuring->hosts,
			.pairs = measuring->pairs,
			.profile = measuring->order.profile,
			.answered = arrival_answered,
			.done = arrivals_asked,
			.argument = measuring});
}

static bool is_side(struct json_object *host, const char *side)
{
	return text_equal(json_string(host, "side"), side);
}

/* Whether its department keeps something that must exchange data both ways. */
static bool is_retaining(const struct measuring *measuring, struct json_object *host)
{
	struct json_object *retaining = json_member(measuring->order.questions, "retaining");
	const char *department = json_string(host, "department");

	return !is_side(host, "cloud") && department && json_member(retaining, department);
}

static bool is_way(
	const struct measuring *measuring, struct json_object *host, struct json_object *peer)
{
	if (is_side(peer, "cloud") && is_side(host, "department"))
		return true;
	if (is_side(peer, "cloud") == is_side(host, "cloud"))
		return false;
	return is_retaining(measuring, host) || is_retaining(measuring, peer);
}

/* Whom a host reaches. */
static void ask_peers(struct asker *asker, struct json_object *host)
{
	struct json_object *hosts = asker->measuring->hosts;

	for (size_t i = 0; i < json_length(hosts); i++) {
		struct json_object *peer = json_object_array_get_idx(hosts, i);

		if (!host_trusted(peer) || !is_way(asker->measuring, host, peer))
			continue;
		ask_reach(asker, host, peer);
		if (is_side(host, "department"))
			ask_ports(asker, host, peer);
	}
}

static void ask_host(struct measuring *measuring, struct json_object *host)
{
	const char *name = json_string(host, "name");
	AUTO_JSON struct json_object *settings = host_ssh_settings(host, "step");
	struct asker asker = {.measuring = measuring,
		.plugin = "ssh",
		.name = name,
		.settings = settings,
		.host = host,
		.facts = json_string(json_member(measuring->order.questions, "facts"), name)};

	if (measure_is_asked(measuring, "hosts") && !is_side(host, "machine"))
		asker_ask(&asker, "certificates", mem_string(name), "certificates", NULL);
	if (measure_is_asked(measuring, "hosts"))
		ask_peers(&asker, host);
	if (measure_is_asked(measuring, "files") && !is_side(host, "cloud"))
		asker_ask(&asker, "literals", mem_string(name), "literals", NULL);
}

void measure_hosts(struct measuring *measuring)
{
	for (size_t i = 0; i < json_length(measuring->hosts); i++) {
		struct json_object *host = json_object_array_get_idx(measuring->hosts, i);

		if (host_trusted(host) && !host_is_near(host))
			ask_host(measuring, host);
	}
	ask_pairs(measuring);
}

/* --- how fast machines write their memory --- */

#define WATCH_SECONDS 2

static void ask_machines_of(struct measuring *measuring, struct json_object *host)
{
	const char *name = json_string(host, "name");
	AUTO_JSON struct json_object *settings = host_libvirt_settings(host);
	struct json_object *uuids =
		json_member(json_member(measuring->order.questions, "running"), name);
	AUTO_FREE char *worker = mem_format("libvirt %s", name);
	struct asker asker = {.measuring = measuring,
		.plugin = "libvirt",
		.name = worker,
		.settings = settings,
		.host = host};
	struct json_object *parameters;

	if (json_length(uuids) == 0)
		return;
	parameters = json_set(json_object_new_object(), "machines", json_object_get(uuids));
	json_set_integer(parameters, "seconds", WATCH_SECONDS);
	asker_ask(&asker, "machines", mem_string(name), "dirty", parameters);
}

void measure_machines(struct measuring *measuring)
{
	for (size_t i = 0; i < json_length(measuring->hosts); i++) {
		struct json_object *host = json_object_array_get_idx(measuring->hosts, i);

		if (host_trusted(host) && is_side(host, "department"))
			ask_machines_of(measuring, host);
	}
}
