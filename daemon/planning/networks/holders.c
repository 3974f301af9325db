/* Who is on the subnets: hosts and insides of machines by address, other machines by wire. */
#include "planning/networks/networks_private.h"
#include <stdlib.h>
#include <string.h>

/* --- what is known of the insides of machines --- */

static void add_holder(struct networks *networks, const struct holder *holder)
{
	networks->holder =
		mem_grow(networks->holder, networks->holder_count, sizeof(*networks->holder));
	networks->holder[networks->holder_count++] = *holder;
}

/* Whether a route is to a network of the host's own wire that has the address. */
static bool leads_onto(struct json_object *route, const struct address *address)
{
	const char *text = json_string(route, "destination");
	struct address prefix;

	return text && !json_member(route, "gateway") && !json_member(route, "type") &&
	       address_parse(&prefix, text) == 0 && prefix.prefix > 0 &&
	       address_contains(&prefix, address);
}

/* The hardware address of the interface that the address is on. */
static char *mac_of(struct json_object *host, const struct address *address)
{
	struct json_object *routes = json_member(host, "routes");

	for (size_t i = 0; i < json_length(routes); i++) {
		struct json_object *route = json_object_array_get_idx(routes, i);

		if (leads_onto(route, address))
			return mem_string(
				json_string(json_find(json_member(host, "links"), "name",
						    json_string(route, "device")),
					"mac"));
	}
	return NULL;
}

static void hold_address(struct networks *networks, const struct city_object *host,
	const struct city_machine *machine, const char *text)
{
	const char *department = json_string(host->facts, "department");
	struct holder holder = {.known = true};

	if (machine && !department)
		department = machine->department;
	if (!text || address_parse(&holder.from, text) < 0)
		return;
	holder.from.prefix = holder.from.family == 4 ? 32 : 128;
	holder.subnet = subnet_around(networks, department, &holder.from);
	if (holder.subnet == NO_SUBNET)
		return;
	holder.machine = machine ? machine->object->id : NULL;
	holder.host = machine ? NULL : host->id;
	holder.name = machine ? machine->name : host->id;
	holder.mac = mac_of(host->facts, &holder.from);
	add_holder(networks, &holder);
}

/* --- which wires are which subnets: "HOST/DEVICE" -> indexes --- */

static void note_wire(const struct networks *networks, struct json_object *wires,
	const struct city_object *host, struct json_object *route)
{
	const char *text = json_string(route, "destination");
	const char *device = json_string(route, "device");
	struct address prefix;
	uint32_t subnet;

	if (!text || !device || json_member(route, "gateway") || json_member(route, "type") ||
		address_parse(&prefix, text) < 0 || prefix.prefix == 0)
		return;
	subnet = subnet_around(networks, json_string(host->facts, "department"), &prefix);
	if (subnet == NO_SUBNET)
		return;
	AUTO_FREE char *key = mem_format("%s/%s", host->id, device);
	struct json_object *list = json_member(wires, key);

	if (!list)
		json_set(wires, key, list = json_object_new_array());
	json_object_array_add(list, json_object_new_int64(subnet));
}

/* What was never looked at may be used by anybody. */
static void look_at(struct networks *networks, const struct city_object *host)
{
	size_t first, count;

	if (!json_member(host->facts, "addresses") && !json_member(host->facts, "routes"))
		return;
	count = networks_of(networks, json_string(host->facts, "department"), &first);
	for (size_t i = 0; i < count; i++)
		networks->network[first + i].looked_at = true;
}

static void hold_host(struct networks *networks, struct json_object *wires,
	struct json_object *seen, const struct city_object *host)
{
	struct json_object *addresses = json_member(host->facts, "addresses");
	struct json_object *routes = json_member(host->facts, "routes");
	const char *inside = json_string(host->facts, "machine");
	const struct city_machine *machine = city_machine_of(networks->city, inside);

	look_at(networks, host);
	if (machine)
		json_set_boolean(seen, inside, true);
	for (size_t i = 0; i < json_length(addresses); i++)
		hold_address(networks, host, machine,
			json_object_get_string(json_object_array_get_idx(addresses, i)));
	for (size_t i = 0; i < json_length(routes); i++)
		note_wire(networks, wires, host, json_object_array_get_idx(routes, i));
}

/* --- machines whose inside nobody read --- */

/* NULL when nobody knows. The caller frees. */
static char *bridge_of(
	const struct networks *networks, const char *host, struct json_object *nic)
{
	const char *bridge = json_string(nic, "bridge"), *network = json_string(nic, "network");
	AUTO_FREE char *id = mem_format("%s/%s", host, network ? network : "");
	const struct city_object *object = city_find(networks->city, "network", id);

	if (bridge || !network || !object)
		return mem_string(bridge);
	return city_fact(object, "bridge");
}

static void hold_wire(struct networks *networks, struct json_object *wires,
	const struct city_machine *machine, struct json_object *nic)
{
	AUTO_FREE char *bridge = bridge_of(networks, machine->host->id, nic);
	AUTO_FREE char *key = mem_format("%s/%s", machine->host->id, bridge ? bridge : "");
	struct json_object *list = bridge ? json_member(wires, key) : NULL;

	for (size_t i = 0; i < json_length(list); i++) {
		int64_t index = json_object_get_int64(json_object_array_get_idx(list, i));
		struct holder holder = {.machine = machine->object->id,
			.name = machine->name,
			.mac = mem_string(json_string(nic, "mac")),
			.subnet = (uint32_t)index,
			.from = networks->subnet[index].from};

		add_holder(networks, &holder);
	}
}

static bool has_wire(struct json_object *hosts, const struct city_machine *machine)
{
	return machine->host && json_member(hosts, machine->host->id);
}

static void hold_machine(struct networks *networks, struct json_object *wires,
	const struct city_machine *machine)
{
	AUTO_JSON struct json_object *facts = city_machine_facts(machine);
	struct json_object *nics = json_member(facts, "nics");

	for (size_t i = 0; i < json_length(nics); i++)
		hold_wire(networks, wires, machine, json_object_array_get_idx(nics, i));
}

/* Those that have a wire which is a subnet, as a set. */
static struct json_object *hosts_of(struct json_object *wires)
{
	struct json_object *hosts = json_object_new_object();

	json_object_object_foreach (wires, key, unused) {
		AUTO_FREE char *host = mem_bytes(key, (size_t)(strchr(key, '/') - key));

		(void)unused;
		json_set_boolean(hosts, host, true);
	}
	return hosts;
}

static void hold_others(
	struct networks *networks, struct json_object *wires, struct json_object *seen)
{
	AUTO_JSON struct json_object *hosts = hosts_of(wires);

	for (size_t i = 0; i < networks->city->machine_count; i++) {
		const struct city_machine *machine = &networks->city->machine[i];

		if (has_wire(hosts, machine) && !json_member(seen, machine->object->id))
			hold_machine(networks, wires, machine);
	}
}

/* --- their order, and what it tells --- */

static const char *id_of(const struct holder *holder)
{
	return holder->machine ? holder->machine : holder->host;
}

static int compare_holders(const void *left_pointer, const void *right_pointer)
{
	const struct holder *left = left_pointer, *right = right_pointer;
	int order;

	if (left->subnet != right->subnet)
		return left->subnet < right->subnet ? -1 : 1;
	order = address_compare(&left->from, &right->from);
	if (order == 0)
		order = strcmp(id_of(left), id_of(right));
	if (order == 0)
		order = strcmp(left->mac ? left->mac : "", right->mac ? right->mac : "");
	return order;
}

/* An address counts once, whoever has it; a wire's machine once for each. */
static void count_hosts(struct networks *networks)
{
	for (size_t i = 0; i < networks->holder_count; i++) {
		const struct holder *holder = &networks->holder[i];
		struct subnet *subnet = &networks->subnet[holder->subnet];

		if (i > 0 && holder->known && holder[-1].subnet == holder->subnet &&
			address_equal(&holder[-1].from, &holder->from))
			continue;
		subnet->hosts++;
		networks->network[subnet->network].hosts++;
	}
}

/* What answers there and is nobody's is there all the same. */
static void count_strangers(struct networks *networks)
{
	for (size_t i = 0; i < networks->subnet_count; i++) {
		struct subnet *subnet = &networks->subnet[i];
		struct network *network = &networks->network[subnet->network];
		AUTO_FREE char *id = mem_format("%s/%s", network->department, subnet->text);
		struct json_object *facts = city_facts(networks->city, "prefix", id);
		uint64_t count = json_length(json_member(facts, "strangers")) +
				 (uint64_t)json_integer(facts, "strangers_left_out", 0);

		subnet->hosts += count;
		network->hosts += count;
	}
}

/* --- IPv4 and IPv6 of one wire --- */

static void pair(struct networks *networks, uint32_t one, uint32_t other)
{
	struct subnet *left = &networks->subnet[one], *right = &networks->subnet[other];

	if (left->network == right->network && left->from.family == 4 &&
		right->from.family == 6 && right->pair == NO_SUBNET &&
		left->pair == NO_SUBNET) {
		left->pair = other;
		right->pair = one;
	}
}

struct seat {
	const char *id;
	uint32_t subnet;
};

static int compare_seats(const void *left_pointer, const void *right_pointer)
{
	const struct seat *left = left_pointer, *right = right_pointer;
	int order = strcmp(left->id, right->id);

	if (order == 0 && left->subnet != right->subnet)
		order = left->subnet < right->subnet ? -1 : 1;
	return order;
}

/* Who is on one of either family, and on no third, shows that they are one wire. */
static void pair_by_seats(struct networks *networks)
{
	AUTO_FREE struct seat *seats = mem_array(networks->holder_count + 1, sizeof(*seats));
	size_t count = networks->holder_count, end;

	for (size_t i = 0; i < count; i++)
		seats[i] =
			(struct seat){id_of(&networks->holder[i]), networks->holder[i].subnet};
	if (count > 0)
		qsort(seats, count, sizeof(*seats), compare_seats);
	for (size_t i = 0; i < count; i = end) {
		uint32_t other = NO_SUBNET;
		size_t different = 1;

		for (end = i; end < count && text_equal(seats[end].id, seats[i].id); end++) {
			if (end > i && seats[end].subnet != seats[end - 1].subnet) {
				other = seats[end].subnet;
				different++;
			}
		}
		if (different == 2)
			pair(networks, seats[i].subnet, other);
	}
}

/* In order of family: a network of two subnets that are of different ones is one wire. */
static void pair_alone(struct networks *networks)
{
	for (size_t i = 0; i < networks->count; i++)
		if (networks->network[i].subnets == 2)
			pair(networks, networks->network[i].first,
				networks->network[i].first + 1);
}

void networks_hold(struct networks *networks)
{
	AUTO_JSON struct json_object *wires = json_object_new_object();
	AUTO_JSON struct json_object *seen = json_object_new_object();
	struct city_objects hosts = city_of(networks->city, "host");

	for (size_t i = 0; i < hosts.count; i++)
		hold_host(networks, wires, seen, &hosts.first[i]);
	hold_others(networks, wires, seen);
	if (networks->holder_count > 0)
		qsort(networks->holder, networks->holder_count, sizeof(*networks->holder),
			compare_holders);
	count_hosts(networks);
	count_strangers(networks);
	pair_by_seats(networks);
	pair_alone(networks);
}
