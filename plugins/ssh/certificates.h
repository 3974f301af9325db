/*
 * Whether a host's migration certificates are in order: what certificates.sh printed, checked
 * here with OpenSSL. A pure function over bytes that a hostile host may have written.
 */
#ifndef SSH_CERTIFICATES_H
#define SSH_CERTIFICATES_H

#include "ssh/sections.h"
#include <stdint.h>

struct error;
struct json_object;

struct certificates_question {
	const char *host;    /* its name; for sentences, and allowed as a DNS name */
	const char *address; /* under which others connect to it */
	int64_t now;         /* wall clock, microseconds */
};

/*
 * A verdict is an answer. In order: {"authority": digest of the CA's certificate, "not_after":
 * the first time at which one of the three runs out, "names": [of the server's]}. Not in order:
 * {"why": SENTENCE} naming the file. What allows no verdict is an error: ERROR_NOT_FOUND when
 * the files may not be read there, ERROR_INPUT when the answer is malformed. `*result` is
 * given to the caller.
 */
int certificates_verdict(struct json_object **result,
	const struct certificates_question *question, const char *boundary, struct span text,
	struct error *error);

#endif
