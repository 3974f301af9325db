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
#include "readiness/measure/measure.h"
#include "readiness/measure/questions.h"
#include "readiness/portions.h"
#include "readiness/readiness.h"
#include <stdlib.h>

struct check {
	const struct context *context;
	struct audit_log *log;
	struct job *job;
	struct clerk *clerk;
	struct json_object *profile, *what, *questions, *measures, *result;
	struct json_object *before, *links; /* what was measured before; NULL: nothing */
	struct spool *spool;       /* of portions, that are read or written one by one */
	size_t at;                 /* in it, when it is read */
	struct portions *portions; /* that are written */
	const char *profile_digest;
	bool all;
	struct measure_count count;
	links_busy *busy;
	void *moves;
	struct error error; /* that it ends with; code 0: none */
};

static void check_free(struct check *check)
{
	json_object_put(check->what);
	json_object_put(check->questions);
	json_object_put(check->measures);
	json_object_put(check->result);
	json_object_put(check->before);
	json_object_put(check->links);
	portions_free(check->portions);
	spool_free(check->spool);
	free(check);
}

/* To forget a whole city at once would hold the loop. */
static void end(void *argument)
{
	struct check *check = argument;

	if (portions_drop(check->questions) || portions_drop(check->measures) ||
		portions_drop(check->before) || portions_drop(check->links)) {
		loop_post(check->context->loop, end, check);
		return;
	}
	if (check->error.code)
		job_fail(check->job, &check->error);
	else
		job_finish(check->job, mem_take(&check->result));
	check_free(check);
}

static void fail(struct check *check, const struct error *error)
{
	job_on_cancel(check->job, NULL, NULL);
	check->error = *error;
	end(check);
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

/*
 * Also a check that comes to nothing has sent what it sent, and a day has only so many bytes.
 */
static void keep_spent(struct check *check, struct json_object *measures)
{
	struct json_object *document = json_member(measures, "measured");
	struct store_batch *batch;
	char digest[DIGEST_TEXT];

	if (!document)
		return;
	batch = batch_new();
	archive_keep(batch, "measurements", document, digest);
	archive_set_head(batch, "measurements", digest);
	store_commit(check->context->store, batch, NULL, NULL);
}

/* The digest that the clerk told leaves the result, which people see. */
static void set_head(struct store_batch *batch, struct json_object *result, const char *kind)
{
	const char *digest = json_string(result, kind);

	if (!digest)
		return;
	archive_set_head(batch, kind, digest);
	json_object_object_del(result, kind);
}

/* What was measured and found is in the store; from now on it is the newest. */
static void documents_taken(void *argument, const struct error *error)
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
	set_head(batch, check->result, "measurements");
	set_head(batch, check->result, "measures");
	archive_set_head(batch, "findings", digest);
	audit_append(check->log, batch,
		&(struct audit_entry){.actor = job_actor(check->job),
			.source = "readiness",
			.action = "readiness.check",
			.object = object,
			.result = AUDIT_DONE});
	audit_commit(check->log, batch, end, check);
}

/* --- judging --- */

/* What people see: the counts beside each other. New reference. */
static struct json_object *result_of(const struct check *check, struct json_object *told)
{
	static const char *const documents[] = {"measurements", "measures", "findings", NULL};
	struct json_object *result = json_copy(json_member(told, "counts"));

	for (const char *const *document = documents; *document; document++)
		json_set_string(result, *document, json_string(told, *document));
	json_set_integer(result, "asked", check->count.asked);
	return json_set_integer(result, "reused", check->count.reused);
}

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
	check->result = result_of(check, result);
	store_take(check->context->store, mem_take(output), documents_taken, check);
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

static void write_next(void *argument)
{
	struct check *check = argument;
	AUTO_JSON struct json_object *portion = portions_next(check->portions);

	if (portion) {
		spool_add_json(check->spool, "measures", portion);
		loop_post(check->context->loop, write_next, check);
		return;
	}
	portions_free(mem_take(&check->portions));
	ask_clerk(check, "judge", judge_parameters(check), mem_take(&check->spool), judged);
}

static void measured(void *argument, struct json_object *measures,
	const struct measure_count *count, const struct error *error)
{
	struct check *check = argument;

	if (error) {
		keep_spent(check, measures);
		fail(check, error);
		return;
	}
	check->measures = json_object_get(measures);
	check->count = *count;
	check->spool = spool_new();
	check->portions = portions_of(measures);
	write_next(check);
}

/* --- measuring --- */

static void begin_to_measure(struct check *check)
{
	spool_free(mem_take(&check->spool));
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

/* Where a portion of the clerk's answer belongs, and what it looks like. */
static struct json_object **place_of(
	struct check *check, const char *kind, const struct shape_field **fields)
{
	*fields = NULL;
	if (text_equal(kind, "measures"))
		return &check->before;
	*fields = text_equal(kind, "questions") ? questions_fields : links_fields;
	return text_equal(kind, "questions") ? &check->questions : &check->links;
}

/* 1; 0 when it was the last one; -1 when it is none. */
static int read_portion(struct check *check, struct error *error)
{
	AUTO_JSON struct json_object *portion = NULL;
	const struct shape_field *fields;
	struct json_object **place;
	struct spool_entry entry;
	int found = spool_next(check->spool, &check->at, &entry, error);

	if (found <= 0)
		return found;
	const struct source source = {
		SOURCE_JSON, "the clerk's questions", entry.data, entry.size};
	place = place_of(check, entry.kind, &fields);
	if (json_parse(&portion, &source, JSON_FILE, error) < 0 ||
		(fields && shape_check(fields, portion, NULL, error) < 0))
		return -1;
	*place = *place ? *place : json_object_new_object();
	portions_join(*place, portion);
	return 1;
}

/* A whole city's would hold the loop. */
static void read_next(void *argument)
{
	struct check *check = argument;
	struct error error = {0};
	int found = read_portion(check, &error);

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
	check->spool = mem_take(output);
	read_next(check);
}

void readiness_check(const struct readiness_order *order, struct job *job)
{
	struct check *check = mem_alloc(sizeof(*check));

	check->context = order->context;
	check->log = order->log;
	check->job = job;
	check->profile = order->profile;
	check->profile_digest = order->profile_digest;
	check->busy = order->busy;
	check->moves = order->moves;
	check->what = order->what ? json_object_get(order->what) : NULL;
	check->all = order->all;
	ask_clerk(check, "questions", NULL, NULL, asked);
}
