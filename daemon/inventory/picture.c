#include "inventory/picture.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/spool.h"
#include "core/store.h"
#include "inventory/merge.h"
#include "inventory/usage/usage.h"
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
	struct json_object *used; /* machine -> host -> what it measured, as a text */
	struct json_object *kept; /* of each machine the one that is kept */
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

/* As a text: a tree takes several times as much. */
static void note_use(struct picture *picture, struct json_object *item)
{
	const char *id = json_string(item, "id");
	const char *host = json_string(json_member(item, "facts"), "host");
	struct json_object *hosts = json_member(picture->used, id);
	AUTO_JSON struct json_object *use = json_object_new_object();
	AUTO_FREE char *text = NULL;

	json_set_string(use, "machine", id);
	json_set_string(use, "host", host);
	json_set(use, "at", json_object_get(json_member(item, "at")));
	json_set(use, "measures", json_object_get(json_member(item, "measures")));
	text = json_canonical_string(use);
	if (!hosts) {
		hosts = json_object_new_object();
		json_set(picture->used, id, hosts);
	}
	json_set_string(hosts, host, text);
}

/* What a machine used is kept by itself: it is no part of the picture. */
static void take_use(struct picture *picture, struct json_object *item)
{
	if (text_equal(json_string(item, "kind"), "machine") && json_member(item, "at"))
		note_use(picture, item);
	usage_strip(json_member(item, "measures"));
}

static void add_item(struct picture *picture, struct json_object *item)
{
	take_use(picture, item);
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

/* --- what was used --- */

/* Only the host that has a machine in the picture is believed what it used. */
static void choose_use(struct picture *picture)
{
	struct json_object *members = json_member(picture->snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts =
			json_member(picture->objects, json_string(member, "digest"));
		struct json_object *hosts = NULL, *use = NULL;

		if (text_equal(json_string(member, "kind"), "machine"))
			hosts = json_member(picture->used, json_string(member, "id"));
		if (hosts)
			use = json_member(hosts, json_string(facts, "host"));
		if (use)
			json_object_array_add(picture->kept, json_object_get(use));
	}
}

static void keep_one_use(struct json_object *text, struct spool *output, struct store *store)
{
	struct source source = {SOURCE_JSON, "use", json_object_get_string(text),
		(size_t)json_object_get_string_len(text)};
	AUTO_JSON struct json_object *use = NULL;

	if (json_parse(&use, &source, JSON_MESSAGE, NULL) == 0)
		usage_take(output, store, json_string(use, "machine"), json_string(use, "host"),
			json_member(use, "measures"), json_integer(use, "at", 0));
}

static void keep_use(const struct picture *picture, struct spool *output, struct store *store,
	const struct picture_order *order)
{
	usage_roll_silent(output, store, order->usage, order->now);
	for (size_t i = 0; i < json_length(picture->kept); i++)
		keep_one_use(json_object_array_get_idx(picture->kept, i), output, store);
	usage_prune(output, order->usage, order->now);
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

static int refuse(const char *why, struct error *error)
{
	return error_set(error, ERROR_FAILED, NULL,
		"The picture of this scan could not be read back, so nothing of it is kept: %s",
		why);
}

/* A snapshot that is the newest and cannot be read stops everything that reads it. */
static int check_readable(const struct picture *picture, struct error *error)
{
	struct error why = {0};

	if (shape_check(snapshot_fields, picture->snapshot, NULL, &why) == 0)
		return 0;
	return refuse(why.text, error);
}

static int keep_snapshot(struct json_object **result, const struct picture *picture,
	struct spool *output, struct error *error)
{
	AUTO_TEXT struct text text = {0};
	char digest[DIGEST_TEXT];

	json_canonical(&text, picture->snapshot);
	if (text.size > ARCHIVE_MOST)
		return refuse("It is too long.", error);
	digest_text(text.data, text.size, digest);
	spool_add(output, "snapshot", text.data, text.size);
	*result = json_set_string(json_object_new_object(), "snapshot", digest);
	json_set_integer(*result, "members",
		(int64_t)json_length(json_member(picture->snapshot, "members")));
	return 0;
}

int picture_make(struct json_object **result, struct spool *input, struct spool *output,
	struct store *store, const struct picture_order *order, struct error *error)
{
	AUTO_JSON struct json_object *snapshot = snapshot_new(order->made);
	AUTO_JSON struct json_object *objects = json_object_new_object();
	AUTO_JSON struct json_object *used = json_object_new_object();
	AUTO_JSON struct json_object *kept = json_object_new_array();
	struct picture picture = {snapshot, objects, used, kept, order->made};

	*result = NULL;
	if (add_input(&picture, input, error) < 0 ||
		merge(snapshot, objects, store, order->made, error) < 0 ||
		check_readable(&picture, error) < 0)
		return -1;
	choose_use(&picture);
	keep_objects(&picture, output, store);
	if (keep_snapshot(result, &picture, output, error) < 0)
		return -1;
	keep_use(&picture, output, store, order);
	return 0;
}
