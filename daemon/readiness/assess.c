#include "readiness/assess.h"
#include "base/clock.h"
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
#include "readiness/links/links.h"
#include "readiness/links/ways.h"
#include "readiness/measure/questions.h"
#include "readiness/portions.h"
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

/* ERROR_CONFLICT when there is none. */
static int load_newest(struct json_object **snapshot, char digest[DIGEST_TEXT],
	struct store *store, struct error *error)
{
	if (archive_load_head(snapshot, digest, store, "snapshot", snapshot_fields, error) == 0)
		return 0;
	if (error->code == ERROR_NOT_FOUND)
		error_set(error, ERROR_CONFLICT, NULL,
			"There is no snapshot yet; run `banyun inventory scan` first.");
	return -1;
}

static void write_portions(struct spool *output, const char *kind, struct json_object *document)
{
	struct portions *portions = portions_of(document);
	struct json_object *portion;

	for (; (portion = portions_next(portions)); json_object_put(portion))
		spool_add_json(output, kind, portion);
	portions_free(portions);
}

/* The newest of a kind; that there is none yet is no failure. */
static int load_before(struct json_object **document, struct store *store, const char *kind,
	const struct shape_field *fields, struct error *error)
{
	char digest[DIGEST_TEXT];

	if (archive_load_head(document, digest, store, kind, fields, error) == 0)
		return 0;
	if (error->code != ERROR_NOT_FOUND)
		return -1;
	*error = (struct error){0};
	return 0;
}

static int write_before(struct spool *output, struct store *store, const char *kind,
	const struct shape_field *fields, struct error *error)
{
	AUTO_JSON struct json_object *document = NULL;

	if (load_before(&document, store, kind, fields, error) < 0)
		return -1;
	if (document)
		write_portions(output, kind, document);
	return 0;
}

int assess_questions(struct spool *output, struct store *store, struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL, *objects = NULL, *questions = NULL;
	char digest[DIGEST_TEXT];

	if (load_newest(&snapshot, digest, store, error) < 0 ||
		load_objects(&objects, store, snapshot, error) < 0)
		return -1;
	questions = questions_of(digest, snapshot, objects);
	write_portions(output, "questions", questions);
	if (write_before(output, store, "measures", NULL, error) < 0 ||
		write_before(output, store, "measurements", links_fields, error) < 0)
		return -1;
	return spool_flush(output, error) < 0 ? -1 : 0;
}

/* --- what was measured --- */

static int read_measures(
	struct json_object **measures, struct spool *input, struct error *error)
{
	struct source source = {SOURCE_JSON, "the measures", NULL, 0};
	AUTO_JSON struct json_object *joined = json_object_new_object();
	struct spool_entry entry;
	size_t at = 0;
	int more;

	while ((more = spool_next(input, &at, &entry, error)) > 0) {
		AUTO_JSON struct json_object *portion = NULL;

		source.data = entry.data;
		source.size = entry.size;
		if (json_parse(&portion, &source, ARCHIVE_MOST, error) < 0)
			return -1;
		portions_join(joined, portion);
	}
	*measures = more == 0 ? mem_take(&joined) : NULL;
	return more;
}

/* What the watch between tests saw in the last day, of each way that was ever measured. */
static int add_quality(struct json_object *measures, struct store *store,
	struct json_object *parameters, struct error *error)
{
	AUTO_JSON struct json_object *before = NULL;
	struct json_object *links = json_member(measures, "measured");
	int64_t now = 0;

	if (!links && load_before(&before, store, "measurements", links_fields, error) < 0)
		return -1;
	clock_parse(json_string(parameters, "made"), &now);
	json_set(measures, "quality",
		links_ways_told(store, links ? links : before, now / CLOCK_SECOND));
	return 0;
}

static void write_document(struct json_object *result, struct spool *output, const char *kind,
	struct json_object *document)
{
	AUTO_FREE char *text = json_canonical_string(document);
	char digest[DIGEST_TEXT];

	digest_text(text, strlen(text), digest);
	spool_add(output, kind, text, strlen(text));
	json_set_string(result, kind, digest);
}

/* What was measured is kept apart from what is judged by it. */
static void write_measures(
	struct json_object *result, struct spool *output, struct json_object *measures)
{
	struct json_object *measured = json_member(measures, "measured");

	if (measured)
		write_document(result, output, "measurements", measured);
	json_object_object_del(measures, "measured");
	json_set_string(measures, "kind", "measures");
	write_document(result, output, "measures", measures);
}

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

/* --- the judgement --- */

static void found(void *telling, struct json_object *finding)
{
	telling_add(telling, finding);
}

static int judge(struct json_object *result, struct spool *output, struct store *store,
	struct json_object *parameters, struct json_object *measures, struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL, *objects = NULL;
	AUTO_JSON struct json_object *findings = NULL, *counts = NULL;
	const char *digest = json_string(parameters, "snapshot");
	struct telling *telling;
	char made[DIGEST_TEXT];

	if (archive_load(&snapshot, store, digest, snapshot_fields, error) < 0 ||
		load_objects(&objects, store, snapshot, error) < 0)
		return -1;
	findings = findings_new(digest, json_string(parameters, "profile_digest"),
		json_string(parameters, "made"));
	telling = telling_begin(output, findings);
	readiness_judge(&(struct readiness_told){found, telling}, snapshot, objects,
		json_member(parameters, "profile"), measures);
	counts = telling_end(telling, made);
	json_set(result, "counts", mem_take(&counts));
	json_set_string(result, "findings", made);
	return 0;
}

int assess_judge(struct json_object **result, struct spool *input, struct spool *output,
	struct store *store, struct json_object *parameters, struct error *error)
{
	AUTO_JSON struct json_object *measures = NULL, *told = json_object_new_object();

	if (read_measures(&measures, input, error) < 0 ||
		add_quality(measures, store, parameters, error) < 0)
		return -1;
	write_measures(told, output, measures);
	if (load_systems(measures, store, error) < 0 ||
		judge(told, output, store, parameters, measures, error) < 0 ||
		spool_flush(output, error) < 0)
		return -1;
	*result = mem_take(&told);
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
