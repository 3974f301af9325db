#include "inventory/picture.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/spool.h"
#include "core/store.h"
#include "inventory/merge.h"
#include "model/snapshot.h"
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

const struct shape_field picture_fields[] = {
	{"snapshot", SHAPE_DIGEST, .required = true},
	{"members", SHAPE_INTEGER, .required = true, .low = 0, .high = INT32_MAX},
	{0},
};

#define TRIM_EVERY 50000 /* objects */

struct picture {
	struct json_object *snapshot, *objects;
	const char *made;
};

/* --- copies: one machine that two hosts know --- */

static int rank(struct json_object *facts)
{
	return text_equal(json_string(facts, "state"), "running");
}

/* The copy that runs is the machine; where both or none do, the first by its host's name. */
static bool is_the_machine(struct json_object *facts, struct json_object *known)
{
	if (rank(facts) != rank(known))
		return rank(facts) > rank(known);
	return strcmp(json_string(facts, "host"), json_string(known, "host")) < 0;
}

static char *copy_id(struct json_object *facts)
{
	return mem_format("%s/%s", json_string(facts, "host"), json_string(facts, "uuid"));
}

/* Makes place for a machine of this uuid, or makes the item a copy of the one that is known. */
static void tell_copies_apart(struct picture *picture, struct json_object *item)
{
	struct json_object *facts = json_member(item, "facts");
	struct json_object *member =
		snapshot_member(picture->snapshot, "machine", json_string(item, "id"));
	struct json_object *known =
		member ? json_member(picture->objects, json_string(member, "digest")) : NULL;
	AUTO_FREE char *id = NULL;

	if (!known || text_equal(json_string(known, "host"), json_string(facts, "host")))
		return;
	id = copy_id(is_the_machine(facts, known) ? known : facts);
	if (is_the_machine(facts, known)) {
		snapshot_rename(picture->snapshot, member, "copy", id);
	} else {
		json_set_string(item, "kind", "copy");
		json_set_string(item, "id", id);
	}
}

/* --- what the visits brought --- */

static void add_item(struct picture *picture, struct json_object *item)
{
	if (text_equal(json_string(item, "kind"), "machine"))
		tell_copies_apart(picture, item);
	snapshot_add(picture->snapshot, picture->objects, json_string(item, "kind"),
		json_string(item, "id"), json_member(item, "facts"),
		json_member(item, "measures"), json_string(item, "source"), picture->made);
}

static int add_entry(
	struct picture *picture, const struct spool_entry *entry, struct error *error)
{
	struct source source = {SOURCE_JSON, entry->kind, entry->data, entry->size};
	AUTO_JSON struct json_object *tree = NULL;

	if (json_parse(&tree, &source, JSON_FILE, error) < 0)
		return -1;
	if (text_equal(entry->kind, PICTURE_SILENT))
		snapshot_add_silent(
			picture->snapshot, json_string(tree, "host"), json_string(tree, "why"));
	else
		add_item(picture, tree);
	return 0;
}

static int add_input(struct picture *picture, struct spool *input, struct error *error)
{
	struct spool_entry entry;
	size_t at = 0;
	int more;

	while ((more = spool_consume(input, &at, &entry, error)) > 0)
		if (add_entry(picture, &entry, error) < 0)
			return -1;
	return more;
}

/* --- what the store has not --- */

static int compare_digests(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/*
 * In order of digest, as the store keeps them: it then writes each of its pages once. Each tree
 * is given back when it is written, because the output grows meanwhile.
 */
static void keep_objects(
	const struct picture *picture, struct spool *output, struct store *store)
{
	size_t count = (size_t)json_object_object_length(picture->objects), i = 0;
	AUTO_FREE const char **digests = mem_array(count, sizeof(*digests));

	json_object_object_foreach (picture->objects, digest, facts) {
		(void)facts;
		digests[i++] = digest;
	}
	qsort(digests, count, sizeof(*digests), compare_digests);
	for (i = 0; i < count; i++) {
		if (!store_has(store, digests[i]))
			spool_add_json(
				output, "object", json_member(picture->objects, digests[i]));
		json_set(picture->objects, digests[i], NULL);
		if (i % TRIM_EVERY == TRIM_EVERY - 1)
			malloc_trim(0);
	}
}

static struct json_object *keep_snapshot(const struct picture *picture, struct spool *output)
{
	AUTO_TEXT struct text text = {0};
	char digest[DIGEST_TEXT];
	struct json_object *result = json_object_new_object();

	json_canonical(&text, picture->snapshot);
	digest_text(text.data, text.size, digest);
	spool_add(output, "snapshot", text.data, text.size);
	json_set_string(result, "snapshot", digest);
	return json_set_integer(result, "members",
		(int64_t)json_length(json_member(picture->snapshot, "members")));
}

int picture_make(struct json_object **result, struct spool *input, struct spool *output,
	struct store *store, const char *made, struct error *error)
{
	AUTO_JSON struct json_object *snapshot = snapshot_new(made);
	AUTO_JSON struct json_object *objects = json_object_new_object();
	struct picture picture = {snapshot, objects, made};

	*result = NULL;
	if (add_input(&picture, input, error) < 0 ||
		merge(snapshot, objects, store, made, error) < 0)
		return -1;
	keep_objects(&picture, output, store);
	*result = keep_snapshot(&picture, output);
	return 0;
}
