#include "inventory/import.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/store.h"
#include "inventory/told.h"

/* False when the name was in the set already. */
static bool put(struct json_object *set, const char *name)
{
	if (json_object_object_get_ex(set, name, NULL))
		return false;
	json_set_boolean(set, name, true);
	return true;
}

static struct json_object *list_departments(struct json_object *survey)
{
	struct json_object *list = json_member(survey, "departments");
	struct json_object *names = json_object_new_object();

	for (size_t i = 0; i < json_object_array_length(list); i++)
		put(names, json_string(json_object_array_get_idx(list, i), "name"));
	return names;
}

/* Every system and landing network is of a department that the survey names. */
static int check_owners(struct json_object *survey, struct json_object *departments,
	const char *member, struct error *error)
{
	struct json_object *list = json_member(survey, member);

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		const char *owner =
			json_string(json_object_array_get_idx(list, i), "department");

		if (!json_object_object_get_ex(departments, owner, NULL))
			return error_set(error, ERROR_INPUT, "survey",
				"\"%s\" names the department \"%s\", which \"departments\" "
				"does not list.",
				member, owner);
	}
	return 0;
}

static int claim_machines(
	struct json_object *claimed, struct json_object *machines, struct error *error)
{
	for (size_t i = 0; i < json_length(machines); i++) {
		const char *name =
			json_object_get_string(json_object_array_get_idx(machines, i));

		if (!put(claimed, name))
			return error_set(error, ERROR_INPUT, "survey",
				"Machine \"%s\" belongs to two systems or is named twice by "
				"one; a machine moves with one system, once.",
				name);
	}
	return 0;
}

static int check_machines(struct json_object *survey, struct error *error)
{
	AUTO_JSON struct json_object *claimed = json_object_new_object();
	struct json_object *systems = json_member(survey, "systems");

	for (size_t i = 0; i < json_object_array_length(systems); i++)
		if (claim_machines(claimed,
			    json_member(json_object_array_get_idx(systems, i), "machines"),
			    error) < 0)
			return -1;
	return 0;
}

int inventory_check_survey(struct json_object *survey, struct error *error)
{
	AUTO_JSON struct json_object *departments = list_departments(survey);

	if (check_owners(survey, departments, "systems", error) < 0 ||
		check_owners(survey, departments, "landings", error) < 0)
		return -1;
	return check_machines(survey, error);
}

/* Among the states it would be long to read past: they are found by way of each other. */
void inventory_import(struct store_batch *batch, struct json_object *survey)
{
	char digest[DIGEST_TEXT];

	archive_keep(batch, SURVEY, survey, digest);
	archive_set_head(batch, SURVEY, digest);
	batch_state(batch, SURVEY_SPACE, SURVEY_KEY, NULL);
}

struct json_object *inventory_count_survey(struct json_object *survey)
{
	static const char *const lists[] = {"departments", "systems", "landings"};
	struct json_object *counts = json_object_new_object();

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		json_set_integer(
			counts, lists[i], (int64_t)json_length(json_member(survey, lists[i])));
	return counts;
}
