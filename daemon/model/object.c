#include "model/object.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/object_shapes.h"
#include "model/survey.h"

const char *const object_kinds[] = {"host", "machine", "copy", "network", "pool", "department",
	"system", "landing", "room", "dedicated_network", "leased_line", "internet_exit",
	"retention", "quota", "baseline", "contradiction", "stranger", "prefix", "way_out",
	"path", "irregularity", NULL};

static const struct shape_field any_measure = {
	"", SHAPE_INTEGER, .low = INT64_MIN, .high = INT64_MAX};

const struct shape_field object_item_fields[] = {
	{"kind", SHAPE_CHOICE, .required = true, .choices = object_kinds},
	{"id", SHAPE_STRING, .required = true, .low = 1, .high = 256},
	{"facts", SHAPE_OBJECT, .required = true,
		.item = &(const struct shape_field){"", SHAPE_ANY}},
	{"measures", SHAPE_OBJECT, .item = &any_measure,
		.help = "name -> integer, not digested"},
	{0},
};

const struct shape_field *object_fields(const char *kind)
{
	static const struct {
		const char *kind;
		const struct shape_field *fields;
	} table[] = {
		{"host", object_host_fields},
		{"machine", object_machine_fields},
		{"copy", object_machine_fields},
		{"network", object_network_fields},
		{"pool", object_pool_fields},
		{"department", survey_department_fields},
		{"system", survey_system_fields},
		{"landing", survey_landing_fields},
		{"room", survey_room_fields},
		{"dedicated_network", survey_dedicated_network_fields},
		{"leased_line", survey_leased_line_fields},
		{"internet_exit", survey_internet_exit_fields},
		{"retention", survey_retention_fields},
		{"quota", survey_quota_fields},
		{"baseline", survey_baseline_fields},
		{"contradiction", object_contradiction_fields},
		{"stranger", object_stranger_fields},
		{"prefix", object_prefix_fields},
		{"way_out", object_way_out_fields},
		{"path", object_path_fields},
		{"irregularity", object_irregularity_fields},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(kind, table[i].kind))
			return table[i].fields;
	return NULL;
}

int object_check(struct json_object *item, const struct source *source, struct error *error)
{
	if (shape_check(object_item_fields, item, source, error) < 0)
		return -1;
	return shape_check(object_fields(json_string(item, "kind")), json_member(item, "facts"),
		NULL, error);
}

bool object_is_of_host(struct json_object *item, const char *host)
{
	const char *kind = json_string(item, "kind"), *id = json_string(item, "id");
	struct json_object *facts = json_member(item, "facts");
	AUTO_FREE char *within = mem_format("%s/", host);

	if (text_equal(kind, "host"))
		return text_equal(id, host) && text_equal(json_string(facts, "name"), host);
	if (!text_equal(json_string(facts, "host"), host))
		return false;
	if (text_equal(kind, "machine"))
		return text_equal(id, json_string(facts, "uuid"));
	return (text_equal(kind, "network") || text_equal(kind, "pool")) &&
	       text_starts(id, within);
}
