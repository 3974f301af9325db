#include "base/memory.h"
#include "base/text.h"
#include "core/clerk.h"
#include "core/config.h"
#include "core/host.h"
#include "core/job.h"
#include "core/loop.h"
#include "core/plugin.h"
#include "core/spool.h"
#include "inventory/picture.h"
#include "inventory/scan_private.h"
#include <stdlib.h>

/*
 * A scan is a queue of visits, one for each host and plugin, of which some are made at a time.
 * A visit is over when its worker has ended. After the last visit the clerk makes the picture
 * of what they brought; it goes into the store, and the scan ends when its record is durable.
 */

#define AT_A_TIME 16
#define CANCELLED "the scan was cancelled"

void scan_free(struct scan *scan)
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

void scan_visit_next(struct scan *scan)
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

/* --- the visits --- */

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
		json_set_string(scan->asked, json_string(host, "name"), SCAN_ITSELF);
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
	scan->asked =
		json_set_string(json_object_new_object(), INVENTORY_OWN_HOST, SCAN_ITSELF);
	clock_format(clock_wall(), scan->made);
	if (host_list(&scan->hosts, context->store, &error) < 0) {
		scan_abandon(scan, &error);
		return;
	}
	list_visits(scan);
	job_on_cancel(job, cancel, scan);
	job_progress(job, 0, scan->count, NULL);
	scan_visit_next(scan);
}
