#include "inventory/departments.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/store.h"
#include "inventory/told.h"
#include <string.h>

struct gathering {
	struct json_object *all; /* name -> what it told */
	const char *name;        /* the one that is looked for; NULL: any */
	const char *only;        /* its name as JSON */
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

static void take_survey(const struct gathering *gathering, struct json_object *survey)
{
	struct json_object *departments = json_member(survey, "departments");

	for (size_t i = 0; i < json_length(departments); i++)
		declare(gathering->all, json_object_array_get_idx(departments, i));
}

/* --- systems of the survey --- */

static char *name_of(struct json_object *facts)
{
	return mem_format(
		"%s/%s", json_string(facts, "department"), json_string(facts, "name"));
}

/* Facts of the systems that the ledger has, by their department and name. New reference. */
static struct json_object *list_systems(const struct gathering *gathering)
{
	struct json_object *systems = json_object_new_object();

	json_object_object_foreach (gathering->all, owner, department) {
		struct json_object *entries = json_member(department, "entries");

		(void)owner;
		for (size_t i = 0; i < json_length(entries); i++) {
			struct json_object *entry = json_object_array_get_idx(entries, i);
			struct json_object *facts = json_member(entry, "facts");
			AUTO_FREE char *name = name_of(facts);

			if (text_equal(json_string(entry, "kind"), "system"))
				json_set(systems, name, json_object_get(facts));
		}
	}
	return systems;
}

static void add_surveyed(const struct gathering *gathering, struct json_object *facts)
{
	struct json_object *department =
		department_of(gathering->all, json_string(facts, "department"));
	struct json_object *entry = json_object_new_object();

	json_set_string(entry, "kind", "system");
	json_set(entry, "facts", json_copy(facts));
	json_set(entry, "origin", json_set_string(json_object_new_object(), "file", SURVEY));
	json_object_array_add(json_member(department, "entries"), entry);
}

/* What the ledger's entry lacks, and the survey told. */
static void fill(struct json_object *known, struct json_object *facts)
{
	json_object_object_foreach (facts, fact, value)
		if (!json_member(known, fact))
			json_set(known, fact, json_object_get(value));
}

/* After the ledger: a system is one entry, whoever told of it. */
static void take_systems(const struct gathering *gathering, struct json_object *survey)
{
	AUTO_JSON struct json_object *known = list_systems(gathering);
	struct json_object *systems = json_member(survey, "systems");

	for (size_t i = 0; i < json_length(systems); i++) {
		struct json_object *facts = json_object_array_get_idx(systems, i);
		AUTO_FREE char *name = name_of(facts);

		if (gathering->name &&
			!text_equal(json_string(facts, "department"), gathering->name))
			continue;
		if (json_member(known, name))
			fill(json_member(known, name), facts);
		else
			add_surveyed(gathering, facts);
	}
}

/* --- the ledger --- */

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
	AUTO_JSON struct json_object *survey = NULL;

	if (told_survey(&survey, store, error) < 0)
		return -1;
	take_survey(gathering, survey);
	if (store_walk(store, LEDGER_SPACE, take_entry, gathering, error) < 0 ||
		store_walk(store, CLASSIFIED_SPACE, take_classified, gathering, error) < 0)
		return -1;
	if (survey)
		take_systems(gathering, survey);
	return 0;
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
	if (gather(&(struct gathering){all, NULL, NULL}, store, error) < 0)
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
	if (gather(&(struct gathering){all, name, only}, store, error) < 0)
		return -1;
	*department = json_object_get(json_member(all, name));
	if (*department)
		return 0;
	return error_set(error, ERROR_NOT_FOUND, name,
		"Nobody has told of a department \"%s\"; `banyun inventory completeness` "
		"lists them.",
		name);
}
