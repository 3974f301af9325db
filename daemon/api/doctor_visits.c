/*
 * The doctor's visits: what only a question now can tell. Banyun's helper programs are asked
 * who they are, each trusted host is logged in to, and libvirt of each hypervisor is connected
 * to; a few at a time, each in bounded time.
 */
#include "api/doctor.h"
#include "api/handlers.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/language.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/clerk.h"
#include "core/config.h"
#include "core/context.h"
#include "core/host.h"
#include "core/job.h"
#include "core/loop.h"
#include "core/spool.h"
#include "core/worker.h"
#include <stdlib.h>
#include <string.h>

#define VISITS   "doctor.visits"
#define AT_ONCE  32
#define LONGEST  20000 /* milliseconds that one may take */
#define ALL_MOST 10000 /* hosts whose facts are read */

/* What is known to work together with banyun: its own test lab has these. */
static const struct {
	const char *what, *least;
} known_versions[] = {{"libvirt", "9.0.0"}, {"qemu", "7.2.0"}};

enum kind { PROGRAM, LOGIN, LIBVIRT };

struct round;

struct visit {
	struct round *round;
	enum kind kind;
	struct json_object *host; /* NULL for a program */
	const char *program;      /* NULL for a host */
	struct worker *worker;    /* NULL: it has ended, or never began */
	int64_t began;
	struct json_object *seen; /* rows; NULL: none */
	char *what;
};

struct round {
	struct api *api;
	struct job *job;
	struct clerk *clerk;
	struct json_object *hosts, *facts; /* registered; by name, of the newest snapshot */
	struct visit *visits;
	size_t count, next, open, done;
	bool cancelled;
};

static void go_on(void *argument);

/* --- the end --- */

static struct json_object *collect(struct round *round)
{
	struct json_object *seen = json_object_new_array();

	for (size_t i = 0; i < round->count; i++)
		for (size_t j = 0; j < json_length(round->visits[i].seen); j++)
			json_object_array_add(seen, json_object_get(json_object_array_get_idx(
							    round->visits[i].seen, j)));
	return seen;
}

static void finish(struct round *round)
{
	struct error error = {0};

	job_on_cancel(round->job, NULL, NULL);
	if (round->cancelled) {
		error_set(&error, ERROR_FAILED, NULL, "The doctor's visits were cancelled.");
		job_fail(round->job, &error);
	} else {
		job_finish(
			round->job, json_set(json_object_new_object(), "seen", collect(round)));
	}
	for (size_t i = 0; i < round->count; i++) {
		json_object_put(round->visits[i].seen);
		free(round->visits[i].what);
	}
	free(round->visits);
	json_object_put(round->hosts);
	json_object_put(round->facts);
	free(round);
}

/* --- one visit --- */

static void see_version(struct visit *visit, struct json_object *told, size_t index)
{
	const char *what = known_versions[index].what, *least = known_versions[index].least;
	const char *version = json_string(told, what);
	AUTO_FREE char *title = mem_format("%s of %s", what, json_string(visit->host, "name"));

	if (!version)
		return;
	if (strverscmp(version, least) < 0)
		doctor_see(visit->seen, title,
			N_("Update it, or try a move of something unimportant first."), "warn",
			"It is of version %s, and banyun is known to work from %s.", version,
			least);
	else
		doctor_see(visit->seen, title, NULL, "pass",
			"It is of version %s; banyun is known to work from %s.", version,
			least);
}

/* As it says now; else as the newest snapshot has it. */
static void see_versions(struct visit *visit, struct json_object *told)
{
	struct json_object *facts =
		json_member(visit->round->facts, json_string(visit->host, "name"));

	for (size_t i = 0; i < sizeof(known_versions) / sizeof(known_versions[0]); i++)
		see_version(visit, json_member(told, known_versions[i].what) ? told : facts, i);
}

static void see_opened(struct visit *visit)
{
	long long took = (long long)(clock_monotonic() - visit->began) / 1000;

	if (visit->kind == LOGIN)
		doctor_see(visit->seen, visit->what, NULL, "pass",
			"A login and its first answer took %lld ms.", took);
	else
		doctor_see(visit->seen, visit->what, NULL, "pass",
			"The connection and its first answer took %lld ms.", took);
}

static void see_closed(struct visit *visit, const char *why)
{
	static const char *const remedies[] = {
		[PROGRAM] = N_("Install banyun whole, and start banyund again."),
		[LOGIN] =
			N_("See that it runs and its SSH server is reached from here, and that "
			   "the account takes the credential."),
		[LIBVIRT] = N_("See that libvirt runs there, and that the account may use it."),
	};

	doctor_see(visit->seen, visit->what, remedies[visit->kind], "fail", "%s",
		why ? why : N_("It gave no answer."));
}

static void answered(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct visit *visit = argument;

	if (answer != WORKER_DONE)
		see_closed(visit, error ? error->text : NULL);
	else if (visit->kind == PROGRAM)
		doctor_see_release(visit->seen, visit->what,
			json_string(result, "release") ? json_string(result, "release") : "?");
	else
		see_opened(visit);
	if (visit->kind == LIBVIRT)
		see_versions(visit, answer == WORKER_DONE ? result : NULL);
	worker_end(visit->worker);
}

static void ended(void *argument, const char *why)
{
	struct visit *visit = argument;

	(void)why;
	visit->worker = NULL;
	visit->round->open--;
	visit->round->done++;
	go_on(visit->round);
}

static int start_program(struct visit *visit, struct error *error)
{
	const struct context *context = visit->round->api->context;
	AUTO_FREE char *path = mem_format("%s/%s", context->config->helpers, visit->program);
	const struct worker_order order = {
		.program = path, .name = visit->program, .ended = ended, .argument = visit};

	return worker_start(&visit->worker, context->loop, &order, error);
}

static int start_host(struct visit *visit, struct error *error)
{
	bool login = visit->kind == LOGIN;
	AUTO_JSON struct json_object *settings =
		login ? host_ssh_settings(visit->host, "source")
		      : host_libvirt_settings(visit->host);
	struct host_party party = {visit->host, ""};

	return host_start_worker(&visit->worker, visit->round->api->context,
		login ? "ssh" : "libvirt", json_string(visit->host, "name"), settings, &party,
		1, ended, visit, error);
}

/* Whether it is under way. */
static bool begin(struct visit *visit)
{
	static const char *const methods[] = {
		[PROGRAM] = "describe", [LOGIN] = "login", [LIBVIRT] = "versions"};
	const struct worker_listener listener = {.answered = answered, .argument = visit};
	struct error error = {0};

	visit->began = clock_monotonic();
	visit->seen = json_object_new_array();
	if ((visit->program ? start_program(visit, &error) : start_host(visit, &error)) < 0) {
		see_closed(visit, error.text);
		return false;
	}
	worker_ask(visit->worker, methods[visit->kind], NULL, LONGEST, &listener);
	return true;
}

static void go_on(void *argument)
{
	struct round *round = argument;

	while (!round->cancelled && round->next < round->count && round->open < AT_ONCE) {
		struct visit *visit = &round->visits[round->next++];

		if (begin(visit))
			round->open++;
		else
			round->done++;
		job_progress(
			round->job, (unsigned)round->done, (unsigned)round->count, visit->what);
	}
	if (round->open == 0)
		finish(round);
}

/* --- whom --- */

static void plan(
	struct round *round, enum kind kind, struct json_object *host, const char *program)
{
	struct visit *visit = &round->visits[round->count++];
	const char *name = json_string(host, "name");

	*visit = (struct visit){.round = round, .kind = kind, .host = host, .program = program};
	visit->what = kind == PROGRAM ? mem_string(program)
		      : kind == LOGIN ? mem_format("login to %s", name)
				      : mem_format("libvirt of %s", name);
}

/* Those whom nobody trusts, or whose credential cannot be read, are told of without a visit. */
static void plan_all(struct round *round)
{
	static const char *const programs[] = {"banyun-planner", "banyun-clerk"};
	size_t count = json_length(round->hosts);

	round->visits = mem_array(2 * count + 2, sizeof(*round->visits));
	for (size_t i = 0; i < 2; i++)
		plan(round, PROGRAM, NULL, programs[i]);
	for (size_t i = 0; i < count; i++) {
		struct json_object *host = json_object_array_get_idx(round->hosts, i);
		const char *name = json_string(host, "name");

		if (!host_is_near(host) && host_trusted(host))
			plan(round, LOGIN, host, NULL);
		if ((host_is_near(host) || host_trusted(host)) &&
			json_string(json_member(round->facts, name), "libvirt"))
			plan(round, LIBVIRT, host, NULL);
	}
}

static void read_facts(struct round *round, struct json_object *page)
{
	struct json_object *members = json_member(page, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		json_set(round->facts, json_string(member, "id"),
			json_object_get(json_member(member, "facts")));
	}
}

/* Without a snapshot nothing is known, which is no failure. */
static void facts_told(void *argument, struct json_object *result, struct spool **output,
	const struct error *error)
{
	struct round *round = argument;
	AUTO_JSON struct json_object *page = NULL;
	struct error spoilt = {0};

	(void)result;
	round->clerk = NULL;
	if (!error && spool_json(&page, *output, "the clerk's answer", JSON_FILE, &spoilt) == 0)
		read_facts(round, page);
	if (spoilt.code)
		log_warning("doctor", NULL, "%s", spoilt.text);
	plan_all(round);
	go_on(round);
}

static void cancel(void *argument)
{
	struct round *round = argument;

	round->cancelled = true;
	if (round->clerk)
		clerk_cancel(round->clerk);
	for (size_t i = 0; i < round->count; i++)
		worker_end(round->visits[i].worker);
}

/* One at a time: two would log in to the same hosts beside each other. */
void doctor_visit(struct api *api, struct request *request)
{
	const char *running = job_running(api->jobs, VISITS);
	struct json_object *query = json_object_new_object();
	struct error error = {0};
	struct round *round;

	if (running) {
		json_object_put(query);
		error_set(&error, ERROR_CONFLICT, running,
			"The doctor is on visits already (job %s); wait until they have ended.",
			running);
		request_fail(request, &error);
		return;
	}
	round = mem_alloc(sizeof(*round));
	*round = (struct round){.api = api, .facts = json_object_new_object()};
	round->job = job_new(api->jobs, VISITS, request_actor(request));
	if (host_list(&round->hosts, api->context->store, &error) < 0)
		log_error("doctor", NULL, "%s", error.text);
	job_on_cancel(round->job, cancel, round);
	json_set_string(query, "kind", "host");
	json_set_integer(query, "limit", ALL_MOST);
	round->clerk = clerk_ask(api->context, &(struct clerk_question){.method = "objects",
						       .parameters = query,
						       .answered = facts_told,
						       .argument = round});
	answer_job(request, round->job); /* last: it takes the request */
}
