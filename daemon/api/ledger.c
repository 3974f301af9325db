/*
 * Entries of the ledger: one request at a time, each after the one before is durable, so that
 * it meets what that one told; a few entries at a time, so that others are served meanwhile.
 */
#include "api/handlers.h"
#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/context.h"
#include "core/loop.h"
#include "core/store.h"
#include "inventory/inventory.h"
#include <stdlib.h>
#include <sys/queue.h>

struct taking {
	STAILQ_ENTRY(taking) entry;
	struct api *api;
	struct request *request;
	struct store_batch *batch; /* NULL: a dry run */
	struct entering *entering;
	char now[CLOCK_TEXT];
};

/* Of the loop's thread alone; the first is the one that is being taken in. */
static STAILQ_HEAD(, taking) queue = STAILQ_HEAD_INITIALIZER(queue);

static void begin(struct taking *taking);

static void taking_end(struct taking *taking)
{
	inventory_entering_free(taking->entering);
	STAILQ_REMOVE_HEAD(&queue, entry);
	free(taking);
	if (!STAILQ_EMPTY(&queue))
		begin(STAILQ_FIRST(&queue));
}

static void answer(void *argument)
{
	struct taking *taking = argument;
	struct json_object *tables = inventory_entered_tables(taking->entering);

	request_answer(taking->request, 200,
		json_set(json_object_new_object(), "tables", json_object_get(tables)));
	taking_end(taking);
}

/* What is recorded: of which kind, from which file, and how much of it was new. */
static struct json_object *detail_of(struct json_object *table, struct json_object *answer)
{
	static const char *const counts[] = {"added", "changed", "same"};
	struct json_object *detail = json_object_new_object();
	struct json_object *entries = json_member(table, "entries");
	const char *file = json_string(table, "file");

	if (!file && json_length(entries) > 0)
		file = json_string(
			json_member(json_object_array_get_idx(entries, 0), "origin"), "file");
	json_set_string(detail, "kind", json_string(table, "kind"));
	json_set_string(detail, "file", file);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		json_set_integer(detail, counts[i], json_integer(answer, counts[i], 0));
	return detail;
}

/* A record for each table, as if each had come alone. */
static void commit(struct taking *taking)
{
	struct json_object *tables = json_member(request_body(taking->request), "tables");
	struct json_object *answers = inventory_entered_tables(taking->entering);

	for (size_t i = 0; i < json_length(tables); i++) {
		AUTO_JSON struct json_object *detail =
			detail_of(json_object_array_get_idx(tables, i),
				json_object_array_get_idx(answers, i));

		audit_append(taking->api->log, taking->batch,
			&(struct audit_entry){.actor = request_actor(taking->request),
				.source = "api",
				.action = "inventory.import",
				.object = "ledger",
				.result = AUDIT_DONE,
				.detail = detail});
	}
	audit_commit(taking->api->log, mem_take(&taking->batch), answer, taking);
}

static void go_on(void *argument)
{
	struct taking *taking = argument;
	struct error error = {0};
	int more = inventory_enter_some(taking->entering, &error);

	if (more > 0) {
		loop_post(taking->api->context->loop, go_on, taking);
	} else if (more < 0) {
		batch_free(taking->batch);
		request_fail(taking->request, &error);
		taking_end(taking);
	} else if (taking->batch) {
		commit(taking);
	} else {
		answer(taking);
	}
}

static void begin(struct taking *taking)
{
	struct inventory_teller teller = {request_actor(taking->request), taking->now};

	clock_format(clock_wall(), taking->now);
	taking->entering = inventory_entering_new(taking->api->context->store, taking->batch,
		request_body(taking->request), &teller);
	loop_post(taking->api->context->loop, go_on, taking);
}

/* A dry run changes nothing, and is not recorded. */
void inventory_entered(struct api *api, struct request *request)
{
	struct taking *taking = mem_alloc(sizeof(*taking));
	bool first = STAILQ_EMPTY(&queue);

	taking->api = api;
	taking->request = request;
	if (!json_boolean(request_body(request), "dry_run", false))
		taking->batch = batch_new();
	STAILQ_INSERT_TAIL(&queue, taking, entry);
	if (first)
		begin(taking);
}
