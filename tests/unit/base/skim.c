#include "base/skim.h"

#include <string.h>

#include "../unit.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/json_text.h"
#include "base/memory.h"
#include "base/text.h"

static bool skims(const char *text)
{
	struct skim skim = skim_of(text, strlen(text));

	skim_value(&skim, NULL);
	return skim_ends(&skim);
}

static void test_what_is_of_the_form_is_taken(void **state)
{
	static const char *const texts[] = {"{}", "[]", "null", "true", "\"\"", "0",
		"-9007199254740991", "{\"\":1,\"a\":{\"b\":[1,\"x\",[]]},\"ab\":2}",
		"{\"\\\"\":1,\"\\\\\":2}", "\"\\u0041\\ud83d\\ude00\\n\"", "\"东\""};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (!skims(texts[i]))
			fail_msg("%s", texts[i]);
}

static void test_what_is_not_fails(void **state)
{
	static const char *const texts[] = {"", " {}", "{} ", "{\"a\": 1}", "[1 ]", "[1,]",
		"[,1]", "{\"a\":1,}", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":2}", "{\"a\"}",
		"{1:2}", "[1}", "{\"a\":1", "[", "\"", "\"\\", "\"\\x\"", "\"\\ud800\"",
		"\"\\u0000\"", "\"\x01\"", "\"\xff\"", "\"\xe4\xb8\"", "01", "-", "-0", "1.5",
		"1e3", "9007199254740992", "nul", "nulll", "truefalse",
		"{\"a\\\"\":1,\"a\":2}"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (skims(texts[i]))
			fail_msg("%s", texts[i]);
}

static void test_depth(void **state)
{
	char text[2 * JSON_DEPTH + 3];

	(void)state;
	memset(text, '[', JSON_DEPTH);
	memset(text + JSON_DEPTH, ']', JSON_DEPTH);
	text[2 * JSON_DEPTH] = '\0';
	assert_true(skims(text));
	memset(text, '[', JSON_DEPTH + 1);
	memset(text + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
	text[2 * JSON_DEPTH + 2] = '\0';
	assert_false(skims(text));
}

struct wanted {
	struct skim_text id, kind, none;
	int64_t size;
	int entries, objects;
};

static void take_disk(struct skim *skim, struct wanted *wanted)
{
	struct skim_text name = {0};

	wanted->entries++;
	if (!skim_enter(skim, '{'))
		return;
	wanted->objects++;
	while (skim_member(skim, &name))
		skim_integer(skim, &wanted->size);
}

static void take_member(struct skim *skim, const struct skim_text *name, struct wanted *wanted)
{
	if (skim_is(name, "id"))
		assert_true(skim_string(skim, &wanted->id));
	else if (skim_is(name, "kind"))
		assert_false(skim_string(skim, &wanted->kind));
	else if (skim_is(name, "list"))
		assert_false(skim_enter(skim, '['));
	else if (skim_is(name, "none"))
		skim_value(skim, &wanted->none);
	else if (skim_enter(skim, '['))
		while (skim_entry(skim))
			take_disk(skim, wanted);
}

/* What is wanted is taken, what is of another type is passed. */
static void test_members(void **state)
{
	const char *text = "{\"disks\":[{\"size\":7},{\"size\":\"?\"},9],\"id\":\"a\\nb\","
			   "\"kind\":[1],\"list\":{},\"none\":null}";
	struct skim skim = skim_of(text, strlen(text));
	struct skim_text name = {0};
	struct wanted wanted = {0};

	(void)state;
	assert_true(skim_enter(&skim, '{'));
	while (skim_member(&skim, &name))
		take_member(&skim, &name, &wanted);
	assert_true(skim_ends(&skim));
	assert_int_equal(wanted.entries, 3);
	assert_int_equal(wanted.objects, 2);
	assert_int_equal(wanted.size, 7);
	assert_null(skim_take(&wanted.kind));
	assert_int_equal(wanted.none.size, 4);
	AUTO_FREE char *taken = skim_take(&wanted.id);
	assert_string_equal(taken, "a\nb");
	assert_true(skim_is(&wanted.id, "a\nb"));
	assert_false(skim_is(&wanted.id, "a\\nb"));
	assert_false(skim_is(&wanted.kind, ""));
	assert_true(skim_is(&name, "none"));
	assert_false(skim_is(&name, "non"));
	assert_false(skim_is(&name, "nones"));
}

static bool takes(const char *data, struct skim_text *name, struct skim_text *list)
{
	const struct skim_wanted wanted[] = {
		{"list", list, false, true}, {"name", name, true}, {0}};
	struct skim skim = skim_of(data, strlen(data));

	return skim_object(&skim, wanted) && skim_ends(&skim);
}

/* What is wanted is taken, whatever lies between; a string that is wanted is a string. */
static void test_object(void **state)
{
	struct skim_text name, list;

	(void)state;
	assert_true(takes(
		"{\"a\":{\"name\":1},\"list\":[1,2],\"name\":\"n\",\"z\":null}", &name, &list));
	assert_true(skim_is(&name, "n"));
	assert_true(skim_is(&list, "[1,2]"));
	assert_true(takes("{\"name\":\"\"}", &name, &list));
	assert_null(list.data);
	assert_false(takes("{\"list\":[]}", &name, &list));
	assert_false(takes("{\"name\":1}", &name, &list));
	assert_false(takes("[]", &name, &list));
	assert_false(takes("{\"name\":\"n\"", &name, &list));
}

/* A string is written on as it would be anew, however it was written. */
static void test_written_on(void **state)
{
	const char *plain = "东", *escaped = "\\u4e1c\\u0022\\/";
	struct skim_text first = {plain, strlen(plain), false}, none = {0};
	AUTO_FREE char *quoted = mem_format("\"%s\"", escaped);
	struct skim_text second = {quoted + 1, strlen(escaped), true};
	AUTO_TEXT struct text text = {0};

	(void)state;
	json_open(&text, NULL, '{');
	skim_add(&text, "a", &first);
	skim_add(&text, "b", &none);
	skim_add(&text, "c", &second);
	json_close(&text, '}');
	assert_string_equal(text.data, "{\"a\":\"东\",\"c\":\"东\\\"/\"}");
}

/* One member is found in an object, whatever is beside it; in nothing there is nothing. */
static void test_found(void **state)
{
	const char *text = "{\"a\":{\"n\":-3},\"s\":\"x\\ny\",\"t\":\"12\"}";
	struct skim_text object = {text, strlen(text), false}, none = {0};
	struct skim_text inner = skim_find(&object, "a");
	struct skim_text string = skim_find_string(&object, "s");
	struct arena arena = {0};

	(void)state;
	assert_int_equal(inner.size, strlen("{\"n\":-3}"));
	assert_int_equal(skim_find_integer(&inner, "n", 7), -3);
	assert_int_equal(skim_find_integer(&inner, "m", 7), 7);
	assert_int_equal(skim_find_integer(&object, "t", 7), 7);
	assert_int_equal(skim_find_integer(&none, "n", 7), 7);
	assert_string_equal(skim_keep(&arena, &string), "x\ny");
	string = skim_find_string(&object, "t");
	assert_string_equal(skim_keep(&arena, &string), "12");
	assert_null(skim_find_string(&object, "a").data);
	assert_null(skim_find(&string, "a").data);
	assert_null(skim_keep(&arena, &none));
	arena_free(&arena);
}

/* Every part of a good text is bad, and nothing beyond it is read. */
static void test_cut(void **state)
{
	const char *text = "{\"a\":[\"\\u0041\",{\"b\":-12}],\"c\":true}";

	(void)state;
	assert_true(skims(text));
	for (size_t size = 0; size < strlen(text); size++) {
		char *part = memcpy(mem_alloc(size), text, size);
		struct skim skim = skim_of(part, size);

		skim_value(&skim, NULL);
		assert_false(skim_ends(&skim));
		mem_free_at(&part);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_of_the_form_is_taken),
		cmocka_unit_test(test_what_is_not_fails),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_object),
		cmocka_unit_test(test_written_on),
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests_name("base/skim", tests, NULL, NULL);
}
