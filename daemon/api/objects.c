#include "api/handlers.h"
#include "base/json.h"

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
