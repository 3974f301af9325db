/*
 * The audit log: what happened, who asked for it and how it ended. A record and the state
 * change that it tells are one transaction (core/store.h); the log is that table, and tiles and
 * signed checkpoints are published from it afterwards and made again when missing.
 *
 *	struct store_batch *batch = batch_new();
 *	batch_state(batch, "host", name, json);
 *	audit_append(log, batch, &(struct audit_entry){.actor = "uid:1001 alice",
 *		.action = "host.add", .object = name, .result = AUDIT_DONE});
 *	audit_commit(log, batch, durable, argument);
 *
 * Publishing has a thread of its own and follows within a quarter of a second. When it cannot
 * (the signer is down, the disk is full) records go on, audit_is_signing() says so, and it is
 * tried again from the first record: no new run should begin meanwhile.
 */
#ifndef AUDIT_LOG_H
#define AUDIT_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/record.h"

struct audit_log;
struct error;
struct json_object;
struct loop;
struct store;
struct store_batch;

/* Strings are copied. */
struct audit_settings {
	const char *folder; /* gets tiles, checkpoint and vkey; made when missing */
	const char
		*origin; /* the log's name, as a URL without scheme: "banyun.example/audit" */
	const char *signer; /* path of banyun-signer */
	const char *keys;   /* the signer's own folder, outside of `folder` */
	const char *user;   /* the signer's, when banyund is started as root; or NULL */
};

/*
 * One record. Strings are copied; NULL ones are written as "". `detail` is borrowed and at most
 * 48 KiB in canonical form: larger matter is stored as a document and named by its digest.
 */
struct audit_entry {
	const char *actor;  /* "uid:1001 alice", "banyund" */
	const char *source; /* "api", "cli", "executor", "worker libvirt" */
	const char *action; /* "plan.approve", "move.transfer" */
	const char *object; /* "host finance-hv1", "move r1/finance-web" */
	enum audit_result result;
	const char *plan; /* digest of the plan it belongs to */
	const char *reason;
	struct json_object *detail;
};

/*
 * Opens the log over the store, starts the signer, and publishes what is missing; reads every
 * record once. ERROR_REFUSED when the records are not those that the signer or the published
 * checkpoint tells of. A signer that is down and a folder that cannot be written are no errors
 * here: audit_health().
 */
int audit_open(struct audit_log **log, struct store *store, struct loop *loop,
	const struct audit_settings *settings, struct error *error);
/*
 * Publishes what is left and ends the signer. Before store_close(), and when the loop will not
 * run again. NULL is allowed.
 */
void audit_close(struct audit_log *log);

/* Adds a record to the batch; its index and time are those of the commit. */
void audit_append(
	struct audit_log *log, struct store_batch *batch, const struct audit_entry *entry);

/*
 * store_commit() of the batch; afterwards tiles and a signed checkpoint follow by themselves.
 */
void audit_commit(struct audit_log *log, struct store_batch *batch, void (*durable)(void *),
	void *argument);

/* One record and nothing else. */
void audit_note(struct audit_log *log, const struct audit_entry *entry);

/* Whether the last publication succeeded: a new run may begin. */
bool audit_is_signing(const struct audit_log *log);

struct audit_health {
	uint64_t records; /* durable */
	uint64_t signed_; /* of these, the published checkpoint tells of so many */
	const char *why;  /* "" when it signs; borrowed until the loop runs on */
};
void audit_health(const struct audit_log *log, struct audit_health *health);

/*
 * Copies the published log of `folder` to `copy`, which anyone can verify without banyun's
 * database (banyun-verify(1)). Fails when the copy would not be sound. Blocks: for a child
 * process or a tool.
 */
int audit_export(const char *folder, const char *copy, struct error *error);

#endif
