/* The part of the store that takes spools: many documents, a part in each transaction. */
#include <stdlib.h>

#include "base/digest.h"
#include "base/memory.h"
#include "core/loop.h"
#include "core/spool.h"
#include "core/store_part.h"

#define STEP_BYTES (1024UL * 1024) /* of texts that go into one transaction */
#define STEP_ROWS  1000

void store_take(struct store *store, struct spool *spool, store_taken *taken, void *argument)
{
	struct bulk *bulk = mem_alloc(sizeof(*bulk));

	bulk->spool = spool;
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
	pthread_mutex_lock(&store->mutex);
	STAILQ_REMOVE_HEAD(&store->bulks, entry);
	pthread_cond_broadcast(&store->changed);
	pthread_mutex_unlock(&store->mutex);
	loop_post_named(store->loop, tell, bulk, "store_taken");
}

/* The digest is ours, whatever the spool's maker says. */
static int put(struct writer *writer, const struct spool_entry *entry)
{
	char digest[DIGEST_TEXT];

	digest_text(entry->data, entry->size, digest);
	return writer_document(writer, digest, entry->kind, entry->data, entry->size);
}

/* As many as one transaction takes; SQLITE_DONE, or SQLite's code. `*more`: as spool_next(). */
static int put_some(struct writer *writer, struct bulk *bulk, int *more)
{
	struct spool_entry entry;
	size_t bytes = 0;
	int status = SQLITE_DONE;

	*more = 1;
	for (int rows = 0; rows < STEP_ROWS && bytes < STEP_BYTES && status == SQLITE_DONE;
		rows++) {
		*more = spool_next(bulk->spool, &bulk->at, &entry, &bulk->error);
		if (*more <= 0)
			break;
		if (entry.size > 0 && !entry.data[0]) {
			error_set(&bulk->error, ERROR_FAILED, "spool",
				"A document that was to be stored is no text.");
			*more = -1;
			break;
		}
		status = put(writer, &entry);
		bytes += entry.size;
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
