/* A plugin for tests: it tries what the lock of the SDK must refuse. */
#include "attempt.h"
#include "banyun-plugin.h"

static const struct shape_field attempt_fields[] = {
	{"text", SHAPE_STRING, .required = true, .help = "the name of the attempt"},
	{0},
};

static int attempt(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	const char *what = json_string(parameters, "text");
	const char *outcome = attempt_by_name(what);

	(void)call;
	if (!outcome)
		return error_set(error, ERROR_NOT_FOUND, what, "There is no attempt %s.", what);
	*result = json_set_string(json_object_new_object(), "outcome", outcome);
	return 0;
}

static int prepare(struct json_object *settings, struct error *error)
{
	(void)settings;
	return attempt_prepare(error);
}

static const struct plugin_method methods[] = {
	{"attempt", attempt, attempt_fields},
	{"attempt-threaded", attempt, attempt_fields, .threaded = true},
	{0},
};

static const char *const writable[] = {ATTEMPT_PLACE, NULL};

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "captive",
	.release = "1",
	.roles = PLUGIN_STEP,
	.methods = methods,
	.open = prepare,
	.writable = writable,
};

PLUGIN_MAIN(program)
