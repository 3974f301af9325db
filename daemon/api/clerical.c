/* Answers that the clerk writes, so that the loop serves others meanwhile. */
#include "api/handlers.h"
#include "base/error.h"
#include "core/clerk.h"
#include "core/spool.h"

static void answered(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct request *request = argument;
	struct spool_entry entry;
	struct error spoilt = {0};
	size_t at = 0;

	(void)result;
	if (error)
		request_fail(request, error);
	else if (spool_next(*output, &at, &entry, &spoilt) == 1)
		request_answer_bytes(request, "application/json", entry.data, entry.size);
	else
		request_fail(request, &spoilt);
}

void answer_from_clerk(struct api *api, struct request *request, const char *method,
	struct json_object *parameters)
{
	clerk_ask(api->context, &(struct clerk_question){.method = method,
					.parameters = parameters,
					.answered = answered,
					.argument = request});
}
