#include "base/json.h"
#include "base/json_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/gang.h"
#include "base/memory.h"
#include "base/text.h"

static struct source source_of(const char *text)
{
	return (struct source){SOURCE_JSON, "input", text, strlen(text)};
}

/* The tree of a text that must be good; the caller owns it. */
static struct json_object *parsed(const char *text)
{
	struct source source = source_of(text);
	struct json_object *tree;
	struct error error = {0};

	if (json_parse(&tree, &source, JSON_MESSAGE, &error) < 0)
		fail_msg("%s: %s", text, error.text);
	return tree;
}

static const struct {
	const char *text;
	int line, column;
	const char *message;
} malformed[] = {
	{"", 1, 1, "The text ends here, but a value was expected."},
	{" \n ", 2, 2, "The text ends here, but a value was expected."},
	{"{\"a\":1", 1, 7,
		"The text ends here, but a comma or the closing brace of an object was "
		"expected."},
	{"[1,", 1, 4, "The text ends here, but a value was expected."},
	{"[1,]", 1, 4, "Here a value was expected, but there is ']'."},
	{"{\"a\":1,}", 1, 8,
		"Here the name of a member in double quotes was expected, but there is '}'."},
	{"{a:1}", 1, 2,
		"Here the name of a member in double quotes was expected, but there is 'a'."},
	{"{'a':1}", 1, 2,
		"Here the name of a member in double quotes was expected, but there is '''."},
	{"{\"a\" 1}", 1, 6,
		"Here a colon after the name of the member was expected, but there is '1'."},
	{"[1 2]", 1, 4,
		"Here a comma or the closing bracket of a list was expected, but there is "
		"'2'."},
	{"[1}", 1, 3,
		"Here a comma or the closing bracket of a list was expected, but there is "
		"'}'."},
	{"1 2", 1, 3, "Here the end of the text was expected, but there is '2'."},
	{"{}\n{}", 2, 1, "Here the end of the text was expected, but there is '{'."},
	{"// x\n1", 1, 1, "Here a value was expected, but there is '/'."},
	{"\xef\xbb\xbf{}", 1, 1, "Here a value was expected, but there is '\xef\xbb\xbf'."},
	/* words and numbers */
	{"[nul]", 1, 2, "Here a value was expected, but there is 'n'."},
	{"[truE]", 1, 2, "Here a value was expected, but there is 't'."},
	{"truex", 1, 5, "Here the end of the text was expected, but there is 'x'."},
	{"NaN", 1, 1, "Here a value was expected, but there is 'N'."},
	{"[-Infinity]", 1, 3, "Here a digit was expected, but there is 'I'."},
	{"-", 1, 2, "The text ends here, but a digit was expected."},
	{"+1", 1, 1, "Here a value was expected, but there is '+'."},
	{"[1.0]", 1, 2, "A number must be an integer, without a fraction or an exponent."},
	{"{\"a\":\n 1e3}", 2, 2,
		"A number must be an integer, without a fraction or an exponent."},
	{"01", 1, 1, "An integer must not start with 0."},
	{"-0", 1, 1, "An integer must not start with -0."},
	{"9007199254740992", 1, 1, "The integer lies beyond 2^53 - 1."},
	{"[ -9007199254740992]", 1, 3, "The integer lies beyond 2^53 - 1."},
	{"99999999999999999999999999", 1, 1, "The integer lies beyond 2^53 - 1."},
	/* names */
	{"{\"a\":1,\"b\":2,\n \"a\":3}", 2, 2, "The name \"a\" is there twice in this object."},
	{"{\"a\":1,\"\\u0061\":2}", 1, 8, "The name \"a\" is there twice in this object."},
	{"[{},{\"x\":{\"\":1,\"\":1}}]", 1, 16, "The name \"\" is there twice in this object."},
	/* strings */
	{"\"abc", 1, 5, "The text ends here, but the closing quote of a text was expected."},
	{"\"a\nb\"", 1, 3, "The control character 0x0a must be written as \\u000a."},
	{"\"\x01\"", 1, 2, "The control character 0x01 must be written as \\u0001."},
	{"\"\\x41\"", 1, 3,
		"Here one of \" \\ / b f n r t u after the backslash was expected, but there "
		"is "
		"'x'."},
	{"\"\\u00g0\"", 1, 6,
		"Here a hexadecimal digit of a \\u escape was expected, but there is 'g'."},
	{"\"\\u12", 1, 6,
		"The text ends here, but a hexadecimal digit of a \\u escape was expected."},
	{"\"a\\u0000\"", 1, 3, "A text must not contain the character NUL."},
	{"{\"a\\u0000b\":1}", 1, 4, "A text must not contain the character NUL."},
	{"\"\\ud800\"", 1, 2, "This \\u escape is half of a surrogate pair."},
	{"\"\\ud800\\u0041\"", 1, 2, "This \\u escape is half of a surrogate pair."},
	{"\"\\udc00\\ud800\"", 1, 2, "This \\u escape is half of a surrogate pair."},
	{"\"搬\xff\"", 1, 5, "The byte 0xff is not UTF-8 here."},
	{"\"\xed\xa0\x80\"", 1, 2, "The byte 0xed is not UTF-8 here."},
	{"\"\xc0\x80\"", 1, 2, "The byte 0xc0 is not UTF-8 here."},
	{"\"\xe6\x90", 1, 2, "The byte 0xe6 is not UTF-8 here."},
	{"\x80", 1, 1, "Here a value was expected, but there is the byte 0x80."},
	{"{\"搬\": ?}", 1, 9, "Here a value was expected, but there is '?'."},
};

/* After each bad text, a good one is read by the same process. */
static void test_malformed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
		struct source source = source_of(malformed[i].text);
		struct json_object *tree = (struct json_object *)&source;
		struct error error = {0};

		assert_int_equal(json_parse(&tree, &source, JSON_MESSAGE, &error), -1);
		assert_null(tree);
		assert_int_equal(error.code, ERROR_INPUT);
		assert_string_equal(error.object, "input");
		assert_string_equal(error.text, malformed[i].message);
		assert_int_equal(error.line, malformed[i].line);
		assert_int_equal(error.column, malformed[i].column);
		AUTO_JSON struct json_object *good = parsed("{\"a\":[1]}");
		assert_non_null(good);
	}
}

static void test_nul_byte(void **state)
{
	struct source source = {SOURCE_JSON, "input", "{\"a\":1}\0{}", 10};
	struct json_object *tree;
	struct error error = {0};

	(void)state;
	assert_int_equal(json_parse(&tree, &source, JSON_MESSAGE, &error), -1);
	assert_string_equal(error.text,
		"Here the end of the text was expected, but there is the byte 0x00.");
	assert_int_equal(error.column, 8);
	source = (struct source){SOURCE_JSON, "input", "{\"a\0b\":1}", 9};
	assert_int_equal(json_parse(&tree, &source, JSON_MESSAGE, &error), -1);
	assert_int_equal(error.column, 4);
}

static void test_size(void **state)
{
	struct source source = source_of("[1,2]");
	struct json_object *tree;
	struct error error = {0};

	(void)state;
	assert_int_equal(json_parse(&tree, &source, 5, &error), 0);
	json_put_at(&tree);
	assert_int_equal(json_parse(&tree, &source, 4, &error), -1);
	assert_string_equal(error.text, "The text has 5 bytes, but at most 4 are accepted.");
	assert_int_equal(error.line, 1);
	assert_int_equal(error.column, 1);
}

static void test_depth(void **state)
{
	char text[2 * JSON_DEPTH + 3];
	struct source source = {SOURCE_JSON, "input", text, 2 * JSON_DEPTH};
	struct json_object *tree;
	struct error error = {0};

	(void)state;
	memset(text, '[', JSON_DEPTH);
	memset(text + JSON_DEPTH, ']', JSON_DEPTH);
	assert_int_equal(json_parse(&tree, &source, JSON_MESSAGE, &error), 0);
	json_put_at(&tree);
	memset(text, '[', JSON_DEPTH + 1);
	memset(text + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
	source.size += 2;
	assert_int_equal(json_parse(&tree, &source, JSON_MESSAGE, &error), -1);
	assert_string_equal(error.text, "Objects and lists are nested deeper than 32.");
	assert_int_equal(error.column, JSON_DEPTH + 1);
}

static void test_canonical(void **state)
{
	static const struct {
		const char *text, *canonical;
	} rows[] = {
		{" { \"b\" : 1 , \"a\" : [ true , false , null ] } ",
			"{\"a\":[true,false,null],\"b\":1}"},
		{"{\"aa\":1,\"a\":2,\"B\":3,\"_\":4,\"\":5}",
			"{\"\":5,\"B\":3,\"_\":4,\"a\":2,\"aa\":1}"},
		{"[9007199254740991,-9007199254740991,0]",
			"[9007199254740991,-9007199254740991,0]"},
		{"\"\\u0041\\/\\u000a\\u001F\\u007f\\\"\\\\\\b\\f\\n\\r\\t\"",
			"\"A/\\n\\u001f\x7f\\\"\\\\\\b\\f\\n\\r\\t\""},
		{"\"\\u642c\\ud83d\\ude00 \\u00e9\"", "\"搬😀 é\""},
		/* json-c's own parser reads U+FFFD here */
		{"\"\\ud836\\ude00 \\ud837\\udfff\"", "\"\xf0\x9d\xa8\x80 \xf0\x9d\xbf\xbf\""},
		{"[]", "[]"},
		{"{}", "{}"},
		{"null", "null"},
		{"\"\"", "\"\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		AUTO_JSON struct json_object *tree = parsed(rows[i].text);
		AUTO_FREE char *text = json_canonical_string(tree);
		assert_string_equal(text, rows[i].canonical);
		AUTO_JSON struct json_object *again = parsed(text);
		AUTO_FREE char *twice = json_canonical_string(again);
		assert_string_equal(twice, text);
	}
}

static void test_canonical_of_foreign_bytes(void **state)
{
	AUTO_JSON struct json_object *tree = json_object_new_object();
	json_set_string(tree, "name", "web\xff\xe6\x90-1");
	AUTO_FREE char *text = json_canonical_string(tree);

	(void)state;
	assert_string_equal(text, "{\"name\":\"web\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd-1\"}");
	AUTO_JSON struct json_object *again = parsed(text);
	assert_non_null(again);
}

/* What is written in parts is cut nowhere: each piece, at every place of a long text. */
static void test_canonical_of_long_texts(void **state)
{
	static const char *const pieces[][2] = {{"搬", "搬"}, {"\"", "\\\""}, {"\n", "\\n"},
		{"\x01", "\\u0001"}, {"\x1f", "\\u001f"}, {"\xff", "\xef\xbf\xbd"},
		{"\xf0\x9f\x9a\x9a", "\xf0\x9f\x9a\x9a"}, {"plain text", "plain text"}};
	size_t count = sizeof(pieces) / sizeof(pieces[0]);

	(void)state;
	for (size_t before = 0; before < 600; before++) {
		AUTO_TEXT struct text text = {0}, expected = {0};
		AUTO_JSON struct json_object *string = NULL;
		AUTO_FREE char *written = NULL;

		text_add(&expected, "\"");
		for (size_t i = 0; i < before; i++) {
			text_add(&text, "x");
			text_add(&expected, "x");
		}
		for (size_t i = 0; text.size < 1500; i++) {
			text_add(&text, pieces[i % count][0]);
			text_add(&expected, pieces[i % count][1]);
		}
		text_add(&expected, "\"");
		string = json_object_new_string_len(text.data, (int)text.size);
		written = json_canonical_string(string);
		assert_string_equal(written, expected.data);
	}
}

static void test_locate(void **state)
{
	static const char text[] =
		"{\n"
		"  \"hosts\": [\n"
		"    {\"name\": \"a,]}\", \"port\": 22},\n"
		"    {\"搬\": {}, \"port\" : 70000}\n"
		"  ],\n"
		"  \"a/b\": [[], [1, 2]], \"m~n\": \"\\\"\", \"\\u0065\": 0\n"
		"}\n";
	static const struct {
		const char *path;
		bool name;
		int line, column;
	} rows[] = {
		{"", false, 1, 1},
		{"", true, 1, 1},
		{"/hosts", true, 2, 3},
		{"/hosts", false, 2, 12},
		{"/hosts/0", false, 3, 5},
		{"/hosts/0/port", true, 3, 22},
		{"/hosts/0/port", false, 3, 30},
		{"/hosts/1/port", true, 4, 17},
		{"/hosts/1/port", false, 4, 26},
		{"/hosts/1", true, 4, 5},
		{"/a~1b/1/1", false, 6, 19},
		{"/m~0n", false, 6, 31},
		{"/e", true, 6, 37},
		{"/hosts/2", false, 0, 0},
		{"/hosts/x", false, 0, 0},
		{"/hosts/0/name/x", false, 0, 0},
		{"/none", false, 0, 0},
	};
	struct source source = source_of(text);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int line = -1, column = -1;
		json_locate(&source, rows[i].path, rows[i].name, &line, &column);
		assert_int_equal(line, rows[i].line);
		assert_int_equal(column, rows[i].column);
	}
}

static void test_members(void **state)
{
	AUTO_JSON struct json_object *tree =
		parsed("{\"s\":\"x\",\"i\":-5,\"b\":true,\"n\":null,\"l\":[]}");

	(void)state;
	assert_string_equal(json_string(tree, "s"), "x");
	assert_null(json_string(tree, "i"));
	assert_null(json_string(tree, "none"));
	assert_null(json_string(tree, "n"));
	assert_int_equal(json_integer(tree, "i", 7), -5);
	assert_int_equal(json_integer(tree, "none", 7), 7);
	assert_int_equal(json_integer(tree, "s", 7), 7);
	assert_true(json_boolean(tree, "b", false));
	assert_true(json_boolean(tree, "none", true));
	assert_true(json_object_is_type(json_member(tree, "l"), json_type_array));
	assert_null(json_member(tree, "none"));
	assert_null(json_member(NULL, "s"));
}

static void test_lists(void **state)
{
	AUTO_JSON struct json_object *list = parsed("[\"a\",\"b\"]");
	AUTO_JSON struct json_object *rows =
		parsed("[{\"id\":\"a\",\"n\":1},{\"n\":2},{\"id\":\"b\",\"n\":3},"
		       "{\"id\":\"b\",\"n\":4}]");

	(void)state;
	assert_string_equal(json_string_at(list, 1), "b");
	assert_null(json_string_at(list, 2));
	assert_true(json_has_string(list, "a"));
	assert_false(json_has_string(list, "c"));
	assert_false(json_has_string(list, NULL));
	assert_false(json_has_string(NULL, "a"));
	assert_int_equal(json_integer(json_find(rows, "id", "b"), "n", 0), 3);
	assert_int_equal(json_integer(json_find(rows, "id", NULL), "n", 0), 2);
	assert_null(json_find(rows, "id", "c"));
	assert_null(json_find(NULL, "id", "a"));
}

static void test_index(void **state)
{
	AUTO_JSON struct json_object *rows =
		parsed("[{\"id\":\"a\",\"n\":1},{\"id\":\"b\",\"n\":2}]");
	AUTO_JSON struct json_object *index = json_index(rows, "id");
	AUTO_JSON struct json_object *nothing = json_index(NULL, "id");

	(void)state;
	assert_int_equal(json_object_object_length(index), 2);
	assert_ptr_equal(json_member(index, "b"), json_object_array_get_idx(rows, 1));
	assert_int_equal(json_object_object_length(nothing), 0);
}

static void test_building(void **state)
{
	AUTO_JSON struct json_object *tree = json_object_new_object();
	json_set_boolean(json_set_integer(json_set_string(tree, "s", "x"), "i", 5), "b", true);
	json_set(json_set_string(tree, "none", NULL), "o", json_object_new_object());
	AUTO_JSON struct json_object *copy = json_copy(tree);
	json_set_integer(json_member(copy, "o"), "inner", 1);
	AUTO_FREE char *text = json_canonical_string(tree);
	AUTO_FREE char *copied = json_canonical_string(copy);

	(void)state;
	assert_string_equal(text, "{\"b\":true,\"i\":5,\"o\":{},\"s\":\"x\"}");
	assert_string_equal(copied, "{\"b\":true,\"i\":5,\"o\":{\"inner\":1},\"s\":\"x\"}");
	assert_null(json_copy(NULL));
}

/* What is written straight is what a tree of it would be. */
static void test_written_straight(void **state)
{
	AUTO_JSON struct json_object *list = parsed("[null,{\"z\":1,\"a\":[]}]");
	AUTO_TEXT struct text text = {0}, nothing = {0}, members = {0};

	(void)state;
	json_add_integer(&members, "k", JSON_INTEGER_MOST);
	json_add_integer(&members, "l", -JSON_INTEGER_MOST);
	json_open(&text, NULL, '{');
	json_add_text(&text, NULL, &nothing);
	json_add_string(&text, "\"a\"\n", "\t\xff{[");
	json_open(&text, "b", '[');
	json_add_string(&text, NULL, "[");
	json_add_integer(&text, NULL, 0);
	json_open(&text, NULL, '{');
	json_close(&text, '}');
	json_add_boolean(&text, NULL, false);
	json_close(&text, ']');
	json_add_string(&text, "c", NULL);
	json_add_tree(&text, "d", list);
	json_add_tree(&text, "e", NULL);
	json_add_text(&text, NULL, &members);
	json_close(&text, '}');
	AUTO_JSON struct json_object *tree = parsed(text.data);
	AUTO_FREE char *canonical = json_canonical_string(tree);
	assert_string_equal(text.data, canonical);
	assert_string_equal(text.data,
		"{\"\\\"a\\\"\\n\":\"\\t\xef\xbf\xbd{[\",\"b\":[\"[\",0,{},false],"
		"\"d\":[null,{\"a\":[],\"z\":1}],\"e\":null,\"k\":9007199254740991,"
		"\"l\":-9007199254740991}");
}

static struct json_object *tree_of(int number)
{
	AUTO_FREE char *text = mem_format("{\"a\":[{\"x\":\"same\",\"y\":-7},null,true],"
					  "\"b\":\"only %d\",\"c\":{\"d\":\"\"}}",
		number);
	struct source source = {SOURCE_JSON, "test", text, strlen(text)};
	struct json_object *tree = NULL;

	assert_int_equal(json_parse(&tree, &source, JSON_FILE, NULL), 0);
	return tree;
}

/*
 * Of more trees than are remembered each says what it said, and most of what is equal is one.
 */
static void test_shared(void **state)
{
	enum { TREES = 200000 };
	static struct json_object *trees[TREES];
	int same = 0;

	(void)state;
	for (int i = 0; i < TREES; i++)
		json_share(trees[i] = tree_of(i));
	for (int i = 0; i < TREES; i++) {
		AUTO_JSON struct json_object *fresh = tree_of(i);

		assert_true(json_object_equal(trees[i], fresh));
		assert_string_equal(json_object_to_json_string(trees[i]),
			json_object_to_json_string(fresh));
		same += i > 0 && json_member(trees[i], "a") == json_member(trees[i - 1], "a");
	}
	assert_true(same > TREES * 9 / 10);
	for (int i = 0; i < TREES; i++)
		json_object_put(trees[i]);
}

static void assert_all_found(int count)
{
	AUTO_TEXT struct text text = {0};
	AUTO_JSON struct json_object *tree = NULL;
	struct error error = {0};

	text_add(&text, "{");
	for (int i = 0; i < count; i++)
		text_format(&text, "%s\"member %d\":%d", i ? "," : "", i, i);
	text_add(&text, "}");
	struct source source = {SOURCE_JSON, "test", text.data, text.size};
	assert_int_equal(json_parse(&tree, &source, JSON_FILE, &error), 0);
	assert_int_equal(json_object_object_length(tree), count);
	for (int i = 0; i < count; i++) {
		AUTO_FREE char *name = mem_format("member %d", i);

		assert_int_equal(json_integer(tree, name, -1), i);
	}
}

static void test_each_member_is_found(void **state)
{
	(void)state;
	for (int count = 0; count < 600; count++)
		assert_all_found(count);
	assert_all_found(50000);
}

/* The same names for each thread, all of them new in the same moment. */
static int read_names(void *argument, size_t index, struct error *error)
{
	AUTO_TEXT struct text text = {0};
	AUTO_JSON struct json_object *tree = NULL;

	(void)argument;
	(void)error;
	text_add(&text, "{");
	for (int i = 0; i < 1500; i++)
		text_format(&text, "%s\"shared-%d\":%d", i ? "," : "", i, i);
	text_add(&text, "}");
	tree = parsed(text.data);
	for (int i = 0; i < 1500; i++) {
		AUTO_FREE char *name = mem_format("shared-%d", i);

		if (json_integer(tree, name, -1) != i)
			return error_set(error, ERROR_FAILED, NULL, "%zu: %s", index, name);
	}
	return 0;
}

static void test_names_of_threads(void **state)
{
	struct error error = {0};

	(void)state;
	if (gang_run(8, 8, read_names, NULL, &error) < 0)
		fail_msg("%s", error.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_member_is_found),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_nul_byte),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_canonical),
		cmocka_unit_test(test_canonical_of_foreign_bytes),
		cmocka_unit_test(test_canonical_of_long_texts),
		cmocka_unit_test(test_locate),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_index),
		cmocka_unit_test(test_building),
		cmocka_unit_test(test_written_straight),
		cmocka_unit_test(test_shared),
		cmocka_unit_test(test_names_of_threads),
	};

	return cmocka_run_group_tests_name("base/json", tests, NULL, NULL);
}
