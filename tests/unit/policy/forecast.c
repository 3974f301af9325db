/* The on-cloud rate by all formulas, over time, and when milestones are reached. */
#include "planning/forecast/forecast.h"
#include "../given.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/rate.h"
#include "small.h"
#include <stdio.h>
#include <string.h>

/* The figures of a city whose 90 % depend on the formula alone (requirements, C2). */
static void test_formulas(void **state)
{
	static const struct {
		enum disposition disposition;
		int count;
		bool arrived;
	} city[] = {
		{DISPOSITION_REHOST, 24, true}, /* on the cloud already */
		{DISPOSITION_REHOST, 110, true},
		{DISPOSITION_HOST, 16, false},
		{DISPOSITION_INTERFACE, 4, false},
		{DISPOSITION_RETAIN, 5, false},
		{DISPOSITION_CONSOLIDATE, 12, false},
		{DISPOSITION_RETIRE, 24, false},
	};
	static const int64_t expected[RATE_FORMULAS] = {6871, 6871, 8427, 9433, 10000};

	(void)state;
	for (int formula = 0; formula < RATE_FORMULAS; formula++) {
		struct rate sum = {0};

		for (size_t i = 0; i < sizeof(city) / sizeof(city[0]); i++) {
			const struct rate_system system = {.machines = 2,
				.arrived = city[i].arrived ? 2 : 0,
				.in_scope = true,
				.hosted = city[i].disposition == DISPOSITION_HOST,
				.disposition = city[i].disposition};
			struct rate one = rate_of((enum rate_formula)formula, &system);

			sum.on_cloud += one.on_cloud * city[i].count;
			sum.total += one.total * city[i].count;
		}
		assert_int_equal(rate_percent_x100(sum), expected[formula]);
	}
}

static void test_not_counted(void **state)
{
	const struct rate_system outside = {.machines = 1, .arrived = 1},
				 missing = {.in_scope = true},
				 half = {.machines = 2, .arrived = 1, .in_scope = true};

	(void)state;
	assert_int_equal(rate_of(RATE_SYSTEMS, &outside).total, 0);
	assert_int_equal(rate_of(RATE_SYSTEMS, &missing).total, 0);
	assert_int_equal(rate_of(RATE_SYSTEMS, &half).on_cloud, 0);
	assert_int_equal(rate_of(RATE_MACHINES, &half).on_cloud, 1);
	assert_int_equal(rate_of(RATE_MACHINES, &half).total, 2);
	assert_int_equal(rate_percent_x100((struct rate){0}), 0);
	assert_false(rate_reaches((struct rate){0}, 0)); /* of nothing, nothing is reached */
	assert_true(rate_reaches((struct rate){9, 10}, 90));
	assert_false(rate_reaches((struct rate){89, 99}, 90));
	assert_int_equal(rate_formula("kept_on_cloud"), RATE_KEPT);
	assert_int_equal(rate_formula("most"), RATE_FORMULAS);
}

static int64_t at(const char *text)
{
	int64_t wall = 0;

	assert_int_equal(clock_parse(text, &wall), 0);
	return wall / CLOCK_SECOND;
}

static void add_system(struct small *small, const char *department, int n, const char *host)
{
	AUTO_FREE char *uuid = mem_format("%08d-0000-4000-8000-000000000000", n);
	AUTO_FREE char *name = mem_format("m%d", n);
	AUTO_FREE char *id = mem_format("%s/s%d", department, n);
	AUTO_FREE char *facts =
		mem_format("{\"name\":\"s%d\",\"department\":\"%s\",\"machines\":[\"m%d\"]}", n,
			department, n);

	small_machine(small, uuid, name, host);
	small_add(small, "system", id, facts, NULL);
}

/* fin has 1 on the cloud, 2 and 3; tax has 4; and one of each that counts nowhere. */
static void begin(struct small *small)
{
	small_begin(small);
	json_set(json_member(small->order, "profile"), "target",
		given_json(
			"{\"formula\":\"systems_on_cloud\",\"milestones\":["
			"{\"by\":\"2020-01-01T00:00:00Z\",\"percent\":20,\"cites\":\"a\"},"
			"{\"by\":\"2026-02-20T00:00:00Z\",\"percent\":50,\"cites\":\"b\"},"
			"{\"by\":\"2026-03-01T00:00:00Z\",\"percent\":75,\"cites\":\"c\"},"
			"{\"by\":\"2027-01-01T00:00:00Z\",\"percent\":98,\"cites\":\"d\"}]}"));
	small_add(small, "host", "hv-fin",
		"{\"name\":\"hv-fin\",\"department\":\"fin\",\"side\":\"department\"}", NULL);
	small_add(small, "host", "hv-tax",
		"{\"name\":\"hv-tax\",\"department\":\"tax\",\"side\":\"department\"}", NULL);
	small_add(small, "host", "cloud-a",
		"{\"name\":\"cloud-a\",\"department\":\"cloud\",\"side\":\"cloud\"}", NULL);
	add_system(small, "fin", 1, "cloud-a");
	add_system(small, "fin", 2, "hv-fin");
	add_system(small, "fin", 3, "hv-fin");
	add_system(small, "tax", 4, "hv-tax");
	small_add(small, "system", "tax/s5", "{\"name\":\"s5\",\"department\":\"tax\"}", NULL);
	small_add(small, "system", "tax/s6",
		"{\"name\":\"s6\",\"department\":\"tax\",\"funding_model\":\"other\","
		"\"machines\":[\"m4\"]}",
		NULL);
}

static const enum disposition dispositions[] = {DISPOSITION_REHOST, DISPOSITION_REHOST,
	DISPOSITION_REHOST, DISPOSITION_HELD, DISPOSITION_INTERFACE, DISPOSITION_EXCLUDED};

static struct json_object *milestone(
	struct json_object *forecast, const char *formula, int64_t percent)
{
	struct json_object *list = json_member(forecast, "milestones");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (text_equal(json_string(row, "formula"), formula) &&
			json_integer(row, "percent", 0) == percent)
			return row;
	}
	fail_msg("no milestone %s %d", formula, (int)percent);
	return NULL;
}

static void check_months(struct json_object *forecast)
{
	struct json_object *months = json_member(forecast, "months"), *row;

	assert_int_equal(json_length(months), 3); /* of which nothing is done in the second */
	row = json_object_array_get_idx(months, 1);
	assert_string_equal(json_string(row, "month"), "2026-03");
	assert_int_equal(json_integer(json_member(row, "on_cloud"), "systems_on_cloud", 0), 2);
	row = json_object_array_get_idx(months, 2);
	assert_int_equal(json_integer(json_member(row, "on_cloud"), "machines_on_cloud", 0), 3);
}

static void check_departments(struct json_object *forecast)
{
	struct json_object *list = json_member(forecast, "departments"), *fin, *tax;

	assert_int_equal(json_length(list), 2);
	fin = json_object_array_get_idx(list, 0);
	tax = json_object_array_get_idx(list, 1);
	assert_int_equal(json_integer(fin, "total", 0), 3);
	assert_int_equal(json_integer(fin, "now", 0), 1);
	assert_int_equal(json_integer(fin, "final", 0), 3);
	assert_string_equal(json_string(fin, "until"), "2026-04-01T00:00:00.000000Z");
	assert_string_equal(
		json_object_to_json_string_ext(json_member(fin, "on_cloud"), 0), "[2,2,3]");
	assert_int_equal(json_integer(tax, "total", 0), 1);
	assert_int_equal(json_integer(tax, "final", 1), 0);
	assert_null(json_string(tax, "until"));
}

static void test_forecast(void **state)
{
	const int64_t done[] = {FORECAST_NEVER, at("2026-02-10T00:00:00Z"),
		at("2026-04-01T00:00:00Z"), FORECAST_NEVER, FORECAST_NEVER, FORECAST_NEVER};
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *forecast = NULL;
	struct json_object *row;

	(void)state;
	begin(&small);
	small_finish(&small);
	forecast =
		forecast_make(&(struct forecast_basis){&small.city, dispositions, done, NULL});
	assert_string_equal(json_string(forecast, "until"), "2026-04-01T00:00:00.000000Z");
	check_months(forecast);
	check_departments(forecast);
	row = milestone(forecast, "systems_on_cloud", 20);
	assert_true(json_boolean(row, "already", false));
	assert_null(json_member(row, "late_days")); /* since when is not known */
	row = milestone(forecast, "systems_on_cloud", 50);
	assert_string_equal(json_string(row, "reached"), "2026-02-10T00:00:00.000000Z");
	assert_null(json_member(row, "late_days"));
	row = milestone(forecast, "systems_on_cloud", 75);
	assert_int_equal(json_integer(row, "late_days", 0), 31);
	row = milestone(forecast, "systems_on_cloud", 98);
	assert_null(json_string(row, "reached"));
	assert_int_equal(json_integer(row, "short", 0), 1);
	row = milestone(forecast, "eligible_on_cloud", 98);
	assert_string_equal(json_string(row, "reached"), "2026-04-01T00:00:00.000000Z");
	row = json_member(forecast, "outside");
	assert_int_equal(json_integer(row, "out_of_scope", 0), 1);
	assert_int_equal(json_integer(row, "not_found", 0), 1);
	row = json_object_array_get_idx(json_member(forecast, "never"), 0);
	assert_string_equal(json_string(row, "disposition"), "held");
	assert_int_equal(json_integer(row, "count", 0), 1);
}

/* Its virtual machine moves and its server is hosted: it is there by one formula only. */
static void test_mixed(void **state)
{
	const int64_t done[] = {FORECAST_NEVER, at("2026-02-10T00:00:00Z")};
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *forecast = NULL;
	struct json_object *formulas;

	(void)state;
	small_begin(&small);
	small_add(&small, "host", "hv-fin",
		"{\"name\":\"hv-fin\",\"department\":\"fin\",\"side\":\"department\"}", NULL);
	small_add(&small, "host", "iron",
		"{\"name\":\"iron\",\"department\":\"fin\",\"side\":\"department\"}", NULL);
	add_system(&small, "fin", 1, "hv-fin");
	small_add(&small, "system", "fin/s2",
		"{\"name\":\"s2\",\"department\":\"fin\",\"machines\":[\"m1\",\"iron\"]}",
		NULL);
	small_finish(&small);
	forecast =
		forecast_make(&(struct forecast_basis){&small.city, dispositions, done, NULL});
	formulas = json_member(forecast, "formulas");
	for (int i = 0; i < RATE_FORMULAS; i++) {
		struct json_object *row = json_object_array_get_idx(formulas, (size_t)i);

		assert_int_equal(json_integer(row, "total", 0), i == RATE_MACHINES ? 3 : 2);
		assert_int_equal(json_integer(row, "final", 9),
			i == RATE_MACHINES || i == RATE_HOSTED ? 1 : 0);
	}
	assert_string_equal(
		json_string(
			json_object_array_get_idx(json_member(forecast, "never"), 1), "why"),
		"its servers are hosted, and do not run on the cloud");
}

/* Nothing moves: there are no months, and what is asked is not reached. */
static void test_nothing(void **state)
{
	int64_t done[6];
	const char *why[6] = {NULL, "too long for its windows", "too long for its windows"};
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *forecast = NULL;
	struct json_object *row;

	(void)state;
	for (int i = 0; i < 6; i++)
		done[i] = FORECAST_NEVER;
	begin(&small);
	small_finish(&small);
	forecast =
		forecast_make(&(struct forecast_basis){&small.city, dispositions, done, why});
	assert_int_equal(json_length(json_member(forecast, "months")), 0);
	assert_null(json_string(forecast, "until"));
	assert_int_equal(
		json_integer(milestone(forecast, "systems_on_cloud", 50), "short", 0), 1);
	row = json_object_array_get_idx(json_member(forecast, "never"), 0);
	assert_string_equal(json_string(row, "why"), "too long for its windows");
	assert_int_equal(json_integer(row, "count", 0), 2);
}

/* A month is the profile's, not that of UTC; December is followed by January. */
static void test_months(void **state)
{
	const int64_t done[] = {FORECAST_NEVER, at("2026-12-31T15:59:59Z"),
		at("2026-12-31T16:00:00Z"), FORECAST_NEVER, FORECAST_NEVER, FORECAST_NEVER};
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *forecast = NULL;
	struct json_object *months, *planning;

	(void)state;
	begin(&small);
	planning = json_member(json_member(small.order, "profile"), "planning");
	json_set_integer(planning, "timezone_minutes", 480);
	small_finish(&small);
	forecast =
		forecast_make(&(struct forecast_basis){&small.city, dispositions, done, NULL});
	months = json_member(forecast, "months");
	assert_int_equal(json_length(months), 12);
	assert_string_equal(
		json_string(json_object_array_get_idx(months, 11), "month"), "2027-01");
	assert_int_equal(
		json_integer(json_member(json_object_array_get_idx(months, 10), "on_cloud"),
			"systems_on_cloud", 0),
		2);
}

/* --- what would help --- */

static const struct forecast_change changes[] = {{"a dear one", 9},
	{"one that does nothing", 1}, {"a cheap one", 2}, {"one that cannot be tried", 0},
	{"one that does worse", 3}};

static bool try_change(void *argument, size_t change, int64_t *done)
{
	int *tried = argument;

	(*tried)++;
	for (int i = 0; i < 6; i++)
		done[i] = FORECAST_NEVER;
	done[1] = at("2026-02-10T00:00:00Z");
	done[2] = at("2026-04-01T00:00:00Z");
	if (change == 0)
		done[1] = done[2] = at("2026-02-05T00:00:00Z");
	if (change == 2)
		done[2] = at("2026-02-25T12:00:00Z");
	if (change == 4)
		done[2] = FORECAST_NEVER; /* it ends sooner, and does less */
	return change != 3;
}

static void test_help(void **state)
{
	const int64_t done[] = {FORECAST_NEVER, at("2026-02-10T00:00:00Z"),
		at("2026-04-01T00:00:00Z"), FORECAST_NEVER, FORECAST_NEVER, FORECAST_NEVER};
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *help = NULL;
	struct json_object *cheap, *row;
	int tried = 0;

	(void)state;
	begin(&small);
	small_finish(&small);
	help = forecast_help(&(struct forecast_basis){&small.city, dispositions, done, NULL},
		changes, 5, try_change, &tried);
	assert_int_equal(tried, 5);
	assert_int_equal(json_length(help), 2);
	cheap = json_object_array_get_idx(help, 0);
	assert_string_equal(json_string(cheap, "change"), "a cheap one");
	assert_int_equal(json_integer(cheap, "end_days", 0), 34);
	assert_int_equal(json_length(json_member(cheap, "milestones")), 1);
	row = json_object_array_get_idx(json_member(cheap, "milestones"), 0);
	assert_int_equal(json_integer(row, "percent", 0), 75);
	assert_int_equal(json_integer(row, "days", 0), 34);
	assert_string_equal(
		json_string(json_object_array_get_idx(help, 1), "change"), "a dear one");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_formulas),
		cmocka_unit_test(test_not_counted), cmocka_unit_test(test_forecast),
		cmocka_unit_test(test_nothing), cmocka_unit_test(test_months),
		cmocka_unit_test(test_mixed), cmocka_unit_test(test_help)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
