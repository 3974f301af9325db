/*
 * Utilisation over time: rates from counters that begin anew, days that are rolled up, and what
 * is kept of them in a real store, for how long, in how many bytes.
 */
#include "inventory/usage/usage_private.h"

#include "../unit.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/loop.h"
#include "core/spool.h"
#include "core/store.h"
#include "inventory/picture.h"
#include "own_store.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MACHINE "6d657277-616e-4000-8000-000000000001"

static struct own_store own;
static int64_t midnight; /* 2026-03-30T00:00:00Z */

static int start(void **state)
{
	int64_t wall;

	(void)state;
	own_store_open(&own);
	assert_int_equal(clock_parse("2026-03-30T00:00:00Z", &wall), 0);
	midnight = wall / CLOCK_SECOND;
	return 0;
}

static int finish(void **state)
{
	(void)state;
	own_store_close(&own);
	return 0;
}

static void stop(void *argument, const struct error *error)
{
	(void)argument;
	if (error)
		fail_msg("%s", error->text);
	loop_stop(own.loop);
}

/* As a scan takes it: one spool, durable before the next. */
static void keep(struct spool *spool)
{
	store_take_states(own.store, spool, USAGE_SPACES, stop, NULL);
	loop_run(own.loop);
}

static void take(const char *host, int64_t at, int64_t cpu_ms, int64_t sent)
{
	AUTO_JSON struct json_object *measures = json_object_new_object();
	struct spool *spool = spool_new();

	if (cpu_ms >= 0) {
		json_set_integer(measures, "cpu_time_us", cpu_ms * 1000);
		json_set_integer(measures, "net_send_bytes", sent);
		json_set_integer(measures, "memory_used", 512 << 20);
	}
	usage_take(spool, own.store, MACHINE, host, measures, at);
	keep(spool);
}

static struct json_object *points(enum usage_step step, int64_t since, int64_t now)
{
	struct json_object *answer, *list;
	struct error error = {0};

	if (usage_read(&answer, own.store, MACHINE, step, since, now, &error) < 0)
		fail_msg("%s", error.text);
	list = json_object_get(json_member(answer, "points"));
	json_object_put(answer);
	return list;
}

static int64_t part(
	struct json_object *list, size_t index, const char *metric, const char *name)
{
	struct json_object *point = json_object_array_get_idx(list, index);

	return json_integer(json_member(point, metric), name, -1);
}

static void counters_become_rates(void **state)
{
	AUTO_JSON struct json_object *list = NULL;

	(void)state;
	take("hv1", midnight, 1000, 1000);
	take("hv1", midnight + 100, 51000, 2000); /* half a processor, 80 bit/s */
	take("hv1", midnight + 200, 10000, 500);  /* began anew: 10 s of 100 */
	take("hv2", midnight + 300, 20000, 5000); /* another host: since when is not known */
	take("hv2", midnight + 350, 30000, 5000);
	take("hv2", midnight + 400, -1, 0);       /* off */
	take("hv2", midnight + 900, 30000, 9000); /* since when is not known */
	take("hv2", midnight + 1000, 40000, 9000);
	list = points(USAGE_RAW, midnight, midnight + 2000);
	assert_int_equal(json_length(list), 7);
	assert_int_equal(part(list, 0, "cpu", "mean"), -1);
	assert_int_equal(part(list, 0, "memory", "mean"), 512 << 20);
	assert_int_equal(part(list, 1, "cpu", "mean"), 500);
	assert_int_equal(part(list, 1, "net_send", "mean"), 80);
	assert_int_equal(part(list, 2, "cpu", "mean"), 100);
	assert_int_equal(part(list, 2, "net_send", "mean"), 40);
	assert_int_equal(part(list, 3, "cpu", "mean"), -1);
	assert_int_equal(part(list, 3, "memory", "mean"), 512 << 20);
	assert_int_equal(part(list, 4, "cpu", "mean"), 200);
	assert_int_equal(part(list, 5, "cpu", "mean"), -1);
	assert_int_equal(part(list, 6, "cpu", "mean"), 100);
	assert_int_equal(part(list, 6, "disk_read", "mean"), -1);
}

/* Two days and a bit, every quarter of an hour; of the second hour the load is 0 to 3. */
static void take_days(void)
{
	int64_t cpu = 0;

	for (int64_t at = 0; at <= 2 * DAY + HOUR; at += HOUR / 4) {
		take("hv1", midnight + at, cpu, 0);
		cpu += at / HOUR == 1 ? at % HOUR / 900 * 900000 : 90000;
	}
}

static void days_are_rolled_up(void **state)
{
	AUTO_JSON struct json_object *hours = NULL, *days = NULL, *later = NULL;
	int64_t end = midnight + 2 * DAY + HOUR;

	(void)state;
	take_days();
	hours = points(USAGE_HOUR, midnight, end);
	assert_int_equal(json_length(hours), 2 * 24 + 2);
	assert_string_equal(json_string(json_object_array_get_idx(hours, 2), "at"),
		"2026-03-30T02:00:00.000000Z");
	/* 100 0 1000 2000 are what was used in the quarters that end in the second hour. */
	assert_int_equal(part(hours, 1, "cpu", "least"), 0);
	assert_int_equal(part(hours, 1, "cpu", "mean"), 775);
	assert_int_equal(part(hours, 1, "cpu", "most"), 2000);
	days = points(USAGE_DAY, midnight, end);
	assert_int_equal(
		json_length(days), 3); /* over the end of a month, the last from samples */
	assert_int_equal(part(days, 0, "cpu", "most"), 3000);
	assert_int_equal(part(days, 0, "cpu", "p95"), 100);
	assert_int_equal(part(days, 1, "cpu", "mean"), 100);
	assert_string_equal(json_string(json_object_array_get_idx(days, 2), "at"),
		"2026-04-01T00:00:00.000000Z");
	later = points(USAGE_DAY, midnight + DAY, end);
	assert_int_equal(json_length(later), 2);
}

static void take_both(int64_t at, int64_t cpu_ms, int64_t moved)
{
	AUTO_JSON struct json_object *measures = json_object_new_object();
	struct spool *spool = spool_new();

	json_set_integer(measures, "cpu_time_us", cpu_ms * 1000);
	json_set_integer(measures, "net_send_bytes", moved);
	json_set_integer(measures, "net_receive_bytes", 2 * moved);
	usage_take(spool, own.store, MACHINE, "hv1", measures, at);
	keep(spool);
}

/* Three days: of the first and of half of each other at the whole of a processor. */
static void take_network(void)
{
	int64_t cpu = 0;

	for (int64_t at = DAY / 4; at < 3 * DAY; at += DAY / 2) {
		take_both(midnight + at, cpu, at);
		cpu += at % DAY == DAY / 4 ? DAY / 2 * 1000 : 0;
	}
}

static struct json_object *window(int64_t since, int64_t now)
{
	struct json_object *answer = NULL;
	struct error error = {0};

	if (usage_window(&answer, own.store, MACHINE, since, now, &error) < 0)
		fail_msg("%s", error.text);
	return answer;
}

/* Of its days those count of which processor and network are known. */
static void a_window_is_summed_up(void **state)
{
	AUTO_JSON struct json_object *all = NULL, *later = NULL, *none = NULL;

	(void)state;
	take_network();
	take("hv1", midnight + 3 * DAY, 0, 0); /* what it received is not known */
	take("hv1", midnight + 3 * DAY + HOUR, 0, 0);
	all = window(midnight, midnight + 4 * DAY);
	assert_int_equal(json_integer(all, "days", 0), 3);
	assert_int_equal(json_integer(all, "cpu_mean", 0), 666);
	assert_int_equal(json_integer(all, "cpu_peak", 0), 1000);
	assert_int_equal(json_integer(all, "cpu_p95", 0), 1000);
	assert_null(json_member(all, "memory_peak"));
	assert_int_equal(json_integer(all, "net_day_bytes", 0), 3 * DAY);
	later = window(midnight + 2 * DAY, midnight + 4 * DAY);
	assert_int_equal(json_integer(later, "days", 0), 1);
	none = window(midnight + 20 * DAY, midnight + 21 * DAY);
	assert_int_equal(json_integer(none, "days", -1), 0);
	assert_null(json_member(none, "cpu_mean"));
}

static void prune_after(int64_t now, int64_t months)
{
	const struct usage_limits limits = {
		.raw_days = 2, .hour_days = 10, .day_months = months};
	struct spool *spool = spool_new();

	usage_roll_silent(spool, own.store, &limits, now);
	usage_prune(spool, &limits, now);
	keep(spool);
}

static void prune(int64_t now)
{
	prune_after(now, 24);
}

static size_t count(enum usage_step step, int64_t now)
{
	AUTO_JSON struct json_object *list = points(step, midnight, now);

	return json_length(list);
}

static void each_kind_is_kept_for_its_time(void **state)
{
	int64_t now = midnight + 3 * DAY;

	(void)state;
	take_days();
	prune(now);
	assert_int_equal(count(USAGE_RAW, now), 96 + 5);
	prune(midnight + 11 * DAY);
	assert_int_equal(count(USAGE_RAW, now), 0);
	assert_int_equal(count(USAGE_HOUR, now), 24 + 2);
	prune(midnight + 23 * 31 * DAY);
	assert_int_equal(count(USAGE_HOUR, now), 0);
	assert_int_equal(count(USAGE_DAY, now), 3);
	prune(midnight + 27 * 31 * DAY);
	assert_int_equal(count(USAGE_DAY, now), 0);
}

/* A machine that is measured no more: its last day is not over by a later sample. */
static void the_last_day_of_a_silent_machine_is_kept(void **state)
{
	(void)state;
	take("hv1", midnight, 0, 0);
	take("hv1", midnight + HOUR, 3600, 0);
	prune(midnight + 2 * DAY); /* its samples are there yet, and it is not rolled up */
	assert_int_equal(count(USAGE_RAW, midnight + 2 * DAY), 2);
	prune(midnight + 3 * DAY);
	assert_int_equal(count(USAGE_RAW, midnight + 3 * DAY), 0);
	assert_int_equal(count(USAGE_HOUR, midnight + 3 * DAY), 2);
	assert_int_equal(count(USAGE_DAY, midnight + 3 * DAY), 1);
	prune(midnight + 4 * DAY); /* once */
	take("hv1", midnight + 5 * DAY, 7200, 0);
	assert_int_equal(count(USAGE_DAY, midnight + 5 * DAY), 2);
}

/* Days are kept in rows of months: one goes when all of its days are old. */
static void a_month_goes_when_it_is_over(void **state)
{
	(void)state;
	take("hv1", midnight, 0, 0);
	take("hv1", midnight + DAY, 3600, 0);
	prune_after(midnight + 32 * DAY, 1);
	assert_int_equal(count(USAGE_DAY, midnight + 32 * DAY), 2);
	prune_after(midnight + 34 * DAY, 1);
	assert_int_equal(count(USAGE_DAY, midnight + 34 * DAY), 0);
}

static int add_size(void *argument, const char *key, const char *value, struct error *error)
{
	(void)error;
	*(size_t *)argument += strlen(key) + strlen(value) + sizeof(USAGE_RAW_SPACE);
	return 0;
}

static void add_machine(struct spool *input, const char *host, const char *state, int64_t cpu)
{
	AUTO_FREE char *text = mem_format(
		"{\"kind\":\"machine\",\"id\":\"" MACHINE "\",\"source\":\"libvirt %s\","
		"\"at\":%lld,\"facts\":{\"uuid\":\"" MACHINE
		"\",\"name\":\"m\",\"host\":\"%s\","
		"\"state\":\"%s\"},\"measures\":{\"cpu_time_us\":%lld}}",
		host, (long long)midnight, host, state, (long long)cpu);

	spool_add(input, PICTURE_ITEM, text, strlen(text));
}

/* A host that tells of another's machine makes it use nothing: neither earlier nor later. */
static void only_the_host_that_has_it_is_believed(void **state)
{
	const struct usage_limits limits = {2, 10, 24};
	const struct picture_order order = {"2026-03-30T00:00:00Z", midnight, &limits};
	struct spool *input = spool_new(), *output = spool_new();
	AUTO_JSON struct json_object *result = NULL;
	AUTO_TEXT struct text last = {0};
	struct error error = {0};

	(void)state;
	add_machine(input, "a-liar", "shutoff", 7);
	add_machine(input, "hv1", "running", 1000);
	add_machine(input, "z-liar", "shutoff", 9);
	if (picture_make(&result, input, output, own.store, &order, &error) < 0)
		fail_msg("%s", error.text);
	spool_free(input);
	keep(output);
	assert_int_equal(store_state(own.store, USAGE_LAST_SPACE, MACHINE, &last, &error), 0);
	assert_non_null(strstr(last.data, "\"cpu_time_us\":1000,\"host\":\"hv1\""));
	assert_true(store_has(own.store, json_string(result, "snapshot")));
}

/* A day of hourly scans of a busy machine: six metrics of large and changing numbers. */
static void samples_are_small(void **state)
{
	AUTO_JSON struct json_object *measures = json_object_new_object();
	size_t size = 0;

	(void)state;
	for (int64_t i = 0; i < 24; i++) {
		struct spool *spool = spool_new();

		json_set_integer(measures, "cpu_time_us", i * 3600 * 1234567);
		json_set_integer(measures, "memory_used", (int64_t)7 << 30);
		json_set_integer(measures, "disk_read_bytes", i * 3600 * 12345678);
		json_set_integer(measures, "disk_write_bytes", i * 3600 * 2345678);
		json_set_integer(measures, "net_receive_bytes", i * 3600 * 9876543);
		json_set_integer(measures, "net_send_bytes", i * 3600 * 8765432);
		usage_take(spool, own.store, MACHINE, "hv1", measures, midnight + i * HOUR);
		keep(spool);
	}
	assert_int_equal(store_walk(own.store, USAGE_RAW_SPACE, add_size, &size, NULL), 0);
	assert_true(size > 0);
	if (size / (24 * USAGE_METRICS) >= 20)
		fail_msg("a sample of a metric takes %zu bytes", size / (24 * USAGE_METRICS));
}

static void a_snapshot_keeps_no_counter(void **state)
{
	AUTO_JSON struct json_object *measures = json_object_new_object();

	(void)state;
	json_set_integer(measures, "allocation", 7);
	json_set_integer(measures, "cpu_time_us", 7);
	json_set_integer(measures, "memory_used", 7);
	usage_strip(measures);
	assert_string_equal(json_object_to_json_string_ext(measures, JSON_C_TO_STRING_PLAIN),
		"{\"allocation\":7}");
}

static void what_was_never_measured_is_said(void **state)
{
	struct json_object *answer = NULL;
	struct error error = {0};
	enum usage_step step;

	(void)state;
	assert_int_equal(
		usage_read(&answer, own.store, MACHINE, USAGE_DAY, midnight, midnight, &error),
		-1);
	assert_int_equal(error.code, ERROR_NOT_FOUND);
	assert_int_equal(usage_step(&step, "week", 0, 0, &error), -1);
	assert_non_null(strstr(error.text, "\"raw\", \"hour\" or \"day\""));
	assert_int_equal(usage_step(&step, NULL, midnight, midnight + 90 * DAY, &error), 0);
	assert_int_equal(step, USAGE_DAY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(counters_become_rates, start, finish),
		cmocka_unit_test_setup_teardown(a_window_is_summed_up, start, finish),
		cmocka_unit_test_setup_teardown(days_are_rolled_up, start, finish),
		cmocka_unit_test_setup_teardown(each_kind_is_kept_for_its_time, start, finish),
		cmocka_unit_test_setup_teardown(
			the_last_day_of_a_silent_machine_is_kept, start, finish),
		cmocka_unit_test_setup_teardown(a_month_goes_when_it_is_over, start, finish),
		cmocka_unit_test_setup_teardown(
			only_the_host_that_has_it_is_believed, start, finish),
		cmocka_unit_test_setup_teardown(samples_are_small, start, finish),
		cmocka_unit_test(a_snapshot_keeps_no_counter),
		cmocka_unit_test_setup_teardown(what_was_never_measured_is_said, start, finish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
