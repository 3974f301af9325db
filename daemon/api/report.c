#include "api/handlers.h"
#include "base/clock.h"
#include "base/json.h"

void report_progress(struct api *api, struct request *request)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "snapshot", request_query(request, "snapshot"));
	json_set(parameters, "profile", json_object_get(api->profile));
	answer_from_clerk(api, request, "progress", parameters);
}

void report_self_check(struct api *api, struct request *request)
{
	struct json_object *parameters = json_object_new_object();
	char now[CLOCK_TEXT];

	clock_format(clock_wall(), now);
	json_set_string(parameters, "made", now);
	json_set_string(parameters, "department", request_query(request, "department"));
	answer_from_clerk(api, request, "self-check", parameters);
}
