/*
 * Loss and delay on the way from a host to an address: what echoes.sh printed, counted. A pure
 * function over bytes that a hostile host may have written.
 */
#ifndef SSH_ECHOES_H
#define SSH_ECHOES_H

#include "ssh/sections.h"

struct error;
struct json_object;

#define ECHOES 10 /* that are sent at most */

struct echoes_question {
	const char *host;    /* who was asked; for sentences */
	const char *address; /* of the other end */
};

/*
 * {"sent", "received"} and, when any came back, "least_us", "median_us" and "most_us", the
 * round trip in microseconds. Where the host has no way to the address nothing is sent or
 * received. ERROR_NOT_FOUND when the host has no ping, or its ping does not work; ERROR_INPUT
 * when its answer is malformed.
 */
int echoes_verdict(struct json_object **result, const struct echoes_question *question,
	const char *boundary, struct span text, struct error *error);

#endif
