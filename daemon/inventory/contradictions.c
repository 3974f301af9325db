#include "inventory/contradictions.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "core/archive.h"
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

/* A copy for each department that it concerns. */
static int take_irregularity(struct json_object *all, struct store *store,
	struct json_object *member, struct error *error)
{
	AUTO_JSON struct json_object *facts = NULL;
	struct json_object *departments;

	if (archive_load(&facts, store, json_string(member, "digest"), NULL, error) < 0)
		return -1;
	departments = json_member(facts, "departments");
	for (size_t i = 0; i < json_length(departments); i++)
		add_to_owner(all,
			json_object_get_string(json_object_array_get_idx(departments, i)),
			facts);
	return 0;
}

static int take_one(struct inventory_open *open, struct store *store,
	struct json_object *snapshot, struct json_object *member, struct error *error)
{
	const char *kind = json_string(member, "kind");

	if (text_equal(kind, "contradiction"))
		return take_member(open->contradictions, store, snapshot, member, error);
	if (text_equal(kind, "irregularity"))
		return take_irregularity(open->irregularities, store, member, error);
	return 0;
}

static int take_members(struct inventory_open *open, struct store *store,
	struct json_object *snapshot, struct error *error)
{
	struct json_object *members = json_member(snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++)
		if (take_one(open, store, snapshot, json_object_array_get_idx(members, i),
			    error) < 0)
			return -1;
	return 0;
}

void inventory_open_free(struct inventory_open *open)
{
	json_object_put(open->contradictions);
	json_object_put(open->irregularities);
	*open = (struct inventory_open){0};
}

int inventory_open_points(struct inventory_open *open, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL;

	*open = (struct inventory_open){.contradictions = json_object_new_object(),
		.irregularities = json_object_new_object()};
	if (archive_load_head(
		    &snapshot, open->digest, store, "snapshot", snapshot_fields, error) == 0)
		return take_members(open, store, snapshot, error);
	if (error->code != ERROR_NOT_FOUND || open->digest[0])
		return -1;
	*error = (struct error){0};
	return 0;
}
