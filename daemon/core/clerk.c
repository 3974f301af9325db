#include "core/clerk.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/config.h"
#include "core/context.h"
#include "core/loop.h"
#include "core/spool.h"
#include "core/worker.h"

#define PROGRAM "banyun-clerk"
#define MOST_MS 600000 /* that one answer may take */
#define AT_WORK 2      /* clerks at once: each may hold a whole inventory in memory */
#define URGENT  1      /* beside them */

struct clerk {
	TAILQ_ENTRY(clerk) entry; /* of those that wait */
	const struct context *context;
	struct clerk_question question;
	struct worker *worker; /* NULL: it waits, or has ended */
	struct spool *output;
	struct json_object *result;
	struct error error;
};

/* Of the loop's thread alone. */
static TAILQ_HEAD(, clerk) waiting = TAILQ_HEAD_INITIALIZER(waiting);
static unsigned at_work;
static unsigned unanswered;

static void start_next(void);

/* What a clerk wrote that was cancelled may be much. */
static void forget(void *argument)
{
	struct clerk *clerk = argument;

	if (spool_shrink(clerk->output)) {
		loop_post(clerk->context->loop, forget, clerk);
		return;
	}
	spool_free(clerk->question.input);
	spool_free(clerk->output);
	json_object_put(clerk->result);
	json_object_put(clerk->question.parameters);
	free(clerk);
}

static void tell(void *argument)
{
	struct clerk *clerk = argument;
	const struct clerk_question *question = &clerk->question;

	unanswered--;
	if (!clerk->error.code)
		spool_seal(clerk->output, &clerk->error);
	if (clerk->error.code)
		question->answered(question->argument, NULL, NULL, &clerk->error);
	else
		question->answered(question->argument, clerk->result, &clerk->output, NULL);
	forget(clerk);
}

static void ended(void *argument, const char *why)
{
	struct clerk *clerk = argument;

	clerk->worker = NULL;
	if (!clerk->result && !clerk->error.code)
		error_set(&clerk->error, ERROR_FAILED, PROGRAM, "%s", why);
	at_work--;
	tell(clerk);
	start_next();
}

static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct clerk *clerk = argument;

	if (clerk->error.code == ERROR_NONE && answer == WORKER_DONE)
		clerk->result = json_object_get(result);
	else if (clerk->error.code == ERROR_NONE)
		clerk->error = *error;
	worker_end(clerk->worker);
}

static void progressed(void *argument, struct json_object *progress)
{
	const struct clerk *clerk = argument;

	if (clerk->question.progressed)
		clerk->question.progressed(clerk->question.argument, progress);
}

/* What it is given: a file to read, where there is one, and a file for its answer. */
static int list_files(const struct clerk *clerk, struct worker_secret files[2], unsigned *count,
	struct error *error)
{
	files[0] = (struct worker_secret){"output", NULL, 0, spool_flush(clerk->output, error)};
	*count = 1;
	if (files[0].descriptor < 0)
		return -1;
	if (!clerk->question.input)
		return 0;
	files[1] = (struct worker_secret){
		"input", NULL, 0, spool_flush(clerk->question.input, error)};
	*count = 2;
	return files[1].descriptor < 0 ? -1 : 0;
}

static int start_worker(struct clerk *clerk, struct error *error)
{
	const struct config *config = clerk->context->config;
	const char *name = clerk->question.program ? clerk->question.program : PROGRAM;
	AUTO_FREE char *program = mem_format("%s/%s", config->helpers, name);
	AUTO_JSON struct json_object *settings = json_object_new_object();
	struct worker_secret files[2];
	unsigned count;

	if (!clerk->question.program)
		json_set_string(settings, "state", config->state);
	if (list_files(clerk, files, &count, error) < 0)
		return -1;
	return worker_start(&clerk->worker, clerk->context->loop,
		&(struct worker_order){.program = program,
			.name = strrchr(name, '-') + 1,
			.large = clerk->question.large,
			.secrets = files,
			.secret_count = count,
			.settings = settings,
			.ended = ended,
			.argument = clerk},
		error);
}

static void start(struct clerk *clerk)
{
	struct worker_listener listener = {
		.answered = answered, .progressed = progressed, .argument = clerk};

	if (start_worker(clerk, &clerk->error) < 0) {
		loop_post(clerk->context->loop, tell, clerk);
		return;
	}
	at_work++;
	spool_free(mem_take(&clerk->question.input));
	worker_ask(clerk->worker, clerk->question.method, mem_take(&clerk->question.parameters),
		MOST_MS, &listener);
}

static void start_next(void)
{
	struct clerk *clerk;

	while ((clerk = TAILQ_FIRST(&waiting)) &&
		at_work < AT_WORK + (clerk->question.urgent ? URGENT : 0)) {
		TAILQ_REMOVE(&waiting, clerk, entry);
		start(clerk);
	}
}

struct clerk *clerk_ask(const struct context *context, const struct clerk_question *question)
{
	struct clerk *clerk = mem_alloc(sizeof(*clerk));

	clerk->context = context;
	clerk->question = *question;
	clerk->output = spool_new();
	unanswered++;
	if (question->urgent)
		TAILQ_INSERT_HEAD(&waiting, clerk, entry);
	else
		TAILQ_INSERT_TAIL(&waiting, clerk, entry);
	start_next();
	return clerk;
}

void clerk_cancel(struct clerk *clerk)
{
	if (clerk->error.code || clerk->result)
		return;
	error_set(&clerk->error, ERROR_FAILED, PROGRAM, "The work was cancelled.");
	if (clerk->worker) {
		worker_end(clerk->worker);
		return;
	}
	TAILQ_REMOVE(&waiting, clerk, entry);
	loop_post(clerk->context->loop, tell, clerk);
}

bool clerks_idle(void)
{
	return unanswered == 0;
}
