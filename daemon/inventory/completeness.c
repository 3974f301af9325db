#include "inventory/completeness.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "inventory/departments.h"
#include "model/ledger.h"

static void count(struct json_object *counts, const char *name, int64_t more)
{
	json_set_integer(counts, name, json_integer(counts, name, 0) + more);
}

static void count_missing(
	struct json_object *row, const struct ledger_kind *kind, struct json_object *missing)
{
	for (size_t i = 0; i < json_length(missing); i++) {
		AUTO_FREE char *name = mem_format("%s.%s", kind->kind,
			json_object_get_string(json_object_array_get_idx(missing, i)));

		count(json_member(row, "missing"), name, 1);
	}
}

/* Each fact that the survey asks for is there, or is counted as missing. */
static void count_entry(struct json_object *row, struct json_object *entry)
{
	const struct ledger_kind *kind = ledger_kind(json_string(entry, "kind"));
	struct json_object *facts = json_member(entry, "facts");
	AUTO_JSON struct json_object *missing = ledger_missing(kind, facts);

	count(json_member(row, "entries"), kind->kind, 1);
	if (!ledger_in_scope(facts)) {
		count(row, "out_of_scope", 1);
		return;
	}
	count(row, "cells", ledger_expected(kind));
	count(row, "filled", ledger_expected(kind) - (int64_t)json_length(missing));
	count_missing(row, kind, missing);
}

static struct json_object *empty_row(struct json_object *department)
{
	struct json_object *row = json_object_new_object();
	int64_t classified = json_integer(department, "classified", 0);

	json_set_string(row, "name", json_string(department, "name"));
	json_set_boolean(row, "declared", json_boolean(department, "declared", false));
	json_set_boolean(row, "silent",
		json_length(json_member(department, "entries")) == 0 && classified == 0);
	json_set(row, "entries", json_object_new_object());
	json_set_integer(row, "classified", classified);
	json_set_integer(row, "out_of_scope", 0);
	json_set(row, "missing", json_object_new_object());
	json_set_integer(row, "cells", 0);
	return json_set_integer(row, "filled", 0);
}

struct json_object *inventory_count(struct json_object *department)
{
	struct json_object *row = empty_row(department);
	struct json_object *entries = json_member(department, "entries");

	for (size_t i = 0; i < json_length(entries); i++)
		count_entry(row, json_object_array_get_idx(entries, i));
	return row;
}

int inventory_completeness(
	struct json_object **result, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *departments = NULL;
	struct json_object *rows;

	*result = NULL;
	if (inventory_departments(&departments, store, error) < 0)
		return -1;
	rows = json_object_new_array();
	for (size_t i = 0; i < json_length(departments); i++)
		json_object_array_add(
			rows, inventory_count(json_object_array_get_idx(departments, i)));
	*result = json_set(json_object_new_object(), "departments", rows);
	return 0;
}
