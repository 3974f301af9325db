#include "api/handlers.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/context.h"
#include "core/store.h"
#include <stdlib.h>
#include <string.h>

#define FILE_LIMIT (32 * 1024 * 1024)

const struct shape_field audit_query_fields[] = {
	{"from", SHAPE_INTEGER, .low = 0, .high = INT64_MAX,
		.help = "the first index; the newest records when missing"},
	{"count", SHAPE_INTEGER, .low = 0, .high = 500, .help = "100 when missing"},
	{0},
};

static int add_record(
	struct json_object *list, struct store *store, uint64_t index, struct error *error)
{
	AUTO_TEXT struct text bytes = {0};
	struct source source = {SOURCE_JSON, "record", NULL, 0};
	struct json_object *record;

	if (store_record(store, index, &bytes, error) < 0)
		return -1;
	source.data = bytes.data;
	source.size = bytes.size;
	if (json_parse(&record, &source, JSON_MESSAGE, error) < 0)
		return -1;
	json_object_array_add(list, record);
	return 0;
}

/* `from` counts from 0; without it the newest are told. */
void audit_records(struct api *api, struct request *request)
{
	AUTO_JSON struct json_object *list = json_object_new_array();
	struct json_object *query = request_query(request);
	uint64_t all = store_records(api->context->store);
	uint64_t count = (uint64_t)json_integer(query, "count", 100);
	uint64_t from, i;
	struct error error = {0};
	struct json_object *answer;

	from = (uint64_t)json_integer(query, "from", all > count ? (int64_t)(all - count) : 0);
	for (i = from; i < all && i < from + count; i++)
		if (add_record(list, api->context->store, i, &error) < 0) {
			request_fail(request, &error);
			return;
		}
	answer = json_set_integer(json_object_new_object(), "records", (int64_t)all);
	json_set_integer(answer, "next", (int64_t)i);
	request_answer(request, 200, json_set(answer, "list", mem_take(&list)));
}

/*
 * The names of the published log are "checkpoint", "key" and "tile/...": letters, digits, "/",
 * ".", "x".
 */
static bool is_log_name(const char *name)
{
	return name[0] != '/' && !strstr(name, "..") &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789/.") == strlen(name);
}

void audit_file(struct api *api, struct request *request)
{
	const char *name = request_part(request, 0);
	AUTO_FREE char *path = mem_format("%s/log/%s", api->context->config->state, name);
	AUTO_TEXT struct text bytes = {0};
	struct error error = {0};

	if (!is_log_name(name))
		error_set(&error, ERROR_NOT_FOUND, name,
			"The published log has no file \"%s\".", name);
	else
		text_read_file(&bytes, path, FILE_LIMIT, &error);
	if (error.code)
		request_fail(request, &error);
	else
		request_answer_bytes(request, "application/octet-stream",
			bytes.data ? bytes.data : "", bytes.size);
}
