/*
 * banyun-clerk: what takes long over the whole inventory, as a worker. It reads the store, and
 * writes its answer to the descriptor "output".
 */
#include "banyun-plugin.h"
#include "base/digest.h"
#include "base/memory.h"
#include "core/config.h"
#include "core/plans.h"
#include "core/spool.h"
#include "core/store.h"
#include "execution/rehearsal.h"
#include "inventory/chart.h"
#include "inventory/completeness.h"
#include "inventory/contradictions.h"
#include "inventory/departments.h"
#include "inventory/diff.h"
#include "inventory/drift.h"
#include "inventory/list.h"
#include "inventory/load.h"
#include "inventory/picture.h"
#include "inventory/usage/usage.h"
#include "model/profile.h"
#include "planning/gather.h"
#include "planning/tell.h"
#include "readiness/assess.h"
#include "reporting/progress.h"
#include "reporting/self_check.h"
#include "reporting/systems.h"
#include <string.h>

static struct store *store;

static int open_store(struct json_object *settings, struct error *error)
{
	return store_look(&store, json_string(settings, "state"), error);
}

static int do_merge(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct spool *input = spool_of(plugin_secret("input"));
	struct spool *output = spool_of(plugin_secret("output"));
	const struct usage_limits usage = {
		.raw_days = json_integer(parameters, "raw_days", 0),
		.hour_days = json_integer(parameters, "hour_days", 0),
		.day_months = json_integer(parameters, "day_months", 0),
	};
	const struct picture_order order = {
		json_string(parameters, "made"), json_integer(parameters, "now", 0), &usage};
	int made;

	(void)call;
	made = picture_make(result, input, output, store, &order, error);
	if (made == 0)
		made = spool_flush(output, error) < 0 ? -1 : 0;
	spool_free(input);
	spool_free(output);
	return made;
}

/* A document is the whole answer: it may be longer than a message. */
static int write_answer(
	struct json_object **result, struct json_object *document, struct error *error)
{
	struct spool *output = spool_of(plugin_secret("output"));
	int written;

	spool_add_json(output, "answer", document);
	written = spool_flush(output, error) < 0 ? -1 : 0;
	spool_free(output);
	if (written == 0)
		*result = json_object_new_object();
	return written;
}

/* For the store, which has it by its digest then. */
static int write_document(struct json_object **result, const char *kind,
	struct json_object *document, struct error *error)
{
	AUTO_FREE char *text = json_canonical_string(document);
	struct spool *output = spool_of(plugin_secret("output"));
	char digest[DIGEST_TEXT];
	int written;

	spool_add(output, kind, text, strlen(text));
	written = spool_flush(output, error) < 0 ? -1 : 0;
	spool_free(output);
	if (written < 0)
		return -1;
	digest_text(text, strlen(text), digest);
	*result = json_set_string(json_object_new_object(), "document", digest);
	return 0;
}

/* The report of a department, or a line for each (NULL); NULL with an error. */
static struct json_object *check(
	const char *name, const struct self_check_basis *basis, struct error *error)
{
	AUTO_JSON struct json_object *told = NULL;

	if ((name ? inventory_department(&told, store, name, error)
		  : inventory_departments(&told, store, error)) < 0)
		return NULL;
	return name ? self_check_report(told, basis) : self_check_summary(told, basis);
}

static int do_self_check(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *report = NULL;
	struct inventory_open open;

	(void)call;
	if (inventory_open_points(&open, store, error) == 0)
		report = check(json_string(parameters, "department"),
			&(struct self_check_basis){json_string(parameters, "made"),
				open.digest[0] ? open.digest : NULL, open.contradictions,
				open.irregularities},
			error);
	inventory_open_free(&open);
	return report ? write_answer(result, report, error) : -1;
}

static const struct shape_field self_check_fields[] = {
	{"made", SHAPE_TIME, .required = true},
	{"department", SHAPE_STRING},
	{0},
};

static int do_objects(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *page = NULL;

	(void)call;
	if (inventory_list(&page, store, parameters, error) < 0)
		return -1;
	return write_answer(result, page, error);
}

static int do_drift(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *drift = NULL;

	(void)call;
	if (inventory_drift(&drift, store, json_member(parameters, "profile"),
		    json_string(parameters, "from"), error) < 0)
		return -1;
	return write_answer(result, drift, error);
}

static int do_diff(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *diff = NULL;

	(void)call;
	if (inventory_diff(&diff, store, json_string(parameters, "from"),
		    json_string(parameters, "to"), error) < 0)
		return -1;
	return write_answer(result, diff, error);
}

static const struct shape_field diff_fields[] = {
	{"from", SHAPE_DIGEST},
	{"to", SHAPE_DIGEST},
	{0},
};

static int do_chart(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *chart = NULL;

	(void)call;
	if (inventory_chart(&chart, store, json_string(parameters, "department"), error) < 0)
		return -1;
	return write_answer(result, chart, error);
}

static const struct shape_field chart_fields[] = {
	{"department", SHAPE_STRING},
	{0},
};

/* --- what was told, and what is reported of it --- */

static int do_inventory(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *inventory = NULL;

	(void)call;
	if (inventory_load(&inventory, store, json_string(parameters, "snapshot"), error) < 0)
		return -1;
	return write_answer(result, inventory, error);
}

static const struct shape_field inventory_fields[] = {
	{"snapshot", SHAPE_STRING},
	{0},
};

/* Over years, of every hour, it reads and writes many rows. */
static int do_usage(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	int64_t since = json_integer(parameters, "since", 0);
	int64_t now = json_integer(parameters, "now", 0);
	AUTO_JSON struct json_object *usage = NULL;
	enum usage_step step;

	(void)call;
	if (usage_step(&step, json_string(parameters, "step"), since, now, error) < 0 ||
		usage_read(&usage, store, json_string(parameters, "machine"), step, since, now,
			error) < 0)
		return -1;
	return write_answer(result, usage, error);
}

static const struct shape_field usage_fields[] = {
	{"machine", SHAPE_STRING, .required = true},
	{"step", SHAPE_STRING},
	{"since", SHAPE_INTEGER, .required = true, .low = INT64_MIN, .high = INT64_MAX},
	{"now", SHAPE_INTEGER, .required = true, .low = INT64_MIN, .high = INT64_MAX},
	{0},
};

static int do_completeness(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;

	(void)call;
	(void)parameters;
	if (inventory_completeness(&answer, store, error) < 0)
		return -1;
	return write_answer(result, answer, error);
}

static int do_progress(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *inventory = NULL, *report = NULL;
	const char *older = json_string(parameters, "snapshot");
	struct json_object *profile = json_member(parameters, "profile"), *utilisation = NULL;

	(void)call;
	if (inventory_load(&inventory, store, older, error) < 0)
		return -1;
	if (!older && systems_utilisation(&utilisation, store, inventory, profile,
			      json_integer(parameters, "now", 0), error) < 0)
		return -1;
	report = progress_report(
		json_member(inventory, "snapshot"), json_member(inventory, "objects"), profile);
	if (utilisation)
		json_set(report, "utilisation", utilisation);
	json_set_string(report, "snapshot", json_string(inventory, "digest"));
	return write_answer(result, report, error);
}

static int do_questions(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct spool *output = spool_of(plugin_secret("output"));
	int written = assess_questions(output, store, error);

	(void)call;
	(void)parameters;
	spool_free(output);
	if (written == 0)
		*result = json_object_new_object();
	return written;
}

static int do_judge(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct spool *input = spool_of(plugin_secret("input"));
	struct spool *output = spool_of(plugin_secret("output"));
	int made = assess_judge(result, input, output, store, parameters, error);

	(void)call;
	spool_free(input);
	spool_free(output);
	return made;
}

static int do_findings(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;

	(void)call;
	if (assess_findings(&answer, store, parameters, error) < 0)
		return -1;
	return write_answer(result, answer, error);
}

static const struct shape_field progress_fields[] = {
	{"snapshot", SHAPE_STRING},
	{"now", SHAPE_INTEGER, .required = true, .low = 0, .high = INT64_MAX},
	{"profile", SHAPE_OBJECT, .required = true, .fields = profile_fields},
	{0},
};

static int do_systems(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *inventory = NULL, *measures = NULL;

	(void)call;
	if (inventory_load(&inventory, store, json_string(parameters, "snapshot"), error) < 0 ||
		systems_measure(&measures, store, inventory, json_member(parameters, "profile"),
			json_integer(parameters, "now", 0), error) < 0)
		return -1;
	return write_document(result, "systems", measures, error);
}

static const struct shape_field systems_fields[] = {
	{"snapshot", SHAPE_DIGEST, .required = true},
	{"profile", SHAPE_OBJECT, .required = true, .fields = profile_fields},
	{"now", SHAPE_INTEGER, .required = true, .low = 0, .high = INT64_MAX},
	{0},
};

static int do_gather(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct spool *output = spool_of(plugin_secret("output"));
	int made = planning_gather(output, store, parameters, error);

	(void)call;
	if (made == 0)
		made = spool_flush(output, error) < 0 ? -1 : 0;
	spool_free(output);
	if (made == 0)
		*result = json_object_new_object();
	return made;
}

static int do_plan(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;

	(void)call;
	if (planning_tell(&answer, store, parameters, error) < 0)
		return -1;
	return write_answer(result, answer, error);
}

static int do_configuration(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;

	(void)call;
	if (planning_configuration(&answer, store, parameters, error) < 0)
		return -1;
	return write_answer(result, answer, error);
}

static const struct shape_field configuration_fields[] = {
	{"plan", SHAPE_STRING, .required = true},
	{0},
};

static void tell_progress(void *argument, uint64_t done, uint64_t total)
{
	struct json_object *progress = json_object_new_object();

	json_set_integer(progress, "done", (int64_t)done);
	plugin_progress(argument, json_set_integer(progress, "total", (int64_t)total));
}

static int do_rehearse(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *plan = NULL, *told = NULL;

	if (plans_load(&plan, store, json_string(parameters, "plan"), error) < 0 ||
		rehearse(&told, plan, json_member(parameters, "order"),
			&(struct rehearsal_progress){tell_progress, call}, error) < 0)
		return -1;
	json_set_string(told, "plan", json_string(parameters, "plan"));
	return write_answer(result, told, error);
}

static const struct shape_field rehearse_fields[] = {
	{"plan", SHAPE_STRING, .required = true},
	{"order", SHAPE_OBJECT, .required = true, .fields = rehearsal_fields},
	{0},
};

static const struct shape_field drift_fields[] = {
	{"profile", SHAPE_OBJECT, .required = true, .fields = profile_fields},
	{"from", SHAPE_DIGEST},
	{0},
};

static const struct shape_field merge_fields[] = {
	{"made", SHAPE_TIME, .required = true},
	{"now", SHAPE_INTEGER, .required = true, .low = 0, .high = INT64_MAX},
	{"raw_days", SHAPE_INTEGER, .required = true, .low = 1, .high = INT32_MAX},
	{"hour_days", SHAPE_INTEGER, .required = true, .low = 1, .high = INT32_MAX},
	{"day_months", SHAPE_INTEGER, .required = true, .low = 1, .high = INT32_MAX},
	{0},
};

static const struct plugin_method methods[] = {
	{.name = "merge", .call = do_merge, .parameters = merge_fields},
	{.name = "self-check", .call = do_self_check, .parameters = self_check_fields},
	{.name = "objects", .call = do_objects, .parameters = inventory_query_fields},
	{.name = "chart", .call = do_chart, .parameters = chart_fields},
	{.name = "diff", .call = do_diff, .parameters = diff_fields},
	{.name = "inventory", .call = do_inventory, .parameters = inventory_fields},
	{.name = "completeness", .call = do_completeness},
	{.name = "usage", .call = do_usage, .parameters = usage_fields},
	{.name = "progress", .call = do_progress, .parameters = progress_fields},
	{.name = "questions", .call = do_questions},
	{.name = "judge", .call = do_judge, .parameters = assess_fields},
	{.name = "findings", .call = do_findings, .parameters = findings_query_fields},
	{.name = "gather", .call = do_gather, .parameters = gather_fields},
	{.name = "plan", .call = do_plan, .parameters = tell_fields},
	{.name = "configuration", .call = do_configuration, .parameters = configuration_fields},
	{.name = "rehearse", .call = do_rehearse, .parameters = rehearse_fields},
	{.name = "drift", .call = do_drift, .parameters = drift_fields},
	{.name = "systems", .call = do_systems, .parameters = systems_fields}, {0}};

static const struct shape_field settings_fields[] = {
	{"state", SHAPE_STRING, .required = true, .low = 1, .help = "the folder of the store"},
	{0},
};

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "clerk",
	.release = PACKAGE_VERSION,
	.settings = settings_fields,
	.methods = methods,
	.open = open_store,
};

PLUGIN_MAIN(program)
