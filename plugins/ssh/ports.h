/*
 * Whether a host may connect to a range of another one's ports: what ports.sh printed, counted.
 * A refusal is an answer: nothing listens there now, and nothing swallowed the packets; but
 * where a listener of ours stands on each of them, it comes from somebody on the way. A pure
 * function over bytes that a hostile host may have written.
 */
#ifndef SSH_PORTS_H
#define SSH_PORTS_H

#include "ssh/sections.h"

struct error;
struct json_object;

#define PORTS_MOST 64 /* of a range that are tried, evenly spread over it */

struct ports_question {
	const char *host;    /* who was asked; for sentences */
	const char *address; /* of the other one */
	int from, to;        /* the range, both within */
	bool listened;       /* a listener of ours stands on each that is tried */
	unsigned taken;      /* but on so many, which somebody else has */
};

/* From one port that is tried to the next. */
int ports_step(const struct ports_question *question);

/*
 * {"reached", "tried", "open": COUNT, "refused": COUNT, "listened"} and, when not each that was
 * tried answered, "why", a sentence. ERROR_NOT_FOUND when the host has no bash or no timeout,
 * ERROR_INPUT when its answer is malformed.
 */
int ports_verdict(struct json_object **result, const struct ports_question *question,
	const char *boundary, struct span text, struct error *error);

#endif
