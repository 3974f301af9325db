/* Networks that end within one host: nobody else can be on them. */
#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/networks_private.h"

/* What libvirt translates the addresses of, or leads nowhere. */
static void close_network(
	struct deriving *deriving, struct json_object *member, struct json_object *network)
{
	const char *mode = json_string(network, "mode"),
		   *bridge = json_string(network, "bridge");
	AUTO_FREE char *port = NULL;

	(void)member;
	if (!bridge || (!text_equal(mode, "nat") && !text_equal(mode, "isolated")))
		return;
	port = mem_format("%s/%s", json_string(network, "host"), bridge);
	json_set_boolean(deriving->closed, port, true);
}

void insides_find(struct deriving *deriving)
{
	each_of_kind(deriving, "network", close_network);
}

static const char *kind_of(struct json_object *host, const char *device)
{
	return json_string(json_find(json_member(host, "links"), "name", device), "kind");
}

/* Containers and machines hang on such ports. */
static bool is_virtual(const char *kind)
{
	return text_equal(kind, "veth") || text_equal(kind, "tun") || text_equal(kind, "dummy");
}

static bool has_wire(struct json_object *host, const char *bridge)
{
	struct json_object *links = json_member(host, "links");

	for (size_t i = 0; i < json_length(links); i++) {
		struct json_object *link = json_object_array_get_idx(links, i);

		if (text_equal(json_string(link, "master"), bridge) &&
			!is_virtual(json_string(link, "kind")))
			return true;
	}
	return false;
}

static bool leads_on(struct json_object *host, const char *device)
{
	struct json_object *routes = json_member(host, "routes");

	for (size_t i = 0; i < json_length(routes); i++) {
		struct json_object *route = json_object_array_get_idx(routes, i);

		if (json_member(route, "gateway") &&
			text_equal(json_string(route, "device"), device))
			return true;
	}
	return false;
}

bool is_inside(const struct deriving *deriving, const char *name, struct json_object *host,
	const char *device)
{
	AUTO_FREE char *port = mem_format("%s/%s", name, device);
	const char *kind = kind_of(host, device);

	if (json_member(deriving->closed, port) || text_equal(kind, "dummy"))
		return true;
	return text_equal(kind, "bridge") && !has_wire(host, device) && !leads_on(host, device);
}
