#include "base/log.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit.h"
#include "base/memory.h"

static int saved, out;

/* From here to written(), stderr is a pipe. */
static void capture(void)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
	saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	out = ends[0];
}

/* What was written since capture(), with the time cut off; freed by the caller. */
static char *written(void)
{
	char data[1024];

	dup2(saved, STDERR_FILENO);
	close(saved);
	ssize_t got = read(out, data, sizeof(data));
	close(out);
	if (got <= 28)
		return mem_string("");
	assert_int_equal(data[26], 'Z');
	return mem_bytes(data + 28, (size_t)got - 28);
}

static void test_line(void **state)
{
	(void)state;
	capture();
	log_warning("worker", "hv1", "It answered after %d s.", 9);
	AUTO_FREE char *line = written();
	assert_string_equal(line, "warning worker [hv1]: It answered after 9 s.\n");
}

static void test_no_object(void **state)
{
	(void)state;
	capture();
	log_error("store", NULL, "The disk is full.");
	AUTO_FREE char *line = written();
	assert_string_equal(line, "error store: The disk is full.\n");
}

static void test_cannot_forge_a_line(void **state)
{
	(void)state;
	capture();
	log_info("worker", "a\nb", "one\r\ntwo\x1b[2J 搬云 %s é\xc2\x9b\xff", "\x7f");
	AUTO_FREE char *line = written();
	assert_string_equal(line,
		"info worker [a\\nb]: one\\x0d\\ntwo\\x1b[2J 搬云 \\x7f é\\xc2\\x9b\\xff\n");
}

static void test_threshold(void **state)
{
	(void)state;
	capture();
	log_debug("loop", NULL, "by default this is dropped");
	log_threshold(LOG_ERROR);
	log_warning("loop", NULL, "this too");
	log_threshold(LOG_DEBUG);
	log_debug("loop", NULL, "not this");
	log_threshold(LOG_INFO);
	AUTO_FREE char *line = written();
	assert_string_equal(line, "debug loop: not this\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_no_object),
		cmocka_unit_test(test_cannot_forge_a_line),
		cmocka_unit_test(test_threshold),
	};

	return cmocka_run_group_tests_name("base/log", tests, NULL, NULL);
}
