#include "readiness/measure.h"
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
#include "readiness/systems.h"
#include <stdlib.h>

#define QUESTION_MS 75000
#define PAGE_MS     5000

struct measuring;

/* One worker and the questions that it is asked; they are over when it has ended. */
struct asked {
	struct measuring *measuring;
	struct worker *worker;
	unsigned open; /* questions without an answer */
};

struct question {
	struct asked *asked;
	const char *family; /* "pages", "reach", "certificates", "literals", "machines" */
	char *key;
	bool failure_is_verdict;
};

struct measuring {
	struct measure_order order;
	struct json_object *hosts, *measures;
	struct links *links;                  /* NULL: none are measured now */
	struct systems *systems;              /* the same */
	struct ipv6 *ipv6;                    /* the same */
	unsigned open, asked_count, answered; /* workers; questions */
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
	measuring->order.done(
		measuring->order.argument, measuring->measures, error.code ? &error : NULL);
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
	struct json_object *family = json_member(measuring->measures, question->family);
	struct json_object *kept = result ? json_copy(result) : json_object_new_object();

	json_set_string(kept, member, sentence);
	json_set(family, question->key, kept);
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

static void ask(struct asked *asked, const char *family, char *key, const char *method,
	struct json_object *parameters)
{
	struct question *question = mem_alloc(sizeof(*question));
	struct worker_listener listener = {.answered = answered, .argument = question};

	*question = (struct question){asked, family, key, text_equal(family, "pages")};
	asked->open++;
	asked->measuring->asked_count++;
	worker_ask(asked->worker, method, parameters, QUESTION_MS, &listener);
}

static struct asked *start(struct measuring *measuring, const char *plugin, const char *name,
	struct json_object *settings, const struct host_party *parties, unsigned count)
{
	struct asked *asked = mem_alloc(sizeof(*asked));
	struct error error = {0};

	asked->measuring = measuring;
	if (measuring->worker_count ==
			sizeof(measuring->workers) / sizeof(measuring->workers[0]) ||
		host_start_worker(&asked->worker, measuring->order.context, plugin, name,
			settings, parties, count, ended, asked, &error) < 0) {
		log_warning("readiness", name, "%s", error.text);
		free(asked);
		return NULL;
	}
	measuring->workers[measuring->worker_count++] = asked;
	measuring->open++;
	return asked;
}

/* --- pages --- */

static void ask_page(struct asked *asked, struct json_object *page)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "url", json_string(page, "url"));
	json_set_integer(parameters, "family", json_integer(page, "family", 4));
	json_set_integer(parameters, "timeout_ms", PAGE_MS);
	ask(asked, "pages", mem_string(json_string(page, "url")), "page", parameters);
}

/* A worker that is asked nothing leaves again. */
static void close_questions(struct asked *asked)
{
	if (asked->open == 0)
		worker_end(asked->worker);
}

static struct asked *start_probe(struct measuring *measuring, const char *name)
{
	AUTO_JSON struct json_object *settings = json_object_new_object();

	return start(measuring, "probe", name, settings, NULL, 0);
}

static void ask_pages(struct measuring *measuring)
{
	struct json_object *pages = json_member(measuring->order.questions, "pages");
	struct asked *asked = start_probe(measuring, "pages");

	if (!asked)
		return;
	for (size_t i = 0; i < json_length(pages); i++)
		ask_page(asked, json_object_array_get_idx(pages, i));
	close_questions(asked);
}

/* --- websites --- */

#define WEBSITE_MS 60000

static void ask_websites(struct measuring *measuring)
{
	struct json_object *urls = json_member(measuring->order.questions, "websites");
	struct asked *asked = start_probe(measuring, "websites");

	if (!asked)
		return;
	for (size_t i = 0; i < json_length(urls); i++) {
		const char *url = json_object_get_string(json_object_array_get_idx(urls, i));
		struct json_object *parameters =
			json_set_string(json_object_new_object(), "url", url);

		json_set_integer(parameters, "timeout_ms", WEBSITE_MS);
		json_set_integer(parameters, "probes",
			profile_integer(measuring->order.profile, "website", "probes"));
		ask(asked, "websites", mem_string(url), "website", parameters);
	}
	close_questions(asked);
}

/* --- hosts --- */

static void ask_reach(
	struct asked *asked, struct json_object *source, struct json_object *target)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "address", json_string(target, "address"));
	json_set_integer(parameters, "port", json_integer(target, "port", 22));
	json_set_string(parameters, "known_hosts", json_string(target, "known_hosts"));
	ask(asked, "reach",
		mem_format("%s %s", json_string(source, "name"), json_string(target, "name")),
		"reach", parameters);
}

/* Whom a department's host reaches, and what certificates it holds. */
static void ask_peers(
	struct measuring *measuring, struct asked *asked, struct json_object *host)
{
	ask(asked, "certificates", mem_string(json_string(host, "name")), "certificates", NULL);
	for (size_t i = 0; i < json_length(measuring->hosts); i++) {
		struct json_object *target = json_object_array_get_idx(measuring->hosts, i);

		if (text_equal(json_string(host, "side"), "department") &&
			text_equal(json_string(target, "side"), "cloud") &&
			host_trusted(target))
			ask_reach(asked, host, target);
	}
}

static void ask_host(struct measuring *measuring, struct json_object *host)
{
	AUTO_JSON struct json_object *settings = host_ssh_settings(host, "step");
	struct host_party party = {host, ""};
	struct asked *asked =
		start(measuring, "ssh", json_string(host, "name"), settings, &party, 1);

	if (!asked)
		return;
	if (is_asked(measuring, "hosts") && !text_equal(json_string(host, "side"), "machine"))
		ask_peers(measuring, asked, host);
	if (is_asked(measuring, "files") && !text_equal(json_string(host, "side"), "cloud"))
		ask(asked, "literals", mem_string(json_string(host, "name")), "literals", NULL);
	close_questions(asked);
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
	struct json_object *parameters;
	struct asked *asked;

	if (json_length(uuids) == 0)
		return;
	asked = start(measuring, "libvirt", worker, settings, &party, 1);
	if (!asked)
		return;
	parameters = json_set(json_object_new_object(), "machines", json_object_get(uuids));
	json_set_integer(parameters, "seconds", WATCH_SECONDS);
	ask(asked, "machines", mem_string(name), "dirty", parameters);
}

static void ask_machines(struct measuring *measuring)
{
	for (size_t i = 0; i < json_length(measuring->hosts); i++) {
		struct json_object *host = json_object_array_get_idx(measuring->hosts, i);

		if (host_trusted(host) && text_equal(json_string(host, "side"), "department"))
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
	measuring->measures = json_object_new_object();
	measuring->open = 1;
	begin_family(measuring, "pages", (const char *const[]){"pages", NULL});
	begin_family(measuring, "websites", (const char *const[]){"websites", NULL});
	begin_family(measuring, "hosts", (const char *const[]){"reach", "certificates", NULL});
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
