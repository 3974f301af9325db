#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/loop.h"
#include "core/store_private.h"

#define GROUP_MOST       256  /* batches that one sync of the disk may serve */
#define CHECKPOINT_PAGES 1000 /* of the write-ahead log, before it goes into the database */
#define RESERVE_AGAIN    (10 * CLOCK_SECOND) /* between two tries to make the reserve again */

static const char schema[] =
	"BEGIN IMMEDIATE;"
	"CREATE TABLE document (digest TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL,"
	"	data BLOB NOT NULL) STRICT;"
	"CREATE TABLE state (space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
	"	PRIMARY KEY (space, key)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE record (number INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;"
	"CREATE TRIGGER record_kept BEFORE DELETE ON record BEGIN"
	"	SELECT raise(ABORT, 'audit records are never deleted'); END;"
	"CREATE TRIGGER record_unchanged BEFORE UPDATE ON record BEGIN"
	"	SELECT raise(ABORT, 'audit records are never changed'); END;"
	"PRAGMA user_version = 1;"
	"COMMIT";
_Static_assert(STORE_VERSION == 1, "the schema sets its version");

static int read_version(sqlite3 *database, int *version, struct error *error)
{
	sqlite3_stmt *statement = NULL;

	if (store_prepare(&statement, database, "PRAGMA user_version", error) < 0)
		return -1;
	int status = sqlite3_step(statement);
	*version = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return status == SQLITE_ROW ? 0
				    : store_failed(database, NULL, "read its version", error);
}

static int make_schema(sqlite3 *database, const char *folder, struct error *error)
{
	int version;

	if (sqlite3_exec(database, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) != SQLITE_OK)
		return store_failed(database, folder, "use a write-ahead log", error);
	if (read_version(database, &version, error) < 0)
		return -1;
	if (version == 0 && sqlite3_exec(database, schema, NULL, NULL, NULL) != SQLITE_OK)
		return store_failed(database, folder, "make its tables", error);
	if (version != 0 && version != STORE_VERSION)
		return error_set(error, ERROR_FAILED, folder,
			"The database has version %d; this banyund reads version %d."
			" Start the banyund that made it, or restore a backup.",
			version, STORE_VERSION);
	return 0;
}

static int note_pages(void *writer, sqlite3 *database, const char *name, int pages)
{
	(void)database;
	(void)name;
	((struct writer *)writer)->pages = pages;
	return SQLITE_OK;
}

int writer_open(struct store *store, struct error *error)
{
	struct writer *writer = &store->writer;

	if (store_connect(&writer->database, store->folder, SQLITE_OPEN_READWRITE, error) < 0 ||
		make_schema(writer->database, store->folder, error) < 0)
		return -1;
	sqlite3_wal_hook(writer->database, note_pages, writer);
	if (store_prepare(&writer->document, writer->database,
		    "INSERT INTO document VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
		    error) < 0 ||
		store_prepare(&writer->state, writer->database,
			"INSERT OR REPLACE INTO state VALUES (?1, ?2, ?3)", error) < 0 ||
		store_prepare(&writer->forget, writer->database,
			"DELETE FROM state WHERE space = ?1 AND key = ?2", error) < 0 ||
		store_prepare(&writer->forget_some, writer->database,
			"DELETE FROM state WHERE space = ?1 AND key IN (SELECT key FROM state "
			"WHERE space = ?1 AND key < ?2 ORDER BY key LIMIT ?3)",
			error) < 0 ||
		store_prepare(&writer->record, writer->database,
			"INSERT INTO record VALUES (?1, ?2)", error) < 0)
		return -1;
	return 0;
}

void writer_close(struct store *store)
{
	struct writer *writer = &store->writer;

	sqlite3_finalize(writer->document);
	sqlite3_finalize(writer->state);
	sqlite3_finalize(writer->forget);
	sqlite3_finalize(writer->forget_some);
	sqlite3_finalize(writer->record);
	sqlite3_close(writer->database);
	*writer = (struct writer){0};
}

/*
 * The bytes were never said to be durable, and the next start finds what is. Exit handlers wait
 * for us.
 */
_Noreturn void writer_stop(struct store *store, const char *what)
{
	log_error("store", store->folder,
		"The store cannot %s: %s (SQLite code %d). The process stops, because it does "
		"not"
		" know what the disk holds; start it again when the disk is well.",
		what, sqlite3_errmsg(store->writer.database),
		sqlite3_extended_errcode(store->writer.database));
	_exit(STORE_STOPPED);
}

int writer_row(struct writer *writer, const char *digest, const char *kind, const void *data,
	size_t size)
{
	int status;

	sqlite3_bind_text(writer->document, 1, digest, -1, SQLITE_STATIC);
	sqlite3_bind_text(writer->document, 2, kind, -1, SQLITE_STATIC);
	sqlite3_bind_blob64(writer->document, 3, data, size, SQLITE_STATIC);
	status = sqlite3_step(writer->document);
	sqlite3_reset(writer->document);
	return status;
}

int writer_piece(struct writer *writer, const char *data, size_t size, struct text *names,
	size_t *length)
{
	char piece[DIGEST_TEXT];
	uint8_t raw[DIGEST_SIZE];

	if (names->size == 0)
		text_append(names, PIECES_MARK, sizeof(PIECES_MARK) - 1);
	*length = pieces_cut(data, size);
	digest_raw(data, *length, raw);
	digest_text(data, *length, piece);
	text_append(names, raw, sizeof(raw));
	return writer_row(writer, piece, PIECE, data, *length);
}

static int put_pieces(struct writer *writer, const char *digest, const char *kind,
	const char *data, size_t size)
{
	AUTO_TEXT struct text names = {0};
	int status = SQLITE_DONE;

	for (size_t at = 0, length; at < size && status == SQLITE_DONE; at += length)
		status = writer_piece(writer, data + at, size - at, &names, &length);
	return status == SQLITE_DONE ? writer_row(writer, digest, kind, names.data, names.size)
				     : status;
}

static int write_document(struct writer *writer, const char *digest, const char *kind,
	const char *data, size_t size)
{
	return pieces_wanted(data, size) ? put_pieces(writer, digest, kind, data, size)
					 : writer_row(writer, digest, kind, data, size);
}

static sqlite3_stmt *bind(struct writer *writer, const struct change *change)
{
	sqlite3_stmt *statement;

	if (change->kind == CHANGE_RECORD) {
		statement = writer->record;
		sqlite3_bind_int64(statement, 1, (sqlite3_int64)change->index);
		sqlite3_bind_blob64(statement, 2, change->data, change->size, SQLITE_STATIC);
		return statement;
	}
	statement = change->data ? writer->state : writer->forget;
	sqlite3_bind_text(statement, 1, change->first, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, change->second, -1, SQLITE_STATIC);
	if (change->data)
		sqlite3_bind_text(statement, 3, change->data, -1, SQLITE_STATIC);
	return statement;
}

static int write_change(struct writer *writer, const struct change *change)
{
	sqlite3_stmt *statement;
	int status;

	if (change->kind == CHANGE_DOCUMENT)
		return write_document(
			writer, change->first, change->second, change->data, change->size);
	statement = bind(writer, change);
	status = sqlite3_step(statement);
	sqlite3_reset(statement);
	return status;
}

static int write_batch(struct writer *writer, const struct store_batch *batch)
{
	const struct change *change;
	int status = SQLITE_DONE;

	STAILQ_FOREACH(change, &batch->changes, entry)
	{
		status = write_change(writer, change);
		if (status != SQLITE_DONE)
			return status;
	}
	return SQLITE_OK;
}

/* One transaction for the whole group, one sync. Returns SQLite's code. */
static int write_group(struct writer *writer, const struct batches *group)
{
	const struct store_batch *batch;
	int status = sqlite3_exec(writer->database, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	STAILQ_FOREACH(batch, group, entry)
	{
		if (status == SQLITE_OK)
			status = write_batch(writer, batch);
	}
	if (status == SQLITE_OK)
		status = sqlite3_exec(writer->database, "COMMIT", NULL, NULL, NULL);
	return status;
}

void writer_roll_back(struct writer *writer)
{
	if (!sqlite3_get_autocommit(writer->database))
		sqlite3_exec(writer->database, "ROLLBACK", NULL, NULL, NULL);
}

/*
 * A write that found no space is harmless: nothing counted yet, it may be tried again. Every
 * other failure, a failing fsync above all, leaves the disk unknown.
 */
static void commit_group(struct store *store, const struct batches *group)
{
	struct writer *writer = &store->writer;
	int status = write_group(writer, group);

	if (status == SQLITE_FULL && !atomic_load(&store->tight)) {
		writer_roll_back(writer);
		reserve_give_up(store);
		status = write_group(writer, group);
	}
	if (status != SQLITE_OK)
		writer_stop(store, "commit");
}

/*
 * Moves the write-ahead log into the database. No space for that is no harm: the log keeps it
 * all.
 */
static void checkpoint(struct store *store, int mode)
{
	struct writer *writer = &store->writer;
	int status = sqlite3_wal_checkpoint_v2(writer->database, NULL, mode, NULL, NULL);

	writer->pages = 0;
	if (status == SQLITE_FULL || status == SQLITE_BUSY || status == SQLITE_LOCKED)
		return;
	if (status != SQLITE_OK)
		writer_stop(store, "move its write-ahead log into the database");
}

/* Tells all of the group and frees it */
static void tell_group(struct store *store, struct batches *group)
{
	struct store_batch *batch;
	uint64_t records = 0;
	const struct change *change;

	STAILQ_FOREACH(batch, group, entry)
	{
		STAILQ_FOREACH(change, &batch->changes, entry)
		records += change->kind == CHANGE_RECORD;
	}
	atomic_fetch_add(&store->records, records);
	while ((batch = STAILQ_FIRST(group))) {
		STAILQ_REMOVE_HEAD(group, entry);
		if (batch->durable)
			loop_post_named(
				store->loop, batch->durable, batch->argument, "store_durable");
		batch_free(batch);
	}
}

/*
 * Takes the batches that wait, up to GROUP_MOST; false when the store closes and nothing is
 * left. `*bulk`: a spool waits too.
 */
static bool take_group(struct store *store, struct batches *group, bool *bulk)
{
	struct store_batch *batch;

	pthread_mutex_lock(&store->mutex);
	store->busy = false;
	pthread_cond_broadcast(&store->changed);
	while (STAILQ_EMPTY(&store->queue) && STAILQ_EMPTY(&store->bulks) && !store->closing)
		pthread_cond_wait(&store->changed, &store->mutex);
	for (int i = 0; i < GROUP_MOST && (batch = STAILQ_FIRST(&store->queue)); i++) {
		STAILQ_REMOVE_HEAD(&store->queue, entry);
		STAILQ_INSERT_TAIL(group, batch, entry);
		store->busy = true;
	}
	*bulk = !STAILQ_EMPTY(&store->bulks);
	pthread_mutex_unlock(&store->mutex);
	return *bulk || !STAILQ_EMPTY(group);
}

void *writer_run(void *argument)
{
	struct store *store = argument;
	struct batches group = STAILQ_HEAD_INITIALIZER(group);

	bool bulk;

	while (take_group(store, &group, &bulk)) {
		if (!STAILQ_EMPTY(&group)) {
			commit_group(store, &group);
			tell_group(store, &group);
		}
		if (bulk)
			bulk_step(store);
		if (store->writer.pages >= CHECKPOINT_PAGES)
			checkpoint(store, SQLITE_CHECKPOINT_PASSIVE);
		if (atomic_load(&store->tight) &&
			clock_monotonic() - store->tried > RESERVE_AGAIN)
			reserve_make(store);
	}
	checkpoint(store, SQLITE_CHECKPOINT_TRUNCATE);
	return NULL;
}
