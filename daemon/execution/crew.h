/*
 * The workers of one move: asks for an operation and tells how it ended. Which plugin does what
 * is known here alone: the mover does what touches the machine, a probe asks its pages, and the
 * ssh plugin reads what the guest saw on both hosts. One mover worker serves one attempt and
 * holds the credentials of its two hosts.
 */
#ifndef EXECUTION_CREW_H
#define EXECUTION_CREW_H

#include "execution/move.h"

struct context;
struct crew;
struct error;
struct json_object;

/* The answer to crew_ask(). What is not NULL is borrowed. */
struct crew_answer {
	uint32_t serial, attempt;
	enum operation operation;
	enum reply reply;
	const struct world *world;  /* with OBSERVE, when it was read */
	struct json_object *result; /* what the plugin answered */
	const char *why;            /* a sentence, when the reply is not REPLY_DONE */
};

struct crew_listener {
	void (*answered)(void *argument, const struct crew_answer *answer);
	void (*progressed)(void *argument, struct json_object *progress); /* borrowed */
	void *argument;
};

/*
 * `run` and `move` (the plan's JSON) are borrowed and outlive the crew; `opened` is when the
 * move began (microseconds since 1970). Starts no worker yet.
 */
struct crew *crew_new(const struct context *context, const char *run, struct json_object *move,
	int64_t opened, const struct crew_listener *listener);

/*
 * ERROR_REFUSED when the source or target of the plan's move is registered with another
 * address, user or host key than the one that was planned with.
 */
int crew_check_hosts(
	const struct context *context, struct json_object *move, struct error *error);

struct crew_question {
	enum operation operation;
	uint32_t serial, attempt;
	bool autostart;      /* what the source had before the attempt */
	const char *refused; /* a sentence: not asked at all, answered REPLY_REFUSED; or NULL */
	struct json_object
		*notes; /* what earlier operations answered, by their words; borrowed */
};

/* Asks; the answer comes once, never before this returns. */
void crew_ask(struct crew *crew, const struct crew_question *question);

/* Ends the workers; open asks answer REPLY_LOST. */
void crew_give_up(struct crew *crew);

/* Ends the workers without a word and frees the crew; NULL is allowed. */
void crew_free(struct crew *crew);

#endif
