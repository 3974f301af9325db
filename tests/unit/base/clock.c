#include "base/clock.h"

#include <time.h>

#include "../unit.h"

static const struct {
	const char *text;
	int64_t seconds;
	int64_t fraction;
} times[] = {
	{"1970-01-01T00:00:00.000000Z", 0, 0},
	{"2026-01-31T23:59:59.123456Z", 1769903999, 123456},
	{"2000-02-29T12:00:00.000001Z", 951825600, 1},
	{"2100-03-01T00:00:00.000000Z", 4107542400, 0},
	{"1969-12-31T23:59:59.500000Z", -1, 500000},
	{"0000-01-01T00:00:00.000000Z", -62167219200, 0},
	{"9999-12-31T23:59:59.999999Z", 253402300799, 999999},
};

#define TIMES (sizeof(times) / sizeof(times[0]))

static void test_format(void **state)
{
	char out[CLOCK_TEXT];

	(void)state;
	for (size_t i = 0; i < TIMES; i++) {
		clock_format(times[i].seconds * CLOCK_SECOND + times[i].fraction, out);
		assert_string_equal(out, times[i].text);
	}
}

static void test_format_of_any_number(void **state)
{
	char out[CLOCK_TEXT];

	(void)state;
	clock_format(INT64_MAX, out);
	assert_memory_equal(out, "9999-12-31T23:59:59.", 20);
	clock_format(-INT64_MAX, out);
	assert_memory_equal(out, "0000-01-01T00:00:00.", 20);
}

static void test_parse(void **state)
{
	int64_t wall;

	(void)state;
	for (size_t i = 0; i < TIMES; i++) {
		assert_int_equal(clock_parse(times[i].text, &wall), 0);
		assert_true(wall == times[i].seconds * CLOCK_SECOND + times[i].fraction);
	}
	assert_int_equal(clock_parse("2026-01-31T23:59:59Z", &wall), 0);
	assert_true(wall == 1769903999 * CLOCK_SECOND);
	assert_int_equal(clock_parse("2026-01-31T23:59:59.5Z", &wall), 0);
	assert_true(wall == 1769903999 * CLOCK_SECOND + 500000);
}

static void test_parse_refuses(void **state)
{
	static const char *const wrong[] = {
		"",
		"2026",
		"2026-01-31",
		"2026-01-31T23:59Z",
		"2026-01-31T23:59:59",
		"2026-01-31T23:59:59z",
		"2026-01-31t23:59:59Z",
		"2026-01-31 23:59:59Z",
		"2026-01-31T23:59:59+00:00",
		"2026-01-31T23:59:59+08:00",
		"2026-01-31T23:59:59ZZ",
		"2026-01-31T23:59:59.Z",
		"2026-01-31T23:59:59.1234567Z",
		"2026-02-29T00:00:00Z",
		"2100-02-29T00:00:00Z",
		"2026-04-31T00:00:00Z",
		"2026-00-01T00:00:00Z",
		"2026-13-01T00:00:00Z",
		"2026-01-00T00:00:00Z",
		"2026-01-01T24:00:00Z",
		"2026-01-01T00:60:00Z",
		"2026-12-31T23:59:60Z",
		"+026-01-01T00:00:00Z",
		" 2026-01-01T00:00:00Z",
	};
	int64_t wall = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(clock_parse(wrong[i], &wall), -1);
	assert_int_equal(wall, 42);
}

static void test_clocks_run(void **state)
{
	int64_t before = clock_monotonic(), wall = clock_wall();

	(void)state;
	nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
	assert_true(clock_monotonic() - before >= 2000);
	assert_true(wall / CLOCK_SECOND - (int64_t)time(NULL) <= 1);
	assert_true((int64_t)time(NULL) - wall / CLOCK_SECOND <= 1);
}

static void test_seconds(void **state)
{
	(void)state;
	assert_int_equal(clock_second("1970-01-02T00:00:01.999999Z", -1), 86401);
	assert_int_equal(clock_second("yesterday", -1), -1);
	assert_int_equal(clock_second(NULL, 7), 7);
}

static void test_dates(void **state)
{
	static const char *const good[] = {"2026", "2026-01", "2026-12-31", "2024-02-29"};
	static const char *const bad[] = {"", "26", "2026-", "2026-1", "2026-13", "2026-00",
		"2026-01-", "2026-01-32", "2023-02-29", "2026-01-31T", " 2026", "20260131"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(clock_is_date(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(clock_is_date(bad[i]));
}

static void test_what_a_date_spans(void **state)
{
	int64_t from, to;

	(void)state;
	assert_int_equal(clock_date_span("2026-01-31", 0, &from, &to), 0);
	assert_int_equal(from, 1769817600);
	assert_int_equal(to - from, 86400);
	assert_int_equal(clock_date_span("2024-02", 480, &from, &to), 0);
	assert_int_equal(from, 1706745600 - 480 * 60);
	assert_int_equal(to - from, 29 * 86400);
	assert_int_equal(clock_date_span("2026", 0, &from, &to), 0);
	assert_int_equal(to - from, 365 * 86400);
	assert_int_equal(clock_date_span("2026-02-30", 0, &from, &to), -1);
}

static void test_times_of_the_day(void **state)
{
	static const char *const bad[] = {
		"", "8:00", "24:01", "23:60", "12", "12:00:00", "12:0"};

	(void)state;
	assert_int_equal(clock_minutes("00:00"), 0);
	assert_int_equal(clock_minutes("22:05"), 1325);
	assert_int_equal(clock_minutes("24:00"), 1440);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(clock_minutes(bad[i]), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_format_of_any_number),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_seconds),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_what_a_date_spans),
		cmocka_unit_test(test_times_of_the_day),
		cmocka_unit_test(test_parse_refuses),
		cmocka_unit_test(test_clocks_run),
	};

	return cmocka_run_group_tests_name("base/clock", tests, NULL, NULL);
}
