#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/archive.h"
#include "core/store.h"
#include "inventory/inventory.h"
#include "inventory/told.h"
#include "model/ledger.h"

static const char *const kinds[] = {"department", "system", "room", "dedicated_network",
	"leased_line", "internet_exit", "retention", "baseline", NULL};
static const struct shape_field entry_item = {"", SHAPE_OBJECT, .fields = ledger_entry_fields};
static const struct shape_field classified_item = {
	"", SHAPE_OBJECT, .fields = ledger_classified_fields};

const struct shape_field inventory_entry_fields[] = {
	{"kind", SHAPE_CHOICE, .required = true, .choices = kinds},
	{"entries", SHAPE_LIST, .required = true, .item = &entry_item, .high = 10000},
	{"classified", SHAPE_LIST, .item = &classified_item, .high = 10000,
		.help = "how many entries of a department are classified; nothing else of "
			"them"},
	{"dry_run", SHAPE_BOOLEAN, .help = "tell what would change, and change nothing"},
	{0},
};

/* One request while it is carried out. */
struct entering {
	struct store *store;
	struct store_batch *batch; /* NULL: a dry run */
	const struct ledger_kind *kind;
	const char *actor, *now;
	struct json_object *changes;
	int64_t added, changed, same;
};

/* The names of the facts that differ. */
static struct json_object *list_differences(
	struct json_object *before, struct json_object *facts)
{
	struct json_object *list = json_object_new_array();

	json_object_object_foreach (facts, name, value)
		if (!json_object_equal(json_member(before, name), value))
			json_object_array_add(list, json_object_new_string(name));
	json_object_object_foreach (before, gone, was) {
		(void)was;
		if (!json_object_object_get_ex(facts, gone, NULL))
			json_object_array_add(list, json_object_new_string(gone));
	}
	return list;
}

static void tell_change(struct entering *entering, const char *key, const char *change,
	struct json_object *facts)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "key", key);
	json_set_string(row, "change", change);
	if (facts)
		json_set(row, "facts", facts);
	json_object_array_add(entering->changes, row);
}

static void keep(struct entering *entering, const char *state_key, struct json_object *entry)
{
	AUTO_JSON struct json_object *kept = json_copy(entry);
	AUTO_FREE char *value = NULL;

	if (!entering->batch)
		return;
	json_set_string(kept, "kind", entering->kind->kind);
	json_set_string(kept, "actor", entering->actor);
	json_set_string(kept, "time", entering->now);
	value = json_canonical_string(kept);
	batch_state(entering->batch, LEDGER_SPACE, state_key, value);
}

/* What is told once more, with the same facts, keeps its first origin. */
static int enter(struct entering *entering, struct json_object *entry, struct error *error)
{
	const char *key = json_string(entry, "key");
	struct json_object *facts = json_member(entry, "facts");
	AUTO_FREE char *state_key = mem_format("%s %s", entering->kind->kind, key);
	AUTO_JSON struct json_object *before = NULL;

	if (shape_check(entering->kind->fields, facts, NULL, error) < 0)
		return -1;
	if (archive_state(&before, entering->store, LEDGER_SPACE, state_key, error) < 0) {
		if (error->code != ERROR_NOT_FOUND)
			return -1;
		*error = (struct error){0};
		entering->added++;
		tell_change(entering, key, "added", NULL);
	} else if (json_object_equal(json_member(before, "facts"), facts)) {
		entering->same++;
		return 0;
	} else {
		entering->changed++;
		tell_change(entering, key, "changed",
			list_differences(json_member(before, "facts"), facts));
	}
	keep(entering, state_key, entry);
	return 0;
}

/* A count belongs to the file that told it: the same file tells it anew. */
static void keep_classified(struct entering *entering, struct json_object *list)
{
	for (size_t i = 0; entering->batch && i < json_length(list); i++) {
		struct json_object *count = json_object_array_get_idx(list, i);
		AUTO_JSON struct json_object *kept = json_copy(count);
		AUTO_FREE char *value = NULL;
		AUTO_FREE char *key = mem_format("%s %s %s", entering->kind->kind,
			json_string(count, "department"), json_string(count, "file"));

		json_set_string(kept, "kind", entering->kind->kind);
		value = json_canonical_string(kept);
		batch_state(entering->batch, CLASSIFIED_SPACE, key,
			json_integer(count, "count", 0) > 0 ? value : NULL);
	}
}

static struct json_object *answer(const struct entering *entering)
{
	struct json_object *tree = json_object_new_object();

	json_set_integer(tree, "added", entering->added);
	json_set_integer(tree, "changed", entering->changed);
	json_set_integer(tree, "same", entering->same);
	return json_set(tree, "changes", json_object_get(entering->changes));
}

int inventory_enter(struct json_object **result, struct store *store, struct store_batch *batch,
	struct json_object *request, const struct inventory_teller *teller, struct error *error)
{
	AUTO_JSON struct json_object *changes = json_object_new_array();
	struct json_object *list = json_member(request, "entries");
	struct entering entering = {.store = store,
		.batch = batch,
		.kind = ledger_kind(json_string(request, "kind")),
		.actor = teller->actor,
		.now = teller->now,
		.changes = changes};

	for (size_t i = 0; i < json_length(list); i++)
		if (enter(&entering, json_object_array_get_idx(list, i), error) < 0)
			return -1;
	keep_classified(&entering, json_member(request, "classified"));
	*result = answer(&entering);
	return 0;
}
