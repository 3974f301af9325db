/*
 * base/skim.h: what it takes json_parse() takes too, and both read the same; what json_parse()
 * takes is skimmed in its canonical form.
 */
#include "base/skim.h"

#include "base/json.h"
#include "base/memory.h"
#include "promise.h"

static bool same(struct skim *skim, struct json_object *tree);

static bool same_object(struct skim *skim, struct json_object *tree)
{
	struct skim_text name = {0};
	int count = 0;
	bool all = true;

	while (skim_member(skim, &name)) {
		AUTO_FREE char *taken = skim_take(&name);
		struct json_object *value = NULL;

		promise(skim_is(&name, taken));
		all = json_object_object_get_ex(tree, taken, &value) && same(skim, value) &&
		      all;
		count++;
	}
	return all && count == json_object_object_length(tree);
}

static bool same_list(struct skim *skim, struct json_object *tree)
{
	size_t count = 0;
	bool all = true;

	for (; skim_entry(skim); count++)
		all = same(skim, json_object_array_get_idx(tree, count)) && all;
	return all && count == json_object_array_length(tree);
}

static bool same_string(struct skim *skim, struct json_object *tree)
{
	struct skim_text text = {0};
	AUTO_FREE char *taken = NULL;

	if (!skim_string(skim, &text))
		return false;
	taken = skim_take(&text);
	return strcmp(taken, json_object_get_string(tree)) == 0;
}

static bool same(struct skim *skim, struct json_object *tree)
{
	struct skim_text value = {0};
	int64_t number = 0;

	switch (json_object_get_type(tree)) {
	case json_type_object:
		return skim_enter(skim, '{') && same_object(skim, tree);
	case json_type_array:
		return skim_enter(skim, '[') && same_list(skim, tree);
	case json_type_string:
		return same_string(skim, tree);
	case json_type_int:
		return skim_integer(skim, &number) && number == json_object_get_int64(tree);
	default:
		skim_value(skim, &value);
		return value.data &&
		       strncmp(value.data, json_object_to_json_string(tree), value.size) == 0;
	}
}

static bool skims(const char *data, size_t size)
{
	struct skim skim = skim_of(data, size);
	struct skim_text whole = {0};

	skim_value(&skim, &whole);
	promise(!skim_ends(&skim) || (whole.data == data && whole.size == size));
	return skim_ends(&skim);
}

static void promise_same(const char *data, size_t size, struct json_object *tree)
{
	struct skim skim = skim_of(data, size);

	promise(same(&skim, tree));
	promise(skim_ends(&skim));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Its own memory, with nothing behind it: a byte too far is seen. */
	AUTO_FREE char *held = malloc(size ? size : 1), *canonical = NULL;
	struct source source = {SOURCE_JSON, "input", held, size};
	AUTO_JSON struct json_object *tree = NULL;
	struct error error = {0};

	promise(held);
	if (size > 0)
		memcpy(held, data, size);
	if (json_parse(&tree, &source, JSON_MESSAGE, &error) < 0) {
		promise(!skims(held, size));
		return 0;
	}
	if (skims(held, size))
		promise_same(held, size, tree);
	canonical = json_canonical_string(tree);
	promise_same(canonical, strlen(canonical), tree);
	return 0;
}
