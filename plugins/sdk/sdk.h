/*
 * What the files of the SDK share: main.c has the life of a plugin, wire.c the lines, calls.c
 * the calls and their threads, aide.c a second process of a worker, describe.c what it says of
 * itself, sandbox.c the lock, nursery.c what forks workers. A plugin's author needs none of it.
 */
#ifndef SDK_SDK_H
#define SDK_SDK_H

#include "banyun-plugin.h"
#include "base/rpc.h"

#define SDK_TALK 3 /* the descriptor of the conversation */

/* wire.c: reads the next message; the process ends when there is none or it is malformed. */
void wire_read(struct rpc *message);
/*
 * Each writes one whole line, from any thread. The first two take the tree and return -1 when
 * banyund would refuse it.
 */
int wire_notice(const char *method, struct json_object *parameters, struct error *error);
int wire_answer(int64_t id, struct json_object *result, struct error *error);
void wire_error(int64_t id, const struct error *error);
/*
 * Items of the call (borrowed, 1 to WIRE_ITEMS), all or none, behind each other; their numbers
 * follow `*sequence`, which the wire guards: items of several threads are made beside each
 * other and numbered as they leave.
 */
#define WIRE_ITEMS 2
int wire_items(int64_t id, struct json_object *const *items, size_t count, int64_t *sequence,
	struct error *error);

/* calls.c: what comes with each call, `open` included. */
extern const struct shape_field sdk_call_fields[];
/* Takes over the calling thread, and does the plugin's calls until the conversation ends. */
void calls_serve(const struct plugin_program *program) __attribute__((noreturn));

/*
 * nursery.c: forks workers at banyund's orders (base/nursery.h) and returns in each of them;
 * the process that forks ends with banyund. The process must have one thread.
 */
void nursery_serve(const struct plugin_program *program);

/* describe.c: the answer to `describe`. */
struct json_object *describe(const struct plugin_program *program);

/*
 * sandbox.c: locks the process, for good: no ptrace, no reading of other processes' memory, no
 * signal but to itself, no exec, no new process, no opening for writing outside `writable`
 * (NULL-terminated; NULL: nowhere), no capability, no mount, keyring, bpf or namespace, no
 * core. The process must have one thread.
 */
int sandbox_lock(const char *const *writable, struct error *error);
/*
 * The part of it that is the same for all workers of a plugin and leaves a process its forks:
 * those that it forks have it already, and sandbox_lock() adds the rest. Once is enough.
 */
int sandbox_begin(struct error *error);
/*
 * The same without Landlock, as on a kernel that lacks it: then nothing can be opened for
 * writing.
 */
int sandbox_lock_plain(struct error *error);

#endif
