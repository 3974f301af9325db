/*
 * The audit log: what happened, who asked for it and how it ended. A record and the state
 * change that it tells are one transaction (core/store.h); the log is that table, and tiles and
 * checkpoints (audit/tiles.h, audit/checkpoint.h) are published from it afterwards and made
 * again when missing.
 *
 *	struct store_batch *batch = batch_new();
 *	batch_state(batch, "host", name, json);
 *	audit_append(log, batch, &(struct audit_entry){.actor = "uid:1001 alice",
 *		.action = "host.add", .object = name, .result = AUDIT_DONE});
 *	audit_commit(log, batch, durable, argument);
 */
#ifndef AUDIT_LOG_H
#define AUDIT_LOG_H

#include <stddef.h>
#include <stdint.h>

struct audit_log;
struct error;
struct json_object;
struct loop;
struct store;
struct store_batch;

enum audit_result { AUDIT_INTENT, AUDIT_DONE, AUDIT_FAILED, AUDIT_REFUSED };

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
 * Opens the log over the store and starts the signer beside it; `folder` gets tiles and
 * checkpoints. Checks that the checkpoint there fits the records: ERROR_FAILED with what
 * differs when it does not.
 */
int audit_open(struct audit_log **log, struct store *store, struct loop *loop,
	const char *folder, const char *signer, struct error *error);
void audit_close(struct audit_log *log);

/* Adds a record with the next index and the time of now to the batch. Returns its index. */
uint64_t audit_append(
	struct audit_log *log, struct store_batch *batch, const struct audit_entry *entry);

/*
 * store_commit() of the batch; afterwards tiles and a signed checkpoint follow by themselves.
 */
void audit_commit(struct audit_log *log, struct store_batch *batch, void (*durable)(void *),
	void *argument);

/*
 * Returns 0 while records are being signed; else -1 with ERROR_CONFLICT and why. They are still
 * written then, but nothing new may start.
 */
int audit_ready(struct audit_log *log, struct error *error);

/* One record and nothing else. */
void audit_note(struct audit_log *log, const struct audit_entry *entry);

#endif
