/*
 * A check, from the loop: the clerk says what is to be measured, it is measured, the clerk
 * judges, and what was measured and judged is kept together.
 */
#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/clerk.h"
#include "core/context.h"
#include "core/job.h"
#include "core/loop.h"
#include "core/spool.h"
#include "core/store.h"
#include "readiness/links/watch.h"
#include "readiness/measure/measure.h"
#include "readiness/measure/questions.h"
#include "readiness/readiness.h"
#include <stdlib.h>

struct check {
	const struct context *context;
	struct audit_log *log;
	struct job *job;
	struct clerk *clerk;
	struct json_object *profile, *what, *questions, *measures, *result;
	struct spool *pieces;               /* of the questions, that are read one by one */
	size_t at;                          /* in them */
	struct json_object *before, *links; /* what was measured before; NULL: nothing */
	const char *profile_digest;
	bool all;
	struct measure_count count;
	links_busy *busy;
	void *moves;
};

static void check_free(struct check *check)
{
	json_object_put(check->what);
	json_object_put(check->questions);
	json_object_put(check->measures);
	json_object_put(check->result);
	json_object_put(check->before);
	json_object_put(check->links);
	spool_free(check->pieces);
	free(check);
}

static void fail(struct check *check, const struct error *error)
{
	job_on_cancel(check->job, NULL, NULL);
	job_fail(check->job, error);
	check_free(check);
}

static void cancel(void *argument)
{
	struct check *check = argument;

	if (check->clerk)
		clerk_cancel(check->clerk);
}

static void ask_clerk(struct check *check, const char *method, struct json_object *parameters,
	struct spool *input,
	void (*answered)(void *argument, struct json_object *result, struct spool **output,
		const struct error *error))
{
	job_on_cancel(check->job, cancel, check);
	check->clerk = clerk_ask(check->context, &(struct clerk_question){.method = method,
							 .parameters = parameters,
							 .input = input,
							 .answered = answered,
							 .argument = check});
}

/* --- keeping --- */

static void check_durable(void *argument)
{
	struct check *check = argument;

	job_finish(check->job, mem_take(&check->result));
	check_free(check);
}

static void keep(struct store_batch *batch, const char *kind, struct json_object *document)
{
	char digest[DIGEST_TEXT];

	archive_keep(batch, kind, document, digest);
	archive_set_head(batch, kind, digest);
}

/* What was measured is kept apart from what is judged by it. */
static void keep_measures(struct store_batch *batch, struct json_object *measures)
{
	if (json_member(measures, "measured"))
		keep(batch, "measurements", json_member(measures, "measured"));
	json_object_object_del(measures, "measured");
	json_set_string(measures, "kind", "measures");
	keep(batch, "measures", measures);
}

/*
 * Also a check that comes to nothing has sent what it sent, and a day has only so many bytes.
 */
static void keep_spent(struct check *check, struct json_object *measures)
{
	struct json_object *document = json_member(measures, "measured");
	struct store_batch *batch;

	if (!document)
		return;
	batch = batch_new();
	keep(batch, "measurements", document);
	store_commit(check->context->store, batch, NULL, NULL);
}

/* The findings are in the store; from now on they are the newest. */
static void findings_taken(void *argument, const struct error *error)
{
	struct check *check = argument;
	const char *digest = json_string(check->result, "findings");
	struct store_batch *batch;
	AUTO_FREE char *object = mem_format("findings %s", digest);

	if (error) {
		fail(check, error);
		return;
	}
	batch = batch_new();
	keep_measures(batch, check->measures);
	archive_set_head(batch, "findings", digest);
	audit_append(check->log, batch,
		&(struct audit_entry){.actor = job_actor(check->job),
			.source = "readiness",
			.action = "readiness.check",
			.object = object,
			.result = AUDIT_DONE});
	audit_commit(check->log, batch, check_durable, check);
}

/* --- judging --- */

static void judged(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct check *check = argument;

	check->clerk = NULL;
	job_on_cancel(check->job, NULL, NULL);
	if (error) {
		keep_spent(check, check->measures);
		fail(check, error);
		return;
	}
	check->result = json_copy(result);
	json_set_integer(check->result, "asked", check->count.asked);
	json_set_integer(check->result, "reused", check->count.reused);
	store_take(check->context->store, mem_take(output), findings_taken, check);
}

static struct json_object *judge_parameters(const struct check *check)
{
	struct json_object *parameters = json_object_new_object();
	char made[CLOCK_TEXT];

	clock_format(clock_wall(), made);
	json_set(parameters, "profile", json_object_get(check->profile));
	json_set_string(parameters, "profile_digest", check->profile_digest);
	json_set_string(parameters, "snapshot", json_string(check->questions, "snapshot"));
	return json_set_string(parameters, "made", made);
}

/* What the watch between tests saw in the last day, of each way that was ever measured. */
static void add_quality(struct check *check)
{
	struct json_object *links = json_member(check->measures, "measured");

	json_set(check->measures, "quality",
		links_watch_told(check->context->store, links ? links : check->links,
			clock_wall() / CLOCK_SECOND));
}

static void measured(void *argument, struct json_object *measures,
	const struct measure_count *count, const struct error *error)
{
	struct check *check = argument;
	struct spool *input;

	if (error) {
		keep_spent(check, measures);
		fail(check, error);
		return;
	}
	check->measures = json_object_get(measures);
	add_quality(check);
	check->count = *count;
	input = spool_new();
	spool_add_json(input, "measures", measures);
	ask_clerk(check, "judge", judge_parameters(check), input, judged);
}

/* --- measuring --- */

static void begin_to_measure(struct check *check)
{
	spool_free(mem_take(&check->pieces));
	measure_start(&(struct measure_order){.context = check->context,
		.job = check->job,
		.questions = check->questions,
		.profile = check->profile,
		.before = check->before,
		.links = check->links,
		.what = check->what,
		.all = check->all,
		.busy = check->busy,
		.moves = check->moves,
		.done = measured,
		.argument = check});
}

/* 1; 0 when it was the last one; -1 when it is none. */
static int read_piece(struct check *check, struct error *error)
{
	AUTO_JSON struct json_object *piece = NULL;
	struct spool_entry entry;
	int found = spool_next(check->pieces, &check->at, &entry, error);

	if (found <= 0)
		return found;
	const struct source source = {
		SOURCE_JSON, "the clerk's questions", entry.data, entry.size};
	if (json_parse(&piece, &source, JSON_FILE, error) < 0 ||
		shape_check(questions_fields, piece, NULL, error) < 0)
		return -1;
	questions_join(check->questions, piece);
	return 1;
}

/* A whole city's would hold the loop. */
static void read_next(void *argument)
{
	struct check *check = argument;
	struct error error = {0};
	int found = read_piece(check, &error);

	if (found < 0)
		fail(check, &error);
	else if (found == 0)
		begin_to_measure(check);
	else
		loop_post(check->context->loop, read_next, check);
}

static void asked(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct check *check = argument;

	(void)result;
	check->clerk = NULL;
	job_on_cancel(check->job, NULL, NULL);
	if (error) {
		fail(check, error);
		return;
	}
	check->pieces = mem_take(output);
	check->questions = json_object_new_object();
	read_next(check);
}

/* The newest of a kind; that there is none yet is no failure. */
static int load_before(struct json_object **document, const struct check *check,
	const char *kind, const struct shape_field *fields, struct error *error)
{
	char digest[DIGEST_TEXT];

	if (archive_load_head(document, digest, check->context->store, kind, fields, error) ==
		0)
		return 0;
	if (error->code != ERROR_NOT_FOUND)
		return -1;
	*error = (struct error){0};
	return 0;
}

void readiness_check(const struct readiness_order *order, struct job *job)
{
	struct check *check = mem_alloc(sizeof(*check));
	struct error error = {0};

	check->context = order->context;
	check->log = order->log;
	check->job = job;
	check->profile = order->profile;
	check->profile_digest = order->profile_digest;
	check->busy = order->busy;
	check->moves = order->moves;
	check->what = order->what ? json_object_get(order->what) : NULL;
	check->all = order->all;
	if (load_before(&check->before, check, "measures", NULL, &error) < 0 ||
		load_before(&check->links, check, "measurements", links_fields, &error) < 0) {
		fail(check, &error);
		return;
	}
	ask_clerk(check, "questions", NULL, NULL, asked);
}
