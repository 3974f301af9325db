#include "neighbours.h"

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/route/neighbour.h>
#include <string.h>

#include "base/json.h"
#include "dump.h"
#include "list.h"
#include "translate.h"

/*
 * Those that answer, or answered and are asked again when they are needed. One that is being
 * asked again belongs to them, or it would come and go.
 */
#define KNOWN (NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT)

struct neighbour {
	struct address address;
	char mac[MAC_TEXT];
	const char *device; /* a name of `links` */
};

struct reading {
	const struct links *links;
	struct list list;
};

static bool is_single(const struct address *address)
{
	return address->family == 4 ? address->bytes[0] < 224 : address->bytes[0] != 0xff;
}

static void add(struct nl_object *object, void *argument)
{
	struct reading *reading = argument;
	struct rtnl_neigh *kernel = (struct rtnl_neigh *)object;
	struct neighbour neighbour = {
		.device = links_name(reading->links, rtnl_neigh_get_ifindex(kernel))};

	if (neighbour.device && rtnl_neigh_get_state(kernel) & KNOWN &&
		translate_address(&neighbour.address, rtnl_neigh_get_dst(kernel)) &&
		is_single(&neighbour.address) &&
		translate_mac(neighbour.mac, rtnl_neigh_get_lladdr(kernel)))
		list_add(&reading->list, &neighbour);
}

static int take(struct nl_msg *message, void *reading)
{
	int result = nl_msg_parse(message, add, reading);

	return result < 0 ? result : NL_OK;
}

static void restart(void *argument)
{
	struct reading *reading = argument;

	list_clear(&reading->list);
}

static int compare(const void *left_pointer, const void *right_pointer)
{
	const struct neighbour *left = left_pointer, *right = right_pointer;
	int order = address_compare(&left->address, &right->address);

	if (order == 0)
		order = strcmp(left->device, right->device);
	return order ? order : strcmp(left->mac, right->mac);
}

static struct json_object *tree(const void *entry)
{
	const struct neighbour *neighbour = entry;
	struct json_object *object = json_object_new_object();
	char text[ADDRESS_TEXT];

	address_format(&neighbour->address, text);
	json_set_string(object, "address", text);
	json_set_string(object, "mac", neighbour->mac);
	return json_set_string(object, "device", neighbour->device);
}

int neighbours_tell(const struct links *links, struct nl_sock *socket,
	struct json_object *facts, struct error *error)
{
	struct reading reading = {links, {.size = sizeof(struct neighbour),
						 .most = NEIGHBOURS_MOST,
						 .compare = compare}};
	const struct ndmsg header = {.ndm_family = AF_UNSPEC};
	const struct dump_order order = {
		.what = "neighbours",
		.type = RTM_GETNEIGH,
		.header = &header,
		.size = sizeof(header),
		.take = take,
		.restart = restart,
		.argument = &reading,
	};
	int result = dump_read(socket, &order, error);

	if (result == 0)
		list_tell(&reading.list, facts, "neighbours", tree);
	list_clear(&reading.list);
	return result;
}
