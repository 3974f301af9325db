/*
 * The store: SQLite in one folder, written by a thread of its own, one transaction a batch, synced
 * to the disk before "durable" is told. It knows three things and no meaning:
 *
 *	document  (digest -> kind, bytes)    by content, never changed
 *	state     (space, key -> value)      what is so now: hosts, approvals, moves, heads
 *	record    (index -> bytes)           the audit log, gapless from 0, only ever appended
 *
 * A state change and its records are one batch, so that neither is ever there without the other. When
 * a commit fails (disk full, I/O error) the process stops: what the disk holds is then unknown to it.
 * A reserve file is kept beside the database and given up first, so that open moves can be recorded.
 *
 * One process at a time: the folder is locked.
 */
#ifndef CORE_STORE_H
#define CORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct loop;
struct store;
struct store_batch;
struct text;

typedef void store_durable(void *argument);

/* Opens or makes the folder's database (mode 0700, file 0600). ERROR_CONFLICT when another process holds it. */
int store_open(struct store **store, const char *folder, struct loop *loop, struct error *error);
/* Waits for the open commits; NULL is allowed. */
void store_close(struct store *store);

/* A batch is filled, then given away to store_commit(); it copies what it is given. */
struct store_batch *batch_new(void);
void batch_free(struct store_batch *batch);
void batch_document(struct store_batch *batch, const char *digest, const char *kind,
	const void *data, size_t size);
/* `value` NULL deletes the key. */
void batch_state(struct store_batch *batch, const char *space, const char *key, const char *value);
/* The index must be the next one: store_records() plus those already given to open batches. */
void batch_record(struct store_batch *batch, uint64_t index, const void *data, size_t size);

/*
 * Gives the batch to the writer; batches are committed in order. `durable` (may be NULL) is called on
 * the loop when it is on the disk.
 */
void store_commit(struct store *store, struct store_batch *batch, store_durable *durable, void *argument);

/* Blocks until all that was given is durable; for start-up and tests only. */
void store_flush(struct store *store);

/* Reads see what is durable, on the caller's thread. Each returns 0, or -1 with an error. */
int store_document(struct store *store, const char *digest, struct text *out, struct error *error);
int store_state(struct store *store, const char *space, const char *key, struct text *out,
	struct error *error);
int store_record(struct store *store, uint64_t index, struct text *out, struct error *error);
/* How many records there are: the next index. */
uint64_t store_records(struct store *store);

/* Calls for each key of a space in order of key; stops and returns -1 when `each` returns -1. */
typedef int store_each(void *argument, const char *key, const char *value, struct error *error);
int store_walk(struct store *store, const char *space, store_each *each, void *argument,
	struct error *error);

/* Integrity of the database, gapless records, documents that match their digest. */
int store_check(const char *folder, struct error *error);

/* Gives up (true) or makes again (false) the reserve; `bytes` of it are kept normally. */
void store_release_reserve(struct store *store);

#endif
