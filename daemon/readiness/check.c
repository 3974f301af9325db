#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/context.h"
#include "core/job.h"
#include "core/store.h"
#include "model/findings.h"
#include "model/snapshot.h"
#include "readiness/links.h"
#include "readiness/measure.h"
#include "readiness/readiness.h"
#include "readiness/rules.h"
#include <stdlib.h>

struct check {
	const struct context *context;
	struct audit_log *log;
	struct job *job;
	struct json_object *profile, *snapshot, *objects, *findings, *what;
	struct json_object *before, *links; /* what was measured before; NULL: nothing */
	const char *profile_digest;
	char snapshot_digest[DIGEST_TEXT], digest[DIGEST_TEXT];
};

static void check_free(struct check *check)
{
	json_object_put(check->snapshot);
	json_object_put(check->objects);
	json_object_put(check->findings);
	json_object_put(check->what);
	json_object_put(check->before);
	json_object_put(check->links);
	free(check);
}

static void check_durable(void *argument)
{
	static const char *const verdicts[] = {"pass", "warn", "fail", "unknown"};
	struct check *check = argument;
	struct json_object *result = json_object_new_object();
	struct json_object *list = json_member(check->findings, "findings");

	json_set_string(result, "findings", check->digest);
	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		int64_t count = 0;

		for (size_t j = 0; j < json_object_array_length(list); j++)
			count += text_equal(
				json_string(json_object_array_get_idx(list, j), "verdict"),
				verdicts[i]);
		json_set_integer(result, verdicts[i], count);
	}
	job_finish(check->job, result);
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
	AUTO_JSON struct json_object *kept = json_copy(measures);

	if (json_member(kept, "measured"))
		keep(batch, "measurements", json_member(kept, "measured"));
	json_object_object_del(kept, "measured");
	json_set_string(kept, "kind", "measures");
	keep(batch, "measures", kept);
}

static void keep_findings(struct check *check, struct json_object *measures)
{
	struct store_batch *batch = batch_new();
	AUTO_FREE char *object = NULL;

	keep_measures(batch, measures);
	archive_keep(batch, "findings", check->findings, check->digest);
	archive_set_head(batch, "findings", check->digest);
	object = mem_format("findings %s", check->digest);
	audit_append(check->log, batch,
		&(struct audit_entry){.actor = job_actor(check->job),
			.source = "readiness",
			.action = "readiness.check",
			.object = object,
			.result = AUDIT_DONE});
	audit_commit(check->log, batch, check_durable, check);
}

static void measured(void *argument, struct json_object *measures, const struct error *error)
{
	struct check *check = argument;
	char made[CLOCK_TEXT];

	if (error) {
		job_fail(check->job, error);
		check_free(check);
		return;
	}
	clock_format(clock_wall(), made);
	check->findings = findings_new(check->snapshot_digest, check->profile_digest, made);
	readiness_judge(
		check->findings, check->snapshot, check->objects, check->profile, measures);
	keep_findings(check, measures);
}

/* The newest of a kind; that there is none yet is no failure. */
static int load_before(struct json_object **document, const struct check *check,
	const char *kind, const struct shape_field *fields, struct error *error)
{
	char digest[DIGEST_TEXT];

	if (archive_load_head(document, digest, check->context->store, kind, fields, error) ==
		0)
		return 0;
	return error->code == ERROR_NOT_FOUND ? 0 : -1;
}

static int load(struct check *check, struct error *error)
{
	struct store *store = check->context->store;
	struct json_object *members;

	check->objects = json_object_new_object();
	if (archive_load_head(&check->snapshot, check->snapshot_digest, store, "snapshot",
		    snapshot_fields, error) < 0) {
		if (error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_CONFLICT, NULL,
				"There is no snapshot yet; run `banyun inventory scan` first.");
		return -1;
	}
	if (load_before(&check->before, check, "measures", NULL, error) < 0 ||
		load_before(&check->links, check, "measurements", links_fields, error) < 0)
		return -1;
	members = json_member(check->snapshot, "members");
	for (size_t i = 0; i < json_object_array_length(members); i++) {
		const char *digest =
			json_string(json_object_array_get_idx(members, i), "digest");
		struct json_object *facts;

		if (archive_load(&facts, store, digest, NULL, error) < 0)
			return -1;
		json_set(check->objects, digest, facts);
	}
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
	check->what = order->what ? json_object_get(order->what) : NULL;
	if (load(check, &error) < 0) {
		job_fail(job, &error);
		check_free(check);
		return;
	}
	measure_start(&(struct measure_order){.context = check->context,
		.job = job,
		.snapshot = check->snapshot,
		.objects = check->objects,
		.profile = check->profile,
		.before = check->before,
		.links = check->links,
		.what = check->what,
		.done = measured,
		.argument = check});
}
