/* Which machines are to move, with whom, and over which link. */
#include "planning/planner.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct wanting {
	struct planner *planner;
	struct json_object *links;       /* name -> index */
	struct json_object *departments; /* name -> index of its link */
	bool *claimed;                   /* by machine: some system names it */
	bool *taken;                     /* by machine: it is in a group */
};

static void leave_out(
	struct planner *planner, const char *name, const char *id, const char *why)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "name", name);
	json_set_string(row, "id", id);
	json_set_string(row, "why", why);
	json_object_array_add(planner->left_out, row);
}

void wanted_leave(struct planner *planner, struct planner_group *group, const char *why)
{
	if (group->why)
		return;
	group->why = mem_string(why);
	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		const struct city_machine *machine = planner->move[i].machine;

		leave_out(planner, machine->name, machine->object->id, why);
	}
}

static bool asked(const struct planner *planner, const char *department)
{
	struct json_object *list = json_member(planner->city->request, "departments");

	for (size_t i = 0; i < json_length(list); i++)
		if (text_equal(json_object_get_string(json_object_array_get_idx(list, i)),
			    department))
			return true;
	return list == NULL;
}

/* --- links --- */

/*
 * The least that was measured from the department to a host of the cloud; 0: nothing settled.
 */
static int64_t measured(const struct city *city, const char *department)
{
	struct city_findings findings = city_findings(city, "department", department);
	int64_t least = 0;

	for (size_t i = 0; i < findings.count; i++) {
		struct json_object *finding = findings.first[i].finding;
		int64_t capacity = json_integer(
			json_member(json_member(finding, "basis"), "up"), "capacity", 0);

		if (text_equal(json_string(finding, "rule"), "link.capacity") &&
			!text_equal(json_string(finding, "verdict"), "unknown") &&
			capacity > 0 && (least == 0 || capacity < least))
			least = capacity;
	}
	return least;
}

/* Departments may share a link: it is then as slow as was seen from any of them. */
static uint32_t add_link(
	struct wanting *wanting, struct json_object *facts, const char *department)
{
	struct planner *planner = wanting->planner;
	const char *name = json_string(facts, "name");
	int64_t index = json_integer(wanting->links, name, -1);
	int64_t seen = measured(planner->city, department);
	struct planner_link *link;

	if (index < 0) {
		planner->link =
			planner_grow(planner->link, planner->links, sizeof(*planner->link));
		index = planner->links++;
		link = &planner->link[index];
		link->name = name;
		link->nominal = link->capacity = json_integer(facts, "nominal", 0);
		json_set_integer(wanting->links, name, index);
	}
	link = &planner->link[index];
	if (seen > 0 && (link->measured == 0 || seen < link->measured))
		link->measured = seen;
	if (link->measured > 0 && link->measured < link->capacity)
		link->capacity = link->measured;
	return (uint32_t)index;
}

static uint32_t find_link(struct wanting *wanting, const char *department)
{
	int64_t known = json_integer(wanting->departments, department, -1);
	struct json_object *facts = json_member(
		city_facts(wanting->planner->city, "department", department), "link");
	uint32_t index;

	if (known >= 0)
		return (uint32_t)known;
	index = facts ? add_link(wanting, facts, department) : PLANNER_NONE;
	json_set_integer(wanting->departments, department, index);
	return index;
}

/* --- groups --- */

static size_t number_of(const struct planner *planner, const struct city_machine *machine)
{
	return (size_t)(machine - planner->city->machine);
}

static void add_move(
	struct wanting *wanting, struct json_object *system, const struct city_machine *machine)
{
	struct planner *planner = wanting->planner;
	struct planner_move *move;

	planner->move = planner_grow(planner->move, planner->moves, sizeof(*planner->move));
	move = &planner->move[planner->moves++];
	move->machine = machine;
	move->system = system;
	move->group = planner->groups - 1;
	move->host = PLANNER_NONE;
	move->link = find_link(wanting, json_string(system, "department"));
	planner->group[planner->groups - 1].count++;
	wanting->taken[number_of(planner, machine)] = true;
}

/* The sentence that a group has at first when one of its machines has no way. */
static char *find_fault(const struct planner *planner, const struct planner_move *move)
{
	const char *department = json_string(move->system, "department");
	const struct city_machine *machine = move->machine;

	if (move->link == PLANNER_NONE)
		return mem_format(
			"the survey does not tell the link of department %s", department);
	for (uint32_t i = 0; i < machine->nics; i++)
		if (!machine->network[i] ||
			!shape_landing(planner, department, machine->network[i]))
			return mem_format("the survey names no landing network for \"%s\" of "
					  "department %s",
				machine->network[i] ? machine->network[i] : "a bridge",
				department);
	return NULL;
}

static void check_group(struct planner *planner, struct planner_group *group)
{
	for (uint32_t i = group->first; !group->why && i < group->first + group->count; i++) {
		AUTO_FREE char *fault = find_fault(planner, &planner->move[i]);

		if (fault)
			wanted_leave(planner, group, fault);
	}
}

/* A machine that a system names was not found: none of that system moves. */
static void leave_system(
	struct wanting *wanting, struct json_object *system, const char *missing)
{
	struct json_object *names = json_member(system, "machines");
	AUTO_FREE char *why = mem_format("machine %s was not found by the scan", missing);

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));
		const struct city_machine *machine = city_machine(
			wanting->planner->city, name, json_string(system, "department"));

		if (!machine || !machine->on_cloud)
			leave_out(wanting->planner, name, machine ? machine->object->id : NULL,
				why);
	}
}

static const char *first_missing(struct wanting *wanting, struct json_object *system)
{
	const struct city *city = wanting->planner->city;
	struct json_object *names = json_member(system, "machines");
	const char *missing = NULL;

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));
		const struct city_machine *machine =
			city_machine(city, name, json_string(system, "department"));

		if (machine)
			wanting->claimed[machine - city->machine] = true;
		else if (!missing)
			missing = name;
	}
	return missing;
}

static void add_machines(struct wanting *wanting, struct json_object *system)
{
	struct json_object *names = json_member(system, "machines");

	for (size_t i = 0; i < json_length(names); i++) {
		const struct city_machine *machine = city_machine(wanting->planner->city,
			json_object_get_string(json_object_array_get_idx(names, i)),
			json_string(system, "department"));

		if (!machine->on_cloud && !wanting->taken[number_of(wanting->planner, machine)])
			add_move(wanting, system, machine);
	}
}

static void add_system(struct wanting *wanting, struct json_object *system)
{
	struct planner *planner = wanting->planner;
	const char *missing = first_missing(wanting, system);
	struct planner_group *group;

	if (!asked(planner, json_string(system, "department")))
		return;
	if (missing) {
		leave_system(wanting, system, missing);
		return;
	}
	planner->group = planner_grow(planner->group, planner->groups, sizeof(*planner->group));
	group = &planner->group[planner->groups++];
	group->name = json_string(system, "name");
	group->first = planner->moves;
	group->wave = PLANNER_NONE;
	add_machines(wanting, system);
	if (planner->group[planner->groups - 1].count > 0)
		check_group(planner, &planner->group[planner->groups - 1]);
	else
		planner->groups--; /* it is there already */
}

/* Machines that no system of their department claims stay, and the plan says so. */
static void list_unclaimed(struct wanting *wanting)
{
	const struct city *city = wanting->planner->city;

	for (size_t i = 0; i < city->machine_count; i++) {
		const struct city_machine *machine = &city->machine[i];

		if (!machine->on_cloud && !wanting->claimed[i] &&
			asked(wanting->planner, machine->department))
			leave_out(wanting->planner, machine->name, machine->object->id,
				"no system of the survey names this machine");
	}
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

void wanted_list(struct planner *planner)
{
	struct city_objects systems = city_of(planner->city, "system");
	struct wanting wanting = {.planner = planner,
		.links = json_object_new_object(),
		.departments = json_object_new_object(),
		.claimed = mem_array(planner->city->machine_count + 1, sizeof(bool)),
		.taken = mem_array(planner->city->machine_count + 1, sizeof(bool))};

	for (size_t i = 0; i < systems.count; i++)
		add_system(&wanting, systems.first[i].facts);
	list_unclaimed(&wanting);
	name_moves(planner);
	json_object_put(wanting.links);
	json_object_put(wanting.departments);
	free(wanting.claimed);
	free(wanting.taken);
}
