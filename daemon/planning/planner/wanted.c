/* Which machines are to move, with whom, and over which link. */
#include "base/json_text.h"
#include "base/language.h"
#include "planning/planner/planner.h"
#include "planning/policy/disposition.h"
#include "planning/policy/priority.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A link of less carries no move, whatever time it takes; bit/s. */
#define LINK_LEAST 1000

struct wanting {
	struct planner *planner;
	uint32_t *owner; /* by machine: which system speaks for it; PLANNER_NONE: none */
};

static void leave_out(
	struct planner *planner, const char *name, const char *id, const char *why)
{
	struct text *rows = &planner->left_out;

	json_open(rows, NULL, '{');
	json_add_string(rows, "id", id);
	json_add_string(rows, "name", name);
	json_add_string(rows, "why", why);
	json_close(rows, '}');
}

void wanted_leave(struct planner_group *group, const char *why)
{
	group->why = group->why ? group->why : mem_string(why);
}

void wanted_tell_left(struct planner *planner)
{
	for (uint32_t i = 0; i < planner->moves; i++) {
		const struct planner_group *group = &planner->group[planner->move[i].group];
		const struct city_machine *machine = planner->move[i].machine;

		if (group->why && !group->unasked)
			leave_out(planner, machine->name, machine->object->id, group->why);
	}
}

/* "finance", "finance/payroll": of the department, or this system of it. */
static bool is_meant(const char *word, const char *department, struct json_object *system)
{
	const char *name = json_string(system, "name");
	size_t size = department ? strlen(department) : 0;

	if (!department || strncmp(word, department, size) != 0)
		return false;
	return !word[size] || (word[size] == '/' && text_equal(word + size + 1, name));
}

/* What is of the department, and of that system where one has it (else NULL). */
static bool asked(
	const struct planner *planner, const char *department, struct json_object *system)
{
	static const char *const members[] = {"departments", "scope"};
	bool all = true;

	for (size_t by = 0; by < 2; by++) {
		struct json_object *list = json_member(planner->city->request, members[by]);

		for (size_t i = 0; i < json_length(list); i++)
			if (is_meant(json_object_get_string(json_object_array_get_idx(list, i)),
				    department, system))
				return true;
		all &= list == NULL;
	}
	return all;
}

/* --- machines and their systems --- */

static size_t number_of(const struct planner *planner, const struct city_machine *machine)
{
	return (size_t)(machine - planner->city->machine);
}

/* The first that moves speaks for a machine; if none does, the first that names it. */
static void claim(struct wanting *wanting, size_t machine, uint32_t system)
{
	const uint32_t *group = wanting->planner->grouped.of;
	uint32_t *owner = &wanting->owner[machine];

	if (*owner == PLANNER_NONE ||
		(group[*owner] == GROUP_NONE && group[system] != GROUP_NONE))
		*owner = system;
}

static void claim_machines(struct wanting *wanting, struct city_objects systems)
{
	for (uint32_t i = 0; i < systems.count; i++) {
		struct city_machines named =
			city_machines(wanting->planner->city, &systems.first[i]);

		for (size_t j = 0; j < named.count; j++)
			if (named.first[j])
				claim(wanting, number_of(wanting->planner, named.first[j]), i);
	}
}

/* --- groups --- */

/* The sentence that a group has at first when one of its machines has no way. */
static char *find_fault(const struct planner *planner, const struct planner_move *move)
{
	const struct city_machine *machine = move->machine;

	if (move->link == PLANNER_NONE)
		return mem_format(N_("the survey does not tell the link of department %s"),
			move->department);
	if (planner->link[move->link].capacity < LINK_LEAST)
		return mem_format(N_("the link %s carries nothing: %lld bit/s"),
			planner->link[move->link].name,
			(long long)planner->link[move->link].capacity);
	for (uint32_t i = 0; i < machine->nics; i++)
		if (!move->landing[i])
			return mem_format(
				N_("the survey names no landing network for \"%s\" of "
				   "department %s"),
				machine->network[i] ? machine->network[i] : "a bridge",
				move->department);
	return NULL;
}

static void check_moves(struct planner *planner, struct planner_group *group)
{
	for (uint32_t i = group->first; !group->why && i < group->first + group->count; i++) {
		AUTO_FREE char *fault = find_fault(planner, &planner->move[i]);

		if (fault)
			wanted_leave(group, fault);
	}
}

/* Which of the two clouds a system is for; NULL: nobody could say. */
static const char *target_of(const struct planner *planner, uint32_t system)
{
	const char *target =
		json_string(json_object_array_get_idx(planner->systems, system), "target");

	return text_equal(target, "admin_service_cloud") ||
			       text_equal(target, "public_service_cloud")
		       ? target
		       : NULL;
}

static void add_move(struct wanting *wanting, uint32_t group, uint32_t machine)
{
	struct planner *planner = wanting->planner;
	struct city_objects systems = city_of(planner->city, "system");
	struct planner_move *move;

	planner->move = mem_grow(planner->move, planner->moves, sizeof(*planner->move));
	move = &planner->move[planner->moves++];
	move->machine = &planner->city->machine[machine];
	move->system = systems.first[wanting->owner[machine]].facts;
	move->cloud = target_of(planner, wanting->owner[machine]);
	move->group = group;
	move->host = PLANNER_NONE;
	move->department = json_string(move->system, "department");
	move->link = links_of(planner, move->department);
	move->landing = shape_landings(planner, move->department, move->machine);
}

static void add_group(struct wanting *wanting, uint32_t index)
{
	struct planner *planner = wanting->planner;
	const struct groups *grouped = &planner->grouped;
	struct planner_group *group = &planner->group[index];

	group->row = json_object_array_get_idx(planner->group_rows, index);
	group->name = json_string(group->row, "name");
	group->first = planner->moves;
	group->wave = PLANNER_NONE;
	for (uint32_t i = grouped->first[index]; i < grouped->first[index + 1]; i++)
		if (!kept_move(planner, planner->city->machine[grouped->machine[i]].object->id))
			add_move(wanting, index, grouped->machine[i]);
	group->count = planner->moves - group->first;
}

/* A group that is not asked for is as if it were not there: nothing is told of it. */
static bool is_asked(const struct planner *planner, const struct planner_group *group)
{
	for (uint32_t i = group->first; i < group->first + group->count; i++)
		if (asked(planner, planner->move[i].department, planner->move[i].system))
			return true;
	return group->count == 0; /* what is left of it moves in a kept wave, or has arrived */
}

/* A server that is no virtual machine was found, too: it does not move, but is hosted. */
static bool is_missing(const struct planner *planner, struct json_object *facts, size_t index)
{
	const char *name = json_object_get_string(
		json_object_array_get_idx(json_member(facts, "machines"), index));

	return !disposition_is_server(planner->city, name, json_string(facts, "department"));
}

/* A machine that one of its systems names was not found: the group does not move. */
static void leave_missing(
	struct wanting *wanting, struct json_object *facts, uint32_t index, const char *missing)
{
	struct planner *planner = wanting->planner;
	AUTO_FREE char *why = mem_format(N_("machine %s was not found by the scan"), missing);

	if (asked(planner, json_string(facts, "department"), facts))
		leave_out(planner, missing, NULL, why);
	wanted_leave(&planner->group[index], why);
}

static void check_systems(struct wanting *wanting, struct city_objects systems)
{
	const uint32_t *of = wanting->planner->grouped.of;

	for (uint32_t i = 0; i < systems.count; i++) {
		struct json_object *facts = systems.first[i].facts;
		struct json_object *names = json_member(facts, "machines");
		struct city_machines named =
			city_machines(wanting->planner->city, &systems.first[i]);

		for (size_t j = 0; of[i] != GROUP_NONE && j < named.count; j++)
			if (!named.first[j] && is_missing(wanting->planner, facts, j))
				leave_missing(wanting, facts, of[i],
					json_object_get_string(
						json_object_array_get_idx(names, j)));
	}
}

/* A system whose move would break the isolation of the domains does not move, nor its group. */
static void check_isolation(struct planner *planner, struct json_object *violation)
{
	struct json_object *ids = json_member(violation, "systems");
	const char *rule = json_string(violation, "rule");
	AUTO_FREE char *why = mem_format("%s: %s", rule, json_string(violation, "why"));

	if (!text_equal(profile_rule(planner->city->profile, rule), "block"))
		return;
	for (size_t i = 0; i < json_length(ids); i++) {
		const struct city_object *system = city_find(planner->city, "system",
			json_object_get_string(json_object_array_get_idx(ids, i)));
		uint32_t group =
			system ? planner->grouped
					 .of[system - city_of(planner->city, "system").first]
			       : GROUP_NONE;

		if (group != GROUP_NONE && is_asked(planner, &planner->group[group]))
			wanted_leave(&planner->group[group], why);
	}
}

static void check_group(struct planner *planner, uint32_t index)
{
	struct planner_group *group = &planner->group[index];
	const char *why = json_string(group->row, "why");

	if (!is_asked(planner, group)) {
		group->unasked = true;
		wanted_leave(group, N_("it was not asked for"));
	} else if (why)
		wanted_leave(group, why);
	else
		check_moves(planner, group);
}

/* --- what stays --- */

/* Why a machine that is in no group stays. */
static const char *why_stays(const struct wanting *wanting, size_t machine)
{
	uint32_t owner = wanting->owner[machine];
	struct json_object *row;

	if (owner == PLANNER_NONE)
		return N_("no system of the survey names this machine");
	row = json_object_array_get_idx(wanting->planner->systems, owner);
	return json_string(row, "why");
}

/* A machine that no system has is of its host's department. */
static bool is_looked_at(const struct wanting *wanting, size_t index)
{
	const struct planner *planner = wanting->planner;
	uint32_t owner = wanting->owner[index];
	const char *department = planner->city->machine[index].department;
	struct json_object *facts =
		owner == PLANNER_NONE ? NULL
				      : city_of(planner->city, "system").first[owner].facts;

	return asked(planner, department, facts);
}

static void list_staying(struct wanting *wanting)
{
	const struct planner *planner = wanting->planner;
	bool *moves = mem_array(planner->city->machine_count + 1, sizeof(*moves));

	for (uint32_t i = 0; i < planner->moves; i++)
		moves[number_of(planner, planner->move[i].machine)] = true;
	for (size_t i = 0; i < planner->city->machine_count; i++) {
		const struct city_machine *machine = &planner->city->machine[i];

		if (!machine->on_cloud && !moves[i] && is_looked_at(wanting, i))
			leave_out(wanting->planner, machine->name, machine->object->id,
				why_stays(wanting, i));
	}
	free(moves);
}

/* --- names --- */

static int compare_moves(const void *left_pointer, const void *right_pointer)
{
	const struct planner_move *left = *(struct planner_move *const *)left_pointer;
	const struct planner_move *right = *(struct planner_move *const *)right_pointer;

	return strcmp(left->machine->name, right->machine->name);
}

/* Departments may give one name to several machines: those are told apart by their uuid. */
static void name_moves(struct planner *planner)
{
	struct planner_move **sorted =
		mem_array(planner->moves + 1U, sizeof(struct planner_move *));

	for (uint32_t i = 0; i < planner->moves; i++)
		sorted[i] = &planner->move[i];
	qsort(sorted, planner->moves, sizeof(struct planner_move *), compare_moves);
	for (uint32_t i = 0; i < planner->moves; i++) {
		const char *name = sorted[i]->machine->name;
		bool doubled = (i > 0 && text_equal(sorted[i - 1]->machine->name, name)) ||
			       (i + 1 < planner->moves &&
				       text_equal(sorted[i + 1]->machine->name, name));

		sorted[i]->name =
			doubled ? mem_format("%.50s-%.8s", name, sorted[i]->machine->object->id)
				: mem_string(name);
	}
	free(sorted);
}

/* A group is wanted as soon as the one of its systems that is wanted the soonest. */
static void weigh(struct planner *planner)
{
	size_t systems = city_of(planner->city, "system").count;
	AUTO_FREE int64_t *points = mem_array(systems + 1, sizeof(*points));

	priorities_find(planner->city, points, planner->systems);
	for (size_t i = 0; i < systems; i++) {
		uint32_t group = planner->grouped.of[i];
		struct json_object *row =
			group == GROUP_NONE
				? NULL
				: json_object_array_get_idx(planner->group_rows, group);

		if (row && points[i] > json_integer(row, "points", 0))
			json_set_integer(row, "points", points[i]);
	}
}

/* --- all --- */

void wanted_decide(struct planner *planner)
{
	size_t systems = city_of(planner->city, "system").count;

	planner->disposition = mem_array(systems + 1, sizeof(*planner->disposition));
	planner->systems = json_object_new_array();
	dispositions_decide(planner->city, planner->disposition, planner->systems);
}

static void find_groups(struct planner *planner)
{
	planner->group_rows = json_object_new_array();
	planner->hubs = json_object_new_array();
	groups_find(planner->city, planner->disposition, &planner->grouped, planner->group_rows,
		planner->hubs);
	planner->groups = planner->grouped.count;
	planner->group = mem_array(planner->groups + 1U, sizeof(*planner->group));
}

void wanted_list(struct planner *planner)
{
	struct wanting wanting = {.planner = planner,
		.owner = mem_array(planner->city->machine_count + 1, sizeof(uint32_t))};
	struct city_objects systems = city_of(planner->city, "system");

	memset(wanting.owner, 0xff, (planner->city->machine_count + 1) * sizeof(uint32_t));
	find_groups(planner);
	kept_take(planner);
	claim_machines(&wanting, systems);
	for (uint32_t i = 0; i < planner->grouped.count; i++)
		add_group(&wanting, i);
	name_moves(planner);
	check_systems(&wanting, systems);
	for (uint32_t i = 0; i < planner->grouped.count; i++)
		check_group(planner, i);
	list_staying(&wanting);
	free(wanting.owner);
}

void wanted_weigh(struct planner *planner)
{
	struct json_object *violations = planner->networks.violations;

	weigh(planner);
	for (size_t i = 0; i < json_length(violations); i++)
		check_isolation(planner, json_object_array_get_idx(violations, i));
}
