#include "api/handlers.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/list.h"
#include <stdlib.h>
#include <string.h>

/* As the shape wants it; what is neither a number nor a word of truth is left a text. */
static struct json_object *value_of(const struct shape_field *field, const char *text)
{
	char *end;
	long long number;

	if (field->type == SHAPE_BOOLEAN &&
		(text_equal(text, "true") || text_equal(text, "false")))
		return json_object_new_boolean(text_equal(text, "true"));
	if (field->type != SHAPE_INTEGER)
		return json_object_new_string(text);
	number = strtoll(text, &end, 10);
	return *text && !*end ? json_object_new_int64(number) : json_object_new_string(text);
}

/* The parameters of the request's query that the shape knows; NULL when they do not fit it. */
static struct json_object *query_of(
	const struct request *request, const struct shape_field *fields, struct error *error)
{
	AUTO_JSON struct json_object *query = json_object_new_object();

	for (const struct shape_field *field = fields; field->name; field++) {
		const char *text = request_query(request, field->name);

		if (text)
			json_set(query, field->name, value_of(field, text));
	}
	return shape_check(fields, query, NULL, error) < 0 ? NULL : mem_take(&query);
}

void inventory_objects(struct api *api, struct request *request)
{
	struct error error = {0};
	struct json_object *query = query_of(request, inventory_query_fields, &error);

	if (query)
		answer_from_clerk(api, request, "objects", query);
	else
		request_fail(request, &error);
}

void inventory_drifted(struct api *api, struct request *request)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "from", request_query(request, "from"));
	json_set(parameters, "profile", json_object_get(api->profile));
	answer_from_clerk(api, request, "drift", parameters);
}

void inventory_compared(struct api *api, struct request *request)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "from", request_query(request, "from"));
	json_set_string(parameters, "to", request_query(request, "to"));
	answer_from_clerk(api, request, "diff", parameters);
}

void inventory_charted(struct api *api, struct request *request)
{
	answer_from_clerk(api, request, "chart",
		json_set_string(json_object_new_object(), "department",
			request_query(request, "department")));
}
