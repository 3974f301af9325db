#include "readiness/readiness.h"
#include "api/handlers.h"
#include "api/query.h"
#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/clerk.h"
#include "core/context.h"
#include "core/job.h"
#include "core/spool.h"
#include "core/store.h"
#include "execution/runner.h"
#include "model/findings.h"
#include "model/profile.h"
#include "readiness/links/links.h"
#include "readiness/links/series.h"
#include "readiness/links/watch.h"
#include "readiness/links/ways.h"
#include <stdlib.h>
#include <string.h>

static bool is_moving(void *runner, const char *host)
{
	struct error error = {0};

	return runner_check_host(runner, host, &error) < 0;
}

/* One check at a time: two would measure the same links beside each other. */
void readiness_start(struct api *api, struct request *request)
{
	const char *running = job_running(api->jobs, READINESS_CHECK);
	struct error error = {0};
	struct job *job;

	if (running) {
		error_set(&error, ERROR_CONFLICT, running,
			"A check is under way already (job %s); wait until it has ended, or "
			"cancel it.",
			running);
		request_fail(request, &error);
		return;
	}
	job = job_new(api->jobs, READINESS_CHECK, request_actor(request));
	links_watch_yield(api->links_watch);
	const struct readiness_order order = {
		.context = api->context,
		.log = api->log,
		.profile = api->profile,
		.profile_digest = api->profile_digest,
		.busy = is_moving,
		.moves = api->runner,
		.what = json_member(request_body(request), "what"),
		.all = json_boolean(request_body(request), "all", false),
	};

	readiness_check(&order, job);
	answer_job(request, job); /* last: it takes the request and its body */
}

/* The newest of a kind, or the request fails with that sentence. */
static int load(struct json_object **document, char digest[DIGEST_TEXT], struct api *api,
	struct request *request, const char *kind, const struct shape_field *fields,
	const char *missing)
{
	struct error error = {0};

	if (archive_load_head(document, digest, api->context->store, kind, fields, &error) == 0)
		return 0;
	if (error.code == ERROR_NOT_FOUND)
		error_set(&error, ERROR_NOT_FOUND, NULL, "%s", missing);
	request_fail(request, &error);
	return -1;
}

void readiness_show(struct api *api, struct request *request)
{
	answer_from_clerk(api, request, "findings", json_object_get(request_query(request)));
}

/* --- acceptances --- */

static struct json_object *acceptance_of(
	struct request *request, struct json_object *finding, const char *made)
{
	struct json_object *acceptance = json_object_new_object();

	json_set(acceptance, "finding", json_copy(finding));
	json_set_string(acceptance, "approver", request_actor(request));
	json_set_string(acceptance, "made", made);
	return json_set_string(
		acceptance, "reason", json_string(request_body(request), "reason"));
}

/* Binds this finding on these facts; when either changes, it is another one. */
static void accept_finding(struct request *request, struct json_object *finding)
{
	const char *wanted = json_string(request_body(request), "finding");
	struct store_batch *batch = batch_new();
	AUTO_FREE char *value = NULL, *object = NULL;
	struct json_object *acceptance;
	struct audit_entry entry = {.action = "readiness.accept", .result = AUDIT_DONE};
	char made[CLOCK_TEXT];

	clock_format(clock_wall(), made);
	acceptance = acceptance_of(request, finding, made);
	value = json_canonical_string(acceptance);
	object = mem_format("%s %s", json_string(finding, "kind"), json_string(finding, "id"));
	batch_state(batch, ACCEPTANCE_SPACE, wanted, value);
	entry.object = object;
	entry.reason = json_string(acceptance, "reason");
	entry.detail = acceptance;
	request_commit(request, batch, &entry, 200, acceptance);
}

/* A question to the clerk for the finding that somebody accepts. */
struct accepting {
	struct request *request;
	struct clerk *clerk;
};

static struct json_object *only_finding(struct json_object *answer)
{
	struct json_object *list = json_member(json_member(answer, "findings"), "findings");

	return json_length(list) == 1 ? json_object_array_get_idx(list, 0) : NULL;
}

static void found(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct accepting *accepting = argument;
	struct request *request = accepting->request;
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *finding;
	struct error why = {0};

	(void)result;
	free(accepting);
	if (error || spool_json(&answer, *output, "the clerk's answer", JSON_FILE, &why) < 0) {
		request_fail(request, error ? error : &why);
		return;
	}
	finding = only_finding(answer);
	if (finding) {
		accept_finding(request, finding);
		return;
	}
	error_set(&why, ERROR_NOT_FOUND, json_string(request_body(request), "finding"),
		"No finding of the newest check that did not pass is \"%s\"; it may have "
		"changed "
		"since. `banyun readiness show --why` tells each.",
		json_string(request_body(request), "finding"));
	request_fail(request, &why);
}

static void left(void *argument)
{
	clerk_cancel(((struct accepting *)argument)->clerk);
}

void readiness_accept(struct api *api, struct request *request)
{
	struct accepting *accepting = mem_alloc(sizeof(*accepting));
	struct json_object *query = json_set_string(json_object_new_object(), "finding",
		json_string(request_body(request), "finding"));

	accepting->request = request;
	accepting->clerk =
		clerk_ask(api->context, &(struct clerk_question){.method = "findings",
						.parameters = query,
						.answered = found,
						.argument = accepting});
	request_on_leave(request, left, accepting);
}

/* The table of rules, each with what the profile does with it. */
void readiness_rules_show(struct api *api, struct request *request)
{
	struct json_object *rules = readiness_rules_told();

	json_object_object_foreach (rules, id, rule)
		json_set_string(rule, "effect", profile_rule(api->profile, id));
	request_answer(request, 200, json_set(json_object_new_object(), "rules", rules));
}

/* Beside what was measured, what the watch saw of each in the last day. */
static struct json_object *watched(struct api *api, struct json_object *measured)
{
	AUTO_JSON struct json_object *told =
		links_ways_told(api->context->store, measured, clock_wall() / CLOCK_SECOND);
	struct json_object *list = json_object_new_array();

	json_object_object_foreach (told, key, day) {
		(void)key;
		if (json_integer(day, "watches", 0) > 0)
			json_object_array_add(list, json_object_get(day));
	}
	return list;
}

void readiness_links_show(struct api *api, struct request *request)
{
	struct json_object *measured;
	char digest[DIGEST_TEXT];

	if (load(&measured, digest, api, request, "measurements", links_fields,
		    N_("No link has been measured yet; `banyun readiness check --what links` "
		       "does.")) < 0)
		return;
	json_set(measured, "watched", watched(api, measured));
	request_answer(request, 200, measured);
}

/* --- what was watched of one path --- */

/* No further back than the series reaches. */
static int series_since(
	int64_t *since, const char *step, const char *text, int64_t now, struct error *error)
{
	int64_t first = now - links_series_reach(step) * 86400;

	*since = first;
	if (text && query_since(since, text, error) < 0)
		return -1;
	if (*since < first)
		*since = first;
	return 0;
}

static struct json_object *series_of(
	struct api *api, struct request *request, const char *step, int64_t since, int64_t now)
{
	struct json_object *list = json_object_new_array();

	for (int family = 4; family <= 6; family += 2) {
		AUTO_JSON struct json_object *way = json_object_new_object();
		struct json_object *one = json_object_new_object();

		json_set_string(way, "source", request_part(request, 0));
		json_set_string(way, "target", request_part(request, 1));
		json_set_integer(way, "family", family);
		json_set_integer(one, "family", family);
		json_set(one, "points",
			links_series_points(api->context->store, way, step, since, now));
		json_object_array_add(list, one);
	}
	return list;
}

void readiness_link_watched(struct api *api, struct request *request)
{
	const char *step = json_string(request_query(request), "step");
	int64_t since, now = clock_wall() / CLOCK_SECOND;
	struct json_object *answer;
	struct error error = {0};

	step = step ? step : "hour";
	if (series_since(&since, step, json_string(request_query(request), "since"), now,
		    &error) < 0) {
		request_fail(request, &error);
		return;
	}
	answer = json_object_new_object();
	json_set_string(answer, "source", request_part(request, 0));
	json_set_string(answer, "target", request_part(request, 1));
	json_set_string(answer, "step", step);
	json_set(answer, "series", series_of(api, request, step, since, now));
	request_answer(request, 200, answer);
}
