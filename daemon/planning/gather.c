#include "planning/gather.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json_text.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/spool.h"
#include "core/store.h"
#include "model/playbook.h"
#include "model/profile.h"
#include "planning/earlier.h"
#include "planning/given.h"
#include "planning/learn.h"
#include "planning/newest.h"
#include "planning/overrides.h"
#include "planning/planning.h"
#include "planning/standing.h"
#include <string.h>

static const struct shape_field owner_item = {"", SHAPE_OWNER};

static const struct shape_field scope_item = {"", SHAPE_STRING, .low = 1, .high = 256};

static const struct shape_field any_item = {"", SHAPE_ANY};

static const struct shape_field window_fields[] = {
	{"from", SHAPE_TIME, .required = true},
	{"to", SHAPE_TIME, .required = true},
	{0},
};

const struct shape_field planning_request_fields[] = {
	{"departments", SHAPE_LIST, .item = &owner_item, .low = 1, .high = 10000},
	{"scope", SHAPE_LIST, .item = &scope_item, .low = 1, .high = 10000,
		.help = "only these departments, and systems as DEPARTMENT/SYSTEM; the rest "
			"stands as it is"},
	{"playbook", SHAPE_NAME},
	{"seed", SHAPE_INTEGER, .low = 0, .high = JSON_INTEGER_MOST,
		.help = "where the search for a better schedule begins"},
	{"effort", SHAPE_INTEGER, .low = 1, .high = 1000000,
		.help = "how many schedules are tried"},
	{"anew", SHAPE_BOOLEAN,
		.help = "places and times are found as if there were no plan before"},
	{"window", SHAPE_OBJECT, .fields = window_fields},
	{"until", SHAPE_TIME, .help = "nothing is planned for later"},
	{"what_if", SHAPE_OBJECT, .item = &any_item,
		.help = "what of the profile's planning would be otherwise; such a plan is "
			"never run"},
	{0},
};

const struct shape_field gather_fields[] = {
	{"profile", SHAPE_OBJECT, .required = true, .fields = profile_fields},
	{"profile_digest", SHAPE_DIGEST, .required = true},
	{"playbook", SHAPE_OBJECT, .required = true, .fields = playbook_fields},
	{"playbook_digest", SHAPE_DIGEST, .required = true},
	{"request", SHAPE_OBJECT, .required = true, .fields = planning_request_fields},
	{"author", SHAPE_STRING, .required = true},
	{"made", SHAPE_TIME, .required = true},
	{0},
};

static int64_t time_of(struct json_object *parameters)
{
	int64_t now = 0;

	clock_parse(json_string(parameters, "made"), &now);
	return now;
}

/* --- the order --- */

static int check_findings(const struct newest *findings, const struct newest *snapshot,
	const char *profile, struct error *error)
{
	if (text_equal(findings->snapshot, snapshot->digest) &&
		text_equal(findings->profile, profile))
		return 0;
	return error_set(error, ERROR_CONFLICT, NULL,
		"The findings are of an older snapshot or profile; run `banyun readiness "
		"check` again.");
}

/* Where the search begins and how long it is: as asked for, else the profile's. */
static void take_search(struct json_object *order, struct json_object *parameters)
{
	static const char *const names[] = {"seed", "effort", NULL};
	struct json_object *request = json_member(parameters, "request");
	struct json_object *planning =
		json_member(json_member(parameters, "profile"), "planning");

	for (const char *const *name = names; *name; name++)
		json_set_integer(order, *name,
			json_integer(request, *name, json_integer(planning, *name, 1)));
}

/* Whether places and times are to be found as if there were no plan before. */
static bool is_anew(struct json_object *parameters)
{
	return json_boolean(json_member(parameters, "request"), "anew", false);
}

static void add_order(struct spool *output, const struct earlier *earlier,
	struct json_object *parameters, struct json_object *overrides,
	struct json_object *lessons, const char *snapshot, const char *findings)
{
	AUTO_JSON struct json_object *order = json_object_new_object();

	json_object_object_foreach (parameters, name, value)
		json_set(order, name, json_object_get(value));
	json_set_string(order, "from", json_string(parameters, "made"));
	take_search(order, parameters);
	json_set(order, "overrides", json_object_get(overrides));
	if (lessons)
		json_set(order, "lessons", json_object_get(lessons));
	earlier_addresses(earlier, order);
	if (!is_anew(parameters))
		earlier_name(earlier, order);
	json_set_string(order, "snapshot", snapshot);
	json_set_string(order, "findings", findings);
	spool_add_json(output, "order", order);
}

/* --- what is asked for --- */

/* A department is known by its own entry, or by those of its systems: "finance/payroll". */
static bool is_named(
	const struct skim_text *kind, const struct skim_text *taken, const char *word)
{
	AUTO_FREE char *id = skim_take(taken);
	size_t size = strlen(word);

	if (skim_is(kind, "department") && text_equal(id, word))
		return true;
	return skim_is(kind, "system") && strncmp(id, word, size) == 0 &&
	       (!id[size] || id[size] == '/');
}

static bool is_there(const struct newest *snapshot, const char *word)
{
	struct skim walk = newest_walk(snapshot);
	struct skim_text kind, id, entry;
	const struct skim_wanted wanted[] = {{"id", &id, true}, {"kind", &kind, true}, {0}};
	struct error error = {0};

	while (skim_entry(&walk) && newest_entry(&walk, wanted, &entry, &error) == 0)
		if (is_named(&kind, &id, word))
			return true;
	return false;
}

static int check_names(
	struct json_object *names, const struct newest *snapshot, struct error *error)
{
	for (size_t i = 0; i < json_length(names); i++) {
		const char *word = json_object_get_string(json_object_array_get_idx(names, i));

		if (!is_there(snapshot, word))
			return error_set(error, ERROR_NOT_FOUND, word,
				"There is no department or system \"%s\"; a system is named "
				"with its department: DEPARTMENT/SYSTEM. `banyun inventory "
				"show --kind system` lists them.",
				word);
	}
	return 0;
}

/* A misspelt name would make a plan of nothing. */
static int check_scope(
	struct json_object *request, const struct newest *snapshot, struct error *error)
{
	if (check_names(json_member(request, "departments"), snapshot, error) < 0)
		return -1;
	return check_names(json_member(request, "scope"), snapshot, error);
}

/* --- objects --- */

struct member {
	struct skim_text digest, id, kind, measures, all;
};

/* The facts are put in as they lie in the store, in canonical form. */
static void write_object(
	struct text *text, const struct member *member, const struct text *facts)
{
	text_cut(text, 0, text->size);
	json_open(text, NULL, '{');
	skim_add(text, "digest", &member->digest);
	json_add_text(text, "facts", facts);
	skim_add(text, "id", &member->id);
	skim_add(text, "kind", &member->kind);
	if (member->measures.data) {
		text_add(text, ",\"measures\":");
		text_append(text, member->measures.data, member->measures.size);
	}
	json_close(text, '}');
}

static int add_objects(struct spool *output, struct store *store, const struct newest *snapshot,
	struct error *error)
{
	struct skim walk = newest_walk(snapshot);
	AUTO_TEXT struct text facts = {0}, text = {0};
	struct member member;
	const struct skim_wanted wanted[] = {{"digest", &member.digest, true},
		{"id", &member.id, true}, {"kind", &member.kind, true},
		{"measures", &member.measures, false, true}, {0}};

	while (skim_entry(&walk)) {
		AUTO_FREE char *digest = NULL;

		if (newest_entry(&walk, wanted, &member.all, error) < 0)
			return -1;
		digest = skim_take(&member.digest);
		text_cut(&facts, 0, facts.size);
		if (archive_read(&facts, store, digest, error) < 0)
			return -1;
		write_object(&text, &member, &facts);
		spool_add(output, "object", text.data, text.size);
	}
	return 0;
}

int planning_gather(struct spool *output, struct store *store, struct json_object *parameters,
	struct error *error)
{
	AUTO_NEWEST struct newest snapshot = {0}, findings = {0};
	AUTO_EARLIER struct earlier earlier = earlier_read(store);
	AUTO_JSON struct json_object *overrides = NULL, *lessons = NULL;

	if (newest_read(&snapshot, store, "snapshot", "members", error) < 0 ||
		newest_read(&findings, store, "findings", "findings", error) < 0 ||
		check_findings(&findings, &snapshot, json_string(parameters, "profile_digest"),
			error) < 0 ||
		check_scope(json_member(parameters, "request"), &snapshot, error) < 0 ||
		overrides_load(&overrides, store, error) < 0 ||
		learn_gather(&lessons, store, json_member(parameters, "profile"), error) < 0)
		return -1;
	add_order(output, &earlier, parameters, overrides, lessons, snapshot.digest,
		findings.digest);
	if (add_objects(output, store, &snapshot, error) < 0 ||
		given_findings(output, store, &findings, error) < 0)
		return -1;
	if (!is_anew(parameters))
		earlier_course(&earlier, output);
	return standing_gather(output, store, time_of(parameters), error);
}
