/*
 * Making a plan, from the loop: the clerk gathers what is planned over, the planner makes the
 * plan's texts of it, and they are kept.
 */
#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/clerk.h"
#include "core/config.h"
#include "core/context.h"
#include "core/job.h"
#include "core/spool.h"
#include "core/store.h"
#include "model/approval.h"
#include "model/plan.h"
#include "model/playbook.h"
#include "model/profile.h"
#include "planning/planner/build.h"
#include "planning/planning.h"
#include "planning/standing.h"
#include <stdlib.h>
#include <string.h>

/* One plan in the making; it lives until its record is durable. */
struct making {
	const struct context *context;
	struct audit_log *log;
	struct job *job;
	struct clerk *clerk;
	struct json_object *manifest, *result;
	struct spool *texts;
	char root[DIGEST_TEXT], document[DIGEST_TEXT];
};

static void making_free(struct making *making)
{
	json_object_put(making->manifest);
	json_object_put(making->result);
	spool_free(making->texts);
	free(making);
}

static void fail(struct making *making, const struct error *error)
{
	job_on_cancel(making->job, NULL, NULL);
	job_fail(making->job, error);
	making_free(making);
}

static void cancel(void *argument)
{
	struct making *making = argument;

	if (making->clerk)
		clerk_cancel(making->clerk);
}

/* --- keeping --- */

static void plan_durable(void *argument)
{
	struct making *making = argument;

	job_finish(making->job, mem_take(&making->result));
	making_free(making);
}

/* Who made these waves before, and who makes them now: none of them may approve them. */
static struct json_object *list_authors(struct making *making)
{
	AUTO_JSON struct json_object *row = NULL;
	struct json_object *authors = NULL;
	const char *author = json_string(making->manifest, "author");
	struct error error = {0};

	if (archive_state(&row, making->context->store, PLAN_SPACE, making->root, &error) < 0)
		return NULL;
	authors = json_member(row, "authors") ? json_copy(json_member(row, "authors"))
					      : json_object_new_array();
	if (json_length(authors) == 0)
		json_object_array_add(
			authors, json_object_new_string(json_string(row, "author")));
	if (!approval_is_author(row, author))
		json_object_array_add(authors, json_object_new_string(author));
	return authors;
}

/* The same waves made again are the same plan; what it says besides is as it is now. */
static void keep_row(struct making *making, struct store_batch *batch)
{
	AUTO_JSON struct json_object *row = json_object_new_object();
	struct json_object *authors = list_authors(making);
	AUTO_FREE char *value = NULL;

	json_set_string(row, "document", making->document);
	json_set_string(row, "author", json_string(making->manifest, "author"));
	json_set_string(row, "made", json_string(making->manifest, "made"));
	if (json_length(authors) > 1)
		json_set(row, "authors", json_object_get(authors));
	json_object_put(authors);
	value = json_canonical_string(row);
	batch_state(batch, PLAN_SPACE, making->root, value);
}

/* What is only asked for takes nobody's place. */
static bool is_what_if(const struct making *making)
{
	return json_boolean(making->manifest, "what_if", false);
}

static bool is_known(struct making *making)
{
	AUTO_JSON struct json_object *row = NULL;
	struct error error = {0};

	return archive_state(&row, making->context->store, PLAN_SPACE, making->root, &error) ==
	       0;
}

/* All its texts are in the store; from now on it is a plan. */
static void texts_taken(void *argument, const struct error *error)
{
	struct making *making = argument;
	AUTO_FREE char *object = mem_format("plan %s", making->root);
	struct store_batch *batch;
	struct error spoilt = {0};

	if (error) {
		fail(making, error);
		return;
	}
	batch = batch_new();
	if (standing_carry(batch, making->context->store, making->manifest, making->root,
		    clock_wall(), &spoilt) < 0) {
		batch_free(batch);
		fail(making, &spoilt);
		return;
	}
	if (!is_what_if(making) || !is_known(making))
		keep_row(making, batch);
	if (!is_what_if(making))
		archive_set_head(batch, "plan", making->root);
	audit_append(making->log, batch,
		&(struct audit_entry){.actor = job_actor(making->job),
			.source = "planning",
			.action = "plan.create",
			.object = object,
			.plan = making->root,
			.result = AUDIT_DONE});
	audit_commit(making->log, batch, plan_durable, making);
}

/* --- the plan --- */

/* The manifest is the last of the texts. */
static int find_manifest(struct making *making, struct spool_entry *last, struct error *error)
{
	size_t at = 0;
	int more;

	while ((more = spool_next(making->texts, &at, last, error)) > 0)
		;
	if (more == 0 && !text_equal(last->kind, "plan"))
		return error_set(error, ERROR_FAILED, "banyun-planner",
			"What the planner wrote does not end with a plan.");
	return more;
}

static int read_manifest(struct making *making, struct error *error)
{
	struct spool_entry last = {0};
	struct source source = {SOURCE_JSON, "planner's plan", NULL, 0};

	if (find_manifest(making, &last, error) < 0)
		return -1;
	source.data = last.data;
	source.size = last.size;
	if (json_parse(&making->manifest, &source, JSON_FILE, error) < 0 ||
		shape_check(plan_manifest_fields, making->manifest, &source, error) < 0)
		return -1;
	if (!text_equal(json_string(making->manifest, "author"), job_actor(making->job)))
		return error_set(error, ERROR_FAILED, "banyun-planner",
			"The planner named an author who did not ask for the plan.");
	digest_text(last.data, last.size, making->document);
	plan_manifest_digest(making->manifest, making->root);
	return 0;
}

static int64_t count_moves(struct json_object *manifest)
{
	struct json_object *waves = json_member(manifest, "waves");
	int64_t moves = 0;

	for (size_t i = 0; i < json_length(waves); i++)
		moves += json_integer(json_object_array_get_idx(waves, i), "moves", 0);
	return moves;
}

static void planned(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct making *making = argument;
	struct error spoilt = {0};

	making->clerk = NULL;
	job_on_cancel(making->job, NULL, NULL);
	if (!error) {
		making->texts = mem_take(output);
		making->result = json_copy(result);
	}
	if (error || read_manifest(making, &spoilt) < 0) {
		fail(making, error ? error : &spoilt);
		return;
	}
	json_set_string(making->result, "plan", making->root);
	json_set_integer(making->result, "moves", count_moves(making->manifest));
	job_progress(making->job, 95, 100, N_("keeping the plan"));
	store_take(making->context->store, mem_take(&making->texts), texts_taken, making);
}

/* --- what is planned over --- */

static void ask(struct making *making, const struct clerk_question *question)
{
	job_on_cancel(making->job, cancel, making);
	making->clerk = clerk_ask(making->context, question);
}

/* How much of the work lies before each stage of the planner, and what it is called. */
static const struct {
	unsigned before; /* percent */
	const char *name;
} stages[PLAN_STAGES] = {
	[PLAN_READ] = {25, N_("reading the city")},
	[PLAN_DECIDE] = {50, N_("deciding what moves")},
	[PLAN_PLACE] = {65, N_("placing the machines")},
	[PLAN_SCHEDULE] = {70, N_("finding the times")},
	[PLAN_WRITE] = {85, N_("writing the plan")},
};

static void progressed(void *argument, struct json_object *progress)
{
	struct making *making = argument;
	int64_t stage = json_integer(progress, "stage", -1);

	if (stage >= 0 && stage < PLAN_STAGES)
		job_progress(making->job, stages[stage].before, 100, stages[stage].name);
}

static void gathered(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct making *making = argument;

	(void)result;
	making->clerk = NULL;
	if (error) {
		fail(making, error);
		return;
	}
	job_progress(making->job, stages[PLAN_READ].before, 100, stages[PLAN_READ].name);
	ask(making, &(struct clerk_question){.program = "banyun-planner",
			    .large = true,
			    .method = "plan",
			    .input = mem_take(output),
			    .answered = planned,
			    .progressed = progressed,
			    .argument = making});
}

static void merge(struct json_object *into, struct json_object *changes)
{
	json_object_object_foreach (changes, name, value)
		json_set(into, name, json_object_get(value));
}

/* The profile, or what it would be if its section "planning" said so. */
static int add_profile(struct json_object *parameters, struct json_object *profile,
	struct json_object *what_if, struct error *error)
{
	AUTO_JSON struct json_object *changed = json_copy(profile);
	struct json_object *planning = json_member(changed, "planning");

	if (what_if)
		merge(planning, what_if);
	if (what_if && shape_check(profile_fields, changed, NULL, error) < 0)
		return -1;
	json_set(parameters, "profile", mem_take(&changed));
	return 0;
}

static int add_playbook(struct json_object *parameters, const struct context *context,
	const char *name, struct error *error)
{
	AUTO_FREE char *path = mem_format("%s/%s.yaml", context->config->playbooks, name);
	struct json_object *playbook;
	char digest[DIGEST_TEXT];

	if (shape_read_file(&playbook, SOURCE_YAML, path, playbook_fields, error) < 0)
		return -1;
	digest_json(playbook, digest);
	json_set(parameters, "playbook", playbook);
	json_set_string(parameters, "playbook_digest", digest);
	return 0;
}

void planning_create(const struct context *context, struct audit_log *log,
	struct json_object *profile, const char *profile_digest, struct json_object *request,
	struct job *job)
{
	struct making *making = mem_alloc(sizeof(*making));
	struct json_object *parameters = json_object_new_object();
	const char *playbook = json_string(request, "playbook");
	struct error error = {0};
	char made[CLOCK_TEXT];

	*making = (struct making){.context = context, .log = log, .job = job};
	clock_format(clock_wall(), made);
	if (add_profile(parameters, profile, json_member(request, "what_if"), &error) < 0) {
		json_object_put(parameters);
		fail(making, &error);
		return;
	}
	json_set_string(parameters, "profile_digest", profile_digest);
	json_set(parameters, "request", json_copy(request));
	json_set_string(parameters, "author", job_actor(job));
	json_set_string(parameters, "made", made);
	if (add_playbook(parameters, context, playbook ? playbook : "live-move", &error) < 0) {
		json_object_put(parameters);
		fail(making, &error);
		return;
	}
	job_progress(job, 0, 100, N_("gathering what is known"));
	ask(making, &(struct clerk_question){.method = "gather",
			    .parameters = parameters,
			    .answered = gathered,
			    .argument = making});
}
