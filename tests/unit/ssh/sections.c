#include "ssh/sections.h"

#include <string.h>

#include "../unit.h"
#include "base/error.h"

static const char *const names[] = {"one", "two"};

static int parse(struct section sections[2], const char *text, struct error *error)
{
	*error = (struct error){0};
	return sections_parse(
		sections, names, 2, "BB", (struct span){text, strlen(text)}, error);
}

static void test_content_is_what_stands_between(void **state)
{
	struct section sections[2];
	struct error error;

	(void)state;
	assert_int_equal(parse(sections,
				 "Welcome!\nyou have mail\n"
				 "\nBB begin one\nline\nno end\nBB end one 0\n"
				 "\nBB begin two\n\nBB end two 1\n\nBB done\nGood bye.\n",
				 &error),
		0);
	assert_true(sections[0].known);
	assert_true(span_is(sections[0].content, "line\nno end"));
	assert_false(sections[1].known);
	assert_int_equal(sections[1].content.size, 0);
}

static void test_what_was_not_printed_is_unknown(void **state)
{
	struct section sections[2];
	struct error error;

	(void)state;
	assert_int_equal(
		parse(sections, "BB begin two\nx\n\nBB end two 0\nBB done\n", &error), 0);
	assert_false(sections[0].known);
	assert_true(span_is(sections[1].content, "x\n"));
}

static void test_broken_frames(void **state)
{
	static const struct {
		const char *text, *because;
	} cases[] = {
		{"", "ends too early"},
		{"garbage\n", "ends too early"},
		{"BB begin one\nx\n\nBB end one 0\n", "ends too early"},
		{"BB begin one\nx\n", "ends too early"},
		{"BB begin one\nx\nBB done\n", "not closed"},
		{"BB begin three\nx\n\nBB end three 0\nBB done\n", "not asked for"},
		{"BB begin one\nBB begin two\nBB done\n", "inside another"},
		{"BB begin one\n\nBB end one 0\nBB begin one\n\nBB end one 0\nBB done\n",
			"twice"},
		{"BB begin one\n\nBB end two 0\nBB done\n", "did not begin"},
		{"BB end one 0\nBB done\n", "did not begin"},
		{"BB begin one\n\nBB end one\nBB done\n", "not whole"},
		{"BB begin one\n\nBB end one 0 0\nBB done\n", "not whole"},
		{"BB begin one\n\nBB end one 256\nBB done\n", "not whole"},
		{"BB begin one\n\nBB end one -1\nBB done\n", "not whole"},
		{"BB begin one\nBB end one 0\nBB done\n", "not whole"},
		{"BB begin one\n\nBB end one 0\nhello\nBB done\n", "between two sections"},
		{"BB begin one\n\nBB end one 0\nBB done now\n", "behind the word"},
		{"BB done\nBB done\n", "behind its end"},
		{"BB\n", "without a word"},
		{"BB start one\n", "not known"},
	};
	struct section sections[2];
	struct error error;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(sections, cases[i].text, &error), -1);
		assert_int_equal(error.code, ERROR_INPUT);
		if (strstr(error.text, cases[i].because) == NULL)
			fail_msg("case %zu: \"%s\"", i, error.text);
	}
}

static bool number(const char *text, unsigned base, unsigned long long high)
{
	unsigned long long result;

	return span_number((struct span){text, strlen(text)}, base, high, &result);
}

static void test_numbers_have_bounds(void **state)
{
	(void)state;
	assert_true(number("255", 10, 255));
	assert_false(number("256", 10, 255));
	assert_true(number("fF", 16, 255));
	assert_false(number("100", 16, 255));
	assert_true(number("18446744073709551615", 10, UINT64_MAX));
	assert_false(number("18446744073709551616", 10, UINT64_MAX));
	assert_false(number("", 10, 255));
	assert_false(number("-1", 10, 255));
	assert_false(number("1 ", 10, 255));
	assert_false(number("9", 10, 5));
}

static void test_words_and_lines(void **state)
{
	struct span rest = {"  a\tbc \n", 8}, word;

	(void)state;
	assert_true(span_word(&rest, &word));
	assert_true(span_is(word, "a"));
	assert_true(span_word(&rest, &word));
	assert_true(span_is(word, "bc"));
	assert_false(span_word(&rest, &word));

	rest = (struct span){"x\n\ny", 4};
	assert_true(span_line(&rest, &word));
	assert_true(span_is(word, "x"));
	assert_true(span_line(&rest, &word));
	assert_true(span_is(word, ""));
	assert_true(span_line(&rest, &word));
	assert_true(span_is(word, "y"));
	assert_false(span_line(&rest, &word));
}

static bool printable(const char *text)
{
	return span_printable((struct span){text, strlen(text)}, 64);
}

static void test_what_steers_a_terminal_is_not_printable(void **state)
{
	(void)state;
	assert_true(printable("麒麟 V10"));
	assert_false(printable(""));
	assert_false(printable("\x1b[2J"));
	assert_false(printable("a\x7f"));
	assert_false(printable("a\xc2\x9b"
			       "2J"));
	assert_false(printable("a\u202eb"));
	assert_false(printable("a\u2066"));
	assert_false(printable("a\xff"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_content_is_what_stands_between),
		cmocka_unit_test(test_what_was_not_printed_is_unknown),
		cmocka_unit_test(test_broken_frames),
		cmocka_unit_test(test_numbers_have_bounds),
		cmocka_unit_test(test_words_and_lines),
		cmocka_unit_test(test_what_steers_a_terminal_is_not_printable),
	};

	return cmocka_run_group_tests_name("ssh/sections", tests, NULL, NULL);
}
