#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/archive.h"
#include "core/store.h"
#include "inventory/inventory.h"
#include "inventory/told.h"
#include "model/ledger.h"
#include <string.h>

static struct json_object *department_of(struct json_object *all, const char *name)
{
	struct json_object *known = json_member(all, name);

	if (known)
		return known;
	known = json_object_new_object();
	json_set_string(known, "name", name);
	json_set_boolean(known, "declared", false);
	json_set(known, "entries", json_object_new_object());
	json_set_integer(known, "classified", 0);
	json_set(known, "missing", json_object_new_object());
	json_set_integer(known, "cells", 0);
	json_set_integer(known, "filled", 0);
	json_set(all, name, known);
	return known;
}

static void count(struct json_object *counts, const char *name, int64_t more)
{
	json_set_integer(counts, name, json_integer(counts, name, 0) + more);
}

/* Each fact that the survey asks for is there, or is counted as missing. */
static void judge_entry(struct json_object *department, const struct ledger_kind *kind,
	struct json_object *facts)
{
	count(json_member(department, "entries"), kind->kind, 1);
	for (const struct ledger_column *column = kind->columns; column->fact; column++) {
		AUTO_FREE char *name = mem_format("%s.%s", kind->kind, column->fact);

		if (!column->expected)
			continue;
		count(department, "cells", 1);
		if (json_member(facts, column->fact))
			count(department, "filled", 1);
		else
			count(json_member(department, "missing"), name, 1);
	}
}

static void take_facts(
	struct json_object *all, const struct ledger_kind *kind, struct json_object *facts)
{
	const char *owner = json_string(facts, "department");

	if (owner)
		judge_entry(department_of(all, owner), kind, facts);
	else
		json_set_boolean(
			department_of(all, json_string(facts, "name")), "declared", true);
}

static int take_entry(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	AUTO_JSON struct json_object *entry = NULL;

	if (json_parse(&entry, &source, JSON_MESSAGE, error) < 0)
		return -1;
	take_facts(
		argument, ledger_kind(json_string(entry, "kind")), json_member(entry, "facts"));
	return 0;
}

/* The survey's departments are declared too. */
static int take_survey(struct json_object *all, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *survey = NULL;
	struct json_object *departments;

	if (archive_state(&survey, store, SURVEY_SPACE, SURVEY_KEY, error) < 0) {
		if (error->code != ERROR_NOT_FOUND)
			return -1;
		*error = (struct error){0};
		return 0;
	}
	departments = json_member(survey, "departments");
	for (size_t i = 0; i < json_length(departments); i++)
		take_facts(all, ledger_kind("department"),
			json_object_array_get_idx(departments, i));
	return 0;
}

static int take_classified(
	void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	AUTO_JSON struct json_object *row = NULL;

	if (json_parse(&row, &source, JSON_MESSAGE, error) < 0)
		return -1;
	count(department_of(argument, json_string(row, "department")), "classified",
		json_integer(row, "count", 0));
	return 0;
}

static int by_name(const void *left, const void *right)
{
	return strcmp(json_string(*(struct json_object *const *)left, "name"),
		json_string(*(struct json_object *const *)right, "name"));
}

static struct json_object *list_all(struct json_object *all)
{
	struct json_object *list = json_object_new_array();

	json_object_object_foreach (all, name, department) {
		(void)name;
		json_set_boolean(department, "silent",
			json_object_object_length(json_member(department, "entries")) == 0 &&
				json_integer(department, "classified", 0) == 0);
		json_object_array_add(list, json_object_get(department));
	}
	json_object_array_sort(list, by_name);
	return list;
}

int inventory_completeness(
	struct json_object **result, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *all = json_object_new_object();

	*result = NULL;
	if (take_survey(all, store, error) < 0 ||
		store_walk(store, LEDGER_SPACE, take_entry, all, error) < 0 ||
		store_walk(store, CLASSIFIED_SPACE, take_classified, all, error) < 0)
		return -1;
	*result = json_set(json_object_new_object(), "departments", list_all(all));
	return 0;
}
