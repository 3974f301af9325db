#include "inventory/inventory.h"
#include "api/handlers.h"
#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/archive.h"
#include "core/context.h"
#include "core/job.h"
#include "core/store.h"
#include "model/snapshot.h"
#include <stdio.h>

void inventory_told(struct api *api, struct request *request)
{
	struct json_object *survey = request_body(request), *answer = json_object_new_object();
	struct store_batch *batch = batch_new();
	struct audit_entry entry = {
		.action = "inventory.import", .object = "survey", .result = AUDIT_DONE};
	struct error error = {0};
	static const char *const lists[] = {"departments", "systems", "landings"};

	(void)api;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		json_set_integer(answer, lists[i],
			(int64_t)json_object_array_length(json_member(survey, lists[i])));
	entry.detail = answer;
	if (inventory_import(batch, survey, &error) < 0) {
		batch_free(batch);
		json_object_put(answer);
		request_fail(request, &error);
		return;
	}
	request_commit(request, batch, &entry, 200, answer);
}

void inventory_complete(struct api *api, struct request *request)
{
	struct json_object *answer;
	struct error error = {0};

	if (inventory_completeness(&answer, api->context->store, &error) < 0)
		request_fail(request, &error);
	else
		request_answer(request, 200, answer);
}

/* One scan at a time: two would ask each host twice, and the later picture may be the older. */
void inventory_found(struct api *api, struct request *request)
{
	const char *running = job_running(api->jobs, INVENTORY_SCAN);
	struct error error = {0};
	struct job *job;

	if (running) {
		error_set(&error, ERROR_CONFLICT, running,
			"A scan is under way already (job %s); wait until it has ended, or "
			"cancel "
			"it.",
			running);
		request_fail(request, &error);
		return;
	}
	job = job_new(api->jobs, INVENTORY_SCAN, request_actor(request));
	answer_job(request, job);
	inventory_scan(api->context, api->log, job);
}

static int add_object(struct json_object *objects, struct store *store,
	struct json_object *member, struct error *error)
{
	const char *digest = json_string(member, "digest");
	struct json_object *facts;

	if (json_object_object_get_ex(objects, digest, NULL))
		return 0;
	if (archive_load(&facts, store, digest, NULL, error) < 0)
		return -1;
	json_set(objects, digest, facts);
	return 0;
}

static int load_snapshot(struct json_object **snapshot, char found[DIGEST_TEXT],
	struct store *store, const char *digest, struct error *error)
{
	if (!digest && archive_head(store, "snapshot", found, error) < 0) {
		if (error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_NOT_FOUND, NULL,
				"There is no snapshot yet; `banyun inventory scan` makes one.");
		return -1;
	}
	if (digest)
		snprintf(found, DIGEST_TEXT, "%s", digest);
	return archive_load(snapshot, store, found, snapshot_fields, error);
}

struct json_object *load_inventory(struct api *api, const char *digest, struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL, *objects = json_object_new_object();
	struct store *store = api->context->store;
	struct json_object *members, *answer;
	char found[DIGEST_TEXT];

	if (load_snapshot(&snapshot, found, store, digest, error) < 0)
		return NULL;
	members = json_member(snapshot, "members");
	for (size_t i = 0; i < json_object_array_length(members); i++)
		if (add_object(objects, store, json_object_array_get_idx(members, i), error) <
			0)
			return NULL;
	answer = json_set_string(json_object_new_object(), "digest", found);
	json_set(answer, "snapshot", mem_take(&snapshot));
	return json_set(answer, "objects", mem_take(&objects));
}

void inventory_show(struct api *api, struct request *request)
{
	struct error error = {0};
	struct json_object *answer =
		load_inventory(api, request_query(request, "snapshot"), &error);

	if (answer)
		request_answer(request, 200, answer);
	else
		request_fail(request, &error);
}
