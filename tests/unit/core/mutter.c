/* What workers write to stderr, as the log shows it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit.h"
#include "base/json.h"
#include "base/text.h"
#include "core/mutter.h"

/* What the log holds after the worker wrote `data` in pieces of `piece` bytes, and ended. */
static void collect(struct text *log, const char *data, size_t piece)
{
	char file[] = "mutter-XXXXXX";
	struct mutter mutter = {0};
	int old = dup(STDERR_FILENO), new = mkstemp(file);

	dup2(new, STDERR_FILENO);
	for (size_t at = 0, size = strlen(data); at < size; at += piece)
		mutter_add(&mutter, "libvirt hv1", data + at,
			size - at < piece ? size - at : piece);
	mutter_end(&mutter, "libvirt hv1");
	dup2(old, STDERR_FILENO);
	close(old);
	close(new);
	assert_int_equal(text_read_file(log, file, JSON_FILE, NULL), 0);
	unlink(file);
}

static size_t count_lines(const struct text *log)
{
	size_t count = 0;

	for (size_t i = 0; i < log->size; i++)
		count += log->data[i] == '\n';
	return count;
}

static void lines_come_whole_and_plain(void **state)
{
	for (size_t piece = 1; piece < 40; piece++) {
		AUTO_TEXT struct text log = {0};
		(void)state;
		collect(&log, "first \033[31mred\r\n\nsecond \xff\nlast", piece);
		assert_int_equal(count_lines(&log), 3);
		assert_non_null(strstr(log.data, "[libvirt hv1]: first  [31mred \n"));
		assert_non_null(strstr(log.data, "[libvirt hv1]: second ?\n"));
		assert_non_null(strstr(log.data, "[libvirt hv1]: last\n"));
	}
}

static void a_long_line_is_cut(void **state)
{
	AUTO_TEXT struct text text = {0}, log = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		text_add(&text, "政");
	text_add(&text, "\nnext\n");
	collect(&log, text.data, 4096);
	assert_int_equal(count_lines(&log), 2);
	assert_in_range(log.size, MUTTER_LINE, MUTTER_LINE + 250);
	assert_true(text_utf8_error(log.data, log.size) < 0);
	assert_non_null(strstr(log.data, ": next\n"));
}

static void a_flood_is_left_out_and_counted(void **state)
{
	AUTO_TEXT struct text text = {0}, log = {0};

	(void)state;
	for (int i = 0; i < 20000; i++)
		text_format(&text, "noise %d\n", i);
	collect(&log, text.data, 65536);
	assert_in_range(count_lines(&log), MUTTER_BURST, MUTTER_BURST * 2);
	assert_non_null(strstr(log.data, "lines of this worker were left out."));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_whole_and_plain),
		cmocka_unit_test(a_long_line_is_cut),
		cmocka_unit_test(a_flood_is_left_out_and_counted),
	};

	return cmocka_run_group_tests_name("core/mutter", tests, NULL, NULL);
}
