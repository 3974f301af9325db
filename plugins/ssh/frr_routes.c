/* Routes as FRR tells them: with their protocol and VRF, and with each of several next hops. */
#include "base/address.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "ssh/frr.h"
#include <string.h>

#define ROUTES     4096 /* that model/object.h allows in a list */
#define MAIN_TABLE 254
#define DEVICE     15 /* bytes of an interface's name in Linux */
#define VRF        64 /* bytes of a VRF's name in the model */

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

static char *key_in(struct json_object *route, const char *vrf)
{
	return mem_format("%d %s %s %s %s", (int)json_integer(route, "family", 0),
		json_string(route, "destination"), or_dash(json_string(route, "gateway")),
		or_dash(json_string(route, "device")), or_dash(vrf));
}

static char *key_of(struct json_object *route)
{
	return key_in(route, json_string(route, "vrf"));
}

void frr_routes_begin(struct frr_routes *routes, struct json_object *facts)
{
	struct json_object *list = json_member(facts, "routes");

	*routes = (struct frr_routes){
		.known = json_object_new_object(), .list = json_object_new_array()};
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *route = json_object_array_get_idx(list, i);
		AUTO_FREE char *key = key_of(route);

		if (!json_member(routes->known, key))
			json_set(routes->known, key, json_object_get(route));
	}
}

void frr_routes_free(struct frr_routes *routes)
{
	json_object_put(routes->known);
	json_object_put(routes->list);
}

/* An address, or a prefix where `prefix` is; in canonical form. False when it is not that. */
static bool read_address(const char *text, bool prefix, struct address *address)
{
	if (!text || strlen(text) >= ADDRESS_TEXT || address_parse(address, text) < 0)
		return false;
	if (prefix)
		address_mask(address);
	return prefix || address->prefix == (address->family == 4 ? 32 : 128);
}

static void set_address(
	struct json_object *route, const char *name, const struct address *address)
{
	char text[ADDRESS_TEXT];

	address_format(address, text);
	json_set_string(route, name, text);
}

/* Why nothing passes; NULL where it does. */
static const char *type_of(struct json_object *hop)
{
	if (json_boolean(hop, "blackhole", false))
		return "blackhole";
	if (json_boolean(hop, "reject", false))
		return "unreachable";
	return json_boolean(hop, "admin-prohibited", false) ? "prohibit" : NULL;
}

/* Its VRF; NULL: none, which older ones call otherwise. */
static const char *vrf_of(struct json_object *told)
{
	const char *name = frr_text(told, "vrfName", VRF);

	return text_equal(name, "default") || text_equal(name, "Default-IP-Routing-Table")
		       ? NULL
		       : name;
}

/* The route by one next hop; NULL when the hop is none that packets take. */
static struct json_object *route_by(
	struct json_object *hop, struct json_object *told, const struct address *destination)
{
	const char *device = frr_text(hop, "interfaceName", DEVICE);
	const char *gateway = json_string(hop, "ip"), *type = type_of(hop);
	struct address next;

	if (!json_boolean(hop, "fib", false) || (!device && !type) ||
		(gateway && !read_address(gateway, false, &next)))
		return NULL;
	struct json_object *route = json_object_new_object();
	if (destination->prefix > 0)
		set_address(route, "destination", destination);
	else
		json_set_string(route, "destination", "default");
	json_set_integer(route, "family", destination->family);
	if (gateway)
		set_address(route, "gateway", &next);
	json_set_string(route, "device", device);
	json_set_string(route, "type", type);
	json_set_string(route, "vrf", vrf_of(told));
	return json_set_integer(route, "table", json_integer(told, "table", MAIN_TABLE));
}

/*
 * The kernel lists the IPv6 routes of all VRFs together: one that nobody else has told of yet
 * is this one. NULL: there is none.
 */
static struct json_object *find_unclaimed(
	const struct frr_routes *routes, struct json_object *route)
{
	AUTO_FREE char *key = key_in(route, NULL);
	struct json_object *known = json_member(routes->known, key);

	return json_member(route, "vrf") && json_integer(route, "family", 0) == 6 && known &&
			       !json_member(known, "protocol")
		       ? known
		       : NULL;
}

static void keep(struct frr_routes *routes, struct json_object *route, const char *protocol)
{
	AUTO_FREE char *key = key_of(route);
	struct json_object *known = json_member(routes->known, key);

	if (!known && (known = find_unclaimed(routes, route))) {
		json_set_string(known, "vrf", json_string(route, "vrf"));
		json_set(known, "table", json_object_get(json_member(route, "table")));
	}
	if (known) {
		json_set_string(known, "protocol", protocol);
	} else if (json_length(routes->list) == ROUTES) {
		routes->left_out++;
	} else {
		json_set_string(route, "protocol", protocol);
		json_object_array_add(routes->list, json_object_get(route));
		json_set(routes->known, key, json_object_get(route));
	}
}

/* "ospf", "bgp"; FRR's "local" are the router's own addresses, and no routes. */
static bool is_protocol(const char *text)
{
	size_t size = text ? strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") : 0;

	return size > 0 && size <= 32 && text[size] == '\0' && text[0] != '-' &&
	       !text_equal(text, "local");
}

static void take_route(struct frr_routes *routes, struct json_object *told)
{
	struct json_object *hops = frr_list(told, "nexthops");
	const char *protocol = json_string(told, "protocol");
	int64_t table = json_integer(told, "table", MAIN_TABLE);
	struct address destination;

	if (!json_boolean(told, "selected", false) || !is_protocol(protocol) ||
		(vrf_of(told) ? table < 0 || table > UINT32_MAX : table != MAIN_TABLE) ||
		!read_address(json_string(told, "prefix"), true, &destination))
		return;
	for (size_t i = 0; i < json_length(hops); i++) {
		AUTO_JSON struct json_object *route =
			route_by(json_object_array_get_idx(hops, i), told, &destination);

		if (route)
			keep(routes, route, protocol);
	}
}

void frr_routes_take(struct frr_routes *routes, struct json_object *text)
{
	json_object_object_foreach (text, prefix, unused) {
		struct json_object *list = frr_list(text, prefix);

		(void)unused;
		for (size_t i = 0; i < json_length(list); i++)
			take_route(routes, json_object_array_get_idx(list, i));
	}
}

/* Default routes first, which are what ways out are found by. */
static int by_destination(const void *left_pointer, const void *right_pointer)
{
	struct json_object *left = *(struct json_object *const *)left_pointer;
	struct json_object *right = *(struct json_object *const *)right_pointer;
	bool left_default = text_equal(json_string(left, "destination"), "default");
	bool right_default = text_equal(json_string(right, "destination"), "default");
	AUTO_FREE char *one = key_of(left), *other = key_of(right);

	return left_default != right_default ? right_default - left_default
					     : strcmp(one, other);
}

void frr_routes_end(struct frr_routes *routes, struct json_object *facts, int64_t unasked)
{
	struct json_object *list = json_member(facts, "routes");

	json_object_array_sort(routes->list, by_destination);
	if (!list)
		routes->left_out += unasked;
	if (!list && json_length(routes->list) > 0)
		json_set(facts, "routes", list = json_object_new_array());
	for (size_t i = 0; i < json_length(routes->list); i++)
		if (json_length(list) == ROUTES)
			routes->left_out++;
		else
			json_object_array_add(list,
				json_object_get(json_object_array_get_idx(routes->list, i)));
	if (list && routes->left_out > 0)
		json_set_integer(facts, "routes_left_out", routes->left_out);
}
