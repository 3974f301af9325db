/* What session.c, hostkey.c and channel.c share of a session; nobody else includes this. */
#ifndef SSH_SESSION_PRIVATE_H
#define SSH_SESSION_PRIVATE_H

#include "ssh/session.h"
#include <libssh2.h>

#define SESSION_LOGIN_BYTES                                                                    \
	(1024 * 1024) /* more than this before the command runs is a flood */

/* Why a session must not go on; the first reason stays. */
enum session_stop {
	SESSION_GOES_ON,
	SESSION_LATE,
	SESSION_CANCELLED,
	SESSION_FLOODED,
};

struct session {
	const struct session_host *host;
	struct session_wait wait;
	LIBSSH2_SESSION *library;
	LIBSSH2_CHANNEL *waiting; /* of the command that waits for more input */
	int socket;
	const struct session_way *way; /* NULL: the socket is one to the host itself */
	bool lost;                     /* the other side closed the socket */
	int away;                      /* why the network says nothing any more; 0: it does */
	bool dry;                      /* nothing more has come since the last wait */
	uint64_t received, allowed;    /* bytes on the wire */
	enum session_stop stop;
	bool closing; /* nothing goes in or out any more */
};

/*
 * Waits until the library can go on after LIBSSH2_ERROR_EAGAIN. Returns 0, or -1 with an error
 * when the session has to stop.
 */
int session_pause(struct session *session, struct error *error);

/*
 * Fails with what stopped the session, or else with what the library says went wrong in
 * `doing`.
 */
int session_failed(struct session *session, const char *doing, struct error *error);

/* After a wait that was not session_pause(): something may have come. */
void session_waited(struct session *session);

/* From now on so many bytes may come. */
void session_allow(struct session *session, uint64_t bytes);

/* The key that the host showed in the exchange. */
int hostkey_read(struct session *session, struct session_key *key, struct error *error);
/* 0 only when the host's key is one of the trusted ones. */
int hostkey_trusted(struct session *session, const char *known_hosts, struct error *error);
/* Asks for the kinds of key first that are trusted already; NULL when none is. */
int hostkey_prefer(struct session *session, const char *known_hosts, struct error *error);

#endif
