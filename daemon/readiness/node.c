#include "readiness/node.h"
#include "base/address.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

int node_families(const char *bound)
{
	struct address address;

	if (text_equal(bound, "*") || text_equal(bound, "::") || text_equal(bound, "[::]"))
		return NODE_FOUR | NODE_SIX;
	if (text_equal(bound, "0.0.0.0"))
		return NODE_FOUR;
	if (address_parse(&address, bound) < 0 || !address_is_wide(&address))
		return 0;
	return address.family == 6 ? NODE_SIX : NODE_FOUR;
}

int node_port_families(struct json_object *listening, int64_t port)
{
	int families = 0;

	for (size_t i = 0; i < json_length(listening); i++) {
		struct json_object *one = json_object_array_get_idx(listening, i);

		if (json_integer(one, "port", 0) == port)
			families |= node_families(json_string(one, "address"));
	}
	return families;
}

const char *node_wide_address(struct json_object *list, int family)
{
	struct address address;

	for (size_t i = 0; i < json_length(list); i++) {
		const char *text = json_string_at(list, i);

		if (address_parse(&address, text) == 0 && address.family == family &&
			address_is_wide(&address))
			return text;
	}
	return NULL;
}

/* --- tunnels --- */

/* 2002::/16, 2001::/32, and ...:0:5efe:192.0.2.1 or ...:200:5efe:192.0.2.1. */
const char *node_tunnel_kind(const struct address *address)
{
	const uint8_t *bytes = address->bytes;

	if (address->family != 6)
		return NULL;
	if (bytes[0] == 0x20 && bytes[1] == 0x02)
		return "6to4";
	if (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0)
		return "Teredo";
	if ((bytes[8] == 0 || bytes[8] == 2) && bytes[9] == 0 && bytes[10] == 0x5e &&
		bytes[11] == 0xfe)
		return "ISATAP";
	return NULL;
}

char *node_tunnel(struct json_object *host)
{
	struct json_object *links = json_member(host, "links");
	struct json_object *addresses = json_member(host, "addresses");
	struct address address;

	for (size_t i = 0; i < json_length(links); i++) {
		struct json_object *link = json_object_array_get_idx(links, i);

		if (text_equal(json_string(link, "kind"), "sit") &&
			!text_equal(json_string(link, "state"), "down"))
			return mem_format("sit %s", json_string(link, "name"));
	}
	for (size_t i = 0; i < json_length(addresses); i++) {
		const char *text =
			json_object_get_string(json_object_array_get_idx(addresses, i));

		if (address_parse(&address, text) == 0 && node_tunnel_kind(&address))
			return mem_format("%s %s", node_tunnel_kind(&address), text);
	}
	return NULL;
}
