/*
 * How large the machines that move are, and how large readiness proposes: both are shown, of
 * each and of departments. A live copy keeps the size, and so it is what quotas are asked for.
 */
#include "planning/planner/planner.h"
#include <stdlib.h>
#include <string.h>

struct total {
	const char *department;
	int64_t machines, unknown;
	int64_t vcpus, memory, new_vcpus, new_memory;
};

struct totals {
	struct total *total;
	uint32_t count;
	struct json_object *index; /* department -> index */
};

static struct total *total_of(struct totals *totals, const char *department)
{
	int64_t index = json_integer(totals->index, department, -1);

	if (index >= 0)
		return &totals->total[index];
	json_set_integer(totals->index, department, totals->count);
	totals->total = mem_grow(totals->total, totals->count, sizeof(*totals->total));
	totals->total[totals->count] = (struct total){.department = department};
	return &totals->total[totals->count++];
}

/* What readiness proposes for it; NULL: too little is known of what it used. */
static const struct skim_text *proposal_of(const struct city_machine *machine)
{
	struct city_findings findings = machine->findings;

	for (size_t i = 0; i < findings.count; i++)
		if (text_equal(findings.first[i].rule, "machine.size"))
			return findings.first[i].basis.data ? &findings.first[i].basis : NULL;
	return NULL;
}

static void add_machine(
	struct totals *totals, const struct planner_move *move, struct json_object *rows)
{
	const struct city_machine *machine = move->machine;
	const struct skim_text *proposal = proposal_of(machine);
	const char *department = move->department ? move->department : machine->department;
	struct total *total = total_of(totals, department);
	int64_t vcpus = machine->vcpus, memory = machine->memory;
	struct json_object *row;

	if (proposal) {
		vcpus = skim_find_integer(proposal, "proposed_vcpus", vcpus);
		memory = skim_find_integer(proposal, "proposed_memory", memory);
	}
	total->machines++;
	total->unknown += proposal == NULL;
	total->vcpus += machine->vcpus;
	total->memory += machine->memory;
	total->new_vcpus += vcpus;
	total->new_memory += memory;
	if (!proposal)
		return;
	row = json_object_new_object();
	json_set_string(row, "id", machine->object->id);
	json_set_string(row, "name", machine->name);
	json_set_string(row, "department", department);
	json_set_integer(row, "days", skim_find_integer(proposal, "days", 0));
	json_set_integer(row, "vcpus", machine->vcpus);
	json_set_integer(row, "memory", machine->memory);
	json_set_integer(row, "proposed_vcpus", vcpus);
	json_set_integer(row, "proposed_memory", memory);
	json_object_array_add(rows, row);
}

static int compare_totals(const void *left_pointer, const void *right_pointer)
{
	const struct total *left = left_pointer, *right = right_pointer;

	return strcmp(left->department, right->department);
}

static struct json_object *tell_totals(struct totals *totals)
{
	struct json_object *rows = json_object_new_array();

	if (totals->count > 0)
		qsort(totals->total, totals->count, sizeof(*totals->total), compare_totals);
	for (uint32_t i = 0; i < totals->count; i++) {
		const struct total *total = &totals->total[i];
		struct json_object *row = json_object_new_object();

		json_set_string(row, "name", total->department);
		json_set_integer(row, "machines", total->machines);
		json_set_integer(row, "unknown", total->unknown);
		json_set_integer(row, "vcpus", total->vcpus);
		json_set_integer(row, "memory", total->memory);
		json_set_integer(row, "proposed_vcpus", total->new_vcpus);
		json_set_integer(row, "proposed_memory", total->new_memory);
		json_object_array_add(rows, row);
	}
	return rows;
}

/* A move whose group has a wave, new or kept. */
static bool moves(const struct planner *planner, const struct planner_move *move)
{
	return move->machine && !move->machine->on_cloud &&
	       planner->group[move->group].wave != PLANNER_NONE;
}

struct json_object *sizes_tell(const struct planner *planner)
{
	struct json_object *sizes = json_object_new_object(), *rows = json_object_new_array();
	struct totals totals = {.index = json_object_new_object()};

	for (uint32_t i = 0; i < planner->moves; i++)
		if (moves(planner, &planner->move[i]))
			add_machine(&totals, &planner->move[i], rows);
	json_set(sizes, "machines", rows);
	json_set(sizes, "departments", tell_totals(&totals));
	json_object_put(totals.index);
	free(totals.total);
	return sizes;
}
