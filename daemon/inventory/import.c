#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/store.h"
#include "inventory/inventory.h"
#include "inventory/told.h"

static bool has_department(struct json_object *survey, const char *name)
{
	struct json_object *list = json_member(survey, "departments");

	for (size_t i = 0; i < json_object_array_length(list); i++)
		if (text_equal(json_string(json_object_array_get_idx(list, i), "name"), name))
			return true;
	return false;
}

/* Every system and landing network is of a department that the survey names. */
static int check_owners(struct json_object *survey, const char *member, struct error *error)
{
	struct json_object *list = json_member(survey, member);

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		const char *owner =
			json_string(json_object_array_get_idx(list, i), "department");

		if (!has_department(survey, owner))
			return error_set(error, ERROR_INPUT, "survey",
				"\"%s\" names the department \"%s\", which \"departments\" "
				"does not list.",
				member, owner);
	}
	return 0;
}

static const char *find_twice(struct json_object *systems, size_t index)
{
	struct json_object *machines =
		json_member(json_object_array_get_idx(systems, index), "machines");

	for (size_t i = 0; i < json_object_array_length(machines); i++)
		for (size_t before = 0; before < index; before++) {
			struct json_object *others = json_member(
				json_object_array_get_idx(systems, before), "machines");
			const char *name =
				json_object_get_string(json_object_array_get_idx(machines, i));

			for (size_t j = 0; j < json_object_array_length(others); j++)
				if (text_equal(name,
					    json_object_get_string(
						    json_object_array_get_idx(others, j))))
					return name;
		}
	return NULL;
}

static int check_machines(struct json_object *survey, struct error *error)
{
	struct json_object *systems = json_member(survey, "systems");

	for (size_t i = 0; i < json_object_array_length(systems); i++) {
		const char *twice = find_twice(systems, i);

		if (twice)
			return error_set(error, ERROR_INPUT, "survey",
				"Machine \"%s\" belongs to two systems; a machine moves with "
				"one.",
				twice);
	}
	return 0;
}

int inventory_import(struct store_batch *batch, struct json_object *survey, struct error *error)
{
	AUTO_FREE char *value = NULL;

	if (check_owners(survey, "systems", error) < 0 ||
		check_owners(survey, "landings", error) < 0 ||
		check_machines(survey, error) < 0)
		return -1;
	value = json_canonical_string(survey);
	batch_state(batch, SURVEY_SPACE, SURVEY_KEY, value);
	return 0;
}
