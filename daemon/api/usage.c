#include "api/handlers.h"
#include "api/query.h"
#include "base/error.h"
#include "base/json.h"
#include "core/config.h"
#include "core/context.h"

#define WEEK (7 * 86400)

/* A week ago when it is not told. */
static int since_when(int64_t *since, const char *text, int64_t now, struct error *error)
{
	*since = now - WEEK;
	if (!text)
		return 0;
	if (query_since(since, text, error) < 0)
		return -1;
	if (*since <= now)
		return 0;
	return error_set(error, ERROR_INPUT, "since", "The time %.40s is still to come.", text);
}

void inventory_usage(struct api *api, struct request *request)
{
	int64_t now = config_now(api->context->config), since;
	struct json_object *query = request_query(request), *parameters;
	struct error error = {0};

	if (since_when(&since, json_string(query, "since"), now, &error) < 0) {
		request_fail(request, &error);
		return;
	}
	parameters =
		json_set_string(json_object_new_object(), "machine", request_part(request, 0));
	json_set_string(parameters, "step", json_string(query, "step"));
	json_set_integer(parameters, "since", since);
	answer_from_clerk(api, request, "usage", json_set_integer(parameters, "now", now));
}
