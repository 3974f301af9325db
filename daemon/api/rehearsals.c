/* Rehearsing a plan, as a job: the clerk plays it, the loop only waits for what it tells. */
#include "api/handlers.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/clerk.h"
#include "core/job.h"
#include "core/spool.h"
#include <stdlib.h>
#include <string.h>

struct rehearsing {
	struct job *job;
	struct clerk *clerk;
};

static void cancel(void *argument)
{
	clerk_cancel(((struct rehearsing *)argument)->clerk);
}

static void progressed(void *argument, struct json_object *progress)
{
	const struct rehearsing *rehearsing = argument;
	int64_t done = json_integer(progress, "done", 0);
	int64_t total = json_integer(progress, "total", 0);

	if (done >= 0 && done <= total && total > 0)
		job_progress(
			rehearsing->job, (unsigned)(done * 1000 / total), 1000, "rehearsing");
}

static int take_answer(struct json_object **told, struct spool *output, struct error *error)
{
	struct source source = {SOURCE_JSON, "clerk's rehearsal", NULL, 0};
	struct spool_entry entry;
	size_t at = 0;

	if (spool_next(output, &at, &entry, error) != 1)
		return error->code ? -1
				   : error_set(error, ERROR_FAILED, "banyun-clerk",
					     "The rehearsal has no answer.");
	source.data = entry.data;
	source.size = entry.size;
	return json_parse(told, &source, JSON_FILE, error);
}

static void answered(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct rehearsing *rehearsing = argument;
	struct json_object *told = NULL;
	struct error spoilt = {0};

	(void)result;
	job_on_cancel(rehearsing->job, NULL, NULL);
	if (error || take_answer(&told, *output, &spoilt) < 0)
		job_fail(rehearsing->job, error ? error : &spoilt);
	else
		job_finish(rehearsing->job, told);
	free(rehearsing);
}

void plans_rehearse(struct api *api, struct request *request)
{
	struct rehearsing *rehearsing = mem_alloc(sizeof(*rehearsing));
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "plan", request_part(request, 0));
	json_set(parameters, "order", json_copy(request_body(request)));
	rehearsing->job = job_new(api->jobs, "plan.rehearse", request_actor(request));
	job_on_cancel(rehearsing->job, cancel, rehearsing);
	rehearsing->clerk =
		clerk_ask(api->context, &(struct clerk_question){.method = "rehearse",
						.parameters = parameters,
						.answered = answered,
						.progressed = progressed,
						.argument = rehearsing});
	answer_job(request, rehearsing->job); /* last: it takes the request and its body */
}
