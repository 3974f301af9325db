#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../unit.h"
#include "base/text.h"

static void test_set_fills_everything(void **state)
{
	struct error error = {.line = 7, .column = 8};

	(void)state;
	assert_int_equal(error_set(&error, ERROR_REFUSED, "plan-1", "It has %d waves.", 3), -1);
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_int_equal(error.line, 0);
	assert_int_equal(error.column, 0);
	assert_string_equal(error.object, "plan-1");
	assert_string_equal(error.text, "It has 3 waves.");
}

static void test_nobody_listens(void **state)
{
	(void)state;
	assert_int_equal(error_set(NULL, ERROR_FAILED, NULL, "Nothing."), -1);
	assert_int_equal(error_at(NULL, NULL, 1, 1, "Nothing."), -1);
}

static void test_may_quote_the_old_error(void **state)
{
	struct error error = {0};

	(void)state;
	error_set(&error, ERROR_FAILED, "old", "The disk is full.");
	error_set(&error, ERROR_CONFLICT, error.object, "Stopped: %s", error.text);
	assert_string_equal(error.object, "old");
	assert_string_equal(error.text, "Stopped: The disk is full.");
}

static void test_cuts_between_characters(void **state)
{
	char text[2048] = "";
	struct error error = {0};

	(void)state;
	for (size_t shift = 0; shift < 3; shift++) {
		memset(text, 0, sizeof(text));
		memset(text, '.', shift);
		for (size_t at = shift; at + 3 < sizeof(text); at += 3)
			memcpy(text + at, "搬", 3);
		error_set(&error, ERROR_FAILED, text, "%s", text);
		assert_int_equal(text_utf8_error(error.text, strlen(error.text)), -1);
		assert_int_equal(text_utf8_error(error.object, strlen(error.object)), -1);
		assert_true(strlen(error.text) > sizeof(error.text) - 4);
		assert_true(strlen(error.object) > sizeof(error.object) - 4);
	}
}

static void test_whole_text_is_kept(void **state)
{
	struct error error = {0};
	char text[sizeof(error.text)];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	error_set(&error, ERROR_FAILED, NULL, "%s", text);
	assert_string_equal(error.text, text);
}

static void test_place(void **state)
{
	struct error error = {0};
	char out[256];

	(void)state;
	assert_int_equal(error_at(&error, "a.yaml", 3, 9, "It is wrong."), -1);
	assert_int_equal(error.code, ERROR_INPUT);
	assert_string_equal(error_format(&error, out, sizeof(out)), "a.yaml:3:9: It is wrong.");
	error.column = 0;
	assert_string_equal(error_format(&error, out, sizeof(out)), "a.yaml:3: It is wrong.");
	error.line = 0;
	assert_string_equal(error_format(&error, out, sizeof(out)), "a.yaml: It is wrong.");
	error.object[0] = '\0';
	assert_string_equal(error_format(&error, out, sizeof(out)), "It is wrong.");
	error.line = 2;
	assert_string_equal(error_format(&error, out, sizeof(out)), "2: It is wrong.");
	assert_string_equal(error_format(&error, out, 6), "2: It");
	out[0] = 'k';
	error_format(&error, out, 0);
	assert_int_equal(out[0], 'k');
}

static void test_words_and_exit_codes(void **state)
{
	static const struct {
		enum error_code code;
		const char *word;
		int exit_code;
	} rows[] = {
		{ERROR_NONE, "none", 0},
		{ERROR_FAILED, "failed", 1},
		{ERROR_USAGE, "usage", 2},
		{ERROR_INPUT, "input", 1},
		{ERROR_NOT_FOUND, "not_found", 1},
		{ERROR_CONFLICT, "conflict", 1},
		{ERROR_REFUSED, "refused", 3},
		{ERROR_OPERATOR, "operator", 4},
		{ERROR_UNREACHABLE, "unreachable", 5},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_string_equal(error_word(rows[i].code), rows[i].word);
		assert_int_equal(error_from_word(rows[i].word), rows[i].code);
		assert_int_equal(error_exit_code(rows[i].code), rows[i].exit_code);
	}
	assert_int_equal(error_from_word("no such word"), ERROR_FAILED);
	assert_int_equal(error_from_word(NULL), ERROR_FAILED);
	assert_string_equal(error_word((enum error_code)99), "failed");
	assert_int_equal(error_exit_code((enum error_code)99), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set_fills_everything),
		cmocka_unit_test(test_nobody_listens),
		cmocka_unit_test(test_may_quote_the_old_error),
		cmocka_unit_test(test_cuts_between_characters),
		cmocka_unit_test(test_whole_text_is_kept),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_words_and_exit_codes),
	};

	return cmocka_run_group_tests_name("base/error", tests, NULL, NULL);
}
