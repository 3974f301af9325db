/* Which prefixes of different owners are one network: what proves it, and between whom. */
#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/networks_private.h"
#include <string.h>

/* --- a neighbour that is another's --- */

const char *wire_of(const struct deriving *deriving, const char *id)
{
	const char *next;

	while ((next = json_string(deriving->joined, id)))
		id = next;
	return id;
}

static void join(struct deriving *deriving, const char *one, const char *other)
{
	const char *left = wire_of(deriving, one), *right = wire_of(deriving, other);

	if (text_equal(left, right))
		return;
	if (strcmp(left, right) < 0)
		json_set_string(deriving->joined, right, left);
	else
		json_set_string(deriving->joined, left, right);
}

/* A host of `other` answers on a network of `space`: it is on both, and they are one. */
static void share(struct deriving *deriving, const char *space, const char *other,
	const struct address *address)
{
	struct json_object *here = prefix_around(deriving, space, address, true), *there;
	const char *text = json_string(here, "prefix");
	struct address prefix;
	AUTO_FREE char *one = NULL, *two = NULL;

	if (!here || address_parse(&prefix, text) < 0)
		return;
	there = prefix_at(deriving, other, &prefix);
	if (!json_boolean(there, "found", false))
		return;
	gather_value(here, "shared_with", other);
	gather_value(there, "shared_with", space);
	one = mem_format("%s/%s", space, text);
	two = mem_format("%s/%s", other, text);
	join(deriving, one, two);
}

static void find_neighbours(
	struct deriving *deriving, struct json_object *member, struct json_object *facts)
{
	AUTO_FREE char *owner = owner_of_host(member, facts);
	struct json_object *neighbours = json_member(facts, "neighbours");

	for (size_t i = 0; i < json_length(neighbours); i++) {
		struct json_object *neighbour = json_object_array_get_idx(neighbours, i);
		const char *other = json_string(deriving->macs, json_string(neighbour, "mac"));
		AUTO_FREE char *space = NULL;
		struct address address;

		if (!other || text_equal(other, SEVERAL) || text_equal(other, owner) ||
			address_parse(&address, json_string(neighbour, "address")) < 0)
			continue;
		space = space_of(owner, vrf_of_device(facts, json_string(neighbour, "device")));
		share(deriving, space, other, &address);
	}
}

/* --- one place that reaches them --- */

static bool has_address(struct json_object *host, const struct address *wanted)
{
	struct json_object *addresses = json_member(host, "addresses");
	struct address address;

	for (size_t i = 0; i < json_length(addresses); i++)
		if (address_parse(&address, json_object_get_string(json_object_array_get_idx(
						    addresses, i))) == 0 &&
			address_equal(&address, wanted))
			return true;
	return false;
}

/*
 * banyund itself logs in to an address that the host has: nothing translates it on the way.
 * What a jump host reaches is where that one is.
 */
static void find_reached(
	struct deriving *deriving, struct json_object *member, struct json_object *facts)
{
	const char *text = json_string(facts, "address");
	AUTO_FREE char *owner = owner_of_host(member, facts), *space = NULL;
	struct address address;
	struct json_object *prefix;

	if (!text || json_member(facts, "jump") || address_parse(&address, text) < 0 ||
		!has_address(facts, &address))
		return;
	space = space_of(owner, vrf_of_address(facts, &address));
	prefix = prefix_around(deriving, space, &address, true);
	if (prefix)
		gather_value(deriving->reached, json_string(prefix, "prefix"), space);
}

/* Each tells the first of the others; how many more there are is told as of any list. */
static void join_reached(
	struct deriving *deriving, const char *text, struct json_object *owners)
{
	AUTO_JSON struct json_object *list = gather_sorted(owners);
	size_t count = json_length(list);

	for (size_t i = 0; i < count; i++) {
		const char *owner = json_object_get_string(json_object_array_get_idx(list, i));
		AUTO_FREE char *id = mem_format("%s/%s", owner, text);
		struct json_object *facts = gather(deriving, "prefix", id);

		for (size_t j = 0; j < count && j <= NETWORKS_MOST; j++) {
			const char *other =
				json_object_get_string(json_object_array_get_idx(list, j));
			AUTO_FREE char *other_id = mem_format("%s/%s", other, text);

			if (j == i)
				continue;
			gather_value(facts, "shared_with", other);
			join(deriving, id, other_id);
		}
	}
}

static void join_all_reached(struct deriving *deriving)
{
	json_object_object_foreach (deriving->reached, text, owners) {
		if (json_object_object_length(owners) > 1)
			join_reached(deriving, text, owners);
	}
}

/* --- one device --- */

/* A device has one wire: what it shares in one family it shares in the other too. */
static void join_devices(struct deriving *deriving)
{
	json_object_object_foreach (deriving->bridges, port, ids) {
		const char *first = NULL;

		(void)port;
		json_object_object_foreach (ids, id, unused) {
			(void)unused;
			if (first)
				join(deriving, first, id);
			first = first ? first : id;
		}
	}
}

/* The first owners of a prefix that are on this one's wire. */
static void tell_shared(struct deriving *deriving, const char *text, const char *owner,
	struct json_object *owners)
{
	AUTO_FREE char *id = mem_format("%s/%s", owner, text);
	const char *wire = wire_of(deriving, id);
	unsigned told = 0;

	json_object_object_foreach (owners, other, unused) {
		AUTO_FREE char *other_id = mem_format("%s/%s", other, text);

		(void)unused;
		if (text_equal(other, owner) || told > NETWORKS_MOST ||
			!text_equal(wire_of(deriving, other_id), wire))
			continue;
		gather_value(gather(deriving, "prefix", id), "shared_with", other);
		told++;
	}
}

static void tell_all_shared(struct deriving *deriving)
{
	json_object_object_foreach (deriving->owners, text, owners) {
		json_object_object_foreach (owners, owner, unused) {
			(void)unused;
			tell_shared(deriving, text, owner, owners);
		}
	}
}

void wires_join(struct deriving *deriving)
{
	each_of_kind(deriving, "host", find_neighbours);
	each_of_kind(deriving, "host", find_reached);
	join_all_reached(deriving);
	join_devices(deriving);
	tell_all_shared(deriving);
}
