#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/store_private.h"

int reader_open(struct reader *reader, const char *folder, int flags, struct error *error)
{
	if (store_connect(&reader->database, folder, flags, error) < 0)
		return -1;
	sqlite3 *database = reader->database;
	if (store_prepare(&reader->document, database,
		    "SELECT data FROM document WHERE digest = ?1", error) < 0 ||
		store_prepare(&reader->state, database,
			"SELECT value FROM state WHERE space = ?1 AND key = ?2", error) < 0 ||
		store_prepare(&reader->record, database,
			"SELECT data FROM record WHERE number = ?1", error) < 0)
		return -1;
	return 0;
}

void reader_close(struct reader *reader)
{
	sqlite3_finalize(reader->document);
	sqlite3_finalize(reader->state);
	sqlite3_finalize(reader->record);
	sqlite3_close(reader->database);
	*reader = (struct reader){0};
}

/* The one row of a statement whose parameters are bound; it is reset afterwards. */
static int read_one(sqlite3_stmt *statement, struct text *out, const char *object,
	const char *absent, struct error *error)
{
	int status = sqlite3_step(statement);
	int result = 0;

	if (status == SQLITE_ROW)
		text_append(out, sqlite3_column_blob(statement, 0),
			(size_t)sqlite3_column_bytes(statement, 0));
	else if (status == SQLITE_DONE)
		result = error_set(error, ERROR_NOT_FOUND, object, "%s", absent);
	else
		result = store_failed(sqlite3_db_handle(statement), object, "read", error);
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return result;
}

/*
 * The row's bytes are in `out` from `start` on: where they name pieces, these take their place.
 */
static int join_pieces(struct store *store, struct text *out, size_t start, struct error *error)
{
	AUTO_FREE char *names = mem_bytes(out->data + start, out->size - start);
	size_t size = out->size - start;

	text_cut(out, start, size);
	return pieces_join(out, store->reader.document, names, size, error);
}

int store_document(
	struct store *store, const char *digest, struct text *out, struct error *error)
{
	sqlite3_stmt *document = store->reader.document;
	size_t start = out->size;

	sqlite3_bind_text(document, 1, digest, -1, SQLITE_STATIC);
	if (read_one(document, out, digest, "The store holds no document of this digest.",
		    error) < 0)
		return -1;
	if (out->size == start || !pieces_named(out->data + start, out->size - start))
		return 0;
	return join_pieces(store, out, start, error);
}

bool store_has(struct store *store, const char *digest)
{
	sqlite3_stmt *document = store->reader.document;
	bool found;

	sqlite3_bind_text(document, 1, digest, -1, SQLITE_STATIC);
	found = sqlite3_step(document) == SQLITE_ROW;
	sqlite3_reset(document);
	sqlite3_clear_bindings(document);
	return found;
}

int store_state(struct store *store, const char *space, const char *key, struct text *out,
	struct error *error)
{
	sqlite3_bind_text(store->reader.state, 1, space, -1, SQLITE_STATIC);
	sqlite3_bind_text(store->reader.state, 2, key, -1, SQLITE_STATIC);
	if (read_one(store->reader.state, out, key, "", error) == 0)
		return 0;
	if (error && error->code == ERROR_NOT_FOUND)
		error_set(error, ERROR_NOT_FOUND, key, "The store holds no %s of this name.",
			space);
	return -1;
}

int store_record(struct store *store, uint64_t index, struct text *out, struct error *error)
{
	sqlite3_bind_int64(store->reader.record, 1, (sqlite3_int64)index);
	return read_one(store->reader.record, out, NULL,
		"The store holds no audit record of this index.", error);
}

uint64_t store_records(struct store *store)
{
	return atomic_load(&store->records);
}

/* A statement of its own for each walk, so that walks can nest. */
int store_walk(struct store *store, const char *space, store_each *each, void *argument,
	struct error *error)
{
	sqlite3_stmt *walk = NULL;
	int status, result = 0;

	if (store_prepare(&walk, store->reader.database,
		    "SELECT key, value FROM state WHERE space = ? ORDER BY key", error) < 0)
		return -1;
	sqlite3_bind_text(walk, 1, space, -1, SQLITE_STATIC);
	while (result == 0 && (status = sqlite3_step(walk)) != SQLITE_DONE) {
		if (status == SQLITE_ROW)
			result = each(argument, (const char *)sqlite3_column_text(walk, 0),
				(const char *)sqlite3_column_text(walk, 1), error);
		else
			result = store_failed(store->reader.database, space, "read", error);
	}
	sqlite3_finalize(walk);
	return result;
}

int reader_count(sqlite3 *database, uint64_t *count, struct error *error)
{
	sqlite3_stmt *statement = NULL;

	if (store_prepare(&statement, database,
		    "SELECT count(*), ifnull(min(number), 0), ifnull(max(number), -1) FROM "
		    "record",
		    error) < 0)
		return -1;
	if (sqlite3_step(statement) != SQLITE_ROW) {
		sqlite3_finalize(statement);
		return store_failed(database, NULL, "count the audit records", error);
	}
	sqlite3_int64 all = sqlite3_column_int64(statement, 0);
	sqlite3_int64 first = sqlite3_column_int64(statement, 1);
	sqlite3_int64 last = sqlite3_column_int64(statement, 2);
	sqlite3_finalize(statement);
	if (first != 0 || last != all - 1)
		return error_set(error, ERROR_FAILED, "audit log",
			"The store holds %lld audit records from %lld to %lld: some are "
			"missing.",
			(long long)all, (long long)first, (long long)last);
	*count = (uint64_t)all;
	return 0;
}
