#include "inventory/diff.h"
#include "base/error.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "inventory/withdrawn.h"
#include "model/snapshot.h"
#include <string.h>

struct comparing {
	struct store *store;
	struct json_object *withdrawn; /* what nobody is shown */
};

static void add_fact(const struct comparing *comparing, struct json_object *list,
	const char *fact, struct json_object *before, struct json_object *after)
{
	struct json_object *row;

	if (withdrawn_names(comparing->withdrawn, before) ||
		withdrawn_names(comparing->withdrawn, after))
		return;
	row = json_object_new_object();
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

static struct json_object *compare(const struct comparing *comparing,
	struct json_object *before, struct json_object *after)
{
	struct json_object *list = json_object_new_array();

	json_object_object_foreach (before, fact, value) {
		struct json_object *other = json_member(after, fact);

		if (!other || !json_object_equal(value, other))
			add_fact(comparing, list, fact, value, other);
	}
	json_object_object_foreach (after, fact_of_after, value_of_after) {
		if (!json_member(before, fact_of_after))
			add_fact(comparing, list, fact_of_after, NULL, value_of_after);
	}
	json_object_array_sort(list, by_fact);
	return list;
}

static int add_facts(
	const struct comparing *comparing, struct json_object *row, struct error *error)
{
	AUTO_JSON struct json_object *before = NULL, *after = NULL;

	if (archive_load(&before, comparing->store, json_string(row, "from"), NULL, error) <
			0 ||
		archive_load(&after, comparing->store, json_string(row, "to"), NULL, error) < 0)
		return -1;
	json_set(row, "facts", compare(comparing, before, after));
	return 0;
}

static int add_all_facts(
	const struct comparing *comparing, struct json_object *changes, struct error *error)
{
	unsigned count = 0;

	for (size_t i = 0; i < json_length(changes) && count < INVENTORY_DIFF_MOST; i++) {
		struct json_object *row = json_object_array_get_idx(changes, i);

		if (!text_equal(json_string(row, "change"), "changed"))
			continue;
		if (add_facts(comparing, row, error) < 0)
			return -1;
		count++;
	}
	return 0;
}

static struct json_object *shown_of(
	const struct comparing *comparing, struct json_object *changes)
{
	struct json_object *shown = json_object_new_array();

	for (size_t i = 0; i < json_length(changes); i++) {
		struct json_object *row = json_object_array_get_idx(changes, i);

		if (!withdrawn_has(comparing->withdrawn, json_string(row, "kind"),
			    json_string(row, "id")))
			json_object_array_add(shown, json_object_get(row));
	}
	return shown;
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
	AUTO_JSON struct json_object *all = NULL, *changes = NULL, *withdrawn = NULL;
	struct comparing comparing = {.store = store};

	*result = NULL;
	if (read_snapshot(&after, store, to, "snapshot",
		    N_("There is no snapshot yet; `banyun inventory scan` makes one."),
		    error) < 0 ||
		read_snapshot(&before, store, from, "snapshot.before",
			N_("There is only one snapshot, so there is nothing to compare it "
			   "with."),
			error) < 0 ||
		snapshot_diff(&all, &before, &after, error) < 0 ||
		withdrawn_load(&withdrawn, store, error) < 0)
		return -1;
	comparing.withdrawn = withdrawn;
	changes = shown_of(&comparing, all);
	if (add_all_facts(&comparing, changes, error) < 0)
		return -1;
	*result = json_set(json_object_new_object(), "changes", mem_take(&changes));
	return 0;
}
