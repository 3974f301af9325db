#include "api/handlers.h"
#include "base/error.h"
#include "base/json.h"
#include "core/context.h"
#include "inventory/changes.h"

void inventory_objects(struct api *api, struct request *request)
{
	answer_from_clerk(api, request, "objects", json_object_get(request_query(request)));
}

void inventory_drifted(struct api *api, struct request *request)
{
	answer_from_clerk(api, request, "drift",
		json_set(json_object_get(request_query(request)), "profile",
			json_object_get(api->profile)));
}

void inventory_compared(struct api *api, struct request *request)
{
	answer_from_clerk(api, request, "diff", json_object_get(request_query(request)));
}

void inventory_charted(struct api *api, struct request *request)
{
	answer_from_clerk(api, request, "chart", json_object_get(request_query(request)));
}

void inventory_changed(struct api *api, struct request *request)
{
	struct json_object *answer;
	struct error error = {0};

	if (changes_list(&answer, api->context->store, &error) < 0)
		request_fail(request, &error);
	else
		request_answer(request, 200, answer);
}
