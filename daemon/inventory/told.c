#include "inventory/told.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/store.h"
#include "inventory/contradict.h"
#include "model/snapshot.h"
#include <string.h>

#define SURVEY_SOURCE "survey"

int told_survey(struct json_object **survey, struct store *store, struct error *error)
{
	char digest[DIGEST_TEXT];
	int status = archive_load_head(survey, digest, store, SURVEY, NULL, error);

	if (status < 0 && error->code == ERROR_NOT_FOUND) {
		*error = (struct error){0};
		status = archive_state(survey, store, SURVEY_SPACE, SURVEY_KEY, error);
	}
	if (status < 0 && error->code == ERROR_NOT_FOUND) {
		*error = (struct error){0};
		status = 0;
	}
	return status;
}

int told_row(struct json_object **row, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};

	return json_parse(row, &source, JSON_MESSAGE, error);
}

struct telling {
	struct json_object *snapshot, *objects;
	struct json_object *claims; /* machine -> id of the system that has it */
	const char *seen;
};

/* --- contradictions --- */

/* What the object has already and this says otherwise. */
static void compare(struct telling *telling, struct json_object *member,
	struct json_object *facts, const char *source)
{
	struct json_object *known =
		json_member(telling->objects, json_string(member, "digest"));

	json_object_object_foreach (facts, fact, value) {
		struct json_object *before = json_member(known, fact);

		if (before && !json_object_equal(before, value))
			contradict(telling->snapshot, telling->objects,
				&(struct contradict_about){json_string(member, "kind"),
					json_string(member, "id"), fact},
				(struct contradict_word){json_string(member, "source"), before},
				(struct contradict_word){source, value}, telling->seen);
	}
}

/* --- machines belong to one system --- */

/* Names of machines are unique within a department only. */
static char *claim_key(struct json_object *facts, const char *machine)
{
	return mem_format("%s/%s", json_string(facts, "department"), machine);
}

/* The first of the machines that another system has already; NULL when there is none. */
static const char *claimed_by_another(
	const struct telling *telling, struct json_object *facts, const char *id)
{
	struct json_object *names = json_member(facts, "machines");

	for (size_t i = 0; i < json_length(names); i++) {
		AUTO_FREE char *key = claim_key(
			facts, json_object_get_string(json_object_array_get_idx(names, i)));
		const char *owner = json_string(telling->claims, key);

		if (owner && !text_equal(owner, id))
			return owner;
	}
	return NULL;
}

static void claim(struct telling *telling, struct json_object *facts, const char *id)
{
	struct json_object *names = json_member(facts, "machines");

	for (size_t i = 0; i < json_length(names); i++) {
		AUTO_FREE char *key = claim_key(
			facts, json_object_get_string(json_object_array_get_idx(names, i)));

		json_set_string(telling->claims, key, id);
	}
}

/*
 * Machines move with one system, whole: where another has one of them already, this one keeps
 * none, and a contradiction says so.
 */
static void claim_machines(
	struct telling *telling, struct json_object *facts, const char *id, const char *source)
{
	const char *owner = claimed_by_another(telling, facts, id);
	AUTO_JSON struct json_object *owner_name = NULL;

	if (!owner) {
		claim(telling, facts, id);
		return;
	}
	owner_name = json_object_new_string(owner);
	contradict(telling->snapshot, telling->objects,
		&(struct contradict_about){"system", id, "machines"},
		(struct contradict_word){"claimed before", owner_name},
		(struct contradict_word){source, json_member(facts, "machines")},
		telling->seen);
	json_object_object_del(facts, "machines");
}

/* --- objects --- */

/* A department's name has no "/", so that no two have the same id. */
static char *id_of(struct json_object *facts, const char *name)
{
	const char *department = json_string(facts, "department");

	return department ? mem_format("%s/%s", department, json_string(facts, name))
			  : mem_string(json_string(facts, name));
}

static bool has_machines(const struct telling *telling, struct json_object *member)
{
	return member &&
	       json_member(json_member(telling->objects, json_string(member, "digest")),
		       "machines");
}

static void tell(struct telling *telling, const char *kind, const char *id,
	struct json_object *facts, const char *source, const char *seen)
{
	struct json_object *member = snapshot_member(telling->snapshot, kind, id);

	if (member)
		compare(telling, member, facts, source);
	/* What the object has of another teller stands, and claims nothing more. */
	if (text_equal(kind, "system") && !has_machines(telling, member))
		claim_machines(telling, facts, id, source);
	snapshot_add(telling->snapshot, telling->objects, kind, id, facts, NULL, source, seen);
}

/* Each entry of a list of the survey: by its department and its name, where it has both. */
static void tell_list(
	struct telling *telling, struct json_object *list, const char *kind, const char *name)
{
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *facts = json_object_array_get_idx(list, i);
		AUTO_FREE char *id = id_of(facts, name);

		tell(telling, kind, id, facts, SURVEY_SOURCE, telling->seen);
	}
}

static int tell_survey(struct telling *telling, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *survey = NULL;

	if (told_survey(&survey, store, error) < 0)
		return -1;
	tell_list(telling, json_member(survey, "departments"), "department", "name");
	tell_list(telling, json_member(survey, "systems"), "system", "name");
	tell_list(telling, json_member(survey, "landings"), "landing", "source_network");
	return 0;
}

static char *teller_of(struct json_object *origin)
{
	return mem_format("table %s row %d", json_string(origin, "file"),
		(int)json_integer(origin, "row", 0));
}

/* Those of another table's facts that this row knows nothing of, each with its own teller. */
static void tell_kept(struct telling *telling, struct json_object *entry, const char *id)
{
	struct json_object *facts = json_member(entry, "facts");
	struct json_object *kept = json_member(entry, "kept");

	if (!kept)
		return;
	json_object_object_foreach (kept, fact, origin) {
		AUTO_JSON struct json_object *one = json_object_new_object();
		AUTO_FREE char *teller = teller_of(origin);

		json_set_string(one, "department", json_string(facts, "department"));
		json_set_string(one, "name", json_string(facts, "name"));
		json_set(one, fact, json_object_get(json_member(facts, fact)));
		tell(telling, json_string(entry, "kind"), id, one, teller,
			json_string(origin, "time"));
	}
}

static struct json_object *own_facts(struct json_object *entry)
{
	struct json_object *facts = json_copy(json_member(entry, "facts"));
	struct json_object *kept = json_member(entry, "kept");

	if (!kept)
		return facts;
	json_object_object_foreach (kept, fact, origin) {
		(void)origin;
		json_object_object_del(facts, fact);
	}
	return facts;
}

static int tell_entry(void *argument, const char *key, const char *value, struct error *error)
{
	struct telling *telling = argument;
	AUTO_JSON struct json_object *entry = NULL, *facts = NULL;
	AUTO_FREE char *id = NULL, *teller = NULL;

	if (told_row(&entry, key, value, error) < 0)
		return -1;
	facts = own_facts(entry);
	id = id_of(facts, "name");
	teller = teller_of(json_member(entry, "origin"));
	tell(telling, json_string(entry, "kind"), id, facts, teller,
		json_string(entry, "time"));
	tell_kept(telling, entry, id);
	return 0;
}

int told_add(struct json_object *snapshot, struct json_object *objects, struct store *store,
	const char *seen, struct error *error)
{
	AUTO_JSON struct json_object *claims = json_object_new_object();
	struct telling telling = {snapshot, objects, claims, seen};

	if (tell_survey(&telling, store, error) < 0)
		return -1;
	return store_walk(store, LEDGER_SPACE, tell_entry, &telling, error);
}
