/* What is told of an interface, also of those that not every kernel can make. */
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <netlink/route/link.h>
#include <netlink/route/link/vlan.h>
#include <netlink/route/link/vrf.h>
#include <netlink/route/link/vxlan.h>
#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "links.h"
#include "model/object.h"

static struct link make(const char *name, const char *kind)
{
	struct link link = {.kernel = rtnl_link_alloc(), .index = 7};

	strncpy(link.name, name, sizeof(link.name) - 1);
	if (kind)
		rtnl_link_set_type(link.kernel, kind);
	rtnl_link_set_mtu(link.kernel, 1500);
	rtnl_link_set_operstate(link.kernel, IF_OPER_UP);
	return link;
}

static void assert_fits(struct json_object *tree)
{
	AUTO_JSON struct json_object *item = json_object_new_object();
	struct json_object *facts = json_object_new_object(), *list = json_object_new_array();
	struct error error = {0};

	json_object_array_add(list, json_object_get(tree));
	json_set(json_set_string(facts, "name", "me"), "links", list);
	json_set_string(json_set_string(item, "kind", "host"), "id", "me");
	if (object_check(json_set(item, "facts", facts), NULL, &error) < 0)
		fail_msg("%s", error.text);
}

/* Gives the link back. */
static void assert_told(struct link *link, const char *expected)
{
	AUTO_JSON struct json_object *tree = link_tree(link);
	AUTO_FREE char *text = json_canonical_string(tree);

	assert_string_equal(text, expected);
	assert_fits(tree);
	rtnl_link_put(link->kernel);
}

static struct nl_addr *parse(const char *text, int family)
{
	struct nl_addr *address;

	assert_int_equal(nl_addr_parse(text, family, &address), 0);
	return address;
}

static void test_hardware(void **state)
{
	struct link link = make("eth0", NULL);
	struct nl_addr *mac = parse("02:00:5e:10:00:01", AF_LLC);

	(void)state;
	rtnl_link_set_addr(link.kernel, mac);
	rtnl_link_set_arptype(link.kernel, ARPHRD_ETHER);
	rtnl_link_set_qdisc(link.kernel, "fq_codel");
	nl_addr_put(mac);
	assert_told(&link, "{\"mac\":\"02:00:5e:10:00:01\",\"mtu\":1500,\"name\":\"eth0\","
			   "\"qdisc\":{\"kind\":\"fq_codel\"},\"state\":\"up\"}");
}

static void test_states(void **state)
{
	static const struct {
		uint8_t kernel;
		const char *told;
	} rows[] = {
		{IF_OPER_UNKNOWN, "{\"mtu\":1500,\"name\":\"a\",\"state\":\"unknown\"}"},
		{IF_OPER_NOTPRESENT, "{\"mtu\":1500,\"name\":\"a\",\"state\":\"down\"}"},
		{IF_OPER_DOWN, "{\"mtu\":1500,\"name\":\"a\",\"state\":\"down\"}"},
		{IF_OPER_LOWERLAYERDOWN, "{\"mtu\":1500,\"name\":\"a\",\"state\":\"down\"}"},
		{IF_OPER_DORMANT, "{\"mtu\":1500,\"name\":\"a\",\"state\":\"down\"}"},
		{IF_OPER_UP, "{\"mtu\":1500,\"name\":\"a\",\"state\":\"up\"}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct link link = make("a", NULL);
		rtnl_link_set_operstate(link.kernel, rows[i].kernel);
		assert_told(&link, rows[i].told);
	}
}

static void test_vlan(void **state)
{
	struct link link = make("eth0.42", "vlan");

	(void)state;
	rtnl_link_vlan_set_id(link.kernel, 42);
	link.other = "eth0";
	link.master = "br0";
	assert_told(&link,
		"{\"kind\":\"vlan\",\"lower\":\"eth0\",\"master\":\"br0\",\"mtu\":1500,"
		"\"name\":\"eth0.42\",\"state\":\"up\",\"vlan\":42}");
}

static void test_vrf(void **state)
{
	struct link vrf = make("blue", "vrf"), port = make("eth1", NULL);
	struct link all[] = {port, vrf};
	struct links links = {all, 2};

	(void)state;
	assert_int_equal(link_table(port.kernel), 0);
	assert_int_equal(rtnl_link_vrf_set_tableid(vrf.kernel, 1001), 0);
	assert_int_equal(all[1].table = link_table(vrf.kernel), 1001);
	assert_string_equal(links_vrf(&links, 1001), "blue");
	assert_null(links_vrf(&links, 254));
	assert_null(links_vrf(&links, 0));
	port.master = "blue";
	assert_told(
		&port, "{\"master\":\"blue\",\"mtu\":1500,\"name\":\"eth1\",\"state\":\"up\"}");
	assert_told(&vrf, "{\"kind\":\"vrf\",\"mtu\":1500,\"name\":\"blue\",\"state\":\"up\"}");
}

static void test_veth_of_another_namespace(void **state)
{
	struct link link = make("veth0", "veth");

	(void)state;
	assert_told(
		&link, "{\"kind\":\"veth\",\"mtu\":1500,\"name\":\"veth0\",\"state\":\"up\"}");
}

static void test_vxlan(void **state)
{
	static const struct {
		const char *local, *far, *word;
	} rows[] = {
		{"192.0.2.1", "192.0.2.9", "remote"},
		{"192.0.2.1", "239.1.1.1", "group"},
		{"2001:db8::1", "2001:db8::9", "remote"},
		{"2001:db8::1", "ff05::100", "group"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct link link = make("vx0", "vxlan");
		struct nl_addr *local = parse(rows[i].local, AF_UNSPEC),
			       *far = parse(rows[i].far, AF_UNSPEC);
		rtnl_link_vxlan_set_id(link.kernel, 16777215);
		rtnl_link_vxlan_set_local(link.kernel, local);
		rtnl_link_vxlan_set_group(link.kernel, far);
		rtnl_link_vxlan_set_port(link.kernel, 4789);
		nl_addr_put(local);
		nl_addr_put(far);
		AUTO_JSON struct json_object *tree = link_tree(&link);
		struct json_object *vxlan = json_member(tree, "vxlan");
		assert_int_equal(json_integer(vxlan, "vni", -1), 16777215);
		assert_int_equal(json_integer(vxlan, "port", -1), 4789);
		assert_string_equal(json_string(vxlan, "local"), rows[i].local);
		assert_string_equal(json_string(vxlan, rows[i].word), rows[i].far);
		assert_int_equal(json_object_object_length(vxlan), 4);
		assert_fits(tree);
		rtnl_link_put(link.kernel);
	}
}

static void test_a_vxlan_that_learns_its_ends(void **state)
{
	struct link link = make("vx0", "vxlan");

	(void)state;
	rtnl_link_vxlan_set_id(link.kernel, 0);
	assert_told(&link, "{\"kind\":\"vxlan\",\"mtu\":1500,\"name\":\"vx0\",\"state\":\"up\","
			   "\"vxlan\":{\"vni\":0}}");
}

/* What the kernel says of a bridge, as far as libnl does not read it. */
static struct nl_msg *bridge_message(uint32_t stp, uint8_t vlan_filtering)
{
	struct nl_msg *message = nlmsg_alloc_simple(RTM_NEWLINK, 0);
	struct ifinfomsg body = {0};
	struct nlattr *info, *data;

	nlmsg_append(message, &body, sizeof(body), NLMSG_ALIGNTO);
	info = nla_nest_start(message, IFLA_LINKINFO);
	nla_put_string(message, IFLA_INFO_KIND, "bridge");
	data = nla_nest_start(message, IFLA_INFO_DATA);
	nla_put_u32(message, IFLA_BR_STP_STATE, stp);
	nla_put_u8(message, IFLA_BR_VLAN_FILTERING, vlan_filtering);
	nla_nest_end(message, data);
	nla_nest_end(message, info);
	return message;
}

static void test_bridge(void **state)
{
	(void)state;
	for (uint8_t bits = 0; bits < 4; bits++) {
		struct link link = make("br0", "bridge");
		struct nl_msg *message = bridge_message(bits & 1 ? 2 : 0, bits >= 2);
		link_read_bridge(&link, nlmsg_hdr(message));
		nlmsg_free(message);
		AUTO_FREE char *expected = mem_format(
			"{\"bridge\":{\"stp\":%s,\"vlan_filtering\":%s},\"kind\":\"bridge\","
			"\"mtu\":1500,\"name\":\"br0\",\"state\":\"up\"}",
			bits & 1 ? "true" : "false", bits & 2 ? "true" : "false");
		assert_told(&link, expected);
	}
}

static void test_rates(void **state)
{
	struct link link = make("eth0", NULL);

	(void)state;
	rtnl_link_set_qdisc(link.kernel, "tbf");
	link.rate = 80000000000;
	assert_told(&link, "{\"mtu\":1500,\"name\":\"eth0\",\"qdisc\":{\"kind\":\"tbf\","
			   "\"rate\":80000000000},\"state\":\"up\"}");
	link = make("eth0", NULL);
	rtnl_link_set_qdisc(link.kernel, "noop");
	assert_told(&link, "{\"mtu\":1500,\"name\":\"eth0\",\"state\":\"up\"}");
}

static void test_counters(void **state)
{
	AUTO_JSON struct json_object *measures = json_object_new_object();
	struct link link = make("eth0", NULL);

	(void)state;
	rtnl_link_set_stat(link.kernel, RTNL_LINK_RX_BYTES, 7);
	rtnl_link_set_stat(link.kernel, RTNL_LINK_TX_BYTES, UINT64_MAX);
	rtnl_link_set_stat(link.kernel, RTNL_LINK_TX_DROPPED, 3);
	link_measure(&link, measures);
	AUTO_FREE char *text = json_canonical_string(measures);
	assert_string_equal(text,
		"{\"rx_bytes.eth0\":7,\"rx_drops.eth0\":0,\"rx_errors.eth0\":0,"
		"\"rx_packets.eth0\":0,\"tx_bytes.eth0\":9007199254740991,\"tx_drops.eth0\":3,"
		"\"tx_errors.eth0\":0,\"tx_packets.eth0\":0}");
	rtnl_link_put(link.kernel);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hardware),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_vlan),
		cmocka_unit_test(test_vrf),
		cmocka_unit_test(test_veth_of_another_namespace),
		cmocka_unit_test(test_vxlan),
		cmocka_unit_test(test_a_vxlan_that_learns_its_ends),
		cmocka_unit_test(test_bridge),
		cmocka_unit_test(test_rates),
		cmocka_unit_test(test_counters),
	};

	return cmocka_run_group_tests_name("netlink/link", tests, NULL, NULL);
}
