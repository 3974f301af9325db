#include "base/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/yaml.h"

#define UUID   "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
#define DIGEST "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const char *const kinds[] = {"live", "cold", NULL};
static const struct shape_field disk = {NULL, SHAPE_STRING, .low = 1, .high = 8};
static const struct shape_field rate = {NULL, SHAPE_INTEGER, .low = 1, .high = 100};

static const struct shape_field host_fields[] = {
	{"name", SHAPE_NAME, .required = true, .help = "unique name of the host"},
	{"port", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "TCP port"},
	{"disks", SHAPE_LIST, .item = &disk, .low = 1, .high = 2},
	{0},
};
static const struct shape_field host = {NULL, SHAPE_OBJECT, .fields = host_fields};

static const struct shape_field fields[] = {
	{"hosts", SHAPE_LIST, .item = &host},
	{"kind", SHAPE_CHOICE, .choices = kinds},
	{"count", SHAPE_INTEGER},
	{"enabled", SHAPE_BOOLEAN},
	{"digest", SHAPE_DIGEST},
	{"since", SHAPE_TIME},
	{"day", SHAPE_DATE},
	{"uuid", SHAPE_UUID},
	{"address", SHAPE_ADDRESS},
	{"note", SHAPE_STRING},
	{"links", SHAPE_OBJECT, .item = &rate},
	{"free", SHAPE_OBJECT},
	{"any", SHAPE_ANY},
	{0},
};

static int parse(struct json_object **tree, const struct source *source, struct error *error)
{
	return source->kind == SOURCE_JSON ? json_parse(tree, source, JSON_MESSAGE, error)
					   : yaml_parse(tree, source, error);
}

/* The result of the check of a text that is well-formed. */
static int checked(enum source_kind kind, const char *text, struct error *error)
{
	struct source source = {kind, "input", text, strlen(text)};
	AUTO_JSON struct json_object *tree = NULL;

	*error = (struct error){0};
	if (parse(&tree, &source, error) < 0)
		fail_msg("%s: %s", text, error->text);
	return shape_check(fields, tree, &source, error);
}

static const char whole[] =
	"{\"hosts\":[{\"name\":\"hv-1.a_b\",\"port\":65535,\"disks\":[\"vda\",\"12345678\"]}],"
	"\"kind\":\"cold\",\"count\":-9007199254740991,\"enabled\":false,\"digest\":\"" DIGEST
	"\",\"since\":\"2026-01-31T23:59:59.5Z\",\"day\":\"2024-02-29\",\"uuid\":\"" UUID
	"\",\"address\":\"2001:db8::1\",\"note\":\"\",\"links\":{\"any name\":1},"
	"\"free\":{\"x\":[]},\"any\":null}";

static void test_good(void **state)
{
	static const char *const good[] = {
		"{}", "{\"hosts\":[]}", "{\"any\":{\"x\":[1]}}", whole};
	struct error error;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (checked(SOURCE_JSON, good[i], &error) < 0)
			fail_msg("%s: %s", good[i], error.text);
	assert_int_equal(
		checked(SOURCE_YAML,
			"hosts:\n  - name: a\n    port: 22\nkind: live\nlinks: {x: 7}\n"
			"since: 2026-01-31T23:59:59Z\naddress: 192.0.2.1\n",
			&error),
		0);
}

struct row {
	enum source_kind kind;
	const char *text;
	int line, column;
	const char *message;
};

static const struct row offences[] = {
	{SOURCE_JSON, "[]", 1, 1,
		"The document must be an object, but is a list of 0 entries."},
	{SOURCE_JSON, " null", 1, 2, "The document must be an object, but is null."},
	{SOURCE_YAML, "text", 1, 1, "The document must be an object, but is \"text\"."},
	/* names */
	{SOURCE_JSON, "{\"hosts\":[{\"name\":\"a\",\n\"prot\":1}]}", 2, 1,
		"\"hosts[0].prot\" is not known here; did you mean \"port\"?"},
	{SOURCE_JSON, "{\"hosts\":[{\"zzz\":1}]}", 1, 12,
		"\"hosts[0].zzz\" is not known here; known are \"name\", \"port\", \"disks\"."},
	{SOURCE_YAML, "kind: live\nHosts: []\n", 2, 1,
		"\"Hosts\" is not known here; did you mean \"hosts\"?"},
	{SOURCE_YAML, "enable: true\n", 1, 1,
		"\"enable\" is not known here; did you mean \"enabled\"?"},
	{SOURCE_JSON, "{\"hosts\":[\n {\"port\":1}]}", 2, 2,
		"\"hosts[0].name\" must be a name of 1 to 63 letters, digits, \".\", \"_\" and "
		"\"-\" "
		"that does not start with \".\" or \"-\", but is missing."},
	{SOURCE_YAML, "hosts:\n  - name: a\n  - port: 1\n", 3, 5,
		"\"hosts[1].name\" must be a name of 1 to 63 letters, digits, \".\", \"_\" and "
		"\"-\" "
		"that does not start with \".\" or \"-\", but is missing."},
	/* the first in the order of the document is told */
	{SOURCE_YAML, "count: x\nkind: y\n", 1, 8,
		"\"count\" must be an integer, but is \"x\"."},
	{SOURCE_YAML, "kind: y\ncount: x\n", 1, 7,
		"\"kind\" must be one of \"live\", \"cold\", but is \"y\"."},
	/* numbers */
	{SOURCE_JSON, "{\"hosts\":[{\"name\":\"a\",\"port\": 70000}]}", 1, 31,
		"\"hosts[0].port\" must be an integer from 1 to 65535, but is 70000."},
	{SOURCE_YAML, "hosts:\n  - name: a\n    port: 0\n", 3, 11,
		"\"hosts[0].port\" must be an integer from 1 to 65535, but is 0."},
	{SOURCE_YAML, "hosts:\n  - name: a\n    port: \"22\"\n", 3, 11,
		"\"hosts[0].port\" must be an integer from 1 to 65535, but is \"22\"."},
	{SOURCE_YAML, "count: 1.5\n", 1, 8, "\"count\" must be an integer, but is \"1.5\"."},
	{SOURCE_JSON, "{\"count\":true}", 1, 10, "\"count\" must be an integer, but is true."},
	{SOURCE_JSON, "{\"count\":null}", 1, 10, "\"count\" must be an integer, but is null."},
	{SOURCE_YAML, "enabled: yes\n", 1, 10,
		"\"enabled\" must be true or false, but is \"yes\"."},
	{SOURCE_JSON, "{\"enabled\":1}", 1, 12, "\"enabled\" must be true or false, but is 1."},
	/* texts */
	{SOURCE_YAML, "hosts: [{name: -a}]\n", 1, 16,
		"\"hosts[0].name\" must be a name of 1 to 63 letters, digits, \".\", \"_\" and "
		"\"-\" "
		"that does not start with \".\" or \"-\", but is \"-a\"."},
	{SOURCE_YAML, "hosts: [{name: a/b}]\n", 1, 16,
		"\"hosts[0].name\" must be a name of 1 to 63 letters, digits, \".\", \"_\" and "
		"\"-\" "
		"that does not start with \".\" or \"-\", but is \"a/b\"."},
	{SOURCE_YAML, "kind: \"li\\nve\"\n", 1, 7,
		"\"kind\" must be one of \"live\", \"cold\", but is \"li\\nve\"."},
	{SOURCE_YAML, "note: 5\n", 1, 7,
		"\"note\" must be a text of 0 to 4096 bytes, but is 5."},
	{SOURCE_YAML, "hosts: [{name: a, disks: [vda, \"\"]}]\n", 1, 32,
		"\"hosts[0].disks[1]\" must be a text of 1 to 8 bytes, but is \"\"."},
	{SOURCE_YAML, "hosts: [{name: a, disks: [123456789abc]}]\n", 1, 27,
		"\"hosts[0].disks[0]\" must be a text of 1 to 8 bytes, but is "
		"\"123456789abc\"."},
	{SOURCE_YAML,
		"kind: "
		"aaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbb"
		"bbc",
		1, 7, "\"kind\" must be one of \"live\", \"cold\", but is a text of 81 bytes."},
	{SOURCE_YAML, "digest: sha256:00\n", 1, 9,
		"\"digest\" must be \"sha256:\" and 64 lower-case hexadecimal digits, but is "
		"\"sha256:00\"."},
	{SOURCE_JSON, "{\"since\":\"2026-01-31\"}", 1, 10,
		"\"since\" must be a time in UTC such as \"2026-01-31T23:59:59Z\", but is "
		"\"2026-01-31\"."},
	{SOURCE_JSON, "{\"day\":\"2026-02-29\"}", 1, 8,
		"\"day\" must be a date such as \"2026-01-31\", \"2026-01\" or \"2026\", but "
		"is "
		"\"2026-02-29\"."},
	{SOURCE_JSON, "{\"uuid\":\"0B1C2D3E-4f50-6172-8394-a5b6c7d8e9f0\"}", 1, 9,
		"\"uuid\" must be a UUID in lower case with hyphens, but is "
		"\"0B1C2D3E-4f50-6172-8394-a5b6c7d8e9f0\"."},
	{SOURCE_JSON, "{\"uuid\":\"" UUID "0\"}", 1, 9,
		"\"uuid\" must be a UUID in lower case with hyphens, but is \"" UUID "0\"."},
	{SOURCE_JSON, "{\"address\":\"192.0.2.0/24\"}", 1, 12,
		"\"address\" must be an IPv4 or IPv6 address, but is \"192.0.2.0/24\"."},
	/* what holds others */
	{SOURCE_JSON, "{\"hosts\":{}}", 1, 10, "\"hosts\" must be a list, but is an object."},
	{SOURCE_JSON, "{\"hosts\":[[]]}", 1, 11,
		"\"hosts[0]\" must be an object, but is a list of 0 entries."},
	{SOURCE_JSON, "{\"hosts\":[{\"name\":\"a\",\"disks\":[]}]}", 1, 31,
		"\"hosts[0].disks\" must be a list of 1 to 2 entries, but is a list of 0 "
		"entries."},
	{SOURCE_JSON, "{\"hosts\":[{\"name\":\"a\",\"disks\":[\"a\",\"b\",\"c\"]}]}", 1, 31,
		"\"hosts[0].disks\" must be a list of 1 to 2 entries, but is a list of 3 "
		"entries."},
	{SOURCE_JSON, "{\"links\":{\"a/b\":1,\"c~d\":101}}", 1, 25,
		"\"links.c~d\" must be an integer from 1 to 100, but is 101."},
	{SOURCE_JSON, "{\"links\":{\"a/b\":0}}", 1, 17,
		"\"links.a/b\" must be an integer from 1 to 100, but is 0."},
};

static void test_offences(void **state)
{
	struct error error;

	(void)state;
	for (size_t i = 0; i < sizeof(offences) / sizeof(offences[0]); i++) {
		const struct row *row = &offences[i];
		assert_int_equal(checked(row->kind, row->text, &error), -1);
		assert_int_equal(error.code, ERROR_INPUT);
		assert_string_equal(error.object, "input");
		assert_string_equal(error.text, row->message);
		assert_int_equal(error.line, row->line);
		assert_int_equal(error.column, row->column);
		assert_int_equal(checked(SOURCE_JSON, whole, &error), 0);
	}
}

static void test_digest_of_any_wrong_digit(void **state)
{
	struct error error;
	char text[] = "{\"digest\":\"" DIGEST "\"}";

	(void)state;
	for (size_t at = 11; text[at] != '"'; at++) {
		char right = text[at];
		text[at] = 'F';
		assert_int_equal(checked(SOURCE_JSON, text, &error), -1);
		text[at] = right;
	}
	assert_int_equal(checked(SOURCE_JSON, text, &error), 0);
}

static void test_without_source(void **state)
{
	AUTO_JSON struct json_object *tree = json_object_new_object();
	struct error error = {0};
	json_set_string(tree, "count", "x");

	(void)state;
	assert_int_equal(shape_check(fields, tree, NULL, &error), -1);
	assert_string_equal(error.text, "\"count\" must be an integer, but is \"x\".");
	assert_string_equal(error.object, "");
	assert_int_equal(error.line, 0);
	assert_int_equal(shape_check(fields, tree, NULL, NULL), -1);
}

/* A new file that holds `content`; the caller frees the name. */
static char *file_with(const char *content)
{
	char *name = mem_string("/tmp/banyun-shape-XXXXXX");
	AUTO_CLOSE int descriptor = mkstemp(name);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, content, strlen(content)), strlen(content));
	return name;
}

static void test_read_file(void **state)
{
	AUTO_FREE char *good = file_with("kind: live\n");
	AUTO_FREE char *wrong = file_with("kind: live\ncount: x\n");
	AUTO_FREE char *broken = file_with("{\"kind\":\n");
	AUTO_JSON struct json_object *tree = NULL;
	struct error error = {0};

	(void)state;
	assert_int_equal(shape_read_file(&tree, SOURCE_YAML, good, fields, &error), 0);
	assert_string_equal(json_string(tree, "kind"), "live");
	json_put_at(&tree);
	assert_int_equal(shape_read_file(&tree, SOURCE_YAML, wrong, fields, &error), -1);
	assert_string_equal(error.object, wrong);
	assert_int_equal(error.line, 2);
	assert_int_equal(error.column, 8);
	assert_null(tree);
	assert_int_equal(shape_read_file(&tree, SOURCE_JSON, broken, fields, &error), -1);
	assert_int_equal(error.line, 2);
	assert_int_equal(shape_read_file(&tree, SOURCE_JSON, "/no/file", fields, &error), -1);
	assert_int_equal(error.code, ERROR_NOT_FOUND);
	unlink(good);
	unlink(wrong);
	unlink(broken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_offences),
		cmocka_unit_test(test_digest_of_any_wrong_digit),
		cmocka_unit_test(test_without_source),
		cmocka_unit_test(test_read_file),
	};

	return cmocka_run_group_tests_name("base/shape", tests, NULL, NULL);
}
