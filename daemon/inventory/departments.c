#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/store.h"
#include "inventory/inventory.h"
#include "inventory/told.h"
#include <string.h>

struct gathering {
	struct json_object *all; /* name -> what it told */
	const char *only;        /* the name that is looked for, as JSON; NULL: any */
};

static struct json_object *department_of(struct json_object *all, const char *name)
{
	struct json_object *known = json_member(all, name);

	if (known)
		return known;
	known = json_object_new_object();
	json_set_string(known, "name", name);
	json_set_boolean(known, "declared", false);
	json_set(known, "facts", json_object_new_object());
	json_set(known, "entries", json_object_new_array());
	json_set_integer(known, "classified", 0);
	json_set(all, name, known);
	return known;
}

/* What was told first stands: the survey is asked before the ledger. */
static void declare(struct json_object *all, struct json_object *facts)
{
	struct json_object *department = department_of(all, json_string(facts, "name"));
	struct json_object *known = json_member(department, "facts");

	json_set_boolean(department, "declared", true);
	json_object_object_foreach (facts, name, value)
		if (!json_member(known, name))
			json_set(known, name, json_object_get(value));
}

static int take_survey(
	const struct gathering *gathering, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *survey = NULL;
	struct json_object *departments;

	if (told_survey(&survey, store, error) < 0)
		return -1;
	departments = json_member(survey, "departments");
	for (size_t i = 0; i < json_length(departments); i++)
		declare(gathering->all, json_object_array_get_idx(departments, i));
	return 0;
}

/* Rows are kept in canonical form: one without the name's own form is of somebody else. */
static bool concerns(const struct gathering *gathering, const char *value)
{
	return !gathering->only || strstr(value, gathering->only);
}

static int take_entry(void *argument, const char *key, const char *value, struct error *error)
{
	const struct gathering *gathering = argument;
	AUTO_JSON struct json_object *entry = NULL;
	struct json_object *facts;
	const char *owner;

	if (!concerns(gathering, value))
		return 0;
	if (told_row(&entry, key, value, error) < 0)
		return -1;
	facts = json_member(entry, "facts");
	owner = json_string(facts, "department");
	if (owner)
		json_object_array_add(
			json_member(department_of(gathering->all, owner), "entries"),
			mem_take(&entry));
	else
		declare(gathering->all, facts);
	return 0;
}

static int take_classified(
	void *argument, const char *key, const char *value, struct error *error)
{
	const struct gathering *gathering = argument;
	AUTO_JSON struct json_object *row = NULL;
	struct json_object *department;

	if (!concerns(gathering, value))
		return 0;
	if (told_row(&row, key, value, error) < 0)
		return -1;
	department = department_of(gathering->all, json_string(row, "department"));
	json_set_integer(department, "classified",
		json_integer(department, "classified", 0) + json_integer(row, "count", 0));
	return 0;
}

static int gather(struct gathering *gathering, struct store *store, struct error *error)
{
	if (take_survey(gathering, store, error) < 0 ||
		store_walk(store, LEDGER_SPACE, take_entry, gathering, error) < 0)
		return -1;
	return store_walk(store, CLASSIFIED_SPACE, take_classified, gathering, error);
}

static int by_name(const void *left, const void *right)
{
	return strcmp(json_string(*(struct json_object *const *)left, "name"),
		json_string(*(struct json_object *const *)right, "name"));
}

int inventory_departments(struct json_object **list, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *all = json_object_new_object();

	*list = NULL;
	if (gather(&(struct gathering){all, NULL}, store, error) < 0)
		return -1;
	*list = json_object_new_array();
	json_object_object_foreach (all, name, department) {
		(void)name;
		json_object_array_add(*list, json_object_get(department));
	}
	json_object_array_sort(*list, by_name);
	return 0;
}

int inventory_department(struct json_object **department, struct store *store, const char *name,
	struct error *error)
{
	AUTO_JSON struct json_object *all = json_object_new_object();
	AUTO_JSON struct json_object *wanted = json_object_new_string(name);
	AUTO_FREE char *only = json_canonical_string(wanted);

	*department = NULL;
	if (gather(&(struct gathering){all, only}, store, error) < 0)
		return -1;
	*department = json_object_get(json_member(all, name));
	if (*department)
		return 0;
	return error_set(error, ERROR_NOT_FOUND, name,
		"Nobody has told of a department \"%s\"; `banyun inventory completeness` "
		"lists them.",
		name);
}
