#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/config.h"
#include "core/context.h"
#include "core/job.h"
#include "core/store.h"
#include "core/worker.h"
#include "model/findings.h"
#include "model/plan.h"
#include "model/playbook.h"
#include "model/snapshot.h"
#include "planning/planning.h"
#include <stdlib.h>
#include <string.h>

#define PLAN_MS 600000

static const struct shape_field owner_item = {"", SHAPE_OWNER};

static const struct shape_field window_fields[] = {
	{"from", SHAPE_TIME, .required = true},
	{"to", SHAPE_TIME, .required = true},
	{0},
};

const struct shape_field planning_request_fields[] = {
	{"departments", SHAPE_LIST, .item = &owner_item, .low = 1, .high = 10000},
	{"playbook", SHAPE_NAME},
	{"window", SHAPE_OBJECT, .fields = window_fields},
	{0},
};

/* One plan in the making; it lives until its worker has ended and its record is durable. */
struct making {
	const struct context *context;
	struct audit_log *log;
	struct job *job;
	struct worker *worker;
	struct json_object *input, *plan;
	struct text pieces;
	struct error error;
	char root[DIGEST_TEXT];
};

static void making_free(struct making *making)
{
	json_object_put(making->input);
	json_object_put(making->plan);
	text_clear(&making->pieces);
	free(making);
}

/* --- the input --- */

static int add_document(struct making *making, const char *kind,
	const struct shape_field *fields, struct error *error)
{
	AUTO_FREE char *name = mem_format("%s_digest", kind);
	struct json_object *document;
	char digest[DIGEST_TEXT];

	if (archive_load_head(&document, digest, making->context->store, kind, fields, error) <
		0) {
		if (error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_CONFLICT, NULL,
				"There is no %s yet; run `banyun inventory scan` and `banyun "
				"readiness "
				"check` first.",
				kind);
		return -1;
	}
	json_set_string(making->input, name, digest);
	json_set(making->input, kind, document);
	return 0;
}

static int add_objects(struct making *making, struct error *error)
{
	struct json_object *members =
		json_member(json_member(making->input, "snapshot"), "members");
	struct json_object *objects = json_object_new_object();

	json_set(making->input, "objects", objects);
	for (size_t i = 0; i < json_object_array_length(members); i++) {
		const char *digest =
			json_string(json_object_array_get_idx(members, i), "digest");
		struct json_object *facts;

		if (archive_load(&facts, making->context->store, digest, NULL, error) < 0)
			return -1;
		json_set(objects, digest, facts);
	}
	return 0;
}

/* Findings of another snapshot or profile say nothing about this one. */
static int check_findings(
	struct making *making, const char *profile_digest, struct error *error)
{
	struct json_object *findings = json_member(making->input, "findings");

	if (!text_equal(json_string(findings, "snapshot"),
		    json_string(making->input, "snapshot_digest")) ||
		!text_equal(json_string(findings, "profile"), profile_digest))
		return error_set(error, ERROR_CONFLICT, NULL,
			"The findings are of an older snapshot or profile; run `banyun "
			"readiness check` "
			"again.");
	return 0;
}

static int add_acceptance(
	void *argument, const char *key, const char *value, struct error *error)
{
	(void)value;
	(void)error;
	json_set_boolean(argument, key, true);
	return 0;
}

/* What approvers have accepted blocks no more. */
static int add_accepted(struct making *making, struct error *error)
{
	struct json_object *accepted = json_object_new_object();

	json_set(making->input, "accepted", accepted);
	return store_walk(
		making->context->store, ACCEPTANCE_SPACE, add_acceptance, accepted, error);
}

static int add_playbook(struct making *making, const char *name, struct error *error)
{
	AUTO_FREE char *path =
		mem_format("%s/%s.yaml", making->context->config->playbooks, name);
	struct json_object *playbook;
	char digest[DIGEST_TEXT];

	if (shape_read_file(&playbook, SOURCE_YAML, path, playbook_fields, error) < 0)
		return -1;
	digest_json(playbook, digest);
	json_set(making->input, "playbook", playbook);
	json_set_string(making->input, "playbook_digest", digest);
	return 0;
}

static int gather(struct making *making, struct json_object *profile,
	const char *profile_digest, struct json_object *request, struct error *error)
{
	const char *playbook = json_string(request, "playbook");
	char made[CLOCK_TEXT];

	clock_format(clock_wall(), made);
	json_set(making->input, "profile", json_object_get(profile));
	json_set_string(making->input, "profile_digest", profile_digest);
	json_set(making->input, "request", json_copy(request));
	json_set_string(making->input, "author", job_actor(making->job));
	json_set_string(making->input, "made", made);
	if (add_document(making, "snapshot", snapshot_fields, error) < 0 ||
		add_document(making, "findings", findings_fields, error) < 0 ||
		check_findings(making, profile_digest, error) < 0 ||
		add_accepted(making, error) < 0 || add_objects(making, error) < 0)
		return -1;
	return add_playbook(making, playbook ? playbook : "live-move", error);
}

/* --- the plan --- */

static void plan_durable(void *argument)
{
	struct making *making = argument;
	struct json_object *result = json_object_new_object();
	struct json_object *waves = json_member(making->plan, "waves");
	size_t moves = 0;

	for (size_t i = 0; i < json_object_array_length(waves); i++)
		moves += json_object_array_length(
			json_member(json_object_array_get_idx(waves, i), "moves"));
	json_set_string(result, "plan", making->root);
	json_set_integer(result, "waves", (int64_t)json_object_array_length(waves));
	json_set_integer(result, "moves", (int64_t)moves);
	json_set_integer(result, "left_out",
		(int64_t)json_object_array_length(json_member(making->plan, "left_out")));
	job_finish(making->job, result);
	making_free(making);
}

static void keep_row(struct making *making, struct store_batch *batch, const char *digest)
{
	AUTO_JSON struct json_object *row = json_object_new_object();
	AUTO_FREE char *value = NULL;

	json_set_string(row, "document", digest);
	json_set_string(row, "author", json_string(making->plan, "author"));
	json_set_string(row, "made", json_string(making->plan, "made"));
	value = json_canonical_string(row);
	batch_state(batch, PLAN_SPACE, making->root, value);
}

/*
 * The same waves made again are the same plan, and it keeps its author: who planned first could
 * otherwise approve it once somebody else has made it again.
 */
static bool is_known(struct making *making)
{
	AUTO_JSON struct json_object *row = NULL;
	struct error error = {0};

	return archive_state(&row, making->context->store, PLAN_SPACE, making->root, &error) ==
	       0;
}

static void keep_plan(struct making *making)
{
	struct store_batch *batch = batch_new();
	AUTO_FREE char *object = NULL;
	char digest[DIGEST_TEXT];

	plan_digest(making->plan, making->root);
	archive_keep(batch, "plan", making->plan, digest);
	if (!is_known(making))
		keep_row(making, batch, digest);
	archive_set_head(batch, "plan", making->root);
	object = mem_format("plan %s", making->root);
	audit_append(making->log, batch,
		&(struct audit_entry){.actor = job_actor(making->job),
			.source = "planning",
			.action = "plan.create",
			.object = object,
			.plan = making->root,
			.result = AUDIT_DONE});
	audit_commit(making->log, batch, plan_durable, making);
}

static int read_plan(struct making *making, struct error *error)
{
	struct source source = {
		SOURCE_JSON, "planner's plan", making->pieces.data, making->pieces.size};

	if (json_parse(&making->plan, &source, JSON_FILE, error) < 0 ||
		shape_check(plan_fields, making->plan, &source, error) < 0)
		return -1;
	if (text_equal(json_string(making->plan, "author"), job_actor(making->job)))
		return 0;
	return error_set(error, ERROR_FAILED, "banyun-planner",
		"The planner named an author who did not ask for the plan.");
}

static void planner_ended(void *argument, const char *why)
{
	struct making *making = argument;

	(void)why;
	if (making->error.code == ERROR_NONE)
		read_plan(making, &making->error);
	if (making->error.code == ERROR_NONE) {
		keep_plan(making);
		return;
	}
	job_fail(making->job, &making->error);
	making_free(making);
}

static void take_piece(void *argument, struct json_object *item)
{
	struct making *making = argument;
	const char *hex = json_string(item, "piece");

	if (!hex || making->pieces.size > JSON_FILE || text_add_hex(&making->pieces, hex) < 0)
		error_set(&making->error, ERROR_FAILED, "banyun-planner",
			"The planner told something that is no piece of a plan.");
}

static void planner_answered(void *argument, enum worker_answer answer,
	struct json_object *result, const struct error *error)
{
	struct making *making = argument;

	(void)result;
	job_on_cancel(making->job, NULL, NULL);
	if (answer != WORKER_DONE && making->error.code == ERROR_NONE)
		making->error = *error;
	worker_end(making->worker);
}

static void cancel(void *argument)
{
	struct making *making = argument;

	error_set(&making->error, ERROR_FAILED, NULL, "Planning was cancelled.");
	worker_end(making->worker);
}

static int start_planner(struct making *making, struct error *error)
{
	AUTO_FREE char *program =
		mem_format("%s/banyun-planner", making->context->config->helpers);
	AUTO_FREE char *input = json_canonical_string(making->input);
	AUTO_JSON struct json_object *settings = json_object_new_object();
	struct worker_secret secret = {"input", input, strlen(input)};
	struct worker_order order = {.program = program,
		.name = "planner",
		.secrets = &secret,
		.secret_count = 1,
		.settings = settings,
		.ended = planner_ended,
		.argument = making};
	struct worker_listener listener = {
		.answered = planner_answered, .streamed = take_piece, .argument = making};

	if (worker_start(&making->worker, making->context->loop, &order, error) < 0)
		return -1;
	job_on_cancel(making->job, cancel, making);
	worker_ask(making->worker, "plan", NULL, PLAN_MS, &listener);
	return 0;
}

void planning_create(const struct context *context, struct audit_log *log,
	struct json_object *profile, const char *profile_digest, struct json_object *request,
	struct job *job)
{
	struct making *making = mem_alloc(sizeof(*making));
	struct error error = {0};

	making->context = context;
	making->log = log;
	making->job = job;
	making->input = json_object_new_object();
	job_progress(job, 0, 0, "planning");
	if (gather(making, profile, profile_digest, request, &error) < 0 ||
		start_planner(making, &error) < 0) {
		job_fail(job, &error);
		making_free(making);
	}
}
