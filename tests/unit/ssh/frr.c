/*
 * What is made of the texts of FRR, whole, cut, hostile and huge.
 */
#include "ssh/frr.h"

#include <stdlib.h>
#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/object.h"

struct outcome {
	struct json_object *facts, *measures;
	bool whole;
};

static void outcome_free(struct outcome *outcome)
{
	json_object_put(outcome->facts);
	json_object_put(outcome->measures);
}
#define AUTO_OUTCOME __attribute__((cleanup(outcome_free)))

/* A text with ' for ". */
static char *quoted(const char *text)
{
	char *copy = mem_string(text);

	for (char *at = copy; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	return copy;
}

static struct json_object *tree_of(const char *text)
{
	AUTO_FREE char *copy = quoted(text);
	struct source source = {SOURCE_JSON, "test", copy, strlen(copy)};
	struct json_object *tree;

	assert_int_equal(json_parse(&tree, &source, JSON_FILE, NULL), 0);
	return tree;
}

/* The model takes what comes out, whatever came in. */
static void assert_shape(const struct outcome *outcome)
{
	AUTO_JSON struct json_object *item = json_object_new_object();
	AUTO_JSON struct json_object *facts = json_copy(outcome->facts);
	struct error error = {0};

	json_set_string(facts, "name", "r");
	json_set_string(item, "kind", "host");
	json_set_string(item, "id", "r");
	json_set(item, "facts", mem_take(&facts));
	json_set(item, "measures", json_copy(outcome->measures));
	if (object_check(item, NULL, &error) < 0)
		fail_msg("%s", error.text);
}

static struct outcome read_frr(const char *routes, const char *text)
{
	AUTO_FREE char *copy = quoted(text);
	struct outcome outcome = {
		.facts = json_object_new_object(), .measures = json_object_new_object()};

	if (routes)
		json_set(outcome.facts, "routes", tree_of(routes));
	outcome.whole =
		frr_read((struct span){copy, strlen(copy)}, outcome.facts, outcome.measures);
	assert_shape(&outcome);
	return outcome;
}

static void assert_member(struct json_object *tree, const char *name, const char *expected)
{
	AUTO_FREE char *text = json_canonical_string(json_member(tree, name));
	AUTO_FREE char *copy = quoted(expected);

	assert_string_equal(text, copy);
}

#define HOP(more) "{'fib':true,'active':true,'interfaceName':'eth0'" more "}"
#define ROUTE(prefix, protocol, hops)                                                          \
	"'" prefix "':[{'prefix':'" prefix "','protocol':'" protocol                           \
	"','selected':true,'table':254,'nexthops':[" hops "]}]"
#define DEFAULT "{'destination':'default','family':4,'gateway':'192.0.2.1','device':'eth0',"

static void test_routes_of_the_kernel_gain_their_protocol(void **state)
{
	AUTO_OUTCOME struct outcome outcome = read_frr("[" DEFAULT "'metric':20,'table':254}]",
		"version 8.4.4\n{" ROUTE("0.0.0.0/0", "static",
			HOP(",'ip':'192.0.2.1'") "," HOP(",'ip':'192.0.2.2'")) "}\n"
									       "status 0\n");

	(void)state;
	assert_true(outcome.whole);
	assert_member(outcome.facts, "routes",
		"[{'destination':'default','device':'eth0','family':4,'gateway':'192.0.2.1',"
		"'metric':20,'protocol':'static','table':254},"
		"{'destination':'default','device':'eth0','family':4,'gateway':'192.0.2.2',"
		"'protocol':'static','table':254}]");
}

/*
 * Not chosen, another table, a hop that is resolved by another one, the router's own address.
 */
static void test_routes_that_no_packet_takes_are_left(void **state)
{
	AUTO_OUTCOME struct outcome outcome = read_frr(NULL,
		"version 8.4.4\n{'10.0.0.0/8':[{'prefix':'10.0.0.0/8','protocol':'ospf',"
		"'nexthops':[" HOP(
			"") "]},{'prefix':'10.0.0.0/8','protocol':'bgp','selected':true,"
			    "'table':100,'nexthops':[" HOP(
				    "") "]},{'prefix':'10.0.0.0/8','protocol':'bgp',"
					"'selected':true,'nexthops':[{'recursive':true,'ip':'"
					"192.0.2.7'}]}]," ROUTE("192.0.2.3/32", "local",
						HOP("")) "}\nstatus 0\n");

	(void)state;
	assert_true(outcome.whole);
	assert_null(json_member(outcome.facts, "routes"));
}

#define IN_VRF(prefix, vrf, table, hops)                                                       \
	"{'" prefix "':[{'prefix':'" prefix "','protocol':'static','vrfName':'" vrf            \
	"','selected':true,'table':" table ",'nexthops':[" hops "]}]}\n"

/* The same destination by the same next hop is another route in another VRF. */
static void test_routes_in_vrfs(void **state)
{
	AUTO_OUTCOME struct outcome outcome = read_frr("[" DEFAULT "'table':254}]",
		"version 8.4.4\n" IN_VRF(
			"0.0.0.0/0", "default", "254", HOP(",'ip':'192.0.2.1'"))
			IN_VRF("0.0.0.0/0", "blue", "10", HOP(",'ip':'192.0.2.1'"))
				IN_VRF("10.0.0.0/8", "re\\u0007d", "11", HOP("")) "status 0\n");

	(void)state;
	assert_true(outcome.whole);
	assert_member(outcome.facts, "routes",
		"[{'destination':'default','device':'eth0','family':4,'gateway':'192.0.2.1',"
		"'protocol':'static','table':254},"
		"{'destination':'default','device':'eth0','family':4,'gateway':'192.0.2.1',"
		"'protocol':'static','table':10,'vrf':'blue'}]");
}

/* The kernel lists them without their VRF. */
static void test_routes_of_ipv6_find_their_vrf(void **state)
{
#define KERNEL6 "{'destination':'2001:db8::/32','family':6,'device':'eth0','metric':20,"
	AUTO_OUTCOME struct outcome outcome = read_frr("[" KERNEL6 "'table':254}]",
		"version 8.4.4\n" IN_VRF("2001:db8::/32", "blue", "10", HOP("")) "status 0\n");
	AUTO_OUTCOME struct outcome both = read_frr("[" KERNEL6 "'table':254}]",
		"version 8.4.4\n" IN_VRF("2001:db8::/32", "default", "254", HOP(""))
			IN_VRF("2001:db8::/32", "blue", "10", HOP("")) "status 0\n");

	(void)state;
	assert_member(outcome.facts, "routes",
		"[{'destination':'2001:db8::/32','device':'eth0','family':6,'metric':20,"
		"'protocol':'static','table':10,'vrf':'blue'}]");
	assert_int_equal(json_length(json_member(both.facts, "routes")), 2);
}

static void test_a_black_hole_has_its_type(void **state)
{
	AUTO_OUTCOME struct outcome outcome = read_frr("[]",
		"version 8.4.4\n{" ROUTE("2001:DB8::1/32", "static",
			"{'fib':true,'unreachable':true,'blackhole':true}") "}\nstatus 0\n");

	(void)state;
	assert_member(outcome.facts, "routes",
		"[{'destination':'2001:db8::/32','family':6,'protocol':'static','table':254,"
		"'type':'blackhole'}]");
}

/* Where the kernel's list was too long, FRR's is all there is, and says what is missing. */
static void test_what_was_not_asked_for_is_counted(void **state)
{
	const char *text = "version 8.4.4\nleft ip 900000\nleft ipv6 200000\n{" ROUTE(
		"0.0.0.0/0", "bgp", HOP(",'ip':'192.0.2.1'")) "}\nstatus 0\n";
	AUTO_OUTCOME struct outcome without = read_frr(NULL, text);
	AUTO_OUTCOME struct outcome with = read_frr("[" DEFAULT "'table':254}]", text);

	(void)state;
	assert_int_equal(json_integer(without.facts, "routes_left_out", 0), 1100000);
	assert_int_equal(json_length(json_member(without.facts, "routes")), 1);
	assert_null(json_member(with.facts, "routes_left_out"));
}

static void test_peers_of_each_protocol(void **state)
{
	AUTO_OUTCOME struct outcome outcome = read_frr(NULL,
		"version 8.4.4\n{'ipv6Unicast':{'routerId':'10.0.0.1','as':64512,'peers':{"
		"'eth1':{'remoteAs':64513,'state':'Idle (Admin)'},"
		"'2001:db8::2':{'remoteAs':4200000000,'state':'Established'}}},"
		"'ipv4Unicast':{'peers':{'2001:db8::2':{'remoteAs':4200000000,"
		"'state':'Active'}}}}\n{'routerId':'10.0.0.9','areas':{}}\n"
		"{'neighbors':{'10.0.0.2':[{'nbrState':'2-Way/DROther',"
		"'ifaceAddress':'192.0.2.2'}],'10.0.0.3':[{'state':'Init/DR',"
		"'address':'192.0.2.3'}]}}\n"
		"{'neighbors':[{'neighborId':'10.0.0.2','state':'Full'}]}\nstatus 0\n");

	(void)state;
	assert_true(outcome.whole);
	assert_member(outcome.facts, "router",
		"{'as':64512,'id':'10.0.0.1','peers':["
		"{'as':4200000000,'peer':'2001:db8::2','protocol':'bgp'},"
		"{'as':64513,'peer':'eth1','protocol':'bgp'},"
		"{'id':'10.0.0.2','peer':'192.0.2.2','protocol':'ospf'},"
		"{'id':'10.0.0.3','peer':'192.0.2.3','protocol':'ospf'},"
		"{'id':'10.0.0.2','peer':'10.0.0.2','protocol':'ospf6'}],"
		"'software':'FRR','version':'8.4.4'}");
	assert_int_equal(json_integer(outcome.measures, "peer bgp eth1", -1), 0);
	assert_int_equal(json_integer(outcome.measures, "peer bgp 2001:db8::2", -1), 1);
	assert_int_equal(json_integer(outcome.measures, "peer ospf 192.0.2.2", -1), 1);
	assert_int_equal(json_integer(outcome.measures, "peer ospf 192.0.2.3", -1), 0);
	assert_int_equal(json_integer(outcome.measures, "peer ospf6 10.0.0.2", -1), 1);
}

static void test_a_cut_answer_is_not_whole(void **state)
{
	const char *text = "version 8.4.4\n{" ROUTE("0.0.0.0/0", "bgp",
		HOP(",'ip':'192.0.2.1'")) "}\n{'ipv4Unicast':{'peers':{}}}\nstatus 0\n";

	(void)state;
	for (size_t size = 0; size < strlen(text) - 1; size++) {
		AUTO_FREE char *part = mem_format("%.*s", (int)size, text);
		AUTO_OUTCOME struct outcome outcome = read_frr(NULL, part);

		assert_false(outcome.whole);
	}
}

static void test_a_refusal_is_not_whole(void **state)
{
	static const char *const texts[] = {"", "status 0\n", "status 1\n",
		"Exiting: failed to connect to any daemons.\nstatus 0\n",
		"version 8.4.4\nbgpd is not running\nstatus 1\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		AUTO_OUTCOME struct outcome outcome = read_frr(NULL, texts[i]);

		assert_false(outcome.whole);
	}
}

static void test_other_types_and_ugly_texts_are_left(void **state)
{
	static const char *const texts[] = {"{'ipv4Unicast':{'peers':{'a':7,'b':null}}}",
		"{'ipv4Unicast':{'peers':[1]},'peers':{}}", "{'neighbors':7}",
		"{'neighbors':[7]}", "{'neighbors':{'a':{'b':1},'c':[1,[]]}}",
		"{'10.0.0.0/8':[7,{},[]]}",
		"{'10.0.0.0/8':[{'prefix':7,'selected':true,'protocol':'bgp'}]}",
		"{'a':[{'prefix':'10.0.0.0/99','selected':true,'protocol':'bgp',"
		"'nexthops':[" HOP("") "]}]}",
		"{'a':[{'prefix':'10.0.0.0/8','selected':true,'protocol':'b g\\u0001p',"
		"'nexthops':[" HOP("") "]}]}",
		"{'a':[{'prefix':'10.0.0.0/8','selected':true,'protocol':'bgp',"
		"'nexthops':[{'fib':true,'interfaceName':'e\\u001bth'},"
		"{'fib':true,'interfaceName':'eth0','ip':'nobody'}]}]}",
		"{'ipv4Unicast':{'routerId':'\\u0007','as':-1,'peers':{'a\\u0007':{}}}}"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		AUTO_FREE char *text = mem_format("version 8.4.4\n%s\nstatus 0\n", texts[i]);
		AUTO_OUTCOME struct outcome outcome = read_frr(NULL, text);

		assert_true(outcome.whole);
		assert_null(json_member(outcome.facts, "routes"));
		assert_null(json_string(json_member(outcome.facts, "router"), "id"));
	}
}

static void test_what_is_no_strict_json_is_refused(void **state)
{
	static const char *const texts[] = {"{'a':1,'a':2}", "{'a':NaN}", "{'a':1.5}", "{a:1}",
		"{'a':99999999999999999999}", "{'a':'\\x'}", "{'a", "{'a':'}"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		AUTO_FREE char *text = mem_format("version 8.4.4\n%s\nstatus 0\n", texts[i]);
		AUTO_OUTCOME struct outcome outcome = read_frr(NULL, text);

		assert_false(outcome.whole);
	}
}

static void test_depth_is_bounded(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	text_add(&text, "version 8.4.4\n");
	for (int i = 0; i < 100000; i++)
		text_add(&text, "{'a':");
	text_add(&text, "1");
	for (int i = 0; i < 100000; i++)
		text_add(&text, "}");
	text_add(&text, "\nstatus 0\n");
	AUTO_OUTCOME struct outcome outcome = read_frr(NULL, text.data);
	assert_false(outcome.whole);
}

static void test_more_than_fits_is_counted(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	text_add(&text, "version 8.4.4\n{");
	for (int i = 0; i < 5000; i++)
		text_format(&text,
			"%s'10.%d.%d.0/24':[{'prefix':'10.%d.%d.0/24',"
			"'protocol':'bgp','selected':true,'nexthops':[" HOP("") "]}]",
			i ? "," : "", i / 256, i % 256, i / 256, i % 256);
	text_add(&text, "}\n{'ipv4Unicast':{'peers':{");
	for (int i = 0; i < 300; i++)
		text_format(&text, "%s'192.0.2.%d':{}", i ? "," : "", i);
	text_add(&text, "}}}\nstatus 0\n");
	AUTO_OUTCOME struct outcome outcome = read_frr("[" DEFAULT "'table':254}]", text.data);
	assert_true(outcome.whole);
	assert_int_equal(json_length(json_member(outcome.facts, "routes")), 4096);
	assert_int_equal(json_integer(outcome.facts, "routes_left_out", 0), 905);
	assert_int_equal(
		json_integer(json_member(outcome.facts, "router"), "peers_left_out", 0), 44);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_routes_of_the_kernel_gain_their_protocol),
		cmocka_unit_test(test_routes_that_no_packet_takes_are_left),
		cmocka_unit_test(test_routes_in_vrfs),
		cmocka_unit_test(test_routes_of_ipv6_find_their_vrf),
		cmocka_unit_test(test_a_black_hole_has_its_type),
		cmocka_unit_test(test_what_was_not_asked_for_is_counted),
		cmocka_unit_test(test_peers_of_each_protocol),
		cmocka_unit_test(test_a_cut_answer_is_not_whole),
		cmocka_unit_test(test_a_refusal_is_not_whole),
		cmocka_unit_test(test_other_types_and_ugly_texts_are_left),
		cmocka_unit_test(test_what_is_no_strict_json_is_refused),
		cmocka_unit_test(test_depth_is_bounded),
		cmocka_unit_test(test_more_than_fits_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
