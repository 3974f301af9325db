#include "ssh/told.h"
#include "base/error.h"
#include "base/json.h"
#include "model/measurement.h"
#include "sdk/banyun-plugin.h"
#include "ssh/answer.h"
#include "ssh/host.h"
#include <string.h>

#define LINE_MOST 2048

void told_free(struct told *told)
{
	text_clear(&told->line);
}

static int take_line(struct told *told, struct error *error)
{
	size_t prefix = strlen(told->boundary) + 1, size = told->line.size;
	const char *line = told->line.data;

	if (size <= prefix || !text_starts(line, told->boundary))
		return 0;
	if (text_equal(line + prefix, "done")) {
		told->done = true;
		return 0;
	}
	return told->hear(told->argument, (struct span){line + prefix, size - prefix}, error);
}

static int take(void *argument, const char *data, size_t size, struct error *error)
{
	struct told *told = argument;

	for (size_t i = 0; i < size; i++) {
		if (data[i] != '\n') {
			if (told->line.size < LINE_MOST)
				text_append(&told->line, &data[i], 1);
			continue;
		}
		if (told->line.size > 0 && take_line(told, error) < 0)
			return answer_of_host(error);
		told->line.size = 0;
	}
	return 0;
}

int told_ask(struct plugin_call *call, struct told *told, const char *assignments,
	const char *script, struct error *error)
{
	const struct host_question question = {
		.boundary = told->boundary,
		.assignments = assignments,
		.script = script,
		.hold_input = true,
		.output = take,
		.argument = told,
	};
	struct session_ending ending;

	if (host_ask(call, &question, &ending, error) < 0)
		return -1;
	if (told->done)
		return 0;
	return error_set(error, ERROR_FAILED, host_identity()->name,
		"The measurement ended early on the host \"%s\"%s%s", host_identity()->name,
		ending.errors[0] ? ": " : ".", ending.errors);
}

/* New, and of the right shape. */
static int read_item(struct json_object **item, struct span line, struct error *error)
{
	const struct source source = {
		SOURCE_JSON, "the end of a measurement", line.data, line.size};
	struct error why = {0};

	if (json_parse(item, &source, LINE_MOST, &why) == 0 &&
		shape_check(measurement_fields, *item, &source, &why) == 0)
		return 0;
	json_put_at(item);
	return error_set(error, ERROR_INPUT, host_identity()->name,
		"What the host \"%s\" says of its measurement cannot be read: %s",
		host_identity()->name, why.text);
}

static enum error_code code_of(struct json_object *item)
{
	if (json_boolean(item, "busy", false))
		return ERROR_CONFLICT;
	return json_boolean(item, "unbrought", false) ? ERROR_NOT_FOUND : ERROR_FAILED;
}

int told_item(struct plugin_call *call, struct span line, struct error *error)
{
	AUTO_JSON struct json_object *item = NULL;

	if (read_item(&item, line, error) < 0)
		return -1;
	if (json_string(item, "error"))
		return error_set(error, code_of(item), host_identity()->name,
			"On the host \"%s\" %s.", host_identity()->name,
			json_string(item, "error"));
	return plugin_item(call, json_object_get(item), error);
}
