/*
 * The part of the store that takes spools: many documents, and states, a part in each
 * transaction.
 */
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/memory.h"
#include "core/loop.h"
#include "core/spool.h"
#include "core/store_private.h"

#define STEP_BYTES (1024UL * 1024) /* of texts that go into one transaction */
#define STEP_ROWS  1000

void store_take(struct store *store, struct spool *spool, store_taken *taken, void *argument)
{
	store_take_states(store, spool, NULL, taken, argument);
}

void store_take_states(struct store *store, struct spool *spool, const char *spaces,
	store_taken *taken, void *argument)
{
	struct bulk *bulk = mem_alloc(sizeof(*bulk));

	bulk->spool = spool;
	bulk->spaces = spaces;
	bulk->taken = taken;
	bulk->argument = argument;
	pthread_mutex_lock(&store->mutex);
	STAILQ_INSERT_TAIL(&store->bulks, bulk, entry);
	pthread_cond_broadcast(&store->changed);
	pthread_mutex_unlock(&store->mutex);
}

static void tell(void *argument)
{
	struct bulk *bulk = argument;

	bulk->taken(bulk->argument, bulk->error.code ? &bulk->error : NULL);
	free(bulk);
}

/* To give much memory back takes a while: not on the loop. */
static void end(struct store *store, struct bulk *bulk)
{
	spool_free(mem_take(&bulk->spool));
	text_clear(&bulk->names);
	digest_end(mem_take(&bulk->digest), NULL);
	pthread_mutex_lock(&store->mutex);
	STAILQ_REMOVE_HEAD(&store->bulks, entry);
	pthread_cond_broadcast(&store->changed);
	pthread_mutex_unlock(&store->mutex);
	loop_post_named(store->loop, tell, bulk, "store_taken");
}

/* The digest is ours, whatever the spool's maker says. */
static int put_document(struct writer *writer, struct bulk *bulk)
{
	const struct spool_entry *entry = &bulk->text;
	char digest[DIGEST_TEXT];

	digest_text(entry->data, entry->size, digest);
	bulk->open = false;
	return writer_row(writer, digest, entry->kind, entry->data, entry->size);
}

/* The next piece of a long document; after the last one the document itself. */
static int put_piece(struct writer *writer, struct bulk *bulk, size_t *length)
{
	const struct spool_entry *entry = &bulk->text;
	const char *rest = entry->data + bulk->done;
	char digest[DIGEST_TEXT];
	int status = writer_piece(writer, rest, entry->size - bulk->done, &bulk->names, length);

	if (!bulk->digest)
		bulk->digest = digest_begin();
	digest_add(bulk->digest, rest, *length);
	bulk->done += *length;
	if (status != SQLITE_DONE || bulk->done < entry->size)
		return status;
	digest_end(mem_take(&bulk->digest), digest);
	status = writer_row(writer, digest, entry->kind, bulk->names.data, bulk->names.size);
	text_clear(&bulk->names);
	bulk->done = 0;
	bulk->open = false;
	return status;
}

static bool is_state(const struct bulk *bulk)
{
	return bulk->spaces &&
	       strncmp(bulk->text.kind, bulk->spaces, strlen(bulk->spaces)) == 0;
}

static int run(sqlite3_stmt *statement)
{
	int status = sqlite3_step(statement);

	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return status;
}

static void bind_key(sqlite3_stmt *statement, const struct spool_entry *entry, size_t size)
{
	sqlite3_bind_text(statement, 1, entry->kind, -1, SQLITE_STATIC);
	sqlite3_bind_text64(statement, 2, entry->data, size, SQLITE_STATIC, SQLITE_UTF8);
}

/* As many as one step may delete; the entry stays open while there may be others. */
static int forget_some(struct writer *writer, struct bulk *bulk)
{
	int status;

	bind_key(writer->forget_some, &bulk->text, bulk->text.size);
	sqlite3_bind_int(writer->forget_some, 3, STEP_ROWS);
	status = run(writer->forget_some);
	bulk->open = sqlite3_changes(writer->database) == STEP_ROWS;
	return status;
}

static int put_state(struct writer *writer, struct bulk *bulk)
{
	const struct spool_entry *entry = &bulk->text;
	const char *end = memchr(entry->data, '\0', entry->size);
	size_t size = end ? (size_t)(end - entry->data) : 0;
	sqlite3_stmt *statement;

	bulk->open = false;
	statement = size + 1 < entry->size ? writer->state : writer->forget;
	bind_key(statement, entry, size);
	if (statement == writer->state)
		sqlite3_bind_text64(statement, 3, end + 1, entry->size - size - 1,
			SQLITE_STATIC, SQLITE_UTF8);
	return run(statement);
}

static bool forgets(const struct bulk *bulk)
{
	return is_state(bulk) && !memchr(bulk->text.data, '\0', bulk->text.size);
}

/* What of the open entry goes into one row, or what it deletes. */
static int put(struct writer *writer, struct bulk *bulk, size_t *bytes)
{
	size_t length = bulk->text.size;
	int status;

	if (forgets(bulk)) {
		length = STEP_BYTES;
		status = forget_some(writer, bulk);
	} else if (is_state(bulk)) {
		status = put_state(writer, bulk);
	} else if (pieces_wanted(bulk->text.data, bulk->text.size)) {
		status = put_piece(writer, bulk, &length);
	} else {
		status = put_document(writer, bulk);
	}
	*bytes += length;
	return status;
}

/* Opens the next entry where none is open; returns as spool_next(). */
static int open_entry(struct bulk *bulk)
{
	int more = 1;

	if (bulk->open)
		return more;
	more = spool_next(bulk->spool, &bulk->at, &bulk->text, &bulk->error);
	if (more > 0 && bulk->text.size > 0 && !bulk->text.data[0])
		more = error_set(&bulk->error, ERROR_FAILED, "spool",
			"A document that was to be stored is no text.");
	bulk->open = more > 0;
	return more;
}

/* As many as one transaction takes; SQLITE_DONE, or SQLite's code. `*more`: as spool_next(). */
static int put_some(struct writer *writer, struct bulk *bulk, int *more)
{
	size_t bytes = 0;
	int status = SQLITE_DONE;

	*more = 1;
	for (int rows = 0; rows < STEP_ROWS && bytes < STEP_BYTES && status == SQLITE_DONE;
		rows++) {
		*more = open_entry(bulk);
		if (*more <= 0)
			break;
		status = put(writer, bulk, &bytes);
	}
	return status;
}

static int step(struct store *store, struct bulk *bulk, int *more)
{
	sqlite3 *database = store->writer.database;
	int status = sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	*more = 1;
	if (status == SQLITE_OK)
		status = put_some(&store->writer, bulk, more);
	if (status == SQLITE_DONE)
		status = sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
	return status;
}

void bulk_step(struct store *store)
{
	struct bulk *bulk = STAILQ_FIRST(&store->bulks);
	int more, status = step(store, bulk, &more);

	if (status == SQLITE_FULL) {
		writer_roll_back(&store->writer);
		error_set(&bulk->error, ERROR_FAILED, store->folder,
			"There is no space on the disk for what was to be stored; make space, "
			"and "
			"try again.");
	} else if (status != SQLITE_OK) {
		writer_stop(store, "commit");
	}
	if (more <= 0 || status == SQLITE_FULL)
		end(store, bulk);
}
