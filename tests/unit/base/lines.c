/* Lines cut from a stream, however it arrives, and never longer than the limit. */
#include <string.h>

#include "../unit.h"
#include "base/lines.h"
#include "base/text.h"

#define LIMIT 8

static void add(struct lines *lines, const char *text)
{
	lines_add(lines, text, strlen(text));
}

static void expect(struct lines *lines, const char *wanted)
{
	const char *line;
	size_t size;

	assert_int_equal(lines_next(lines, &line, &size), 1);
	assert_int_equal(size, strlen(wanted));
	assert_string_equal(line, wanted);
}

static void expect_none(struct lines *lines, int result)
{
	const char *line;
	size_t size;

	assert_int_equal(lines_next(lines, &line, &size), result);
}

static void lines_come_whole_from_any_pieces(void **state)
{
	AUTO_LINES struct lines lines = {.limit = LIMIT};

	(void)state;
	expect_none(&lines, 0);
	add(&lines, "one\ntw");
	expect(&lines, "one");
	expect_none(&lines, 0);
	add(&lines, "o");
	expect_none(&lines, 0);
	assert_true(lines_partial(&lines));
	add(&lines, "\n\nthree\n");
	expect(&lines, "two");
	expect(&lines, "");
	expect(&lines, "three");
	expect_none(&lines, 0);
	assert_false(lines_partial(&lines));
}

static void the_limit_is_exact(void **state)
{
	AUTO_LINES struct lines fits = {.limit = LIMIT}, ended = {.limit = LIMIT},
				open = {.limit = LIMIT};

	(void)state;
	add(&fits, "12345678");
	expect_none(&fits, 0);
	add(&fits, "\n");
	expect(&fits, "12345678");
	add(&ended, "ok\n123456789\n");
	expect(&ended, "ok");
	expect_none(&ended, -1);
	expect_none(&ended, -1);
	add(&open, "123456789");
	expect_none(&open, -1);
}

static void every_cut_gives_the_same_lines(void **state)
{
	static const char stream[] = "a\n\nbc\ndefghijk\nl\n";

	(void)state;
	for (size_t cut = 0; cut <= strlen(stream); cut++) {
		AUTO_LINES struct lines lines = {.limit = LIMIT};
		const char *line;
		AUTO_TEXT struct text all = {0};
		size_t size;
		for (int part = 0; part < 2; part++) {
			lines_add(&lines, part ? stream + cut : stream,
				part ? strlen(stream) - cut : cut);
			while (lines_next(&lines, &line, &size) == 1)
				text_format(&all, "%.*s|", (int)size, line);
		}
		assert_string_equal(all.data, "a||bc|defghijk|l|");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_whole_from_any_pieces),
		cmocka_unit_test(the_limit_is_exact),
		cmocka_unit_test(every_cut_gives_the_same_lines),
	};

	return cmocka_run_group_tests_name("base/lines", tests, NULL, NULL);
}
