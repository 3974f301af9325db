/* Names whose addresses change, Internet exits to close, and lines that are given up. */
#include "planning/networks/networks_private.h"
#include <stdlib.h>
#include <string.h>

/* --- what is renumbered: "DEPARTMENT/ADDRESS" or a machine -> indexes of holders --- */

static void note(struct json_object *index, const char *key, size_t holder)
{
	struct json_object *list = json_member(index, key);

	if (!list)
		json_set(index, key, list = json_object_new_array());
	json_object_array_add(list, json_object_new_int64((int64_t)holder));
}

static struct json_object *index_holders(const struct networks *networks)
{
	struct json_object *index = json_object_new_object();

	for (size_t i = 0; i < networks->holder_count; i++) {
		const struct holder *holder = &networks->holder[i];
		const struct subnet *subnet = &networks->subnet[holder->subnet];
		char text[ADDRESS_TEXT];

		if (!holder->to4.family && !holder->to6.family)
			continue;
		address_format(&holder->from, text);
		AUTO_FREE char *key = mem_format(
			"%s/%s", networks->network[subnet->network].department, text);
		if (holder->known)
			note(index, key, i);
		if (holder->machine)
			note(index, holder->machine, i);
	}
	return index;
}

/* --- names --- */

/* The host of a URL, without brackets and port. */
static char *host_of(const char *url)
{
	const char *start = strstr(url, "://");
	size_t size;

	start = start ? start + 3 : url;
	if (*start == '[')
		return mem_bytes(start + 1, strcspn(start + 1, "]"));
	size = strcspn(start, ":/?#");
	return mem_bytes(start, size);
}

static void add_target(struct json_object *row, const char *list, const struct address *address)
{
	char text[ADDRESS_TEXT];

	address_format(address, text);
	if (address->family && !json_has_string(json_member(row, list), text))
		row_add(row, list, text);
}

static void add_targets(
	const struct networks *networks, struct json_object *row, struct json_object *holders)
{
	for (size_t i = 0; i < json_length(holders); i++) {
		size_t at =
			(size_t)json_object_get_int64(json_object_array_get_idx(holders, i));

		add_target(row, "to4", &networks->holder[at].to4);
		add_target(row, "to6", &networks->holder[at].to6);
	}
}

static struct network *network_of(const struct networks *networks, struct json_object *holders)
{
	int64_t at = json_object_get_int64(json_object_array_get_idx(holders, 0));

	return &networks->network[networks->subnet[networks->holder[at].subnet].network];
}

/* Those of all machines of the system. New reference. */
static struct json_object *holders_of(const struct networks *networks,
	struct json_object *index, const struct city_object *system)
{
	struct city_machines named = city_machines(networks->city, system);
	struct json_object *all = json_object_new_array();

	for (size_t i = 0; i < named.count; i++) {
		const struct city_machine *machine = named.first[i];
		struct json_object *list =
			machine ? json_member(index, machine->object->id) : NULL;

		for (size_t j = 0; j < json_length(list); j++)
			json_object_array_add(
				all, json_object_get(json_object_array_get_idx(list, j)));
	}
	return all;
}

/* Who has a literal address; of a name, all machines of the system. New reference. */
static struct json_object *serving(const struct networks *networks, struct json_object *index,
	const struct city_object *system, const char *called, bool literal)
{
	AUTO_FREE char *key = NULL;

	if (!literal)
		return holders_of(networks, index, system);
	key = mem_format("%s/%s", json_string(system->facts, "department"), called);
	return json_object_get(json_member(index, key));
}

static void name_page(const struct networks *networks, struct json_object *index,
	struct json_object *seen, const struct city_object *system, const char *url)
{
	AUTO_FREE char *called = host_of(url);
	AUTO_FREE char *key = mem_format("%s\n%s", system->id, called);
	struct address address;
	bool literal = address_parse(&address, called) == 0;
	AUTO_JSON struct json_object *holders =
		serving(networks, index, system, called, literal);
	struct json_object *row;

	if (json_length(holders) == 0 || json_member(seen, key))
		return;
	json_set_boolean(seen, key, true);
	row = json_set_string(json_object_new_object(), "system", system->id);
	json_set_string(row, literal ? "from" : "name", called);
	json_set(row, "to4", json_object_new_array());
	json_set(row, "to6", json_object_new_array());
	add_targets(networks, row, holders);
	json_object_array_add(json_member(network_of(networks, holders)->row, "dns"), row);
}

static void name_systems(const struct networks *networks, struct json_object *index)
{
	AUTO_JSON struct json_object *seen = json_object_new_object();
	struct city_objects systems = city_of(networks->city, "system");

	for (size_t i = 0; i < systems.count; i++) {
		struct json_object *pages = json_member(systems.first[i].facts, "pages");

		for (size_t j = 0; j < json_length(pages); j++)
			name_page(networks, index, seen, &systems.first[i],
				json_string(json_object_array_get_idx(pages, j), "url"));
	}
}

/* --- exits --- */

static struct json_object *exit_row(
	const struct networks *networks, const char *id, const char *department, bool declared)
{
	struct json_object *row = json_set_string(json_object_new_object(), "id", id);
	bool keep = json_has_string(json_member(networks->policy, "exits_kept"), id);

	json_set_string(row, "department", department);
	json_set_boolean(row, "declared", declared);
	json_set_boolean(row, "keep", keep);
	json_set_string(row, "by", keep ? NULL : json_string(networks->policy, "exits_by"));
	json_set_string(row, "cites", "003 三(二)");
	json_set(row, "networks", json_object_new_array());
	return row;
}

static void tie(struct json_object *row, struct network *network)
{
	if (!network || json_has_string(json_member(row, "networks"), network->id))
		return;
	row_add(row, "networks", network->id);
	if (!json_boolean(row, "keep", false))
		row_add(network->row, "close_exits", json_string(row, "id"));
}

/* The networks that the hosts are on which take it. */
static void tie_hosts(
	const struct networks *networks, struct json_object *row, struct json_object *way)
{
	struct json_object *hosts = json_member(way, "hosts");

	for (size_t i = 0; i < json_length(hosts); i++) {
		const char *id = json_object_get_string(json_object_array_get_idx(hosts, i));
		struct json_object *addresses =
			json_member(city_facts(networks->city, "host", id), "addresses");

		for (size_t j = 0; j < json_length(addresses); j++) {
			struct address address;
			uint32_t subnet = NO_SUBNET;

			if (address_parse(&address,
				    json_object_get_string(
					    json_object_array_get_idx(addresses, j))) == 0)
				subnet = subnet_around(
					networks, json_string(way, "department"), &address);
			if (subnet != NO_SUBNET)
				tie(row, &networks->network[networks->subnet[subnet].network]);
		}
	}
}

static void take_way(const struct networks *networks, struct json_object *rows,
	const struct city_object *way)
{
	struct json_object *exits = json_member(way->facts, "exits");

	if (!text_equal(json_string(way->facts, "leads_to"), "internet"))
		return;
	if (json_length(exits) == 0) {
		json_set(rows, way->id,
			exit_row(networks, way->id, json_string(way->facts, "department"),
				false));
		tie_hosts(networks, json_member(rows, way->id), way->facts);
	}
	for (size_t i = 0; i < json_length(exits); i++) {
		struct json_object *row = json_member(
			rows, json_object_get_string(json_object_array_get_idx(exits, i)));

		if (row)
			tie_hosts(networks, row, way->facts);
	}
}

static int compare_ids(const void *left, const void *right)
{
	return strcmp(json_string(*(struct json_object *const *)left, "id"),
		json_string(*(struct json_object *const *)right, "id"));
}

static void plan_exits(const struct networks *networks)
{
	AUTO_JSON struct json_object *rows = json_object_new_object();
	struct city_objects exits = city_of(networks->city, "internet_exit");
	struct city_objects ways = city_of(networks->city, "way_out");

	for (size_t i = 0; i < exits.count; i++) {
		AUTO_FREE char *department = city_fact(&exits.first[i], "department");

		json_set(rows, exits.first[i].id,
			exit_row(networks, exits.first[i].id, department, true));
	}
	for (size_t i = 0; i < ways.count; i++)
		take_way(networks, rows, &ways.first[i]);
	json_object_object_foreach (rows, id, row) {
		(void)id;
		json_object_array_add(networks->plan->exits, json_object_get(row));
	}
	json_object_array_sort(networks->plan->exits, compare_ids);
}

/* --- lines --- */

static void give_up_lines(const struct networks *networks)
{
	struct city_objects lines = city_of(networks->city, "leased_line");

	for (size_t i = 0; i < lines.count; i++) {
		AUTO_FREE char *called = city_fact(&lines.first[i], "network");
		AUTO_FREE char *department = city_fact(&lines.first[i], "department");
		struct network *network = network_called(networks, called, department);

		if (network && (text_equal(network->state, "merged") ||
				       text_equal(network->state, "cancelled")))
			row_add(network->row, "lines", lines.first[i].id);
	}
}

void networks_name(struct networks *networks)
{
	AUTO_JSON struct json_object *index = index_holders(networks);

	for (size_t i = 0; i < networks->count; i++) {
		json_set(networks->network[i].row, "dns", json_object_new_array());
		json_set(networks->network[i].row, "close_exits", json_object_new_array());
	}
	name_systems(networks, index);
	plan_exits(networks);
	give_up_lines(networks);
}
