#include "login.h"

#include "base/digest.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "load.h"
#include "parts.h"
#include <string.h>

#define MAIN_TABLE 254
#define LINK_MTU   1500
#define WIDE_MTU   1600 /* of what carries a join and its outer header */

/* Lists an entry that lies on a network card. */
static void add(struct json_object *list, struct json_object *entry, size_t card)
{
	AUTO_FREE char *name = mem_format("eth%zu", card);

	json_object_array_add(list, json_set_string(entry, "device", name));
}

static struct json_object *addresses(struct json_object *nics)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(nics); i++) {
		struct json_object *some = json_member(part_at(nics, i), "addresses");

		for (size_t j = 0; j < json_length(some); j++)
			json_object_array_add(list, json_object_get(part_at(some, j)));
	}
	return list;
}

static bool is_cloud(struct json_object *thing)
{
	return text_equal(json_string(thing, "side"), "cloud");
}

static void add_card(
	struct json_object *list, struct json_object *nic, size_t index, int64_t mtu)
{
	struct json_object *link = json_object_new_object();
	AUTO_FREE char *name = mem_format("eth%zu", index);

	json_set_string(link, "name", name);
	json_set_integer(link, "mtu", mtu);
	json_set_string(link, "mac", json_string(nic, "mac"));
	json_set_string(link, "state", "up");
	json_object_array_add(list, link);
}

static void add_bridge(struct json_object *list, const char *network)
{
	struct json_object *link = json_object_new_object();
	AUTO_FREE char *name = part_bridge(network);

	json_set_string(link, "name", name);
	json_set_integer(link, "mtu", LINK_MTU);
	json_set_string(link, "kind", "bridge");
	json_set_string(link, "state", "up");
	json_object_array_add(list, link);
}

/* A network of the cloud is joined to those of the departments. */
static void add_join(struct json_object *list, const char *network)
{
	struct json_object *link = json_object_new_object();
	AUTO_FREE char *name = part_join(network), *bridge = part_bridge(network);

	json_set_string(link, "name", name);
	json_set_integer(link, "mtu", LINK_MTU);
	json_set_string(link, "kind", "vxlan");
	json_set_string(link, "master", bridge);
	json_set_string(link, "lower", "eth0");
	json_set_string(link, "state", "up");
	json_object_array_add(list, link);
}

static struct json_object *links(struct json_object *thing)
{
	struct json_object *list = json_object_new_array();
	struct json_object *nics = json_member(thing, "nics"),
			   *networks = json_member(thing, "networks");

	for (size_t i = 0; i < json_length(nics); i++)
		add_card(list, part_at(nics, i), i, is_cloud(thing) ? WIDE_MTU : LINK_MTU);
	for (size_t i = 0; i < json_length(networks); i++) {
		const char *network = json_object_get_string(part_at(networks, i));

		add_bridge(list, network);
		if (is_cloud(thing))
			add_join(list, network);
	}
	return list;
}

static struct json_object *route_new(const char *destination, int family)
{
	struct json_object *route = json_object_new_object();

	json_set_string(route, "destination", destination);
	json_set_integer(route, "family", family);
	json_set_integer(route, "table", MAIN_TABLE);
	return json_set_integer(route, "metric", 0);
}

static int family_of(const char *text)
{
	return strchr(text, ':') ? 6 : 4;
}

static void add_routes(struct json_object *list, struct json_object *nic, size_t index)
{
	const char *gateway = json_string(nic, "gateway");
	struct json_object *prefixes = json_member(nic, "prefixes");

	if (gateway)
		add(list,
			json_set_string(
				route_new("default", family_of(gateway)), "gateway", gateway),
			index);
	for (size_t i = 0; i < json_length(prefixes); i++) {
		const char *prefix = json_object_get_string(part_at(prefixes, i));

		add(list, route_new(prefix, family_of(prefix)), index);
	}
}

static struct json_object *routes(struct json_object *nics)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(nics); i++)
		add_routes(list, part_at(nics, i), i);
	return list;
}

static struct json_object *neighbours(struct json_object *thing)
{
	struct json_object *list = json_object_new_array();
	struct json_object *all = json_member(thing, "neighbours");

	for (size_t i = 0; i < json_length(all); i++)
		add(list, json_copy(part_at(all, i)), 0);
	return list;
}

/* The same as a system's own: the name for people, and the uuid without its hyphens. */
static void add_machine_id(struct json_object *facts, const char *uuid)
{
	AUTO_TEXT struct text id = {0};

	for (; *uuid; uuid++)
		if (*uuid != '-')
			text_append(&id, uuid, 1);
	json_set_string(facts, "machine_id", id.data);
}

struct json_object *login_facts(struct json_object *thing, const char *side)
{
	static const char *const names[] = {"name", "department", "cpus", "memory", "os",
		"os_id", "os_version", "kernel", "architecture", "vendor", "product", "serial",
		"firmware_date", NULL};
	struct json_object *facts = json_object_new_object();
	const char *firmware = json_string(thing, "firmware");

	part_copy(facts, thing, names);
	json_set_string(facts, "side", side);
	json_set_string(facts, "uuid", firmware ? firmware : json_string(thing, "uuid"));
	add_machine_id(facts, json_string(thing, "uuid"));
	json_set(facts, "addresses", addresses(json_member(thing, "nics")));
	json_set(facts, "links", links(thing));
	json_set(facts, "routes", routes(json_member(thing, "nics")));
	json_set(facts, "neighbours", neighbours(thing));
	return facts;
}

struct json_object *login_measures(struct json_object *thing, int64_t moment)
{
	struct json_object *measures;
	struct load load;

	if (!load_at(&load, thing, moment))
		return NULL;
	measures = json_object_new_object();
	json_set_integer(
		measures, "boot", (int64_t)digest_number(&load.booted, sizeof(load.booted)));
	json_set_integer(measures, "load_milli", load.cpu * json_integer(thing, "cpus", 1));
	return json_set_integer(
		measures, "memory_available", json_integer(thing, "memory", 0) - load.memory);
}
