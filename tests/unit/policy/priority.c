/* Which systems are wanted on the cloud the sooner. */
#include "planning/policy/priority.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/policy/disposition.h"
#include "small.h"

#define WEB "11111111-1111-4111-8111-111111111111"

struct one {
	const char *facts, *firmware;
	int64_t points;
};

/* What a system of these facts gets, whose one machine is on a host of that firmware. */
static void check(const struct one *one, bool policy)
{
	AUTO_SMALL struct small small;
	AUTO_JSON struct json_object *rows = json_object_new_array();
	AUTO_FREE char *facts =
		mem_format("{\"name\":\"s\",\"department\":\"fin\"%s}", one->facts);
	AUTO_FREE char *host = mem_format("{\"name\":\"hv\",\"department\":\"fin\",\"side\":"
					  "\"department\",\"hypervisor\":\"QEMU\"%s%s%s}",
		one->firmware ? ",\"firmware_date\":\"" : "",
		one->firmware ? one->firmware : "", one->firmware ? "\"" : "");
	struct json_object *priority;
	enum disposition of[1];
	int64_t points[1];

	small_begin(&small);
	if (!policy)
		json_object_object_del(json_member(small.order, "profile"), "priority");
	small_add(&small, "host", "hv", host, NULL);
	small_machine(&small, WEB, "web", "hv");
	small_add(&small, "system", "fin/s", facts, NULL);
	small_finish(&small);
	dispositions_decide(&small.city, of, rows);
	priorities_find(&small.city, points, rows);
	assert_int_equal(points[0], one->points);
	priority = json_member(small_row(rows, "fin/s"), "priority");
	assert_int_equal(json_integer(priority, "points", 0), one->points);
	priorities_find(&small.city, points, NULL);
	assert_int_equal(points[0], one->points);
}

#define ON_WEB ",\"machines\":[\"web\"]"

static void test_points(void **state)
{
	static const struct one cases[] = {
		{ON_WEB, NULL, 500},
		{ON_WEB ",\"vertical_level\":\"national\"", NULL, 0},
		{ON_WEB ",\"vertical_level\":\"city\"", NULL, 500},
		{",\"state\":\"planned\"", NULL, 1500},
		{ON_WEB, "2020-02-01", 500}, /* a day before it is six years old */
		{ON_WEB, "2020-01-31", 550},
		{ON_WEB, "2018-06-01", 600},
		{ON_WEB, "1999-01-01", 850}, /* years beyond the twelfth count no more */
		{ON_WEB, "2027-01-01", 500},
		{",\"machines\":[\"gone\"]", "1999-01-01", 500},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i], true);
}

static void test_without_policy(void **state)
{
	const struct one one = {ON_WEB, "1999-01-01", 0};

	(void)state;
	check(&one, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_points), cmocka_unit_test(test_without_policy)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
