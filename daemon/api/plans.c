#include "api/handlers.h"
#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/archive.h"
#include "core/config.h"
#include "core/context.h"
#include "core/job.h"
#include "core/store.h"
#include "model/consent.h"
#include "planning/approve.h"
#include "planning/planning.h"
#include <string.h>

void plans_create(struct api *api, struct request *request)
{
	struct job *job = job_new(api->jobs, "plan.create", request_actor(request));

	planning_create(api->context, api->log, api->profile, api->profile_digest,
		request_body(request), job);
	answer_job(request, job); /* last: it takes the request and its body */
}

static int add_plan(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	struct json_object *row;

	if (json_parse(&row, &source, JSON_MESSAGE, error) < 0)
		return -1;
	json_set_string(row, "plan", key);
	json_object_array_add(argument, row);
	return 0;
}

void plans_list(struct api *api, struct request *request)
{
	AUTO_JSON struct json_object *list = json_object_new_array();
	struct error error = {0};

	if (store_walk(api->context->store, PLAN_SPACE, add_plan, list, &error) < 0)
		request_fail(request, &error);
	else
		request_answer(request, 200,
			json_set(json_object_new_object(), "plans", mem_take(&list)));
}

void plans_show(struct api *api, struct request *request)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "plan", request_part(request, 0));
	json_set_integer(parameters, "now", clock_wall());
	json_set_boolean(parameters, "needed", consent_is_needed(api->profile));
	json_set(parameters, "people", config_owners(api->context->config));
	answer_from_clerk(api, request, "plan", parameters);
}

void plans_configuration(struct api *api, struct request *request)
{
	answer_from_clerk(api, request, "configuration",
		json_set_string(json_object_new_object(), "plan", request_part(request, 0)));
}

void plans_approve(struct api *api, struct request *request)
{
	const char *root = request_part(request, 0);
	struct json_object *body = request_body(request), *approved = NULL;
	struct store_batch *batch = batch_new();
	AUTO_FREE char *object = mem_format("plan %s", root);
	struct audit_entry entry = {
		.action = "plan.approve", .object = object, .plan = root, .result = AUDIT_DONE};
	struct error error = {0};

	if (planning_approve(&approved, batch, api->context->store, root, body,
		    request_person(request), request_actor(request), api->profile,
		    &error) < 0) {
		batch_free(batch);
		request_fail(request, &error);
		return;
	}
	entry.detail = approved;
	request_commit(request, batch, &entry, 200, approved);
}

void plans_return(struct api *api, struct request *request)
{
	const char *root = request_part(request, 0);
	const char *reason = json_string(request_body(request), "reason");
	struct store_batch *batch = batch_new();
	AUTO_FREE char *object = mem_format("plan %s", root);
	struct audit_entry entry = {.action = "plan.return",
		.object = object,
		.plan = root,
		.result = AUDIT_DONE,
		.reason = reason};
	struct error error = {0};

	if (planning_return(batch, api->context->store, root, &error) < 0) {
		batch_free(batch);
		request_fail(request, &error);
		return;
	}
	request_commit(request, batch, &entry, 200,
		json_set_string(json_object_new_object(), "plan", root));
}
