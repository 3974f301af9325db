/*
 * yaml_parse and shape_check: what they refuse has a place, and what they accept is also JSON.
 */
#include "base/yaml.h"

#include "base/memory.h"
#include "base/shape.h"
#include "promise.h"

static const char *const kinds[] = {"live", "cold", NULL};
static const struct shape_field entry = {NULL, SHAPE_STRING, .low = 1, .high = 8};
static const struct shape_field rate = {NULL, SHAPE_INTEGER, .low = 1, .high = 100};
static const struct shape_field host_fields[] = {
	{"name", SHAPE_NAME, .required = true},
	{"port", SHAPE_INTEGER, .low = 1, .high = 65535},
	{"disks", SHAPE_LIST, .item = &entry, .low = 1, .high = 2},
	{0},
};
static const struct shape_field host = {NULL, SHAPE_OBJECT, .fields = host_fields};
static const struct shape_field fields[] = {
	{"hosts", SHAPE_LIST, .item = &host},
	{"kind", SHAPE_CHOICE, .choices = kinds},
	{"enabled", SHAPE_BOOLEAN},
	{"digest", SHAPE_DIGEST},
	{"since", SHAPE_TIME},
	{"uuid", SHAPE_UUID},
	{"address", SHAPE_ADDRESS},
	{"links", SHAPE_OBJECT, .item = &rate},
	{"any", SHAPE_ANY},
	{0},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source source = {SOURCE_YAML, "input", (const char *)data, size};
	AUTO_JSON struct json_object *tree = NULL, *again = NULL;
	struct error error = {0};

	if (yaml_parse(&tree, &source, &error) < 0) {
		promise(tree == NULL);
		promise_error(&error);
		return 0;
	}
	AUTO_FREE char *text = json_canonical_string(tree);
	struct source own = {SOURCE_JSON, "canonical", text, strlen(text)};
	promise(json_parse(&again, &own, JSON_FILE, &error) == 0);

	bool fits = shape_check(fields, tree, &source, &error) == 0;
	if (!fits)
		promise_error(&error);
	promise(fits == (shape_check(fields, again, &own, &error) == 0));
	return 0;
}
