#include "core/archive.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/store.h"
#include <stdio.h>
#include <string.h>

#define HEAD_SPACE "head"

void archive_keep(struct store_batch *batch, const char *kind, struct json_object *document,
	char digest[DIGEST_TEXT])
{
	AUTO_FREE char *bytes = json_canonical_string(document);

	digest_text(bytes, strlen(bytes), digest);
	batch_document(batch, digest, kind, bytes, strlen(bytes));
}

void archive_set_head(struct store_batch *batch, const char *kind, const char *digest)
{
	batch_state(batch, HEAD_SPACE, kind, digest);
}

int archive_head(
	struct store *store, const char *kind, char digest[DIGEST_TEXT], struct error *error)
{
	AUTO_TEXT struct text value = {0};

	if (store_state(store, HEAD_SPACE, kind, &value, error) < 0)
		return -1;
	snprintf(digest, DIGEST_TEXT, "%s", value.data);
	return 0;
}

static int check_bytes(const char *digest, const struct text *bytes, struct error *error)
{
	char found[DIGEST_TEXT];

	digest_text(bytes->data, bytes->size, found);
	if (text_equal(found, digest))
		return 0;
	return error_set(error, ERROR_REFUSED, digest,
		"The stored document %s was changed: its bytes have the digest %s. Restore it "
		"from a "
		"backup.",
		digest, found);
}

int archive_read(
	struct text *bytes, struct store *store, const char *digest, struct error *error)
{
	return store_document(store, digest, bytes, error) < 0 ||
			       check_bytes(digest, bytes, error) < 0
		       ? -1
		       : 0;
}

int archive_load(struct json_object **document, struct store *store, const char *digest,
	const struct shape_field *fields, struct error *error)
{
	AUTO_TEXT struct text bytes = {0};
	AUTO_JSON struct json_object *tree = NULL;
	struct source source = {SOURCE_JSON, digest, NULL, 0};

	*document = NULL;
	if (archive_read(&bytes, store, digest, error) < 0)
		return -1;
	source.data = bytes.data;
	source.size = bytes.size;
	if (json_parse(&tree, &source, ARCHIVE_MOST, error) < 0 ||
		(fields && shape_check(fields, tree, &source, error) < 0))
		return -1;
	*document = mem_take(&tree);
	return 0;
}

int archive_load_head(struct json_object **document, char digest[DIGEST_TEXT],
	struct store *store, const char *kind, const struct shape_field *fields,
	struct error *error)
{
	*document = NULL;
	if (archive_head(store, kind, digest, error) < 0)
		return -1;
	return archive_load(document, store, digest, fields, error);
}

int archive_state(struct json_object **tree, struct store *store, const char *space,
	const char *key, struct error *error)
{
	AUTO_TEXT struct text value = {0};
	struct source source = {SOURCE_JSON, key, NULL, 0};

	*tree = NULL;
	if (store_state(store, space, key, &value, error) < 0)
		return -1;
	source.data = value.data;
	source.size = value.size;
	return json_parse(tree, &source, JSON_FILE, error);
}
