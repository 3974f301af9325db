/*
 * A helper program of banyund's own, which is trusted with less: started with one end of a
 * message socket (SOCK_SEQPACKET) as descriptor 3, banyund's stderr, and nothing else of it. It
 * ends when its socket is closed. Talking to it blocks: for a thread of its own, never for the
 * loop.
 */
#ifndef CORE_HELPER_H
#define CORE_HELPER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct error;

#define HELPER_SOCKET 3    /* the helper's descriptor */
#define HELPER_WAIT   5000 /* milliseconds that an answer may take */

/* Zero-initialised is one that does not run. */
struct helper {
	bool runs;
	pid_t pid;           /* 0 when it is a service, and no child of ours */
	const char *program; /* its path; borrowed */
	int socket;
};

/*
 * `arguments[0]` is the program's path, which outlives the helper; NULL ends them. Where that
 * path is a socket, the helper is a service of its own: it is connected to, and the other
 * arguments are not used. ERROR_UNREACHABLE when it cannot be started.
 */
int helper_start(struct helper *helper, const char *const arguments[], struct error *error);

/*
 * Sends one message and waits for the answer. Returns the size of the answer, which is at most
 * `room` bytes, or -1 with ERROR_UNREACHABLE when none came: the helper should then be ended.
 */
long helper_ask(struct helper *helper, const void *message, size_t size, void *answer,
	size_t room, struct error *error);

/*
 * Closes its socket, and kills it when it does not end by itself. One that does not run is
 * allowed.
 */
void helper_end(struct helper *helper);

#endif
