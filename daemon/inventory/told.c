#include "inventory/told.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/archive.h"
#include "model/snapshot.h"

#define SURVEY_SOURCE "survey"

/*
 * Adds each entry of a list; its id is the value of `id`, with "/" and `id2` where that is
 * given.
 */
static void add_list(struct json_object *snapshot, struct json_object *objects,
	struct json_object *list, const char *kind, const char *id, const char *id2,
	const char *seen)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *facts = json_object_array_get_idx(list, i);
		AUTO_FREE char *name = mem_format("%s%s%s", json_string(facts, id),
			id2 ? "/" : "", id2 ? json_string(facts, id2) : "");

		snapshot_add(snapshot, objects, kind, name, facts, NULL, SURVEY_SOURCE, seen);
	}
}

int told_add(struct json_object *snapshot, struct json_object *objects, struct store *store,
	const char *seen, struct error *error)
{
	AUTO_JSON struct json_object *survey = NULL;

	if (archive_state(&survey, store, SURVEY_SPACE, SURVEY_KEY, error) < 0) {
		if (error->code != ERROR_NOT_FOUND)
			return -1;
		*error = (struct error){0};
		return 0;
	}
	add_list(snapshot, objects, json_member(survey, "departments"), "department", "name",
		NULL, seen);
	add_list(snapshot, objects, json_member(survey, "systems"), "system", "name", NULL,
		seen);
	add_list(snapshot, objects, json_member(survey, "landings"), "landing", "department",
		"source_network", seen);
	return 0;
}
