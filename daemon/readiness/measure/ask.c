/* What is asked: of pages and websites, of hosts, and of hypervisors for their machines. */
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "core/host.h"
#include "model/profile.h"
#include "readiness/measure/arrivals.h"
#include "readiness/measure/measuring.h"

#define PAGE_MS 5000

/* --- pages --- */

static void ask_page(struct asker *asker, struct json_object *page)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "url", json_string(page, "url"));
	json_set_integer(parameters, "family", json_integer(page, "family", 4));
	json_set_integer(parameters, "timeout_ms", PAGE_MS);
	asker_ask(asker, "pages", mem_string(json_string(page, "url")), "page", parameters);
}

void measure_pages(struct measuring *measuring)
{
	struct json_object *pages = json_member(measuring->order.questions, "pages");
	AUTO_JSON struct json_object *settings = json_object_new_object();
	struct asker asker = {.measuring = measuring,
		.plugin = "probe",
		.name = "pages",
		.settings = settings};

	for (size_t i = 0; i < json_length(pages); i++)
		ask_page(&asker, json_object_array_get_idx(pages, i));
}

/* --- websites --- */

#define WEBSITE_MS 60000

void measure_websites(struct measuring *measuring)
{
	struct json_object *urls = json_member(measuring->order.questions, "websites");
	AUTO_JSON struct json_object *settings = json_object_new_object();
	struct asker asker = {.measuring = measuring,
		.plugin = "probe",
		.name = "websites",
		.settings = settings};

	for (size_t i = 0; i < json_length(urls); i++) {
		const char *url = json_object_get_string(json_object_array_get_idx(urls, i));
		struct json_object *parameters =
			json_set_string(json_object_new_object(), "url", url);

		json_set_integer(parameters, "timeout_ms", WEBSITE_MS);
		json_set_integer(parameters, "probes",
			profile_integer(measuring->order.profile, "website", "probes"));
		asker_ask(&asker, "websites", mem_string(url), "website", parameters);
	}
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

/* Unless what was answered before will do. */
static void add_pair(struct asker *asker, struct json_object *host, struct json_object *target,
	struct json_object *parameters)
{
	AUTO_FREE char *key = pair_of(host, target);
	struct json_object *pair;
	char digest[DIGEST_TEXT];

	if (asker_knows(asker, "arrivals", key, "ports", parameters, digest))
		return;
	pair = json_object_new_object();
	json_set_string(pair, "key", key);
	json_set_string(pair, "digest", digest);
	json_set_string(pair, "source", json_string(host, "name"));
	json_set_string(pair, "target", json_string(target, "name"));
	json_set(pair, "parameters", json_object_get(parameters));
	json_object_array_add(asker->measuring->pairs, pair);
}

/* Those that QEMU of the target takes for the memory and the disks of what arrives. */
static void ask_ports(struct asker *asker, struct json_object *host, struct json_object *target)
{
	struct json_object *profile = asker->measuring->order.profile;
	int64_t from = profile_integer(profile, "planning", "ports_from");
	int64_t to = profile_integer(profile, "planning", "ports_to");
	AUTO_JSON struct json_object *parameters = json_object_new_object();

	if (from == 0 || to < from)
		return;
	json_set_string(parameters, "address", json_string(target, "address"));
	json_set_integer(parameters, "from", from);
	json_set_integer(parameters, "to", to);
	add_pair(asker, host, target, parameters);
}

static void arrival_answered(
	void *argument, struct json_object *pair, struct json_object *result, const char *why)
{
	asked_keep(argument, "arrivals", pair, result, why);
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
	struct host_party party = {host, ""};
	struct asker asker = {.measuring = measuring,
		.plugin = "ssh",
		.name = name,
		.settings = settings,
		.parties = &party,
		.count = 1,
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
	struct host_party party = {host, ""};
	struct asker asker = {.measuring = measuring,
		.plugin = "libvirt",
		.name = worker,
		.settings = settings,
		.parties = &party,
		.count = 1};
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
