/*
 * How large the machines that move are, and how large readiness proposes: both are shown, of
 * each and of departments. A live copy keeps the size, and so it is what quotas are asked for.
 */
#include "base/json_text.h"
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
	struct text machines;      /* their rows, as they are written */
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

static void write_machine(struct text *text, const struct city_machine *machine,
	const char *department, const struct skim_text *proposal)
{
	json_open(text, NULL, '{');
	json_add_integer(text, "days", skim_find_integer(proposal, "days", 0));
	json_add_string(text, "department", department);
	json_add_string(text, "id", machine->object->id);
	json_add_integer(text, "memory", machine->memory);
	json_add_string(text, "name", machine->name);
	json_add_integer(text, "proposed_memory",
		skim_find_integer(proposal, "proposed_memory", machine->memory));
	json_add_integer(text, "proposed_vcpus",
		skim_find_integer(proposal, "proposed_vcpus", machine->vcpus));
	json_add_integer(text, "vcpus", machine->vcpus);
	json_close(text, '}');
}

static void add_machine(struct totals *totals, const struct planner_move *move)
{
	const struct city_machine *machine = move->machine;
	const struct skim_text none = {0}, *proposal = proposal_of(machine);
	const struct skim_text *proposed = proposal ? proposal : &none;
	const char *department = move->department ? move->department : machine->department;
	struct total *total = total_of(totals, department);

	total->machines++;
	total->unknown += proposal == NULL;
	total->vcpus += machine->vcpus;
	total->memory += machine->memory;
	total->new_vcpus += skim_find_integer(proposed, "proposed_vcpus", machine->vcpus);
	total->new_memory += skim_find_integer(proposed, "proposed_memory", machine->memory);
	if (proposal)
		write_machine(&totals->machines, machine, department, proposal);
}

static int compare_totals(const void *left_pointer, const void *right_pointer)
{
	const struct total *left = left_pointer, *right = right_pointer;

	return strcmp(left->department, right->department);
}

static void write_total(struct text *text, const struct total *total)
{
	json_open(text, NULL, '{');
	json_add_integer(text, "machines", total->machines);
	json_add_integer(text, "memory", total->memory);
	json_add_string(text, "name", total->department);
	json_add_integer(text, "proposed_memory", total->new_memory);
	json_add_integer(text, "proposed_vcpus", total->new_vcpus);
	json_add_integer(text, "unknown", total->unknown);
	json_add_integer(text, "vcpus", total->vcpus);
	json_close(text, '}');
}

static void write_totals(struct text *text, struct totals *totals)
{
	if (totals->count > 0)
		qsort(totals->total, totals->count, sizeof(*totals->total), compare_totals);
	json_open(text, "departments", '[');
	for (uint32_t i = 0; i < totals->count; i++)
		write_total(text, &totals->total[i]);
	json_close(text, ']');
}

/* A move whose group has a wave, new or kept. */
static bool moves(const struct planner *planner, const struct planner_move *move)
{
	return move->machine && !move->machine->on_cloud &&
	       planner->group[move->group].wave != PLANNER_NONE;
}

void sizes_tell(struct text *text, const struct planner *planner)
{
	struct totals totals = {.index = json_object_new_object()};

	json_open(&totals.machines, NULL, '[');
	for (uint32_t i = 0; i < planner->moves; i++)
		if (moves(planner, &planner->move[i]))
			add_machine(&totals, &planner->move[i]);
	json_close(&totals.machines, ']');
	json_open(text, NULL, '{');
	write_totals(text, &totals);
	json_add_text(text, "machines", &totals.machines);
	json_close(text, '}');
	json_object_put(totals.index);
	text_clear(&totals.machines);
	free(totals.total);
}
