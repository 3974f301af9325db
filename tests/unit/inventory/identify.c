/*
 * Which host is the inside of which machine, and who answers without being told.
 */
#include "inventory/identify.h"

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/snapshot.h"
#include <string.h>

#define SEEN "2026-01-31T08:00:00Z"
#define ONE  "11111111-1111-1111-1111-111111111111"
#define TWO  "22222222-2222-2222-2222-222222222222"
#define MAC1 "52:54:00:00:00:01"
#define MAC2 "52:54:00:00:00:02"

/* A member: its kind, its id, its facts with ' for ". */
struct given {
	const char *kind, *id, *facts;
};

struct city {
	struct json_object *snapshot, *objects;
};

static void add(struct city *city, const struct given *given)
{
	AUTO_FREE char *text = mem_string(given->facts);
	struct source source = {SOURCE_JSON, "test", text, strlen(text)};
	AUTO_JSON struct json_object *facts = NULL;

	for (char *at = text; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	assert_int_equal(json_parse(&facts, &source, JSON_FILE, NULL), 0);
	snapshot_add(city->snapshot, city->objects, given->kind, given->id, facts, NULL, "test",
		SEEN);
}

/* In the order given, or backwards. */
static struct city identified(const struct given *given, size_t count, bool backwards)
{
	struct city city = {snapshot_new(SEEN), json_object_new_object()};

	for (size_t i = 0; i < count; i++)
		add(&city, &given[backwards ? count - 1 - i : i]);
	identify(city.snapshot, city.objects, SEEN);
	snapshot_finish(city.snapshot);
	return city;
}

static void forget(struct city *city)
{
	json_object_put(city->snapshot);
	json_object_put(city->objects);
}
#define AUTO_CITY __attribute__((cleanup(forget)))

static struct json_object *facts_of(const struct city *city, const char *kind, const char *id)
{
	struct json_object *member = snapshot_member(city->snapshot, kind, id);

	return member ? json_member(city->objects, json_string(member, "digest")) : NULL;
}

static const struct given machines[] = {
	{"machine", ONE, "{'uuid':'" ONE "','name':'a','nics':[{'mac':'" MAC1 "'}]}"},
	{"machine", TWO, "{'uuid':'" TWO "','name':'b','nics':[{'mac':'" MAC2 "'}]}"},
};

/* The machine and what says so, for a host of these facts beside the two machines. */
static void becomes(const char *facts, const char *machine, const char *by)
{
	const struct given given[] = {machines[0], machines[1], {"host", "h", facts}};

	for (int backwards = 0; backwards < 2; backwards++) {
		AUTO_CITY struct city city = identified(given, 3, backwards);
		struct json_object *host = facts_of(&city, "host", "h");

		assert_true(text_equal(json_string(host, "machine"), machine));
		assert_true(text_equal(json_string(host, "machine_by"), by));
	}
}

static void test_an_inside_finds_its_machine(void **state)
{
	(void)state;
	becomes("{'side':'machine','uuid':'" ONE "'}", ONE, "uuid");
	becomes("{'side':'machine','links':[{'name':'lo'},{'mac':'" MAC2 "'}]}", TWO, "mac");
	becomes("{'side':'machine','uuid':'" ONE "','links':[{'mac':'" MAC2 "'}]}", ONE,
		"uuid");
	becomes("{'side':'machine','links':[{'mac':'52:54:00:00:00:09'}]}", NULL, NULL);
	becomes("{'side':'machine'}", NULL, NULL);
}

/* The taps of a hypervisor have nearly the addresses of its guests. */
static void test_a_hypervisor_is_nobodys_inside(void **state)
{
	(void)state;
	becomes("{'side':'department','uuid':'" ONE "','links':[{'mac':'" MAC2 "'}]}", NULL,
		NULL);
}

static void test_two_witnesses_that_differ_are_told(void **state)
{
	const struct given given[] = {machines[0], machines[1],
		{"host", "h",
			"{'side':'machine','uuid':'" ONE "','links':[{'mac':'" MAC2 "'}]}"}};
	AUTO_CITY struct city city = identified(given, 3, false);
	struct json_object *told = facts_of(&city, "contradiction", "host/h/machine");

	(void)state;
	assert_int_equal(json_length(json_member(told, "values")), 2);
	assert_string_equal(
		json_string(json_object_array_get_idx(json_member(told, "values"), 0), "value"),
		"\"" ONE "\"");
}

/* Two departments' machines may have been made from one image, addresses and all. */
static void test_an_address_of_several_decides_nothing(void **state)
{
	const struct given given[] = {
		{"machine", ONE, "{'uuid':'" ONE "','nics':[{'mac':'" MAC1 "'}]}"},
		{"machine", TWO, "{'uuid':'" TWO "','nics':[{'mac':'" MAC1 "'}]}"},
		{"host", "h", "{'side':'machine','links':[{'mac':'" MAC1 "'}]}"}};
	AUTO_CITY struct city city = identified(given, 3, false);

	(void)state;
	assert_null(json_string(facts_of(&city, "host", "h"), "machine"));
}

static void test_strangers_are_those_whom_nobody_has(void **state)
{
	const struct given given[] = {machines[0],
		{"host", "own",
			"{'neighbours':["
			"{'mac':'" MAC1 "','address':'192.0.2.1','device':'e'},"
			"{'mac':'52:54:00:00:00:07','address':'192.0.2.7','device':'e'},"
			"{'mac':'52:54:00:00:00:08','address':'192.0.2.8','device':'e'}]}"},
		{"host", "other", "{'links':[{'mac':'52:54:00:00:00:08'}]}"}};

	(void)state;
	for (int backwards = 0; backwards < 2; backwards++) {
		AUTO_CITY struct city city = identified(given, 3, backwards);

		assert_null(facts_of(&city, "stranger", "own/192.0.2.1"));
		assert_null(facts_of(&city, "stranger", "own/192.0.2.8"));
		assert_string_equal(
			json_string(facts_of(&city, "stranger", "own/192.0.2.7"), "mac"),
			"52:54:00:00:00:07");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_inside_finds_its_machine),
		cmocka_unit_test(test_a_hypervisor_is_nobodys_inside),
		cmocka_unit_test(test_two_witnesses_that_differ_are_told),
		cmocka_unit_test(test_an_address_of_several_decides_nothing),
		cmocka_unit_test(test_strangers_are_those_whom_nobody_has),
	};

	return cmocka_run_group_tests_name("inventory/identify", tests, NULL, NULL);
}
