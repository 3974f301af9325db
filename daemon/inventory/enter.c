#include "inventory/enter.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/store.h"
#include "inventory/told.h"
#include "inventory/withdrawn.h"
#include "model/ledger.h"
#include "model/survey.h"
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"department", "system", "room", "dedicated_network",
	"leased_line", "internet_exit", "retention", "quota", "baseline", NULL};
static const struct shape_field key_item = {"", SHAPE_STRING, .low = 1, .high = 512};
static const struct shape_field column_item = {"", SHAPE_NAME};
static const struct shape_field entry_item = {"", SHAPE_OBJECT, .fields = ledger_entry_fields};
static const struct shape_field classified_item = {
	"", SHAPE_OBJECT, .fields = ledger_classified_fields};

static const struct shape_field table_fields[] = {
	{"kind", SHAPE_CHOICE, .required = true, .choices = kinds},
	{"entries", SHAPE_LIST, .required = true, .item = &entry_item, .high = 10000},
	{"columns", SHAPE_LIST, .item = &column_item, .high = 256,
		.help = "facts that the table speaks of: others that were told stay as they "
			"are; all when missing"},
	{"classified", SHAPE_LIST, .item = &classified_item, .high = 10000,
		.help = "how many entries of a department are classified, 0 where none is; "
			"nothing else of them"},
	{"file", SHAPE_STRING, .low = 1, .high = 512,
		.help = "whose earlier counts of classified entries these take the place of"},
	{"withdrawn", SHAPE_LIST, .item = &key_item, .high = 10000,
		.help = "keys of entries that are classified: what was told of them goes"},
	{0},
};
static const struct shape_field table_item = {"", SHAPE_OBJECT, .fields = table_fields};

const struct shape_field inventory_entry_fields[] = {
	{"tables", SHAPE_LIST, .item = &table_item, .high = 1000},
	{"survey", SHAPE_OBJECT, .fields = survey_fields, .help = "it replaces the one before"},
	{"import", SHAPE_NAME, .help = "the import that this is a part of, as was answered"},
	{"more", SHAPE_BOOLEAN,
		.help = "other parts follow: nothing is taken in before the last"},
	{"dry_run", SHAPE_BOOLEAN,
		.help = "in the last part: tell what would change, and change nothing"},
	{0},
};

static int check_table(struct json_object *table, struct error *error)
{
	const struct ledger_kind *kind = ledger_kind(json_string(table, "kind"));
	struct json_object *list = json_member(table, "entries");

	for (size_t i = 0; i < json_length(list); i++)
		if (shape_check(kind->fields,
			    json_member(json_object_array_get_idx(list, i), "facts"), NULL,
			    error) < 0)
			return -1;
	return 0;
}

int inventory_check_entries(struct json_object *part, struct error *error)
{
	struct json_object *tables = json_member(part, "tables");

	for (size_t i = 0; i < json_length(tables); i++)
		if (check_table(json_object_array_get_idx(tables, i), error) < 0)
			return -1;
	return 0;
}

#define AT_ONCE 20 /* entries that are entered without letting others have the loop */

/* One import while it is carried out. */
struct entering {
	struct store *store;
	struct store_batch *batch; /* NULL: a dry run */
	struct inventory_teller teller;
	struct json_object *tables;  /* of the part that is being entered */
	struct json_object *pending; /* state key -> its row, null when withdrawn */
	struct json_object *owners;  /* key -> how it was spelt first */
	struct json_object *answers; /* of the tables that are through */
	/* the table that is being entered */
	size_t table, entry;
	const struct ledger_kind *kind;
	struct json_object *columns; /* set of the facts that it speaks of; NULL: of all */
	struct json_object *changes;
	int64_t added, changed, same;
};

/* The same as a snapshot calls it. */
static char *id_of(struct json_object *facts)
{
	const char *department = json_string(facts, "department");

	return mem_format("%s%s%s", department ? department : "", department ? "/" : "",
		json_string(facts, "name"));
}

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
	AUTO_FREE char *value = NULL;

	json_set_string(entry, "kind", entering->kind->kind);
	json_set_string(entry, "actor", entering->teller.actor);
	json_set_string(entry, "time", entering->teller.now);
	value = json_canonical_string(entry);
	json_set_string(entering->pending, state_key, value);
	if (entering->batch)
		batch_state(entering->batch, LEDGER_SPACE, state_key, value);
}

/* A key says the same however it is spelt: what was written first is what is kept. */
static void keep_spelling(struct json_object *facts, struct json_object *before)
{
	static const char *const names[] = {"name", "department"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (json_string(before, names[i]) && json_string(facts, names[i]))
			json_set_string(facts, names[i], json_string(before, names[i]));
}

static bool say_the_same(struct json_object *before, struct json_object *facts)
{
	keep_spelling(facts, before);
	return json_object_equal(before, facts);
}

/* --- what another table told, of which this one does not speak --- */

/* Where a fact was told, with how it was written there. New reference. */
static struct json_object *origin_of(struct json_object *entry, const char *fact)
{
	struct json_object *kept = json_member(json_member(entry, "kept"), fact), *origin;
	struct json_object *written;

	if (kept)
		return json_object_get(kept);
	origin = json_copy(json_member(entry, "origin"));
	written = json_object_get(json_member(json_member(origin, "written"), fact));
	json_object_object_del(origin, "written");
	if (written)
		json_set(origin, "written", json_set(json_object_new_object(), fact, written));
	return json_set_string(origin, "time", json_string(entry, "time"));
}

static void keep_others(
	const struct entering *entering, struct json_object *entry, struct json_object *before)
{
	struct json_object *facts = json_member(entry, "facts");
	struct json_object *kept = json_object_new_object();

	json_object_object_foreach (json_member(before, "facts"), fact, value) {
		if (json_member(entering->columns, fact) || json_member(facts, fact))
			continue;
		json_set(facts, fact, json_object_get(value));
		json_set(kept, fact, origin_of(before, fact));
	}
	if (json_object_object_length(kept) > 0)
		json_set(entry, "kept", kept);
	else
		json_object_put(kept);
}

/* What stands under the key now, in this import or in the store; NULL: nothing. */
static int find_before(const struct entering *entering, const char *state_key,
	struct json_object **before, struct error *error)
{
	struct json_object *row;

	*before = NULL;
	if (json_object_object_get_ex(entering->pending, state_key, &row))
		return row ? told_row(before, state_key, json_object_get_string(row), error)
			   : 0;
	if (archive_state(before, entering->store, LEDGER_SPACE, state_key, error) == 0)
		return 0;
	if (error->code != ERROR_NOT_FOUND)
		return -1;
	*error = (struct error){0};
	return 0;
}

static void keep_owner(struct entering *entering, const char *owner, const char *name)
{
	AUTO_JSON struct json_object *known =
		json_set_string(json_object_new_object(), "name", name);
	AUTO_FREE char *value = json_canonical_string(known);

	if (entering->batch)
		batch_state(entering->batch, OWNER_SPACE, owner, value);
}

/* The owner's key is what stands before the first "/", which no owner's name has. */
static void settle_owner(struct entering *entering, const char *key, struct json_object *facts)
{
	AUTO_JSON struct json_object *known = NULL, *kept = NULL;
	struct error none = {0};
	AUTO_FREE char *owner = mem_format("%.*s", (int)strcspn(key, "/"), key);
	AUTO_FREE char *department = mem_format("department %s", owner);
	const char *first = json_string(entering->owners, owner);

	if (!json_string(facts, "department"))
		return;
	if (!first && find_before(entering, department, &known, &none) == 0 && known)
		first = json_string(json_member(known, "facts"), "name");
	if (!first && archive_state(&kept, entering->store, OWNER_SPACE, owner, NULL) == 0)
		first = json_string(kept, "name");
	if (!first) {
		first = json_string(facts, "department");
		keep_owner(entering, owner, first);
	}
	json_set_string(entering->owners, owner, first);
	json_set_string(facts, "department", json_string(entering->owners, owner));
}

/* What is told once more, with the same facts, keeps its first origin. */
static int enter(struct entering *entering, struct json_object *entry, struct error *error)
{
	const char *key = json_string(entry, "key");
	struct json_object *facts = json_member(entry, "facts");
	AUTO_FREE char *state_key = mem_format("%s %s", entering->kind->kind, key);
	AUTO_JSON struct json_object *before = NULL;

	settle_owner(entering, key, facts);
	if (find_before(entering, state_key, &before, error) < 0)
		return -1;
	if (before && entering->columns)
		keep_others(entering, entry, before);
	if (!before) {
		AUTO_FREE char *id = id_of(facts);

		if (entering->batch)
			withdrawn_keep(entering->batch, entering->kind->kind, id, false);
		entering->added++;
		tell_change(entering, key, "added", NULL);
	} else if (say_the_same(json_member(before, "facts"), facts)) {
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

/* No two of them are the same text. */
static char *classified_key(const char *kind, const char *file, const char *department)
{
	AUTO_JSON struct json_object *parts = json_object_new_array();

	json_object_array_add(parts, json_object_new_string(kind));
	json_object_array_add(parts, json_object_new_string(file));
	json_object_array_add(parts, json_object_new_string(department));
	return json_canonical_string(parts);
}

/* The counts of a file are told anew by it, for each department that it speaks of. */
static void keep_classified(struct entering *entering, struct json_object *table)
{
	struct json_object *list = json_member(table, "classified");
	const char *file = json_string(table, "file");

	for (size_t i = 0; entering->batch && file && i < json_length(list); i++) {
		struct json_object *count = json_object_array_get_idx(list, i);
		AUTO_JSON struct json_object *kept = json_copy(count);
		AUTO_FREE char *key = classified_key(
			entering->kind->kind, file, json_string(count, "department"));
		AUTO_FREE char *value = NULL;

		json_set_string(kept, "kind", entering->kind->kind);
		json_set_string(kept, "file", file);
		value = json_canonical_string(kept);
		batch_state(entering->batch, CLASSIFIED_SPACE, key,
			json_integer(count, "count", 0) > 0 ? value : NULL);
	}
}

/* Older snapshots know it as it was spelt; without a word of that, its key is like it. */
static void hide(const struct entering *entering, const char *state_key, const char *key)
{
	struct error none = {0};
	AUTO_JSON struct json_object *before = NULL;
	AUTO_FREE char *id = NULL;

	if (find_before(entering, state_key, &before, &none) == 0 && before)
		id = id_of(json_member(before, "facts"));
	withdrawn_keep(entering->batch, entering->kind->kind, id ? id : key, true);
}

/* What is classified now may have been told before: it goes, and leaves no word of itself. */
static void withdraw(struct entering *entering, struct json_object *keys)
{
	for (size_t i = 0; entering->batch && i < json_length(keys); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(keys, i));
		AUTO_FREE char *key = mem_format("%s %s", entering->kind->kind, name);

		hide(entering, key, name);
		json_set(entering->pending, key, NULL);
		batch_state(entering->batch, LEDGER_SPACE, key, NULL);
	}
}

/* --- tables --- */

/* NULL for no list. */
static struct json_object *set_of(struct json_object *list)
{
	struct json_object *set = list ? json_object_new_object() : NULL;

	for (size_t i = 0; i < json_length(list); i++)
		json_set_boolean(
			set, json_object_get_string(json_object_array_get_idx(list, i)), true);
	return set;
}

static void begin_table(struct entering *entering, struct json_object *table)
{
	entering->kind = ledger_kind(json_string(table, "kind"));
	entering->columns = set_of(json_member(table, "columns"));
	entering->changes = json_object_new_array();
	entering->entry = 0;
	entering->added = entering->changed = entering->same = 0;
}

static void end_table(struct entering *entering, struct json_object *table)
{
	struct json_object *answer = json_object_new_object();

	json_set_integer(answer, "added", entering->added);
	json_set_integer(answer, "changed", entering->changed);
	json_set_integer(answer, "same", entering->same);
	json_set(answer, "changes", mem_take(&entering->changes));
	json_object_array_add(entering->answers, answer);
	json_put_at(&entering->columns);
	entering->table++;
	keep_classified(entering, table);
	withdraw(entering, json_member(table, "withdrawn"));
}

struct entering *inventory_entering_new(
	struct store *store, struct store_batch *batch, const struct inventory_teller *teller)
{
	struct entering *entering = mem_alloc(sizeof(*entering));

	entering->store = store;
	entering->batch = batch;
	entering->teller = *teller;
	entering->pending = json_object_new_object();
	entering->owners = json_object_new_object();
	entering->answers = json_object_new_array();
	return entering;
}

void inventory_enter(struct entering *entering, struct json_object *part)
{
	json_object_put(entering->tables);
	entering->tables = json_object_get(json_member(part, "tables"));
	entering->table = 0;
	json_object_put(entering->answers);
	entering->answers = json_object_new_array();
}

int inventory_enter_some(struct entering *entering, struct error *error)
{
	for (int i = 0; i < AT_ONCE && entering->table < json_length(entering->tables); i++) {
		struct json_object *table =
			json_object_array_get_idx(entering->tables, entering->table);
		struct json_object *list = json_member(table, "entries");

		if (!entering->changes)
			begin_table(entering, table);
		if (entering->entry == json_length(list)) {
			end_table(entering, table);
		} else if (enter(entering, json_object_array_get_idx(list, entering->entry++),
				   error) < 0) {
			return -1;
		}
	}
	return entering->table < json_length(entering->tables);
}

struct json_object *inventory_entered_tables(const struct entering *entering)
{
	return entering->answers;
}

void inventory_entering_free(struct entering *entering)
{
	json_object_put(entering->tables);
	json_object_put(entering->pending);
	json_object_put(entering->owners);
	json_object_put(entering->answers);
	json_object_put(entering->changes);
	json_object_put(entering->columns);
	free(entering);
}
