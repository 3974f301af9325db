#include "routes.h"

#include <linux/rtnetlink.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <string.h>

#include "base/json.h"
#include "dump.h"
#include "list.h"
#include "translate.h"

struct route {
	struct address destination, gateway; /* family 0: no gateway */
	uint32_t table, metric;
	uint8_t type;
	const char *device; /* a name of `links`; "": none */
	const char *vrf;    /* the same; NULL: none */
};

struct reading {
	const struct links *links;
	struct list list;
};

/* The word for a route that lets nothing pass. */
static const char *const type_words[] = {
	[RTN_BLACKHOLE] = "blackhole",
	[RTN_UNREACHABLE] = "unreachable",
	[RTN_PROHIBIT] = "prohibit",
	[RTN_THROW] = "throw",
};

static bool is_told(const struct rtmsg *body)
{
	return (body->rtm_family == AF_INET || body->rtm_family == AF_INET6) &&
	       body->rtm_table != RT_TABLE_LOCAL && !(body->rtm_flags & RTM_F_CLONED) &&
	       (body->rtm_type == RTN_UNICAST ||
		       (body->rtm_type < sizeof(type_words) / sizeof(type_words[0]) &&
			       type_words[body->rtm_type]));
}

/* The device of a hop may have vanished since the links were read: so will the route. */
static void add_hop(
	struct reading *reading, const struct route *route, struct rtnl_nexthop *hop)
{
	struct route whole = *route;

	whole.device = links_name(reading->links, rtnl_route_nh_get_ifindex(hop));
	if (!whole.device)
		return;
	if (!translate_address(&whole.gateway, rtnl_route_nh_get_gateway(hop)))
		translate_address(&whole.gateway, rtnl_route_nh_get_via(hop));
	list_add(&reading->list, &whole);
}

static void add(struct nl_object *object, void *argument)
{
	struct reading *reading = argument;
	struct rtnl_route *kernel = (struct rtnl_route *)object;
	int hops = rtnl_route_get_nnexthops(kernel);
	struct route route = {
		.table = rtnl_route_get_table(kernel),
		.metric = rtnl_route_get_priority(kernel),
		.type = rtnl_route_get_type(kernel),
		.device = "",
		.vrf = links_vrf(reading->links, rtnl_route_get_table(kernel)),
	};

	if (!translate_address(&route.destination, rtnl_route_get_dst(kernel)))
		return;
	if (hops == 0)
		list_add(&reading->list, &route);
	for (int i = 0; i < hops; i++)
		add_hop(reading, &route, rtnl_route_nexthop_n(kernel, i));
}

static int take(struct nl_msg *message, void *reading)
{
	int result = NL_OK;

	if (is_told(nlmsg_data(nlmsg_hdr(message))))
		result = nl_msg_parse(message, add, reading);
	return result < 0 ? result : NL_OK;
}

static void restart(void *argument)
{
	struct reading *reading = argument;

	list_clear(&reading->list);
}

static int by_number(uint32_t left, uint32_t right)
{
	return (left > right) - (left < right);
}

static int compare(const void *left_pointer, const void *right_pointer)
{
	const struct route *left = left_pointer, *right = right_pointer;
	int order = (left->destination.prefix > 0) - (right->destination.prefix > 0);

	if (order == 0)
		order = address_compare(&left->destination, &right->destination);
	if (order == 0)
		order = by_number(left->table, right->table);
	if (order == 0)
		order = by_number(left->metric, right->metric);
	if (order == 0)
		order = address_compare(&left->gateway, &right->gateway);
	if (order == 0)
		order = strcmp(left->device, right->device);
	return order ? order : left->type - right->type;
}

static void set_address(
	struct json_object *tree, const char *name, const struct address *address)
{
	char text[ADDRESS_TEXT];

	address_format(address, text);
	json_set_string(tree, name, text);
}

static struct json_object *tree(const void *entry)
{
	const struct route *route = entry;
	struct json_object *object = json_object_new_object();

	if (route->destination.prefix > 0)
		set_address(object, "destination", &route->destination);
	else
		json_set_string(object, "destination", "default");
	json_set_integer(object, "family", route->destination.family);
	if (route->gateway.family)
		set_address(object, "gateway", &route->gateway);
	if (*route->device)
		json_set_string(object, "device", route->device);
	json_set_integer(object, "metric", route->metric);
	json_set_integer(object, "table", route->table);
	json_set_string(object, "vrf", route->vrf);
	if (route->type != RTN_UNICAST)
		json_set_string(object, "type", type_words[route->type]);
	return object;
}

int routes_tell(const struct links *links, struct nl_sock *socket, struct json_object *facts,
	struct error *error)
{
	struct reading reading = {
		links, {.size = sizeof(struct route), .most = ROUTES_MOST, .compare = compare}};
	const struct rtmsg header = {.rtm_family = AF_UNSPEC};
	const struct dump_order order = {
		.what = "routes",
		.type = RTM_GETROUTE,
		.header = &header,
		.size = sizeof(header),
		.take = take,
		.restart = restart,
		.argument = &reading,
	};
	int result = dump_read(socket, &order, error);

	if (result == 0)
		list_tell(&reading.list, facts, "routes", tree);
	list_clear(&reading.list);
	return result;
}
