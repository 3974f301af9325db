/* Where each machine lands: spread by free memory, within space, memory and the findings. */
#include "planning/planner.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHY_SIZE 512

/*
 * The hosts as a heap: on top the one with the most free memory, the first by name where they
 * are equal.
 */
struct placing {
	struct planner *planner;
	uint32_t *heap, count;
	uint32_t *aside, aside_count; /* taken off while one is looked for */
	int64_t headroom;             /* percent */
	struct json_object *names;    /* "HOST NAME" of what was placed */
};

static bool is_better(const struct placing *placing, uint32_t left, uint32_t right)
{
	const struct planner_host *host = placing->planner->host;

	if (host[left].memory != host[right].memory)
		return host[left].memory > host[right].memory;
	return left < right; /* they are in order of name */
}

static void push(struct placing *placing, uint32_t host)
{
	uint32_t at = placing->count++;

	for (; at > 0; at = (at - 1) / 2) {
		uint32_t parent = placing->heap[(at - 1) / 2];

		if (!is_better(placing, host, parent))
			break;
		placing->heap[at] = parent;
	}
	placing->heap[at] = host;
}

static uint32_t pop(struct placing *placing)
{
	uint32_t top = placing->heap[0], last = placing->heap[--placing->count], at = 0;

	for (uint32_t child; (child = 2 * at + 1) < placing->count; at = child) {
		if (child + 1 < placing->count &&
			is_better(placing, placing->heap[child + 1], placing->heap[child]))
			child++;
		if (!is_better(placing, placing->heap[child], last))
			break;
		placing->heap[at] = placing->heap[child];
	}
	if (placing->count > 0)
		placing->heap[at] = last;
	return top;
}

/* --- the hosts --- */

/* The pool with the most free space of a host; the first by name where they are equal. */
static void take_pool(struct planner *planner, const struct city_object *pool)
{
	const char *name = json_string(pool->facts, "host");
	int64_t free = json_integer(pool->measures, "available", 0);
	uint32_t from = 0, to = planner->hosts;
	struct planner_host *host;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (strcmp(planner->host[middle].name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	host = &planner->host[from];
	if (from == planner->hosts || !text_equal(host->name, name) ||
		!json_boolean(pool->facts, "active", true) ||
		!json_string(pool->facts, "path") || (host->pool && free <= host->space))
		return;
	host->pool = json_string(pool->facts, "name");
	host->path = json_string(pool->facts, "path");
	host->space = free;
}

/* Memory that no machine found there has. */
static void take_memory(struct planner *planner)
{
	const struct city *city = planner->city;
	int64_t *used = mem_array(city->object_count + 1, sizeof(*used));

	for (size_t i = 0; i < city->machine_count; i++)
		if (city->machine[i].host)
			used[city->machine[i].host - city->object] += city->machine[i].memory;
	for (uint32_t i = 0; i < planner->hosts; i++)
		planner->host[i].memory -=
			used[city_find(city, "host", planner->host[i].name) - city->object];
	free(used);
}

static const char *service_cloud(const char *domain)
{
	return text_equal(domain, "admin_service_domain")    ? "admin_service_cloud"
	       : text_equal(domain, "public_service_domain") ? "public_service_cloud"
							     : NULL;
}

static bool names_host(struct json_object *cloud, const char *host)
{
	struct json_object *hosts = json_member(cloud, "hosts");

	for (size_t i = 0; i < json_length(hosts); i++)
		if (text_equal(
			    json_object_get_string(json_object_array_get_idx(hosts, i)), host))
			return true;
	return false;
}

/* The cloud that a host is of: whose owner has the name of one, or whom the profile names. */
static const char *cloud_of(
	const struct planner *planner, const char *name, struct json_object *facts)
{
	struct json_object *clouds = json_member(planner->city->profile, "clouds");
	const char *owner = json_string(facts, "department");

	if (text_equal(owner, "admin_service_cloud") ||
		text_equal(owner, "public_service_cloud"))
		return owner;
	for (size_t i = 0; i < json_length(clouds); i++) {
		struct json_object *cloud = json_object_array_get_idx(clouds, i);

		if (names_host(cloud, name))
			return service_cloud(json_string(cloud, "domain"));
	}
	return NULL;
}

void place_hosts(struct planner *planner)
{
	struct city_objects hosts = city_of(planner->city, "host");
	struct city_objects pools = city_of(planner->city, "pool");

	for (size_t i = 0; i < hosts.count; i++) {
		struct json_object *facts = hosts.first[i].facts;
		struct planner_host *host;

		if (!text_equal(json_string(facts, "side"), "cloud") ||
			!json_string(facts, "address"))
			continue;
		planner->host = planner_grow(planner->host, planner->hosts, sizeof(*host));
		host = &planner->host[planner->hosts++];
		host->name = hosts.first[i].id;
		host->address = json_string(facts, "address");
		host->memory = json_integer(facts, "memory", 0);
		host->cloud = cloud_of(planner, hosts.first[i].id, facts);
	}
	for (size_t i = 0; i < pools.count; i++)
		take_pool(planner, &pools.first[i]);
	take_memory(planner);
}

/* --- one machine --- */

static int64_t with_headroom(const struct placing *placing, int64_t bytes)
{
	return bytes + bytes / 100 * placing->headroom;
}

static void tell_blocker(char *why, struct json_object *blocker)
{
	snprintf(why, WHY_SIZE, "%s: %s", json_string(blocker, "rule"),
		json_string(blocker, "evidence"));
}

static bool has_networks(const struct placing *placing, const struct planner_host *host,
	const struct planner_move *move)
{
	const char *department = json_string(move->system, "department");

	for (uint32_t i = 0; i < move->machine->nics; i++) {
		AUTO_FREE char *id = mem_format("%s/%s", host->name,
			shape_landing(placing->planner, department, move->machine->network[i]));

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

static bool fits(const struct placing *placing, const struct planner_host *host,
	const struct planner_move *move, char *why)
{
	const struct city_machine *machine = move->machine;
	struct json_object *blocker = city_blocker(placing->planner->city, machine, host->name);

	if (move->cloud && host->cloud && !text_equal(move->cloud, host->cloud))
		snprintf(why, WHY_SIZE, "no hypervisor of %s takes it", move->cloud);
	else if (blocker)
		tell_blocker(why, blocker);
	else if (host->space < with_headroom(placing, machine->storage))
		snprintf(why, WHY_SIZE,
			"no pool of the cloud has room for its disks beside what was "
			"placed before");
	else if (host->memory < machine->memory)
		snprintf(why, WHY_SIZE,
			"no hypervisor of the cloud has memory for it beside what was "
			"placed before");
	else if (!has_networks(placing, host, move))
		snprintf(why, WHY_SIZE, "%s has not the networks that it lands on", host->name);
	else if (has_name(placing, host, machine->name))
		snprintf(why, WHY_SIZE, "%s has another machine of that name", host->name);
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

/*
 * The best host that fits; NONE, and why not on the best of all. Hosts that do not fit stay
 * aside.
 */
static uint32_t choose(
	struct placing *placing, const struct planner_group *group, uint32_t move, char *why)
{
	const struct planner_move *moved = &placing->planner->move[move];
	uint32_t found = PLANNER_NONE, second = PLANNER_NONE;
	char ignored[WHY_SIZE];
	bool told = false; /* why not, of the best host of its cloud */

	while (placing->count > 0 && found == PLANNER_NONE) {
		uint32_t host = pop(placing);
		const struct planner_host *facts = &placing->planner->host[host];

		placing->aside[placing->aside_count++] = host;
		if (!fits(placing, facts, moved, told ? ignored : why)) {
			told = told || !moved->cloud || !facts->cloud ||
			       text_equal(moved->cloud, facts->cloud);
			if (facts->memory < moved->machine->memory)
				break; /* the others have still less */
			continue;
		}
		if (!is_of_group(placing, group, move, host))
			found = host;
		else if (second == PLANNER_NONE)
			second = host;
	}
	return found != PLANNER_NONE ? found : second;
}

static void take(struct placing *placing, uint32_t index, const struct city_machine *machine,
	int64_t sign)
{
	struct planner_host *host = &placing->planner->host[index];
	AUTO_FREE char *key = place_key(host, machine->name);

	host->space -= sign * with_headroom(placing, machine->storage);
	host->memory -= sign * machine->memory;
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

static void put_back(struct placing *placing)
{
	while (placing->aside_count > 0)
		push(placing, placing->aside[--placing->aside_count]);
}

static int place_move(
	struct placing *placing, const struct planner_group *group, uint32_t move, char *why)
{
	struct planner_move *moved = &placing->planner->move[move];
	struct json_object *blocker =
		city_blocker(placing->planner->city, moved->machine, NULL);

	if (blocker) {
		tell_blocker(why, blocker);
		return -1;
	}
	moved->host = choose(placing, group, move, why);
	if (moved->host != PLANNER_NONE)
		take(placing, moved->host, moved->machine, 1);
	put_back(placing);
	return moved->host == PLANNER_NONE ? -1 : 0;
}

/* --- groups --- */

static void heap_all(struct placing *placing)
{
	placing->count = 0;
	for (uint32_t i = 0; i < placing->planner->hosts; i++)
		if (placing->planner->host[i].pool)
			push(placing, i);
}

/* A group lands whole or not at all: what was taken for it is given back. */
static void give_up(struct placing *placing, struct planner_group *group, const char *why)
{
	struct planner *planner = placing->planner;
	bool taken = false;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		if (planner->move[i].host == PLANNER_NONE)
			continue;
		take(placing, planner->move[i].host, planner->move[i].machine, -1);
		planner->move[i].host = PLANNER_NONE;
		taken = true;
	}
	if (taken)
		heap_all(placing);
	wanted_leave(planner, group, why);
}

static void place_group(struct placing *placing, struct planner_group *group)
{
	char why[WHY_SIZE] = "the snapshot has no hypervisor of the cloud with a pool";

	for (uint32_t i = group->first; i < group->first + group->count; i++)
		if (place_move(placing, group, i, why) < 0) {
			give_up(placing, group, why);
			return;
		}
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

void place_groups(struct planner *planner)
{
	struct placing placing = {.planner = planner,
		.headroom = planner_setting(planner, "headroom_percent", 0)};

	placing.names = list_names(planner);
	placing.heap = mem_array(planner->hosts + 1U, sizeof(*placing.heap));
	placing.aside = mem_array(planner->hosts + 1U, sizeof(*placing.aside));
	for (uint32_t i = 0; i < planner->moves; i++)
		if (planner->group[planner->move[i].group].kept)
			take_kept(&placing, &planner->move[i]);
	heap_all(&placing);
	for (uint32_t i = 0; i < planner->groups; i++)
		if (!planner->group[i].why && !planner->group[i].kept)
			place_group(&placing, &planner->group[i]);
	json_object_put(placing.names);
	free(placing.heap);
	free(placing.aside);
}
