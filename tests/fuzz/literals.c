/*
 * literals_read: what it refuses it explains; what it accepts holds only names fit to be shown
 * and addresses, in order, and fits into a message.
 */
#include "ssh/literals.h"

#include "base/json.h"
#include "base/memory.h"
#include "base/shape.h"
#include "promise.h"

static const char *const kinds[] = {"literal", "bind", NULL};
static const struct shape_field item_fields[] = {
	{"file", SHAPE_STRING, .low = 1, .high = 1024},
	{"program", SHAPE_STRING, .low = 1, .high = 1024},
	{"line", SHAPE_INTEGER, .required = true, .low = 1, .high = 2147483647},
	{"address", SHAPE_ADDRESS, .required = true},
	{"kind", SHAPE_CHOICE, .required = true, .choices = kinds},
	{0},
};
static const struct shape_field item = {"", SHAPE_OBJECT, .fields = item_fields};
static const struct shape_field fields[] = {
	{"literals", SHAPE_LIST, .required = true, .item = &item, .high = LITERALS_MOST},
	{"literals_left_out", SHAPE_INTEGER, .low = 1, .high = JSON_INTEGER_MOST},
	{"files_read", SHAPE_INTEGER, .required = true, .high = JSON_INTEGER_MOST},
	{"files_skipped", SHAPE_INTEGER, .required = true, .high = JSON_INTEGER_MOST},
	{"files_unreadable", SHAPE_INTEGER, .required = true, .high = JSON_INTEGER_MOST},
	{"complete", SHAPE_BOOLEAN, .required = true},
	{0},
};

static void promise_names(struct json_object *list)
{
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		const char *file = json_string(one, "file"),
			   *program = json_string(one, "program");
		const char *name = file ? file : program;

		promise((file == NULL) != (program == NULL));
		promise(span_printable((struct span){name, strlen(name)}, 1024));
	}
}

static void promise_order(struct json_object *list)
{
	for (size_t i = 1; i < json_length(list); i++) {
		struct json_object *left = json_object_array_get_idx(list, i - 1),
				   *right = json_object_array_get_idx(list, i);
		const char *one = json_string(left, "file"), *two = json_string(right, "file");

		promise(one || !two);
		promise(!one || !two || strcmp(one, two) <= 0);
		promise(!json_object_equal(left, right));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_JSON struct json_object *result = NULL;
	struct error error = {0};

	if (literals_read(&result, "BB", (struct span){(const char *)data, size}, &error) < 0) {
		promise(error.code == ERROR_INPUT || error.code == ERROR_NOT_FOUND);
		promise(error.text[0] != '\0' && result == NULL);
		return 0;
	}
	promise(shape_check(fields, result, NULL, &error) == 0);
	promise_names(json_member(result, "literals"));
	promise_order(json_member(result, "literals"));
	AUTO_FREE char *text = json_canonical_string(result);
	promise(strlen(text) < JSON_MESSAGE);
	return 0;
}
