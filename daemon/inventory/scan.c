#include "audit/log.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/clerk.h"
#include "core/config.h"
#include "core/context.h"
#include "core/host.h"
#include "core/host_keep.h"
#include "core/job.h"
#include "core/loop.h"
#include "core/plugin.h"
#include "core/spool.h"
#include "core/store.h"
#include "core/worker.h"
#include "inventory/changes.h"
#include "inventory/inventory.h"
#include "inventory/picture.h"
#include "inventory/usage/usage.h"
#include "model/object.h"
#include <stdlib.h>
#include <string.h>

/*
 * A scan is a queue of visits, one for each host and plugin, of which some are made at a time.
 * A visit is over when its worker has ended. After the last visit the clerk makes the picture
 * of what they brought; it goes into the store, and the scan ends when its record is durable.
 */

#define AT_A_TIME  16
#define VISIT_MS   120000
#define WORLD_MS   900000 /* it may hold a hundred cities */
#define MOST_ITEMS 200000 /* of one visit */
#define CANCELLED  "the scan was cancelled"
#define ITSELF     "itself"
#define WORLD      "world"
#define PART_BYTES (8UL * 1024 * 1024) /* of definitions that are stored together */
#define MOST_PARTS 64                  /* on their way to the store */
#define MOST_HELD  PART_BYTES          /* bytes of a visit's raw texts that nothing names yet */
#define MOST_SENT  (256UL * 1024 * 1024) /* bytes of a visit's raw texts */

struct scan;

struct visit {
	struct scan *scan;
	struct json_object *host; /* borrowed from the scan's list */
	const char *plugin;
	struct worker *worker;
	struct kept *kept; /* where the worker may stay after the visit */
	unsigned items;
	struct json_object *held; /* digest -> a raw text that no object names yet */
	size_t held_bytes, sent_bytes;
	bool answered;
	char *why; /* it is not to be believed */
};

struct scan {
	const struct context *context;
	struct audit_log *log;
	struct job *job;
	struct json_object *hosts, *silent;
	/*
	 * The machine that banyund runs on and the world of a rehearsal: not of the register.
	 */
	struct json_object *own, *world;
	struct json_object *asked; /* a host's name -> ITSELF, or WORLD when that told of it */
	struct spool *items;       /* what the visits brought, for the picture */
	struct spool *definitions; /* raw texts that are not on their way to the store yet */
	size_t bytes;              /* of them */
	unsigned taking;           /* spools on their way to the store */
	struct clerk *clerk;       /* while the picture is made */
	struct json_object *picture;
	struct error error; /* why nothing can come of it */
	struct visit *visits;
	unsigned count, next, over;
	bool cancelled;
	char made[CLOCK_TEXT];
	char *actor;
};

static void scan_free(struct scan *scan)
{
	for (unsigned i = 0; i < scan->count; i++) {
		json_object_put(scan->visits[i].held);
		free(scan->visits[i].why);
	}
	spool_free(scan->items);
	spool_free(scan->definitions);
	json_object_put(scan->hosts);
	json_object_put(scan->own);
	json_object_put(scan->world);
	json_object_put(scan->asked);
	json_object_put(scan->silent);
	json_object_put(scan->picture);
	free(scan->visits);
	free(scan->actor);
	free(scan);
}

/* --- the end --- */

static void scan_fail(struct scan *scan, const struct error *error)
{
	job_fail(scan->job, error);
	scan_free(scan);
}

static void scan_durable(void *argument)
{
	struct scan *scan = argument;
	struct json_object *result = json_object_get(scan->picture);

	job_finish(scan->job, json_set(result, "silent", json_object_get(scan->silent)));
	scan_free(scan);
}

/* Everything is in the store: the snapshot becomes the newest. */
static void scan_commit(struct scan *scan)
{
	const char *digest = json_string(scan->picture, "snapshot");
	AUTO_FREE char *object = mem_format("snapshot %s", digest);
	struct store_batch *batch = batch_new();
	char before[DIGEST_TEXT];

	if (archive_head(scan->context->store, "snapshot", before, NULL) == 0)
		archive_set_head(batch, "snapshot.before", before);
	archive_set_head(batch, "snapshot", digest);
	changes_forget(batch, scan->context->store, scan->made, scan->silent);
	batch_state(batch, INVENTORY_SPACE, INVENTORY_SCANNED, scan->made);
	audit_append(scan->log, batch,
		&(struct audit_entry){.actor = scan->actor,
			.source = "inventory",
			.action = "inventory.scan",
			.object = object,
			.result = AUDIT_DONE});
	audit_commit(scan->log, batch, scan_durable, scan);
}

static void scan_stored(struct scan *scan)
{
	const char *digest = json_string(scan->picture, "snapshot");

	if (!scan->error.code && !store_has(scan->context->store, digest))
		error_set(&scan->error, ERROR_FAILED, digest,
			"The picture that was made names itself wrongly; nothing was kept.");
	if (scan->error.code)
		scan_fail(scan, &scan->error);
	else
		scan_commit(scan);
}

static void taken(void *argument, const struct error *error)
{
	struct scan *scan = argument;

	scan->taking--;
	if (error && !scan->error.code)
		scan->error = *error;
	if (scan->taking == 0 && scan->picture)
		scan_stored(scan);
}

static void take(struct scan *scan, struct spool *spool)
{
	scan->taking++;
	store_take(scan->context->store, spool, taken, scan);
}

/* Behind the picture is what machines used: without that, too, it is a picture. */
static void picture_taken(void *argument, const struct error *error)
{
	struct scan *scan = argument;
	const char *digest = json_string(scan->picture, "snapshot");

	if (error && store_has(scan->context->store, digest)) {
		log_warning("inventory", digest,
			"What machines used until this scan is not kept: %s", error->text);
		error = NULL;
	}
	taken(scan, error);
}

/* What was told wrongly, or that there is nothing, leaves the scan without a picture. */
static void picture_made(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct scan *scan = argument;

	scan->clerk = NULL;
	job_on_cancel(scan->job, NULL, NULL);
	if (error)
		scan->error = *error;
	else
		shape_check(picture_fields, result, NULL, &scan->error);
	scan->picture = scan->error.code ? json_object_new_object() : json_copy(result);
	if (!scan->error.code) {
		scan->taking++;
		store_take_states(scan->context->store, mem_take(output), USAGE_SPACES,
			picture_taken, scan);
	}
	if (scan->taking == 0)
		scan_stored(scan);
}

static void picture_progressed(void *argument, struct json_object *progress)
{
	const struct scan *scan = argument;

	job_progress(scan->job, (unsigned)json_integer(progress, "done", 0),
		(unsigned)json_integer(progress, "total", 0), "merging");
}

static struct json_object *picture_parameters(const struct scan *scan)
{
	const struct config *config = scan->context->config;
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "made", scan->made);
	json_set_integer(parameters, "now", config_now(config));
	json_set_integer(parameters, "raw_days", config->usage.raw_days);
	json_set_integer(parameters, "hour_days", config->usage.hour_days);
	return json_set_integer(parameters, "day_months", config->usage.day_months);
}

static void scan_end(void *argument)
{
	struct scan *scan = argument;

	take(scan, mem_take(&scan->definitions));
	for (size_t i = 0; i < json_object_array_length(scan->silent); i++)
		spool_add_json(scan->items, PICTURE_SILENT,
			json_object_array_get_idx(scan->silent, i));
	job_progress(scan->job, 0, 0, "merging");
	scan->clerk = clerk_ask(scan->context, &(struct clerk_question){.method = "merge",
						       .parameters = picture_parameters(scan),
						       .input = mem_take(&scan->items),
						       .urgent = true,
						       .answered = picture_made,
						       .progressed = picture_progressed,
						       .argument = scan});
	if (scan->cancelled)
		clerk_cancel(scan->clerk);
}

/* --- visits --- */

static void visit_close(struct visit *visit)
{
	struct scan *scan = visit->scan;
	const char *host = json_string(visit->host, "name");

	if (visit->why) {
		AUTO_FREE char *told = mem_format("%s: %s", visit->plugin, visit->why);
		struct json_object *row =
			json_set_string(json_object_new_object(), "host", host);

		json_object_array_add(scan->silent, json_set_string(row, "why", told));
	}
	json_object_put(mem_take(&visit->held));
	job_progress(scan->job, ++scan->over, scan->count, host);
}

/* The first reason is kept; the visit is over when its worker has left. */
static void visit_spoil(struct visit *visit, const char *why)
{
	if (!visit->why)
		visit->why = mem_string(why);
	if (visit->worker)
		worker_end(visit->worker);
}

/* Its digest counts too: of the shortest texts there may not be any number either. */
static size_t size_of(struct json_object *text)
{
	return (size_t)json_object_get_string_len(text) + DIGEST_TEXT;
}

/* Raw texts wait until an object names them: nobody fills the store with others. */
static void hold_blob(struct visit *visit, struct json_object *blob)
{
	struct json_object *text = json_member(blob, "text");
	const char *digest = json_string(blob, "digest");

	if (!visit->held)
		visit->held = json_object_new_object();
	visit->sent_bytes += size_of(text);
	if (!json_member(visit->held, digest)) {
		visit->held_bytes += size_of(text);
		json_set(visit->held, digest, json_object_get(text));
	}
	if (visit->held_bytes > MOST_HELD)
		visit_spoil(visit, "it sent more raw texts than its objects name");
	else if (visit->sent_bytes > MOST_SENT)
		visit_spoil(visit, "it sent more raw texts than a host can have");
	else if (visit->scan->taking >= MOST_PARTS)
		visit_spoil(visit, "it sent raw texts faster than the store takes them");
}

static void keep_definition(struct scan *scan, struct json_object *text)
{
	size_t size = (size_t)json_object_get_string_len(text);

	scan->bytes += size;
	spool_add(scan->definitions, "definition", json_object_get_string(text), size);
	if (scan->bytes < PART_BYTES)
		return;
	take(scan, mem_take(&scan->definitions));
	scan->definitions = spool_new();
	scan->bytes = 0;
}

/* What the store has already stays as it is. */
static void take_definition(struct visit *visit, struct json_object *item)
{
	const char *digest = json_string(json_member(item, "facts"), "xml");
	struct json_object *text =
		digest && visit->held ? json_member(visit->held, digest) : NULL;

	if (!text)
		return;
	if (!store_has(visit->scan->context->store, digest))
		keep_definition(visit->scan, text);
	visit->held_bytes -= size_of(text);
	json_object_object_del(visit->held, digest);
}

/* The host that a host's own facts, or those of what it holds, are about. */
static const char *host_of(struct json_object *item)
{
	return text_equal(json_string(item, "kind"), "host")
		       ? json_string(item, "id")
		       : json_string(json_member(item, "facts"), "host");
}

/* Of a world that stands still, its own moment. */
static int64_t seen_at(const struct visit *visit)
{
	return visit->host == visit->scan->world ? config_now(visit->scan->context->config)
						 : clock_wall() / CLOCK_SECOND;
}

static void add_item(struct visit *visit, struct json_object *item)
{
	AUTO_FREE char *source = mem_format("%s %s", visit->plugin, host_of(item));

	take_definition(visit, item);
	json_set_integer(item, "at", seen_at(visit));
	json_set_string(item, "source", source);
	spool_add_json(visit->scan->items, PICTURE_ITEM, item);
}

/*
 * The world tells of hosts of its own, each before what it holds, and of nobody who is asked
 * himself.
 */
static bool is_of_world(struct scan *scan, struct json_object *item)
{
	const char *host = host_of(item);
	const char *asked = host ? json_string(scan->asked, host) : NULL;

	if (!host || !object_is_of_host(item, host))
		return false;
	if (!asked && text_equal(json_string(item, "kind"), "host")) {
		json_set_string(scan->asked, host, WORLD);
		return true;
	}
	return text_equal(asked, WORLD);
}

static bool may_tell(const struct visit *visit, struct json_object *item)
{
	return visit->host == visit->scan->world
		       ? is_of_world(visit->scan, item)
		       : object_is_of_host(item, json_string(visit->host, "name"));
}

static void take_item(void *argument, struct json_object *item)
{
	struct visit *visit = argument;
	struct error error = {0};

	if (visit->why)
		return;
	if (json_member(item, "blob"))
		hold_blob(visit, json_member(item, "blob"));
	else if (object_check(item, NULL, &error) < 0)
		visit_spoil(visit, error.text);
	else if (!may_tell(visit, item))
		visit_spoil(visit, "it told of an object that is not this host's");
	else if (++visit->items > MOST_ITEMS)
		visit_spoil(visit, "it told of more objects than a host can have");
	else
		add_item(visit, item);
}

static void visit_next(struct scan *scan);

static void visit_over(struct visit *visit)
{
	visit->worker = NULL;
	visit->kept = NULL;
	visit_close(visit);
	visit_next(visit->scan);
}

static void visit_answered(void *argument, enum worker_answer answer,
	struct json_object *result, const struct error *error)
{
	struct visit *visit = argument;

	(void)result;
	visit->answered = true;
	if (answer != WORKER_DONE)
		visit_spoil(visit, error ? error->text : "it gave no answer");
	else if (visit->kept && !visit->why && kept_stay(visit->kept))
		visit_over(visit);
	else
		worker_end(visit->worker);
}

static void visit_ended(void *argument, const char *why)
{
	struct visit *visit = argument;

	visit->worker = NULL;
	if (!visit->answered)
		visit_spoil(visit, why);
	visit_over(visit);
}

static struct json_object *own_settings(struct json_object *host)
{
	struct json_object *settings = json_object_new_object();

	json_set_string(settings, "role", "source");
	return json_set(settings, "host", json_object_get(host));
}

static struct json_object *world_settings(const struct config *config)
{
	struct json_object *settings = json_object_new_object();

	json_set_string(settings, "role", "source");
	return json_set_string(settings, "world", config->world);
}

static struct json_object *visit_settings(const struct visit *visit)
{
	if (visit->host == visit->scan->world)
		return world_settings(visit->scan->context->config);
	if (visit->host == visit->scan->own)
		return own_settings(visit->host);
	return text_equal(visit->plugin, "libvirt") ? host_libvirt_settings(visit->host)
						    : host_ssh_settings(visit->host, "source");
}

/* A world has no time of its own. */
static struct json_object *visit_parameters(const struct visit *visit)
{
	const struct config *config = visit->scan->context->config;
	struct json_object *parameters = json_object_new_object();

	if (visit->host == visit->scan->world)
		json_set_string(parameters, "moment",
			config->world_time ? config->world_time : visit->scan->made);
	return parameters;
}

/* A host of the register is read with a login. */
static bool needs_login(const struct visit *visit)
{
	return visit->host != visit->scan->own && visit->host != visit->scan->world;
}

/* One that stays between visits. */
static int start_kept(struct visit *visit, struct error *error)
{
	if (host_keep_begin(&visit->kept, visit->scan->context->keep, visit->host, visit_ended,
		    visit, error) < 0)
		return -1;
	visit->worker = kept_worker(visit->kept);
	return 0;
}

static int start_worker(struct visit *visit, struct error *error)
{
	struct host_party party = {visit->host, ""};
	unsigned parties = needs_login(visit) ? 1 : 0;
	AUTO_JSON struct json_object *settings = visit_settings(visit);
	AUTO_FREE char *name =
		mem_format("%s %s", visit->plugin, json_string(visit->host, "name"));

	return host_start_worker(&visit->worker, visit->scan->context, visit->plugin, name,
		settings, &party, parties, visit_ended, visit, error);
}

static int visit_start(struct visit *visit, struct error *error)
{
	struct worker_listener listener = {
		.answered = visit_answered, .streamed = take_item, .argument = visit};
	bool stays = visit->scan->context->keep && text_equal(visit->plugin, "ssh");

	if ((stays ? start_kept(visit, error) : start_worker(visit, error)) < 0)
		return -1;
	worker_ask(visit->worker, "collect", visit_parameters(visit),
		visit->host == visit->scan->world ? WORLD_MS : VISIT_MS, &listener);
	return 0;
}

/* Begins what may begin; after the last visit the scan ends. */
static void visit_next(struct scan *scan)
{
	while (scan->next < scan->count && scan->next - scan->over < AT_A_TIME) {
		struct visit *visit = &scan->visits[scan->next++];
		struct error error = {0};

		if (scan->cancelled)
			visit_spoil(visit, CANCELLED);
		else if (visit_start(visit, &error) < 0)
			visit_spoil(visit, error.text);
		if (!visit->worker)
			visit_close(visit);
	}
	if (scan->over == scan->count)
		loop_post(scan->context->loop, scan_end, scan);
}

static void cancel(void *argument)
{
	struct scan *scan = argument;

	scan->cancelled = true;
	if (scan->clerk)
		clerk_cancel(scan->clerk);
	for (unsigned i = 0; i < scan->next; i++)
		visit_spoil(&scan->visits[i], CANCELLED);
}

/* What the register itself knows of a host; its answers join this. */
static void add_registered(struct scan *scan, struct json_object *host)
{
	static const char *const strings[] = {"name", "department", "side", "address", "jump"};
	AUTO_JSON struct json_object *item = json_object_new_object();
	struct json_object *facts = json_object_new_object();
	char login[DIGEST_TEXT];

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		json_set_string(facts, strings[i], json_string(host, strings[i]));
	host_login(host, login);
	json_set_string(facts, "login", login);
	json_set_string(item, "kind", "host");
	json_set_string(item, "id", json_string(host, "name"));
	json_set_string(item, "source", "register");
	spool_add_json(scan->items, PICTURE_ITEM, json_set(item, "facts", facts));
}

static void add_visit(struct scan *scan, struct json_object *host, const char *plugin)
{
	scan->visits[scan->count++] =
		(struct visit){.scan = scan, .host = host, .plugin = plugin};
}

/* What lies around banyund itself: its neighbours, routes and ways out. */
static void add_own(struct scan *scan)
{
	if (!plugin_find(scan->context->plugins, "netlink"))
		return;
	scan->own = json_set_string(json_object_new_object(), "name", INVENTORY_OWN_HOST);
	add_visit(scan, scan->own, "netlink");
}

static void add_world(struct scan *scan)
{
	if (!scan->context->config->world)
		return;
	scan->world = json_set_string(json_object_new_object(), "name", INVENTORY_WORLD);
	add_visit(scan, scan->world, "fake");
}

/* A guest has no hypervisor to ask; all hosts have a system. */
static void list_visits(struct scan *scan)
{
	size_t hosts = json_object_array_length(scan->hosts);

	scan->visits = mem_array(2 * hosts + 2, sizeof(*scan->visits));
	add_own(scan);
	add_world(scan);
	for (size_t i = 0; i < hosts; i++) {
		struct json_object *host = json_object_array_get_idx(scan->hosts, i);

		add_registered(scan, host);
		json_set_string(scan->asked, json_string(host, "name"), ITSELF);
		if (!text_equal(json_string(host, "side"), "machine"))
			add_visit(scan, host, "libvirt");
		if (!host_is_near(host))
			add_visit(scan, host, "ssh");
	}
}

void inventory_scan(const struct context *context, struct audit_log *log, struct job *job)
{
	struct scan *scan = mem_alloc(sizeof(*scan));
	struct error error = {0};

	scan->context = context;
	scan->log = log;
	scan->job = job;
	scan->actor = mem_string(job_actor(job));
	scan->items = spool_new();
	scan->definitions = spool_new();
	scan->silent = json_object_new_array();
	scan->asked = json_set_string(json_object_new_object(), INVENTORY_OWN_HOST, ITSELF);
	clock_format(clock_wall(), scan->made);
	if (host_list(&scan->hosts, context->store, &error) < 0) {
		scan_fail(scan, &error);
		return;
	}
	list_visits(scan);
	job_on_cancel(job, cancel, scan);
	job_progress(job, 0, scan->count, NULL);
	visit_next(scan);
}
