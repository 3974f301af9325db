/*
 * Documents in the store: each is kept in its canonical form under its digest, and the newest
 * of a kind is the head of that kind.
 */
#ifndef CORE_ARCHIVE_H
#define CORE_ARCHIVE_H

#include "base/digest.h"
#include "base/shape.h"

struct error;
struct store;
struct store_batch;
struct text;

/* Bytes of a document that can be read back: it is ours, and no stranger's. */
#define ARCHIVE_MOST (1024UL * 1024 * 1024)

#define PLAN_SPACE                                                                             \
	"plan" /* root over the waves -> {"document", "author", "made", "authors"?} */

/* Puts the document into the batch; its digest is written into `digest`. */
void archive_keep(struct store_batch *batch, const char *kind, struct json_object *document,
	char digest[DIGEST_TEXT]);

/* Makes it the newest of its kind. */
void archive_set_head(struct store_batch *batch, const char *kind, const char *digest);

/* The newest of a kind; ERROR_NOT_FOUND when there is none yet. */
int archive_head(
	struct store *store, const char *kind, char digest[DIGEST_TEXT], struct error *error);

/* Appends the canonical form of a document, checked to be what its digest says. */
int archive_read(
	struct text *bytes, struct store *store, const char *digest, struct error *error);

/* Reads a document and checks its bytes and its shape (NULL fields: any). New reference. */
int archive_load(struct json_object **document, struct store *store, const char *digest,
	const struct shape_field *fields, struct error *error);

/* The newest document of a kind, with its digest. */
int archive_load_head(struct json_object **document, char digest[DIGEST_TEXT],
	struct store *store, const char *kind, const struct shape_field *fields,
	struct error *error);

/* A row of the store's state as JSON. New reference. */
int archive_state(struct json_object **tree, struct store *store, const char *space,
	const char *key, struct error *error);

#endif
