#include "readiness/readiness.h"
#include "api/handlers.h"
#include "base/error.h"
#include "core/archive.h"
#include "core/context.h"
#include "core/job.h"
#include "model/findings.h"
#include "model/profile.h"
#include "readiness/links.h"

void readiness_start(struct api *api, struct request *request)
{
	struct job *job = job_new(api->jobs, "readiness.check", request_actor(request));
	const struct readiness_order order = {
		.context = api->context,
		.log = api->log,
		.profile = api->profile,
		.profile_digest = api->profile_digest,
		.what = json_member(request_body(request), "what"),
	};

	readiness_check(&order, job);
	answer_job(request, job); /* last: it takes the request and its body */
}

/* The newest of a kind, or the request fails with that sentence. */
static int load(struct json_object **document, char digest[DIGEST_TEXT], struct api *api,
	struct request *request, const char *kind, const struct shape_field *fields,
	const char *missing)
{
	struct error error = {0};

	if (archive_load_head(document, digest, api->context->store, kind, fields, &error) == 0)
		return 0;
	if (error.code == ERROR_NOT_FOUND)
		error_set(&error, ERROR_NOT_FOUND, NULL, "%s", missing);
	request_fail(request, &error);
	return -1;
}

void readiness_show(struct api *api, struct request *request)
{
	struct json_object *findings, *answer;
	char digest[DIGEST_TEXT];

	if (load(&findings, digest, api, request, "findings", findings_fields,
		    "There are no findings yet; `banyun readiness check` makes them.") < 0)
		return;
	answer = json_set_string(json_object_new_object(), "digest", digest);
	request_answer(request, 200, json_set(answer, "findings", findings));
}

/* The table of rules, each with what the profile does with it. */
void readiness_rules_show(struct api *api, struct request *request)
{
	struct json_object *rules = readiness_rules_told();

	json_object_object_foreach (rules, id, rule)
		json_set_string(rule, "effect", profile_rule(api->profile, id));
	request_answer(request, 200, json_set(json_object_new_object(), "rules", rules));
}

void readiness_links_show(struct api *api, struct request *request)
{
	struct json_object *measured;
	char digest[DIGEST_TEXT];

	if (load(&measured, digest, api, request, "measurements", links_fields,
		    "No link has been measured yet; `banyun readiness check --what links` "
		    "does.") < 0)
		return;
	request_answer(request, 200, measured);
}
