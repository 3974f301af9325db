#include "api/handlers.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/config.h"
#include "core/context.h"
#include "inventory/changes.h"
#include <string.h>

#define WEEK (7 * 86400)

/* A day or a time; a week ago when it is not told. */
static int since_when(int64_t *since, const char *text, int64_t now, struct error *error)
{
	AUTO_FREE char *day = mem_format("%.40sT00:00:00Z", text ? text : "");
	int64_t wall;

	*since = now - WEEK;
	if (!text)
		return 0;
	if (clock_parse(strchr(text, 'T') ? text : day, &wall) < 0)
		return error_set(error, ERROR_INPUT, "since",
			"The time must be a day as 2026-01-31 or a time as "
			"2026-01-31T08:00:00Z, but is \"%.40s\".",
			text);
	*since = wall / CLOCK_SECOND;
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

void inventory_changed(struct api *api, struct request *request)
{
	struct json_object *answer;
	struct error error = {0};

	if (changes_list(&answer, api->context->store, &error) < 0)
		request_fail(request, &error);
	else
		request_answer(request, 200, answer);
}
