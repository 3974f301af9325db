#include "readiness/links/watch.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/config.h"
#include "core/context.h"
#include "core/host.h"
#include "core/job.h"
#include "core/loop.h"
#include "core/store.h"
#include "core/worker.h"
#include "model/profile.h"
#include "readiness/links/links.h"
#include "readiness/links/pairs.h"
#include "readiness/links/series.h"
#include "readiness/links/ways.h"
#include "readiness/readiness.h"
#include <stdlib.h>
#include <sys/queue.h>

#define AT_ONCE     8     /* ways that are watched at the same time */
#define DEADLINE_MS 40000 /* of one: the login, the echoes and the end */
#define FIRST_MS    2000
#define MINUTE      60000

/* One way, while it is watched. It lives until its worker has ended. */
struct look {
	TAILQ_ENTRY(look) entry;
	struct links_watch *watch; /* NULL: what it sees is not counted */
	struct json_object *way;
	struct worker *worker;
};

struct links_watch {
	const struct context *context;
	const struct jobs *jobs;
	struct json_object *profile;
	struct loop_timer *timer;
	struct json_object *ways; /* of this round; NULL: none is under way */
	size_t next;
	TAILQ_HEAD(, look) looks;
	unsigned open; /* looks */
};

/* --- one --- */

static void keep(const struct look *look, struct json_object *echoes)
{
	struct store *store = look->watch->context->store;
	struct store_batch *batch;

	if (shape_check(links_echoes_fields, echoes, NULL, NULL) < 0)
		return;
	batch = batch_new();
	links_series_take(batch, store, look->way, echoes, clock_wall() / CLOCK_SECOND);
	store_commit(store, batch, NULL, NULL);
}

static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct look *look = argument;

	if (look->watch && answer == WORKER_DONE)
		keep(look, result);
	else if (look->watch && error)
		log_info("readiness", json_string(look->way, "source"),
			"Its way to %s was not watched: %s", json_string(look->way, "target"),
			error->text);
	if (look->worker)
		worker_end(look->worker);
}

static void go_on(struct links_watch *watch);

static void look_free(struct look *look)
{
	json_object_put(look->way);
	free(look);
}

static void ended(void *argument, const char *why)
{
	struct look *look = argument;
	struct links_watch *watch = look->watch;

	(void)why;
	if (watch) {
		TAILQ_REMOVE(&watch->looks, look, entry);
		watch->open--;
	}
	look_free(look);
	if (watch)
		go_on(watch);
}

/* The address at which its test found the target. */
static const char *address_of(struct json_object *way, struct json_object *target)
{
	const char *address = json_string(way, "address");

	return address ? address
		       : links_seen_address(target, (int)json_integer(way, "family", 0));
}

static int start(struct look *look, struct json_object *source, struct error *error)
{
	AUTO_JSON struct json_object *settings = host_ssh_settings(source, "step");
	struct host_party party = {source, ""};

	return host_start_worker(&look->worker, look->watch->context, "ssh",
		json_string(source, "name"), settings, &party, 1, ended, look, error);
}

static int begin(struct links_watch *watch, struct json_object *way, struct error *error)
{
	AUTO_JSON struct json_object *source = NULL, *target = NULL;
	struct worker_listener listener = {.answered = answered};
	struct store *store = watch->context->store;
	struct look *look;

	if (host_load(&source, store, json_string(way, "source"), error) < 0 ||
		host_load(&target, store, json_string(way, "target"), error) < 0)
		return -1;
	if (!host_trusted(source) || !address_of(way, target))
		return error_set(error, ERROR_REFUSED, json_string(way, "source"),
			"It is not trusted, or the target's address is not known.");
	look = mem_alloc(sizeof(*look));
	*look = (struct look){.watch = watch, .way = json_object_get(way)};
	if (start(look, source, error) < 0) {
		look_free(look);
		return -1;
	}
	TAILQ_INSERT_TAIL(&watch->looks, look, entry);
	watch->open++;
	listener.argument = look;
	worker_ask(look->worker, "echoes",
		json_set_string(json_object_new_object(), "address", address_of(way, target)),
		DEADLINE_MS, &listener);
	return 0;
}

/* --- a round --- */

static void prune(const struct links_watch *watch)
{
	struct store *store = watch->context->store;
	struct store_batch *batch = batch_new();

	links_series_prune(
		batch, store, &watch->context->config->usage, clock_wall() / CLOCK_SECOND);
	store_commit(store, batch, NULL, NULL);
}

static void go_on(struct links_watch *watch)
{
	while (watch->open < AT_ONCE && watch->next < json_length(watch->ways)) {
		struct json_object *way = json_object_array_get_idx(watch->ways, watch->next++);
		struct error error = {0};

		if (begin(watch, way, &error) < 0)
			log_info("readiness", json_string(way, "source"),
				"Its way to %s is not watched: %s", json_string(way, "target"),
				error.text);
	}
	if (watch->open == 0 && watch->ways) {
		json_object_put(mem_take(&watch->ways));
		prune(watch);
	}
}

static void begin_round(struct links_watch *watch)
{
	AUTO_JSON struct json_object *measured = NULL;
	char digest[DIGEST_TEXT];
	struct error error = {0};

	if (archive_load_head(&measured, digest, watch->context->store, "measurements",
		    links_fields, &error) < 0)
		return;
	watch->ways = links_ways(measured);
	watch->next = 0;
	go_on(watch);
}

static void look_round(void *argument)
{
	struct links_watch *watch = argument;
	int64_t wait = profile_integer(watch->profile, "bandwidth", "watch_minutes") * MINUTE;

	watch->timer = NULL;
	if (job_running(watch->jobs, READINESS_CHECK))
		wait = MINUTE;
	else if (!watch->ways)
		begin_round(watch);
	watch->timer = loop_after(watch->context->loop, (uint32_t)wait, look_round, watch);
}

struct links_watch *links_watch_new(
	const struct context *context, const struct jobs *jobs, struct json_object *profile)
{
	struct links_watch *watch;

	if (profile_integer(profile, "bandwidth", "watch_minutes") == 0)
		return NULL;
	watch = mem_alloc(sizeof(*watch));
	*watch = (struct links_watch){.context = context, .jobs = jobs, .profile = profile};
	TAILQ_INIT(&watch->looks);
	watch->timer = loop_after(context->loop, FIRST_MS, look_round, watch);
	return watch;
}

void links_watch_yield(struct links_watch *watch)
{
	struct look *look;

	if (!watch)
		return;
	while ((look = TAILQ_FIRST(&watch->looks))) {
		TAILQ_REMOVE(&watch->looks, look, entry);
		look->watch = NULL;
		worker_end(look->worker);
	}
	watch->open = 0;
	json_object_put(mem_take(&watch->ways));
}

void links_watch_free(struct links_watch *watch)
{
	if (!watch)
		return;
	links_watch_yield(watch);
	loop_cancel(watch->timer);
	free(watch);
}
