/*
 * Asking the host a script that answers at once, and its answer kept whole.
 */
#ifndef SSH_ANSWER_H
#define SSH_ANSWER_H

#include "base/clock.h"
#include "base/text.h"
#include "ssh/host.h"

#define SHORT_TIME (30 * CLOCK_SECOND) /* the longest that it may take, login included */

struct answer {
	struct text text;
	int64_t began; /* clock_wall() of its first byte */
	struct session_ending ending;
};

void answer_free(struct answer *answer);
#define AUTO_ANSWER __attribute__((cleanup(answer_free)))

/*
 * Asks `script`, with `assignments` (may be NULL) before it. Errors are those of host_ask().
 */
int answer_ask(struct answer *answer, struct plugin_call *call, const char *boundary,
	const char *assignments, const char *script, struct error *error);

/* Keeps the next bytes: `output` of a question whose `argument` is a struct answer. */
int answer_keep(void *argument, const char *data, size_t size, struct error *error);

/*
 * Adds to an error of reading the answer how the command ended and what it said. Returns -1.
 */
int answer_explain(const struct answer *answer, struct error *error);

/* Names the host in an error of a function that knows only bytes. Returns -1. */
int answer_of_host(struct error *error);

#endif
