/*
 * One question to DNS through c-ares, waited for until a moment and no longer.
 */
#ifndef PROBE_QUESTION_H
#define PROBE_QUESTION_H

#include <ares.h>

#include "banyun-plugin.h"
#include "base/address.h"

enum question_type {
	QUESTION_A = 1,
	QUESTION_NS = 2,
	QUESTION_SOA = 6,
	QUESTION_PTR = 12,
	QUESTION_AAAA = 28
};

struct question {
	const char *name;
	enum question_type type;
	unsigned char *answer; /* the message; NULL when none came */
	int size;              /* bytes */
	int status;
	bool done;
};

/*
 * A channel to the servers (none: those of the system) with flags of c-ares. Returns its
 * status; the channel is NULL unless that is ARES_SUCCESS.
 */
int question_open(ares_channel *channel, const struct address *servers, int count, int flags);
/* Returns the status of c-ares; ARES_ECANCELLED when the moment or the call's end came. */
int question_ask(ares_channel channel, struct plugin_call *call, struct question *question,
	int64_t until);
/*
 * Whether the name that was asked for is another name for one that the rest of the answer is
 * about (CNAME).
 */
bool question_found_alias(const struct question *question);
void question_clear(struct question *question);

#endif
