#include "sdk.h"

static const char *const types[] = {
	[SHAPE_STRING] = "string",
	[SHAPE_NAME] = "name",
	[SHAPE_INTEGER] = "integer",
	[SHAPE_BOOLEAN] = "boolean",
	[SHAPE_CHOICE] = "choice",
	[SHAPE_DIGEST] = "digest",
	[SHAPE_TIME] = "time",
	[SHAPE_UUID] = "uuid",
	[SHAPE_ADDRESS] = "address",
	[SHAPE_OBJECT] = "object",
	[SHAPE_LIST] = "list",
	[SHAPE_ANY] = "any",
};

static const struct {
	enum plugin_role role;
	const char *name;
} roles[] = {
	{PLUGIN_SOURCE, "source"},
	{PLUGIN_CHECK, "check"},
	{PLUGIN_STEP, "step"},
	{PLUGIN_MOVER, "mover"},
};

static struct json_object *list_roles(unsigned held)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (held & roles[i].role)
			json_object_array_add(list, json_object_new_string(roles[i].name));
	return list;
}

static struct json_object *list_choices(const char *const *choices)
{
	struct json_object *list = json_object_new_array();

	for (; *choices; choices++)
		json_object_array_add(list, json_object_new_string(*choices));
	return list;
}

static struct json_object *list_fields(const struct shape_field *fields);

/* A message carries nothing beyond 2^53 - 1, so a wider bound means no more than that. */
static int64_t bound(int64_t value)
{
	const int64_t most = JSON_INTEGER_MOST;

	if (value > most)
		return most;
	return value < -most ? -most : value;
}

static struct json_object *describe_field(const struct shape_field *field)
{
	struct json_object *made = json_object_new_object();

	json_set_string(made, "name", field->name);
	json_set_string(made, "type", types[field->type]);
	json_set_string(made, "help", field->help);
	if (field->required)
		json_set_boolean(made, "required", true);
	if (field->high) {
		json_set_integer(made, "low", bound(field->low));
		json_set_integer(made, "high", bound(field->high));
	}
	if (field->choices)
		json_set(made, "choices", list_choices(field->choices));
	if (field->fields)
		json_set(made, "fields", list_fields(field->fields));
	if (field->item)
		json_set(made, "item", describe_field(field->item));
	return made;
}

static struct json_object *list_fields(const struct shape_field *fields)
{
	struct json_object *list = json_object_new_array();

	for (; fields && fields->name; fields++)
		json_object_array_add(list, describe_field(fields));
	return list;
}

static struct json_object *list_methods(const struct plugin_method *methods)
{
	struct json_object *list = json_object_new_array();

	for (; methods && methods->name; methods++)
		json_object_array_add(list, json_object_new_string(methods->name));
	return list;
}

struct json_object *describe(const struct plugin_program *program)
{
	struct json_object *made = json_object_new_object();

	json_set_string(made, "name", program->name);
	json_set_string(made, "release", program->release ? program->release : "0");
	json_set_integer(made, "protocol", RPC_PROTOCOL);
	if (program->prepare)
		json_set_boolean(made, "nursery", true);
	json_set(made, "roles", list_roles(program->roles));
	json_set(made, "methods", list_methods(program->methods));
	return json_set(made, "settings", list_fields(program->settings));
}
