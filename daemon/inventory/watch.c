#include "inventory/watch.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/config.h"
#include "core/context.h"
#include "core/host.h"
#include "core/loop.h"
#include "core/store.h"
#include "core/worker.h"
#include "inventory/changes.h"
#include "model/object.h"
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#define ROUND_MS   30000 /* between two looks at the register; one that ended begins again */
#define QUIET_MS   1000  /* changes of one machine that follow each other are read once */
#define COLLECT_MS 120000
#define MOST       5000 /* machines of one host that may have changed between two readings */

/* One hypervisor. It lives until its worker has ended and the register has it no more. */
struct post {
	TAILQ_ENTRY(post) entry;
	struct watch *watch; /* NULL: nobody watches any more */
	char *host;
	struct worker *worker;
	struct loop_timer *timer;    /* until the machines that changed are read */
	struct json_object *changed; /* uuid -> its change, to be read */
	struct json_object *reading; /* the same, being read; NULL: nothing is */
	bool wanted;
};

struct watch {
	const struct context *context;
	struct loop_timer *timer;
	TAILQ_HEAD(, post) posts;
};

static void post_free(struct post *post)
{
	loop_cancel(post->timer);
	json_object_put(post->changed);
	json_object_put(post->reading);
	free(post->host);
	free(post);
}

static void keep(struct post *post, struct json_object *change, struct json_object *facts)
{
	struct store_batch *batch = batch_new();

	changes_keep(batch, post->host, change, facts);
	store_commit(post->watch->context->store, batch, NULL, NULL);
}

/* --- reading again what changed --- */

static void read_item(void *argument, struct json_object *item)
{
	struct post *post = argument;
	struct json_object *change =
		post->reading && json_string(item, "id")
			? json_member(post->reading, json_string(item, "id"))
			: NULL;

	if (post->watch && change && object_check(item, NULL, NULL) == 0 &&
		text_equal(json_string(item, "kind"), "machine") &&
		object_is_of_host(item, post->host))
		keep(post, change, json_member(item, "facts"));
}

static void read_soon(struct post *post);

static void read_answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct post *post = argument;

	(void)result;
	if (answer != WORKER_DONE && error)
		log_info("inventory", post->host, "What changed was not read: %s", error->text);
	json_object_put(mem_take(&post->reading));
	if (post->watch && post->worker && json_object_object_length(post->changed) > 0)
		read_soon(post);
}

static void read_changed(void *argument)
{
	struct post *post = argument;
	struct worker_listener listener = {
		.answered = read_answered, .streamed = read_item, .argument = post};
	struct json_object *uuids = json_object_new_array();

	post->timer = NULL;
	post->reading = post->changed;
	post->changed = json_object_new_object();
	json_object_object_foreach (post->reading, uuid, change) {
		(void)change;
		json_object_array_add(uuids, json_object_new_string(uuid));
	}
	worker_ask(post->worker, "collect",
		json_set(json_object_new_object(), "machines", uuids), COLLECT_MS, &listener);
}

static void read_soon(struct post *post)
{
	if (!post->timer && !post->reading)
		post->timer =
			loop_after(post->watch->context->loop, QUIET_MS, read_changed, post);
}

/* --- hearing --- */

/* Of a machine that goes away there is nothing to be read. */
static void note_machine(struct post *post, struct json_object *change)
{
	const char *id = json_string(change, "id");

	if (text_equal(json_string(change, "what"), "undefined")) {
		json_object_object_del(post->changed, id);
		return;
	}
	if (json_object_object_length(post->changed) >= MOST)
		return;
	json_set(post->changed, id, json_object_get(change));
	read_soon(post);
}

static bool is_whole(struct json_object *change)
{
	return shape_check(change_fields, change, NULL, NULL) == 0 &&
	       (json_string(change, "id") || text_equal(json_string(change, "kind"), "host"));
}

static void heard(void *argument, struct json_object *item)
{
	struct post *post = argument;
	struct json_object *change = json_member(item, "change");

	if (!post->watch || !post->worker)
		return;
	if (!is_whole(change)) {
		log_warning("inventory", post->host, "It told of a change that is none.");
		worker_end(post->worker);
		return;
	}
	keep(post, change, NULL);
	if (text_equal(json_string(change, "kind"), "machine"))
		note_machine(post, change);
}

static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct post *post = argument;

	(void)answer;
	(void)result;
	if (post->watch && error)
		log_info("inventory", post->host, "The watch ended: %s", error->text);
	if (post->worker)
		worker_end(post->worker);
}

static void ended(void *argument, const char *why)
{
	struct post *post = argument;

	(void)why;
	post->worker = NULL;
	loop_cancel(mem_take(&post->timer));
	if (!post->watch)
		post_free(post);
}

static void begin(struct post *post, struct json_object *host)
{
	struct worker_listener listener = {
		.answered = answered, .streamed = heard, .argument = post};
	struct host_party party = {host, ""};
	AUTO_JSON struct json_object *settings = host_libvirt_settings(host);
	AUTO_FREE char *name = mem_format("libvirt %s", post->host);
	struct error error = {0};

	json_set_boolean(settings, "watch", true);
	if (host_start_worker(&post->worker, post->watch->context, "libvirt", name, settings,
		    &party, 1, ended, post, &error) < 0)
		log_info("inventory", post->host, "It is not watched: %s", error.text);
	else
		worker_ask(post->worker, "watch", NULL, 0, &listener);
}

/* --- who is watched --- */

static struct post *find(struct watch *watch, const char *host)
{
	struct post *post;

	TAILQ_FOREACH(post, &watch->posts, entry)
	{
		if (text_equal(post->host, host))
			return post;
	}
	post = mem_alloc(sizeof(*post));
	post->watch = watch;
	post->host = mem_string(host);
	post->changed = json_object_new_object();
	TAILQ_INSERT_TAIL(&watch->posts, post, entry);
	return post;
}

static void leave(struct post *post)
{
	TAILQ_REMOVE(&post->watch->posts, post, entry);
	post->watch = NULL;
	if (post->worker)
		worker_end(post->worker);
	else
		post_free(post);
}

static void want(struct watch *watch, struct json_object *host)
{
	struct post *post;

	if (text_equal(json_string(host, "side"), "machine") ||
		!(host_trusted(host) || host_is_near(host)))
		return;
	post = find(watch, json_string(host, "name"));
	post->wanted = true;
	if (!post->worker)
		begin(post, host);
}

static void look_round(void *argument)
{
	struct watch *watch = argument;
	AUTO_JSON struct json_object *hosts = NULL;
	struct post *post, *next;

	watch->timer = loop_after(watch->context->loop, ROUND_MS, look_round, watch);
	if (host_list(&hosts, watch->context->store, NULL) < 0)
		return;
	TAILQ_FOREACH(post, &watch->posts, entry)
	post->wanted = false;
	for (size_t i = 0; i < json_object_array_length(hosts); i++)
		want(watch, json_object_array_get_idx(hosts, i));
	for (post = TAILQ_FIRST(&watch->posts); post; post = next) {
		next = TAILQ_NEXT(post, entry);
		if (!post->wanted)
			leave(post);
	}
}

struct watch *watch_new(const struct context *context)
{
	struct watch *watch;

	if (!context->config->watch)
		return NULL;
	watch = mem_alloc(sizeof(*watch));
	watch->context = context;
	TAILQ_INIT(&watch->posts);
	watch->timer = loop_after(context->loop, 0, look_round, watch);
	return watch;
}

void watch_free(struct watch *watch)
{
	if (!watch)
		return;
	loop_cancel(watch->timer);
	while (!TAILQ_EMPTY(&watch->posts))
		leave(TAILQ_FIRST(&watch->posts));
	free(watch);
}
