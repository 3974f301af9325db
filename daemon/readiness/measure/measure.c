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
#include "readiness/measure/arrivals.h"
#include "readiness/measure/ipv6.h"
#include "readiness/measure/measuring.h"
#include "readiness/measure/probing.h"
#include "readiness/measure/systems.h"
#include <stdlib.h>

static void finish(void *argument)
{
	struct measuring *measuring = argument;
	struct error error = {0};

	job_on_cancel(measuring->order.job, NULL, NULL);
	if (measuring->cancelled)
		error_set(&error, ERROR_FAILED, NULL,
			"The check was cancelled; nothing was kept.");
	measuring->order.done(measuring->order.argument, measuring->measures, &measuring->count,
		error.code ? &error : NULL);
	json_object_put(measuring->measures);
	json_object_put(measuring->hosts);
	json_object_put(measuring->pairs);
	json_object_put(measuring->pages);
	free(measuring);
}

void measure_release(struct measuring *measuring)
{
	if (--measuring->open == 0)
		loop_post(measuring->order.context->loop, finish, measuring);
}

bool measure_is_asked(const struct measuring *measuring, const char *family)
{
	return !measuring->order.what || json_has_string(measuring->order.what, family);
}

/* --- links --- */

static void links_measured(
	void *argument, struct json_object *measured, struct json_object *now)
{
	struct measuring *measuring = argument;

	json_set(measuring->measures, "links", json_object_get(now));
	json_set(measuring->measures, "measured", json_object_get(measured));
	measuring->links = NULL;
	measure_release(measuring);
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
	measure_release(measuring);
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

	job_progress(measuring->order.job, ++measuring->answered, measuring->count.asked, key);
}

static void ipv6_measured(void *argument)
{
	struct measuring *measuring = argument;

	measuring->ipv6 = NULL;
	measure_release(measuring);
}

static void ask_ipv6(struct measuring *measuring)
{
	struct ipv6_order order = {
		.context = measuring->order.context,
		.questions = json_member(measuring->order.questions, "ipv6"),
		.profile = measuring->order.profile,
		.reuse = &measuring->reuse,
		.measures = measuring->measures,
		.told = ipv6_told,
		.done = ipv6_measured,
		.argument = measuring,
	};

	measuring->open++;
	measuring->ipv6 = ipv6_start(&order, &measuring->count);
}

/* --- all --- */

static void cancel(void *argument)
{
	struct measuring *measuring = argument;

	measuring->cancelled = true;
	asked_cancel(measuring);
	if (measuring->probing)
		probing_cancel(measuring->probing);
	if (measuring->arrivals)
		arrivals_cancel(measuring->arrivals);
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
			before && !measure_is_asked(measuring, family)
				? json_object_get(before)
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
	measuring->pairs = json_object_new_array();
	measuring->pages = json_object_new_array();
	STAILQ_INIT(&measuring->waiting);
	TAILQ_INIT(&measuring->working);
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
	if (measure_is_asked(measuring, "pages") || measure_is_asked(measuring, "websites"))
		measure_pages(measuring);
	if (measure_is_asked(measuring, "hosts") || measure_is_asked(measuring, "files"))
		measure_hosts(measuring);
	if (measure_is_asked(measuring, "machines"))
		measure_machines(measuring);
	if (measure_is_asked(measuring, "links"))
		ask_links(measuring);
	if (measure_is_asked(measuring, "systems"))
		ask_about_systems(measuring);
	if (measure_is_asked(measuring, "ipv6"))
		ask_ipv6(measuring);
	asked_go_on(measuring);
	measure_release(measuring);
}
