#include "readiness/links/series.h"

#include "../inventory/own_store.h"
#include "../unit.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/config.h"
#include "core/store.h"

#define DAY  86400
#define NOON 1790942400 /* 2026-10-02T12:00:00Z */

static const struct usage_limits limits = {.raw_days = 2, .hour_days = 3, .day_months = 2};
static struct own_store own;
static struct json_object *way;

static void take(int64_t at, int64_t received, int64_t median)
{
	struct store_batch *batch = batch_new();
	AUTO_JSON struct json_object *echoes = json_object_new_object();

	json_set_integer(echoes, "sent", 10);
	json_set_integer(echoes, "received", received);
	json_set_integer(echoes, "least_us", received ? median - 50 : 0);
	json_set_integer(echoes, "median_us", received ? median : 0);
	json_set_integer(echoes, "most_us", received ? median + 100 : 0);
	links_series_take(batch, own.store, way, echoes, at);
	store_commit(own.store, batch, NULL, NULL);
	store_flush(own.store);
}

static void assert_day(int64_t now, const char *told)
{
	AUTO_JSON struct json_object *day = links_series_day(own.store, way, now);
	AUTO_FREE char *text = json_canonical_string(day);

	assert_string_equal(text, told);
}

static int count_row(void *argument, const char *key, const char *value, struct error *error)
{
	(void)key;
	(void)value;
	(void)error;
	++*(unsigned *)argument;
	return 0;
}

static unsigned rows(const char *space)
{
	unsigned count = 0;
	struct error error = {0};

	assert_int_equal(store_walk(own.store, space, count_row, &count, &error), 0);
	return count;
}

static int open_store(void **state)
{
	(void)state;
	own_store_open(&own);
	way = json_object_new_object();
	json_set_string(way, "source", "fin-hv");
	json_set_string(way, "target", "cloud-a");
	json_set_integer(way, "family", 4);
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	json_object_put(way);
	own_store_close(&own);
	return 0;
}

static void test_nothing(void **state)
{
	(void)state;
	take(NOON - DAY, 10, 1000);
	assert_day(NOON,
		"{\"family\":4,\"source\":\"fin-hv\",\"target\":\"cloud-a\",\"watches\":0}");
}

/* What did not come back of a watch that nothing came back of is no loss. */
static void test_last_day(void **state)
{
	(void)state;
	take(NOON - 4 * DAY, 10, 100);
	take(NOON - DAY + 3601, 10, 2000);
	take(NOON - 3600, 7, 1000);
	take(NOON - 60, 0, 0);
	take(NOON, 10, 3000);
	assert_day(NOON,
		"{\"at\":\"2026-10-02T12:00:00Z\",\"available_permille\":750,\"family\":4,"
		"\"least_us\":50,\"loss_permille\":100,\"median_us\":2000,\"most_us\":3100,"
		"\"reached\":3,\"received\":27,\"sent\":30,\"since\":\"2026-10-01T13:00:00Z\","
		"\"source\":\"fin-hv\",\"target\":\"cloud-a\",\"watches\":4}");
}

static void test_never_there(void **state)
{
	(void)state;
	take(NOON, 0, 0);
	assert_day(NOON,
		"{\"at\":\"2026-10-02T12:00:00Z\",\"available_permille\":0,\"family\":4,"
		"\"reached\":0,\"since\":\"2026-10-02T12:00:00Z\",\"source\":\"fin-hv\","
		"\"target\":\"cloud-a\",\"watches\":1}");
}

static void test_rolled(void **state)
{
	AUTO_JSON struct json_object *list = NULL, *entry = NULL;
	AUTO_FREE char *text = NULL;
	const char rows[] = "[[1,1,1,10,9,500,700,900],[2,1,0,0,0,0,0,0],[3,1,1,10,10,400,600,"
			    "800],[4,1,1,10,10,450,650,1000]]";
	const struct source source = {SOURCE_JSON, "rows", rows, sizeof(rows) - 1};
	struct error error = {0};

	(void)state;
	assert_int_equal(json_parse(&list, &source, 4096, &error), 0);
	entry = links_series_roll(7, list);
	text = json_canonical_string(entry);
	assert_string_equal(text, "[7,4,3,30,29,400,650,1000]");
}

static void test_forgotten(void **state)
{
	struct store_batch *batch = batch_new();

	(void)state;
	for (int64_t day = 100; day >= 0; day--)
		take(NOON - day * DAY, 10, 1000);
	links_series_prune(batch, own.store, &limits, NOON);
	store_commit(own.store, batch, NULL, NULL);
	store_flush(own.store);
	assert_int_equal(rows("link.raw"), 3);
	assert_int_equal(rows("link.hour"), 4);
	assert_int_equal(rows("link.day"), 3);
}

static void assert_points(const char *step, int64_t since, const char *told)
{
	AUTO_JSON struct json_object *points =
		links_series_points(own.store, way, step, since, NOON);
	AUTO_FREE char *text = json_canonical_string(points);

	assert_string_equal(text, told);
}

#define POINT(at, watches, reached, sent, received, times)                                     \
	"{\"at\":\"" at "\"," times "\"reached\":" reached ",\"received\":" received           \
	",\"sent\":" sent ",\"watches\":" watches "}"

static void test_points(void **state)
{
	(void)state;
	assert_points("hour", 0, "[]");
	take(NOON - 40 * DAY, 10, 500);
	take(NOON - 600, 0, 0);
	take(NOON, 8, 1000);
	assert_points("raw", NOON - 60,
		"[" POINT("2026-10-02T12:00:00Z", "1", "1", "10", "8",
			"\"least_us\":950,\"median_us\":1000,\"most_us\":1100,") "]");
	assert_points("hour", NOON - DAY,
		"[" POINT("2026-10-02T11:00:00Z", "1", "0", "0", "0", "") "," POINT(
			"2026-10-02T12:00:00Z", "1", "1", "10", "8",
			"\"least_us\":950,\"median_us\":1000,\"most_us\":1100,") "]");
	assert_points("day", NOON - 50 * DAY,
		"[" POINT("2026-08-23T00:00:00Z", "1", "1", "10", "10",
			"\"least_us\":450,\"median_us\":500,\"most_us\":600,") "," POINT("2026-"
											 "10-"
											 "02T00"
											 ":00:"
											 "00Z",
			"2", "1", "10", "8",
			"\"least_us\":950,\"median_us\":1000,\"most_us\":1100,") "]");
	/* Single watches are told of two days at most. */
	take(NOON - 3 * DAY, 10, 500);
	assert_points("raw", NOON - 4 * DAY,
		"[" POINT("2026-10-02T11:50:00Z", "1", "0", "0", "0", "") "," POINT(
			"2026-10-02T12:00:00Z", "1", "1", "10", "8",
			"\"least_us\":950,\"median_us\":1000,\"most_us\":1100,") "]");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_store, close_store)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing),
		TEST(test_last_day),
		TEST(test_never_there),
		TEST(test_rolled),
		TEST(test_forgotten),
		TEST(test_points),
	};

	return cmocka_run_group_tests_name("stages/links_series", tests, NULL, NULL);
}
