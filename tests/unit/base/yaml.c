#include "base/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

static struct source source_of(const char *text)
{
	return (struct source){SOURCE_YAML, "banyun.yaml", text, strlen(text)};
}

/* The canonical JSON of a text that must be good; the caller frees it. */
static char *canonical(const char *text)
{
	struct source source = source_of(text);
	AUTO_JSON struct json_object *tree = NULL;
	struct error error = {0};

	if (yaml_parse(&tree, &source, &error) < 0)
		fail_msg("%s: %d:%d: %s", text, error.line, error.column, error.text);
	return json_canonical_string(tree);
}

static void test_good(void **state)
{
	static const struct {
		const char *text, *json;
	} rows[] = {
		{"a: 1\nb: [x, true, -5]\n", "{\"a\":1,\"b\":[\"x\",true,-5]}"},
		{"hosts:\n  - name: hv1\n    port: 22\n  - name: hv2\n",
			"{\"hosts\":[{\"name\":\"hv1\",\"port\":22},{\"name\":\"hv2\"}]}"},
		{"# a comment\n---\na: b # more\n...\n", "{\"a\":\"b\"}"},
		{"a: '1'\nb: \"true\"\nc: |\n  two\n  lines\n",
			"{\"a\":\"1\",\"b\":\"true\",\"c\":\"two\\nlines\\n\"}"},
		/* what YAML 1.1 would make something else of stays a text */
		{"[no, yes, on, Off, True, ~, null, 1.0, 1e3, 0x1f, 0o17, 010, 1_000, +1, -0, "
		 ".inf, 2026-01-31, 12:30:45]",
			"[\"no\",\"yes\",\"on\",\"Off\",\"True\",\"~\",\"null\",\"1.0\","
			"\"1e3\","
			"\"0x1f\",\"0o17\",\"010\",\"1_000\",\"+1\",\"-0\",\".inf\","
			"\"2026-01-31\",\"12:30:45\"]"},
		{"a:\n", "{\"a\":\"\"}"},
		{"[9007199254740991, -9007199254740991, 0]",
			"[9007199254740991,-9007199254740991,0]"},
		{"名称: 搬云\n", "{\"名称\":\"搬云\"}"},
		{"\"k\\u0061\": \"\\u642c\"\n", "{\"ka\":\"搬\"}"},
		{"80: x\n", "{\"80\":\"x\"}"},
		{"\xef\xbb\xbf"
		 "a: 1\r\nb: 2\r\n",
			"{\"a\":1,\"b\":2}"},
		{"<<: x\n", "{\"<<\":\"x\"}"},
		{"word", "\"word\""},
		{"{}", "{}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		AUTO_FREE char *json = canonical(rows[i].text);
		assert_string_equal(json, rows[i].json);
	}
}

static const struct {
	const char *text;
	int line, column;
	const char *message;
} malformed[] = {
	{"", 1, 1, "The file is empty, but a document was expected."},
	{"# only a comment\n", 1, 1, "The file is empty, but a document was expected."},
	/* what is refused though it is YAML */
	{"a: &x 1\nb: *x\n", 1, 4,
		"Anchors and aliases are not accepted: write the value out."},
	{"a:\n  - 1\n  - *x\n", 3, 5,
		"Anchors and aliases are not accepted: write the value out."},
	{"a: &x\n  b: 1\n", 1, 4, "Anchors and aliases are not accepted: write the value out."},
	{"a: &x [1]\n", 1, 4, "Anchors and aliases are not accepted: write the value out."},
	{"&k a: 1\n", 1, 1, "Anchors and aliases are not accepted: write the value out."},
	{"*k : 1\n", 1, 1, "Anchors and aliases are not accepted: write the value out."},
	{"a: !!str 1\n", 1, 4, "Tags are not accepted: quote the value if it is a text."},
	{"a: ! 1\n", 1, 4, "Tags are not accepted: quote the value if it is a text."},
	{"a: !!python/object:os.system {}\n", 1, 4,
		"Tags are not accepted: quote the value if it is a text."},
	{"a: !!set [1]\n", 1, 4, "Tags are not accepted: quote the value if it is a text."},
	{"a: 1\n---\nb: 2\n", 2, 1, "A second document starts here, but only one is accepted."},
	{"a: 1\nb: 2\na: 3\n", 3, 1, "The key \"a\" is there twice."},
	{"搬: {云: 1, 云: 2}\n", 1, 15, "The key \"云\" is there twice."},
	{"a: 1\n\"\\u0061\": 3\n", 2, 1, "The key \"a\" is there twice."},
	{"? [a, b]\n: 1\n", 1, 3, "A key must be a plain text."},
	{"? {a: b}\n: 1\n", 1, 3, "A key must be a plain text."},
	{"a: 9007199254740992\n", 1, 4,
		"The integer lies beyond 2^53 - 1: quote it if it is a text."},
	{"a: [1,\n -99999999999999999999]\n", 2, 2,
		"The integer lies beyond 2^53 - 1: quote it if it is a text."},
	{"a: \"x\\0y\"\n", 1, 4, "A text must not contain the character NUL."},
	{"\"x\\0y\": 1\n", 1, 1, "A text must not contain the character NUL."},
	/* what is no YAML */
	{"a: 1\n b: 2\n", 2, 3,
		"This is not valid YAML: mapping values are not allowed in this context."},
	{"a: [1, 2\n", 2, 1,
		"This is not valid YAML: while parsing a flow sequence (from line 1 on), did "
		"not find expected ',' or ']'."},
	{"a:\n\t- 1\n", 2, 1,
		"This is not valid YAML: while scanning for the next token (from line 2 on), "
		"found character that cannot start any token."},
	{"a: \"x\n", 2, 1,
		"This is not valid YAML: while scanning a quoted scalar (from line 1 on), "
		"found unexpected end of stream."},
	{"a: 'x' y\n", 1, 8,
		"This is not valid YAML: while parsing a block mapping (from line 1 on), did "
		"not find expected key."},
	{"搬云: }\n", 1, 9,
		"This is not valid YAML: while parsing a block node (from line 1 on), did not "
		"find expected node content."},
	{"- 1\nb: 2\n", 2, 1,
		"This is not valid YAML: while parsing a block collection (from line 1 on), "
		"did not find expected '-' indicator."},
	{"a: @x\n", 1, 4,
		"This is not valid YAML: while scanning for the next token (from line 1 on), "
		"found character that cannot start any token."},
	{"a: %x\n", 1, 4,
		"This is not valid YAML: while scanning for the next token (from line 1 on), "
		"found character that cannot start any token."},
	{"a: \"\\x\"\n", 1, 7,
		"This is not valid YAML: while parsing a quoted scalar (from line 1 on), did "
		"not find expected hexdecimal number."},
	{"a: \"\\ud800\"\n", 1, 7,
		"This is not valid YAML: while parsing a quoted scalar (from line 1 on), found "
		"invalid Unicode character escape code."},
	/* what is no text */
	{"a: 1\nb: x\xff\n", 2, 5, "The byte 0xff is not UTF-8 here."},
	{"a: \xed\xa0\x80\n", 1, 4, "The byte 0xed is not UTF-8 here."},
	{"\xef\xbb\xbf"
	 "a: [\n",
		2, 1,
		"This is not valid YAML: while parsing a flow node (from line 2 on), did not "
		"find expected node content."},
	{"a: \"\x01\"\n", 1, 5, "This is not valid YAML: control characters are not allowed."},
};

static void test_malformed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
		struct source source = source_of(malformed[i].text);
		struct json_object *tree = (struct json_object *)&source;
		struct error error = {0};

		assert_int_equal(yaml_parse(&tree, &source, &error), -1);
		assert_null(tree);
		assert_int_equal(error.code, ERROR_INPUT);
		assert_string_equal(error.object, "banyun.yaml");
		assert_string_equal(error.text, malformed[i].message);
		assert_int_equal(error.line, malformed[i].line);
		assert_int_equal(error.column, malformed[i].column);
		AUTO_FREE char *good = canonical("a: 1");
		assert_string_equal(good, "{\"a\":1}");
	}
}

static void test_nul_byte(void **state)
{
	struct source source = {SOURCE_YAML, "banyun.yaml", "a: 1\nb: \0x\n", 11};
	struct json_object *tree;
	struct error error = {0};

	(void)state;
	assert_int_equal(yaml_parse(&tree, &source, &error), -1);
	assert_int_equal(error.line, 2);
	assert_int_equal(error.column, 4);
}

static void test_utf16_is_refused(void **state)
{
	struct source source = {SOURCE_YAML, "banyun.yaml",
		"\xff\xfe"
		"a\0:\0 \0b\0",
		10};
	struct json_object *tree;
	struct error error = {0};

	(void)state;
	assert_int_equal(yaml_parse(&tree, &source, &error), -1);
	assert_string_equal(error.text, "The byte 0xff is not UTF-8 here.");
	assert_int_equal(error.column, 1);
}

static void test_size(void **state)
{
	AUTO_FREE char *large = mem_alloc(YAML_FILE + 2);
	struct source source = {SOURCE_YAML, "banyun.yaml", large, YAML_FILE};
	struct json_object *tree;
	struct error error = {0};

	(void)state;
	memset(large, '#', YAML_FILE + 1);
	memcpy(large, "a: 1\n", 5);
	assert_int_equal(yaml_parse(&tree, &source, &error), 0);
	json_put_at(&tree);
	source.size++;
	assert_int_equal(yaml_parse(&tree, &source, &error), -1);
	assert_string_equal(
		error.text, "The text has 4194305 bytes, but at most 4194304 are accepted.");
	assert_int_equal(error.line, 1);
}

static void test_depth(void **state)
{
	char text[2 * JSON_DEPTH + 3];
	struct source source = {SOURCE_YAML, "banyun.yaml", text, 2 * JSON_DEPTH};
	struct json_object *tree;
	struct error error = {0};

	(void)state;
	memset(text, '[', JSON_DEPTH);
	memset(text + JSON_DEPTH, ']', JSON_DEPTH);
	assert_int_equal(yaml_parse(&tree, &source, &error), 0);
	json_put_at(&tree);
	memset(text, '[', JSON_DEPTH + 1);
	memset(text + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
	source.size += 2;
	assert_int_equal(yaml_parse(&tree, &source, &error), -1);
	assert_string_equal(error.text, "Maps and lists are nested deeper than 32.");
	assert_int_equal(error.column, JSON_DEPTH + 1);
}

static void test_locate(void **state)
{
	static const char text[] = "# 搬云\n"
				   "hosts:\n"
				   "  - name: hv1\n"
				   "    port: 22\n"
				   "  - {搬: [1, {x: y}], port: 70000}\n"
				   "a/b: |\n"
				   "  text\n"
				   "\"q\\u0065\": 'v'\n";
	static const struct {
		const char *path;
		bool name;
		int line, column;
	} rows[] = {
		{"", false, 2, 1},
		{"/hosts", true, 2, 1},
		{"/hosts", false, 3, 3},
		{"/hosts/0", false, 3, 5},
		{"/hosts/0/port", true, 4, 5},
		{"/hosts/0/port", false, 4, 11},
		{"/hosts/1/port", true, 5, 24},
		{"/hosts/1/port", false, 5, 30},
		{"/hosts/1/搬/1/x", false, 5, 19},
		{"/a~1b", true, 6, 1},
		{"/qe", true, 8, 1},
		{"/qe", false, 8, 12},
		{"/hosts/2", false, 0, 0},
		{"/hosts/0/none", false, 0, 0},
		{"/hosts/0/port/x", false, 0, 0},
	};
	struct source source = source_of(text);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int line = -1, column = -1;
		yaml_locate(&source, rows[i].path, rows[i].name, &line, &column);
		assert_int_equal(line, rows[i].line);
		assert_int_equal(column, rows[i].column);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_nul_byte),
		cmocka_unit_test(test_utf16_is_refused),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_locate),
	};

	return cmocka_run_group_tests_name("base/yaml", tests, NULL, NULL);
}
