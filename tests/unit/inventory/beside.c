/*
 * Who is at the other end of a wire: one who is known, or a stranger.
 */
#include "inventory/beside.h"

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/identify.h"
#include "model/snapshot.h"
#include <string.h>

#define SEEN "2026-01-31T08:00:00Z"
#define ONE  "11111111-1111-1111-1111-111111111111"
#define MAC1 "52:54:00:00:00:01"
#define MAC2 "52:54:00:00:00:02"

/* A member: its kind, its id, its facts with ' for ". */
struct given {
	const char *kind, *id, *facts;
};

struct city {
	struct json_object *snapshot, *objects;
};

static void forget(struct city *city)
{
	json_object_put(city->snapshot);
	json_object_put(city->objects);
}
#define AUTO_CITY __attribute__((cleanup(forget)))

static void swap_quotes(char *text, char from, char to)
{
	for (char *at = text; *at; at++)
		*at = *at == from ? to : *at;
}

static void add(struct city *city, const struct given *given)
{
	AUTO_FREE char *text = mem_string(given->facts);
	struct source source = {SOURCE_JSON, "test", text, 0};
	AUTO_JSON struct json_object *facts = NULL;

	swap_quotes(text, '\'', '"');
	source.size = strlen(text);
	assert_int_equal(json_parse(&facts, &source, JSON_FILE, NULL), 0);
	snapshot_add(city->snapshot, city->objects, given->kind, given->id, facts, NULL, "test",
		SEEN);
}

/* In the order given, or backwards. */
static struct city joined(const struct given *given, bool backwards)
{
	struct city city = {snapshot_new(SEEN), json_object_new_object()};
	size_t count = 0;

	while (given[count].kind)
		count++;
	for (size_t i = 0; i < count; i++)
		add(&city, &given[backwards ? count - 1 - i : i]);
	identify(city.snapshot, city.objects, SEEN);
	beside_join(city.snapshot, city.objects, SEEN);
	snapshot_finish(city.snapshot);
	return city;
}

static struct json_object *facts_of(const struct city *city, const char *kind, const char *id)
{
	struct json_object *member = snapshot_member(city->snapshot, kind, id);

	return member ? json_member(city->objects, json_string(member, "digest")) : NULL;
}

static size_t strangers(const struct city *city)
{
	struct json_object *members = json_member(city->snapshot, "members");
	size_t count = 0;

	for (size_t i = 0; i < json_length(members); i++)
		count += text_equal(
			json_string(json_object_array_get_idx(members, i), "kind"), "stranger");
	return count;
}

/* What a host of the water bureau with this neighbour knows, among those who are there. */
static void becomes(const char *neighbour, const char *beside, size_t strange)
{
	AUTO_FREE char *facts = mem_format(
		"{'department':'water','lldp':[{'device':'eth0','chassis':'x'%s}]}", neighbour);
	const struct given given[] = {
		{"host", "see", facts},
		{"host", "r1",
			"{'department':'water','links':[{'name':'e','mac':'" MAC1 "'}],"
			"'addresses':['192.0.2.1','192.0.2.3']}"},
		{"host", "r2", "{'department':'water','addresses':['192.0.2.2','192.0.2.3']}"},
		{"host", "r3", "{'department':'health','addresses':['192.0.2.4']}"},
		{"machine", ONE,
			"{'uuid':'" ONE "','name':'Mail','host':'r1','nics':[{'mac':'" MAC2
			"'}]}"},
		{"host", "inside", "{'department':'water','side':'machine','uuid':'" ONE "'}"},
		{0},
	};

	for (int backwards = 0; backwards < 2; backwards++) {
		AUTO_CITY struct city city = joined(given, backwards);
		struct json_object *list =
			json_member(facts_of(&city, "host", "see"), "beside");
		AUTO_FREE char *told = json_canonical_string(list);

		swap_quotes(told, '"', '\'');
		assert_string_equal(told, beside);
		assert_int_equal(strangers(&city), strange);
	}
}

#define IS(by, id, kind)                                                                       \
	"[{'by':'" by "','chassis':'x','device':'eth0','id':'" id "','kind':'" kind "'}]"

static void test_one_who_is_known(void **state)
{
	(void)state;
	becomes(",'mac':'" MAC1 "'", IS("mac", "r1", "host"), 0);
	becomes(",'mac':'" MAC2 "'", IS("mac", ONE, "machine"), 0);
	becomes(",'addresses':['192.0.2.9','192.0.2.2']", IS("address", "r2", "host"), 0);
	becomes(",'name':'R2.water.example'", IS("name", "r2", "host"), 0);
	becomes(",'name':'mail'", IS("name", ONE, "machine"), 0);
	becomes(",'name':'inside'", IS("name", ONE, "machine"), 0);
}

static void test_the_surest_decides(void **state)
{
	(void)state;
	becomes(",'mac':'" MAC1 "','addresses':['192.0.2.2'],'name':'mail'",
		IS("mac", "r1", "host"), 0);
	becomes(",'mac':'52:54:00:00:00:09','addresses':['192.0.2.2'],'name':'mail'",
		IS("address", "r2", "host"), 0);
}

/* Another department's address or name is another's. */
static void test_one_who_is_nobody(void **state)
{
	(void)state;
	becomes("", "null", 1);
	becomes(",'addresses':['192.0.2.4'],'name':'r3'", "null", 1);
	becomes(",'name':'192.0.2.1'", "null", 1);
}

/* It is one of them, and no stranger. */
static void test_what_several_have_decides_nothing(void **state)
{
	(void)state;
	becomes(",'addresses':['192.0.2.3']", "null", 0);
	becomes(",'addresses':['192.0.2.3','192.0.2.1']", IS("address", "r1", "host"), 0);
}

static void test_a_stranger_keeps_what_was_told(void **state)
{
	const struct given given[] = {
		{"host", "see",
			"{'lldp':[{'device':'eth0','chassis':'rack 4','name':'core','port':'7',"
			"'addresses':['192.0.2.8','192.0.2.9']}]}"},
		{0},
	};
	AUTO_CITY struct city city = joined(given, false);
	AUTO_FREE char *told =
		json_canonical_string(facts_of(&city, "stranger", "see/eth0/rack 4"));

	(void)state;
	swap_quotes(told, '"', '\'');
	assert_string_equal(told, "{'address':'192.0.2.8','chassis':'rack 4','device':'eth0',"
				  "'name':'core','port':'7','seen_by':'see'}");
}

/* He answers at the address that he tells: one stranger and not two. */
static void test_a_neighbour_of_both_kinds_is_one(void **state)
{
	const struct given given[] = {
		{"host", "see",
			"{'neighbours':[{'mac':'" MAC1
			"','address':'192.0.2.8','device':'eth0'}],"
			"'lldp':[{'device':'eth0','chassis':'" MAC1 "','mac':'" MAC1
			"','name':'core','addresses':['192.0.2.8']}]}"},
		{0},
	};
	AUTO_CITY struct city city = joined(given, false);

	(void)state;
	assert_int_equal(strangers(&city), 1);
	assert_string_equal(
		json_string(facts_of(&city, "stranger", "see/192.0.2.8"), "name"), "core");
}

static void test_a_long_chassis_fits_into_the_id(void **state)
{
	AUTO_TEXT struct text facts = {0};
	struct given given[] = {{"host", "see", NULL}, {0}};

	(void)state;
	text_add(&facts, "{'lldp':[{'device':'eth0','chassis':'");
	for (int i = 0; i < 85; i++)
		text_add(&facts, "机");
	text_add(&facts, "'}]}");
	given[0].facts = facts.data;
	AUTO_CITY struct city city = joined(given, false);
	struct json_object *member =
		json_object_array_get_idx(json_member(city.snapshot, "members"), 1);
	assert_int_equal(strlen(json_string(member, "id")), strlen("see/eth0/") + 99);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_who_is_known),
		cmocka_unit_test(test_the_surest_decides),
		cmocka_unit_test(test_one_who_is_nobody),
		cmocka_unit_test(test_what_several_have_decides_nothing),
		cmocka_unit_test(test_a_stranger_keeps_what_was_told),
		cmocka_unit_test(test_a_neighbour_of_both_kinds_is_one),
		cmocka_unit_test(test_a_long_chassis_fits_into_the_id),
	};

	return cmocka_run_group_tests_name("inventory/beside", tests, NULL, NULL);
}
