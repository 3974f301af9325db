#include "planning/gather.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/spool.h"
#include "core/store.h"
#include "model/findings.h"
#include "model/override.h"
#include "model/playbook.h"
#include "model/profile.h"
#include "model/snapshot.h"
#include "planning/earlier.h"
#include "planning/learn.h"
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

static int load_newest(struct json_object **document, char digest[DIGEST_TEXT],
	struct store *store, const char *kind, const struct shape_field *fields,
	struct error *error)
{
	if (archive_load_head(document, digest, store, kind, fields, error) == 0)
		return 0;
	if (error->code == ERROR_NOT_FOUND)
		error_set(error, ERROR_CONFLICT, NULL,
			"There is no %s yet; run `banyun inventory scan` and `banyun "
			"readiness "
			"check` first.",
			kind);
	return -1;
}

static int check_findings(struct json_object *findings, const char *snapshot,
	const char *profile, struct error *error)
{
	if (text_equal(json_string(findings, "snapshot"), snapshot) &&
		text_equal(json_string(findings, "profile"), profile))
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

static void add_order(struct spool *output, struct store *store, struct json_object *parameters,
	struct json_object *overrides, struct json_object *lessons, const char *snapshot,
	const char *findings)
{
	AUTO_JSON struct json_object *order = json_object_new_object();

	json_object_object_foreach (parameters, name, value)
		json_set(order, name, json_object_get(value));
	json_set_string(order, "from", json_string(parameters, "made"));
	take_search(order, parameters);
	json_set(order, "overrides", json_object_get(overrides));
	if (lessons)
		json_set(order, "lessons", json_object_get(lessons));
	earlier_addresses(order, store);
	json_set_string(order, "snapshot", snapshot);
	json_set_string(order, "findings", findings);
	spool_add_json(output, "order", order);
}

static int add_override(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	struct json_object *row;

	if (json_parse(&row, &source, JSON_MESSAGE, error) < 0)
		return -1;
	json_object_array_add(argument, row);
	return 0;
}

/* --- what is asked for --- */

/* A department is known by its own entry, or by those of its systems: "finance/payroll". */
static bool is_named(struct json_object *member, const char *word)
{
	const char *kind = json_string(member, "kind"), *id = json_string(member, "id");
	size_t size = strlen(word);

	if (text_equal(kind, "department") && text_equal(id, word))
		return true;
	return text_equal(kind, "system") && strncmp(id, word, size) == 0 &&
	       (!id[size] || id[size] == '/');
}

/* A misspelt name would make a plan of nothing. */
static int check_scope(
	struct json_object *request, struct json_object *snapshot, struct error *error)
{
	struct json_object *scope = json_member(request, "scope");
	struct json_object *members = json_member(snapshot, "members");

	for (size_t i = 0; i < json_length(scope); i++) {
		const char *word = json_object_get_string(json_object_array_get_idx(scope, i));
		bool found = false;

		for (size_t j = 0; !found && j < json_length(members); j++)
			found = is_named(json_object_array_get_idx(members, j), word);
		if (!found)
			return error_set(error, ERROR_NOT_FOUND, word,
				"There is no department or system \"%s\"; a system is named "
				"with its department: DEPARTMENT/SYSTEM. `banyun inventory "
				"show --kind system` lists them.",
				word);
	}
	return 0;
}

/* --- objects --- */

/* The facts are put in as they lie in the store, in canonical form. */
static void write_object(
	struct text *text, struct json_object *member, const struct text *facts)
{
	struct json_object *measures = json_member(member, "measures");

	text_format(text, "{\"digest\":\"%s\",\"facts\":", json_string(member, "digest"));
	text_append(text, facts->data, facts->size);
	text_add(text, ",\"id\":");
	json_canonical(text, json_member(member, "id"));
	text_format(text, ",\"kind\":\"%s\"", json_string(member, "kind"));
	if (measures) {
		text_add(text, ",\"measures\":");
		json_canonical(text, measures);
	}
	text_add(text, "}");
}

static int add_objects(struct spool *output, struct store *store, struct json_object *snapshot,
	struct error *error)
{
	struct json_object *members = json_member(snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		AUTO_TEXT struct text facts = {0}, text = {0};

		if (archive_read(&facts, store, json_string(member, "digest"), error) < 0)
			return -1;
		write_object(&text, member, &facts);
		spool_add(output, "object", text.data, text.size);
	}
	return 0;
}

/* --- findings --- */

/* What planning reads whatever its verdict is. */
static bool is_used(const char *rule)
{
	return text_equal(rule, "link.capacity") || text_equal(rule, "zombie.candidate") ||
	       text_equal(rule, "shadow.similar");
}

/*
 * How fast a machine writes its memory is told with each host of the cloud, and is the same:
 * of those that pass planning reads the first.
 */
static bool is_first_writing(struct json_object *finding, struct json_object *seen)
{
	const char *id = json_string(finding, "id");

	if (!text_equal(json_string(finding, "rule"), "machine.converges") ||
		json_member(seen, id))
		return false;
	json_set_boolean(seen, id, true);
	return true;
}

static bool is_accepted(struct store *store, struct json_object *finding)
{
	AUTO_TEXT struct text row = {0};
	struct error error = {0};
	char identity[DIGEST_TEXT];

	findings_identity(finding, identity);
	return store_state(store, ACCEPTANCE_SPACE, identity, &row, &error) == 0;
}

/* What approvers have accepted blocks no more. */
static void add_finding(struct spool *output, struct store *store, struct json_object *finding,
	struct json_object *seen)
{
	bool used = is_used(json_string(finding, "rule")) || is_first_writing(finding, seen);
	bool accepted;

	if (text_equal(json_string(finding, "verdict"), "pass") && !used)
		return;
	accepted = is_accepted(store, finding);
	if (accepted && !used)
		return;
	if (accepted)
		json_set_boolean(finding, "accepted", true);
	spool_add_json(output, "finding", finding);
}

static void add_findings(
	struct spool *output, struct store *store, struct json_object *findings)
{
	AUTO_JSON struct json_object *seen = json_object_new_object();
	struct json_object *list = json_member(findings, "findings");

	for (size_t i = 0; i < json_length(list); i++)
		add_finding(output, store, json_object_array_get_idx(list, i), seen);
}

int planning_gather(struct spool *output, struct store *store, struct json_object *parameters,
	struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL, *findings = NULL;
	AUTO_JSON struct json_object *overrides = json_object_new_array(), *lessons = NULL;
	char snapshot_digest[DIGEST_TEXT], findings_digest[DIGEST_TEXT];

	if (load_newest(&snapshot, snapshot_digest, store, "snapshot", snapshot_fields, error) <
			0 ||
		load_newest(&findings, findings_digest, store, "findings", findings_fields,
			error) < 0 ||
		check_findings(findings, snapshot_digest,
			json_string(parameters, "profile_digest"), error) < 0 ||
		check_scope(json_member(parameters, "request"), snapshot, error) < 0 ||
		store_walk(store, OVERRIDE_SPACE, add_override, overrides, error) < 0 ||
		learn_gather(&lessons, store, json_member(parameters, "profile"), error) < 0)
		return -1;
	add_order(output, store, parameters, overrides, lessons, snapshot_digest,
		findings_digest);
	if (add_objects(output, store, snapshot, error) < 0)
		return -1;
	add_findings(output, store, findings);
	return standing_gather(output, store, time_of(parameters), error);
}
