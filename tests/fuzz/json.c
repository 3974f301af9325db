/*
 * json_parse: what it refuses has a place; what it accepts json-c's own strict parser accepts
 * and reads the same; the canonical form is read back as itself; and every value is found
 * again.
 */
#include "base/json.h"

#include "base/memory.h"
#include "base/place.h"
#include "promise.h"

static char *canonical_of_library(const char *data, size_t size)
{
	struct json_tokener *parser = json_tokener_new_ex(JSON_DEPTH + 1);
	json_tokener_set_flags(parser, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	AUTO_FREE char *copy = mem_bytes(data, size);
	AUTO_JSON struct json_object *tree = json_tokener_parse_ex(parser, copy, (int)size + 1);

	promise(json_tokener_get_error(parser) == json_tokener_success);
	json_tokener_free(parser);
	return json_canonical_string(tree);
}

/*
 * json-c 0.16 takes an escaped pair for a lone surrogate where the lower 16 bits of the
 * character look like one (U+1DA00) and reads U+FFFD; its word counts for nothing there.
 */
static bool library_misreads(const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
		if (*at < 0xf0)
			continue;
		unsigned low = (at[1] & 0x0fU) << 12 | (at[2] & 0x3fU) << 6 | (at[3] & 0x3fU);
		if ((low & 0xf800) == 0xd800)
			return true;
	}
	return false;
}

static void locate_all(const struct source *source, struct json_object *tree, const char *path)
{
	int line, column;

	json_locate(source, path, false, &line, &column);
	promise(line >= 1 && column >= 1);
	if (!json_object_is_type(tree, json_type_object))
		return;
	json_object_object_foreach (tree, name, value) {
		AUTO_TEXT struct text inner = {0};
		text_add(&inner, path);
		place_push(&inner, name);
		locate_all(source, value, inner.data);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source source = {SOURCE_JSON, "input", (const char *)data, size};
	AUTO_JSON struct json_object *tree = NULL, *again = NULL;
	struct error error = {0};

	if (json_parse(&tree, &source, JSON_MESSAGE, &error) < 0) {
		promise(tree == NULL);
		promise_error(&error);
		return 0;
	}
	AUTO_FREE char *text = json_canonical_string(tree);
	AUTO_FREE char *library = canonical_of_library(source.data, size);
	promise(strcmp(text, library) == 0 || library_misreads(text));

	struct source own = {SOURCE_JSON, "canonical", text, strlen(text)};
	promise(json_parse(&again, &own, JSON_FILE, &error) == 0);
	AUTO_FREE char *twice = json_canonical_string(again);
	promise(strcmp(text, twice) == 0);
	locate_all(&source, tree, "");
	return 0;
}
