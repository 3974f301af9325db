/*
 * Networks concluded from routes, neighbours and declarations: what they hold, whose they are,
 * where they lead, and what is irregular about them; whatever the order of what is told.
 */
#include "inventory/networks/networks.h"

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/object.h"
#include "model/snapshot.h"
#include <stdlib.h>
#include <string.h>

#define SEEN "2026-01-31T08:00:00Z"
#define VM   "11111111-1111-1111-1111-111111111111"
#define MAC1 "52:54:00:00:00:01"
#define MAC2 "52:54:00:00:00:02"
#define MAC3 "52:54:00:00:00:03"

/* A member: its kind, its id, its facts with ' for ". */
struct given {
	const char *kind, *id, *facts;
};

#define WIRE(prefix, device, family)                                                           \
	"{'destination':'" prefix "','device':'" device "','family':" #family "}"
#define VIA(prefix, gateway, family)                                                           \
	"{'destination':'" prefix "','gateway':'" gateway                                      \
	"','device':'eth0','family':" #family "}"

static const struct given city[] = {
	/* Finance: two hosts, one of which is its router; a bridge with a machine. */
	{"host", "fin1",
		"{'department':'fin','addresses':['192.168.1.2','fd00:1::2'],"
		"'links':[{'name':'br0','mac':'" MAC1
		"'}],'routes':[" WIRE("192.168.1.0/24", "br0", 4) "," WIRE("fd00:1::/64", "br0",
			6) "," WIRE("fe80::/64", "br0", 6) "," VIA("default", "192.168.1.1",
			4) "," VIA("10.9.0.0/16", "192.168.1.1", 4) "]}"},
	{"host", "fin2",
		"{'department':'fin','addresses':['192.168.1.1','8.1.0.2','10.77.0.1'],"
		"'links':[{'name':'eth0','mac':'" MAC2
		"'}],'routes':[" WIRE("192.168.1.0/24", "eth1", 4) "," WIRE("8.1.0.0/30",
			"eth0", 4) "," WIRE("10.77.0.0/24", "eth2", 4) "," VIA("default",
			"8.1.0.1", 4) "],"
				      "'neighbours':[{'address':'10.77.0.2','mac':'" MAC3
				      "','device':'eth2'}]}"},
	{"machine", VM,
		"{'uuid':'" VM "','host':'fin1','nics':[{'mac':'52:54:00:00:01:01',"
		"'network':'lan'}]}"},
	{"network", "fin1/lan", "{'name':'lan','host':'fin1','bridge':'br0'}"},
	{"stranger", "fin1/192.168.1.77",
		"{'mac':'52:54:00:00:02:01','address':'192.168.1.77','seen_by':'fin1',"
		"'device':'br0'}"},
	/* Civil affairs: the same private addresses, and a host on the wire to finance. */
	{"host", "civ1",
		"{'department':'civ','addresses':['192.168.1.2','10.77.0.2','10.9.1.1'],"
		"'links':[{'name':'eth0','mac':'" MAC3 "'}],'routes':[" WIRE("192.168.1.0/24",
			"eth1", 4) "," WIRE("10.77.0.0/24", "eth0", 4) "," WIRE("10.9.1.0/24",
			"eth3", 4) "," VIA("default", "198.18.0.1", 4) "]}"},
	/* Declared. */
	{"dedicated_network", "civ/admin",
		"{'name':'admin','department':'civ','domain':'admin_service_domain',"
		"'prefixes':['10.9.0.0/16']}"},
	{"dedicated_network", "civ/public",
		"{'name':'public','department':'civ','domain':'public_service_domain',"
		"'prefixes':['10.77.0.5/24']}"},
	{"dedicated_network", "civ/gone",
		"{'name':'gone','department':'civ','prefixes':['10.200.0.0/24','somewhere']}"},
	{"dedicated_network", "far/never",
		"{'name':'never','department':'far','prefixes':['10.200.0.128/25']}"},
	{"internet_exit", "civ/exit",
		"{'name':'exit','department':'civ','nat_range':'198.18.0.0/28'}"},
	{"internet_exit", "fin/gone",
		"{'name':'gone','department':'fin','nat_range':'198.18.0.16/28'}"},
	{"leased_line", "civ/line",
		"{'name':'line','department':'civ','from':'civ','to':'fin'}"},
};
#define CITY (sizeof(city) / sizeof(city[0]))

struct picture {
	struct json_object *snapshot, *objects;
};

static void add(struct picture *picture, const struct given *given)
{
	AUTO_FREE char *text = mem_string(given->facts);
	struct source source = {SOURCE_JSON, given->id, text, strlen(text)};
	AUTO_JSON struct json_object *facts = NULL;

	for (char *at = text; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	assert_int_equal(json_parse(&facts, &source, JSON_FILE, NULL), 0);
	snapshot_add(picture->snapshot, picture->objects, given->kind, given->id, facts, NULL,
		"test", SEEN);
}

/* In the order that the numbers give. */
static struct picture derived(const struct given *given, size_t count, const size_t *order)
{
	struct picture picture = {snapshot_new(SEEN), json_object_new_object()};

	for (size_t i = 0; i < count; i++)
		add(&picture, &given[order ? order[i] : i]);
	networks_derive(picture.snapshot, picture.objects, SEEN);
	snapshot_finish(picture.snapshot);
	return picture;
}

static void forget(struct picture *picture)
{
	json_object_put(picture->snapshot);
	json_object_put(picture->objects);
}
#define AUTO_PICTURE __attribute__((cleanup(forget)))

static struct json_object *facts_of(
	const struct picture *picture, const char *kind, const char *id)
{
	struct json_object *member = snapshot_member(picture->snapshot, kind, id);

	return member ? json_member(picture->objects, json_string(member, "digest")) : NULL;
}

/* What is told of the object, with ' for "; NULL when there is no such object. */
static void is_told(
	const struct picture *picture, const char *kind, const char *id, const char *expected)
{
	struct json_object *facts = facts_of(picture, kind, id);
	AUTO_FREE char *text = facts ? json_canonical_string(facts) : NULL;

	for (char *at = text; at && *at; at++)
		*at = *at == '"' ? '\'' : *at;
	if (!expected)
		assert_null(text);
	else
		assert_string_equal(text ? text : "nothing", expected);
}

static size_t count_of(const struct picture *picture, const char *kind)
{
	struct json_object *members = json_member(picture->snapshot, "members");
	size_t count = 0;

	for (size_t i = 0; i < json_length(members); i++)
		count += text_equal(
			json_string(json_object_array_get_idx(members, i), "kind"), kind);
	return count;
}

static void test_a_prefix_holds_what_is_on_it(void **state)
{
	AUTO_PICTURE struct picture picture = derived(city, CITY, NULL);

	(void)state;
	is_told(&picture, "prefix", "fin/192.168.1.0/24",
		"{'department':'fin','family':4,'found':true,'gateways':['192.168.1.1'],"
		"'hosts':['fin1','fin2'],'machines':['" VM "'],'prefix':'192.168.1.0/24',"
		"'strangers':['192.168.1.77'],'ways':['10.9.0.0/16 via 192.168.1.1',"
		"'default via 192.168.1.1']}");
	is_told(&picture, "prefix", "fin/fd00:1::/64",
		"{'department':'fin','family':6,'found':true,'hosts':['fin1'],"
		"'machines':['" VM "'],'prefix':'fd00:1::/64'}");
	is_told(&picture, "prefix", "fin/fe80::/64", NULL);
	/*
	 * Within what was declared; and declared, of bits behind the prefix that are cleared.
	 */
	is_told(&picture, "prefix", "civ/10.9.1.0/24",
		"{'department':'civ','domains':['admin_service_domain'],'family':4,"
		"'found':true,'hosts':['civ1'],'networks':['civ/admin'],"
		"'prefix':'10.9.1.0/24'}");
	is_told(&picture, "prefix", "far/10.200.0.128/25",
		"{'department':'far','family':4,'found':false,'networks':['far/never'],"
		"'prefix':'10.200.0.128/25'}");
}

static void test_one_wire_and_two_networks_of_one_prefix(void **state)
{
	AUTO_PICTURE struct picture picture = derived(city, CITY, NULL);
	struct json_object *shared = facts_of(&picture, "prefix", "fin/10.77.0.0/24");

	(void)state;
	assert_string_equal(json_object_to_json_string_ext(
				    json_member(shared, "shared_with"), JSON_C_TO_STRING_PLAIN),
		"[\"civ\"]");
	is_told(&picture, "irregularity", "overlapping_prefixes/10.77.0.0/24", NULL);
	is_told(&picture, "irregularity", "overlapping_prefixes/192.168.1.0/24",
		"{'departments':['civ','fin'],'rule':'overlapping_prefixes','subjects':"
		"['prefix civ/192.168.1.0/24','prefix fin/192.168.1.0/24']}");
	/* One of them lies within the other. */
	is_told(&picture, "irregularity", "overlapping_prefixes/10.200.0.0/24",
		"{'departments':['civ','far'],'rule':'overlapping_prefixes','subjects':"
		"['prefix civ/10.200.0.0/24','prefix far/10.200.0.128/25']}");
}

/* From one place an address is of one network, unless it is translated on the way. */
static void test_what_is_reached_from_one_place_is_one_network(void **state)
{
#define REACHED(name, owner, own, at)                                                          \
	{                                                                                      \
		"host", name,                                                                  \
			"{'department':'" owner "','address':'" at "','addresses':['" own      \
			"'],'routes':[" WIRE("10.5.0.0/24", "eth0", 4) "]}"                    \
	}
	static const struct given one[] = {REACHED("h1", "a", "10.5.0.1", "10.5.0.1"),
		REACHED("h2", "b", "10.5.0.2", "10.5.0.2"),
		REACHED("h3", "c", "10.5.0.1", "203.0.113.1")};
	const struct given through[] = {one[0],
		{"host", "h2",
			"{'department':'b','address':'10.5.0.2','addresses':['10.5.0.2'],"
			"'jump':'h9','routes':[" WIRE("10.5.0.0/24", "eth0", 4) "]}"}};
	AUTO_PICTURE struct picture joined = derived(one, 2, NULL);
	AUTO_PICTURE struct picture translated = derived(one, 3, NULL);
	AUTO_PICTURE struct picture behind = derived(through, 2, NULL);

	(void)state;
	assert_int_equal(count_of(&joined, "irregularity"), 2); /* both are undeclared */
	is_told(&joined, "prefix", "a/10.5.0.0/24",
		"{'department':'a','family':4,'found':true,'hosts':['h1'],"
		"'prefix':'10.5.0.0/24','shared_with':['b']}");
	is_told(&translated, "irregularity", "overlapping_prefixes/10.5.0.0/24",
		"{'departments':['a','b','c'],'rule':'overlapping_prefixes','subjects':"
		"['prefix a/10.5.0.0/24','prefix b/10.5.0.0/24','prefix c/10.5.0.0/24']}");
	assert_non_null(facts_of(&behind, "irregularity", "overlapping_prefixes/10.5.0.0/24"));
}

/* Logged in to over IPv4: the wire of IPv6 is the same, and another device's is not. */
static void test_one_wire_has_both_families(void **state)
{
#define ON_BOTH(name, owner, own, device)                                                      \
	{                                                                                      \
		"host", name,                                                                  \
			"{'department':'" owner "','address':'" own "','addresses':['" own     \
			"'],'routes':[" WIRE("10.5.0.0/24", "eth0", 4) "," WIRE(               \
				"3fff:1::/64", device, 6) "]}"                                 \
	}
	static const struct given same[] = {
		ON_BOTH("h1", "a", "10.5.0.1", "eth0"), ON_BOTH("h2", "b", "10.5.0.2", "eth0")};
	static const struct given apart[] = {
		ON_BOTH("h1", "a", "10.5.0.1", "eth0"), ON_BOTH("h2", "b", "10.5.0.2", "eth1")};
	AUTO_PICTURE struct picture one = derived(same, 2, NULL);
	AUTO_PICTURE struct picture two = derived(apart, 2, NULL);

	(void)state;
	is_told(&one, "irregularity", "overlapping_prefixes/3fff:1::/64", NULL);
	is_told(&one, "prefix", "a/3fff:1::/64",
		"{'department':'a','family':6,'found':true,'hosts':['h1'],"
		"'prefix':'3fff:1::/64','shared_with':['b']}");
	assert_non_null(facts_of(&two, "irregularity", "overlapping_prefixes/3fff:1::/64"));
}

static void test_ways_out(void **state)
{
	AUTO_PICTURE struct picture picture = derived(city, CITY, NULL);

	(void)state;
	is_told(&picture, "way_out", "fin/8.1.0.1",
		"{'department':'fin','family':4,'gateway':'8.1.0.1','hosts':['fin2'],"
		"'leads_to':'internet'}");
	is_told(&picture, "way_out", "civ/198.18.0.1",
		"{'department':'civ','exits':['civ/exit'],'family':4,'gateway':'198.18.0.1',"
		"'hosts':['civ1'],'leads_to':'internet'}");
	/* The router of the same department is no way out, but has one. */
	assert_int_equal(count_of(&picture, "way_out"), 2);
	is_told(&picture, "irregularity", "undeclared_exit/fin/8.1.0.1",
		"{'departments':['fin'],'rule':'undeclared_exit','subjects':"
		"['way_out fin/8.1.0.1']}");
	is_told(&picture, "irregularity", "exit_not_found/fin/gone",
		"{'departments':['fin'],'rule':'exit_not_found','subjects':"
		"['internet_exit fin/gone']}");
	is_told(&picture, "irregularity", "exit_not_found/civ/exit", NULL);
}

/* What says nothing of where it leads is unknown, and no exit. */
static void test_a_private_next_hop_is_unknown(void **state)
{
	static const struct given given[] = {{"host", "h",
		"{'department':'d','addresses':['10.0.0.2'],'routes':[" WIRE(
			"10.0.0.0/24", "eth0", 4) "," VIA("default", "10.0.0.1", 4) "]}"}};
	const struct given declared[] = {
		given[0], {"dedicated_network", "d/n",
				  "{'name':'n','department':'d','prefixes':['10.0.0.0/8']}"}};
	static const struct given six[] = {{"host", "h",
		"{'department':'d','addresses':['2a00:1::2'],'routes':[" WIRE(
			"2a00:1::/64", "eth0", 6) "," VIA("default", "fe80::1", 6) "]}"}};
	AUTO_PICTURE struct picture unknown = derived(given, 1, NULL);
	AUTO_PICTURE struct picture network = derived(declared, 2, NULL);
	AUTO_PICTURE struct picture wide = derived(six, 1, NULL);

	(void)state;
	assert_string_equal(
		json_string(facts_of(&unknown, "way_out", "d/10.0.0.1"), "leads_to"),
		"unknown");
	is_told(&network, "way_out", "d/10.0.0.1",
		"{'department':'d','family':4,'gateway':'10.0.0.1','hosts':['h'],"
		"'leads_to':'network','networks':['d/n']}");
	/* A next hop of the wire alone says nothing; the host's own address does. */
	is_told(&wide, "way_out", "d/fe80::1%h%eth0",
		"{'department':'d','family':6,'gateway':'fe80::1','hosts':['h'],"
		"'leads_to':'internet'}");
}

static void test_paths_between_departments(void **state)
{
	const struct given lines[] = {city[0], city[6],
		{"leased_line", "x/line", "{'name':'line','department':'x'}"}};
	AUTO_PICTURE struct picture picture = derived(city, CITY, NULL);
	AUTO_PICTURE struct picture without = derived(lines, 3, NULL);

	(void)state;
	is_told(&picture, "path", "fin/civ",
		"{'department':'fin','destinations':['10.9.0.0/16'],"
		"'from':'fin','gateways':['192.168.1.1'],'hosts':['fin1'],"
		"'lines':['civ/line'],'to':'civ'}");
	assert_int_equal(count_of(&picture, "path"), 1);
	is_told(&picture, "irregularity", "undeclared_link/fin/civ", NULL);
	assert_non_null(facts_of(&without, "irregularity", "undeclared_link/fin/civ"));
}

static void test_a_route_to_what_several_have(void **state)
{
	const struct given given[] = {city[7],
		{"dedicated_network", "oth/n",
			"{'name':'n','department':'oth','prefixes':['10.77.0.0/24']}"},
		{"dedicated_network", "one/n",
			"{'name':'n','department':'one','prefixes':['10.77.0.0/24']}"},
		{"host", "h",
			"{'department':'d','routes':[" VIA(
				"10.77.0.0/24", "10.0.0.1", 4) "]}"}};
	AUTO_PICTURE struct picture picture = derived(given, 4, NULL);

	(void)state;
	assert_int_equal(count_of(&picture, "path"), 0);
	is_told(&picture, "irregularity", "ambiguous_route/d/10.77.0.0/24",
		"{'departments':['d'],'rule':'ambiguous_route','subjects':['host h']}");
}

static void test_what_bridges_domains(void **state)
{
	AUTO_PICTURE struct picture picture = derived(city, CITY, NULL);

	(void)state;
	is_told(&picture, "irregularity", "dual_homed/host/civ1",
		"{'departments':['civ'],'rule':'dual_homed','subjects':['host civ1',"
		"'prefix civ/10.77.0.0/24','prefix civ/10.9.1.0/24']}");
	is_told(&picture, "irregularity", "dual_homed/host/fin2", NULL);
}

/* A network of libvirt that is called by its domain is in it. */
static void test_machines_bridge_domains_by_name(void **state)
{
#define MACHINE(one, two)                                                                      \
	{                                                                                      \
		"machine", VM,                                                                 \
			"{'host':'h','nics':[{'mac':'" MAC1 "','network':'" one                \
			"'},{'mac':'" MAC2 "','network':'" two "'}]}"                          \
	}
	const struct given both[] = {{"host", "h", "{'department':'d'}"},
		MACHINE("public_service_domain", "行政服务域")};
	const struct given one[] = {both[0], MACHINE("public_service_domain", "公共域")};
	const struct given other[] = {both[0], MACHINE("public_service_domain", "lan")};
	AUTO_PICTURE struct picture bridging = derived(both, 2, NULL);
	AUTO_PICTURE struct picture same = derived(one, 2, NULL);
	AUTO_PICTURE struct picture unnamed = derived(other, 2, NULL);

	(void)state;
	is_told(&bridging, "irregularity", "dual_homed/machine/" VM,
		"{'departments':['d'],'rule':'dual_homed','subjects':['machine " VM "']}");
	assert_int_equal(count_of(&same, "irregularity"), 0);
	assert_int_equal(count_of(&unnamed, "irregularity"), 0);
}

/* The exit may lie behind it. */
static void test_no_exit_is_missing_behind_an_unknown_way(void **state)
{
#define EXIT(gateway)                                                                          \
	{                                                                                      \
		"host", "h", "{'department':'d','routes':[" VIA("default", gateway, 4) "]}"    \
	}
	const struct given unknown[] = {EXIT("10.0.0.1"),
		{"internet_exit", "d/e",
			"{'name':'e','department':'d','nat_range':'198.18.0.0/28'}"}};
	const struct given known[] = {EXIT("8.0.0.1"), unknown[1]};
	AUTO_PICTURE struct picture behind = derived(unknown, 2, NULL);
	AUTO_PICTURE struct picture missing = derived(known, 2, NULL);

	(void)state;
	is_told(&behind, "irregularity", "exit_not_found/d/e", NULL);
	assert_non_null(facts_of(&missing, "irregularity", "exit_not_found/d/e"));
}

static void test_what_is_undeclared_or_not_found(void **state)
{
	AUTO_PICTURE struct picture picture = derived(city, CITY, NULL);

	(void)state;
	assert_non_null(
		facts_of(&picture, "irregularity", "undeclared_network/fin/192.168.1.0/24"));
	is_told(&picture, "irregularity", "undeclared_network/civ/10.9.1.0/24", NULL);
	is_told(&picture, "irregularity", "network_not_found/civ/gone",
		"{'departments':['civ'],'rule':'network_not_found','subjects':"
		"['dedicated_network civ/gone']}");
	is_told(&picture, "irregularity", "network_not_found/civ/admin", NULL);
	/* Nobody looked there. */
	is_told(&picture, "irregularity", "network_not_found/far/never", NULL);
	assert_non_null(
		facts_of(&picture, "irregularity", "unreadable_prefix/civ/gone/somewhere"));
}

/* What one host says of itself is no word about another that was not read. */
static void test_nothing_is_missing_where_not_all_was_read(void **state)
{
#define ONE                                                                                    \
	{                                                                                      \
		"host", "one",                                                                 \
			"{'department':'d','routes':[" VIA("default", "8.0.0.1", 4) "]}"       \
	}
#define LOST                                                                                   \
	{"dedicated_network", "d/n",                                                           \
		"{'name':'n','department':'d','prefixes':['10.5.0.0/24']}"},                   \
	{                                                                                      \
		"internet_exit", "d/e",                                                        \
			"{'name':'e','department':'d','nat_range':'198.18.0.0/28'}"            \
	}
	static const struct given all[] = {ONE, LOST};
	static const struct given some[] = {{"host", "dark", "{'department':'d'}"}, ONE, LOST};
	static const struct given last[] = {ONE, {"host", "two", "{'department':'d'}"}, LOST};
	AUTO_PICTURE struct picture whole = derived(all, 3, NULL);
	AUTO_PICTURE struct picture first_dark = derived(some, 4, NULL);
	AUTO_PICTURE struct picture last_dark = derived(last, 4, NULL);

	(void)state;
	assert_non_null(facts_of(&whole, "irregularity", "network_not_found/d/n"));
	assert_non_null(facts_of(&whole, "irregularity", "exit_not_found/d/e"));
	is_told(&first_dark, "irregularity", "network_not_found/d/n", NULL);
	is_told(&first_dark, "irregularity", "exit_not_found/d/e", NULL);
	is_told(&last_dark, "irregularity", "network_not_found/d/n", NULL);
}

static void test_nothing_is_missing_where_somebody_is_silent(void **state)
{
	static const struct given all[] = {ONE, LOST};
	static const char *const silent[] = {"one", "world", "banyund"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		AUTO_PICTURE struct picture picture = {
			snapshot_new(SEEN), json_object_new_object()};

		for (size_t j = 0; j < 3; j++)
			add(&picture, &all[j]);
		snapshot_add_silent(picture.snapshot, silent[i], "it does not answer");
		networks_derive(picture.snapshot, picture.objects, SEEN);
		snapshot_finish(picture.snapshot);
		assert_int_equal(count_of(&picture, "irregularity"), i == 2 ? 3 : 1);
	}
}

/* Bridges of libvirt and of containers, without a port that leads out of the host. */
static void test_what_ends_within_a_host_is_no_network(void **state)
{
	static const struct given given[] = {
		{"host", "h",
			"{'department':'d','links':[{'name':'eth0'},"
			"{'name':'virbr0','kind':'bridge'},"
			"{'name':'vnet0','kind':'tun','master':'virbr0'},"
			"{'name':'docker0','kind':'bridge'},"
			"{'name':'veth1','kind':'veth','master':'docker0'},"
			"{'name':'dummy0','kind':'dummy'},{'name':'lonely','kind':'bridge'},"
			"{'name':'br0','kind':'bridge'},{'name':'eth1','master':'br0'},"
			"{'name':'br1','kind':'bridge'},"
			"{'name':'eth2.5','kind':'vlan','master':'br1'},"
			"{'name':'br2','kind':'bridge'},"
			"{'name':'up','kind':'veth','master':'br2'}],'routes':[" WIRE(
				"10.0.0.0/24", "eth0", 4) "," WIRE("192.168.122.0/24", "virbr0",
				4) "," WIRE("172.17.0.0/16", "docker0",
				4) "," WIRE("10.8.0.0/24", "dummy0", 4) "," WIRE("10.9.0.0/24",
				"lonely", 4) "," WIRE("10.1.0.0/24", "br0",
				4) "," WIRE("10.2.0.0/24", "br1", 4) "," WIRE("10.3.0.0/24",
				"br2", 4) ",{'destination':'default',"
					  "'gateway':'10.3.0.1',"
					  "'device':'br2',"
					  "'family':4}]}"},
		{"host", "k",
			"{'department':'d','routes':[" WIRE(
				"192.168.122.0/24", "virbr0", 4) "," WIRE("192.168.123.0/24",
				"virbr1", 4) "," WIRE("192.168.124.0/24", "virbr2", 4) "]}"},
		{"network", "k/default",
			"{'name':'default','host':'k','mode':'nat','bridge':'virbr0'}"},
		{"network", "k/alone",
			"{'name':'alone','host':'k','mode':'isolated','bridge':'virbr1'}"},
		{"network", "k/routed",
			"{'name':'routed','host':'k','mode':'routed','bridge':'virbr2'}"}};
	AUTO_PICTURE struct picture picture = derived(given, 5, NULL);

	(void)state;
	assert_int_equal(count_of(&picture, "prefix"), 5);
	assert_non_null(facts_of(&picture, "prefix", "d/10.0.0.0/24"));
	assert_non_null(facts_of(&picture, "prefix", "d/10.1.0.0/24"));
	assert_non_null(facts_of(&picture, "prefix", "d/10.2.0.0/24"));
	assert_non_null(facts_of(&picture, "prefix", "d/10.3.0.0/24"));
	assert_non_null(facts_of(&picture, "prefix", "d/192.168.124.0/24"));
}

static void test_wide_prefixes_hide_no_overlap(void **state)
{
	static const struct given given[] = {
		{"dedicated_network", "wide/n",
			"{'name':'n','department':'wide','prefixes':['10.0.0.0/8']}"},
		{"dedicated_network", "a/n",
			"{'name':'n','department':'a','prefixes':['10.1.0.0/16']}"},
		{"dedicated_network", "b/n",
			"{'name':'n','department':'b','prefixes':['10.1.2.0/24','11.0.0.0/"
			"8']}"},
		{"dedicated_network", "c/n",
			"{'name':'n','department':'c','prefixes':['10.1.2.0/24']}"}};
	AUTO_PICTURE struct picture picture = derived(given, 4, NULL);

	(void)state;
	assert_int_equal(count_of(&picture, "irregularity"), 2);
	is_told(&picture, "irregularity", "overlapping_prefixes/10.0.0.0/8",
		"{'departments':['a','wide'],'rule':'overlapping_prefixes','subjects':"
		"['prefix a/10.1.0.0/16','prefix wide/10.0.0.0/8']}");
	is_told(&picture, "irregularity", "overlapping_prefixes/10.1.2.0/24",
		"{'departments':['b','c'],'rule':'overlapping_prefixes','subjects':"
		"['prefix b/10.1.2.0/24','prefix c/10.1.2.0/24']}");
}

static void test_long_lists_are_cut_and_say_so(void **state)
{
	struct given given[70];
	AUTO_PICTURE struct picture picture = {NULL, NULL};
	struct json_object *facts;

	(void)state;
	for (size_t i = 0; i < 70; i++)
		given[i] = (struct given){"host", mem_format("h%02zu", 69 - i),
			"{'department':'d','routes':[" WIRE("10.0.0.0/24", "eth0", 4) "]}"};
	picture = derived(given, 70, NULL);
	for (size_t i = 0; i < 70; i++)
		free((char *)given[i].id);
	facts = facts_of(&picture, "prefix", "d/10.0.0.0/24");
	assert_int_equal(json_length(json_member(facts, "hosts")), 64);
	assert_int_equal(json_integer(facts, "hosts_left_out", 0), 6);
	assert_string_equal(json_object_get_string(
				    json_object_array_get_idx(json_member(facts, "hosts"), 0)),
		"h00");
}

/* Every object that is concluded has the shape of its kind. */
static void test_shapes(void **state)
{
	static const char *const kinds[] = {"prefix", "way_out", "path", "irregularity"};
	AUTO_PICTURE struct picture picture = derived(city, CITY, NULL);
	struct json_object *members = json_member(picture.snapshot, "members");

	(void)state;
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		const char *kind = json_string(member, "kind");
		struct json_object *facts =
			json_member(picture.objects, json_string(member, "digest"));

		for (size_t j = 0; j < 4; j++)
			if (text_equal(kind, kinds[j]))
				assert_int_equal(
					shape_check(object_fields(kind), facts, NULL, NULL), 0);
	}
}

static void shuffle(size_t *order, size_t count, uint32_t *seed)
{
	for (size_t i = count - 1; i > 0; i--) {
		size_t other, kept = order[i];

		*seed = *seed * 1664525 + 1013904223;
		other = (*seed >> 8) % (i + 1);
		order[i] = order[other];
		order[other] = kept;
	}
}

static void test_no_order_makes_a_difference(void **state)
{
	AUTO_PICTURE struct picture first = derived(city, CITY, NULL);
	AUTO_FREE char *expected = json_canonical_string(first.snapshot);
	size_t order[CITY];
	uint32_t seed = 7;

	(void)state;
	for (size_t i = 0; i < CITY; i++)
		order[i] = i;
	for (unsigned round = 0; round < 500; round++) {
		shuffle(order, CITY, &seed);
		AUTO_PICTURE struct picture picture = derived(city, CITY, order);
		AUTO_FREE char *text = json_canonical_string(picture.snapshot);

		assert_string_equal(text, expected);
	}
}

#define IN(vrf, route)     "{'vrf':'" vrf "'," route
#define ON(prefix, device) "'destination':'" prefix "','device':'" device "','family':4}"
#define BY(prefix, gateway, device)                                                            \
	"'destination':'" prefix "','gateway':'" gateway "','device':'" device "','family':4}"

/* A router with two VRFs of the same addresses, and a host that is in one of them. */
static const struct given provider[] = {
	{"host", "pe1",
		"{'department':'net','addresses':['10.0.0.1','10.5.0.1'],"
		"'links':[{'name':'eth1','mac':'" MAC1 "','master':'blue'}],"
		"'routes':[" IN("blue", ON("10.0.0.0/24", "eth1")) "," IN(
			"red", ON("10.0.0.0/24", "eth2")) "," WIRE("10.5.0.0/24", "eth0",
			4) "," IN("blue", BY("default", "10.0.0.9", "eth1")) "," IN("red",
			BY("default", "10.0.0.9", "eth2")) "," IN("red",
			BY("10.9.0.0/16", "10.0.0.8", "eth2")) "," IN("red",
			BY("10.5.0.0/25", "10.0.0.8",
				"eth2")) "],"
					 "'neighbours':[{'address':'10.0.0.7','mac':'" MAC2
					 "','device':'eth1'}]}"},
	{"host", "ce1",
		"{'department':'fin','addresses':['10.0.0.7'],"
		"'links':[{'name':'eth0','mac':'" MAC2 "'}],"
		"'routes':[" WIRE("10.0.0.0/24", "eth0", 4) "]}"},
	{"host", "civ1",
		"{'department':'civ','addresses':['10.9.0.1'],"
		"'routes':[" WIRE("10.9.0.0/16", "eth0", 4) "]}"},
	{"dedicated_network", "net/core",
		"{'name':'core','department':'net','domain':'admin_service_domain',"
		"'prefixes':['10.0.0.0/16']}"},
};

static void test_what_lies_in_a_vrf_is_a_network_of_its_own(void **state)
{
	AUTO_PICTURE struct picture picture =
		derived(provider, sizeof(provider) / sizeof(provider[0]), NULL);

	(void)state;
	/*
	 * Each has its own next hop and ways, and belongs to what was declared without a VRF.
	 */
	is_told(&picture, "prefix", "net/blue/10.0.0.0/24",
		"{'department':'net','domains':['admin_service_domain'],'family':4,"
		"'found':true,'gateways':['10.0.0.9'],'hosts':['pe1'],"
		"'networks':['net/core'],'prefix':'10.0.0.0/24','shared_with':['fin'],"
		"'vrf':'blue','ways':['default via 10.0.0.9']}");
	is_told(&picture, "prefix", "net/red/10.0.0.0/24",
		"{'department':'net','domains':['admin_service_domain'],'family':4,"
		"'found':true,'gateways':['10.0.0.8','10.0.0.9'],'hosts':['pe1'],"
		"'networks':['net/core'],'prefix':'10.0.0.0/24','vrf':'red',"
		"'ways':['10.5.0.0/25 via 10.0.0.8','10.9.0.0/16 via 10.0.0.8',"
		"'default via 10.0.0.9']}");
	is_told(&picture, "prefix", "net/10.0.0.0/24", NULL);
	is_told(&picture, "irregularity", "network_not_found/net/core", NULL);
	/* One next hop, two ways out. */
	is_told(&picture, "way_out", "net/blue/10.0.0.9",
		"{'department':'net','family':4,'gateway':'10.0.0.9','hosts':['pe1'],"
		"'leads_to':'network','networks':['net/core'],'vrf':'blue'}");
	is_told(&picture, "way_out", "net/red/10.0.0.9",
		"{'department':'net','family':4,'gateway':'10.0.0.9','hosts':['pe1'],"
		"'leads_to':'network','networks':['net/core'],'vrf':'red'}");
	/* From a VRF to others, but not to another space of one's own. */
	is_told(&picture, "path", "net/civ",
		"{'department':'net','destinations':['10.9.0.0/16'],'from':'net',"
		"'gateways':['10.0.0.8'],'hosts':['pe1'],'to':'civ'}");
	assert_int_equal(count_of(&picture, "path"), 1);
	/* The other VRF's is not the wire that the two share. */
	is_told(&picture, "irregularity", "overlapping_prefixes/10.0.0.0/24",
		"{'departments':['fin','net'],'rule':'overlapping_prefixes','subjects':"
		"['prefix fin/10.0.0.0/24','prefix net/blue/10.0.0.0/24',"
		"'prefix net/red/10.0.0.0/24']}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_prefix_holds_what_is_on_it),
		cmocka_unit_test(test_one_wire_and_two_networks_of_one_prefix),
		cmocka_unit_test(test_what_is_reached_from_one_place_is_one_network),
		cmocka_unit_test(test_one_wire_has_both_families),
		cmocka_unit_test(test_ways_out),
		cmocka_unit_test(test_a_private_next_hop_is_unknown),
		cmocka_unit_test(test_paths_between_departments),
		cmocka_unit_test(test_a_route_to_what_several_have),
		cmocka_unit_test(test_what_bridges_domains),
		cmocka_unit_test(test_machines_bridge_domains_by_name),
		cmocka_unit_test(test_no_exit_is_missing_behind_an_unknown_way),
		cmocka_unit_test(test_what_is_undeclared_or_not_found),
		cmocka_unit_test(test_nothing_is_missing_where_not_all_was_read),
		cmocka_unit_test(test_nothing_is_missing_where_somebody_is_silent),
		cmocka_unit_test(test_what_ends_within_a_host_is_no_network),
		cmocka_unit_test(test_wide_prefixes_hide_no_overlap),
		cmocka_unit_test(test_long_lists_are_cut_and_say_so),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_no_order_makes_a_difference),
		cmocka_unit_test(test_what_lies_in_a_vrf_is_a_network_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
