#include "readiness/assess.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/spool.h"
#include "core/store.h"
#include "model/findings.h"
#include "model/profile.h"
#include "model/snapshot.h"
#include "readiness/filter.h"
#include "readiness/measure/questions.h"
#include "readiness/readiness.h"
#include "readiness/telling.h"
#include <string.h>

#define WORDS_MOST 4096

const struct shape_field assess_fields[] = {
	{"profile", SHAPE_OBJECT, .required = true, .fields = profile_fields},
	{"profile_digest", SHAPE_DIGEST, .required = true},
	{"snapshot", SHAPE_DIGEST, .required = true},
	{"made", SHAPE_TIME, .required = true},
	{0},
};

const struct shape_field findings_query_fields[] = {
	{"name", SHAPE_STRING, .low = 1, .high = 512, .help = "name or id of the object"},
	{"rule", SHAPE_STRING, .low = 1, .high = WORDS_MOST, .help = "rules, with commas"},
	{"kind", SHAPE_STRING, .low = 1, .high = WORDS_MOST, .help = "kinds, with commas"},
	{"verdict", SHAPE_STRING, .low = 1, .high = WORDS_MOST,
		.help = "verdicts, with commas"},
	{"department", SHAPE_STRING, .low = 1, .high = WORDS_MOST,
		.help = "departments, with commas"},
	{"finding", SHAPE_STRING, .low = 1, .high = 128,
		.help = "first digits of its identity"},
	{"passed", SHAPE_BOOLEAN, .help = "also what passed"},
	{0},
};

/* --- the snapshot --- */

static int load_objects(struct json_object **objects, struct store *store,
	struct json_object *snapshot, struct error *error)
{
	struct json_object *members = json_member(snapshot, "members");

	*objects = json_object_new_object();
	for (size_t i = 0; i < json_object_array_length(members); i++) {
		const char *digest =
			json_string(json_object_array_get_idx(members, i), "digest");
		struct json_object *facts;

		if (json_member(*objects, digest))
			continue;
		if (archive_load(&facts, store, digest, NULL, error) < 0)
			return -1;
		json_set(*objects, digest, facts);
	}
	return 0;
}

int assess_questions(struct json_object **questions, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL, *objects = NULL;
	char digest[DIGEST_TEXT];

	if (archive_load_head(&snapshot, digest, store, "snapshot", snapshot_fields, error) <
		0) {
		if (error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_CONFLICT, NULL,
				"There is no snapshot yet; run `banyun inventory scan` first.");
		return -1;
	}
	if (load_objects(&objects, store, snapshot, error) < 0)
		return -1;
	*questions = questions_of(digest, snapshot, objects);
	return 0;
}

/* --- the judgement --- */

/* What of the measures is a document of its own. */
static int load_systems(struct json_object *measures, struct store *store, struct error *error)
{
	const char *document = json_string(json_member(measures, "systems"), "document");
	struct json_object *systems;

	if (!document)
		return 0;
	if (archive_load(&systems, store, document, NULL, error) < 0)
		return -1;
	json_set(measures, "systems", systems);
	return 0;
}

static void found(void *telling, struct json_object *finding)
{
	telling_add(telling, finding);
}

int assess_judge(struct json_object **result, struct spool *input, struct spool *output,
	struct store *store, struct json_object *parameters, struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL, *objects = NULL, *measures = NULL;
	AUTO_JSON struct json_object *findings = NULL, *counts = NULL;
	const char *digest = json_string(parameters, "snapshot");
	struct telling *telling;
	char made[DIGEST_TEXT];

	if (archive_load(&snapshot, store, digest, snapshot_fields, error) < 0 ||
		load_objects(&objects, store, snapshot, error) < 0 ||
		spool_json(&measures, input, "the measures", ARCHIVE_MOST, error) < 0 ||
		load_systems(measures, store, error) < 0)
		return -1;
	findings = findings_new(digest, json_string(parameters, "profile_digest"),
		json_string(parameters, "made"));
	telling = telling_begin(output, findings);
	readiness_judge(&(struct readiness_told){found, telling}, snapshot, objects,
		json_member(parameters, "profile"), measures);
	counts = telling_end(telling, made);
	if (spool_flush(output, error) < 0)
		return -1;
	*result = json_set_string(mem_take(&counts), "findings", made);
	return 0;
}

/* --- what is shown --- */

/* Whether the word stands between the commas of the list; a list that is not there has all. */
static bool is_one_of(const char *list, const char *word)
{
	size_t size = word ? strlen(word) : 0;

	if (!list || !word)
		return !list;
	for (const char *at = list; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, word, size) == 0 && (at[size] == ',' || at[size] == '\0'))
			return true;
	}
	return false;
}

static bool is_about(struct json_object *finding, const char *name)
{
	return !name || text_equal(json_string(finding, "id"), name) ||
	       text_equal(json_string(finding, "name"), name);
}

static bool begins(const char *identity, const char *start)
{
	return !start || text_starts(identity, start) ||
	       text_starts(strchr(identity, ':') + 1, start);
}

static bool is_wanted(struct json_object *finding, struct json_object *query)
{
	const char *verdict = json_string(finding, "verdict");
	const char *verdicts = json_string(query, "verdict");

	if (!verdicts && text_equal(verdict, "pass") && !json_boolean(query, "passed", false))
		return false;
	return is_about(finding, json_string(query, "name")) && is_one_of(verdicts, verdict) &&
	       is_one_of(json_string(query, "rule"), json_string(finding, "rule")) &&
	       is_one_of(
		       json_string(query, "department"), json_string(finding, "department")) &&
	       is_one_of(json_string(query, "kind"), json_string(finding, "kind"));
}

static void pick(struct json_object *answer, struct store *store, struct json_object *findings,
	struct json_object *query)
{
	struct json_object *list = json_member(findings, "findings"), *one;
	struct json_object *wanted = json_object_new_array();
	struct json_object *accepted = json_member(answer, "accepted");
	char identity[DIGEST_TEXT];

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);
		struct error error = {0};

		if (!is_wanted(finding, query))
			continue;
		findings_identity(finding, identity);
		if (!begins(identity, json_string(query, "finding")))
			continue;
		json_object_array_add(wanted, json_object_get(finding));
		if (archive_state(&one, store, ACCEPTANCE_SPACE, identity, &error) == 0)
			json_set(accepted, identity, one);
	}
	json_set(findings, "findings", wanted);
}

int assess_findings(struct json_object **answer, struct store *store, struct json_object *query,
	struct error *error)
{
	struct json_object *findings;
	char digest[DIGEST_TEXT];

	if (archive_load_head(&findings, digest, store, "findings", findings_fields, error) <
		0) {
		if (error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_NOT_FOUND, NULL,
				"There are no findings yet; `banyun readiness check` makes "
				"them.");
		return -1;
	}
	if (filter_check(findings, query, error) < 0) {
		json_object_put(findings);
		return -1;
	}
	*answer = json_set_string(json_object_new_object(), "digest", digest);
	json_set(*answer, "accepted", json_object_new_object());
	json_set(*answer, "findings", findings);
	pick(*answer, store, findings, query);
	return 0;
}
