/*
 * JSON-RPC 2.0 in lines: what banyund and its plugins say to each other. One object per line,
 * no batches, numbers as ids; what comes in is hostile, what goes out is checked by the same
 * rules, so that neither side can be made to send what the other would refuse. See
 * banyun-plugin(7).
 */
#ifndef BASE_RPC_H
#define BASE_RPC_H

#include <stdint.h>

#include "base/json.h"

#define RPC_PROTOCOL 1     /* the version of what is said with it */
#define RPC_VALUES   20000 /* the most values in one message */

/* The exit status of a plugin that the system gave no thread. */
#define RPC_NO_MORE 71

enum rpc_kind {
	RPC_CALL,   /* id, method, body: the parameters */
	RPC_NOTICE, /* method, body: the parameters */
	RPC_ANSWER, /* id, body: the result */
	RPC_ERROR,  /* id, body: the error object, for rpc_error() */
};

struct rpc {
	enum rpc_kind kind;
	int64_t id;               /* 1 or more; 0 in a notice */
	const char *method;       /* borrowed from the tree; NULL in answers */
	struct json_object *body; /* an object; borrowed from the tree */
	struct json_object *tree; /* owned */
};

/*
 * Reads one line (`source` without the line feed, at most JSON_MESSAGE bytes). On failure
 * nothing is owned and the error (ERROR_INPUT) has the place in the line.
 */
int rpc_read(struct rpc *message, const struct source *source, struct error *error);
void rpc_clear(struct rpc *message);
#define AUTO_RPC __attribute__((cleanup(rpc_clear)))

/*
 * What the other side says went wrong, made fit for a terminal: control characters become
 * spaces.
 */
void rpc_error(const struct rpc *message, struct error *error);

/*
 * Each appends one line with its line feed and takes the tree, which may be NULL for an empty
 * object. Returns -1, with the text as it was, when the other side would refuse that line: too
 * long, too deep, a text that is not UTF-8, a fraction.
 */
int rpc_write_call(struct text *text, int64_t id, const char *method,
	struct json_object *parameters, struct error *error);
int rpc_write_notice(struct text *text, const char *method, struct json_object *parameters,
	struct error *error);
int rpc_write_answer(
	struct text *text, int64_t id, struct json_object *result, struct error *error);
/* An error always fits. */
void rpc_write_error(struct text *text, int64_t id, const struct error *said);

#endif
