/* Long documents in pieces: where one ends, and how they become the document again. */
#include <assert.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "core/store_private.h"

#define PIECES_FROM (64UL * 1024) /* bytes of a document that is kept in pieces */
#define PIECE_LEAST (4UL * 1024)
#define PIECE_MOST  (64UL * 1024)
#define PIECE_BITS  14 /* of the sum that are 0 at an end: 16 KiB on average */

#define MARK (sizeof(PIECES_MARK) - 1)

/* A number for each byte that looks like chance and is always the same. */
static uint64_t weight(unsigned char byte)
{
	uint64_t mixed = (byte + 1) * 0x9e3779b97f4a7c15U;

	mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9U;
	mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebU;
	return mixed ^ mixed >> 31;
}

bool pieces_wanted(const char *data, size_t size)
{
	assert(!pieces_named(data, size)); /* documents are texts, and have no NUL */
	return size >= PIECES_FROM;
}

bool pieces_named(const void *data, size_t size)
{
	return size >= MARK && memcmp(data, PIECES_MARK, MARK) == 0;
}

/* The sum forgets a byte after 64 more: equal bytes are cut alike, whatever stands before. */
size_t pieces_cut(const char *data, size_t size)
{
	size_t most = size < PIECE_MOST ? size : PIECE_MOST;
	uint64_t sum = 0;

	for (size_t at = 0; at < most; at++) {
		sum = (sum << 1) + weight((unsigned char)data[at]);
		if (at >= PIECE_LEAST && sum >> (64 - PIECE_BITS) == 0)
			return at + 1;
	}
	return most;
}

/* One piece; a statement as the reader's for documents. */
static int join(
	struct text *out, sqlite3_stmt *document, const unsigned char *raw, struct error *error)
{
	char digest[DIGEST_TEXT] = "sha256:";
	int result = 0;

	text_hex(raw, DIGEST_SIZE, digest + strlen(digest));
	sqlite3_bind_text(document, 1, digest, -1, SQLITE_STATIC);
	if (sqlite3_step(document) == SQLITE_ROW)
		text_append(out, sqlite3_column_blob(document, 0),
			(size_t)sqlite3_column_bytes(document, 0));
	else
		result = error_set(error, ERROR_FAILED, digest,
			"A piece of a document is missing in the store; restore a backup.");
	sqlite3_reset(document);
	sqlite3_clear_bindings(document);
	return result;
}

int pieces_join(struct text *out, sqlite3_stmt *document, const void *names, size_t size,
	struct error *error)
{
	for (size_t at = MARK; at + DIGEST_SIZE <= size; at += DIGEST_SIZE)
		if (join(out, document, (const unsigned char *)names + at, error) < 0)
			return -1;
	return 0;
}
