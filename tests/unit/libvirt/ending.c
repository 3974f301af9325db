/*
 * Why a machine is off, as the end of libvirt's log of it tells.
 */
#include "../../../plugins/libvirt/ending.h"

#include "../unit.h"
#include "base/clock.h"

#define AT          "2026-11-25 21:00:00.123+0000"
#define BEGIN       AT ": starting up libvirt version: 9.0.0, package: 9.0.0-4\n"
#define NOISE       "2026-11-25T21:00:01.5Z qemu-system-x86_64: terminating on signal 15\n"
#define END(reason) AT ": shutting down, reason=" reason "\n"

/* Of a move that began before all of it. */
static enum reason told(const char *log)
{
	return ending_told(log, 1);
}

static void test_a_life_that_ended_tells_how(void **state)
{
	(void)state;
	assert_int_equal(told(BEGIN NOISE END("shutdown")), REASON_SHUTDOWN);
	assert_int_equal(told(BEGIN END("destroyed") NOISE), REASON_DESTROYED);
	assert_int_equal(told(END("crashed")), REASON_CRASHED);
	assert_int_equal(told(END("crashed") BEGIN END("shutdown")), REASON_SHUTDOWN);
}

static void test_nothing_proves_that_it_left(void **state)
{
	(void)state;
	assert_int_equal(told(BEGIN END("migrated")), REASON_UNKNOWN);
	assert_int_equal(told(BEGIN END("shutdown") BEGIN END("migrated")), REASON_UNKNOWN);
	assert_int_equal(told(BEGIN END("daemon")), REASON_UNKNOWN);
}

static void test_what_tells_no_end_tells_nothing(void **state)
{
	(void)state;
	assert_int_equal(told(""), REASON_UNKNOWN);
	assert_int_equal(told(NOISE), REASON_UNKNOWN);
	assert_int_equal(told(END("shutdown") BEGIN), REASON_UNKNOWN);
	/* A line that was cut, one of another word, and words that QEMU was made to say. */
	assert_int_equal(told(BEGIN AT ": shutting down, reason=shutdown"), REASON_UNKNOWN);
	assert_int_equal(told(BEGIN END("shutdowns")), REASON_UNKNOWN);
	assert_int_equal(
		told(BEGIN "guest says: shutting down, reason=shutdown\n"), REASON_UNKNOWN);
	assert_int_equal(told("x: shutting down, reason=shutdown\n"), REASON_UNKNOWN);
}

/* Lines of this life may be lost, and those of an earlier one stand. */
static void test_an_end_before_the_move_is_another_lifes(void **state)
{
	int64_t at;

	(void)state;
	assert_int_equal(clock_parse("2026-11-25T21:00:00.123Z", &at), 0);
	assert_int_equal(ending_told(BEGIN END("shutdown"), at), REASON_SHUTDOWN);
	assert_int_equal(ending_told(BEGIN END("shutdown"), at + 1), REASON_UNKNOWN);
	assert_int_equal(told("2026-13-25 21:00:00.123+0000: shutting down, reason=shutdown\n"),
		REASON_UNKNOWN);
	assert_int_equal(told("aaaaaaaaaaaaaaaaaaaaaaaaaaaa: shutting down, reason=shutdown\n"),
		REASON_UNKNOWN);
	assert_int_equal(told("2026-11-25 21:00:00.123+0800: shutting down, reason=shutdown\n"),
		REASON_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_life_that_ended_tells_how),
		cmocka_unit_test(test_nothing_proves_that_it_left),
		cmocka_unit_test(test_what_tells_no_end_tells_nothing),
		cmocka_unit_test(test_an_end_before_the_move_is_another_lifes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
