#include "reporting/progress.h"
#include "base/json.h"
#include "base/language.h"
#include "base/text.h"
#include "model/ledger.h"
#include "model/rate.h"
#include "model/snapshot.h"

struct report {
	struct json_object *snapshot, *objects;
	struct json_object *machines; /* name -> whether it runs on the cloud */
	struct json_object *systems;  /* facts of each */
	struct json_object *owned;    /* department -> list of the facts of its systems */
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

/* A department's server that is, and holds, no virtual machine. */
static bool is_server(struct json_object *member, struct json_object *facts)
{
	return text_equal(json_string(member, "kind"), "host") &&
	       text_equal(json_string(facts, "side"), "department") &&
	       !json_string(facts, "machine") && !json_string(facts, "hypervisor") &&
	       !json_string(facts, "libvirt");
}

/*
 * A machine is on the cloud when a copy of it runs there; the kept, fenced source counts for
 * nothing. A server is a machine that is not there.
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

		if (text_equal(json_string(member, "kind"), "machine") ||
			is_server(member, facts))
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
static struct rate count_machines(const struct report *report, struct json_object *system)
{
	struct json_object *names = json_member(system, "machines");
	struct rate count = {0};

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));

		if (!json_member(report->machines, name))
			return (struct rate){0};
		count.on_cloud += json_boolean(report->machines, name, false);
		count.total++;
	}
	return count;
}

/* What one system adds to the formula. */
static struct rate count_system(
	const struct report *report, struct json_object *system, enum rate_formula formula)
{
	struct rate machines = count_machines(report, system);
	const struct rate_system counted = {.machines = machines.total,
		.arrived = machines.on_cloud,
		.in_scope = ledger_in_scope(system),
		.disposition = DISPOSITIONS};

	return rate_of(formula, &counted);
}

static struct rate count_all(
	const struct report *report, struct json_object *systems, enum rate_formula formula)
{
	struct rate all = {0};

	for (size_t i = 0; i < json_length(systems); i++) {
		struct rate one =
			count_system(report, json_object_array_get_idx(systems, i), formula);

		all.on_cloud += one.on_cloud;
		all.total += one.total;
	}
	return all;
}

static struct json_object *count_json(const char *name, const char *value, struct rate count)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, name, value);
	json_set_integer(row, "on_cloud", count.on_cloud);
	return json_set_integer(row, "total", count.total);
}

static struct json_object *list_departments(
	const struct report *report, enum rate_formula formula)
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
	struct json_object *list = json_object_new_array();

	for (int i = 0; rate_choices[i]; i++)
		json_object_array_add(list, count_json("formula", rate_choices[i],
						    count_all(report, report->systems,
							    rate_formula(rate_choices[i]))));
	return list;
}

/* Why a system counts in no formula; NULL when it does. */
static const char *why_excluded(const struct report *report, struct json_object *system)
{
	if (!ledger_in_scope(system))
		return N_("it is out of scope: neither built, bought nor run with government "
			  "money");
	if (count_machines(report, system).total == 0)
		return N_("a machine that it names was not found by the scan");
	return NULL;
}

static struct json_object *list_excluded(const struct report *report)
{
	struct json_object *members = json_member(report->snapshot, "members");
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i), *row;
		const char *why;

		if (!text_equal(json_string(member, "kind"), "system"))
			continue;
		why = why_excluded(report, facts_of(report, member));
		if (!why)
			continue;
		row = json_set_string(
			json_object_new_object(), "name", json_string(member, "id"));
		json_object_array_add(list, json_set_string(row, "why", why));
	}
	return list;
}

static struct json_object *list_milestones(struct json_object *profile, struct rate all)
{
	struct json_object *asked = json_member(json_member(profile, "target"), "milestones");
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(asked); i++) {
		struct json_object *row = json_copy(json_object_array_get_idx(asked, i));
		int64_t percent = json_integer(row, "percent", 0);

		json_set_boolean(row, "reached", rate_reaches(all, percent));
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
	const char *named = json_string(json_member(profile, "target"), "formula");
	enum rate_formula formula = rate_formula(named);
	struct json_object *tree;
	struct rate all;

	list_systems(&report);
	all = count_all(&report, systems, formula);
	tree = count_json("formula", named, all);
	json_set_integer(tree, "rate_percent_x100", rate_percent_x100(all));
	json_set(tree, "departments", list_departments(&report, formula));
	json_set(tree, "variants", list_variants(&report));
	json_set(tree, "excluded", list_excluded(&report));
	return json_set(tree, "milestones", list_milestones(profile, all));
}
