/*
 * The clerk: a helper program (banyun-clerk) that answers what takes long over the whole
 * inventory, so that the loop need not. Each question has a process of its own, which reads the
 * store and writes nothing but its answer; to cancel is to kill. A few are at work at once,
 * more wait their turn, but what is urgent is the next, and has a place of its own.
 */
#ifndef CORE_CLERK_H
#define CORE_CLERK_H

#include <stdbool.h>

struct clerk;
struct context;
struct error;
struct json_object;
struct spool;

struct clerk_question {
	const char
		*program; /* another helper, which does not read the store; NULL: the clerk */
	const char *method;
	struct json_object *parameters; /* taken; NULL: none */
	struct spool *input;            /* taken, and consumed; NULL: none */
	bool urgent;
	bool large; /* it holds a whole city in memory to its end */
	/* Exactly once, never from inside clerk_ask() or clerk_cancel(). */
	void (*answered)(void *argument, struct json_object *result, struct spool **output,
		const struct error *error);
	void (*progressed)(void *argument, struct json_object *progress); /* may be NULL */
	void *argument;
};

/*
 * Asks. The answer is `result`, borrowed, with what was written to `*output`, sealed, which may
 * be taken away; or an error. When it comes the process is gone, and the clerk is after it.
 */
struct clerk *clerk_ask(const struct context *context, const struct clerk_question *question);

/* Its answer is then an error, soon. */
void clerk_cancel(struct clerk *clerk);

/* Whether none is asked. */
bool clerks_idle(void);

#endif
