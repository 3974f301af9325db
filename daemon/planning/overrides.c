#include "planning/overrides.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/config.h"
#include "core/store.h"
#include "model/approval.h"
#include "model/override.h"
#include <string.h>

static int add_row(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	struct json_object *row;

	if (json_parse(&row, &source, JSON_MESSAGE, error) < 0)
		return -1;
	json_object_array_add(argument, row);
	return 0;
}

int overrides_load(struct json_object **list, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *rows = json_object_new_array();

	*list = NULL;
	if (store_walk(store, OVERRIDE_SPACE, add_row, rows, error) < 0)
		return -1;
	*list = mem_take(&rows);
	return 0;
}

static void drop_opposite(struct store_batch *batch, struct json_object *order)
{
	const char *opposite = override_opposite(json_string(order, "kind"));
	AUTO_FREE char *key = NULL;

	if (!opposite)
		return;
	key = override_key(
		opposite, json_string(order, "subject"), json_string(order, "other"));
	batch_state(batch, OVERRIDE_SPACE, key, NULL);
}

static char *key_of(struct json_object *order)
{
	return override_key(json_string(order, "kind"), json_string(order, "subject"),
		json_string(order, "other"));
}

struct json_object *overrides_put(
	struct store_batch *batch, struct json_object *order, const char *actor)
{
	struct json_object *kept = json_copy(order);
	AUTO_FREE char *key = NULL, *value = NULL;
	char made[CLOCK_TEXT];

	clock_format(clock_wall(), made);
	json_set_string(kept, "actor", actor);
	json_set_string(kept, "made", made);
	override_sort(kept);
	key = key_of(kept);
	value = json_canonical_string(kept);
	drop_opposite(batch, kept);
	batch_state(batch, OVERRIDE_SPACE, key, value);
	return kept;
}

static int check_may(struct json_object *row, const struct person *person, const char *actor,
	struct error *error)
{
	bool hold = text_equal(json_string(row, "kind"), "hold");
	bool own = approval_same_person(json_string(row, "actor"), actor);
	const char *department = json_string(row, "department");

	own = own || (department && person_owns(person, department));
	if (hold ? own || (person->roles & ROLE_APPROVER)
		 : (person->roles & ROLE_NETWORK_ENGINEER) != 0)
		return 0;
	if (hold)
		return error_set(error, ERROR_REFUSED, json_string(row, "subject"),
			"%s holds it; only that person, an owner of the department that it "
			"was held for, or an approver may withdraw it.",
			json_string(row, "actor"));
	return error_set(error, ERROR_REFUSED, json_string(row, "subject"),
		"Only a network engineer may withdraw a decision of the kind %s.",
		json_string(row, "kind"));
}

int overrides_withdraw(struct json_object **taken, struct store_batch *batch,
	struct store *store, struct json_object *order, const struct person *person,
	const char *actor, struct error *error)
{
	AUTO_JSON struct json_object *sorted = json_copy(order), *row = NULL;
	AUTO_FREE char *key = NULL;

	*taken = NULL;
	override_sort(sorted);
	key = key_of(sorted);
	if (archive_state(&row, store, OVERRIDE_SPACE, key, error) < 0) {
		if (error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_NOT_FOUND, json_string(sorted, "subject"),
				"There is no decision of the kind %s on \"%s\"; `banyun plan "
				"overrides` lists them.",
				json_string(sorted, "kind"), json_string(sorted, "subject"));
		return -1;
	}
	if (check_may(row, person, actor, error) < 0)
		return -1;
	batch_state(batch, OVERRIDE_SPACE, key, NULL);
	*taken = mem_take(&row);
	return 0;
}
