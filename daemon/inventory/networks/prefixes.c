#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/networks_private.h"
#include "model/ledger.h"
#include "model/snapshot.h"
#include <string.h>

/* --- who has which --- */

static char *key_of(const char *space, const struct address *prefix)
{
	char text[ADDRESS_TEXT];

	address_format(prefix, text);
	return mem_format("%s/%s", space, text);
}

struct json_object *prefix_at(
	struct deriving *deriving, const char *space, const struct address *prefix)
{
	AUTO_FREE char *id = key_of(space, prefix);

	return json_member(json_member(deriving->gathered, "prefix"), id);
}

/* Makes the prefix wider, by one length that somebody has. Returns whether there is one. */
static bool widen(const struct deriving *deriving, struct address *prefix)
{
	for (int length = prefix->prefix - 1; length >= 0; length--)
		if (deriving->lengths[prefix->family == 6][length]) {
			prefix->prefix = (uint8_t)length;
			address_mask(prefix);
			return true;
		}
	return false;
}

struct json_object *prefix_around(
	struct deriving *deriving, const char *space, const struct address *address, bool found)
{
	struct address prefix = *address;

	do {
		struct json_object *facts = prefix_at(deriving, space, &prefix);

		if (facts && (!found || json_boolean(facts, "found", false)))
			return facts;
	} while (widen(deriving, &prefix));
	return NULL;
}

struct json_object *spaces_around(struct deriving *deriving, const struct address *address)
{
	struct address prefix = *address;

	do {
		char text[ADDRESS_TEXT];
		struct json_object *spaces;

		address_format(&prefix, text);
		spaces = json_member(deriving->owners, text);
		if (spaces)
			return spaces;
	} while (widen(deriving, &prefix));
	return NULL;
}

/* The facts of a prefix in that space of the owner's; its bits behind it are clear. */
static struct json_object *add_prefix(struct deriving *deriving, const char *owner,
	const char *vrf, const struct address *prefix)
{
	AUTO_FREE char *space = space_of(owner, vrf), *id = key_of(space, prefix);
	struct json_object *facts = gather(deriving, "prefix", id);
	char text[ADDRESS_TEXT];

	address_format(prefix, text);
	if (json_member(facts, "prefix"))
		return facts;
	json_set_string(facts, "prefix", text);
	json_set_integer(facts, "family", prefix->family);
	json_set_boolean(facts, "found", false);
	if (owner[0] != '/')
		json_set_string(facts, "department", owner);
	json_set_string(facts, "vrf", vrf);
	gather_value(deriving->owners, text, space);
	deriving->lengths[prefix->family == 6][prefix->prefix] = true;
	return facts;
}

/* --- declared --- */

static void declare(struct deriving *deriving, struct json_object *member,
	struct json_object *network, const char *text)
{
	const char *department = json_string(network, "department");
	const char *id = json_string(member, "id");
	struct json_object *facts;
	struct address prefix;

	if (address_parse(&prefix, text) < 0) {
		AUTO_FREE char *about = mem_format("%s/%s", id, text);

		note(deriving, "unreadable_prefix", about, department, "dedicated_network", id);
		return;
	}
	address_mask(&prefix);
	facts = add_prefix(deriving, department, NULL, &prefix);
	gather_value(facts, "networks", id);
	gather_value(facts, "domains", json_string(network, "domain"));
}

static void declare_network(
	struct deriving *deriving, struct json_object *member, struct json_object *facts)
{
	struct json_object *prefixes = json_member(facts, "prefixes");

	for (size_t i = 0; i < json_length(prefixes); i++)
		declare(deriving, member, facts,
			json_object_get_string(json_object_array_get_idx(prefixes, i)));
}

void prefixes_declared(struct deriving *deriving)
{
	each_of_kind(deriving, "dedicated_network", declare_network);
}

/* --- found --- */

static void know_mac(struct deriving *deriving, const char *mac, const char *owner)
{
	const char *known = mac ? json_string(deriving->macs, mac) : NULL;

	if (mac && !text_equal(known, owner))
		json_set_string(deriving->macs, mac, known ? SEVERAL : owner);
}

static void know_addresses(struct deriving *deriving, struct json_object *member,
	struct json_object *host, const char *owner)
{
	struct json_object *addresses = json_member(host, "addresses");

	for (size_t i = 0; i < json_length(addresses); i++) {
		const char *text =
			json_object_get_string(json_object_array_get_idx(addresses, i));
		struct address address;
		AUTO_FREE char *space = NULL, *key = NULL;

		if (address_parse(&address, text) < 0)
			continue;
		space = space_of(owner, vrf_of_address(host, &address));
		key = key_of(space, &address);
		json_set_string(deriving->holders, key, json_string(member, "id"));
	}
}

/* It has no next hop. */
bool is_of_wire(struct json_object *route, struct address *prefix)
{
	if (json_member(route, "gateway") || json_member(route, "type") ||
		!json_member(route, "device") ||
		address_parse(prefix, json_string(route, "destination")) < 0)
		return false;
	address_mask(prefix);
	if (prefix->prefix == 0 || !address_is_wide(prefix))
		return false;
	if (prefix->family == 4)
		return prefix->prefix < 32 && prefix->bytes[0] < 224 &&
		       !(prefix->bytes[0] == 169 && prefix->bytes[1] == 254);
	return prefix->prefix < 128 && prefix->bytes[0] != 0xff;
}

static void find_prefixes(struct deriving *deriving, struct json_object *member,
	struct json_object *host, const char *owner)
{
	struct json_object *routes = json_member(host, "routes");
	const char *name = json_string(member, "id");

	for (size_t i = 0; i < json_length(routes); i++) {
		struct json_object *route = json_object_array_get_idx(routes, i), *facts;
		const char *vrf = json_string(route, "vrf");
		AUTO_FREE char *port = NULL, *space = space_of(owner, vrf), *id = NULL;
		struct address prefix;

		if (!is_of_wire(route, &prefix) ||
			is_inside(deriving, name, host, json_string(route, "device")))
			continue;
		facts = add_prefix(deriving, owner, vrf, &prefix);
		json_set_boolean(facts, "found", true);
		gather_value(facts, "hosts", name);
		port = mem_format("%s/%s", name, json_string(route, "device"));
		id = key_of(space, &prefix);
		gather_value(deriving->bridges, port, id);
	}
}

static void find_host(
	struct deriving *deriving, struct json_object *member, struct json_object *facts)
{
	AUTO_FREE char *owner = owner_of_host(member, facts);
	struct json_object *links = json_member(facts, "links");

	json_set_boolean(deriving->looked, owner,
		json_member(facts, "routes") &&
			!json_member(deriving->silent, json_string(member, "id")) &&
			json_boolean(deriving->looked, owner, true));
	for (size_t i = 0; i < json_length(links); i++)
		know_mac(deriving, json_string(json_object_array_get_idx(links, i), "mac"),
			owner);
	know_addresses(deriving, member, facts, owner);
	find_prefixes(deriving, member, facts, owner);
}

/* --- machines, by the bridge of their NICs --- */

static const char *bridge_of(
	struct deriving *deriving, const char *host, struct json_object *nic)
{
	const char *bridge = json_string(nic, "bridge"), *network = json_string(nic, "network");
	AUTO_FREE char *id = NULL;
	struct json_object *member;

	if (bridge || !network)
		return bridge;
	id = mem_format("%s/%s", host, network);
	member = snapshot_member(deriving->snapshot, "network", id);
	return member ? json_string(
				json_member(deriving->objects, json_string(member, "digest")),
				"bridge")
		      : NULL;
}

static void find_nic(struct deriving *deriving, const char *machine, const char *host,
	struct json_object *nic)
{
	const char *bridge = bridge_of(deriving, host, nic);
	AUTO_FREE char *port = bridge ? mem_format("%s/%s", host, bridge) : NULL;
	struct json_object *ids = port ? json_member(deriving->bridges, port) : NULL;

	if (!ids)
		return;
	json_object_object_foreach (ids, id, unused) {
		(void)unused;
		gather_value(gather(deriving, "prefix", id), "machines", machine);
	}
}

static void find_machine(
	struct deriving *deriving, struct json_object *member, struct json_object *facts)
{
	const char *host = json_string(facts, "host");
	struct json_object *carrier = snapshot_member(deriving->snapshot, "host", host);
	struct json_object *nics = json_member(facts, "nics");
	AUTO_FREE char *owner = NULL;

	if (!carrier)
		return;
	owner = owner_of_host(
		carrier, json_member(deriving->objects, json_string(carrier, "digest")));
	for (size_t i = 0; i < json_length(nics); i++) {
		struct json_object *nic = json_object_array_get_idx(nics, i);

		know_mac(deriving, json_string(nic, "mac"), owner);
		/* A network of libvirt may be called by its domain. */
		add_home(deriving, "machine", json_string(member, "id"),
			owner[0] == '/' ? NULL : owner,
			ledger_domain(json_string(nic, "network")));
		find_nic(deriving, json_string(member, "id"), host, nic);
	}
}

/* --- who answers there and is nobody's --- */

static void find_stranger(
	struct deriving *deriving, struct json_object *member, struct json_object *facts)
{
	const char *text = json_string(facts, "address");
	struct json_object *host =
		snapshot_member(deriving->snapshot, "host", json_string(facts, "seen_by"));
	struct json_object *seer, *prefix;
	AUTO_FREE char *owner = NULL, *space = NULL;
	struct address address;

	(void)member;
	if (!host || !text || address_parse(&address, text) < 0)
		return;
	seer = json_member(deriving->objects, json_string(host, "digest"));
	owner = owner_of_host(host, seer);
	space = space_of(owner, vrf_of_device(seer, json_string(facts, "device")));
	prefix = prefix_around(deriving, space, &address, true);
	if (prefix)
		gather_value(prefix, "strangers", text);
}

/* --- what lies within a declared one belongs to it --- */

static void inherit_at(struct deriving *deriving, struct json_object *facts, const char *space,
	const struct address *prefix)
{
	struct json_object *around = prefix_at(deriving, space, prefix);

	gather_all(facts, around, "networks");
	gather_all(facts, around, "domains");
}

/* Who declares a network says nothing of a VRF: what lies in one may be it. */
static void inherit(struct deriving *deriving, const char *id, struct json_object *facts)
{
	const char *text = json_string(facts, "prefix");
	AUTO_FREE char *space = mem_format("%.*s", (int)(strlen(id) - strlen(text) - 1), id);
	AUTO_FREE char *owner = owner_of_space(space);
	struct address prefix;

	if (address_parse(&prefix, text) < 0)
		return;
	if (json_member(facts, "vrf"))
		inherit_at(deriving, facts, owner, &prefix);
	while (!json_member(facts, "networks") && widen(deriving, &prefix))
		inherit_at(deriving, facts, owner, &prefix);
}

void prefixes_found(struct deriving *deriving)
{
	struct json_object *prefixes;

	insides_find(deriving);
	each_of_kind(deriving, "host", find_host);
	each_of_kind(deriving, "machine", find_machine);
	wires_join(deriving);
	each_of_kind(deriving, "stranger", find_stranger);
	prefixes = json_member(deriving->gathered, "prefix");
	if (!prefixes)
		return;
	json_object_object_foreach (prefixes, id, facts)
		inherit(deriving, id, facts);
}
