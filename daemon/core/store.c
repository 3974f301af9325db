#include "core/store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/store_private.h"

int store_failed(sqlite3 *database, const char *folder, const char *what, struct error *error)
{
	return error_set(error, ERROR_FAILED, folder, "The store cannot %s: %s.", what,
		database ? sqlite3_errmsg(database) : "there is no memory");
}

int store_prepare(
	sqlite3_stmt **statement, sqlite3 *database, const char *sql, struct error *error)
{
	if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) ==
		SQLITE_OK)
		return 0;
	return store_failed(database, NULL, "prepare a statement", error);
}

/*
 * No checkpoint happens by itself, neither after a commit nor at the end: SQLite would pass
 * over a failing fsync of the database there, and the kernel tells of such a failure only once.
 */
int store_connect(sqlite3 **database, const char *folder, int flags, struct error *error)
{
	AUTO_FREE char *path = mem_format("%s/" STORE_DATABASE, folder);
	const char *settings = "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
			       "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON";

	if (sqlite3_open_v2(path, database, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
		sqlite3_db_config(*database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) !=
			SQLITE_OK ||
		sqlite3_busy_timeout(*database, 5000) != SQLITE_OK ||
		sqlite3_exec(*database, settings, NULL, NULL, NULL) != SQLITE_OK) {
		store_failed(*database, folder, "open its database " STORE_DATABASE, error);
		sqlite3_close(*database);
		*database = NULL;
		return -1;
	}
	return 0;
}

/* What another user may change is nothing to rely on. */
static int check_owner(const char *folder, const struct stat *facts, struct error *error)
{
	if (facts->st_uid != geteuid())
		return error_set(error, ERROR_FAILED, folder,
			"The folder of the store belongs to uid %u, and this process is uid "
			"%u: start it as that user, or give it the folder with `chown -R`.",
			facts->st_uid, geteuid());
	if (facts->st_mode & 022)
		return error_set(error, ERROR_FAILED, folder,
			"Others may write in the folder of the store (mode %04o): make it its "
			"user's alone with `chmod 0700`.",
			(unsigned)(facts->st_mode & 07777));
	return 0;
}

/* Makes the folder and syncs the one that holds its name. */
static int make_folder(const char *folder, struct error *error)
{
	AUTO_FREE char *above = mem_format("%s/..", folder);
	struct stat facts;

	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return error_set(error, ERROR_FAILED, folder,
			"The folder of the store cannot be made: %s.", strerror(errno));
	if (stat(folder, &facts) < 0 || !S_ISDIR(facts.st_mode))
		return error_set(error, ERROR_FAILED, folder,
			"The store needs a folder here, and this is none.");
	if (check_owner(folder, &facts, error) < 0)
		return -1;
	AUTO_CLOSE int descriptor = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor < 0 || fsync(descriptor) < 0)
		return error_set(error, ERROR_FAILED, folder,
			"The folder of the store cannot be synced: %s.", strerror(errno));
	return 0;
}

/*
 * A lock of the process: a child that it forks does not hold it, so that none outlives banyund.
 */
static int lock_folder(struct store *store, struct error *error)
{
	AUTO_FREE char *path = mem_format("%s/lock", store->folder);
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (store->lock < 0)
		return error_set(error, ERROR_FAILED, path,
			"The lock file cannot be opened: %s.", strerror(errno));
	if (fcntl(store->lock, F_SETLK, &lock) == 0)
		return 0;
	if (fcntl(store->lock, F_GETLK, &lock) < 0 || lock.l_type == F_UNLCK)
		lock.l_pid = 0;
	return error_set(error, ERROR_CONFLICT, store->folder,
		"The store is in use by process %ld: one banyund at a time may hold it.",
		(long)lock.l_pid);
}

/* SQLite gives its other files the mode of this one. */
static int make_database(const char *folder, struct error *error)
{
	AUTO_FREE char *path = mem_format("%s/" STORE_DATABASE, folder);
	AUTO_CLOSE int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	AUTO_CLOSE int above = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (descriptor < 0 || above < 0 || fsync(above) < 0)
		return error_set(error, ERROR_FAILED, path, "The database cannot be made: %s.",
			strerror(errno));
	return 0;
}

static int open_parts(struct store *store, struct error *error)
{
	uint64_t count;

	if (make_folder(store->folder, error) < 0 || lock_folder(store, error) < 0 ||
		make_database(store->folder, error) < 0 || writer_open(store, error) < 0 ||
		reader_open(&store->reader, store->folder, SQLITE_OPEN_READWRITE, error) < 0 ||
		reader_count(store->reader.database, &count, error) < 0)
		return -1;
	store->given = count;
	atomic_store(&store->records, count);
	reserve_make(store);
	if (pthread_create(&store->writer.thread, NULL, writer_run, store) != 0)
		return error_set(error, ERROR_FAILED, store->folder,
			"The thread that writes the store cannot be started.");
	return 0;
}

static void free_parts(struct store *store)
{
	reader_close(&store->reader);
	writer_close(store);
	mem_close_at(&store->lock);
	pthread_mutex_destroy(&store->mutex);
	pthread_cond_destroy(&store->changed);
	free(store->folder);
	free(store);
}

int store_open(struct store **store, const char *folder, struct loop *loop, struct error *error)
{
	struct store *made = mem_alloc(sizeof(*made));

	made->loop = loop;
	made->folder = mem_string(folder);
	made->lock = -1;
	pthread_mutex_init(&made->mutex, NULL);
	pthread_cond_init(&made->changed, NULL);
	STAILQ_INIT(&made->queue);
	STAILQ_INIT(&made->bulks);
	*store = NULL;
	if (open_parts(made, error) < 0) {
		free_parts(made);
		return -1;
	}
	*store = made;
	return 0;
}

int store_look(struct store **store, const char *folder, struct error *error)
{
	struct store *made = mem_alloc(sizeof(*made));
	struct error none = {0};
	AUTO_TEXT struct text nothing = {0};

	made->folder = mem_string(folder);
	made->lock = -1;
	*store = NULL;
	if (reader_open(&made->reader, folder, SQLITE_OPEN_READONLY, error) < 0) {
		free_parts(made);
		return -1;
	}
	/* The first read opens the files beside the database. */
	store_state(made, "", "", &nothing, &none);
	*store = made;
	return 0;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	if (store->lock < 0) {
		free_parts(store);
		return;
	}
	pthread_mutex_lock(&store->mutex);
	store->closing = true;
	pthread_cond_broadcast(&store->changed);
	pthread_mutex_unlock(&store->mutex);
	pthread_join(store->writer.thread, NULL);
	free_parts(store);
}

void store_commit(
	struct store *store, struct store_batch *batch, store_durable *durable, void *argument)
{
	assert(!durable || store->loop);
	batch->durable = durable;
	batch->argument = argument;
	store->given = batch_encode(batch, store->given);
	pthread_mutex_lock(&store->mutex);
	STAILQ_INSERT_TAIL(&store->queue, batch, entry);
	pthread_cond_broadcast(&store->changed);
	pthread_mutex_unlock(&store->mutex);
}

void store_flush(struct store *store)
{
	pthread_mutex_lock(&store->mutex);
	while (store->busy || !STAILQ_EMPTY(&store->queue) || !STAILQ_EMPTY(&store->bulks))
		pthread_cond_wait(&store->changed, &store->mutex);
	pthread_mutex_unlock(&store->mutex);
}
