/* Which systems are alike, and who of a group is proposed to stay. */
#include "readiness/likeness.h"

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/snapshot.h"

struct city {
	struct json_object *snapshot, *objects, *told;
};

struct one {
	const char *department, *name, *function, *level;
};

static struct json_object *facts_of(const struct one *one)
{
	struct json_object *facts = json_object_new_object();

	json_set_string(facts, "name", one->name);
	json_set_string(facts, "department", one->department);
	json_set_string(facts, "function", one->function);
	return json_set_string(facts, "vertical_level", one->level);
}

static void compare(
	struct city *city, const struct one *systems, size_t count, int64_t line, int64_t most)
{
	AUTO_JSON struct json_object *shadow = json_object_new_object();
	struct json_object *weights = json_object_new_object();

	city->snapshot = snapshot_new("2026-01-31T08:00:00Z");
	city->objects = json_object_new_object();
	for (size_t i = 0; i < count; i++) {
		AUTO_JSON struct json_object *facts = facts_of(&systems[i]);
		AUTO_FREE char *id =
			mem_format("%s/%s", systems[i].department, systems[i].name);

		snapshot_add(city->snapshot, city->objects, "system", id, facts, NULL, "test",
			"2026-01-31T08:00:00Z");
	}
	snapshot_finish(city->snapshot);
	json_set_integer(weights, "name", 4);
	json_set_integer(weights, "function", 4);
	json_set_integer(weights, "users", 1);
	json_set_integer(weights, "data", 1);
	json_set(shadow, "weights", weights);
	json_set_integer(shadow, "alike_permille", line);
	json_set_integer(shadow, "systems_most", most);
	city->told = likeness_find(city->snapshot, city->objects, shadow);
}

static void city_free(struct city *city)
{
	json_object_put(city->snapshot);
	json_object_put(city->objects);
	json_object_put(city->told);
}
#define AUTO_CITY __attribute__((cleanup(city_free)))
#define COMPARE(city, systems, line, most)                                                     \
	compare(city, systems, sizeof(systems) / sizeof((systems)[0]), line, most)

static struct json_object *of(const struct city *city, const char *id)
{
	return json_member(json_member(city->told, "alike"), id);
}

static const struct one some[] = {
	{"民政局", "低保管理系统", "低保的受理、办理和查询", "city"},
	{"财政局", "低保管理系统", "低保的受理、办理和查询", "departmental"},
	{"卫健委", "ＤＢ 低保管理系统", "低保的受理，办理和查询", "departmental"},
	{"民政局", "婚姻登记系统", "婚姻登记的受理、办理和查询", "city"},
	{"交通局", "公交调度平台", "公交车辆的调度", NULL},
	{"气象局", "预警发布平台", "天气预警的发布", NULL},
};

static void test_who_is_alike(void **state)
{
	AUTO_CITY struct city city = {0};
	struct json_object *one;

	(void)state;
	COMPARE(&city, some, 750, 100);
	assert_int_equal(json_integer(city.told, "compared", 0), 6);
	assert_int_equal(json_object_object_length(json_member(city.told, "alike")), 3);
	one = of(&city, "财政局/低保管理系统");
	assert_string_equal(json_string(one, "survivor"), "民政局/低保管理系统");
	assert_string_equal(json_string(one, "nearest"), "民政局/低保管理系统");
	assert_int_equal(json_integer(one, "likeness", 0), 1000);
	assert_int_equal(json_integer(one, "size", 0), 3);
	assert_null(json_member(one, "group")); /* that is told once */
	one = of(&city, "民政局/低保管理系统");
	assert_int_equal(json_length(json_member(one, "group")), 3);
	one = of(&city, "卫健委/ＤＢ 低保管理系统"); /* its marks and width count for nothing */
	assert_true(json_integer(one, "likeness", 0) >= 800);
	assert_null(of(&city, "民政局/婚姻登记系统"));
}

/* What all have says little: only "系统" and "受理、办理和查询" are common to these. */
static void test_common_words_weigh_little(void **state)
{
	static const struct one systems[] = {
		{"a", "低保管理系统", "低保的受理、办理和查询", NULL},
		{"b", "婚姻管理系统", "婚姻的受理、办理和查询", NULL},
		{"c", "档案管理系统", "档案的受理、办理和查询", NULL},
		{"d", "林业管理系统", "林业的受理、办理和查询", NULL},
		{"e", "水务管理系统", "水务的受理、办理和查询", NULL},
		{"f", "城管管理系统", "城管的受理、办理和查询", NULL},
		{"g", "教育管理系统", "教育的受理、办理和查询", NULL},
		{"h", "体育管理系统", "体育的受理、办理和查询", NULL},
	};
	AUTO_CITY struct city city = {0};

	(void)state;
	COMPARE(&city, systems, 700, 100);
	assert_int_equal(json_object_object_length(json_member(city.told, "alike")), 0);
}

static void test_what_is_left_out_is_said(void **state)
{
	AUTO_CITY struct city city = {0};

	(void)state;
	COMPARE(&city, some, 750, 2);
	assert_int_equal(json_integer(city.told, "compared", 0), 2);
	assert_int_equal(json_integer(city.told, "left_out", 0), 4);
}

/* A system that nothing is told of is like nobody, and neither is the only one. */
static void test_of_nothing(void **state)
{
	static const struct one systems[] = {{"a", "-", NULL, NULL}, {"b", "—", NULL, NULL}};
	AUTO_CITY struct city city = {0}, none = {0};

	(void)state;
	COMPARE(&city, systems, 1, 100);
	assert_int_equal(json_object_object_length(json_member(city.told, "alike")), 0);
	compare(&none, NULL, 0, 1, 100);
	assert_int_equal(json_integer(none.told, "compared", -1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_is_alike),
		cmocka_unit_test(test_common_words_weigh_little),
		cmocka_unit_test(test_what_is_left_out_is_said),
		cmocka_unit_test(test_of_nothing),
	};

	return cmocka_run_group_tests_name("likeness", tests, NULL, NULL);
}
