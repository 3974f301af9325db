#include "ssh/literals.h"

#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

#define TOOLS "\nBB begin tools\n\nBB end tools 0\n"

static int read_text(struct json_object **result, const char *text, struct error *error)
{
	*result = NULL;
	*error = (struct error){0};
	return literals_read(result, "BB", (struct span){text, strlen(text)}, error);
}

/* What is made of these lines and counts. */
static char *told(const char *lines, const char *counts)
{
	AUTO_JSON struct json_object *result = NULL;
	AUTO_FREE char *text =
		mem_format(TOOLS "\nBB begin literals\n%s\nBB end literals 0\n"
				 "\nBB begin counts\n%s\n\nBB end counts 0\n\nBB done\n",
			lines, counts);
	struct error error;

	if (read_text(&result, text, &error) < 0)
		return mem_format("%s", error.text);
	return json_canonical_string(result);
}

static void assert_told(const char *lines, const char *counts, const char *expected)
{
	AUTO_FREE char *found = told(lines, counts);

	assert_string_equal(found, expected);
}

static void assert_malformed(const char *lines, const char *counts)
{
	AUTO_FREE char *found = told(lines, counts);

	if (strstr(found, "malformed") == NULL)
		fail_msg("\"%s\" \"%s\": %s", lines, counts, found);
}

static void test_sorted_and_without_twins(void **state)
{
	(void)state;
	assert_told("program nginx\n3 192.0.2.9\n"
		    "file /etc/hosts\n10 192.0.2.2\n2 192.0.2.10\n2 192.0.2.9\n2 192.0.2.9\n"
		    "file /etc/a b\n1 0.0.0.0\n"
		    "program nginx\n3 192.0.2.9\n",
		"7 2 0 0 0",
		"{\"complete\":true,\"files_read\":7,\"files_skipped\":2,"
		"\"files_unreadable\":0,\"literals\":["
		"{\"address\":\"0.0.0.0\",\"file\":\"/etc/a b\",\"kind\":\"bind\",\"line\":1},"
		"{\"address\":\"192.0.2.9\",\"file\":\"/etc/hosts\",\"kind\":\"literal\","
		"\"line\":2},"
		"{\"address\":\"192.0.2.10\",\"file\":\"/etc/hosts\",\"kind\":\"literal\","
		"\"line\":2},"
		"{\"address\":\"192.0.2.2\",\"file\":\"/etc/hosts\",\"kind\":\"literal\","
		"\"line\":10},"
		"{\"address\":\"192.0.2.9\",\"kind\":\"literal\",\"line\":3,"
		"\"program\":\"nginx\"}]}");
}

#define NONE(complete, read, skipped, unreadable)                                              \
	"{\"complete\":" complete ",\"files_read\":" read ",\"files_skipped\":" skipped        \
	",\"files_unreadable\":" unreadable ",\"literals\":[]}"

static void test_only_a_whole_reading_is_complete(void **state)
{
	(void)state;
	assert_told("", "5 3 0 0 0", NONE("true", "5", "3", "0"));
	assert_told("", "5 0 1 0 0", NONE("false", "5", "0", "1"));
	assert_told("", "5 0 0 1 0", NONE("false", "5", "0", "0"));
	assert_told("", "0 3 0 0 0", NONE("false", "0", "3", "0"));
}

static void test_names_are_fit_to_be_shown(void **state)
{
	(void)state;
	assert_told("file /etc/\xe7\x9b\x98\n1 192.0.2.1\nfile /\x1b[31m\xff\n1 192.0.2.1\n",
		"2 0 0 0 0",
		"{\"complete\":true,\"files_read\":2,\"files_skipped\":0,"
		"\"files_unreadable\":0,\"literals\":["
		"{\"address\":\"192.0.2.1\",\"file\":\"/?[31m?\",\"kind\":\"literal\","
		"\"line\":1},"
		"{\"address\":\"192.0.2.1\",\"file\":\"/etc/\xe7\x9b\x98\","
		"\"kind\":\"literal\",\"line\":1}]}");
}

static void test_malformed_answers(void **state)
{
	static const char *const lines[] = {
		"1 192.0.2.1\n",
		"file etc/hosts\n1 192.0.2.1\n",
		"file \n1 192.0.2.1\n",
		"program \n1 192.0.2.1\n",
		"folder /etc\n1 192.0.2.1\n",
		"file /a\n0 192.0.2.1\n",
		"file /a\n-1 192.0.2.1\n",
		"file /a\n2147483648 192.0.2.1\n",
		"file /a\n1\n",
		"file /a\n192.0.2.1\n",
		"file /a\n1 192.0.2.1 hunter2\n",
		"file /a\n1 192.0.2.256\n",
		"file /a\n1 192.0.2\n",
		"file /a\n1 192.0.2.01\n",
		"file /a\n1 192.0.2.0/24\n",
		"file /a\n1 2001:db8::1\n",
		"file /a\n1 hunter2\n",
		"password=hunter2\n",
	};
	static const char *const counts[] = {
		"", "1 2 3 4", "1 2 3 4 5 6", "1 2 3 4 -5", "9007199254740992 0 0 0 0"};
	AUTO_TEXT struct text far = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_malformed(lines[i], "1 0 0 0 0");
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		assert_malformed("", counts[i]);
	text_add(&far, "file /");
	for (int i = 0; i < 1024; i++)
		text_add(&far, "a");
	text_add(&far, "\n1 192.0.2.1\n");
	assert_malformed(far.data, "1 0 0 0 0");
}

static void test_what_is_not_whole(void **state)
{
	static const struct {
		const char *text;
		enum error_code code;
	} cases[] = {
		{"", ERROR_INPUT},
		{TOOLS "\nBB begin literals\nfile /a\n", ERROR_INPUT},
		{TOOLS "\nBB done\n", ERROR_INPUT},
		{TOOLS "\nBB begin literals\n\nBB end literals 0\n\nBB done\n", ERROR_INPUT},
		{TOOLS "\nBB begin literals\n\nBB end literals 1\n"
		       "\nBB begin counts\n1 0 0 0 0\n\nBB end counts 0\n\nBB done\n",
			ERROR_INPUT},
		{"\nBB begin tools\n\nBB end tools 1\n\nBB done\n", ERROR_NOT_FOUND},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json_object *result;
		struct error error;
		assert_int_equal(read_text(&result, cases[i].text, &error), -1);
		assert_int_equal(error.code, cases[i].code);
		assert_null(result);
	}
}

/* Asserts how many are told of `count` places with one address each, and how many are not. */
static void assert_bounded(int count, const char *place, size_t most, int64_t more)
{
	AUTO_TEXT struct text lines = {0};

	for (int i = 1; i <= count; i++)
		text_format(&lines, "file /%s%d\n%d 192.0.2.1\n", place, i % 10, i);
	AUTO_FREE char *found = told(lines.data, "9 0 0 0 7");
	struct source source = {SOURCE_JSON, "answer", found, strlen(found)};
	AUTO_JSON struct json_object *result = NULL;
	assert_int_equal(json_parse(&result, &source, JSON_MESSAGE, NULL), 0);
	assert_true(json_length(json_member(result, "literals")) <= most);
	assert_int_equal(json_length(json_member(result, "literals")) +
				 (size_t)json_integer(result, "literals_left_out", 0),
		count + more);
}

static void test_bounds(void **state)
{
	char place[1001] = {0};

	(void)state;
	assert_bounded(2000, "a", 2000, 7);
	assert_bounded(5000, "a", 2000, 7);
	memset(place, '"', sizeof(place) - 1);
	assert_bounded(900, place, 500, 7);
}

static void test_the_roots(void **state)
{
	AUTO_TEXT struct text usual = {0}, script = {0};
	AUTO_JSON struct json_object *roots = json_object_new_array();

	(void)state;
	assert_int_equal(literals_assign(&usual, NULL, NULL), 0);
	assert_true(text_starts(usual.data, "roots='/etc\n/opt/*/conf\n"));
	json_object_array_add(roots, json_object_new_string("/a 'b' $(c)"));
	json_object_array_add(roots, json_object_new_string("/d/*/e"));
	json_object_array_add(roots, json_object_new_string("/f/*"));
	assert_int_equal(literals_assign(&script, roots, NULL), 0);
	assert_string_equal(script.data, "roots='/a '\\''b'\\'' $(c)\n/d/*/e\n/f/*'\n");
}

static void test_roots_that_are_not_given_to_a_shell(void **state)
{
	static const char *const cases[] = {"etc", "/a\nb", "/a*", "/*a", "/*/*", "/a/**",
		"/a/?", "/[a]", "/a\\b", "-f", ""};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_JSON struct json_object *roots = json_object_new_array();
		AUTO_TEXT struct text script = {0};
		struct error error = {0};
		json_object_array_add(roots, json_object_new_string(cases[i]));
		if (literals_assign(&script, roots, &error) == 0)
			fail_msg("\"%s\" was taken", cases[i]);
		assert_int_equal(error.code, ERROR_INPUT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sorted_and_without_twins),
		cmocka_unit_test(test_only_a_whole_reading_is_complete),
		cmocka_unit_test(test_names_are_fit_to_be_shown),
		cmocka_unit_test(test_malformed_answers),
		cmocka_unit_test(test_what_is_not_whole),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_the_roots),
		cmocka_unit_test(test_roots_that_are_not_given_to_a_shell),
	};

	return cmocka_run_group_tests_name("ssh/literals", tests, NULL, NULL);
}
