#include "readiness/readiness.h"
#include "api/handlers.h"
#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/context.h"
#include "core/job.h"
#include "core/store.h"
#include "model/findings.h"
#include "model/profile.h"
#include "readiness/links.h"

#define CHECK "readiness.check"

/* One check at a time: two would measure the same links beside each other. */
void readiness_start(struct api *api, struct request *request)
{
	const char *running = job_running(api->jobs, CHECK);
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
	job = job_new(api->jobs, CHECK, request_actor(request));
	const struct readiness_order order = {
		.context = api->context,
		.log = api->log,
		.profile = api->profile,
		.profile_digest = api->profile_digest,
		.what = json_member(request_body(request), "what"),
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

/* Those of the findings that an approver has accepted, by identity. */
static struct json_object *accepted(struct api *api, struct json_object *findings)
{
	struct json_object *list = json_member(findings, "findings");
	struct json_object *all = json_object_new_object(), *one;
	char identity[DIGEST_TEXT];

	for (size_t i = 0; i < json_length(list); i++) {
		struct error error = {0};

		findings_identity(json_object_array_get_idx(list, i), identity);
		if (archive_state(
			    &one, api->context->store, ACCEPTANCE_SPACE, identity, &error) == 0)
			json_set(all, identity, one);
	}
	return all;
}

void readiness_show(struct api *api, struct request *request)
{
	struct json_object *findings, *answer;
	char digest[DIGEST_TEXT];

	if (load(&findings, digest, api, request, "findings", findings_fields,
		    N_("There are no findings yet; `banyun readiness check` makes them.")) < 0)
		return;
	answer = json_set_string(json_object_new_object(), "digest", digest);
	json_set(answer, "accepted", accepted(api, findings));
	request_answer(request, 200, json_set(answer, "findings", findings));
}

/* --- acceptances --- */

static struct json_object *find_finding(
	struct json_object *findings, const char *wanted, struct error *error)
{
	struct json_object *list = json_member(findings, "findings");
	char identity[DIGEST_TEXT];

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);

		findings_identity(finding, identity);
		if (text_equal(identity, wanted))
			return finding;
	}
	error_set(error, ERROR_NOT_FOUND, wanted,
		"No finding of the newest check is \"%s\"; it may have changed since. `banyun "
		"readiness show --why` tells each.",
		wanted);
	return NULL;
}

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

void readiness_accept(struct api *api, struct request *request)
{
	const char *wanted = json_string(request_body(request), "finding");
	AUTO_JSON struct json_object *findings = NULL;
	struct json_object *finding;
	struct error error = {0};
	char digest[DIGEST_TEXT];

	if (load(&findings, digest, api, request, "findings", findings_fields,
		    N_("There are no findings yet; `banyun readiness check` makes them.")) < 0)
		return;
	finding = find_finding(findings, wanted, &error);
	if (finding && text_equal(json_string(finding, "verdict"), "pass"))
		error_set(&error, ERROR_CONFLICT, wanted,
			"This finding passed; there is nothing to accept.");
	if (error.code)
		request_fail(request, &error);
	else
		accept_finding(request, finding);
}

/* The table of rules, each with what the profile does with it. */
void readiness_rules_show(struct api *api, struct request *request)
{
	struct json_object *rules = readiness_rules_told();

	json_object_object_foreach (rules, id, rule)
		json_set_string(rule, "effect", profile_rule(api->profile, id));
	request_answer(request, 200, json_set(json_object_new_object(), "rules", rules));
}

void readiness_links_show(struct api *api, struct request *request)
{
	struct json_object *measured;
	char digest[DIGEST_TEXT];

	if (load(&measured, digest, api, request, "measurements", links_fields,
		    N_("No link has been measured yet; `banyun readiness check --what links` "
		       "does.")) < 0)
		return;
	request_answer(request, 200, measured);
}
