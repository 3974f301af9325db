/*
 * What the files of the store share; nobody else includes it. There are two connections: the
 * writer's, used by its thread alone, and the reader's, used by the thread that opened the
 * store.
 */
#ifndef CORE_STORE_PRIVATE_H
#define CORE_STORE_PRIVATE_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/queue.h>

#include "base/error.h"
#include "base/text.h"
#include "core/spool.h"
#include "core/store.h"

#define STORE_DATABASE "banyun.db"
#define STORE_VERSION  1 /* of the schema; kept as SQLite's user_version */

enum change_kind { CHANGE_DOCUMENT, CHANGE_STATE, CHANGE_RECORD };

/* One row to be written, and until its batch is committed perhaps what will make its bytes. */
struct change {
	STAILQ_ENTRY(change) entry;
	enum change_kind kind;
	char *first;  /* digest, space */
	char *second; /* kind, key */
	uint64_t index;
	char *data; /* NULL deletes */
	size_t size;
	store_encode *encode;
	void (*release)(void *argument);
	void *argument;
};

struct store_batch {
	STAILQ_ENTRY(store_batch) entry;
	STAILQ_HEAD(, change) changes;
	store_durable *durable;
	void *argument;
};

STAILQ_HEAD(batches, store_batch);

/* A spool on its way into the store. */
struct bulk {
	STAILQ_ENTRY(bulk) entry;
	struct spool *spool;
	size_t at;          /* of the text that comes next */
	const char *spaces; /* how the kinds of states begin; NULL: there are none */
	struct spool_entry text;
	bool open;         /* the text is in the store in part only */
	size_t done;       /* bytes of it that are */
	struct text names; /* of its pieces so far */
	struct digest *digest;
	store_taken *taken;
	void *argument;
	struct error error;
};

STAILQ_HEAD(bulks, bulk);

struct reader {
	sqlite3 *database;
	sqlite3_stmt *document, *state, *record;
};

struct writer {
	sqlite3 *database;
	sqlite3_stmt *document, *state, *forget, *forget_some, *record;
	int pages; /* of the write-ahead log, after the last commit */
	pthread_t thread;
};

struct store {
	struct loop *loop;
	char *folder;
	int lock;       /* descriptor of the lock file */
	uint64_t given; /* the index of the next record that is given */
	struct reader reader;
	struct writer writer;
	int64_t tried; /* monotonic: the last try to make the reserve again; the writer's */
	_Atomic uint64_t records; /* that are durable */
	atomic_bool tight;
	pthread_mutex_t mutex; /* guards the rest; nothing is called while it is held */
	pthread_cond_t changed;
	struct batches queue;
	struct bulks bulks; /* the writer takes the first away when it is through */
	bool busy;          /* the writer holds batches that are not in the queue */
	bool closing;
};

/*
 * Gives every record of the batch its bytes and index, from `next` on. Returns the next free
 * one.
 */
uint64_t batch_encode(struct store_batch *batch, uint64_t next);

/*
 * Opens `folder`'s database with the settings that every connection has. On failure it stays
 * NULL.
 */
int store_connect(sqlite3 **database, const char *folder, int flags, struct error *error);
int store_prepare(
	sqlite3_stmt **statement, sqlite3 *database, const char *sql, struct error *error);
/* Fills the error with what SQLite says of the connection. Returns -1. */
int store_failed(sqlite3 *database, const char *folder, const char *what, struct error *error);

int reader_open(struct reader *reader, const char *folder, int flags, struct error *error);
void reader_close(struct reader *reader);
/* How many records there are; an error when they are not gapless from 0. */
int reader_count(sqlite3 *database, uint64_t *count, struct error *error);

/*
 * Long documents: their row holds PIECES_MARK and the raw digests of the pieces, which are rows
 * of the kind PIECE. Where to cut depends on the bytes around alone.
 */
#define PIECE       "piece"
#define PIECES_MARK "\0pieces"

/* Whether a document is kept in pieces. */
bool pieces_wanted(const char *data, size_t size);
/* The length of the piece that the data begins with. */
size_t pieces_cut(const char *data, size_t size);
/* Whether a row's bytes name pieces. */
bool pieces_named(const void *data, size_t size);
/* Appends the pieces that the row names, by a statement as the reader's for documents. */
int pieces_join(struct text *out, sqlite3_stmt *document, const void *names, size_t size,
	struct error *error);

/* One row of the table of documents. */
int writer_row(struct writer *writer, const char *digest, const char *kind, const void *data,
	size_t size);
/* The piece that the data begins with; its name goes to the others. */
int writer_piece(struct writer *writer, const char *data, size_t size, struct text *names,
	size_t *length);
/* The same group again after SQLITE_FULL is harmless; every other failure ends the process. */
void writer_roll_back(struct writer *writer);
_Noreturn void writer_stop(struct store *store, const char *what);
/* Puts a part of the first bulk into the store. */
void bulk_step(struct store *store);

int writer_open(struct store *store, struct error *error);
void writer_close(struct store *store);
/* The writer's thread: runs until the store is closing and all is committed. */
void *writer_run(void *store);

/* The reserve: makes it, unless it is there, or gives it up; both keep `tight` in step. */
void reserve_make(struct store *store);
void reserve_give_up(struct store *store);

#endif
