/* The links between departments and the cloud, and what was measured of them. */
#include "planning/planner/planner.h"

#define UNMEASURED (-1)

/* What a finding says of the way up; UNMEASURED: nothing. */
static int64_t capacity_of(const struct city_finding *finding)
{
	struct skim_text up = {0};

	if (text_equal(finding->rule, "link.capacity") &&
		!text_equal(finding->verdict, "unknown"))
		up = skim_find(&finding->basis, "up");
	return skim_find_integer(&up, "capacity", UNMEASURED);
}

/* The least that was measured from the department to a host of the cloud; it may be nothing. */
static int64_t measured(const struct city *city, const char *department)
{
	struct city_findings findings = city_findings(city, "department", department);
	int64_t least = UNMEASURED;

	for (size_t i = 0; i < findings.count; i++) {
		int64_t capacity = capacity_of(&findings.first[i]);

		if (capacity != UNMEASURED && (least == UNMEASURED || capacity < least))
			least = capacity;
	}
	return least;
}

static uint32_t find_or_add(
	struct planner *planner, struct json_object *names, struct json_object *facts)
{
	const char *name = json_string(facts, "name");
	int64_t index = json_integer(names, name, -1);
	struct planner_link *link;

	if (index >= 0)
		return (uint32_t)index;
	planner->link = mem_grow(planner->link, planner->links, sizeof(*planner->link));
	link = &planner->link[planner->links];
	link->name = name;
	link->nominal = link->capacity = json_integer(facts, "nominal", 0);
	link->measured = UNMEASURED;
	json_set_integer(names, name, planner->links);
	return planner->links++;
}

/*
 * Departments may share a link: it has the least that is told, and was seen, from any of them.
 */
static uint32_t add_link(struct planner *planner, struct json_object *names,
	struct json_object *facts, const char *department)
{
	uint32_t index = find_or_add(planner, names, facts);
	struct planner_link *link = &planner->link[index];
	int64_t nominal = json_integer(facts, "nominal", 0);
	int64_t seen = measured(planner->city, department);

	if (nominal < link->nominal)
		link->nominal = nominal;
	if (seen != UNMEASURED && (link->measured == UNMEASURED || seen < link->measured))
		link->measured = seen;
	link->capacity = link->measured != UNMEASURED && link->measured < link->nominal
				 ? link->measured
				 : link->nominal;
	return index;
}

void links_list(struct planner *planner)
{
	struct city_objects departments = city_of(planner->city, "department");
	struct json_object *names = json_object_new_object();

	planner->link_index = json_object_new_object();
	for (size_t i = 0; i < departments.count; i++) {
		const char *department = departments.first[i].id;
		struct json_object *facts = json_member(departments.first[i].facts, "link");

		if (facts)
			json_set_integer(planner->link_index, department,
				add_link(planner, names, facts, department));
	}
	json_object_put(names);
}

uint32_t links_of(const struct planner *planner, const char *department)
{
	int64_t index = json_integer(planner->link_index, department, -1);

	return index < 0 ? PLANNER_NONE : (uint32_t)index;
}
