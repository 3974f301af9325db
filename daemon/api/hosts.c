#include "api/handlers.h"
#include "audit/log.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "core/host.h"
#include "core/job.h"
#include "core/store.h"
#include "core/worker.h"
#include "execution/runner.h"
#include "inventory/inventory.h"
#include <stdlib.h>

#define FINGERPRINT_MS 15000

void hosts_registered(struct api *api, struct request *request)
{
	struct json_object *hosts;
	struct error error = {0};

	if (host_list(&hosts, api->context->store, &error) < 0)
		request_fail(request, &error);
	else
		request_answer(
			request, 200, json_set(json_object_new_object(), "hosts", hosts));
}

void hosts_show(struct api *api, struct request *request)
{
	struct json_object *host;
	struct error error = {0};

	if (host_load(&host, api->context->store, request_part(request, 0), &error) < 0)
		request_fail(request, &error);
	else
		request_answer(request, 200, host);
}

/* --- adding: the host's key is fetched and shown, and trusted by nobody yet --- */

struct adding {
	struct api *api;
	struct job *job;
	struct worker *worker;
	struct json_object *host;
	char *actor;
	unsigned open; /* the worker, and the work */
};

static void adding_release(struct adding *adding)
{
	if (--adding->open > 0)
		return;
	json_object_put(adding->host);
	free(adding->actor);
	free(adding);
}

static void adding_failed(struct adding *adding, const struct error *error)
{
	job_fail(adding->job, error);
	adding_release(adding);
}

static void added(void *argument)
{
	struct adding *adding = argument;

	job_finish(adding->job, json_object_get(adding->host));
	adding_release(adding);
}

static void keep_host(struct adding *adding)
{
	struct store_batch *batch = batch_new();
	AUTO_FREE char *object = mem_format("host %s", json_string(adding->host, "name"));

	host_batch(batch, adding->host);
	audit_append(adding->api->log, batch,
		&(struct audit_entry){.actor = adding->actor,
			.source = "api",
			.action = "host.add",
			.object = object,
			.result = AUDIT_DONE,
			.detail = adding->host});
	audit_commit(adding->api->log, batch, added, adding);
}

/* A name that is taken: by another host, or by what every scan reads by itself. */
static int refuse_known(struct api *api, const char *name, struct error *error)
{
	AUTO_JSON struct json_object *known = NULL;

	if (text_equal(name, INVENTORY_OWN_HOST))
		return error_set(error, ERROR_CONFLICT, name,
			"\"%s\" is the machine that banyund runs on, which every scan reads by "
			"itself; call the host otherwise.",
			name);
	if (text_equal(name, INVENTORY_WORLD))
		return error_set(error, ERROR_CONFLICT, name,
			"\"%s\" is what the world of a rehearsal is called; call the host "
			"otherwise.",
			name);
	if (host_load(&known, api->context->store, name, error) == 0)
		return error_set(error, ERROR_CONFLICT, name,
			"There is a host \"%s\" already; remove it first with `banyun host "
			"remove %s`.",
			name, name);
	return error->code == ERROR_NOT_FOUND ? 0 : -1;
}

static void fingerprint_told(void *argument, enum worker_answer answer,
	struct json_object *result, const struct error *error)
{
	struct adding *adding = argument;
	struct error known = {0};

	worker_end(adding->worker);
	if (answer != WORKER_DONE) {
		adding_failed(adding, error);
		return;
	}
	json_set(adding->host, "offered", json_object_get(result));
	/* Somebody else may have added, and trusted, one meanwhile. */
	if (refuse_known(adding->api, json_string(adding->host, "name"), &known) < 0)
		adding_failed(adding, &known);
	else
		keep_host(adding);
}

static void worker_gone(void *argument, const char *why)
{
	(void)why;
	adding_release(argument);
}

static int ask_fingerprint(struct adding *adding, struct error *error)
{
	struct worker_listener listener = {.answered = fingerprint_told, .argument = adding};
	AUTO_JSON struct json_object *settings = host_ssh_settings(adding->host, "step");

	if (host_start_worker(&adding->worker, adding->api->context, "ssh",
		    json_string(adding->host, "name"), settings, NULL, 0, worker_gone, adding,
		    error) < 0)
		return -1;
	adding->open++;
	worker_ask(adding->worker, "fingerprint", json_object_new_object(), FINGERPRINT_MS,
		&listener);
	return 0;
}

void hosts_add(struct api *api, struct request *request)
{
	struct json_object *body = request_body(request);
	struct adding *adding;
	struct error error = {0};

	if (host_check(body, &error) < 0 ||
		refuse_known(api, json_string(body, "name"), &error) < 0) {
		request_fail(request, &error);
		return;
	}
	adding = mem_alloc(sizeof(*adding));
	adding->open = 1;
	adding->api = api;
	adding->host = json_copy(body);
	host_tidy(adding->host);
	adding->actor = mem_string(request_actor(request));
	adding->job = job_new(api->jobs, "host.add", adding->actor);
	answer_job(request, adding->job);
	if (host_is_near(adding->host))
		keep_host(adding);
	else if (ask_fingerprint(adding, &error) < 0)
		adding_failed(adding, &error);
}

/* --- trusting --- */

static int trust(struct json_object *host, const char *fingerprint, struct error *error)
{
	struct json_object *offered = json_member(host, "offered");
	const char *name = json_string(host, "name");

	if (host_is_near(host))
		return error_set(error, ERROR_CONFLICT, name,
			"Host \"%s\" is on banyund's own machine and has no key to trust.",
			name);
	if (!text_equal(json_string(offered, "fingerprint"), fingerprint))
		return error_set(error, ERROR_REFUSED, name,
			"Host \"%s\" offered the key %s, not %.128s. Do not trust it before "
			"its "
			"administrator has explained the difference.",
			name, json_string(offered, "fingerprint"), fingerprint);
	json_set_string(host, "known_hosts", json_string(offered, "known_hosts"));
	return 0;
}

static void commit_host(struct request *request, struct json_object *host, const char *action)
{
	AUTO_FREE char *object = mem_format("host %s", json_string(host, "name"));
	struct store_batch *batch = batch_new();
	struct audit_entry entry = {
		.action = action, .object = object, .result = AUDIT_DONE, .detail = host};

	host_batch(batch, host);
	request_commit(request, batch, &entry, 200, json_object_get(host));
}

void hosts_trust(struct api *api, struct request *request)
{
	AUTO_JSON struct json_object *host = NULL;
	struct error error = {0};

	if (host_load(&host, api->context->store, request_part(request, 0), &error) < 0 ||
		trust(host, json_string(request_body(request), "fingerprint"), &error) < 0)
		request_fail(request, &error);
	else
		commit_host(request, host, "host.trust");
}

/* Others may be reached through it alone. */
static int refuse_jump(struct api *api, const char *name, struct error *error)
{
	AUTO_JSON struct json_object *hosts = NULL;

	if (host_list(&hosts, api->context->store, error) < 0)
		return -1;
	for (size_t i = 0; i < json_length(hosts); i++) {
		struct json_object *host = json_object_array_get_idx(hosts, i);

		if (text_equal(json_string(host, "jump"), name))
			return error_set(error, ERROR_CONFLICT, name,
				"The host \"%s\" is reached through \"%s\"; remove it first "
				"with "
				"`banyun host remove %s`.",
				json_string(host, "name"), name, json_string(host, "name"));
	}
	return 0;
}

void hosts_remove(struct api *api, struct request *request)
{
	AUTO_JSON struct json_object *host = NULL;
	AUTO_FREE char *object = mem_format("host %s", request_part(request, 0));
	struct audit_entry entry = {
		.action = "host.remove", .object = object, .result = AUDIT_DONE};
	struct store_batch *batch;
	struct error error = {0};

	if (host_load(&host, api->context->store, request_part(request, 0), &error) < 0 ||
		refuse_jump(api, request_part(request, 0), &error) < 0 ||
		runner_check_host(api->runner, request_part(request, 0), &error) < 0) {
		request_fail(request, &error);
		return;
	}
	batch = batch_new();
	host_batch_remove(batch, request_part(request, 0));
	request_commit(request, batch, &entry, 200, json_object_get(host));
}
