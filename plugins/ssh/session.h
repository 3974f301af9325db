/*
 * One SSH connection to one host, for one piece of work after the other; the only place that
 * knows libssh2. The host is taken for hostile: every wait has an end, every answer has a
 * bound, and nothing is sent to it before its key matched a trusted one. One thread at a time
 * may use a session.
 *
 *	AUTO_SESSION struct session *session = NULL;
 *	if (session_open(&session, &order, error) < 0)
 *		return -1;
 *	struct session_command command = {"exec /bin/sh", {words, script}, ...};
 *	return session_run(session, &command, &ending, error);
 */
#ifndef SSH_SESSION_H
#define SSH_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct session;

struct session_host {
	const char *name; /* as `banyun host add` gave it; for messages */
	const char
		*address; /* IPv4 or IPv6, never a name: to resolve one is the daemon's work */
	int port;
	const char *user;
};

/* How long, and whether somebody still wants the answer (asked a few times a second). */
struct session_wait {
	int64_t deadline; /* by clock_monotonic() */
	bool (*cancelled)(const void *argument);
	const void *argument;
};

/* Through a jump host; see way.h. */
struct session_way {
	int aide; /* who makes it */
	const struct session_host *host;
};

struct session_order {
	const struct session_host *host;
	struct session_wait wait;
	const char *key;         /* private key in OpenSSH's format, NUL-terminated */
	const char *known_hosts; /* the trusted keys as in known_hosts(5), NUL-terminated */
	const struct session_way *way;    /* in the worker; NULL: directly */
	const struct session_order *jump; /* in the aide: with whom way_serve() logs in */
};

/* What a host shows before anybody logs in. */
struct session_key {
	char type[32];        /* "ssh-ed25519" */
	char fingerprint[56]; /* "SHA256:" and base64, as ssh-keygen -l shows it */
	char known_hosts
		[1024]; /* the line of known_hosts(5) that trusts it, without a line feed */
};

/* Must be called once, before any thread. Returns 0 or -1. */
int session_library(struct error *error);

/*
 * Connects as far as the key exchange, logs in nowhere but to a jump host, and tells the host's
 * key. Neither key nor known_hosts of the order is looked at.
 */
int session_look(
	struct session_key *key, const struct session_order *order, struct error *error);

/*
 * Connects, compares the host's key with the trusted ones, logs in with the key. All that the
 * order points to, but not the order itself, must outlive the session. Errors:
 * ERROR_UNREACHABLE when the host does not answer as an SSH server in time; ERROR_REFUSED when
 * its key is not trusted or it does not take ours; ERROR_INPUT when key or known_hosts cannot
 * be read. `*session` is NULL then.
 */
int session_open(
	struct session **session, const struct session_order *order, struct error *error);

struct session_command {
	const char *command;  /* a constant of ours; the login shell reads it */
	const char *input[2]; /* given to its standard input, one behind the other */
	bool hold_input;      /* leave the input open until it ends: the command watches it */
	bool again;           /* the session is to run another command after this one */
	/*
	 * When given, the command reads on when its answer is whole, as this tells, and waits
	 * for the next one's input: of that, `next` takes the place of input[1].
	 */
	bool (*whole)(const void *argument);
	const char *next;
	size_t limit; /* bytes of standard output and error together; more is an error */
	/* Each piece of its standard output. -1 with an error gives up. */
	int (*output)(void *argument, const char *data, size_t size, struct error *error);
	void *argument;
};

struct session_ending {
	int64_t asked;    /* clock_wall() when the command had begun */
	int status;       /* of the command; 0 when it waits, -1 when a signal ended it or the
			  host did not say */
	char errors[400]; /* the start of its standard error, with unprintable bytes as '?' */
};

/*
 * Runs a command until it ends. Whatever goes wrong (the deadline, cancellation, a flood), its
 * standard input is closed and the channel with it; the command notices that. After a failure,
 * and after a command without `again`, the session is good for nothing but to be closed.
 */
int session_run(struct session *session, const struct session_command *command,
	struct session_ending *ending, struct error *error);

/*
 * Whether a command waits for more input: the next one has to have `whole`, and is that.
 */
bool session_waits(const struct session *session);

/* Before the next command: how long that may take, and who may cancel it. */
void session_renew(struct session *session, const struct session_wait *wait);

void session_close(struct session **session);
#define AUTO_SESSION __attribute__((cleanup(session_close)))

#endif
