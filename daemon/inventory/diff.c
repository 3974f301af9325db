#include "inventory/diff.h"
#include "base/error.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "model/snapshot.h"
#include <string.h>

static void add_fact(struct json_object *list, const char *fact, struct json_object *before,
	struct json_object *after)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "fact", fact);
	if (before)
		json_set(row, "before", json_object_get(before));
	if (after)
		json_set(row, "after", json_object_get(after));
	json_object_array_add(list, row);
}

static int by_fact(const void *left, const void *right)
{
	return strcmp(json_string(*(struct json_object *const *)left, "fact"),
		json_string(*(struct json_object *const *)right, "fact"));
}

static struct json_object *compare(struct json_object *before, struct json_object *after)
{
	struct json_object *list = json_object_new_array();

	json_object_object_foreach (before, fact, value) {
		struct json_object *other = json_member(after, fact);

		if (!other || !json_object_equal(value, other))
			add_fact(list, fact, value, other);
	}
	json_object_object_foreach (after, fact_of_after, value_of_after) {
		if (!json_member(before, fact_of_after))
			add_fact(list, fact_of_after, NULL, value_of_after);
	}
	json_object_array_sort(list, by_fact);
	return list;
}

static int add_facts(struct json_object *row, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *before = NULL, *after = NULL;

	if (archive_load(&before, store, json_string(row, "from"), NULL, error) < 0 ||
		archive_load(&after, store, json_string(row, "to"), NULL, error) < 0)
		return -1;
	json_set(row, "facts", compare(before, after));
	return 0;
}

static int add_all_facts(struct json_object *changes, struct store *store, struct error *error)
{
	unsigned count = 0;

	for (size_t i = 0; i < json_length(changes) && count < INVENTORY_DIFF_MOST; i++) {
		struct json_object *row = json_object_array_get_idx(changes, i);

		if (!text_equal(json_string(row, "change"), "changed"))
			continue;
		if (add_facts(row, store, error) < 0)
			return -1;
		count++;
	}
	return 0;
}

/* The snapshot of that digest, or the head of that kind. */
static int read_snapshot(struct text *text, struct store *store, const char *digest,
	const char *kind, const char *none, struct error *error)
{
	char head[DIGEST_TEXT];

	if (!digest && archive_head(store, kind, head, error) < 0)
		return error->code == ERROR_NOT_FOUND
			       ? error_set(error, ERROR_NOT_FOUND, NULL, "%s", none)
			       : -1;
	return archive_read(text, store, digest ? digest : head, error);
}

int inventory_diff(struct json_object **result, struct store *store, const char *from,
	const char *to, struct error *error)
{
	AUTO_TEXT struct text before = {0}, after = {0};
	AUTO_JSON struct json_object *changes = NULL;

	*result = NULL;
	if (read_snapshot(&after, store, to, "snapshot",
		    N_("There is no snapshot yet; `banyun inventory scan` makes one."),
		    error) < 0 ||
		read_snapshot(&before, store, from, "snapshot.before",
			N_("There is only one snapshot, so there is nothing to compare it "
			   "with."),
			error) < 0 ||
		snapshot_diff(&changes, &before, &after, error) < 0 ||
		add_all_facts(changes, store, error) < 0)
		return -1;
	*result = json_set(json_object_new_object(), "changes", mem_take(&changes));
	return 0;
}
