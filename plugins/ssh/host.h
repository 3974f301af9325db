/*
 * The one host that this worker was opened for, and asking it a question: a script of ours on
 * the standard input of its /bin/sh. The credentials are read for each question and wiped after
 * it.
 */
#ifndef SSH_HOST_H
#define SSH_HOST_H

#include "base/shape.h"
#include "ssh/sections.h"
#include "ssh/session.h"

struct plugin_call;
struct text;

#define HOST_ANSWER (1024 * 1024) /* bytes of an answer */

/* The settings of `open`, and taking them. */
extern const struct shape_field host_settings[];
int host_open(struct json_object *settings, struct error *error);
void host_close(void);
/* Starts the libraries that all workers share. */
void host_prepare(void);

const struct session_host *host_identity(void);
const char *host_department(void); /* NULL when not given */
const char *host_side(void);       /* NULL when not given */

struct host_question {
	const char *boundary;    /* of host_boundary() */
	const char *assignments; /* lines of shell put before the script; may be NULL */
	const char *script;
	bool hold_input; /* the script watches its standard input: see session.h */
	/*
	 * Where logins stay: when the answer is whole, as this tells, the shell that has read
	 * the script stays too, and is given `next` for the next one. NULL: it ends.
	 */
	bool (*whole)(const void *argument);
	const char *next;
	int64_t longest; /* microseconds; 0: as long as the call may take */
	int (*output)(void *argument, const char *data, size_t size, struct error *error);
	void *argument;
};

/* The key that the host shows before anybody logs in to it. Errors as those of session.h. */
int host_look(struct session_key *key, const struct session_wait *wait, struct error *error);

/* A new random word. */
void host_boundary(char boundary[BOUNDARY_TEXT]);

/* Logs in, asks, and tells how it ended. Errors as those of session.h; all name the host. */
int host_ask(struct plugin_call *call, const struct host_question *question,
	struct session_ending *ending, struct error *error);

/*
 * The same over the login that stayed and no other. Returns 1 when there is none that can be
 * asked this; after an error there is none any more.
 */
int host_ask_staying(struct plugin_call *call, const struct host_question *question,
	struct session_ending *ending, struct error *error);

/* How long a call of at most `longest` microseconds (0: no bound of its own) may take. */
struct session_wait host_wait(struct plugin_call *call, int64_t longest);

#endif
