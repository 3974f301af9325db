/* The use of a machine over time: what its counters say agrees with what it does. */
#include "load.h"

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <string.h>

#define HOUR   3600
#define DAY    (24 * HOUR)
#define MONDAY 1578268800 /* 2020-01-06, midnight of UTC+8 is 8 hours before */
#define LOCAL  (MONDAY - 8 * HOUR)

static struct json_object *thing(const char *shape, int cpu, int boots, const char *more)
{
	AUTO_FREE char *text = mem_format(
		"{\"uuid\":\"e868eb6e-9644-4b2b-90f8-601764803c82\",\"cpus\":4,"
		"\"memory\":8589934592,\"load\":{\"shape\":\"%s\",\"cpu\":%d,\"memory\":500,"
		"\"stored\":300,\"disk\":90000,\"net\":40000,\"boots\":%d%s}}",
		shape, cpu, boots, more);
	struct source source = {SOURCE_JSON, "thing", text, strlen(text)};
	struct json_object *tree = NULL;

	assert_int_equal(json_parse(&tree, &source, JSON_MESSAGE, NULL), 0);
	assert_int_equal(shape_check(load_fields, json_member(tree, "load"), NULL, NULL), 0);
	return tree;
}

static struct load at(struct json_object *thing, int64_t moment)
{
	struct load load;

	assert_true(load_at(&load, thing, moment));
	return load;
}

/* The first moment from which on it runs for so many days. */
static int64_t quiet_from(struct json_object *thing, int64_t days)
{
	int64_t moment = LOCAL;

	while (at(thing, moment).booted != at(thing, moment + days * DAY).booted)
		moment += DAY;
	return moment;
}

static void nothing_is_measured_without_a_load(void **state)
{
	AUTO_JSON struct json_object *none = json_object_new_object();
	struct load load = {.cpu = 1};

	(void)state;
	assert_false(load_at(&load, none, MONDAY));
	assert_int_equal(load.cpu, 0);
}

static void a_week_has_the_mean(void **state)
{
	static const char *const shapes[] = {"office", "public", "night", "flat"};
	static const int means[] = {8, 250, 500, 900};

	(void)state;
	for (int i = 0; i < 16; i++) {
		int mean = means[i % 4];
		AUTO_JSON struct json_object *one = thing(shapes[i / 4], mean, 60, "");
		int64_t from = quiet_from(one, 28);
		struct load first = at(one, from), last = at(one, from + 28 * DAY);
		int64_t cpu = (last.cpu_used - first.cpu_used) * 10 / (4 * 28LL * DAY);
		int64_t disk = (last.disk - first.disk) / (28LL * DAY);

		assert_in_range(cpu, mean * 100 * 96 / 100 / 10, mean * 104 / 10);
		assert_in_range(disk, 90000 * 96 / 100, 90000 * 104 / 100);
	}
}

static void a_counter_is_the_sum_of_what_was_done(void **state)
{
	AUTO_JSON struct json_object *one = thing("office", 400, 60, "");
	int64_t from = quiet_from(one, 10), sum = 0;

	(void)state;
	for (int64_t hour = 0; hour < 240; hour++) {
		sum += at(one, from + hour * HOUR).cpu * 4 * HOUR;
		assert_in_range(
			at(one, from + (hour + 1) * HOUR).cpu_used - at(one, from).cpu_used,
			sum - 4 * HOUR * (hour + 1), sum + 4 * HOUR * (hour + 1));
	}
	/* Within an hour it grows evenly. */
	assert_in_range(at(one, from + HOUR / 2).cpu_used - at(one, from).cpu_used,
		at(one, from).cpu * 4 * HOUR / 2 - 4 * HOUR,
		at(one, from).cpu * 4 * HOUR / 2 + 4 * HOUR);
}

static void it_never_does_less_than_nothing_or_more_than_all(void **state)
{
	static const int means[] = {0, 3, 499, 501, 1000};

	(void)state;
	for (int i = 0; i < 5; i++) {
		AUTO_JSON struct json_object *one = thing("night", means[i], 20,
			",\"trend\":{\"since\":\"2020-01-01T00:00:00Z\",\"monthly\":-90}");

		for (int64_t hour = 0; hour < 24 * 730; hour += 5) {
			struct load load = at(one, LOCAL + hour * HOUR);

			assert_in_range(load.cpu, 0, 1000);
			assert_in_range(load.memory, 1, 8589934591);
			assert_true(load.cpu_used >= 0 && load.disk >= 0 && load.net >= 0);
		}
	}
}

static void an_office_works_by_day(void **state)
{
	AUTO_JSON struct json_object *one = thing("office", 300, 60, "");

	(void)state;
	for (int64_t day = 0; day < 5; day++)
		assert_true(at(one, LOCAL + day * DAY + 10 * HOUR).cpu >
			    2 * at(one, LOCAL + day * DAY + 3 * HOUR).cpu);
	assert_true(at(one, LOCAL + 10 * HOUR).cpu >
		    2 * at(one, LOCAL + 5 * DAY + 10 * HOUR).cpu); /* a Saturday */
}

static void it_is_started_again_every_so_many_days(void **state)
{
	AUTO_JSON struct json_object *one = thing("flat", 300, 9, "");
	int64_t booted = at(one, MONDAY).booted, next = booted + 9 * DAY;

	(void)state;
	assert_int_equal((booted + 8 * HOUR) % DAY, 3 * HOUR);
	assert_int_equal(at(one, next - 1).booted, booted);
	assert_int_equal(at(one, next).booted, next);
	assert_int_equal(at(one, next).cpu_used, 0);
	assert_int_equal(at(one, next).disk, 0);
	assert_true(at(one, next - 1).cpu_used > 0);
}

static void a_new_one_has_done_nothing(void **state)
{
	AUTO_JSON struct json_object *one = thing("flat", 300, 60, "");

	(void)state;
	json_set_string(one, "born", "2020-01-06T00:00:00Z");
	assert_int_equal(at(one, MONDAY).booted, MONDAY);
	assert_int_equal(at(one, MONDAY).cpu_used, 0);
	assert_true(at(one, MONDAY + HOUR).cpu_used > 0);
}

static void a_trend_adds_up(void **state)
{
	AUTO_JSON struct json_object *one = thing("flat", 300, 60,
		",\"trend\":{\"since\":\"2020-01-01T00:00:00Z\",\"monthly\":20}");
	AUTO_JSON struct json_object *other = thing("flat", 300, 60, "");
	int64_t year = LOCAL + 360LL * DAY;

	(void)state;
	assert_int_equal(at(one, LOCAL).cpu, at(other, LOCAL).cpu);
	assert_in_range(at(one, year).cpu * 1000 / at(other, year).cpu, 1235, 1245);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_measured_without_a_load),
		cmocka_unit_test(a_week_has_the_mean),
		cmocka_unit_test(a_counter_is_the_sum_of_what_was_done),
		cmocka_unit_test(it_never_does_less_than_nothing_or_more_than_all),
		cmocka_unit_test(an_office_works_by_day),
		cmocka_unit_test(it_is_started_again_every_so_many_days),
		cmocka_unit_test(a_new_one_has_done_nothing),
		cmocka_unit_test(a_trend_adds_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
