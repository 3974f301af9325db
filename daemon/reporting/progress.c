#include "reporting/progress.h"
#include "base/json.h"
#include "base/text.h"
#include "model/snapshot.h"

struct report {
	struct json_object *snapshot, *objects;
	struct json_object *machines; /* name -> whether it runs on the cloud */
	struct json_object *systems;  /* facts of each */
	struct json_object *owned;    /* department -> list of the facts of its systems */
};

struct count {
	int64_t on_cloud, total;
};

static struct json_object *facts_of(const struct report *report, struct json_object *member)
{
	return json_member(report->objects, json_string(member, "digest"));
}

static bool is_cloud(const struct report *report, const char *host)
{
	struct json_object *member = snapshot_member(report->snapshot, "host", host);

	return member && text_equal(json_string(facts_of(report, member), "side"), "cloud");
}

/*
 * A machine is on the cloud when a copy of it runs there; the kept, fenced source counts for
 * nothing.
 */
static struct json_object *list_machines(const struct report *report)
{
	struct json_object *members = json_member(report->snapshot, "members");
	struct json_object *names = json_object_new_object();

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = facts_of(report, member);
		const char *name = json_string(facts, "name");
		bool arrived = text_equal(json_string(facts, "state"), "running") &&
			       is_cloud(report, json_string(facts, "host"));

		if (text_equal(json_string(member, "kind"), "machine"))
			json_set_boolean(
				names, name, arrived || json_boolean(names, name, false));
	}
	return names;
}

static void list_systems(struct report *report)
{
	struct json_object *members = json_member(report->snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = facts_of(report, member), *list;
		const char *department = json_string(facts, "department");

		if (!text_equal(json_string(member, "kind"), "system"))
			continue;
		json_object_array_add(report->systems, json_object_get(facts));
		list = department ? json_member(report->owned, department) : NULL;
		if (department && !list)
			json_set(report->owned, department, list = json_object_new_array());
		if (list)
			json_object_array_add(list, json_object_get(facts));
	}
}

/*
 * How many of a system's machines run on the cloud, and how many it has; total 0: one was not
 * found.
 */
static struct count count_machines(const struct report *report, struct json_object *system)
{
	struct json_object *names = json_member(system, "machines");
	struct count count = {0};

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));

		if (!json_member(report->machines, name))
			return (struct count){0};
		count.on_cloud += json_boolean(report->machines, name, false);
		count.total++;
	}
	return count;
}

/* What one system adds to the formula. */
static struct count count_system(
	const struct report *report, struct json_object *system, const char *formula)
{
	struct count machines = count_machines(report, system);

	if (text_equal(formula, "machines_on_cloud") || machines.total == 0)
		return machines;
	return (struct count){machines.on_cloud == machines.total, 1};
}

static struct count count_all(
	const struct report *report, struct json_object *systems, const char *formula)
{
	struct count all = {0};

	for (size_t i = 0; i < json_length(systems); i++) {
		struct count one =
			count_system(report, json_object_array_get_idx(systems, i), formula);

		all.on_cloud += one.on_cloud;
		all.total += one.total;
	}
	return all;
}

static struct json_object *count_json(const char *name, const char *value, struct count count)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, name, value);
	json_set_integer(row, "on_cloud", count.on_cloud);
	return json_set_integer(row, "total", count.total);
}

static struct json_object *list_departments(const struct report *report, const char *formula)
{
	struct json_object *members = json_member(report->snapshot, "members");
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		const char *name = json_string(member, "id");

		if (text_equal(json_string(member, "kind"), "department"))
			json_object_array_add(list,
				count_json("name", name,
					count_all(report, json_member(report->owned, name),
						formula)));
	}
	return list;
}

static struct json_object *list_variants(const struct report *report)
{
	static const char *const formulas[] = {"systems_on_cloud", "machines_on_cloud"};
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < sizeof(formulas) / sizeof(formulas[0]); i++)
		json_object_array_add(
			list, count_json("formula", formulas[i],
				      count_all(report, report->systems, formulas[i])));
	return list;
}

/* Systems that cannot be counted, because a machine that they name was not found. */
static struct json_object *list_excluded(const struct report *report)
{
	struct json_object *members = json_member(report->snapshot, "members");
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i), *row;

		if (!text_equal(json_string(member, "kind"), "system") ||
			count_machines(report, facts_of(report, member)).total > 0)
			continue;
		row = json_set_string(
			json_object_new_object(), "name", json_string(member, "id"));
		json_set_string(
			row, "why", "a machine that it names was not found by the scan");
		json_object_array_add(list, row);
	}
	return list;
}

static struct json_object *list_milestones(struct json_object *profile, struct count all)
{
	struct json_object *asked = json_member(json_member(profile, "target"), "milestones");
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(asked); i++) {
		struct json_object *row = json_copy(json_object_array_get_idx(asked, i));
		int64_t percent = json_integer(row, "percent", 0);

		json_set_boolean(row, "reached",
			all.total > 0 && all.on_cloud * 100 >= percent * all.total);
		json_object_array_add(list, row);
	}
	return list;
}

struct json_object *progress_report(
	struct json_object *snapshot, struct json_object *objects, struct json_object *profile)
{
	AUTO_JSON struct json_object *systems = json_object_new_array();
	AUTO_JSON struct json_object *owned = json_object_new_object();
	struct report report = {snapshot, objects, NULL, systems, owned};
	AUTO_JSON struct json_object *machines = report.machines = list_machines(&report);
	const char *formula = json_string(json_member(profile, "target"), "formula");
	struct json_object *tree;
	struct count all;

	list_systems(&report);
	all = count_all(&report, systems, formula);
	tree = count_json("formula", formula, all);
	json_set_integer(
		tree, "rate_percent_x100", all.total ? all.on_cloud * 10000 / all.total : 0);
	json_set(tree, "departments", list_departments(&report, formula));
	json_set(tree, "variants", list_variants(&report));
	json_set(tree, "excluded", list_excluded(&report));
	return json_set(tree, "milestones", list_milestones(profile, all));
}
