/*
 * A worker: a plugin program that banyund started, and the conversation with it: JSON-RPC 2.0,
 * one text per line, at most 1 MiB and 32 deep, over a socketpair on the worker's descriptor 3.
 * What comes from it is hostile: a line that is too long, malformed or answers nothing asked
 * ends the worker. Its end is told once, open calls answer WORKER_LOST, and nothing else in the
 * daemon is touched.
 *
 * A worker lives until its `ended` was called, which comes once whatever happens (also after
 * worker_end()), after the answers of all its calls; its calls live until they were answered.
 * No callback comes from inside a function below. WORKER_LOST and `ended` come when the process
 * is gone: nothing that it does can follow them (should the kernel not let go of it for 5
 * seconds after the kill, they come then, and the log says so).
 */
#ifndef CORE_WORKER_H
#define CORE_WORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct json_object;
struct loop;
struct nursery;
struct worker;
struct worker_call;

enum worker_answer {
	WORKER_DONE,    /* `result` is the answer */
	WORKER_FAILED,  /* `error` is what the plugin says */
	WORKER_REFUSED, /* the plugin's own fresh read forbade it; nothing was changed */
	WORKER_LOST,    /* it ended or was given up before an answer came: read the world */
};

/* `result` and `error` are borrowed and live until the callback returns. */
typedef void worker_answered(void *argument, enum worker_answer answer,
	struct json_object *result, const struct error *error);
/*
 * Progress (may come many times) and the items of a stream; borrowed. An item with the one
 * member "blob" is a raw text, {"blob": {"digest": "sha256:...", "text": "..."}}, whose digest
 * was checked.
 */
typedef void worker_progressed(void *argument, struct json_object *progress);
typedef void worker_streamed(void *argument, struct json_object *item);

/*
 * A descriptor that the worker gets: `data` becomes an unlinked, sealed, readable file. Secrets
 * go this way. Without `data` the worker gets `descriptor` itself.
 */
struct worker_secret {
	const char *name; /* "source.key": named so in the plugin's `open` call */
	const void *data;
	size_t size;
	int descriptor; /* borrowed during the call; used when `data` is NULL */
};

struct worker_order {
	const char *program;                 /* path of the plugin */
	const char *option;                  /* its argument; NULL: none */
	struct nursery *nursery;             /* forks it; NULL: it is executed */
	bool large;                          /* it holds a whole city in memory to its end */
	const char *name;                    /* for logs: "libvirt finance-hv1" */
	const struct worker_secret *secrets; /* borrowed during the call */
	size_t secret_count;
	/* For `open`; borrowed. NULL: the plugin is not opened, and answers only `describe`. */
	struct json_object *settings;
	/* Told once, after the answers of all calls; it is freed on return. NULL is allowed. */
	void (*ended)(void *argument, const char *why);
	void *argument;
};

/*
 * Starts it, from the thread of the loop: the worker dies with that thread. Calls may be made
 * at once; they wait for the plugin's `open` to succeed, and when it fails they answer as it
 * did, never sent. On failure `*worker` is NULL and `ended` is not called.
 */
int worker_start(struct worker **worker, struct loop *loop, const struct worker_order *order,
	struct error *error);

struct worker_listener {
	worker_answered *answered;     /* exactly once */
	worker_progressed *progressed; /* may be NULL */
	worker_streamed *streamed;     /* may be NULL; credit is given back after each item */
	void *argument;
};

/*
 * Asks. `parameters` is taken; NULL: none. `deadline` (milliseconds, 0: none): the answer is
 * WORKER_LOST when it passes, and the worker is ended. The call must not be used after it was
 * answered.
 */
struct worker_call *worker_ask(struct worker *worker, const char *method,
	struct json_object *parameters, uint32_t deadline,
	const struct worker_listener *listener);

/* Asks the plugin to stop this call; its answer still comes. May be repeated. */
void worker_cancel(struct worker_call *call);

/*
 * Closes the conversation, then kills what is left after half a second; open calls answer
 * WORKER_LOST, then `ended` is told. May be repeated until then. NULL is allowed.
 */
void worker_end(struct worker *worker);

/* How many were ended, or ended by themselves, and are not gone yet. */
unsigned workers_ending(void);

#endif
