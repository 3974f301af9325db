#include "planning/groups/groups.h"
#include "base/language.h"
#include "base/memory.h"
#include "planning/groups/ties.h"
#include <stdlib.h>
#include <string.h>

/* While systems are joined: for each, who stands for its group, and of that one how large. */
struct joining {
	const struct grouping *grouping;
	uint32_t *parent;
	int64_t *machines; /* of the group that a system stands for */
	bool *cut;         /* by tie: it was too much */
};

/* --- joining --- */

static uint32_t find(struct joining *joining, uint32_t system)
{
	while (joining->parent[system] != system) {
		joining->parent[system] = joining->parent[joining->parent[system]];
		system = joining->parent[system];
	}
	return system;
}

/* The first system of a group stands for it. */
static void unite(struct joining *joining, uint32_t one, uint32_t other)
{
	uint32_t into = one < other ? one : other, from = one < other ? other : one;

	joining->parent[from] = into;
	joining->machines[into] += joining->machines[from];
}

static bool is_too_large(const struct joining *joining, uint32_t one, uint32_t other)
{
	int64_t most = json_integer(joining->grouping->policy, "machines_most", 0);

	return most > 0 && joining->machines[one] + joining->machines[other] > most;
}

static void join(struct joining *joining)
{
	const struct grouping *grouping = joining->grouping;

	for (size_t i = 0; i < grouping->ties; i++) {
		const struct tie *tie = &grouping->tie[i];
		uint32_t from = find(joining, tie->from), to = find(joining, tie->to);

		if (from == to)
			continue;
		joining->cut[i] = tie->kind == TIE_FLOW && is_too_large(joining, from, to);
		if (!joining->cut[i])
			unite(joining, from, to);
	}
}

/* A tie that was too much may be within a group that others have joined since. */
static bool is_apart(struct joining *joining, size_t tie)
{
	const struct tie *one = &joining->grouping->tie[tie];

	return joining->cut[tie] && find(joining, one->from) != find(joining, one->to);
}

/* Of a machine that two have, one counts it. */
static void count_machines(struct joining *joining)
{
	const struct grouping *grouping = joining->grouping;

	for (size_t i = 0; i < grouping->owners; i++) {
		uint32_t machine = grouping->owner[i].machine;

		if (i == 0 || grouping->owner[i - 1].machine != machine)
			joining->machines[ties_owner(grouping, machine)]++;
	}
}

/* --- the groups --- */

static bool moves(const struct grouping *grouping, size_t system)
{
	return disposition_moves(grouping->dispositions[system]);
}

static void number(struct joining *joining, struct groups *groups)
{
	const struct grouping *grouping = joining->grouping;
	size_t systems = grouping->systems.count;

	groups->of = mem_array(systems + 1, sizeof(*groups->of));
	for (uint32_t i = 0; i < systems; i++) {
		uint32_t first = find(joining, i);

		groups->of[i] = !moves(grouping, i) ? GROUP_NONE
				: first == i        ? groups->count++
						    : groups->of[first];
	}
}

static uint32_t group_of_machine(
	const struct grouping *grouping, const struct groups *groups, uint32_t machine)
{
	uint32_t owner = ties_owner(grouping, machine);

	return owner == GROUP_NONE ? GROUP_NONE : groups->of[owner];
}

/* Calls it for each machine once, with its group; machines in order. */
#define EACH_MACHINE(grouping, groups, i, machine, group)                                      \
	for (size_t i = 0; i < (grouping)->owners; i++)                                        \
		for (uint32_t machine = (grouping)->owner[i].machine,                          \
			      group = i > 0 && (grouping)->owner[i - 1].machine == machine     \
					      ? GROUP_NONE                                     \
					      : group_of_machine(grouping, groups, machine);   \
			group != GROUP_NONE; group = GROUP_NONE)

static void list_machines(const struct grouping *grouping, struct groups *groups)
{
	AUTO_FREE uint32_t *at = mem_array(groups->count + 1, sizeof(*at));

	groups->first = mem_array(groups->count + 1, sizeof(*groups->first));
	groups->machine = mem_array(grouping->owners + 1, sizeof(*groups->machine));
	EACH_MACHINE(grouping, groups, i, machine, group)
	groups->first[group + 1]++;
	for (uint32_t group = 0; group < groups->count; group++) {
		groups->first[group + 1] += groups->first[group];
		at[group] = groups->first[group];
	}
	EACH_MACHINE(grouping, groups, i, machine, group)
	groups->machine[at[group]++] = machine;
}

static void find_blocked(const struct grouping *grouping, struct groups *groups)
{
	groups->blocked = mem_array(groups->count + 1, sizeof(*groups->blocked));
	for (size_t i = 0; i < grouping->owners; i++) {
		uint32_t group = group_of_machine(grouping, groups, grouping->owner[i].machine);

		if (group != GROUP_NONE && !moves(grouping, grouping->owner[i].system))
			groups->blocked[group] = true;
	}
}

/* --- telling --- */

static const char *id_of(const struct grouping *grouping, uint32_t system)
{
	return grouping->systems.first[system].id;
}

static const char *name_of(const struct grouping *grouping, uint32_t machine)
{
	return grouping->city->machine[machine].name;
}

static char *why_tied(const struct grouping *grouping, const struct tie *tie)
{
	bool both = tie->confidence >= json_integer(grouping->policy, "both_permille", 0);

	if (tie->kind == TIE_SHARED)
		return mem_format(
			N_("Both name the machine %s."), name_of(grouping, tie->server));
	if (tie->kind == TIE_JOINED)
		return mem_format(N_("Joined by %s: %s"), json_string(tie->override, "actor"),
			json_string(tie->override, "reason"));
	return mem_format(both ? N_("%s calls %s, port %u: %lld connections in all, which both "
				    "ends saw.")
			       : N_("%s calls %s, port %u: %lld connections in all, which one "
				    "end saw."),
		name_of(grouping, tie->client), name_of(grouping, tie->server), tie->port,
		(long long)tie->weight);
}

static void tell_tie(
	const struct grouping *grouping, const struct tie *tie, struct json_object *list)
{
	struct json_object *row = json_object_new_object();
	AUTO_FREE char *why = why_tied(grouping, tie);

	json_set_string(row, "from", id_of(grouping, tie->from));
	json_set_string(row, "to", id_of(grouping, tie->to));
	json_set_integer(row, "weight", tie->weight);
	json_set_integer(row, "confidence_permille", tie->confidence);
	json_set_string(row, "why", why);
	json_object_array_add(list, row);
}

static void tell_ties(
	struct joining *joining, const struct groups *groups, struct json_object *rows)
{
	const struct grouping *grouping = joining->grouping;

	for (size_t i = 0; i < grouping->ties; i++) {
		const struct tie *tie = &grouping->tie[i];
		struct json_object *from =
			json_object_array_get_idx(rows, groups->of[tie->from]);
		struct json_object *to = json_object_array_get_idx(rows, groups->of[tie->to]);

		if (is_apart(joining, i)) {
			tell_tie(grouping, tie, json_member(from, "cuts"));
			tell_tie(grouping, tie, json_member(to, "cuts"));
		} else {
			tell_tie(grouping, tie, json_member(from, "ties"));
		}
	}
}

static void tell_size(
	const struct grouping *grouping, const struct groups *groups, struct json_object *rows)
{
	int64_t most = json_integer(grouping->policy, "machines_most", 0);

	for (uint32_t group = 0; group < groups->count; group++) {
		int64_t size = groups->first[group + 1] - groups->first[group];
		AUTO_FREE char *note = NULL;

		if (most == 0 || size <= most)
			continue;
		note = mem_format(N_("It has %lld machines, more than the %lld of a group, and "
				     "what ties them cannot be cut."),
			(long long)size, (long long)most);
		json_set_string(json_object_array_get_idx(rows, group), "note", note);
	}
}

/* What shares a machine with one that stays cannot leave it behind, nor take it along. */
static void tell_blocked(
	const struct grouping *grouping, const struct groups *groups, struct json_object *rows)
{
	for (size_t i = 0; i < grouping->owners; i++) {
		const struct owner *owner = &grouping->owner[i];
		uint32_t group = group_of_machine(grouping, groups, owner->machine);
		AUTO_FREE char *why = NULL;

		if (group == GROUP_NONE || moves(grouping, owner->system))
			continue;
		why = mem_format(N_("Its machine %s is also named by %s, which does not move."),
			name_of(grouping, owner->machine), id_of(grouping, owner->system));
		json_set_string(json_object_array_get_idx(rows, group), "why", why);
	}
}

static struct json_object *new_row(const char *name)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "name", name);
	json_set(row, "systems", json_object_new_array_ext(1));
	json_set(row, "machines", json_object_new_array_ext(2));
	json_set(row, "ties", json_object_new_array_ext(1));
	return json_set(row, "cuts", json_object_new_array_ext(1));
}

static void tell_members(
	const struct grouping *grouping, const struct groups *groups, struct json_object *rows)
{
	for (uint32_t i = 0; i < grouping->systems.count; i++) {
		uint32_t group = groups->of[i];

		if (group == GROUP_NONE)
			continue;
		if (group == json_length(rows))
			json_object_array_add(rows, new_row(id_of(grouping, i)));
		json_object_array_add(
			json_member(json_object_array_get_idx(rows, group), "systems"),
			json_object_new_string(id_of(grouping, i)));
	}
	for (uint32_t group = 0; group < groups->count; group++)
		for (uint32_t i = groups->first[group]; i < groups->first[group + 1]; i++)
			json_object_array_add(
				json_member(json_object_array_get_idx(rows, group), "machines"),
				json_object_new_string(
					grouping->city->machine[groups->machine[i]]
						.object->id));
}

static void tell_cut(const struct grouping *grouping, const struct groups *groups,
	struct json_object *cut, struct json_object *rows)
{
	const char *one = json_string(cut, "subject"), *other = json_string(cut, "other");
	uint32_t from = ties_system(grouping, one), to = ties_system(grouping, other);
	struct json_object *row;
	AUTO_FREE char *note = NULL;

	if (from == GROUP_NONE || to == GROUP_NONE || groups->of[from] == GROUP_NONE ||
		groups->of[from] != groups->of[to])
		return;
	row = json_object_array_get_idx(rows, groups->of[from]);
	note = mem_format(
		N_("%s and %s are cut, and others tie them all the same."), one, other);
	json_set_string(row, "note", note);
}

/* People's cuts that did not do what they were to do. */
static void tell_cuts(
	const struct grouping *grouping, const struct groups *groups, struct json_object *rows)
{
	struct json_object *overrides = json_member(grouping->city->order, "overrides");

	for (size_t i = 0; i < json_length(overrides); i++) {
		struct json_object *override = json_object_array_get_idx(overrides, i);

		if (strcmp(json_string(override, "kind"), "cut") == 0)
			tell_cut(grouping, groups, override, rows);
	}
}

static void tell(struct joining *joining, const struct groups *groups, struct json_object *rows)
{
	tell_members(joining->grouping, groups, rows);
	tell_ties(joining, groups, rows);
	tell_cuts(joining->grouping, groups, rows);
	tell_size(joining->grouping, groups, rows);
	tell_blocked(joining->grouping, groups, rows);
}

void groups_find(const struct city *city, const enum disposition *dispositions,
	struct groups *groups, struct json_object *rows, struct json_object *hubs)
{
	struct grouping grouping = {.city = city,
		.dispositions = dispositions,
		.policy = json_member(city->profile, "groups"),
		.systems = city_of(city, "system")};
	struct joining joining = {.grouping = &grouping};

	*groups = (struct groups){0};
	ties_find(&grouping, hubs);
	joining.parent = mem_array(grouping.systems.count + 1, sizeof(*joining.parent));
	joining.machines = mem_array(grouping.systems.count + 1, sizeof(*joining.machines));
	joining.cut = mem_array(grouping.ties + 1, sizeof(*joining.cut));
	for (uint32_t i = 0; i < grouping.systems.count; i++)
		joining.parent[i] = i;
	count_machines(&joining);
	join(&joining);
	number(&joining, groups);
	list_machines(&grouping, groups);
	find_blocked(&grouping, groups);
	if (rows)
		tell(&joining, groups, rows);
	free(joining.parent);
	free(joining.machines);
	free(joining.cut);
	free(grouping.owner);
	free(grouping.tie);
}

void groups_free(struct groups *groups)
{
	free(groups->of);
	free(groups->machine);
	free(groups->first);
	free(groups->blocked);
	*groups = (struct groups){0};
}
