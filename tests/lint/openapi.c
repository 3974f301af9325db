/*
 * openapi FILE: compares a description of the API with banyund's own tables: the routes with
 * their methods, parts, roles and bodies, and the documents that are answered. Each difference
 * is one line; exit status 0 when there is none, 1 when there are, 2 on wrong use.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/route.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/yaml.h"
#include "core/config.h"
#include "core/host.h"
#include "model/approval.h"
#include "model/findings.h"
#include "model/plan.h"
#include "model/snapshot.h"
#include "model/survey.h"

static int differences;

__attribute__((format(printf, 1, 2))) static void differ(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	differences++;
}

/* --- what a shape is as a JSON Schema --- */

static struct json_object *schema_of(const struct shape_field *field);

static struct json_object *typed(const char *type)
{
	return json_set_string(json_object_new_object(), "type", type);
}

static struct json_object *reference(const char *name)
{
	AUTO_FREE char *target = mem_format("#/components/schemas/%s", name);

	return json_set_string(json_object_new_object(), "$ref", target);
}

/* A bound that is none is left out. */
static struct json_object *bounds(struct json_object *schema, const char *low, int64_t least,
	int64_t none, const char *high, int64_t most)
{
	if (least != none && least != INT64_MIN)
		json_set_integer(schema, low, least);
	if (most != 0 && most != INT64_MAX)
		json_set_integer(schema, high, most);
	return schema;
}

static struct json_object *integer_schema(const struct shape_field *field)
{
	int64_t none = field->high ? INT64_MIN : field->low;

	return bounds(typed("integer"), "minimum", field->low, none, "maximum", field->high);
}

static struct json_object *choice_schema(const struct shape_field *field)
{
	struct json_object *words = json_object_new_array();

	for (size_t i = 0; field->choices[i]; i++)
		json_object_array_add(words, json_object_new_string(field->choices[i]));
	return json_set(typed("string"), "enum", words);
}

static struct json_object *fields_schema(const struct shape_field *fields)
{
	struct json_object *schema =
		json_set_boolean(typed("object"), "additionalProperties", false);
	struct json_object *members = json_object_new_object(),
			   *required = json_object_new_array();

	for (; fields->name; fields++) {
		json_set(members, fields->name, schema_of(fields));
		if (fields->required)
			json_object_array_add(required, json_object_new_string(fields->name));
	}
	if (json_object_object_length(members) > 0)
		json_set(schema, "properties", json_object_get(members));
	if (json_object_array_length(required) > 0)
		json_set(schema, "required", json_object_get(required));
	json_object_put(members);
	json_object_put(required);
	return schema;
}

/* A document within another one is described once. */
static struct json_object *object_schema(const struct shape_field *field)
{
	if (field->fields == survey_fields)
		return reference("Survey");
	if (field->fields)
		return fields_schema(field->fields);
	return json_set(typed("object"), "additionalProperties", schema_of(field->item));
}

static struct json_object *schema_of(const struct shape_field *field)
{
	switch (field->type) {
	case SHAPE_STRING:
		return bounds(typed("string"), "minLength", field->low, 0, "maxLength",
			field->high ? field->high : 4096);
	case SHAPE_LABEL:
		return reference("Label");
	case SHAPE_OWNER:
		return reference("Owner");
	case SHAPE_NAME:
		return reference("Name");
	case SHAPE_INTEGER:
		return integer_schema(field);
	case SHAPE_BOOLEAN:
		return typed("boolean");
	case SHAPE_CHOICE:
		return choice_schema(field);
	case SHAPE_DIGEST:
		return reference("Digest");
	case SHAPE_TIME:
		return reference("Time");
	case SHAPE_DATE:
		return reference("Date");
	case SHAPE_CLOCK:
		return reference("Clock");
	case SHAPE_UUID:
		return reference("Uuid");
	case SHAPE_ADDRESS:
		return reference("Address");
	case SHAPE_OBJECT:
		return object_schema(field);
	case SHAPE_LIST:
		return json_set(bounds(typed("array"), "minItems", field->low, 0, "maxItems",
					field->high),
			"items", schema_of(field->item));
	case SHAPE_ANY:
		break;
	}
	return json_object_new_object();
}

/* --- what the description says --- */

/* The value that a JSON pointer in this document names; NULL when there is none. */
static struct json_object *resolve(struct json_object *document, const char *target)
{
	AUTO_FREE char *path = mem_string(text_starts(target, "#/") ? target + 2 : "?");
	char *rest = path, *part;

	while ((part = strsep(&rest, "/")))
		document = json_member(document, part);
	return document;
}

/* The schema without its descriptions, which are for people. */
static struct json_object *plain(struct json_object *schema, bool members)
{
	struct json_object *copy;

	if (!json_object_is_type(schema, json_type_object))
		return json_object_get(schema);
	copy = json_object_new_object();
	json_object_object_foreach (schema, name, value)
		if (members || strcmp(name, "description") != 0)
			json_set(copy, name, plain(value, text_equal(name, "properties")));
	return copy;
}

static void compare_text(const char *what, struct json_object *told, struct json_object *is)
{
	AUTO_FREE char *says = told ? json_canonical_string(told) : NULL;
	AUTO_FREE char *expected = is ? json_canonical_string(is) : NULL;

	if (!text_equal(says, expected))
		differ("%s is described as %s, but is %s.", what, says ? says : "nothing",
			expected ? expected : "nothing");
}

/* Tells each innermost difference. */
static void compare_values(const char *what, struct json_object *told, struct json_object *is)
{
	if (!json_object_is_type(told, json_type_object) ||
		!json_object_is_type(is, json_type_object)) {
		compare_text(what, told, is);
		return;
	}
	json_object_object_foreach (is, name, member) {
		AUTO_FREE char *inner = mem_format("%s %s", what, name);

		compare_values(inner, json_member(told, name), member);
	}
	json_object_object_foreach (told, other, value) {
		AUTO_FREE char *inner = mem_format("%s %s", what, other);

		if (!json_member(is, other))
			compare_text(inner, value, NULL);
	}
}

static void compare_schema(
	const char *what, struct json_object *told, const struct shape_field *fields)
{
	AUTO_JSON struct json_object *expected = fields_schema(fields);
	AUTO_JSON struct json_object *found = plain(told, false);

	compare_values(what, found, expected);
}

/* "/v1/hosts/{name}/trust" and "/v1/hosts/{}/trust" name the same path. */
static bool same_path(const char *told, const char *pattern)
{
	while (*told && *pattern) {
		if (*told != *pattern)
			return false;
		if (*told == '{') {
			told += strcspn(told, "}");
			pattern += strcspn(pattern, "}");
			continue;
		}
		told++;
		pattern++;
	}
	return *told == *pattern;
}

static const struct route *find_route(const char *method, const char *path)
{
	for (const struct route *route = routes; route->method; route++)
		if (strcasecmp(route->method, method) == 0 && same_path(path, route->pattern))
			return route;
	return NULL;
}

static struct json_object *find_operation(
	struct json_object *document, const struct route *route)
{
	AUTO_FREE char *method = mem_string(route->method);

	for (char *letter = method; *letter; letter++)
		*letter |= 0x20;
	json_object_object_foreach (json_member(document, "paths"), path, item)
		if (same_path(path, route->pattern))
			return json_member(item, method);
	return NULL;
}

/* --- the comparisons --- */

static void compare_roles(
	const char *what, struct json_object *operation, const struct route *route)
{
	struct json_object *told = json_member(operation, "x-roles");
	unsigned roles = 0;

	for (size_t i = 0; told && i < json_object_array_length(told); i++)
		roles |= role_from_word(
			json_object_get_string(json_object_array_get_idx(told, i)));
	if (roles != route->roles)
		differ("%s: x-roles are not the roles that may ask.", what);
}

static void compare_body(const char *what, struct json_object *document,
	struct json_object *operation, const struct route *route)
{
	AUTO_FREE char *name = mem_format("%s: The body", what);
	struct json_object *body = json_member(operation, "requestBody");
	struct json_object *content, *schema;

	if (!body != !route->body)
		differ("%s: A body is %s.", what, body ? "described but not read" : "read");
	if (!body || !route->body)
		return;
	content = json_member(json_member(body, "content"), "application/json");
	schema = json_member(content, "schema");
	if (json_string(schema, "$ref"))
		schema = resolve(document, json_string(schema, "$ref"));
	compare_schema(name, schema, route->body);
}

static void compare_operation(struct json_object *document, const struct route *route)
{
	struct json_object *operation = find_operation(document, route);
	AUTO_FREE char *what = mem_format("%s %s", route->method, route->pattern);

	if (!operation) {
		differ("%s is not described.", what);
		return;
	}
	if (!json_string(operation, "operationId") || !json_string(operation, "summary"))
		differ("%s has no operationId or no summary.", what);
	if (!json_member(json_member(operation, "responses"), "default"))
		differ("%s: The answer when it fails is not described.", what);
	compare_roles(what, operation, route);
	compare_body(what, document, operation, route);
}

/* Each {name} of a path is a parameter of it, in the same order, and there is no other. */
static void compare_parts(const char *path, struct json_object *item)
{
	struct json_object *list = json_member(item, "parameters");
	size_t count = list ? json_object_array_length(list) : 0, i = 0;
	const char *part = path;

	for (; (part = strchr(part, '{')); part++, i++) {
		struct json_object *told =
			i < count ? json_object_array_get_idx(list, i) : NULL;
		const char *name = json_string(told, "name");

		if (!name || !text_equal(json_string(told, "in"), "path") ||
			strncmp(part + 1, name, strlen(name)) != 0 ||
			part[1 + strlen(name)] != '}')
			differ("%s: Its part %zu is not parameter %zu.", path, i + 1, i + 1);
	}
	if (i != count)
		differ("%s: It has %zu parts, but %zu parameters.", path, i, count);
}

static void compare_path(const char *path, struct json_object *item)
{
	compare_parts(path, item);
	json_object_object_foreach (item, method, operation) {
		(void)operation;
		if (!text_equal(method, "parameters") && !find_route(method, path))
			differ("%s %s is described, but there is none.", method, path);
	}
}

/* Every "$ref" leads somewhere. */
static void compare_references(struct json_object *document, struct json_object *value)
{
	const char *target;

	if (json_object_is_type(value, json_type_array))
		for (size_t i = 0; i < json_object_array_length(value); i++)
			compare_references(document, json_object_array_get_idx(value, i));
	if (!json_object_is_type(value, json_type_object))
		return;
	target = json_string(value, "$ref");
	if (target && !resolve(document, target))
		differ("\"%s\" leads nowhere.", target);
	json_object_object_foreach (value, name, member) {
		(void)name;
		compare_references(document, member);
	}
}

static const struct {
	const char *name;
	const struct shape_field *fields;
} documents[] = {
	{"Approval", approval_fields},
	{"Findings", findings_fields},
	{"Plan", plan_fields},
	{"Snapshot", snapshot_fields},
};

static void compare(struct json_object *document)
{
	struct json_object *schemas =
		json_member(json_member(document, "components"), "schemas");

	for (const struct route *route = routes; route->method; route++)
		compare_operation(document, route);
	json_object_object_foreach (json_member(document, "paths"), path, item)
		compare_path(path, item);
	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		compare_schema(documents[i].name, json_member(schemas, documents[i].name),
			documents[i].fields);
	compare_references(document, document);
}

int main(int argc, char **argv)
{
	AUTO_JSON struct json_object *document = NULL;
	AUTO_TEXT struct text text = {0};
	struct error error = {0};
	char line[1024];

	if (argc != 2) {
		fprintf(stderr, "Usage: openapi FILE\n");
		return 2;
	}
	if (text_read_file(&text, argv[1], YAML_FILE, &error) == 0)
		yaml_parse(&document,
			&(struct source){SOURCE_YAML, argv[1], text.data, text.size}, &error);
	if (error.code)
		differ("%s", error_format(&error, line, sizeof(line)));
	else
		compare(document);
	return differences > 0;
}
