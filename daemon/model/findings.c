#include "model/findings.h"
#include "base/language.h"
#include "base/text.h"
#include "model/profile.h"

static const char *const verdicts[] = {N_("pass"), N_("warn"), N_("fail"), N_("unknown"), NULL};
static const char *const findings_kind[] = {"findings", NULL};

static const struct shape_field machine_item = {"", SHAPE_UUID};
static const struct shape_field finding_fields[] = {
	{"rule", SHAPE_STRING, .required = true},
	{"kind", SHAPE_NAME, .required = true},
	{"id", SHAPE_STRING, .required = true},
	{"name", SHAPE_STRING, .required = true},
	{"department", SHAPE_OWNER, .help = "whose the object is"},
	{"target", SHAPE_NAME},
	{"verdict", SHAPE_CHOICE, .required = true, .choices = verdicts},
	{"evidence", SHAPE_STRING, .required = true},
	{"subject", SHAPE_DIGEST, .help = "of the object's facts"},
	{"machine", SHAPE_UUID, .help = "whose inside the host is"},
	{"machines", SHAPE_LIST, .item = &machine_item, .high = 256, .help = "of the system"},
	{"basis", SHAPE_ANY, .help = "the facts that it rests on"},
	{0},
};
static const struct shape_field finding_item = {"", SHAPE_OBJECT, .fields = finding_fields};

const struct shape_field findings_fields[] = {
	{"kind", SHAPE_CHOICE, .required = true, .choices = findings_kind},
	{"schema", SHAPE_INTEGER, .required = true, .low = 1, .high = 1},
	{"snapshot", SHAPE_DIGEST, .required = true},
	{"profile", SHAPE_DIGEST, .required = true},
	{"made", SHAPE_TIME, .required = true},
	{"findings", SHAPE_LIST, .required = true, .item = &finding_item, .high = 10000000},
	{0},
};

struct json_object *findings_new(const char *snapshot, const char *profile, const char *made)
{
	struct json_object *findings = json_object_new_object();

	json_set_string(findings, "kind", "findings");
	json_set_integer(findings, "schema", 1);
	json_set_string(findings, "snapshot", snapshot);
	json_set_string(findings, "profile", profile);
	json_set_string(findings, "made", made);
	return json_set(findings, "findings", json_object_new_array());
}

struct json_object *findings_add(struct json_object *findings, const char *rule,
	const char *kind, const char *id, const char *name, const char *target,
	const char *verdict, const char *evidence)
{
	struct json_object *finding = json_object_new_object();

	json_set_string(finding, "rule", rule);
	json_set_string(finding, "kind", kind);
	json_set_string(finding, "id", id);
	json_set_string(finding, "name", name);
	json_set_string(finding, "target", target);
	json_set_string(finding, "verdict", verdict);
	json_set_string(finding, "evidence", evidence);
	json_object_array_add(json_member(findings, "findings"), finding);
	return finding;
}

bool findings_block(const char *rule, const char *verdict, struct json_object *profile)
{
	const char *effect = profile_rule(profile, rule);

	if (text_equal(effect, "block_fail"))
		return text_equal(verdict, "fail");
	return text_equal(effect, "block") && !text_equal(verdict, "pass");
}

void findings_identity(struct json_object *finding, char digest[DIGEST_TEXT])
{
	static const char *const members[] = {
		"rule", "kind", "id", "target", "verdict", "evidence", "subject", NULL};
	AUTO_JSON struct json_object *bound = json_object_new_object();

	for (const char *const *member = members; *member; member++)
		json_set_string(bound, *member, json_string(finding, *member));
	digest_json(bound, digest);
}
