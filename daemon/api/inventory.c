#include "inventory/inventory.h"
#include "api/handlers.h"
#include "audit/log.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/context.h"
#include "core/job.h"
#include "core/store.h"
#include "inventory/import.h"
#include <stdio.h>

void inventory_told(struct api *api, struct request *request)
{
	struct json_object *survey = request_body(request), *counts;
	struct store_batch *batch;
	struct error error = {0};

	(void)api;
	if (inventory_check_survey(survey, &error) < 0) {
		request_fail(request, &error);
		return;
	}
	batch = batch_new();
	inventory_import(batch, survey);
	counts = inventory_count_survey(survey);
	request_commit(request, batch,
		&(struct audit_entry){.action = "inventory.import",
			.object = "survey",
			.result = AUDIT_DONE,
			.detail = counts},
		200, counts);
}

void inventory_complete(struct api *api, struct request *request)
{
	answer_from_clerk(api, request, "completeness", NULL);
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

void inventory_show(struct api *api, struct request *request)
{
	answer_from_clerk(api, request, "inventory", json_object_get(request_query(request)));
}
