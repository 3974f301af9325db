/*
 * Writing a plugin of banyun in C: fill one struct of callbacks, register it, link with the
 * SDK. The SDK speaks the protocol of banyun-plugin(7) on descriptor 3, runs the loop, checks
 * parameters, carries progress, cancellation and deadlines, and locks the process in when
 * open() is done: no exec, no new process, no signal to others, no opening for writing but in
 * `writable`, no look into other processes. Threads are free from the first call on. Additions
 * come at the end of the struct; `size` and `version` say which this is.
 *
 *	static int hello(struct plugin_call *call, struct json_object *parameters,
 *		struct json_object **result, struct error *error) { ... }
 *	static const struct plugin_method methods[] = {{"hello", hello, hello_fields}, {0}};
 *	static const struct plugin_program program = {
 *		.size = sizeof(program), .version = PLUGIN_VERSION, .name = "hello",
 *		.roles = PLUGIN_SOURCE, .methods = methods,
 *	};
 *	PLUGIN_MAIN(program)
 *
 * Changes: 1 (2026-11) the first; prepare().
 */
#ifndef BANYUN_PLUGIN_H
#define BANYUN_PLUGIN_H

#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/shape.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLUGIN_VERSION 1

enum plugin_role { PLUGIN_SOURCE = 1, PLUGIN_CHECK = 2, PLUGIN_STEP = 4, PLUGIN_MOVER = 8 };

struct plugin_call;

/*
 * Does one call, on a thread of its own when `threaded`. Fills `*result` (given away) and
 * returns 0, or returns -1 with an error: ERROR_REFUSED means that its own fresh read forbade
 * it and nothing was changed; ERROR_UNREACHABLE that the target did not answer.
 */
typedef int plugin_do(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error);

struct plugin_method {
	const char *name;
	plugin_do *call;
	const struct shape_field *parameters; /* checked before; NULL: none are allowed */
	bool threaded; /* may block: on a thread of its own, up to 16 at once; more wait */
};

struct plugin_program {
	size_t size;
	unsigned version;
	const char *name;
	const char *release;
	unsigned roles;                     /* of enum plugin_role */
	const struct shape_field *settings; /* of `open`: checked before open() */
	const struct plugin_method *methods;
	/*
	 * Takes the settings and the secrets; still unlocked, and must start no thread. NULL is
	 * allowed.
	 */
	int (*open)(struct json_object *settings, struct error *error);
	/*
	 * When banyund ends the conversation and the main thread is free; 0.2 s at most. NULL
	 * is allowed.
	 */
	void (*close)(void);
	/*
	 * Folders it may write in, NULL-terminated. NULL, or a kernel without Landlock: none.
	 */
	const char *const *writable;
	/*
	 * When given, one process of the plugin is started that serves nobody, and each worker
	 * is forked from it: what is made here (libraries that start, tables) is made once. It
	 * has no settings and no secret, and must start no thread and draw nothing random.
	 */
	void (*prepare)(void);
};

/* Tells how far a call is; cheap, may be called often (the SDK thins it to 4 a second). */
void plugin_progress(struct plugin_call *call, struct json_object *owned);
/*
 * One item of a stream, from any thread; waits for credit. Returns -1 when the call was
 * cancelled or the daemon left.
 */
int plugin_item(struct plugin_call *call, struct json_object *owned, struct error *error);
/*
 * A raw text (UTF-8, such as the XML of a domain) as an item of its own; fills its digest, for
 * the facts that refer to it. Errors are those of plugin_item(), and ERROR_INPUT when it is not
 * UTF-8.
 */
int plugin_blob(struct plugin_call *call, const char *text, char digest[DIGEST_TEXT],
	struct error *error);
/*
 * An item behind the raw text that its facts refer to by its digest (of digest_text(), made by
 * the caller): the two leave together. Errors are those of plugin_blob().
 */
int plugin_item_of_text(struct plugin_call *call, struct json_object *owned, const char *text,
	const char *digest, struct error *error);
/* Also when the deadline has passed. */
bool plugin_cancelled(const struct plugin_call *call);
/*
 * `cancel` is called from another thread at cancellation (at once when that has come); for
 * calls that block in a library. Before what `argument` points to dies, call it again with
 * NULL: that waits for a `cancel` that runs. At the end of the whole conversation it is not
 * called; the process just ends.
 */
void plugin_on_cancel(struct plugin_call *call, void (*cancel)(void *), void *argument);
/* Milliseconds until the deadline of the call; INT64_MAX when it has none. */
int64_t plugin_remaining(const struct plugin_call *call);

/*
 * The descriptor of a secret by its name, or -1. "/proc/self/fd/N" of it can be given to
 * libraries.
 */
int plugin_secret(const char *name);
/* Closes it: from now on this process does not have it. */
void plugin_forget(const char *name);

/*
 * For open() alone, which has one thread: starts a process, the aide, that runs `serve` with
 * its end of a socket of packets, is locked in as the worker is (and writes nowhere), and ends
 * when `serve` returns or the worker ends. So a credential can be the aide's alone: each of the
 * two forgets the other's secrets. Returns our end, or -1.
 */
typedef void plugin_serve(void *argument, int descriptor);
int plugin_aide(plugin_serve *serve, void *argument, struct error *error);

int plugin_main(const struct plugin_program *program, int argc, char **argv);
#define PLUGIN_MAIN(program)                                                                   \
	int main(int argc, char **argv)                                                        \
	{                                                                                      \
		return plugin_main(&(program), argc, argv);                                    \
	}

#endif
