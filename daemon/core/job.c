#include "core/job.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/queue.h>

#define REMEMBERED 64

enum job_state { JOB_RUNNING, JOB_DONE, JOB_FAILED };

struct job_wait {
	LIST_ENTRY(job_wait) entry;
	void (*ended)(void *argument);
	void *argument;
};

struct job {
	struct job *next;
	LIST_HEAD(, job_wait) waits;
	char id[16];
	char *kind, *actor, *text;
	enum job_state state;
	unsigned done, total;
	int64_t started, ended; /* monotonic, microseconds */
	struct json_object *result;
	struct error error;
	void (*cancel)(void *argument);
	void *argument;
};

struct jobs {
	struct job *newest;
	unsigned count, last;
};

struct jobs *jobs_new(void)
{
	return mem_alloc(sizeof(struct jobs));
}

void job_wait_end(struct job_wait *wait)
{
	LIST_REMOVE(wait, entry);
	free(wait);
}

static void tell_ended(struct job *job)
{
	struct job_wait *wait;

	while ((wait = LIST_FIRST(&job->waits))) {
		struct job_wait told = *wait;

		job_wait_end(wait);
		told.ended(told.argument);
	}
}

static void job_free(struct job *job)
{
	tell_ended(job);
	free(job->kind);
	free(job->actor);
	free(job->text);
	json_object_put(job->result);
	free(job);
}

static void stop(struct job *job)
{
	if (job->state == JOB_RUNNING && job->cancel)
		job->cancel(job->argument);
}

void jobs_free(struct jobs *jobs)
{
	while (jobs && jobs->newest) {
		struct job *job = jobs->newest;

		stop(job);
		jobs->newest = job->next;
		job_free(job);
	}
	free(jobs);
}

void jobs_cancel(struct jobs *jobs)
{
	for (struct job *job = jobs->newest; job; job = job->next)
		stop(job);
}

bool jobs_idle(const struct jobs *jobs)
{
	const struct job *job = jobs->newest;

	while (job && job->state != JOB_RUNNING)
		job = job->next;
	return !job;
}

/* Forgets the oldest job that has ended. */
static void forget_one(struct jobs *jobs)
{
	struct job **oldest = NULL;

	for (struct job **link = &jobs->newest; *link; link = &(*link)->next)
		if ((*link)->state != JOB_RUNNING)
			oldest = link;
	if (oldest) {
		struct job *job = *oldest;

		*oldest = job->next;
		jobs->count--;
		job_free(job);
	}
}

struct job *job_new(struct jobs *jobs, const char *kind, const char *actor)
{
	struct job *job = mem_alloc(sizeof(*job));

	if (jobs->count >= REMEMBERED)
		forget_one(jobs);
	snprintf(job->id, sizeof(job->id), "j%u", ++jobs->last);
	job->kind = mem_string(kind);
	job->actor = mem_string(actor);
	job->started = clock_monotonic();
	LIST_INIT(&job->waits);
	job->next = jobs->newest;
	jobs->newest = job;
	jobs->count++;
	return job;
}

const char *job_running(const struct jobs *jobs, const char *kind)
{
	for (const struct job *job = jobs->newest; job; job = job->next)
		if (job->state == JOB_RUNNING && text_equal(job->kind, kind))
			return job->id;
	return NULL;
}

const char *job_id(const struct job *job)
{
	return job->id;
}

const char *job_actor(const struct job *job)
{
	return job->actor;
}

void job_progress(struct job *job, unsigned done, unsigned total, const char *text)
{
	free(job->text);
	job->text = mem_string(text);
	job->done = done;
	job->total = total;
}

static void end(struct job *job, enum job_state state)
{
	job->state = state;
	job->ended = clock_monotonic();
	job->cancel = NULL;
	tell_ended(job);
}

void job_finish(struct job *job, struct json_object *result)
{
	job->result = result;
	end(job, JOB_DONE);
}

void job_fail(struct job *job, const struct error *error)
{
	job->error = *error;
	end(job, JOB_FAILED);
}

void job_on_cancel(struct job *job, void (*cancel)(void *argument), void *argument)
{
	job->cancel = cancel;
	job->argument = argument;
}

static struct job *find(struct jobs *jobs, const char *id)
{
	for (struct job *job = jobs->newest; job; job = job->next)
		if (text_equal(job->id, id))
			return job;
	return NULL;
}

struct job_wait *job_wait(
	struct jobs *jobs, const char *id, void (*ended)(void *argument), void *argument)
{
	struct job *job = find(jobs, id);
	struct job_wait *wait;

	if (!job || job->state != JOB_RUNNING)
		return NULL;
	wait = mem_alloc(sizeof(*wait));
	wait->ended = ended;
	wait->argument = argument;
	LIST_INSERT_HEAD(&job->waits, wait, entry);
	return wait;
}

int job_cancel(struct jobs *jobs, const char *id, struct error *error)
{
	struct job *job = find(jobs, id);

	if (!job)
		return error_set(error, ERROR_NOT_FOUND, id, "There is no job \"%s\".", id);
	stop(job);
	return 0;
}

static struct json_object *error_json(const struct error *error)
{
	struct json_object *tree = json_object_new_object();

	json_set_string(tree, "code", error_word(error->code));
	json_set_string(tree, "object", error->object);
	return json_set_string(tree, "text", error->text);
}

static void add_times(struct json_object *tree, const struct job *job)
{
	int64_t until = job->state == JOB_RUNNING ? clock_monotonic() : job->ended;
	int64_t elapsed = until - job->started;

	json_set_integer(tree, "elapsed_ms", elapsed / 1000);
	if (job->state == JOB_RUNNING && job->done > 0 && job->total >= job->done)
		json_set_integer(tree, "remaining_ms",
			elapsed / job->done * (job->total - job->done) / 1000);
}

struct json_object *job_status(struct jobs *jobs, const char *id)
{
	static const char *const words[] = {"running", "done", "failed"};
	struct job *job = find(jobs, id);
	struct json_object *tree;

	if (!job)
		return NULL;
	tree = json_object_new_object();
	json_set_string(tree, "job", job->id);
	json_set_string(tree, "kind", job->kind);
	json_set_string(tree, "actor", job->actor);
	json_set_string(tree, "state", words[job->state]);
	json_set_integer(tree, "done", job->done);
	json_set_integer(tree, "total", job->total);
	json_set_string(tree, "text", job->text);
	add_times(tree, job);
	if (job->state == JOB_DONE)
		json_set(tree, "result", json_object_get(job->result));
	if (job->state == JOB_FAILED)
		json_set(tree, "error", error_json(&job->error));
	return tree;
}
