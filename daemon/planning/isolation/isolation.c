#include "planning/isolation/isolation.h"
#include "model/profile.h"
#include "planning/isolation/isolation_private.h"
#include <stdlib.h>
#include <string.h>

/* What the profile ignores is not told. */
static void drop_ignored(struct isolation *isolation)
{
	struct json_object *told = json_object_new_array();
	struct json_object *list = isolation->plan->violations;

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (!text_equal(
			    profile_rule(isolation->city->profile, json_string(one, "rule")),
			    "ignore"))
			json_object_array_add(told, json_object_get(one));
	}
	json_object_put(list);
	isolation->plan->violations = told;
}

static int compare_violations(const void *left_pointer, const void *right_pointer)
{
	static const char *const keys[] = {"rule", "subject", "other"};
	struct json_object *left = *(struct json_object *const *)left_pointer;
	struct json_object *right = *(struct json_object *const *)right_pointer;
	int order = 0;

	for (size_t i = 0; i < 3 && order == 0; i++) {
		const char *one = json_string(left, keys[i]),
			   *other = json_string(right, keys[i]);

		order = strcmp(one ? one : "", other ? other : "");
	}
	return order;
}

static void check_rows(struct isolation *isolation, struct json_object *systems)
{
	AUTO_JSON struct json_object *numbers = json_object_new_object();
	struct json_object *rows = isolation->plan->networks;

	for (size_t i = 0; i < json_length(rows); i++)
		isolation_check_systems(isolation, json_object_array_get_idx(rows, i), systems);
	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);

		isolation_check_ranges(isolation, row);
		isolation_check_routes(isolation, row);
		isolation_check_vpn(isolation, row, numbers);
	}
}

void isolation_check(
	struct network_plan *plan, const struct city *city, struct json_object *systems)
{
	AUTO_JSON struct json_object *index = json_index(systems, "id");
	AUTO_JSON struct json_object *rows = json_object_new_object();
	AUTO_JSON struct json_object *grades = json_object_new_object();
	AUTO_JSON struct json_object *departments = json_object_new_object();
	AUTO_JSON struct json_object *told = json_object_new_object();
	struct isolation isolation = {.city = city,
		.plan = plan,
		.policy = json_member(city->profile, "networks"),
		.rows = rows,
		.grades = grades,
		.departments = departments,
		.told = told};
	struct city_objects paths = city_of(city, "path");

	isolation_list_places(&isolation);
	isolation_check_prefixes(&isolation);
	check_rows(&isolation, index);
	isolation_check_machines(&isolation);
	isolation_check_found(&isolation);
	for (size_t i = 0; i < paths.count; i++)
		isolation_check_path(&isolation, &paths.first[i]);
	drop_ignored(&isolation);
	json_object_array_sort(plan->violations, compare_violations);
	json_object_put(isolation.owners);
	free(isolation.place);
}
