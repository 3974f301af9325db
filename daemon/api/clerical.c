/* Answers that the clerk writes, so that the loop serves others meanwhile. */
#include "api/handlers.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/clerk.h"
#include "core/spool.h"
#include <stdlib.h>
#include <sys/queue.h>

#define AT_ONCE 8 /* questions of one person that are not answered yet */

struct asking {
	TAILQ_ENTRY(asking) entry;
	const struct person *person;
	struct request *request;
	struct clerk *clerk;
};

/* Of the loop's thread alone. */
static TAILQ_HEAD(, asking) all = TAILQ_HEAD_INITIALIZER(all);

static unsigned count_of(const struct person *person)
{
	const struct asking *asking;
	unsigned count = 0;

	TAILQ_FOREACH(asking, &all, entry)
	count += asking->person == person;
	return count;
}

static void answered(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct asking *asking = argument;
	struct request *request = asking->request;
	struct spool_entry entry;
	struct error spoilt = {0};
	size_t at = 0;

	(void)result;
	TAILQ_REMOVE(&all, asking, entry);
	free(asking);
	if (error)
		request_fail(request, error);
	else if (spool_next(*output, &at, &entry, &spoilt) == 1)
		request_answer_bytes(request, "application/json", entry.data, entry.size);
	else
		request_fail(request, &spoilt);
}

static void left(void *argument)
{
	clerk_cancel(((struct asking *)argument)->clerk);
}

static void ask(struct api *api, struct request *request, const char *method,
	struct json_object *parameters)
{
	struct asking *asking = mem_alloc(sizeof(*asking));

	asking->person = request_person(request);
	asking->request = request;
	TAILQ_INSERT_TAIL(&all, asking, entry);
	asking->clerk = clerk_ask(api->context, &(struct clerk_question){.method = method,
							.parameters = parameters,
							.answered = answered,
							.argument = asking});
	request_on_leave(request, left, asking);
}

void answer_from_clerk(struct api *api, struct request *request, const char *method,
	struct json_object *parameters)
{
	struct error error = {0};

	if (count_of(request_person(request)) < AT_ONCE) {
		ask(api, request, method, parameters);
		return;
	}
	json_object_put(parameters);
	error_set(&error, ERROR_CONFLICT, NULL,
		"%d questions of yours wait for their answers; ask again when one is answered.",
		AT_ONCE);
	request_fail(request, &error);
}
