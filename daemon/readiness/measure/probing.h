/*
 * Questions put to the probe, some at a time, however many there are: a question's time begins
 * when it is put. A probe that ends loses what it was asked, and another one goes on.
 */
#ifndef READINESS_MEASURE_PROBING_H
#define READINESS_MEASURE_PROBING_H

#include "core/worker.h"

struct context;
struct probing;

/* The question is one of the list; the rest as worker_answered; without an answer no result. */
typedef void probing_answered(void *argument, struct json_object *question,
	enum worker_answer answer, struct json_object *result, const struct error *error);

struct probing_order {
	const struct context *context;
	const char *name;              /* of the worker, for logs */
	struct json_object *questions; /* of "method" and "parameters"; borrowed, outlives it */
	probing_answered *answered;    /* of each one, but of those left after a cancel */
	void (*done)(void *argument);  /* once; the probing is gone then */
	void *argument;
};

/* No callback comes from inside of it. */
struct probing *probing_start(const struct probing_order *order);
/* done() comes nevertheless. */
void probing_cancel(struct probing *probing);

#endif
