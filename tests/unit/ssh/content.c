#include "ssh/content.h"

#include <string.h>

#include "../unit.h"
#include "base/error.h"

#define DIGITS "d64fea9011b5899d48371324f21426b4a2d3c4979970b4e409cdc1c2c9bc1e4d"

static int feed(struct content *content, const char *text, struct error *error)
{
	*error = (struct error){0};
	return content_feed(content, "BB", text, strlen(text), error);
}

static const char whole[] =
	"noise\n\nBB progress 70000000\n\nBB copied 0\n\nBB counted 0 209715200\n"
	"\nBB hashed 0 " DIGITS "\n\nBB done\n";

static void test_a_whole_answer(void **state)
{
	AUTO_CONTENT struct content content = {0};
	struct error error;

	(void)state;
	assert_int_equal(feed(&content, whole, &error), 0);
	assert_int_equal(content_verdict(&content, "", &error), 0);
	assert_string_equal(content.digest, "sha256:" DIGITS);
	assert_int_equal(content.bytes, 209715200);
	assert_int_equal(content.progress, 70000000);
}

static void test_it_may_come_in_any_pieces(void **state)
{
	AUTO_CONTENT struct content content = {0};
	struct error error = {0};

	(void)state;
	for (size_t i = 0; i < strlen(whole); i++)
		assert_int_equal(content_feed(&content, "BB", &whole[i], 1, &error), 0);
	assert_int_equal(content_verdict(&content, "", &error), 0);
	assert_string_equal(content.digest, "sha256:" DIGITS);
}

static void test_every_part_must_end_well(void **state)
{
	static const struct {
		const char *text, *because;
		enum error_code code;
	} cases[] = {
		{"BB copied 1\nBB counted 0 0\nBB hashed 0 " DIGITS "\nBB done\n",
			"nbdcopy ended with 1 and the host said: no such file", ERROR_FAILED},
		{"BB copied 127\nBB counted 0 0\nBB hashed 0 " DIGITS "\nBB done\n",
			"nbdcopy was not found", ERROR_FAILED},
		{"BB copied 0\nBB counted 1 7\nBB hashed 0 " DIGITS "\nBB done\n",
			"dd ended with 1", ERROR_FAILED},
		{"BB copied 0\nBB counted 0 7\nBB hashed 2\nBB done\n",
			"sha256sum ended with 2", ERROR_FAILED},
		{"BB counted 0 7\nBB hashed 0 " DIGITS "\nBB done\n", "before", ERROR_INPUT},
		{"BB copied 0\nBB hashed 0 " DIGITS "\nBB done\n", "before", ERROR_INPUT},
		{"BB copied 0\nBB counted 0 7\nBB done\n", "before", ERROR_INPUT},
		{"BB copied 0\nBB counted 0 7\nBB hashed 0 " DIGITS "\n", "before",
			ERROR_INPUT},
		{"", "before the digest is complete, and it said: no such file", ERROR_INPUT},
	};
	struct error error;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_CONTENT struct content content = {0};
		assert_int_equal(feed(&content, cases[i].text, &error), 0);
		assert_int_equal(content_verdict(&content, "no such file", &error), -1);
		assert_int_equal(error.code, cases[i].code);
		if (strstr(error.text, cases[i].because) == NULL)
			fail_msg("case %zu: \"%s\"", i, error.text);
	}
}

static void test_malformed_lines(void **state)
{
	static const char *const cases[] = {
		"BB\n",
		"BB copied\n",
		"BB copied 0 0\n",
		"BB copied -1\n",
		"BB copied 256\n",
		"BB copied 0\nBB copied 0\n",
		"BB counted 0\n",
		"BB counted 0 9007199254740992\n",
		"BB counted 0 seven\n",
		"BB hashed 0\n",
		"BB hashed 0 " DIGITS "0\n",
		"BB hashed 0 "
		"D64FEA9011B5899D48371324F21426B4A2D3C4979970B4E409CDC1C2C9BC1E4D\n",
		"BB progress\n",
		"BB progress 2\nBB progress 1\n",
		"BB done now\n",
		"BB done\nBB done\n",
		"BB shell\n",
	};
	struct error error;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_CONTENT struct content content = {0};
		if (feed(&content, cases[i], &error) == 0)
			fail_msg("case %zu was taken", i);
		assert_int_equal(error.code, ERROR_INPUT);
	}
}

static void test_a_long_line_is_noise(void **state)
{
	AUTO_CONTENT struct content content = {0};
	struct error error;

	(void)state;
	for (int i = 0; i < 10000; i++)
		assert_int_equal(feed(&content, "0123456789", &error), 0);
	assert_true(content.line.size <= 256);
	assert_int_equal(feed(&content, "\nBB copied 0\n", &error), 0);
	assert_true(content.copied);
}

static void test_an_image_is_quoted(void **state)
{
	AUTO_TEXT struct text script = {0};
	struct content_disk disk = {
		.device = "vda", .path = "/a 'b' $(c) `d` \\", .format = "qcow2", .rate = 20};

	(void)state;
	assert_int_equal(content_assign(&script, &disk, NULL), 0);
	assert_string_equal(script.data,
		"kind='image'\npath='/a '\\''b'\\'' $(c) `d` \\'\nformat='qcow2'\nrate=20\n");
}

static void test_an_export_is_encoded(void **state)
{
	AUTO_TEXT struct text script = {0};
	struct content_disk disk = {
		.device = "vda", .socket = "/run/a b&c.sock", .export = "盘?x"};

	(void)state;
	assert_int_equal(content_assign(&script, &disk, NULL), 0);
	assert_string_equal(script.data,
		"kind='export'\n"
		"uri='nbd+unix:///%E7%9B%98%3Fx?socket=/run/a%20b%26c.sock'\nrate=0\n");
}

static void test_what_is_not_given_to_a_shell(void **state)
{
	static const struct content_disk cases[] = {
		{.path = "vda.qcow2", .format = "raw"},
		{.path = "-f", .format = "raw"},
		{.path = "nbd://198.51.100.1/x", .format = "raw"},
		{.path = "/a\nb", .format = "raw"},
		{.path = "/a\x7f", .format = "raw"},
		{.path = "", .format = "raw"},
		{.socket = "run/x", .export = "x"},
		{.socket = "/run/\rx", .export = "x"},
		{.socket = "/run/x", .export = "x\ty"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_TEXT struct text script = {0};
		struct error error = {0};
		assert_int_equal(content_assign(&script, &cases[i], &error), -1);
		assert_int_equal(error.code, ERROR_INPUT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_whole_answer),
		cmocka_unit_test(test_it_may_come_in_any_pieces),
		cmocka_unit_test(test_every_part_must_end_well),
		cmocka_unit_test(test_malformed_lines),
		cmocka_unit_test(test_a_long_line_is_noise),
		cmocka_unit_test(test_an_image_is_quoted),
		cmocka_unit_test(test_an_export_is_encoded),
		cmocka_unit_test(test_what_is_not_given_to_a_shell),
	};

	return cmocka_run_group_tests_name("ssh/content", tests, NULL, NULL);
}
