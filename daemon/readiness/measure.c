#include "readiness/measure.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "core/host.h"
#include "core/job.h"
#include "core/loop.h"
#include "core/worker.h"
#include "model/profile.h"
#include "readiness/ipv6.h"
#include "readiness/reuse.h"
#include "readiness/systems.h"
#include <stdlib.h>
#include <string.h>

#define QUESTION_MS 75000
#define PAGE_MS     5000

struct measuring;

/* One worker and the questions that it is asked; they are over when it has ended. */
struct asked {
	struct measuring *measuring;
	struct worker *worker;
	unsigned open; /* questions without an answer */
};

/* Whom to ask what has to be asked; what stands here outlives it. */
struct asker {
	struct measuring *measuring;
	const char *plugin, *name;
	struct json_object *settings;
	const struct host_party *parties;
	unsigned count;
	const char *facts;   /* digest of what the answers rest on; NULL: nothing */
	struct asked *asked; /* NULL: nothing has to be asked so far */
	bool lost;           /* it cannot be started */
};

struct question {
	struct asked *asked;
	const char *member; /* of the measures: "pages", "reach", "machines" */
	char *key;
	char digest[DIGEST_TEXT];
	bool failure_is_verdict;
};

struct measuring {
	struct measure_order order;
	struct json_object *hosts, *measures;
	struct links *links;     /* NULL: none are measured now */
	struct systems *systems; /* the same */
	struct ipv6 *ipv6;       /* the same */
	struct reuse reuse;
	unsigned open, asked_count, answered; /* workers; questions */
	unsigned reused;                      /* questions that were not asked again */
	bool cancelled;
	struct asked *workers[512];
	unsigned worker_count;
};

static void finish(void *argument)
{
	struct measuring *measuring = argument;
	struct error error = {0};

	job_on_cancel(measuring->order.job, NULL, NULL);
	if (measuring->cancelled)
		error_set(&error, ERROR_FAILED, NULL,
			"The check was cancelled; nothing was kept.");
	measuring->order.done(measuring->order.argument, measuring->measures,
		&(struct measure_count){measuring->asked_count, measuring->reused},
		error.code ? &error : NULL);
	json_object_put(measuring->measures);
	json_object_put(measuring->hosts);
	free(measuring);
}

static void release(struct measuring *measuring)
{
	if (--measuring->open == 0)
		loop_post(measuring->order.context->loop, finish, measuring);
}

static bool is_asked(const struct measuring *measuring, const char *family)
{
	struct json_object *what = measuring->order.what;

	for (size_t i = 0; i < json_length(what); i++)
		if (text_equal(
			    json_object_get_string(json_object_array_get_idx(what, i)), family))
			return true;
	return !what;
}

/* --- answers --- */

/*
 * "why" is a verdict: the question was put, and the answer is no. "unasked" is none: it could
 * not be put, or nobody answered it.
 */
static void keep_answer(struct measuring *measuring, const struct question *question,
	struct json_object *result, const char *member, const char *sentence)
{
	struct json_object *answers = json_member(measuring->measures, question->member);
	struct json_object *kept = result ? json_copy(result) : json_object_new_object();
	char at[CLOCK_TEXT];

	clock_format(clock_wall(), at);
	json_set_string(kept, "at", at);
	json_set_string(kept, "question", question->digest);
	json_set_string(kept, member, sentence);
	json_set(answers, question->key, kept);
}

/*
 * A page that was asked for and not given is a verdict. What a host says of others is its
 * result; when it gives none, it could not be asked, and knows nothing.
 */
static bool is_verdict(
	const struct question *question, enum worker_answer answer, const struct error *error)
{
	return answer == WORKER_FAILED && question->failure_is_verdict &&
	       (error->code == ERROR_FAILED || error->code == ERROR_UNREACHABLE);
}

static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct question *question = argument;
	struct asked *asked = question->asked;
	struct measuring *measuring = asked->measuring;
	bool verdict = error && is_verdict(question, answer, error);

	if (answer == WORKER_DONE)
		keep_answer(measuring, question, result, "why", NULL);
	else
		keep_answer(measuring, question, NULL, verdict ? "why" : "unasked",
			error ? error->text : "there was no answer.");
	job_progress(measuring->order.job, ++measuring->answered, measuring->asked_count,
		question->key);
	free(question->key);
	free(question);
	if (--asked->open == 0)
		worker_end(asked->worker);
}

static void ended(void *argument, const char *why)
{
	struct asked *asked = argument;
	struct measuring *measuring = asked->measuring;

	(void)why;
	for (unsigned i = 0; i < measuring->worker_count; i++)
		if (measuring->workers[i] == asked)
			measuring->workers[i] = NULL;
	free(asked);
	release(measuring);
}

static struct asked *start(const struct asker *asker)
{
	struct measuring *measuring = asker->measuring;
	struct asked *asked = mem_alloc(sizeof(*asked));
	struct error error = {0};

	asked->measuring = measuring;
	if (measuring->worker_count ==
			sizeof(measuring->workers) / sizeof(measuring->workers[0]) ||
		host_start_worker(&asked->worker, measuring->order.context, asker->plugin,
			asker->name, asker->settings, asker->parties, asker->count, ended,
			asked, &error) < 0) {
		log_warning("readiness", asker->name, "%s", error.text);
		free(asked);
		return NULL;
	}
	measuring->workers[measuring->worker_count++] = asked;
	measuring->open++;
	return asked;
}

static bool is_started(struct asker *asker)
{
	if (!asker->asked && !asker->lost) {
		asker->asked = start(asker);
		asker->lost = !asker->asked;
	}
	return asker->asked;
}

/* Which of measure_families a member of the measures belongs to. */
static const char *family_of(const char *member)
{
	if (text_equal(member, "literals"))
		return "files";
	return text_equal(member, "reach") || text_equal(member, "arrivals") ||
			       text_equal(member, "certificates")
		       ? "hosts"
		       : member;
}

/* Whether what was answered before will do. */
static bool reuse(struct asker *asker, const char *member, const char *key, const char *digest)
{
	struct measuring *measuring = asker->measuring;
	struct json_object *answer =
		reuse_answer(&measuring->reuse, family_of(member), member, key, digest);

	if (!answer)
		return false;
	json_set(json_member(measuring->measures, member), key, json_object_get(answer));
	measuring->reused++;
	return true;
}

/* Takes key and parameters. */
static void ask(struct asker *asker, const char *member, char *key, const char *method,
	struct json_object *parameters)
{
	AUTO_JSON struct json_object *put = parameters;
	AUTO_FREE char *name = key;
	struct question *question;
	char digest[DIGEST_TEXT];

	reuse_digest(digest, method, parameters, asker->facts);
	if (reuse(asker, member, key, digest) || !is_started(asker))
		return;
	question = mem_alloc(sizeof(*question));
	*question = (struct question){.asked = asker->asked,
		.member = member,
		.key = mem_take(&name),
		.failure_is_verdict = text_equal(member, "pages")};
	memcpy(question->digest, digest, sizeof(digest));
	asker->asked->open++;
	asker->measuring->asked_count++;
	worker_ask(asker->asked->worker, method, mem_take(&put), QUESTION_MS,
		&(struct worker_listener){.answered = answered, .argument = question});
}

/* --- pages --- */

static void ask_page(struct asker *asker, struct json_object *page)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "url", json_string(page, "url"));
	json_set_integer(parameters, "family", json_integer(page, "family", 4));
	json_set_integer(parameters, "timeout_ms", PAGE_MS);
	ask(asker, "pages", mem_string(json_string(page, "url")), "page", parameters);
}

static void ask_pages(struct measuring *measuring)
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

static void ask_websites(struct measuring *measuring)
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
		ask(&asker, "websites", mem_string(url), "website", parameters);
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
	ask(asker, "reach", pair_of(host, peer), "reach", parameters);
}

/* Those that QEMU of the target takes for the memory and the disks of what arrives. */
static void ask_ports(struct asker *asker, struct json_object *host, struct json_object *target)
{
	struct json_object *profile = asker->measuring->order.profile;
	int64_t from = profile_integer(profile, "planning", "ports_from");
	int64_t to = profile_integer(profile, "planning", "ports_to");
	struct json_object *parameters;

	if (from == 0 || to < from)
		return;
	parameters = json_object_new_object();
	json_set_string(parameters, "address", json_string(target, "address"));
	json_set_integer(parameters, "from", from);
	json_set_integer(parameters, "to", to);
	ask(asker, "arrivals", pair_of(host, target), "ports", parameters);
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

	if (is_asked(measuring, "hosts") && !is_side(host, "machine"))
		ask(&asker, "certificates", mem_string(name), "certificates", NULL);
	if (is_asked(measuring, "hosts"))
		ask_peers(&asker, host);
	if (is_asked(measuring, "files") && !is_side(host, "cloud"))
		ask(&asker, "literals", mem_string(name), "literals", NULL);
}

static void ask_hosts(struct measuring *measuring)
{
	for (size_t i = 0; i < json_length(measuring->hosts); i++) {
		struct json_object *host = json_object_array_get_idx(measuring->hosts, i);

		if (host_trusted(host) && !host_is_near(host))
			ask_host(measuring, host);
	}
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
	ask(&asker, "machines", mem_string(name), "dirty", parameters);
}

static void ask_machines(struct measuring *measuring)
{
	for (size_t i = 0; i < json_length(measuring->hosts); i++) {
		struct json_object *host = json_object_array_get_idx(measuring->hosts, i);

		if (host_trusted(host) && is_side(host, "department"))
			ask_machines_of(measuring, host);
	}
}

/* --- links --- */

static void links_measured(
	void *argument, struct json_object *measured, struct json_object *now)
{
	struct measuring *measuring = argument;

	json_set(measuring->measures, "links", json_object_get(now));
	json_set(measuring->measures, "measured", json_object_get(measured));
	measuring->links = NULL;
	release(measuring);
}

static void ask_links(struct measuring *measuring)
{
	struct links_order order = {
		.context = measuring->order.context,
		.job = measuring->order.job,
		.hosts = measuring->hosts,
		.addresses = json_member(measuring->order.questions, "addresses"),
		.profile = measuring->order.profile,
		.measured = measuring->order.links,
		.busy = measuring->order.busy,
		.moves = measuring->order.moves,
		.done = links_measured,
		.argument = measuring,
	};

	measuring->open++;
	measuring->links = links_start(&order);
}

/* --- systems --- */

static void systems_measured(void *argument, struct json_object *measures)
{
	struct measuring *measuring = argument;

	json_set(measuring->measures, "systems", measures);
	measuring->systems = NULL;
	release(measuring);
}

static void ask_about_systems(struct measuring *measuring)
{
	measuring->open++;
	measuring->systems = systems_start(measuring->order.context,
		json_string(measuring->order.questions, "snapshot"), measuring->order.profile,
		systems_measured, measuring);
}

/* --- IPv6 --- */

static void ipv6_told(void *argument, const char *key)
{
	struct measuring *measuring = argument;

	job_progress(measuring->order.job, ++measuring->answered, measuring->asked_count, key);
}

static void ipv6_measured(void *argument)
{
	struct measuring *measuring = argument;

	measuring->ipv6 = NULL;
	release(measuring);
}

static void ask_ipv6(struct measuring *measuring)
{
	struct ipv6_order order = {
		.context = measuring->order.context,
		.questions = json_member(measuring->order.questions, "ipv6"),
		.profile = measuring->order.profile,
		.measures = measuring->measures,
		.told = ipv6_told,
		.done = ipv6_measured,
		.argument = measuring,
	};
	size_t count;

	measuring->open++;
	measuring->ipv6 = ipv6_start(&order, &count);
	measuring->asked_count += (unsigned)count;
}

/* --- all --- */

static void cancel(void *argument)
{
	struct measuring *measuring = argument;

	measuring->cancelled = true;
	for (unsigned i = 0; i < measuring->worker_count; i++)
		if (measuring->workers[i])
			worker_end(measuring->workers[i]->worker);
	if (measuring->links)
		links_cancel(measuring->links);
	if (measuring->systems)
		systems_cancel(measuring->systems);
	if (measuring->ipv6)
		ipv6_cancel(measuring->ipv6);
}

const char *const measure_families[] = {
	"pages", "websites", "hosts", "files", "links", "machines", "systems", "ipv6", NULL};

/* What is not asked now is known as it was before; what is, is forgotten. */
static void begin_family(
	struct measuring *measuring, const char *family, const char *const *members)
{
	for (; *members; members++) {
		struct json_object *before = json_member(measuring->order.before, *members);

		json_set(measuring->measures, *members,
			before && !is_asked(measuring, family) ? json_copy(before)
							       : json_object_new_object());
	}
}

void measure_start(const struct measure_order *order)
{
	struct measuring *measuring = mem_alloc(sizeof(*measuring));
	struct error error = {0};

	measuring->order = *order;
	if (!order->what && !order->all)
		measuring->reuse = (struct reuse){order->before, order->profile, clock_wall()};
	measuring->measures = json_object_new_object();
	measuring->open = 1;
	begin_family(measuring, "pages", (const char *const[]){"pages", NULL});
	begin_family(measuring, "websites", (const char *const[]){"websites", NULL});
	begin_family(measuring, "hosts",
		(const char *const[]){"reach", "arrivals", "certificates", NULL});
	begin_family(measuring, "files", (const char *const[]){"literals", NULL});
	begin_family(measuring, "links", (const char *const[]){"links", NULL});
	begin_family(measuring, "machines", (const char *const[]){"machines", NULL});
	begin_family(measuring, "systems", (const char *const[]){"systems", NULL});
	begin_family(measuring, "ipv6",
		(const char *const[]){"names", "paths", "ports", "answers", "zones", NULL});
	job_on_cancel(order->job, cancel, measuring);
	if (host_list(&measuring->hosts, order->context->store, &error) < 0)
		log_error("readiness", NULL, "%s", error.text);
	if (is_asked(measuring, "pages"))
		ask_pages(measuring);
	if (is_asked(measuring, "websites"))
		ask_websites(measuring);
	if (is_asked(measuring, "hosts") || is_asked(measuring, "files"))
		ask_hosts(measuring);
	if (is_asked(measuring, "machines"))
		ask_machines(measuring);
	if (is_asked(measuring, "links"))
		ask_links(measuring);
	if (is_asked(measuring, "systems"))
		ask_about_systems(measuring);
	if (is_asked(measuring, "ipv6"))
		ask_ipv6(measuring);
	release(measuring);
}
