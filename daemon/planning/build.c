#include "planning/build.h"
#include "planning/build_part.h"
#include <stdio.h>
#include <stdlib.h>

#define GROUP_MACHINES 256

struct json_object *build_facts(const struct build *build, struct json_object *member)
{
	return json_member(build->objects, json_string(member, "digest"));
}

struct json_object *build_object(const struct build *build, const char *kind, const char *id)
{
	struct json_object *member = snapshot_member(build->snapshot, kind, id);

	return member ? build_facts(build, member) : NULL;
}

static bool on_cloud(const struct build *build, struct json_object *machine)
{
	struct json_object *host = build_object(build, "host", json_string(machine, "host"));

	return text_equal(json_string(host, "side"), "cloud");
}

/* Names are unique within a department only: another's machine of this name is not meant. */
static bool may_be_of(
	const struct build *build, struct json_object *machine, const char *department)
{
	struct json_object *host = build_object(build, "host", json_string(machine, "host"));

	return on_cloud(build, machine) ||
	       text_equal(json_string(host, "department"), department);
}

struct json_object *build_machine(
	const struct build *build, const char *name, const char *department)
{
	struct json_object *members = json_member(build->snapshot, "members"), *found = NULL;

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = build_facts(build, member);

		if (text_equal(json_string(member, "kind"), "machine") &&
			text_equal(json_string(facts, "name"), name) &&
			may_be_of(build, facts, department) &&
			(!found || on_cloud(build, found)))
			found = facts;
	}
	return found;
}

/* --- one group: the machines of one system --- */

static void leave_out(struct build *build, const char *name, const char *why)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "name", name);
	json_set_string(row, "why", why);
	json_object_array_add(build->left_out, row);
}

struct group {
	struct json_object *system;
	struct json_object *machine[GROUP_MACHINES];
	unsigned chosen[GROUP_MACHINES];
	unsigned count;
	char why[WHY_SIZE];
};

static int find_machines(struct build *build, struct group *group)
{
	struct json_object *names = json_member(group->system, "machines");

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));
		struct json_object *machine =
			build_machine(build, name, json_string(group->system, "department"));

		if (!machine) {
			snprintf(group->why, sizeof(group->why),
				"machine %s was not found by the scan", name);
			return -1;
		}
		if (!on_cloud(build, machine))
			group->machine[group->count++] = machine;
	}
	return 0;
}

static struct json_object *shape_group(struct build *build, struct group *group)
{
	struct json_object *moves = json_object_new_array();

	for (unsigned i = 0; i < group->count; i++) {
		struct json_object *move = shape_move(build, group->system, group->machine[i],
			&build->host[group->chosen[i]], group->why);

		if (!move) {
			json_object_put(moves);
			return NULL;
		}
		json_object_array_add(moves, move);
	}
	return moves;
}

static void leave_group_out(struct build *build, struct group *group)
{
	struct json_object *names = json_member(group->system, "machines");

	for (size_t i = 0; i < json_length(names); i++)
		leave_out(build, json_object_get_string(json_object_array_get_idx(names, i)),
			group->why);
}

static void add_moves(struct build *build, struct json_object *into, struct json_object *moves)
{
	for (size_t i = 0; i < json_object_array_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);

		const char *department = json_string(move, "department");
		int64_t measured = build_measured(
			build, department, json_string(json_member(move, "target"), "host"));

		json_set(build->estimates, json_string(move, "name"),
			estimate_move(build_link(build, department), measured, move));
		json_object_array_add(into, json_object_get(move));
	}
}

/* A group moves whole or not at all. */
static void plan_system(
	struct build *build, struct json_object *system, struct json_object *into)
{
	struct group group = {.system = system};
	AUTO_JSON struct json_object *moves = NULL;

	if (find_machines(build, &group) == 0) {
		if (group.count == 0)
			return; /* it is there already */
		if (place_group(build, group.machine, group.count, group.chosen, group.why) ==
			0)
			moves = shape_group(build, &group);
	}
	if (moves)
		add_moves(build, into, moves);
	else
		leave_group_out(build, &group);
}

/* --- waves: one for each department, in order of name --- */

static bool asked(const struct build *build, const char *department)
{
	struct json_object *list = json_member(build->request, "departments");

	for (size_t i = 0; list && i < json_object_array_length(list); i++)
		if (text_equal(json_object_get_string(json_object_array_get_idx(list, i)),
			    department))
			return true;
	return list == NULL;
}

static struct json_object *plan_moves(struct build *build, const char *department)
{
	struct json_object *members = json_member(build->snapshot, "members");
	struct json_object *moves = json_object_new_array();

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = build_facts(build, member);

		if (text_equal(json_string(member, "kind"), "system") &&
			text_equal(json_string(facts, "department"), department))
			plan_system(build, facts, moves);
	}
	return moves;
}

static struct json_object *make_wave(
	struct build *build, const char *department, struct json_object *moves)
{
	struct json_object *wave = json_object_new_object(), *links = json_object_new_object();
	struct json_object *link = build_link(build, department);
	struct json_object *window = json_member(build->request, "window");

	json_set_integer(links, json_string(link, "name"),
		json_integer(link, "nominal", 0) / 100 *
			profile_integer(build->profile, "planning", "link_percent"));
	json_set_string(wave, "name", department);
	if (window)
		json_set(wave, "window", json_copy(window));
	json_set_integer(wave, "concurrency",
		profile_integer(build->profile, "planning", "concurrency"));
	json_set(wave, "links", links);
	return json_set(wave, "moves", moves);
}

static struct json_object *plan_waves(struct build *build)
{
	struct json_object *members = json_member(build->snapshot, "members");
	struct json_object *waves = json_object_new_array();

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		const char *name = json_string(member, "id");
		struct json_object *moves;

		if (!text_equal(json_string(member, "kind"), "department") ||
			!asked(build, name))
			continue;
		moves = plan_moves(build, name);
		if (json_object_array_length(moves) > 0)
			json_object_array_add(waves, make_wave(build, name, moves));
		else
			json_object_put(moves);
	}
	return waves;
}

static bool names_machine(struct json_object *system, const char *name)
{
	struct json_object *names = json_member(system, "machines");

	for (size_t i = 0; i < json_length(names); i++)
		if (text_equal(
			    json_object_get_string(json_object_array_get_idx(names, i)), name))
			return true;
	return false;
}

/* Machines that no system of their department claims stay, and the plan says so. */
static bool claimed(const struct build *build, struct json_object *machine)
{
	struct json_object *members = json_member(build->snapshot, "members");

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = build_facts(build, member);

		if (text_equal(json_string(member, "kind"), "system") &&
			names_machine(facts, json_string(machine, "name")) &&
			may_be_of(build, machine, json_string(facts, "department")))
			return true;
	}
	return false;
}

static void list_unclaimed(struct build *build)
{
	struct json_object *members = json_member(build->snapshot, "members");

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = build_facts(build, member);

		if (text_equal(json_string(member, "kind"), "machine") &&
			!on_cloud(build, facts) && !claimed(build, facts))
			leave_out(build, json_string(facts, "name"),
				"no system of the survey names this machine");
	}
}

static struct json_object *make_plan(struct build *build, struct json_object *waves)
{
	struct json_object *plan = json_object_new_object();

	json_set_string(plan, "kind", "plan");
	json_set_integer(plan, "schema", 1);
	json_set_string(plan, "snapshot", json_string(build->input, "snapshot_digest"));
	json_set_string(plan, "findings", json_string(build->input, "findings_digest"));
	json_set_string(plan, "profile", json_string(build->input, "profile_digest"));
	json_set_string(plan, "author", json_string(build->input, "author"));
	json_set_string(plan, "made", json_string(build->input, "made"));
	json_set(plan, "waves", waves);
	json_set(plan, "estimates", build->estimates);
	return json_set(plan, "left_out", build->left_out);
}

struct json_object *plan_build(struct json_object *input, struct error *error)
{
	struct build build = {.input = input,
		.snapshot = json_member(input, "snapshot"),
		.objects = json_member(input, "objects"),
		.findings = json_member(input, "findings"),
		.profile = json_member(input, "profile"),
		.request = json_member(input, "request"),
		.estimates = json_object_new_object(),
		.left_out = json_object_new_array()};
	struct json_object *waves, *plan;

	place_hosts(&build);
	waves = plan_waves(&build);
	list_unclaimed(&build);
	plan = make_plan(&build, waves);
	if (shape_check(plan_fields, plan, NULL, error) == 0)
		return plan;
	json_object_put(plan);
	return NULL;
}
