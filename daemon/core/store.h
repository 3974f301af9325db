/*
 * The store: SQLite in one folder, written by a thread of its own, synced to the disk before
 * "durable" is told. It knows three things and no meaning:
 *
 *	document  (digest -> kind, bytes)    by content, never changed; long ones in pieces, so
 *	                                     that two alike take little more than one
 *	state     (space, key -> value)      what is so now: hosts, approvals, moves, heads
 *	record    (index -> bytes)           the audit log, gapless from 0, only ever appended
 *
 * A state change and its records are one batch, so that neither is ever there without the
 * other.
 *
 *	struct store_batch *batch = batch_new();
 *	batch_state(batch, "host", name, json);
 *	store_commit(store, batch, told, argument);
 *
 * When a commit fails (I/O error, disk full) the process stops with a line in the log: what the
 * disk holds is then unknown to it, and the next start reads it again. A full disk is met once
 * by giving up the reserve, a file kept beside the database, so that open moves can be recorded
 * to their end.
 *
 * One process at a time: the folder is locked. All calls are for the thread that opened the
 * store.
 */
#ifndef CORE_STORE_H
#define CORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORE_RESERVE (1024 * 1024) /* bytes kept for a full disk */
#define STORE_STOPPED 74            /* the exit status when a commit fails */

struct error;
struct loop;
struct spool;
struct store;
struct store_batch;
struct text;

typedef void store_durable(void *argument);

/*
 * Opens or makes the folder's database (mode 0700, files 0600); the folder above it must be
 * there. `loop` is where "durable" is told; it outlives the store, and may be NULL where nobody
 * asks to be told. ERROR_CONFLICT when another process holds the folder; ERROR_FAILED when it
 * cannot be read or is of another version.
 */
int store_open(
	struct store **store, const char *folder, struct loop *loop, struct error *error);
/*
 * Opens what another process holds, to read what is durable: documents and states. For a
 * process that is locked in afterwards: no file is opened later on.
 */
int store_look(struct store **store, const char *folder, struct error *error);
/*
 * Waits for the open commits; what they tell afterwards still comes when the loop runs on. NULL
 * is allowed.
 */
void store_close(struct store *store);

/* A batch is filled, then given away to store_commit(); it copies what it is given. */
struct store_batch *batch_new(void);
/* For a batch that is not committed after all. NULL is allowed. */
void batch_free(struct store_batch *batch);
/* A document whose digest is there already is kept as it is. */
void batch_document(struct store_batch *batch, const char *digest, const char *kind,
	const void *data, size_t size);
/* `value` NULL deletes the key. */
void batch_state(
	struct store_batch *batch, const char *space, const char *key, const char *value);

/*
 * Appends a record. Its index is known only when the batch is committed, so that batches filled
 * at the same time cannot leave a gap: `encode` is then called, once, with the index, and
 * appends the record's bytes to `out`. `release` (may be NULL) is called once, then or by
 * batch_free().
 */
typedef void store_encode(void *argument, uint64_t index, struct text *out);
void batch_record(struct store_batch *batch, store_encode *encode,
	void (*release)(void *argument), void *argument);

/*
 * Gives the batch to the writer; batches are committed in order, each whole or not at all.
 * `durable` (may be NULL) is called on the loop when it is on the disk.
 */
void store_commit(
	struct store *store, struct store_batch *batch, store_durable *durable, void *argument);

/*
 * Puts all texts of a spool, which is taken and sealed, into the store as documents, a part at
 * a time, a long one in many, so that no batch waits long for it. `taken` is called on the loop
 * when all are durable; or with an error (no space on the disk, a spool that is none): then
 * some may be there and do no harm, because nothing names them. The reserve is not given up for
 * it.
 */
typedef void store_taken(void *argument, const struct error *error);
void store_take(struct store *store, struct spool *spool, store_taken *taken, void *argument);

/*
 * The same for a spool that has states too: a text whose kind begins with `spaces` (which lives
 * on) is one, and its kind is the space. "KEY NUL VALUE" puts it, "KEY NUL" deletes the key,
 * and "KEY" deletes, some at a time, the keys that sort before. With an error, what came before
 * the text that failed is durable.
 */
void store_take_states(struct store *store, struct spool *spool, const char *spaces,
	store_taken *taken, void *argument);

/* Blocks until all that was given is durable; for start-up and tests only. */
void store_flush(struct store *store);

/*
 * Reads see what is durable. Each appends to `out` and returns 0; or -1 with ERROR_NOT_FOUND,
 * or ERROR_FAILED when the database cannot be read.
 */
int store_document(
	struct store *store, const char *digest, struct text *out, struct error *error);
/* Whether there is a document of this digest. */
bool store_has(struct store *store, const char *digest);
int store_state(struct store *store, const char *space, const char *key, struct text *out,
	struct error *error);
int store_record(struct store *store, uint64_t index, struct text *out, struct error *error);
/* How many durable records there are. */
uint64_t store_records(struct store *store);

/*
 * Calls for each key of a space in order of key; stops and returns -1 when `each` returns -1.
 * `each` may read the store, and commit to it.
 */
typedef int store_each(void *argument, const char *key, const char *value, struct error *error);
int store_walk(struct store *store, const char *space, store_each *each, void *argument,
	struct error *error);

/*
 * Checks a folder, also while another process holds it: the integrity of the database, records
 * without gaps, documents that match their digests.
 */
int store_check(const char *folder, struct error *error);

/*
 * The reserve is given up: the disk is full, nothing new should begin. It is made again when it
 * can.
 */
bool store_is_tight(struct store *store);

#endif
