/*
 * The plot of measured links: what is drawn of each path, where, what marks doubt and failure,
 * and that names cannot break it.
 */
#include "cli/links_plot.h"

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "quoted.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OF(at, source, more)                                                                   \
	"{'source':'" source "','target':'t','family':4,'at':'2026-01-" at "T00:00:00Z'" more  \
	"}"
#define RATE(rate, settled)                                                                    \
	"{'capacity':" rate ",'available':" rate ",'limited':true,'settled':" settled "}"

static const char two_paths[] = "[" OF("01", "a",
	",'up':" RATE("80000000", "true") ",'down':" RATE("40000000", "true")) "," OF("02", "a",
	",'why':'lost'") "," OF("02", "b", ",'up':" RATE("1000", "false")) "," OF("03", "a",
	",'up':" RATE("80000000", "true")) "]";

static void test_paths(void **state)
{
	AUTO_JSON struct json_object *list = quoted(two_paths);
	size_t count;
	AUTO_FREE struct links_path *paths = links_paths(list, &count);

	(void)state;
	assert_int_equal(count, 2);
	assert_string_equal(paths[0].source, "a");
	assert_string_equal(paths[1].source, "b");
	assert_true(links_path_has(&paths[0], json_object_array_get_idx(list, 3)));
	assert_false(links_path_has(&paths[0], json_object_array_get_idx(list, 2)));
}

static void test_what_is_drawn(void **state)
{
	AUTO_JSON struct json_object *list = quoted(two_paths);
	AUTO_TEXT struct text svg = {0};

	(void)state;
	links_plot(&svg, list);
	assert_int_equal(count_of(svg.data, "class=\"field\""), 2);
	assert_int_equal(count_of(svg.data, "<circle"), 4);
	assert_int_equal(count_of(svg.data, "<circle class=\"up unsure\""), 1);
	assert_int_equal(count_of(svg.data, "class=\"failed\""), 1);
	assert_int_equal(count_of(svg.data, ">80 Mbit/s<"), 1);
	assert_int_equal(count_of(svg.data, ">2026-01-01T00:00:00Z<"), 2);
	/* From the left edge to the right one, at the top; half as much is in the middle. */
	assert_non_null(
		strstr(svg.data, "<polyline class=\"line up\" points=\"110,55 739,55 \""));
	assert_non_null(strstr(svg.data, "<polyline class=\"line down\" points=\"110,95 \""));
}

/* One measurement, none with a result, and none at all. */
static void test_little(void **state)
{
	static const char *const lists[] = {"[" OF("01", "a", ",'up':" RATE("5", "true")) "]",
		"[" OF("01", "a", ",'why':'lost'") "]", "[]"};

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		AUTO_JSON struct json_object *list = quoted(lists[i]);
		AUTO_TEXT struct text svg = {0};

		links_plot(&svg, list);
		assert_non_null(strstr(svg.data, "</svg>\n"));
	}
}

static void test_names(void **state)
{
	AUTO_JSON struct json_object *list =
		quoted("[" OF("01", "<a&b>", ",'up':" RATE("5", "true")) "]");
	AUTO_TEXT struct text svg = {0};

	(void)state;
	links_plot(&svg, list);
	assert_null(strstr(svg.data, "<a&b>"));
	assert_non_null(strstr(svg.data, "&lt;a&amp;b&gt;"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_what_is_drawn),
		cmocka_unit_test(test_little),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
