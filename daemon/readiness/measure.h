/*
 * Measuring: what only a question now can tell. Pages are asked through the probe plugin;
 * whether a department's host reaches a target, and which certificates a host holds, through
 * the ssh plugin.
 */
#ifndef READINESS_MEASURE_H
#define READINESS_MEASURE_H

struct context;
struct error;
struct job;
struct json_object;

/*
 * `measures` (borrowed) is what readiness_judge() takes; NULL with an error when the job was
 * cancelled. A question whose answer is no has a "why"; one that could not be put or got no
 * answer has an "unasked", and is known neither way.
 */
typedef void measure_done(
	void *argument, struct json_object *measures, const struct error *error);

/* Asks all, a few at a time, with progress in the job; `done` is called once, from the loop. */
void measure_start(const struct context *context, struct job *job, struct json_object *snapshot,
	struct json_object *objects, measure_done *done, void *argument);

#endif
