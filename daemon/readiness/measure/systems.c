#include "readiness/measure/systems.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/clerk.h"
#include "core/config.h"
#include "core/context.h"
#include "core/spool.h"
#include "core/store.h"
#include <stdio.h>
#include <stdlib.h>

struct systems {
	const struct context *context;
	struct clerk *clerk; /* NULL: it has answered */
	char document[DIGEST_TEXT];
	systems_done *done;
	void *argument;
};

static void tell(struct systems *systems, const struct error *error)
{
	struct json_object *measures = json_object_new_object();

	systems->done(systems->argument,
		error ? json_set_string(measures, "unasked", error->text)
		      : json_set_string(measures, "document", systems->document));
	free(systems);
}

static void stored(void *argument, const struct error *error)
{
	tell(argument, error);
}

static void answered(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct systems *systems = argument;
	const char *document = json_string(result, "document");
	struct error none = {0};

	systems->clerk = NULL;
	if (!document)
		error_set(&none, ERROR_FAILED, NULL, "The clerk gave no answer.");
	if (error || !document) {
		tell(systems, error ? error : &none);
		return;
	}
	snprintf(systems->document, sizeof(systems->document), "%s", document);
	store_take(systems->context->store, mem_take(output), stored, systems);
}

struct systems *systems_start(const struct context *context, const char *snapshot,
	struct json_object *profile, systems_done *done, void *argument)
{
	struct systems *systems = mem_alloc(sizeof(*systems));
	struct json_object *parameters = json_object_new_object();

	*systems = (struct systems){.context = context, .done = done, .argument = argument};
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
	if (systems->clerk)
		clerk_cancel(systems->clerk);
}
