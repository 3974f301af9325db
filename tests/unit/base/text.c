#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"

static void test_grows(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		text_format(&text, "%03d ", i);
	assert_int_equal(text.size, 4000);
	assert_int_equal(strlen(text.data), 4000);
	assert_memory_equal(text.data + 3996, "999 ", 5);
	text_append(&text, "\0x", 2);
	assert_int_equal(text.size, 4002);
}

static void test_cut(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	text_cut(&text, 0, 1);
	text_add(&text, "abcdef");
	text_cut(&text, 1, 2);
	assert_string_equal(text.data, "adef");
	text_cut(&text, 2, 100);
	assert_string_equal(text.data, "ad");
	text_cut(&text, 2, 1);
	assert_string_equal(text.data, "ad");
	assert_int_equal(text.size, 2);
}

static void test_take(void **state)
{
	struct text text = {0};
	AUTO_FREE char *empty = text_take(&text);

	(void)state;
	assert_string_equal(empty, "");
	text_add(&text, "x");
	AUTO_FREE char *taken = text_take(&text);
	assert_string_equal(taken, "x");
	assert_null(text.data);
	assert_int_equal(text.size, 0);
}

static bool is_plain(char byte)
{
	return (unsigned char)byte >= 0x20 && (unsigned char)byte < 0x80 && byte != '"' &&
	       byte != '\\';
}

/* Every byte, at every place of a text of every length around the eight that go at once. */
static void test_plain_is_what_each_byte_says(void **state)
{
	char data[24];

	(void)state;
	for (int byte = 0; byte < 256; byte++)
		for (size_t place = 0; place < sizeof(data); place++)
			for (size_t size = 0; size <= sizeof(data); size++) {
				size_t expected = size;

				memset(data, byte & 1 ? 'a' : 0x7f, sizeof(data));
				data[place] = (char)byte;
				if (byte & 2) /* what comes behind changes nothing */
					memset(data + place + 1, byte & 4 ? ' ' : byte,
						sizeof(data) - place - 1);
				if (!is_plain((char)byte) && place < size)
					expected = place;
				assert_int_equal(text_plain(data, size), expected);
			}
}

/* A new file that holds `content`; the caller frees the name. */
static char *file_with(const char *content, size_t size)
{
	char *name = mem_string("/tmp/banyun-text-XXXXXX");
	AUTO_CLOSE int descriptor = mkstemp(name);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, content, size), (ssize_t)size);
	return name;
}

static void test_read_file(void **state)
{
	AUTO_TEXT struct text text = {0};
	AUTO_FREE char *name = file_with("a\0b\n", 4);
	struct error error = {0};

	(void)state;
	text_add(&text, "before ");
	assert_int_equal(text_read_file(&text, name, 4, &error), 0);
	assert_int_equal(text.size, 11);
	assert_memory_equal(text.data, "before a\0b\n", 12);
	assert_int_equal(text_read_file(&text, name, 3, &error), -1);
	unlink(name);
	assert_int_equal(error.code, ERROR_INPUT);
	assert_string_equal(error.object, name);
	assert_string_equal(
		error.text, "The file is larger than the 3 bytes that are accepted.");
	assert_int_equal(text.size, 11);
}

static void test_read_file_that_is_none(void **state)
{
	AUTO_TEXT struct text text = {0};
	struct error error = {0};

	(void)state;
	assert_int_equal(text_read_file(&text, "/nowhere/at/all", 10, &error), -1);
	assert_int_equal(error.code, ERROR_NOT_FOUND);
	assert_string_equal(error.object, "/nowhere/at/all");
	assert_int_equal(text_read_file(&text, "/", 10, &error), -1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_string_equal(error.text, "The file cannot be read: Is a directory.");
}

static void test_read_large_file(void **state)
{
	AUTO_TEXT struct text text = {0};
	size_t size = 300000;
	AUTO_FREE char *content = mem_alloc(size);
	memset(content, 'y', size);
	AUTO_FREE char *name = file_with(content, size);
	struct error error = {0};

	(void)state;
	assert_int_equal(text_read_file(&text, name, size, &error), 0);
	unlink(name);
	assert_int_equal(text.size, size);
	assert_memory_equal(text.data, content, size);
}

static void test_utf8(void **state)
{
	static const struct {
		const char *data;
		long error;
	} rows[] = {
		{"", -1},
		{"abc\x7f", -1},
		{"\xc2\x80\xdf\xbf", -1},
		{"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf", -1},
		{"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", -1},
		{"a\x80", 1},             /* a tail without a lead */
		{"ab\xc0\x80", 2},        /* overlong NUL */
		{"\xc1\xbf", 0},          /* overlong */
		{"\xe0\x9f\xbf", 0},      /* overlong */
		{"\xf0\x8f\xbf\xbf", 0},  /* overlong */
		{"\xed\xa0\x80", 0},      /* a surrogate */
		{"x\xf4\x90\x80\x80", 1}, /* above U+10FFFF */
		{"\xf5\x80\x80\x80", 0},
		{"\xff", 0},
		{"\xe6\x90", 0}, /* cut */
		{"搬\xe6\x90z", 3},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
			text_utf8_error(rows[i].data, strlen(rows[i].data)), rows[i].error);
	assert_int_equal(text_utf8_length("搬云", 6), 3);
	assert_int_equal(text_utf8_length("", 0), 0);
}

static void test_width(void **state)
{
	static const struct {
		const char *string;
		size_t columns;
	} rows[] = {
		{"", 0},
		{"abc", 3},
		{"搬云", 4},
		{"é", 1},
		{"e\xcc\x81", 1}, /* e and a combining acute accent */
		{"（）", 4},
		{"😀", 2},
		{"a\tb", 2},
		{"\xff|", 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(text_width(rows[i].string), rows[i].columns);
}

static void test_fit(void **state)
{
	(void)state;
	assert_int_equal(text_fit("abc", 5), 3);
	assert_int_equal(text_fit("abc", 2), 2);
	assert_int_equal(text_fit("a搬b", 3), 1);
	assert_int_equal(text_fit("a搬b", 4), 4);
	assert_int_equal(text_fit("\xff\xff", 1), 1);
	assert_int_equal(text_fit("", 0), 0);
}

static void test_compare(void **state)
{
	(void)state;
	assert_true(text_equal("a", "a"));
	assert_false(text_equal("a", "b"));
	assert_true(text_equal(NULL, NULL));
	assert_false(text_equal("a", NULL));
	assert_false(text_equal(NULL, ""));
	assert_true(text_starts("sha256:00", "sha256:"));
	assert_true(text_starts("a", ""));
	assert_false(text_starts("sha", "sha256:"));
}

static void test_hex(void **state)
{
	const unsigned char data[] = {0x00, 0x0f, 0xa5, 0xff};
	char out[9];

	(void)state;
	text_hex(data, sizeof(data), out);
	assert_string_equal(out, "000fa5ff");
	text_hex(data, 0, out);
	assert_string_equal(out, "");
}

static void test_what_steers_a_terminal_is_written_out(void **state)
{
	static const struct {
		const char *wild, *tame;
	} cases[] = {
		{"", ""}, {"政务云 a\tb\n", "政务云 a\tb\n"}, {"\x1b[31m", "\\u001b[31m"},
		{"a\xc2\x9b"
		 "31m",
			"a\\u009b31m"}, /* CSI, of one character */
		{"\x7f", "\\u007f"}, {"a\u202etxt", "a\\u202etxt"},
		{"\u2066\u200f\ufeff", "\\u2066\\u200f\\ufeff"},
		{"\x9b"
		 "1m\xff",
			"\\u009b1m\xff"}, /* no UTF-8 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *tame = text_tame(cases[i].wild);

		assert_string_equal(tame, cases[i].tame);
		free(tame);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grows),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_plain_is_what_each_byte_says),
		cmocka_unit_test(test_take),
		cmocka_unit_test(test_read_file),
		cmocka_unit_test(test_read_file_that_is_none),
		cmocka_unit_test(test_read_large_file),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_hex),
		cmocka_unit_test(test_what_steers_a_terminal_is_written_out),
	};

	return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
