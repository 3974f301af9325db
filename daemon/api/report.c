#include "api/handlers.h"
#include "base/clock.h"
#include "base/json.h"

void report_progress(struct api *api, struct request *request)
{
	answer_from_clerk(api, request, "progress",
		json_set(json_object_get(request_query(request)), "profile",
			json_object_get(api->profile)));
}

void report_self_check(struct api *api, struct request *request)
{
	char now[CLOCK_TEXT];

	clock_format(clock_wall(), now);
	answer_from_clerk(api, request, "self-check",
		json_set_string(json_object_get(request_query(request)), "made", now));
}
