/* The end of a scan: the clerk makes the picture, and it becomes the newest snapshot. */
#include "audit/log.h"
#include "base/digest.h"
#include "base/log.h"
#include "base/memory.h"
#include "core/archive.h"
#include "core/clerk.h"
#include "core/config.h"
#include "core/job.h"
#include "core/spool.h"
#include "core/store.h"
#include "inventory/changes.h"
#include "inventory/picture.h"
#include "inventory/scan_private.h"
#include "inventory/usage/usage.h"

/* --- into the store --- */

void scan_abandon(struct scan *scan, const struct error *error)
{
	job_fail(scan->job, error);
	scan_free(scan);
}

static void scan_durable(void *argument)
{
	struct scan *scan = argument;
	struct json_object *result = json_object_get(scan->picture);

	job_finish(scan->job, json_set(result, "silent", json_object_get(scan->silent)));
	scan_free(scan);
}

/* Everything is in the store: the snapshot becomes the newest. */
static void scan_commit(struct scan *scan)
{
	const char *digest = json_string(scan->picture, "snapshot");
	AUTO_FREE char *object = mem_format("snapshot %s", digest);
	struct store_batch *batch = batch_new();
	char before[DIGEST_TEXT];

	if (archive_head(scan->context->store, "snapshot", before, NULL) == 0)
		archive_set_head(batch, "snapshot.before", before);
	archive_set_head(batch, "snapshot", digest);
	changes_forget(batch, scan->context->store, scan->made, scan->silent);
	batch_state(batch, INVENTORY_SPACE, INVENTORY_SCANNED, scan->made);
	audit_append(scan->log, batch,
		&(struct audit_entry){.actor = scan->actor,
			.source = "inventory",
			.action = "inventory.scan",
			.object = object,
			.result = AUDIT_DONE});
	audit_commit(scan->log, batch, scan_durable, scan);
}

static void scan_stored(struct scan *scan)
{
	const char *digest = json_string(scan->picture, "snapshot");

	if (!scan->error.code && !store_has(scan->context->store, digest))
		error_set(&scan->error, ERROR_FAILED, digest,
			"The picture that was made names itself wrongly; nothing was kept.");
	if (scan->error.code)
		scan_abandon(scan, &scan->error);
	else
		scan_commit(scan);
}

static void taken(void *argument, const struct error *error)
{
	struct scan *scan = argument;

	scan->taking--;
	if (error && !scan->error.code)
		scan->error = *error;
	if (scan->taking == 0 && scan->picture)
		scan_stored(scan);
}

void scan_take(struct scan *scan, struct spool *spool)
{
	scan->taking++;
	store_take(scan->context->store, spool, taken, scan);
}

/* --- the picture --- */

/* Behind the picture is what machines used: without that, too, it is a picture. */
static void picture_taken(void *argument, const struct error *error)
{
	struct scan *scan = argument;
	const char *digest = json_string(scan->picture, "snapshot");

	if (error && store_has(scan->context->store, digest)) {
		log_warning("inventory", digest,
			"What machines used until this scan is not kept: %s", error->text);
		error = NULL;
	}
	taken(scan, error);
}

/* What was told wrongly, or that there is nothing, leaves the scan without a picture. */
static void picture_made(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct scan *scan = argument;

	scan->clerk = NULL;
	job_on_cancel(scan->job, NULL, NULL);
	if (error)
		scan->error = *error;
	else
		shape_check(picture_fields, result, NULL, &scan->error);
	scan->picture = scan->error.code ? json_object_new_object() : json_copy(result);
	if (!scan->error.code) {
		scan->taking++;
		store_take_states(scan->context->store, mem_take(output), USAGE_SPACES,
			picture_taken, scan);
	}
	if (scan->taking == 0)
		scan_stored(scan);
}

static void picture_progressed(void *argument, struct json_object *progress)
{
	const struct scan *scan = argument;

	job_progress(scan->job, (unsigned)json_integer(progress, "done", 0),
		(unsigned)json_integer(progress, "total", 0), "merging");
}

static struct json_object *picture_parameters(const struct scan *scan)
{
	const struct config *config = scan->context->config;
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "made", scan->made);
	json_set_integer(parameters, "now", config_now(config));
	json_set_integer(parameters, "raw_days", config->usage.raw_days);
	json_set_integer(parameters, "hour_days", config->usage.hour_days);
	return json_set_integer(parameters, "day_months", config->usage.day_months);
}

void scan_end(void *argument)
{
	struct scan *scan = argument;

	scan_take(scan, mem_take(&scan->definitions));
	for (size_t i = 0; i < json_object_array_length(scan->silent); i++)
		spool_add_json(scan->items, PICTURE_SILENT,
			json_object_array_get_idx(scan->silent, i));
	job_progress(scan->job, 0, 0, "merging");
	scan->clerk = clerk_ask(scan->context, &(struct clerk_question){.method = "merge",
						       .parameters = picture_parameters(scan),
						       .input = mem_take(&scan->items),
						       .urgent = true,
						       .answered = picture_made,
						       .progressed = picture_progressed,
						       .argument = scan});
	if (scan->cancelled)
		clerk_cancel(scan->clerk);
}
