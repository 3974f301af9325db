#include "readiness/measure/systems.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/clerk.h"
#include "core/config.h"
#include "core/context.h"
#include "core/spool.h"
#include <stdlib.h>

struct systems {
	struct clerk *clerk;
	systems_done *done;
	void *argument;
};

static int read_answer(struct json_object **measures, struct spool *output, struct error *error)
{
	struct spool_entry entry;
	size_t at = 0;

	if (spool_next(output, &at, &entry, error) != 1)
		return error->code ? -1
				   : error_set(error, ERROR_FAILED, NULL,
					     "The clerk gave no answer.");
	const struct source source = {SOURCE_JSON, "clerk", entry.data, entry.size};

	return json_parse(measures, &source, JSON_FILE, error);
}

static void answered(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct systems *systems = argument;
	struct json_object *measures = NULL;
	struct error spoilt = {0};

	(void)result;
	if (!error && read_answer(&measures, *output, &spoilt) < 0)
		error = &spoilt;
	if (error)
		measures = json_set_string(json_object_new_object(), "unasked", error->text);
	systems->done(systems->argument, measures);
	free(systems);
}

struct systems *systems_start(const struct context *context, const char *snapshot,
	struct json_object *profile, systems_done *done, void *argument)
{
	struct systems *systems = mem_alloc(sizeof(*systems));
	struct json_object *parameters = json_object_new_object();

	*systems = (struct systems){.done = done, .argument = argument};
	json_set_string(parameters, "snapshot", snapshot);
	json_set(parameters, "profile", json_object_get(profile));
	json_set_integer(parameters, "now", config_now(context->config));
	systems->clerk = clerk_ask(context, &(struct clerk_question){.method = "systems",
						    .parameters = parameters,
						    .answered = answered,
						    .argument = systems});
	return systems;
}

void systems_cancel(struct systems *systems)
{
	clerk_cancel(systems->clerk);
}
