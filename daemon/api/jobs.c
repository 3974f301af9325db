#include "api/handlers.h"
#include "base/error.h"
#include "base/json.h"
#include "core/job.h"

void answer_job(struct request *request, const struct job *job)
{
	request_answer(
		request, 202, json_set_string(json_object_new_object(), "job", job_id(job)));
}

void job_show(struct api *api, struct request *request)
{
	struct json_object *status = job_status(api->jobs, request_part(request, 0));
	struct error error = {0};

	if (status) {
		request_answer(request, 200, status);
		return;
	}
	error_set(&error, ERROR_NOT_FOUND, request_part(request, 0), "There is no job \"%s\".",
		request_part(request, 0));
	request_fail(request, &error);
}

void job_stop(struct api *api, struct request *request)
{
	struct error error = {0};

	if (job_cancel(api->jobs, request_part(request, 0), &error) < 0)
		request_fail(request, &error);
	else
		request_answer(request, 200, job_status(api->jobs, request_part(request, 0)));
}
