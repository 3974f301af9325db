/* One visit of a scan: what a worker tells of one host, and whether that is believed. */
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/host.h"
#include "core/host_keep.h"
#include "core/job.h"
#include "core/spool.h"
#include "core/store.h"
#include "core/worker.h"
#include "inventory/picture.h"
#include "inventory/scan_private.h"
#include "model/object.h"
#include <stdlib.h>

#define VISIT_MS   120000
#define WORLD_MS   900000              /* it may hold a hundred cities */
#define MOST_ITEMS 200000              /* of one visit */
#define PART_BYTES (8UL * 1024 * 1024) /* of definitions that are stored together */
#define MOST_PARTS 64                  /* on their way to the store */
#define MOST_HELD  PART_BYTES          /* bytes of a visit's raw texts that nothing names yet */
#define MOST_SENT  (256UL * 1024 * 1024) /* bytes of a visit's raw texts */

void visit_close(struct visit *visit)
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

void visit_spoil(struct visit *visit, const char *why)
{
	if (!visit->why)
		visit->why = mem_string(why);
	if (visit->worker)
		worker_end(visit->worker);
}

/* --- raw texts --- */

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
	scan_take(scan, mem_take(&scan->definitions));
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

/* --- what it tells --- */

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
		json_set_string(scan->asked, host, SCAN_WORLD);
		return true;
	}
	return text_equal(asked, SCAN_WORLD);
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

/* --- its end --- */

static void visit_over(struct visit *visit)
{
	visit->worker = NULL;
	visit->kept = NULL;
	visit_close(visit);
	scan_visit_next(visit->scan);
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

/* --- its beginning --- */

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

int visit_start(struct visit *visit, struct error *error)
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
