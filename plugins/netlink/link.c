/* What is told of one network interface. */
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/route/link.h>
#include <netlink/route/link/vlan.h>
#include <netlink/route/link/vrf.h>
#include <netlink/route/link/vxlan.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "links.h"
#include "translate.h"

void link_read_bridge(struct link *link, struct nlmsghdr *header)
{
	struct nlattr *of_link[IFLA_MAX + 1], *info[IFLA_INFO_MAX + 1],
		*bridge[IFLA_BR_MAX + 1];

	if (nlmsg_parse(header, sizeof(struct ifinfomsg), of_link, IFLA_MAX, NULL) < 0 ||
		!of_link[IFLA_LINKINFO] ||
		nla_parse_nested(info, IFLA_INFO_MAX, of_link[IFLA_LINKINFO], NULL) < 0 ||
		!info[IFLA_INFO_DATA] ||
		nla_parse_nested(bridge, IFLA_BR_MAX, info[IFLA_INFO_DATA], NULL) < 0)
		return;
	if (bridge[IFLA_BR_STP_STATE])
		link->stp = nla_get_u32(bridge[IFLA_BR_STP_STATE]) != 0;
	if (bridge[IFLA_BR_VLAN_FILTERING])
		link->vlan_filtering = nla_get_u8(bridge[IFLA_BR_VLAN_FILTERING]) != 0;
}

uint32_t link_table(struct rtnl_link *kernel)
{
	uint32_t table = 0;

	return rtnl_link_is_vrf(kernel) && rtnl_link_vrf_get_tableid(kernel, &table) == 0
		       ? table
		       : 0;
}

static void set_address(struct json_object *tree, const char *name, struct nl_addr *kernel)
{
	struct address address;
	char text[ADDRESS_TEXT];

	if (!translate_address(&address, kernel))
		return;
	address_format(&address, text);
	json_set_string(tree, name, text);
}

static bool is_multicast(struct nl_addr *kernel)
{
	struct address address;

	if (!translate_address(&address, kernel))
		return false;
	return address.family == 4 ? (address.bytes[0] & 0xf0) == 0xe0
				   : address.bytes[0] == 0xff;
}

/* libnl gives away a reference to each address that it is asked for. */
static void set_owned(struct json_object *tree, const char *name, struct nl_addr *owned)
{
	set_address(tree, name, owned);
	nl_addr_put(owned);
}

static struct json_object *vxlan_tree(struct rtnl_link *kernel)
{
	struct json_object *tree = json_object_new_object();
	struct nl_addr *local, *far;
	uint32_t number;

	if (rtnl_link_vxlan_get_id(kernel, &number) == 0)
		json_set_integer(tree, "vni", number);
	if (rtnl_link_vxlan_get_local(kernel, &local) == 0)
		set_owned(tree, "local", local);
	if (rtnl_link_vxlan_get_group(kernel, &far) == 0)
		set_owned(tree, is_multicast(far) ? "group" : "remote", far);
	if (rtnl_link_vxlan_get_port(kernel, &number) == 0 && number > 0)
		json_set_integer(tree, "port", number);
	return tree;
}

static struct json_object *bridge_tree(const struct link *link)
{
	struct json_object *tree = json_object_new_object();

	json_set_boolean(tree, "stp", link->stp);
	return json_set_boolean(tree, "vlan_filtering", link->vlan_filtering);
}

/* None before it was up for the first time. */
static void set_qdisc(struct json_object *tree, const struct link *link)
{
	const char *kind = rtnl_link_get_qdisc(link->kernel);
	struct json_object *qdisc;

	if (!kind || text_equal(kind, "noop"))
		return;
	qdisc = json_set_string(json_object_new_object(), "kind", kind);
	if (link->rate > 0)
		json_set_integer(qdisc, "rate", (int64_t)link->rate);
	json_set(tree, "qdisc", qdisc);
}

/* Some, such as lo, never know. */
static const char *state(struct rtnl_link *kernel)
{
	switch (rtnl_link_get_operstate(kernel)) {
	case IF_OPER_UP:
		return "up";
	case IF_OPER_UNKNOWN:
		return "unknown";
	default:
		return "down";
	}
}

static void set_kind(struct json_object *tree, const struct link *link)
{
	const char *kind = rtnl_link_get_type(link->kernel);

	json_set_string(tree, "kind", kind);
	json_set_string(tree, text_equal(kind, "veth") ? "peer" : "lower", link->other);
	if (rtnl_link_is_vlan(link->kernel))
		json_set_integer(tree, "vlan", rtnl_link_vlan_get_id(link->kernel));
	if (rtnl_link_is_vxlan(link->kernel))
		json_set(tree, "vxlan", vxlan_tree(link->kernel));
	if (text_equal(kind, "bridge"))
		json_set(tree, "bridge", bridge_tree(link));
}

struct json_object *link_tree(const struct link *link)
{
	struct json_object *tree = json_object_new_object();
	char mac[MAC_TEXT];

	json_set_string(tree, "name", link->name);
	json_set_integer(tree, "mtu", rtnl_link_get_mtu(link->kernel));
	json_set_string(tree, "state", state(link->kernel));
	json_set_string(tree, "master", link->master);
	if (rtnl_link_get_arptype(link->kernel) == ARPHRD_ETHER &&
		translate_mac(mac, rtnl_link_get_addr(link->kernel)))
		json_set_string(tree, "mac", mac);
	set_kind(tree, link);
	set_qdisc(tree, link);
	return tree;
}

void link_measure(const struct link *link, struct json_object *measures)
{
	static const struct {
		rtnl_link_stat_id_t counter;
		const char *name;
	} table[] = {
		{RTNL_LINK_RX_BYTES, "rx_bytes"},
		{RTNL_LINK_TX_BYTES, "tx_bytes"},
		{RTNL_LINK_RX_PACKETS, "rx_packets"},
		{RTNL_LINK_TX_PACKETS, "tx_packets"},
		{RTNL_LINK_RX_ERRORS, "rx_errors"},
		{RTNL_LINK_TX_ERRORS, "tx_errors"},
		{RTNL_LINK_RX_DROPPED, "rx_drops"},
		{RTNL_LINK_TX_DROPPED, "tx_drops"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		AUTO_FREE char *name = mem_format("%s.%s", table[i].name, link->name);
		uint64_t count = rtnl_link_get_stat(link->kernel, table[i].counter);

		json_set_integer(measures, name,
			count < JSON_INTEGER_MOST ? (int64_t)count : JSON_INTEGER_MOST);
	}
}
