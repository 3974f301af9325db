#include "planning/gather.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/spool.h"
#include "core/store.h"
#include "model/findings.h"
#include "model/playbook.h"
#include "model/profile.h"
#include "model/snapshot.h"
#include "planning/planning.h"

static const struct shape_field owner_item = {"", SHAPE_OWNER};

static const struct shape_field window_fields[] = {
	{"from", SHAPE_TIME, .required = true},
	{"to", SHAPE_TIME, .required = true},
	{0},
};

const struct shape_field planning_request_fields[] = {
	{"departments", SHAPE_LIST, .item = &owner_item, .low = 1, .high = 10000},
	{"playbook", SHAPE_NAME},
	{"window", SHAPE_OBJECT, .fields = window_fields},
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

static void add_order(struct spool *output, struct json_object *parameters,
	const char *snapshot, const char *findings)
{
	AUTO_JSON struct json_object *order = json_object_new_object();

	json_object_object_foreach (parameters, name, value)
		json_set(order, name, json_object_get(value));
	json_set_string(order, "from", json_string(parameters, "made"));
	json_set_string(order, "snapshot", snapshot);
	json_set_string(order, "findings", findings);
	spool_add_json(output, "order", order);
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

/* What planning compares though it passed. */
static bool is_used(const char *rule)
{
	return text_equal(rule, "link.capacity");
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
static void add_findings(
	struct spool *output, struct store *store, struct json_object *findings)
{
	struct json_object *list = json_member(findings, "findings");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);

		if (is_used(json_string(finding, "rule")) ||
			(!text_equal(json_string(finding, "verdict"), "pass") &&
				!is_accepted(store, finding)))
			spool_add_json(output, "finding", finding);
	}
}

int planning_gather(struct spool *output, struct store *store, struct json_object *parameters,
	struct error *error)
{
	AUTO_JSON struct json_object *snapshot = NULL, *findings = NULL;
	char snapshot_digest[DIGEST_TEXT], findings_digest[DIGEST_TEXT];

	if (load_newest(&snapshot, snapshot_digest, store, "snapshot", snapshot_fields, error) <
			0 ||
		load_newest(&findings, findings_digest, store, "findings", findings_fields,
			error) < 0 ||
		check_findings(findings, snapshot_digest,
			json_string(parameters, "profile_digest"), error) < 0)
		return -1;
	add_order(output, parameters, snapshot_digest, findings_digest);
	if (add_objects(output, store, snapshot, error) < 0)
		return -1;
	add_findings(output, store, findings);
	return 0;
}
