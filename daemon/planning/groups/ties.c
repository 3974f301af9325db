/* What ties systems together: people, machines that they share, and what was seen of flows. */
#include "planning/groups/ties.h"
#include "base/memory.h"
#include "base/sorted.h"
#include "base/text.h"
#include "planning/policy/overriding.h"
#include <stdlib.h>
#include <string.h>

/* --- whose a machine is --- */

uint32_t ties_system(const struct grouping *grouping, const char *id)
{
	const struct city_object *object = city_find(grouping->city, "system", id);

	return object ? (uint32_t)(object - grouping->systems.first) : GROUP_NONE;
}

static bool moves(const struct grouping *grouping, uint32_t system)
{
	return disposition_moves(grouping->dispositions[system]);
}

static int compare_owners(const void *left_pointer, const void *right_pointer)
{
	const struct owner *left = left_pointer, *right = right_pointer;

	if (left->machine != right->machine)
		return left->machine < right->machine ? -1 : 1;
	return (left->system > right->system) - (left->system < right->system);
}

static size_t count_names(const struct grouping *grouping)
{
	size_t count = 0;

	for (size_t i = 0; i < grouping->systems.count; i++)
		count += json_length(json_member(grouping->systems.first[i].facts, "machines"));
	return count;
}

static void add_owners(struct grouping *grouping, uint32_t system)
{
	struct city_machines named =
		city_machines(grouping->city, &grouping->systems.first[system]);

	for (size_t i = 0; i < named.count; i++) {
		const struct city_machine *machine = named.first[i];

		if (machine && !machine->on_cloud)
			grouping->owner[grouping->owners++] = (struct owner){
				(uint32_t)(machine - grouping->city->machine), system};
	}
}

static void find_owners(struct grouping *grouping)
{
	size_t kept = 0;

	grouping->owner = mem_array(count_names(grouping) + 1, sizeof(*grouping->owner));
	for (size_t i = 0; i < grouping->systems.count; i++)
		add_owners(grouping, (uint32_t)i);
	qsort(grouping->owner, grouping->owners, sizeof(*grouping->owner), compare_owners);
	for (size_t i = 0; i < grouping->owners; i++) /* a name told twice */
		if (kept == 0 ||
			compare_owners(&grouping->owner[kept - 1], &grouping->owner[i]) != 0)
			grouping->owner[kept++] = grouping->owner[i];
	grouping->owners = kept;
}

static size_t lower_owner(const struct grouping *grouping, uint32_t machine)
{
	size_t from = 0, to = grouping->owners;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (grouping->owner[middle].machine < machine)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

uint32_t ties_owner(const struct grouping *grouping, uint32_t machine)
{
	uint32_t found = GROUP_NONE;

	for (size_t i = lower_owner(grouping, machine); i < grouping->owners; i++) {
		uint32_t system = grouping->owner[i].system;

		if (grouping->owner[i].machine != machine)
			break;
		if (moves(grouping, system))
			return system;
		if (found == GROUP_NONE)
			found = system;
	}
	return found;
}

/* --- ties --- */

static void add_tie(struct grouping *grouping, const struct tie *tie)
{
	if (tie->from == tie->to || !moves(grouping, tie->from) || !moves(grouping, tie->to))
		return;
	if (grouping->ties == grouping->room) {
		grouping->room = grouping->room ? 2 * grouping->room : 64;
		grouping->tie =
			mem_resize(grouping->tie, grouping->room, sizeof(*grouping->tie));
	}
	grouping->tie[grouping->ties++] = *tie;
}

static void tie_shared(struct grouping *grouping)
{
	for (size_t i = 0; i < grouping->owners; i++) {
		uint32_t machine = grouping->owner[i].machine;

		add_tie(grouping, &(struct tie){.kind = TIE_SHARED,
					  .from = ties_owner(grouping, machine),
					  .to = grouping->owner[i].system,
					  .confidence = 1000,
					  .server = machine});
	}
}

static void tie_joined(struct grouping *grouping)
{
	struct json_object *overrides = json_member(grouping->city->order, "overrides");

	for (size_t i = 0; i < json_length(overrides); i++) {
		struct json_object *override = json_object_array_get_idx(overrides, i);
		struct tie tie = {.kind = TIE_JOINED,
			.from = ties_system(grouping, json_string(override, "subject")),
			.to = ties_system(grouping, json_string(override, "other")),
			.confidence = 1000,
			.override = override};

		if (text_equal(json_string(override, "kind"), "join") &&
			tie.from != GROUP_NONE && tie.to != GROUP_NONE)
			add_tie(grouping, &tie);
	}
}

/* --- hubs --- */

/* An end of flows, and a system at the other ends of them. */
struct end {
	uint32_t machine, port, system;
	bool listens;
};

struct ends {
	struct end *list;
	size_t count;
};

static int compare_keys(const struct end *left, const struct end *right)
{
	if (left->machine != right->machine)
		return left->machine < right->machine ? -1 : 1;
	if (left->port != right->port)
		return left->port < right->port ? -1 : 1;
	return left->listens - right->listens;
}

static int compare_ends(const void *left_pointer, const void *right_pointer)
{
	const struct end *left = left_pointer, *right = right_pointer;
	int order = compare_keys(left, right);

	return order ? order : (left->system > right->system) - (left->system < right->system);
}

static void add_end(struct grouping *grouping, struct ends *ends, struct end end)
{
	if (end.system != GROUP_NONE && end.system != ties_owner(grouping, end.machine))
		ends->list[ends->count++] = end;
}

static void tell_hub(const struct grouping *grouping, const struct end *end, int64_t count,
	struct json_object *hubs)
{
	const struct city_machine *machine = &grouping->city->machine[end->machine];
	struct json_object *row = json_object_new_object();

	json_set_string(row, "machine", machine->object->id);
	json_set_string(row, "name", machine->name);
	json_set_integer(row, "port", end->port);
	json_set_integer(row, "systems", count);
	json_set_boolean(row, "listens", end->listens);
	json_object_array_add(hubs, row);
}

/* Leaves one of each end that more systems are at the other side of than the profile has. */
static void keep_hubs(struct grouping *grouping, struct ends *ends, struct json_object *hubs)
{
	int64_t most = json_integer(grouping->policy, "hub_systems", 0);
	size_t kept = 0;

	if (ends->count > 0)
		qsort(ends->list, ends->count, sizeof(*ends->list), compare_ends);
	for (size_t from = 0, to; from < ends->count; from = to) {
		struct end end = ends->list[from];
		int64_t count = 0;

		for (to = from; to < ends->count && compare_keys(&end, &ends->list[to]) == 0;
			to++)
			count += to == from ||
				 ends->list[to].system != ends->list[to - 1].system;
		if (count <= most)
			continue;
		ends->list[kept++] = end;
		if (hubs)
			tell_hub(grouping, &end, count, hubs);
	}
	ends->count = kept;
}

static void find_hubs(struct grouping *grouping, const struct flows *flows, struct ends *ends,
	struct json_object *hubs)
{
	ends->list = mem_array(2 * flows->count + 1, sizeof(*ends->list));
	for (size_t i = 0; i < flows->count; i++) {
		const struct flow *flow = &flows->list[i];

		add_end(grouping, ends,
			(struct end){flow->server, flow->port,
				ties_owner(grouping, flow->client), true});
		add_end(grouping, ends,
			(struct end){flow->client, flow->port,
				ties_owner(grouping, flow->server), false});
	}
	keep_hubs(grouping, ends, hubs);
}

static bool is_hub(const struct ends *ends, uint32_t machine, uint32_t port, bool listens)
{
	const struct end wanted = {machine, port, 0, listens};
	size_t at = sorted_first(
		ends->list, ends->count, sizeof(*ends->list), &wanted, compare_ends);

	return at < ends->count && compare_keys(&ends->list[at], &wanted) == 0;
}

/* --- flows --- */

static void tie_flow(struct grouping *grouping, const struct flow *flow)
{
	bool both = flow->by_client && flow->by_server;
	struct tie tie = {.kind = TIE_FLOW,
		.from = ties_owner(grouping, flow->client),
		.to = ties_owner(grouping, flow->server),
		.weight = flow->connections,
		.confidence = json_integer(
			grouping->policy, both ? "both_permille" : "one_permille", 0),
		.client = flow->client,
		.server = flow->server,
		.port = flow->port};

	if (tie.from != GROUP_NONE && tie.to != GROUP_NONE &&
		tie.weight >= json_integer(grouping->policy, "connections_least", 1))
		add_tie(grouping, &tie);
}

static void tie_flows(struct grouping *grouping, struct json_object *hubs)
{
	AUTO_FLOWS struct flows flows = {0};
	struct ends ends = {0};

	if (!grouping->policy)
		return;
	flows_find(grouping->city, &flows);
	find_hubs(grouping, &flows, &ends, hubs);
	for (size_t i = 0; i < flows.count; i++) {
		const struct flow *flow = &flows.list[i];

		if (!is_hub(&ends, flow->server, flow->port, true) &&
			!is_hub(&ends, flow->client, flow->port, false))
			tie_flow(grouping, flow);
	}
	free(ends.list);
}

/* --- one tie of two --- */

static uint32_t lesser(const struct tie *tie)
{
	return tie->from < tie->to ? tie->from : tie->to;
}

static uint32_t greater(const struct tie *tie)
{
	return tie->from < tie->to ? tie->to : tie->from;
}

static int compare_pairs(const struct tie *left, const struct tie *right)
{
	if (lesser(left) != lesser(right))
		return lesser(left) < lesser(right) ? -1 : 1;
	return (greater(left) > greater(right)) - (greater(left) < greater(right));
}

/* Ties of two systems beside each other: people's and machines' first, then the heaviest. */
static int by_pair(const void *left_pointer, const void *right_pointer)
{
	const struct tie *left = left_pointer, *right = right_pointer;
	int order = compare_pairs(left, right);

	if (order == 0)
		order = (left->kind > right->kind) - (left->kind < right->kind);
	if (order == 0)
		order = (left->weight < right->weight) - (left->weight > right->weight);
	if (order == 0)
		order = (left->client > right->client) - (left->client < right->client);
	if (order == 0)
		order = (left->server > right->server) - (left->server < right->server);
	return order ? order : (left->port > right->port) - (left->port < right->port);
}

static bool is_cut(const struct grouping *grouping, const struct tie *tie)
{
	const char *one = grouping->systems.first[tie->from].id;
	const char *other = grouping->systems.first[tie->to].id;
	struct json_object *overrides = json_member(grouping->city->order, "overrides");

	return overriding_find(overrides, "cut", one, other) ||
	       overriding_find(overrides, "cut", other, one);
}

static void merge_pairs(struct grouping *grouping)
{
	size_t kept = 0;

	if (grouping->ties > 0)
		qsort(grouping->tie, grouping->ties, sizeof(*grouping->tie), by_pair);
	for (size_t i = 0; i < grouping->ties; i++) {
		struct tie *tie = &grouping->tie[i];
		struct tie *last = kept > 0 ? &grouping->tie[kept - 1] : NULL;

		if (!last || compare_pairs(last, tie) != 0) {
			grouping->tie[kept++] = *tie;
			continue;
		}
		last->weight += last->kind == TIE_FLOW ? tie->weight : 0;
		if (tie->confidence > last->confidence)
			last->confidence = tie->confidence;
	}
	grouping->ties = kept;
}

/* What a person cut is no tie, but a machine in common is. */
static void drop_cut(struct grouping *grouping)
{
	int64_t least = json_integer(grouping->policy, "confidence_least", 0);
	size_t kept = 0;

	for (size_t i = 0; i < grouping->ties; i++) {
		const struct tie *tie = &grouping->tie[i];

		if (tie->kind != TIE_FLOW ||
			(tie->confidence >= least && !is_cut(grouping, tie)))
			grouping->tie[kept++] = *tie;
	}
	grouping->ties = kept;
}

static int64_t strength(const struct tie *tie)
{
	return tie->weight * tie->confidence;
}

static int by_strength(const void *left_pointer, const void *right_pointer)
{
	const struct tie *left = left_pointer, *right = right_pointer;
	bool seen = left->kind == TIE_FLOW, other = right->kind == TIE_FLOW;

	if (seen != other)
		return seen ? 1 : -1;
	if (strength(left) != strength(right))
		return strength(left) > strength(right) ? -1 : 1;
	return compare_pairs(left, right);
}

void ties_find(struct grouping *grouping, struct json_object *hubs)
{
	find_owners(grouping);
	tie_shared(grouping);
	tie_joined(grouping);
	tie_flows(grouping, hubs);
	merge_pairs(grouping);
	drop_cut(grouping);
	if (grouping->ties > 0)
		qsort(grouping->tie, grouping->ties, sizeof(*grouping->tie), by_strength);
}
