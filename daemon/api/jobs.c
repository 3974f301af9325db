#include "api/handlers.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/context.h"
#include "core/job.h"
#include "core/loop.h"
#include <stdlib.h>

void answer_job(struct request *request, const struct job *job)
{
	request_answer(
		request, 202, json_set_string(json_object_new_object(), "job", job_id(job)));
}

static void show_job(struct api *api, struct request *request)
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

/* A request that is answered when its job ends, or its time is up. */
struct looker {
	struct api *api;
	struct request *request;
	struct job_wait *wait;
	struct loop_timer *timer;
};

static void looker_ended(void *argument)
{
	AUTO_FREE struct looker *looker = argument;

	loop_cancel(looker->timer);
	show_job(looker->api, looker->request);
}

static void looker_late(void *argument)
{
	AUTO_FREE struct looker *looker = argument;

	job_wait_end(looker->wait);
	show_job(looker->api, looker->request);
}

void job_show(struct api *api, struct request *request)
{
	int64_t time = json_integer(request_query(request), "wait", 0);
	struct looker *looker = mem_alloc(sizeof(*looker));

	*looker = (struct looker){.api = api, .request = request};
	if (time > 0)
		looker->wait =
			job_wait(api->jobs, request_part(request, 0), looker_ended, looker);
	if (looker->wait) {
		looker->timer =
			loop_after(api->context->loop, (uint32_t)time, looker_late, looker);
		return;
	}
	free(looker);
	show_job(api, request);
}

void job_stop(struct api *api, struct request *request)
{
	struct error error = {0};

	if (job_cancel(api->jobs, request_part(request, 0), &error) < 0)
		request_fail(request, &error);
	else
		request_answer(request, 200, job_status(api->jobs, request_part(request, 0)));
}
