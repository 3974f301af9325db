/*
 * Whether a host reaches another one's SSH server, and the trusted one: what reach.sh printed,
 * compared with the pinned keys. A pure function over bytes that a hostile host may have
 * written.
 */
#ifndef SSH_REACH_H
#define SSH_REACH_H

#include "ssh/sections.h"

struct error;
struct json_object;

struct reach_question {
	const char *host;        /* who was asked; for sentences */
	const char *address;     /* of the other one */
	int port;                /* of the other one */
	const char *known_hosts; /* its pinned keys, in the form of known_hosts(5) */
};

/*
 * A verdict is an answer, {"reached": true} or {"reached": false, "why": SENTENCE}, given to
 * the caller in `*result`. What allows none is an error: ERROR_NOT_FOUND when the host has no
 * ssh-keyscan, ERROR_INPUT when its answer is malformed or no pinned key was given.
 */
int reach_verdict(struct json_object **result, const struct reach_question *question,
	const char *boundary, struct span text, struct error *error);

#endif
