/* Routing tables of their own on a host: what lies in one is another network. */
#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/networks_private.h"
#include <string.h>

char *space_of(const char *owner, const char *vrf)
{
	return vrf ? mem_format("%s/%s", owner, vrf) : mem_string(owner);
}

char *owner_of_space(const char *space)
{
	size_t size = *space ? 1 + strcspn(space + 1, "/") : 0;

	return mem_format("%.*s", (int)size, space);
}

const char *vrf_of_device(struct json_object *host, const char *device)
{
	struct json_object *routes = json_member(host, "routes");

	for (size_t i = 0; i < json_length(routes); i++) {
		struct json_object *route = json_object_array_get_idx(routes, i);
		const char *vrf = json_string(route, "vrf");

		if (vrf && !json_member(route, "gateway") &&
			text_equal(json_string(route, "device"), device))
			return vrf;
	}
	return NULL;
}

static bool has_vrfs(struct json_object *routes)
{
	for (size_t i = 0; i < json_length(routes); i++)
		if (json_member(json_object_array_get_idx(routes, i), "vrf"))
			return true;
	return false;
}

/* By the longest network of a wire that holds it. */
const char *vrf_of_address(struct json_object *host, const struct address *address)
{
	struct json_object *routes = json_member(host, "routes");
	const char *vrf = NULL;
	int longest = -1;

	if (!has_vrfs(routes))
		return NULL;
	for (size_t i = 0; i < json_length(routes); i++) {
		struct json_object *route = json_object_array_get_idx(routes, i);
		struct address prefix;

		if (!is_of_wire(route, &prefix) || prefix.prefix <= longest ||
			!address_contains(&prefix, address))
			continue;
		longest = prefix.prefix;
		vrf = json_string(route, "vrf");
	}
	return vrf;
}
