/*
 * Jobs: long work that people start and wait for (a scan, a check, a plan). A job tells how far
 * it is, can be cancelled, and ends once, with a result or an error. The newest ones are
 * remembered.
 */
#ifndef CORE_JOB_H
#define CORE_JOB_H

#include <stdbool.h>
#include <stdint.h>

struct error;
struct job;
struct job_wait;
struct jobs;
struct json_object;

struct jobs *jobs_new(void);
/* Cancels what is under way. NULL is allowed. */
void jobs_free(struct jobs *jobs);

/* A new job of that kind ("inventory.scan") for `actor`; owned by the registry. */
struct job *job_new(struct jobs *jobs, const char *kind, const char *actor);

/* Cancels what is under way, as far as it can be cancelled now. */
void jobs_cancel(struct jobs *jobs);
/* Whether none is under way. */
bool jobs_idle(const struct jobs *jobs);

/* The id of a job of that kind that has not ended; NULL when there is none. */
const char *job_running(const struct jobs *jobs, const char *kind);

const char *job_id(const struct job *job);
const char *job_actor(const struct job *job);

/* How far it is; `text` says what is being done now. */
void job_progress(struct job *job, unsigned done, unsigned total, const char *text);

/* Ends it; `result` is taken. The job must not be touched afterwards. */
void job_finish(struct job *job, struct json_object *result);
void job_fail(struct job *job, const struct error *error);

/* What job_cancel() calls; the work then ends by job_fail(). NULL: cannot be cancelled now. */
void job_on_cancel(struct job *job, void (*cancel)(void *argument), void *argument);

/* ERROR_NOT_FOUND when there is none; a job that has ended stays as it is. */
int job_cancel(struct jobs *jobs, const char *id, struct error *error);

/*
 * Calls once, when the job ends or its registry is freed; job_wait_end() before that prevents
 * it. NULL when there is no such job under way.
 */
struct job_wait *job_wait(
	struct jobs *jobs, const char *id, void (*ended)(void *argument), void *argument);
void job_wait_end(struct job_wait *wait);

/*
 * {"job", "kind", "actor", "state": "running" | "done" | "failed", "done", "total", "text",
 * "elapsed_ms", "remaining_ms" (estimated, when known), "result" | "error"}. NULL when there is
 * none.
 */
struct json_object *job_status(struct jobs *jobs, const char *id);

#endif
