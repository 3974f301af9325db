#include "api/handlers.h"
#include "base/clock.h"
#include "base/json.h"
#include "core/config.h"
#include "core/context.h"

void report_progress(struct api *api, struct request *request)
{
	struct json_object *parameters = json_object_get(request_query(request));

	json_set(parameters, "profile", json_object_get(api->profile));
	json_set_integer(parameters, "now", config_now(api->context->config));
	answer_from_clerk(api, request, "progress", parameters);
}

void report_self_check(struct api *api, struct request *request)
{
	char now[CLOCK_TEXT];

	clock_format(clock_wall(), now);
	answer_from_clerk(api, request, "self-check",
		json_set_string(json_object_get(request_query(request)), "made", now));
}
