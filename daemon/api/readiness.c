#include "readiness/readiness.h"
#include "api/handlers.h"
#include "base/error.h"
#include "core/archive.h"
#include "core/context.h"
#include "core/job.h"
#include "model/findings.h"

void readiness_start(struct api *api, struct request *request)
{
	struct job *job = job_new(api->jobs, "readiness.check", request_actor(request));

	answer_job(request, job);
	readiness_check(api->context, api->log, api->profile, api->profile_digest, job);
}

void readiness_show(struct api *api, struct request *request)
{
	struct json_object *findings, *answer;
	char digest[DIGEST_TEXT];
	struct error error = {0};

	if (archive_load_head(&findings, digest, api->context->store, "findings",
		    findings_fields, &error) < 0) {
		if (error.code == ERROR_NOT_FOUND)
			error_set(&error, ERROR_NOT_FOUND, NULL,
				"There are no findings yet; `banyun readiness check` makes "
				"them.");
		request_fail(request, &error);
		return;
	}
	answer = json_set_string(json_object_new_object(), "digest", digest);
	request_answer(request, 200, json_set(answer, "findings", findings));
}
