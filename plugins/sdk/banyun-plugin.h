/*
 * Writing a plugin of banyun in C: fill one struct of callbacks, register it, link with the SDK. The
 * SDK speaks the protocol of banyun-plugin(7) on descriptor 3, runs the loop, checks parameters,
 * carries progress, cancellation and deadlines, and locks the process in before the first target is
 * touched. Additions come at the end of the struct; `size` and `version` say which this is.
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
 * Changes: 1 (2026-11) the first.
 */
#ifndef BANYUN_PLUGIN_H
#define BANYUN_PLUGIN_H

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
 * Does one call, on a thread of its own when `threaded`. Fills `*result` (given away) and returns 0,
 * or returns -1 with an error: ERROR_REFUSED means that its own fresh read forbade it and nothing was
 * changed; ERROR_UNREACHABLE that the target did not answer.
 */
typedef int plugin_do(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error);

struct plugin_method {
	const char *name;
	plugin_do *call;
	const struct shape_field *parameters; /* checked before the call; NULL: none are allowed */
	bool threaded; /* may block: runs on its own thread, beside other calls */
};

struct plugin_program {
	size_t size;
	unsigned version;
	const char *name;
	const char *release;
	unsigned roles;                     /* of enum plugin_role */
	const struct shape_field *settings; /* of `open`: checked before open() */
	const struct plugin_method *methods;
	/* Takes the settings and the secrets; before any thread, still unlocked. NULL is allowed. */
	int (*open)(struct json_object *settings, struct error *error);
	void (*close)(void);
	const char *const *writable; /* folders it may write in, NULL-terminated; NULL: none */
};

/* Tells how far a call is; cheap, may be called often (the SDK thins it to 4 a second). */
void plugin_progress(struct plugin_call *call, struct json_object *owned);
/* One item of a stream; waits for credit. Returns -1 when the call was cancelled or the daemon left. */
int plugin_item(struct plugin_call *call, struct json_object *owned, struct error *error);
bool plugin_cancelled(const struct plugin_call *call);
/* Called from another thread at cancellation; for calls that block in a library. */
void plugin_on_cancel(struct plugin_call *call, void (*cancel)(void *), void *argument);
/* Milliseconds until the deadline of the call; INT64_MAX when it has none. */
int64_t plugin_remaining(const struct plugin_call *call);

/* The descriptor of a secret by its name, or -1. "/proc/self/fd/N" of it can be given to libraries. */
int plugin_secret(const char *name);

int plugin_main(const struct plugin_program *program, int argc, char **argv);
#define PLUGIN_MAIN(program)                             \
	int main(int argc, char **argv)                  \
	{                                                \
		return plugin_main(&(program), argc, argv); \
	}

#endif
