#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/store_private.h"

/* SQLite answers "ok", or lists what is wrong: the first of it is told. */
static int check_integrity(sqlite3 *database, const char *folder, struct error *error)
{
	sqlite3_stmt *statement = NULL;

	if (store_prepare(&statement, database, "PRAGMA integrity_check(1)", error) < 0)
		return -1;
	int result = -1;
	if (sqlite3_step(statement) != SQLITE_ROW)
		store_failed(database, folder, "be checked", error);
	else if (strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0)
		result = 0;
	else
		error_set(error, ERROR_FAILED, folder, "The database is damaged: %s.",
			(const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return result;
}

static int check_document(sqlite3_stmt *row, sqlite3_stmt *document, struct error *error)
{
	const void *bytes = sqlite3_column_blob(row, 1);
	size_t size = (size_t)sqlite3_column_bytes(row, 1);
	AUTO_TEXT struct text joined = {0};
	char digest[DIGEST_TEXT];

	if (pieces_named(bytes, size)) {
		if (pieces_join(&joined, document, bytes, size, error) < 0)
			return -1;
		bytes = joined.data;
		size = joined.size;
	}
	digest_text(bytes, size, digest);
	if (text_equal(digest, (const char *)sqlite3_column_text(row, 0)))
		return 0;
	return error_set(error, ERROR_FAILED, (const char *)sqlite3_column_text(row, 0),
		"A document of the store does not match its digest: its content has %s.",
		digest);
}

static int check_documents(sqlite3 *database, const char *folder, struct error *error)
{
	sqlite3_stmt *statement = NULL, *document = NULL;
	int status, result = 0;

	if (store_prepare(&statement, database, "SELECT digest, data FROM document", error) < 0)
		return -1;
	if (store_prepare(&document, database, "SELECT data FROM document WHERE digest = ?1",
		    error) < 0)
		result = -1;
	while (result == 0 && (status = sqlite3_step(statement)) != SQLITE_DONE)
		result = status == SQLITE_ROW
				 ? check_document(statement, document, error)
				 : store_failed(database, folder, "read its documents", error);
	sqlite3_finalize(statement);
	sqlite3_finalize(document);
	return result;
}

int store_check(const char *folder, struct error *error)
{
	sqlite3 *database = NULL;
	AUTO_FREE char *path = mem_format("%s/" STORE_DATABASE, folder);
	uint64_t count;

	if (access(path, R_OK | W_OK) < 0)
		return error_set(error, ERROR_NOT_FOUND, path,
			"There is no state here that could be checked: %s.", strerror(errno));
	if (store_connect(&database, folder, SQLITE_OPEN_READWRITE, error) < 0)
		return -1;
	int result = 0;
	if (check_integrity(database, folder, error) < 0 ||
		reader_count(database, &count, error) < 0 ||
		check_documents(database, folder, error) < 0)
		result = -1;
	sqlite3_close(database);
	return result;
}
