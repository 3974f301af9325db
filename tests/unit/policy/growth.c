/*
 * Time grows with the city. With a number of systems as its argument it tells in one line of
 * JSON how long each part takes for so many: "growth 19500" is a hundred cities.
 */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/forecast/forecast.h"
#include "planning/groups/groups.h"
#include "planning/policy/disposition.h"
#include "small.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MACHINES 3  /* of a system, of which the first can be looked into */
#define OWNED    4  /* systems of a department */
#define NETWORKS 5  /* as many systems have one dedicated network */
#define STEP     60 /* seconds from one system's end to the next one's */

struct large {
	struct city city;
	char **text;
	size_t count, systems;
};

static void add(struct large *large, const char *kind, char *text)
{
	struct error error = {0};

	large->text = mem_resize(large->text, large->count + 1, sizeof(*large->text));
	large->text[large->count++] = text;
	if (city_add(&large->city, kind, text, strlen(text), &error) < 0)
		fail_msg("%s", error.text);
}

#define OBJECT "{\"digest\":\"sha256:0\",\"kind\":\"%s\",\"id\":\"%s\",\"facts\":{%s}%s}"

static void add_object(
	struct large *large, const char *kind, const char *id, char *facts, const char *rest)
{
	AUTO_FREE char *taken = facts;

	add(large, "object", mem_format(OBJECT, kind, id, taken, rest));
}

static void add_networks(struct large *large)
{
	for (size_t i = 0; i < large->systems / NETWORKS; i++) {
		AUTO_FREE char *id = mem_format("d%06zu/net", i);

		add_object(large, "dedicated_network", id,
			mem_format("\"name\":\"net%zu\",\"department\":\"d%06zu\","
				   "\"vertical_level\":\"%s\"",
				i, i, i % 8 ? "departmental" : "provincial"),
			"");
	}
}

/* Each can be called by the next system's, and calls a name server of all. */
static void add_inside(struct large *large, size_t system)
{
	AUTO_FREE char *id = mem_format("in%06zu", system);
	AUTO_FREE char *measures =
		mem_format(",\"measures\":{\"flow in 5432 10.%zu.%zu.%zu\":%zu,\"flow out 53 "
			   "10.0.0.0\":1,\"flow out 443 10.%zu.%zu.%zu\":1,\"uptime\":5}",
			(system + 1) >> 16 & 255, (system + 1) >> 8 & 255, (system + 1) & 255,
			system % 7 + 1, (system + 9) >> 16 & 255, (system + 9) >> 8 & 255,
			(system + 9) & 255);

	add_object(large, "host", id,
		mem_format("\"name\":\"%s\",\"department\":\"d%06zu\",\"side\":\"machine\","
			   "\"machine\":\"%08zu-0000-4000-8000-000000000000\","
			   "\"addresses\":[\"10.%zu.%zu.%zu\"]",
			id, system / OWNED, system * MACHINES, system >> 16 & 255,
			system >> 8 & 255, system & 255),
		measures);
}

static void add_hosts(struct large *large)
{
	for (size_t i = 0; i < large->systems; i += OWNED) {
		AUTO_FREE char *id = mem_format("hv%06zu", i / OWNED);

		add_object(large, "host", id,
			mem_format("\"name\":\"%s\",\"department\":\"d%06zu\",\"side\":"
				   "\"department\",\"hypervisor\":\"QEMU\"",
				id, i / OWNED),
			"");
	}
	for (size_t i = 0; i < large->systems; i++)
		add_inside(large, i);
}

static void add_machines(struct large *large)
{
	for (size_t i = 0; i < large->systems * MACHINES; i++) {
		AUTO_FREE char *id = mem_format("%08zu-0000-4000-8000-000000000000", i);

		add_object(large, "machine", id,
			mem_format(
				"\"uuid\":\"%s\",\"name\":\"m%zu\",\"host\":\"hv%06zu\","
				"\"state\":\"running\",\"memory\":1,\"vcpus\":1,\"disks\":[]",
				id, i, i / MACHINES / OWNED),
			"");
	}
}

static void add_systems(struct large *large)
{
	static const char *const functions[] = {
		"教育资源的发布", "预算的编制和审批", "其他业务"};

	for (size_t i = 0; i < large->systems; i++) {
		AUTO_FREE char *id = mem_format("d%06zu/s%06zu", i / OWNED, i);

		add_object(large, "system", id,
			mem_format("\"name\":\"s%06zu\",\"department\":\"d%06zu\","
				   "\"function\":\"%s的受理、办理和查询，用户约 3000 人\","
				   "\"network\":\"net%zu\",\"machines\":[\"m%zu\",\"m%zu\","
				   "\"m%zu\"]",
				i, i / OWNED, functions[i % 3], i / 7, i * MACHINES,
				i * MACHINES + 1, i * MACHINES + 2),
			"");
	}
}

static void add_findings(struct large *large)
{
	for (size_t i = 0; i < large->systems; i++)
		add(large, "finding",
			mem_format("{\"rule\":\"zombie.candidate\",\"kind\":\"system\",\"id\":"
				   "\"d%06zu/s%06zu\",\"name\":\"s\",\"verdict\":\"%s\","
				   "\"evidence\":\"It was seen.\"}",
				i / OWNED, i, i % 10 ? "pass" : "fail"));
}

static void build(struct large *large, size_t systems)
{
	struct small small;
	struct error error = {0};

	*large = (struct large){.systems = systems};
	small_begin(&small);
	add(large, "order", json_canonical_string(small.order));
	small_free(&small);
	add_networks(large);
	add_hosts(large);
	add_machines(large);
	add_systems(large);
	add_findings(large);
	if (city_finish(&large->city, &error) < 0)
		fail_msg("%s", error.text);
}

static void large_free(struct large *large)
{
	city_free(&large->city);
	for (size_t i = 0; i < large->count; i++)
		free(large->text[i]);
	free(large->text);
}

struct times {
	double dispositions, groups, forecast;
};

static double lap(clock_t *since)
{
	clock_t now = clock();
	double seconds = (double)(now - *since) / CLOCKS_PER_SEC;

	*since = now;
	return seconds;
}

/* Moving systems end one after another. */
static int64_t *ends(const struct large *large, const struct groups *groups)
{
	int64_t *done = mem_array(large->systems, sizeof(*done));

	for (size_t i = 0; i < large->systems; i++)
		done[i] = groups->of[i] == GROUP_NONE
				  ? FORECAST_NEVER
				  : 1800000000 + STEP * (int64_t)(i * 7919 % large->systems);
	return done;
}

static struct times run(const struct large *large)
{
	AUTO_JSON struct json_object *systems = json_object_new_array();
	AUTO_JSON struct json_object *rows = json_object_new_array();
	AUTO_JSON struct json_object *hubs = json_object_new_array();
	AUTO_JSON struct json_object *forecast = NULL;
	AUTO_FREE enum disposition *of = mem_array(large->systems, sizeof(*of));
	AUTO_FREE int64_t *done = NULL;
	AUTO_GROUPS struct groups groups = {0};
	clock_t since = clock();
	struct times times = {0};

	dispositions_decide(&large->city, of, systems);
	times.dispositions = lap(&since);
	groups_find(&large->city, of, &groups, rows, hubs);
	times.groups = lap(&since);
	done = ends(large, &groups);
	forecast = forecast_make(&(struct forecast_basis){&large->city, of, done, NULL});
	times.forecast = lap(&since);
	assert_int_equal(json_length(systems), large->systems);
	assert_int_equal(json_length(hubs), 1);
	assert_true(groups.count > large->systems / 50);
	assert_true(groups.count < large->systems);
	return times;
}

static double all_of(size_t systems)
{
	struct large large;
	struct times times;

	build(&large, systems);
	times = run(&large);
	large_free(&large);
	return times.dispositions + times.groups + times.forecast;
}

/* Eight times as many take about eight times as long, not sixty-four times. */
static void test_growth(void **state)
{
	double small = all_of(500), large = all_of(4000);

	(void)state;
	assert_true(large < 0.1 || large < small * 24);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_growth)};
	struct large large;
	struct times times;

	if (argc < 2)
		return cmocka_run_group_tests(tests, NULL, NULL);
	build(&large, strtoul(argv[1], NULL, 10));
	times = run(&large);
	printf("{\"systems\": %s, \"dispositions_s\": %.3f, \"groups_s\": %.3f, "
	       "\"forecast_s\": %.3f}\n",
		argv[1], times.dispositions, times.groups, times.forecast);
	large_free(&large);
	return 0;
}
