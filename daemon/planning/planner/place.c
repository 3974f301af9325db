/*
 * Where each machine lands: where the plan before had it; else spread by free memory, within
 * space, memory and the findings.
 */
#include "base/language.h"
#include "base/sorted.h"
#include "planning/planner/planner.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHY_SIZE 512

/* A network of a hypervisor of the cloud. */
struct network_at {
	char *name;
	uint32_t host;
};

struct placing {
	struct planner *planner;
	struct network_at *network; /* in order of name and host */
	uint32_t networks;
	int64_t headroom;          /* percent */
	struct json_object *names; /* "HOST NAME" of what was placed */
	struct spread *spread;
	bool as_before; /* each stands where the plan before had it, or not yet */
	bool *lacks;    /* of each group: it found no place, which is why it stays */
};

/* --- one machine --- */

static int64_t with_headroom(const struct placing *placing, int64_t bytes)
{
	return bytes + bytes / 100 * placing->headroom;
}

static void tell_blocker(char *why, const struct city_finding *blocker)
{
	AUTO_FREE char *evidence = skim_take(&blocker->evidence);

	snprintf(why, WHY_SIZE, "%s: %s", blocker->rule, evidence ? evidence : "");
}

static bool has_networks(const struct placing *placing, const struct planner_host *host,
	const struct planner_move *move)
{
	for (uint32_t i = 1; i < move->machine->nics; i++) { /* the first is there */
		AUTO_FREE char *id = mem_format("%s/%s", host->name, move->landing[i]);

		if (!city_find(placing->planner->city, "network", id))
			return false;
	}
	return true;
}

static char *place_key(const struct planner_host *host, const char *name)
{
	return mem_format("%s %s", host->name, name);
}

/* A hypervisor has a name once: departments may give the same. */
static bool has_name(
	const struct placing *placing, const struct planner_host *host, const char *name)
{
	AUTO_FREE char *key = place_key(host, name);

	return json_member(placing->names, key) != NULL;
}

/* For itself, and for those that are to stand with it. */
static bool has_room(const struct placing *placing, const struct planner_host *host,
	const struct city_machine *machine, char *why)
{
	struct spread_room needs = spread_needs(placing->spread, machine);

	if (host->space < with_headroom(placing, machine->storage))
		snprintf(why, WHY_SIZE,
			N_("no pool of the cloud has room for its disks beside what was "
			   "placed before"));
	else if (host->memory < machine->memory)
		snprintf(why, WHY_SIZE,
			N_("no hypervisor of the cloud has memory for it beside what was "
			   "placed before"));
	else if (host->space < with_headroom(placing, needs.storage) ||
		 host->memory < needs.memory)
		snprintf(why, WHY_SIZE,
			N_("no hypervisor of the cloud has room for all machines of system %s, "
			   "which are to stand on one"),
			needs.system);
	else
		return true;
	return false;
}

static bool fits(const struct placing *placing, const struct planner_host *host,
	const struct planner_move *move, char *why)
{
	const struct city_machine *machine = move->machine;
	const struct city_finding *blocker =
		city_blocker(placing->planner->city, machine, host->name);

	if (move->cloud && host->cloud && !text_equal(move->cloud, host->cloud))
		snprintf(why, WHY_SIZE, N_("no hypervisor of %s takes it"), move->cloud);
	else if (blocker)
		tell_blocker(why, blocker);
	else if (!has_room(placing, host, machine, why) ||
		 !spread_allows(placing->spread, machine,
			 (uint32_t)(host - placing->planner->host), why, WHY_SIZE))
		return false;
	else if (!has_networks(placing, host, move))
		snprintf(why, WHY_SIZE, N_("%s has not the networks that it lands on"),
			host->name);
	else if (has_name(placing, host, machine->name))
		snprintf(why, WHY_SIZE, N_("%s has another machine of that name"), host->name);
	else
		return true;
	return false;
}

/* Machines of one group stand on different hosts as long as there is another that fits. */
static bool is_of_group(const struct placing *placing, const struct planner_group *group,
	uint32_t until, uint32_t host)
{
	for (uint32_t i = group->first; i < until; i++)
		if (placing->planner->move[i].host == host)
			return true;
	return false;
}

/* What a host is worth: apart from the group, then with the most free memory. */
struct worth {
	bool apart;
	int64_t memory;
};

static bool is_better(struct worth one, struct worth other)
{
	return one.apart != other.apart ? one.apart : one.memory > other.memory;
}

struct choosing {
	const struct planner_group *group;
	uint32_t move, only; /* only: the one host that it may be; NONE: any */
	uint32_t best;       /* NONE: none fits yet */
	struct worth worth;  /* of the best, or of the one that `why` tells of */
	char *why;
};

static void consider(const struct placing *placing, struct choosing *choosing, uint32_t index)
{
	const struct planner_host *host = &placing->planner->host[index];
	const struct planner_move *move = &placing->planner->move[choosing->move];
	struct worth worth = {
		!is_of_group(placing, choosing->group, choosing->move, index), host->memory};
	bool none = choosing->best == PLANNER_NONE;
	char why[WHY_SIZE];

	if (choosing->only != PLANNER_NONE && choosing->only != index)
		return;
	if (!host->pool || (!none && !is_better(worth, choosing->worth)))
		return;
	if (fits(placing, host, move, why))
		choosing->best = index;
	else if (none && is_better(worth, choosing->worth))
		memcpy(choosing->why, why, WHY_SIZE);
	else
		return;
	choosing->worth = worth;
}

static uint32_t lower_network(const struct placing *placing, const char *name)
{
	return (uint32_t)sorted_text(placing->network, placing->networks,
		sizeof(*placing->network), offsetof(struct network_at, name), name);
}

/* Those with the first of its networks; all, when it has none. */
static void consider_hosts(const struct placing *placing, struct choosing *choosing)
{
	const struct planner *planner = placing->planner;
	const struct planner_move *move = &planner->move[choosing->move];
	const char *network;

	for (uint32_t i = 0; move->machine->nics == 0 && i < planner->hosts; i++)
		consider(placing, choosing, i);
	if (move->machine->nics == 0)
		return;
	network = move->landing[0];
	for (uint32_t i = lower_network(placing, network);
		i < placing->networks && text_equal(placing->network[i].name, network); i++)
		consider(placing, choosing, placing->network[i].host);
}

/* Where the plan before had it; NONE: nowhere, or that host is no more. */
static uint32_t host_before(const struct planner *planner, const struct planner_move *move)
{
	AUTO_FREE char *name =
		move->machine->earlier ? skim_take(&move->machine->earlier->host) : NULL;

	return hosts_find(planner, name);
}

/* The best host that fits; NONE, and why not on the best of all. */
static uint32_t choose(const struct placing *placing, const struct planner_group *group,
	uint32_t move, char *why)
{
	const struct planner *planner = placing->planner;
	struct choosing choosing = {group, move,
		placing->as_before ? host_before(planner, &planner->move[move]) : PLANNER_NONE,
		PLANNER_NONE, {false, INT64_MIN}, why};

	if (!placing->as_before || choosing.only != PLANNER_NONE)
		consider_hosts(placing, &choosing);
	return choosing.best;
}

static void take(struct placing *placing, uint32_t index, const struct city_machine *machine,
	int64_t sign)
{
	struct planner_host *host = &placing->planner->host[index];
	AUTO_FREE char *key = place_key(host, machine->name);

	host->space -= sign * with_headroom(placing, machine->storage);
	host->memory -= sign * machine->memory;
	spread_take(placing->spread, machine, index, sign > 0 ? 1 : -1);
	if (sign > 0)
		json_set_boolean(placing->names, key, true);
	else
		json_object_object_del(placing->names, key);
}

/* A kept move has its place; what has arrived already is counted there. */
static void take_kept(struct placing *placing, const struct planner_move *move)
{
	if (move->host != PLANNER_NONE && move->machine && !move->machine->on_cloud)
		take(placing, move->host, move->machine, 1);
}

static int place_move(
	struct placing *placing, const struct planner_group *group, uint32_t move, char *why)
{
	struct planner_move *moved = &placing->planner->move[move];
	const struct city_finding *blocker =
		city_blocker(placing->planner->city, moved->machine, NULL);

	if (blocker) {
		tell_blocker(why, blocker);
		return -1;
	}
	moved->host = choose(placing, group, move, why);
	if (moved->host != PLANNER_NONE)
		take(placing, moved->host, moved->machine, 1);
	return moved->host == PLANNER_NONE ? -1 : 0;
}

/* --- groups --- */

/* A group lands whole or not at all: what was taken for it is given back. */
static void give_up(struct placing *placing, const struct planner_group *group)
{
	struct planner *planner = placing->planner;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		if (planner->move[i].host == PLANNER_NONE)
			continue;
		take(placing, planner->move[i].host, planner->move[i].machine, -1);
		planner->move[i].host = PLANNER_NONE;
	}
}

static void place_group(struct placing *placing, struct planner_group *group)
{
	char why[WHY_SIZE] =
		N_("the snapshot has no hypervisor of the cloud with a pool and its network");

	for (uint32_t i = group->first; i < group->first + group->count; i++)
		if (place_move(placing, group, i, why) < 0) {
			give_up(placing, group);
			if (placing->as_before)
				return;
			placing->lacks[group - placing->planner->group] = true;
			wanted_leave(group, why);
			return;
		}
}

static bool is_placed(const struct planner *planner, const struct planner_group *group)
{
	return group->count > 0 && planner->move[group->first].host != PLANNER_NONE;
}

static void place_all(struct placing *placing, bool as_before)
{
	struct planner *planner = placing->planner;

	placing->as_before = as_before;
	for (uint32_t i = 0; i < planner->groups; i++)
		if (!planner->group[i].why && !planner->group[i].kept &&
			!is_placed(planner, &planner->group[i]))
			place_group(placing, &planner->group[i]);
}

static int compare_networks(const void *left_pointer, const void *right_pointer)
{
	const struct network_at *left = left_pointer, *right = right_pointer;
	int order = strcmp(left->name, right->name);

	return order ? order : (left->host > right->host) - (left->host < right->host);
}

static void read_network(
	const struct city_object *network, struct skim_text *host, struct skim_text *called)
{
	struct skim skim = skim_of(network->text.data, network->text.size);
	struct skim_text name = {0};

	if (skim_enter(&skim, '{'))
		while (!called->data && skim_member(&skim, &name)) {
			if (skim_is(&name, "host"))
				skim_string(&skim, host);
			else if (skim_is(&name, "name"))
				skim_string(&skim, called);
			else
				skim_value(&skim, NULL);
		}
}

/* Those of a host mostly stand side by side: it is looked for once. */
static void add_network(
	struct placing *placing, const struct city_object *network, uint32_t *last)
{
	const struct planner *planner = placing->planner;
	struct skim_text at = {0}, name = {0};

	read_network(network, &at, &name);

	if (*last == PLANNER_NONE || !skim_is(&at, planner->host[*last].name)) {
		AUTO_FREE char *host = skim_take(&at);

		*last = hosts_find(planner, host);
	}
	if (*last != PLANNER_NONE && name.data)
		placing->network[placing->networks++] =
			(struct network_at){skim_take(&name), *last};
}

static void list_networks(struct placing *placing)
{
	struct city_objects networks = city_of(placing->planner->city, "network");
	uint32_t host = PLANNER_NONE;

	placing->network = mem_array(networks.count + 1, sizeof(*placing->network));
	for (size_t i = 0; i < networks.count; i++)
		add_network(placing, &networks.first[i], &host);
	qsort(placing->network, placing->networks, sizeof(*placing->network), compare_networks);
}

/* What stands on the cloud already has its name there. */
static struct json_object *list_names(const struct planner *planner)
{
	struct json_object *names = json_object_new_object();

	for (size_t i = 0; i < planner->city->machine_count; i++) {
		const struct city_machine *machine = &planner->city->machine[i];
		AUTO_FREE char *key = machine->on_cloud ? mem_format("%s %s", machine->host->id,
								  machine->name)
							: NULL;

		if (key)
			json_set_boolean(names, key, true);
	}
	return names;
}

struct placing *placing_make(struct planner *planner)
{
	struct placing *placing = mem_alloc(sizeof(*placing));

	*placing = (struct placing){.planner = planner,
		.headroom = planner_setting(planner, "headroom_percent", 0),
		.names = list_names(planner),
		.spread = spread_make(planner),
		.lacks = mem_array(planner->groups + 1U, sizeof(bool))};
	list_networks(placing);
	return placing;
}

void placing_free(struct placing *placing)
{
	json_object_put(placing->names);
	spread_free(placing->spread);
	for (uint32_t i = 0; i < placing->networks; i++)
		free(placing->network[i].name);
	free(placing->network);
	free(placing->lacks);
	free(placing);
}

void placing_do(struct placing *placing)
{
	struct planner *planner = placing->planner;

	for (uint32_t i = 0; i < planner->moves; i++)
		if (planner->group[planner->move[i].group].kept)
			take_kept(placing, &planner->move[i]);
	if (planner->city->earlier_count > 0)
		place_all(placing, true);
	place_all(placing, false);
}

static bool gives_back(const struct placing *placing, const struct planner_group *group)
{
	return group->why && !group->kept && is_placed(placing->planner, group);
}

static bool give_back(struct placing *placing)
{
	struct planner *planner = placing->planner;
	bool any = false;

	for (uint32_t i = 0; i < planner->groups; i++)
		if (gives_back(placing, &planner->group[i])) {
			give_up(placing, &planner->group[i]);
			any = true;
		}
	return any;
}

bool placing_again(struct placing *placing)
{
	struct planner *planner = placing->planner;
	bool found = false;

	if (!give_back(placing))
		return false;
	placing->as_before = false;
	for (uint32_t i = 0; i < planner->groups; i++) {
		struct planner_group *group = &planner->group[i];

		if (!placing->lacks[i])
			continue;
		placing->lacks[i] = false;
		free(mem_take(&group->why));
		place_group(placing, group);
		found |= !placing->lacks[i];
	}
	return found;
}
