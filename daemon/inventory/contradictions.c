#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "inventory/inventory.h"
#include "model/snapshot.h"

/* Whose it is, from the facts of the object that is meant. */
static const char *owner_of(const char *kind, struct json_object *facts)
{
	return json_string(facts, text_equal(kind, "department") ? "name" : "department");
}

static void add_to_owner(struct json_object *all, const char *owner, struct json_object *facts)
{
	struct json_object *list = json_member(all, owner);

	if (!list) {
		list = json_object_new_array();
		json_set(all, owner, list);
	}
	json_object_array_add(list, json_object_get(facts));
}

static int take_member(struct json_object *all, struct store *store,
	struct json_object *snapshot, struct json_object *member, struct error *error)
{
	AUTO_JSON struct json_object *told = NULL, *meant = NULL;
	struct json_object *subject;
	const char *owner;

	if (archive_load(&told, store, json_string(member, "digest"), NULL, error) < 0)
		return -1;
	subject = snapshot_member(snapshot, json_string(told, "kind"), json_string(told, "id"));
	if (!subject)
		return 0;
	if (archive_load(&meant, store, json_string(subject, "digest"), NULL, error) < 0)
		return -1;
	owner = owner_of(json_string(told, "kind"), meant);
	if (owner)
		add_to_owner(all, owner, told);
	return 0;
}

static int take_members(struct json_object *all, struct store *store,
	struct json_object *snapshot, struct error *error)
{
	struct json_object *members = json_member(snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), "contradiction") &&
			take_member(all, store, snapshot, member, error) < 0)
			return -1;
	}
	return 0;
}

int inventory_contradictions(struct json_object **all, char digest[DIGEST_TEXT],
	struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL, *found = json_object_new_object();

	*all = NULL;
	digest[0] = '\0';
	if (archive_load_head(&snapshot, digest, store, "snapshot", snapshot_fields, error) <
		0) {
		if (error->code != ERROR_NOT_FOUND || digest[0])
			return -1;
		*error = (struct error){0};
	}
	if (take_members(found, store, snapshot, error) < 0)
		return -1;
	*all = mem_take(&found);
	return 0;
}
