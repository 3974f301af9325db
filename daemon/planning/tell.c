#include "planning/tell.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/approvals.h"
#include "core/archive.h"
#include "core/plans.h"
#include "model/approval.h"
#include "planning/networks/networks.h"

static const struct shape_field any_item = {"", SHAPE_ANY};

const struct shape_field tell_fields[] = {
	{"plan", SHAPE_STRING, .required = true},
	{"now", SHAPE_INTEGER, .required = true, .low = 0, .high = INT64_MAX},
	{"needed", SHAPE_BOOLEAN, .help = "whether owners approve too"},
	{"people", SHAPE_OBJECT, .item = &any_item, .help = "who they are, by department"},
	{0},
};

/* What owners gave, and who they are; nothing where none is needed and none gave anything. */
static void add_owners(struct json_object *row, struct store *store,
	const struct approvals_case *asked, struct json_object *people)
{
	struct json_object *owners = approvals_of_owners(store, asked);

	for (size_t i = 0; i < json_length(owners); i++) {
		struct json_object *owner = json_object_array_get_idx(owners, i);
		struct json_object *names =
			json_member(people, json_string(owner, "department"));

		if (names)
			json_set(owner, "people", json_object_get(names));
	}
	if (json_length(owners) > 0)
		json_set(row, "owners", owners);
	else
		json_object_put(owners);
}

/* Each wave with its digest, its approval, and why that does not hold when it does not. */
static struct json_object *wave_state(struct store *store, struct json_object *manifest,
	struct json_object *wave, struct json_object *parameters)
{
	struct json_object *row = json_object_new_object(), *approval = NULL;
	const char *name = json_string(wave, "name"), *digest = json_string(wave, "digest");
	AUTO_FREE char *key = approval_key(json_string(parameters, "plan"), name);
	struct error error = {0};
	struct approvals_case asked = {json_string(parameters, "plan"), manifest, wave, digest,
		json_boolean(parameters, "needed", false), json_integer(parameters, "now", 0)};

	json_set_string(row, "wave", name);
	json_set_string(row, "digest", digest);
	if (archive_state(&approval, store, APPROVAL_SPACE, key, &error) == 0)
		json_set(row, "approval", approval);
	error = (struct error){0};
	json_set_boolean(row, "approved", approvals_check(store, &asked, &error) == 0);
	if (error.code)
		json_set_string(row, "why", error.text);
	add_owners(row, store, &asked, json_member(parameters, "people"));
	return row;
}

static struct json_object *wave_states(
	struct store *store, struct json_object *manifest, struct json_object *parameters)
{
	struct json_object *list = json_object_new_array();
	struct json_object *waves = json_member(manifest, "waves");

	for (size_t i = 0; i < json_length(waves); i++)
		json_object_array_add(
			list, wave_state(store, manifest, json_object_array_get_idx(waves, i),
				      parameters));
	return list;
}

int planning_tell(struct json_object **answer, struct store *store,
	struct json_object *parameters, struct error *error)
{
	const char *root = json_string(parameters, "plan");
	AUTO_JSON struct json_object *manifest = NULL;
	struct json_object *plan;

	*answer = NULL;
	if (plans_manifest(&manifest, store, root, error) < 0 ||
		plans_load(&plan, store, root, error) < 0)
		return -1;
	*answer = json_set_string(json_object_new_object(), "plan", root);
	json_set(*answer, "document", plan);
	json_set(*answer, "waves", wave_states(store, manifest, parameters));
	return 0;
}

int planning_configuration(struct json_object **answer, struct store *store,
	struct json_object *parameters, struct error *error)
{
	const char *root = json_string(parameters, "plan"), *digest;
	AUTO_JSON struct json_object *manifest = NULL, *networks = NULL;
	AUTO_TEXT struct text text = {0};

	*answer = NULL;
	if (plans_manifest(&manifest, store, root, error) < 0)
		return -1;
	digest = json_string(json_member(manifest, "parts"), "networks");
	if (digest && archive_load(&networks, store, digest, NULL, error) < 0)
		return -1;
	networks_render(&text, networks);
	*answer = json_set_string(json_object_new_object(), "plan", root);
	json_set_string(*answer, "text", text.data);
	return 0;
}
