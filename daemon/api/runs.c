#include "api/handlers.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "execution/runner.h"
#include "planning/approve.h"

/* A plan that was edited, or rests on facts that have changed, is not started. */
static int check_plan(struct api *api, struct json_object *body, struct error *error)
{
	const char *root = json_string(body, "plan");
	AUTO_JSON struct json_object *plan = NULL;

	if (planning_waves(&plan, api->context->store, root, body, error) < 0)
		return -1;
	return planning_check_drift(api->context->store, plan, error);
}

void runs_start(struct api *api, struct request *request)
{
	struct json_object *body = request_body(request);
	struct error error = {0};
	char run[32];

	if (check_plan(api, body, &error) < 0 ||
		runner_start(api->runner, json_string(body, "plan"), json_member(body, "waves"),
			request_actor(request), run, &error) < 0)
		request_fail(request, &error);
	else
		request_answer_durable(
			request, 201, json_set_string(json_object_new_object(), "run", run));
}

void runs_list(struct api *api, struct request *request)
{
	request_answer(request, 200,
		json_set(json_object_new_object(), "runs", runner_list(api->runner)));
}

/* A run that is only looked at is told at once; an order, when its record is durable. */
static void answer_run(struct api *api, struct request *request)
{
	struct json_object *status = runner_status(api->runner, request_part(request, 0));
	struct error error = {0};

	if (status && request_body(request)) {
		request_answer_durable(request, 200, status);
		return;
	}
	if (status) {
		request_answer(request, 200, status);
		return;
	}
	error_set(&error, ERROR_NOT_FOUND, request_part(request, 0),
		"There is no run \"%s\"; `banyun run show` lists them.",
		request_part(request, 0));
	request_fail(request, &error);
}

void runs_show(struct api *api, struct request *request)
{
	answer_run(api, request);
}

static void command(struct api *api, struct request *request, enum run_order order)
{
	struct error error = {0};

	if (runner_command(api->runner, request_part(request, 0), order, request_actor(request),
		    &error) < 0)
		request_fail(request, &error);
	else
		answer_run(api, request);
}

void runs_pause(struct api *api, struct request *request)
{
	command(api, request, RUN_ORDER_PAUSE);
}

void runs_resume(struct api *api, struct request *request)
{
	command(api, request, RUN_ORDER_RESUME);
}

void runs_abort(struct api *api, struct request *request)
{
	command(api, request, RUN_ORDER_ABORT);
}

/* "close" orders nothing but that the move is over; it is OPERATION_NONE to the executor. */
static int read_order(enum operation *operation, const char *word, struct error *error)
{
	*operation = operation_from_word(word);
	if (*operation != OPERATION_NONE || text_equal(word, "close"))
		return 0;
	return error_set(error, ERROR_INPUT, NULL,
		"\"%s\" is nothing that can be ordered; banyun(1) lists the orders.", word);
}

void runs_resolve(struct api *api, struct request *request)
{
	struct json_object *body = request_body(request);
	enum operation order;
	struct error error = {0};

	if (read_order(&order, json_string(body, "as"), &error) < 0 ||
		runner_resolve(api->runner, request_part(request, 0), request_part(request, 1),
			order, json_string(body, "reason"), request_actor(request), &error) < 0)
		request_fail(request, &error);
	else
		answer_run(api, request);
}
