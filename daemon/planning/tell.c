#include "planning/tell.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/archive.h"
#include "core/plans.h"
#include "model/approval.h"

const struct shape_field tell_fields[] = {
	{"plan", SHAPE_STRING, .required = true},
	{"now", SHAPE_INTEGER, .required = true, .low = 0, .high = INT64_MAX},
	{0},
};

/* Each wave with its digest, its approval, and why that does not hold when it does not. */
static struct json_object *wave_state(struct store *store, struct json_object *manifest,
	struct json_object *wave, struct json_object *parameters)
{
	struct json_object *row = json_object_new_object(), *approval = NULL;
	const char *name = json_string(wave, "name"), *digest = json_string(wave, "digest");
	AUTO_FREE char *key = approval_key(json_string(parameters, "plan"), name);
	struct error error = {0};

	json_set_string(row, "wave", name);
	json_set_string(row, "digest", digest);
	if (archive_state(&approval, store, APPROVAL_SPACE, key, &error) == 0)
		json_set(row, "approval", approval);
	error = (struct error){0};
	json_set_boolean(row, "approved",
		approval_check(approval, manifest, name, digest,
			json_integer(parameters, "now", 0), &error) == 0);
	if (error.code)
		json_set_string(row, "why", error.text);
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
