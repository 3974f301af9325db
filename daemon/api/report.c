#include "api/handlers.h"
#include "base/clock.h"
#include "base/error.h"
#include "reporting/progress.h"

void report_progress(struct api *api, struct request *request)
{
	struct error error = {0};
	AUTO_JSON struct json_object *inventory =
		load_inventory(api, request_query(request, "snapshot"), &error);
	struct json_object *report;

	if (!inventory) {
		request_fail(request, &error);
		return;
	}
	report = progress_report(json_member(inventory, "snapshot"),
		json_member(inventory, "objects"), api->profile);
	json_set_string(report, "snapshot", json_string(inventory, "digest"));
	request_answer(request, 200, report);
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
