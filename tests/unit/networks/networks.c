/* What becomes of each network, its addresses, and what replaces the isolation that it gave. */
#include "base/address.h"
#include "base/memory.h"
#include "base/text.h"
#include "town.h"
#include <string.h>

#define U1 "11111111-1111-4111-8111-111111111111"
#define U2 "22222222-2222-4222-8222-222222222222"

/* A machine of the hypervisor fin-hv, with one NIC on the bridge br-pay. */
#define MACHINE(uuid, name, mac)                                                               \
	{                                                                                      \
		"machine", uuid,                                                               \
			"{\"uuid\":\"" uuid "\",\"name\":\"" name                              \
			"\",\"host\":\"fin-hv\",\"state\":\"running\",\"memory\":1073741824,"  \
			"\"vcpus\":1,\"domain_type\":\"kvm\",\"autostart\":true,"              \
			"\"persistent\":true,\"disks\":[],\"nics\":[{\"mac\":\"" mac           \
			"\",\"bridge\":\"br-pay\"}]}"                                          \
	}

/*
 * Finance has a network of both families with a web server, whose inside was read, a database,
 * of which only the wire is known, and a file server that is no machine of banyun's.
 */
static const struct thing town[] = {
	{"department", "fin",
		"{\"name\":\"fin\",\"level\":\"city\",\"link\":{\"name\":\"fin-ext\","
		"\"nominal\":100000000}}"},
	{"department", "edu", "{\"name\":\"edu\",\"level\":\"county\"}"},
	{"dedicated_network", "fin/pay",
		"{\"name\":\"pay\",\"department\":\"fin\",\"vertical_level\":\"city\","
		"\"traits\":\"支付结算\",\"coverage\":\"市到县\","
		"\"security_needs\":\"加密传输\",\"domain\":\"admin_service_domain\","
		"\"prefixes\":[\"10.1.2.0/24\",\"fd00:1:2::/64\"]}"},
	{"system", "fin/portal",
		"{\"name\":\"portal\",\"department\":\"fin\",\"machines\":[\"web\",\"db\"],"
		"\"network\":\"pay\",\"mlps_level\":3,\"pages\":[{\"family\":4,\"url\":"
		"\"http://10.1.2.10/\"},{\"family\":4,\"url\":\"https://portal.example.org:"
		"8443/x\"}]}"},
	{"host", "fin-hv",
		"{\"name\":\"fin-hv\",\"department\":\"fin\",\"side\":\"department\","
		"\"addresses\":[\"192.0.2.1\"],\"routes\":[{\"destination\":\"10.1.2.0/24\","
		"\"family\":4,\"device\":\"br-pay\"},{\"destination\":\"default\",\"family\":"
		"4,\"gateway\":\"192.0.2.254\",\"device\":\"eth0\"}]}"},
	{"host", "fin-web",
		"{\"name\":\"fin-web\",\"department\":\"fin\",\"machine\":\"" U1
		"\",\"addresses\":[\"10.1.2.10\",\"fd00:1:2::10\",\"fe80::1\"],\"links\":"
		"[{\"name\":\"eth0\",\"mtu\":1500,\"mac\":\"52:54:00:00:00:01\"}],\"routes\":"
		"[{\"destination\":\"10.1.2.0/24\",\"family\":4,\"device\":\"eth0\"},"
		"{\"destination\":\"fd00:1:2::/64\",\"family\":6,\"device\":\"eth0\"}]}"},
	{"host", "fin-files",
		"{\"name\":\"fin-files\",\"department\":\"fin\",\"addresses\":[\"10.1.2.200\"]"
		"}"},
	MACHINE(U1, "web", "52:54:00:00:00:01"),
	MACHINE(U2, "db", "52:54:00:00:00:02"),
	{"prefix", "fin/10.1.2.0/24",
		"{\"prefix\":\"10.1.2.0/24\",\"family\":4,\"department\":\"fin\",\"found\":"
		"true,\"networks\":[\"fin/pay\"],\"hosts\":[\"fin-files\",\"fin-hv\",\"fin-web"
		"\"],\"strangers\":[\"10.1.2.99\"]}"},
	{0},
};

static bool is_within(const char *text, const char *block)
{
	struct address inner, outer;

	return text && address_parse(&inner, text) == 0 && address_parse(&outer, block) == 0 &&
	       address_contains(&outer, &inner);
}

/* --- what becomes of it --- */

struct fate {
	struct thing more[4];
	const char *order, *systems;
	const char *state, *rule;
};

#define PAY(facts)                                                                             \
	{                                                                                      \
		"dedicated_network", "fin/pay",                                                \
			"{\"name\":\"pay\",\"department\":\"fin\"," facts "}"                  \
	}
#define ADMINISTRATIVE "\"domain\":\"admin_service_domain\""
#define KEPT(facts)                                                                            \
	{                                                                                      \
		"retention", "fin/pay", "{\"name\":\"pay\",\"department\":\"fin\"," facts "}"  \
	}
#define OVERRIDE(words)                                                                        \
	"{\"overrides\":[{\"subject\":\"fin/pay\",\"actor\":\"uid:1 li\",\"reason\":\"x\","    \
	"\"made\":\"2018-02-01T00:00:00Z\"," words "}]}"
#define NATIONAL "\"vertical_level\":\"national\"," ADMINISTRATIVE
/* A system that uses another network: nobody uses this one. */
#define ELSEWHERE                                                                              \
	{                                                                                      \
		"system", "fin/portal",                                                        \
			"{\"name\":\"portal\",\"department\":\"fin\",\"network\":\"office\"}"  \
	}

static void test_what_becomes_of_it(void **state)
{
	static const struct fate fates[] = {
		{{{0}}, NULL, NULL, "merged", "network.merged"},
		/* Retention: approved, expired, of a system, not approved. */
		{{KEPT("\"subject\":\"network\",\"approved\":\"2017\",\"expires\":\"2018\"")},
			NULL, NULL, "retained", "network.retained"},
		{{KEPT("\"approved\":\"2017\"")}, NULL, NULL, "retained", "network.retained"},
		{{KEPT("\"approved\":\"2015\",\"expires\":\"2018-02\"")}, NULL, NULL, "merged",
			"network.merged"},
		{{KEPT("\"subject\":\"system\",\"approved\":\"2017\"")}, NULL, NULL, "merged",
			"network.merged"},
		{{KEPT("\"expires\":\"2019\"")}, NULL, NULL, "merged", "network.merged"},
		{{KEPT("\"approved\":\"2017\""), PAY(NATIONAL)}, NULL, NULL, "hosted",
			"network.hosted"},
		/* The superior's. */
		{{PAY(NATIONAL)}, NULL, NULL, "held", "network.superior"},
		{{PAY(NATIONAL)}, OVERRIDE("\"kind\":\"instruct\""), NULL, "interconnected",
			"network.interconnected"},
		{{PAY(NATIONAL)}, OVERRIDE("\"kind\":\"instruct\",\"value\":\"merged\""), NULL,
			"merged", "network.interconnected"},
		/* Its domain. */
		{{PAY("\"traits\":\"x\"")}, NULL, NULL, "held", "network.domain"},
		{{PAY("\"traits\":\"x\"")},
			"{\"profile\":{\"networks\":{\"default_domain\":"
			"\"public_service_domain\"}}}",
			NULL, "merged", "network.merged"},
		{{PAY("\"domain\":\"internet\"")}, NULL, NULL, "merged", "network.merged"},
		{{PAY("\"domain\":\"egov_intranet\"")}, NULL, NULL, "retained",
			"network.intranet"},
		/* Who uses it: nobody, only those that are given up, not known. */
		{{PAY(ADMINISTRATIVE), ELSEWHERE}, NULL, NULL, "merged", "network.merged"},
		{{{0}}, NULL, "[{\"id\":\"fin/portal\",\"disposition\":\"retire\"}]",
			"cancelled", "network.abandoned"},
		{{{0}}, NULL, "[{\"id\":\"fin/portal\",\"disposition\":\"rehost\"}]", "merged",
			"network.merged"},
		/* Persons. */
		{{{0}}, OVERRIDE("\"kind\":\"hold\""), NULL, "held", "network.hold"},
		{{{0}}, OVERRIDE("\"kind\":\"disposition\",\"value\":\"cancelled\""), NULL,
			"cancelled", "network.override"},
		{{{0}}, OVERRIDE("\"kind\":\"disposition\",\"value\":\"rehost\""), NULL, "held",
			"network.override"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++) {
		AUTO_TOWN struct town made = {0};
		struct json_object *row;

		town_make(&made, town, fates[i].more, fates[i].order, fates[i].systems);
		row = town_row(made.plan.networks, "fin/pay");
		if (!text_equal(json_string(row, "state"), fates[i].state) ||
			!text_equal(json_string(row, "rule"), fates[i].rule))
			fail_msg("case %zu: %s by %s", i, json_string(row, "state"),
				json_string(row, "rule"));
		assert_non_null(json_string(row, "why"));
		assert_non_null(json_string(row, "change"));
	}
}

#define CANCEL "{\"profile\":{\"networks\":{\"cancel_unused\":true}}}"

/* Nothing on it, nobody who uses it, and the profile says so: only then it is cancelled. */
static void test_a_network_that_nobody_uses(void **state)
{
	static const struct thing empty[] = {
		{"dedicated_network", "fin/old",
			"{\"name\":\"old\",\"department\":\"fin\"," ADMINISTRATIVE
			",\"prefixes\":[\"10.9.0.0/24\"]}"},
		{"leased_line", "fin/l1",
			"{\"name\":\"l1\",\"department\":\"fin\",\"network\":\"old\"}"},
		{"host", "fin-a",
			"{\"name\":\"fin-a\",\"department\":\"fin\",\"addresses\":["
			"\"192.0.2.7\"]}"},
		ELSEWHERE, {0}};
	static const struct thing unread[] = {
		{"host", "fin-a", "{\"name\":\"fin-a\",\"department\":\"fin\"}"}, {0}};
	static const struct thing untold[] = {
		{"system", "fin/hr", "{\"name\":\"hr\",\"department\":\"fin\"}"}, {0}};
	AUTO_TOWN struct town made = {0}, other = {0}, blind = {0}, asked = {0};
	struct json_object *row, *route;

	(void)state;
	town_make(&made, empty, NULL, CANCEL, NULL);
	row = town_row(made.plan.networks, "fin/old");
	assert_string_equal(json_string(row, "rule"), "network.unused");
	assert_string_equal(
		json_object_get_string(json_object_array_get_idx(json_member(row, "lines"), 0)),
		"fin/l1");
	assert_int_equal(json_length(json_member(row, "allow")), 0);
	route = json_object_array_get_idx(json_member(row, "routes"), 0);
	assert_string_equal(json_string(route, "action"), "withdraw");
	assert_string_equal(json_string(route, "prefix"), "10.9.0.0/24");
	town_make(&asked, empty, NULL, NULL, NULL);
	row = town_row(asked.plan.networks, "fin/old");
	assert_string_equal(json_string(row, "rule"), "network.empty");
	assert_string_equal(json_string(row, "state"), "merged");
	town_make(&other, empty, untold, CANCEL, NULL);
	row = town_row(other.plan.networks, "fin/old");
	assert_string_equal(json_string(row, "rule"), "network.merged");
	/* Nobody looked whether anything is on it. */
	town_make(&blind, empty, unread, CANCEL, NULL);
	row = town_row(blind.plan.networks, "fin/old");
	assert_string_equal(json_string(row, "rule"), "network.merged");
}

static void test_deadlines_are_the_profiles(void **state)
{
	static const struct thing national[] = {PAY(NATIONAL), {0}};
	AUTO_TOWN struct town made = {0}, late = {0};
	struct json_object *row;

	(void)state;
	town_make(&made, town, national, NULL, NULL);
	row = town_row(made.plan.networks, "fin/pay");
	assert_string_equal(json_string(row, "by"), "2018-12-31T16:00:00Z");
	assert_false(json_boolean(row, "late", false));
	town_make(&late, town, NULL, "{\"from\":\"2018-07-01T00:00:00Z\"}", NULL);
	row = town_row(late.plan.networks, "fin/pay");
	assert_string_equal(json_string(row, "by"), "2018-06-30T16:00:00Z");
	assert_true(json_boolean(row, "late", false));
}

/* --- addresses --- */

static struct json_object *renumbered(struct town *made, const char *id, const char *from)
{
	struct json_object *rows = made->plan.renumber;

	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);
		const char *machine = json_string(row, "machine");

		if (text_equal(machine ? machine : json_string(row, "host"), id) &&
			text_equal(json_string(row, "from"), from))
			return row;
	}
	fail_msg("%s at %s is not renumbered", id, from);
	return NULL;
}

static void test_new_subnets_and_addresses(void **state)
{
	AUTO_TOWN struct town made = {0};
	struct json_object *row, *four, *six, *web;
	const char *to4, *to6;

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	row = town_row(made.plan.networks, "fin/pay");
	four = json_object_array_get_idx(json_member(row, "subnets"), 0);
	six = json_object_array_get_idx(json_member(row, "subnets"), 1);
	to4 = json_string(four, "to4");
	to6 = json_string(four, "to6");
	/* Web, files, the database and a stranger: 4 and 2 for growth. */
	assert_int_equal(json_integer(row, "hosts", 0), 5);
	assert_true(is_within(to4, "10.128.0.0/10"));
	assert_string_equal(strchr(to4, '/'), "/28");
	assert_true(is_within(to6, "3fff:210::/28"));
	assert_string_equal(json_string(six, "to6"), to6);
	assert_null(json_string(six, "to4"));
	web = renumbered(&made, U1, "10.1.2.10");
	assert_string_equal(json_string(web, "mac"), "52:54:00:00:00:01");
	assert_true(is_within(json_string(web, "to4"), to4));
	assert_null(json_string(web, "to6"));
	web = renumbered(&made, U1, "fd00:1:2::10");
	assert_true(is_within(json_string(web, "to6"), to6));
	assert_non_null(strstr(json_string(web, "to6"), "::10"));
	/* Of the database the wire and the NIC are known. */
	web = renumbered(&made, U2, "10.1.2.0/24");
	assert_string_equal(json_string(web, "mac"), "52:54:00:00:00:02");
	assert_true(is_within(json_string(web, "to4"), to4));
	assert_true(is_within(json_string(web, "to6"), to6));
	assert_non_null(renumbered(&made, "fin-files", "10.1.2.200"));
}

static void test_what_was_allocated_stays(void **state)
{
	AUTO_TOWN struct town made = {0};
	struct json_object *subnet;

	(void)state;
	town_make(&made, town, NULL,
		"{\"allocated\":{\"fin/pay\":[{\"from\":\"10.1.2.0/24\",\"to4\":"
		"\"10.150.0.0/27\",\"to6\":\"3fff:210:90::/64\"}]},\"renumbered\":[{\"machine\""
		":\"" U2 "\",\"mac\":\"52:54:00:00:00:02\",\"from\":\"10.1.2.0/24\",\"to4\":"
		"\"10.150.0.29\",\"to6\":\"3fff:210:90::77\"}]}",
		NULL);
	subnet = json_object_array_get_idx(
		json_member(town_row(made.plan.networks, "fin/pay"), "subnets"), 0);
	assert_string_equal(json_string(subnet, "to4"), "10.150.0.0/27");
	assert_string_equal(json_string(subnet, "to6"), "3fff:210:90::/64");
	assert_string_equal(
		json_string(renumbered(&made, U2, "10.1.2.0/24"), "to4"), "10.150.0.29");
	assert_string_equal(
		json_string(renumbered(&made, U2, "10.1.2.0/24"), "to6"), "3fff:210:90::77");
	/* 10 is within the new prefix, and stays 10. */
	assert_string_equal(
		json_string(renumbered(&made, U1, "10.1.2.10"), "to4"), "10.150.0.10");
}

static void test_what_is_in_the_plan_already_keeps_its_prefix(void **state)
{
	static const struct thing moved[] = {
		PAY(ADMINISTRATIVE ",\"prefixes\":[\"10.150.0.0/24\"]"), {0}};
	AUTO_TOWN struct town made = {0};
	struct json_object *row;

	(void)state;
	town_make(&made, town, moved, NULL, NULL);
	row = town_row(made.plan.networks, "fin/pay");
	assert_string_equal(
		json_string(json_object_array_get_idx(json_member(row, "subnets"), 1), "to4"),
		"10.150.0.0/24");
	for (size_t i = 0; i < json_length(json_member(row, "routes")); i++) {
		struct json_object *route =
			json_object_array_get_idx(json_member(row, "routes"), i);

		if (text_equal(json_string(route, "action"), "withdraw"))
			assert_string_equal(json_string(route, "prefix"), "10.1.2.0/24");
	}
}

static void test_two_with_one_address_get_one(void **state)
{
	static const struct thing twin[] = {
		{"host", "fin-files-2",
			"{\"name\":\"fin-files-2\",\"department\":\"fin\",\"addresses\":"
			"[\"10.1.2.200\"]}"},
		{0}};
	AUTO_TOWN struct town made = {0};
	struct json_object *row;

	(void)state;
	town_make(&made, town, twin, NULL, NULL);
	row = renumbered(&made, "fin-files", "10.1.2.200");
	assert_string_equal(
		json_object_get_string(json_object_array_get_idx(json_member(row, "also"), 0)),
		"fin-files-2");
	assert_int_equal(json_integer(town_row(made.plan.networks, "fin/pay"), "hosts", 0), 5);
}

static void test_a_plan_without_blocks_says_so(void **state)
{
	static const char *const orders[] = {
		"{\"profile\":{\"addresses\":{\"v4\":{\"blocks\":[]}}}}",
		"{\"profile\":{\"addresses\":{\"v4\":{\"blocks\":[{\"prefix\":\"10.128.0.0/29\""
		"}]}}}}",
		"{\"profile\":{\"addresses\":{\"v4\":{\"blocks\":[{\"prefix\":\"ten\"}]}}}}"};
	static const char *const words[] = {"no block of IPv4", "no room left", "no prefix"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		AUTO_TOWN struct town made = {0};
		struct json_object *subnet;

		town_make(&made, town, NULL, orders[i], NULL);
		subnet = json_object_array_get_idx(
			json_member(town_row(made.plan.networks, "fin/pay"), "subnets"), 0);
		assert_null(json_string(subnet, "to4"));
		if (!strstr(json_string(subnet, "why"), words[i]))
			fail_msg("case %zu: %s", i, json_string(subnet, "why"));
		/* Of IPv6 there is room; with neither, nothing of it may be done. */
		assert_int_equal(
			json_string(town_row(made.plan.networks, "fin/pay"), "blocked") != NULL,
			json_string(subnet, "to6") == NULL);
		assert_int_equal(json_string(subnet, "to6") == NULL, i == 2);
		assert_int_equal(json_length(made.plan.violations), i == 2);
		if (i == 2)
			assert_string_equal(
				json_string(json_object_array_get_idx(made.plan.violations, 0),
					"why"),
				json_string(subnet, "why"));
	}
}

/* --- what replaces the isolation --- */

static struct json_object *need_of(
	struct json_object *row, const char *fact, const char *met_by)
{
	struct json_object *needs = json_member(row, "needs");

	for (size_t i = 0; i < json_length(needs); i++) {
		struct json_object *need = json_object_array_get_idx(needs, i);

		if (text_equal(json_string(need, "fact"), fact) &&
			text_equal(json_string(need, "met_by"), met_by))
			return need;
	}
	fail_msg("no need %s met by %s", fact, met_by ? met_by : "nothing");
	return NULL;
}

static const char *verdict_of(struct json_object *row, const char *fact, const char *met_by)
{
	return json_string(need_of(row, fact, met_by), "verdict");
}

static void test_needs_are_met_line_by_line(void **state)
{
	AUTO_TOWN struct town made = {0};
	struct json_object *row, *vpn;

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	row = town_row(made.plan.networks, "fin/pay");
	vpn = json_member(row, "vpn");
	assert_true(json_boolean(vpn, "encrypted", false));
	assert_int_equal(json_length(json_member(vpn, "members")), 1);
	assert_string_equal(verdict_of(row, "traits", "subnet"), "pass");
	assert_string_equal(verdict_of(row, "coverage", "extranet"), "pass");
	assert_string_equal(verdict_of(row, "security_needs", "encrypted_vpn"), "pass");
}

static void test_needs_that_are_not_met_or_not_known(void **state)
{
	static const struct thing poor[] = {
		PAY(ADMINISTRATIVE ",\"traits\":\"实时监测\",\"coverage\":\"市到县\","
				   "\"prefixes\":[\"10.1.2.0/24\"]"),
		{"department", "fin", "{\"name\":\"fin\"}"}, {0}};
	static const struct thing line[] = {{"department", "fin", "{\"name\":\"fin\"}"},
		{"leased_line", "fin/access",
			"{\"name\":\"access\",\"department\":\"fin\",\"network\":"
			"\"行政服务域\"}"},
		{0}};
	static const struct thing strange[] = {
		PAY(ADMINISTRATIVE ",\"traits\":\"nobody knows\""), {0}};
	AUTO_TOWN struct town made = {0}, other = {0}, joined = {0};
	struct json_object *row;

	(void)state;
	town_make(&joined, town, line, NULL, NULL);
	row = town_row(joined.plan.networks, "fin/pay");
	assert_string_equal(verdict_of(row, "coverage", "extranet"), "pass");
	town_make(&made, town, poor, NULL, NULL);
	row = town_row(made.plan.networks, "fin/pay");
	assert_string_equal(verdict_of(row, "traits", "link_capacity"), "unknown");
	assert_string_equal(verdict_of(row, "coverage", "extranet"), "fail");
	assert_string_equal(verdict_of(row, "security_needs", NULL), "unknown");
	town_make(&other, town, strange, NULL, NULL);
	row = town_row(other.plan.networks, "fin/pay");
	assert_string_equal(verdict_of(row, "traits", NULL), "unknown");
}

/* What is kept must still exchange data. */
static void test_what_is_kept_must_be_joined(void **state)
{
	static const char *const links[] = {",\"data_link\":true", ",\"data_link\":false", ""};
	static const char *const verdicts[] = {"pass", "fail", "unknown"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		AUTO_FREE char *facts = mem_format("{\"name\":\"pay\",\"department\":\"fin\","
						   "\"approved\":\"2017\"%s}",
			links[i]);
		struct thing kept[] = {{"retention", "fin/pay", facts}, {0}};
		AUTO_TOWN struct town made = {0};
		struct json_object *row;

		town_make(&made, town, kept, NULL, NULL);
		row = town_row(made.plan.networks, "fin/pay");
		assert_string_equal(verdict_of(row, "data_link", NULL), verdicts[i]);
		assert_int_equal(json_length(json_member(row, "allow")), 0);
	}
}

static void test_what_was_found_against_it(void **state)
{
	static const struct thing kept[] = {
		KEPT("\"approved\":\"2017\",\"data_link\":true"), {0}};
	static const struct thing two_way[] = {
		{"finding", "fin/pay",
			"{\"kind\":\"retention\",\"id\":\"fin/pay\",\"rule\":"
			"\"network.two_way\",\"verdict\":\"fail\"}"},
		{0}};
	AUTO_TOWN struct town made = {0}, other = {.findings = two_way};

	(void)state;
	town_make(&made, town, kept, NULL, NULL);
	assert_string_equal(
		verdict_of(town_row(made.plan.networks, "fin/pay"), "data_link", NULL), "pass");
	town_make(&other, town, kept, NULL, NULL);
	assert_string_equal(
		verdict_of(town_row(other.plan.networks, "fin/pay"), "data_link", NULL),
		"fail");
}

static bool allows(struct json_object *row, const char *from, const char *to)
{
	struct json_object *list = json_member(row, "allow");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (text_equal(json_string(one, "from"), from) &&
			text_equal(json_string(one, "to"), to))
			return true;
	}
	return false;
}

static const char *new_of(struct town *made, const char *id)
{
	return json_string(
		json_object_array_get_idx(
			json_member(town_row(made->plan.networks, id), "subnets"), 0),
		"to4");
}

#define SCHOOLS(domain)                                                                        \
	{                                                                                      \
		"dedicated_network", "edu/schools",                                            \
			"{\"name\":\"schools\",\"department\":\"edu\",\"domain\":\"" domain    \
			"\",\"prefixes\":[\"10.3.0.0/24\"]}"                                   \
	}
/* A host of edu has a route to the network of finance. */
#define ACROSS                                                                                 \
	{"host", "edu-gate",                                                                   \
		"{\"name\":\"edu-gate\",\"department\":\"edu\",\"addresses\":[\"10.3.0.7\"]"   \
		"}"},                                                                          \
	{                                                                                      \
		"path", "edu/fin",                                                             \
			"{\"department\":\"edu\",\"from\":\"edu\",\"to\":\"fin\","             \
			"\"destinations\":[\"10.1.2.0/24\"],\"hosts\":[\"edu-gate\"]}"         \
	}

static void test_who_reached_it_still_may(void **state)
{
	static const struct thing across[] = {SCHOOLS("admin_service_domain"), ACROSS, {0}};
	AUTO_TOWN struct town made = {0};
	struct json_object *row;

	(void)state;
	town_make(&made, town, across, NULL, NULL);
	row = town_row(made.plan.networks, "fin/pay");
	assert_true(allows(row, new_of(&made, "fin/pay"), new_of(&made, "fin/pay")));
	assert_true(allows(row, new_of(&made, "edu/schools"), new_of(&made, "fin/pay")));
	assert_false(allows(row, new_of(&made, "fin/pay"), new_of(&made, "edu/schools")));
	assert_int_equal(json_length(made.plan.violations), 0);
	assert_null(json_string(row, "blocked"));
}

static void test_names_that_change(void **state)
{
	AUTO_TOWN struct town made = {0};
	struct json_object *dns, *web;

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	dns = json_member(town_row(made.plan.networks, "fin/pay"), "dns");
	web = renumbered(&made, U1, "10.1.2.10");
	assert_int_equal(json_length(dns), 2);
	assert_string_equal(
		json_string(json_object_array_get_idx(dns, 0), "from"), "10.1.2.10");
	assert_true(
		text_equal(json_object_get_string(json_object_array_get_idx(
				   json_member(json_object_array_get_idx(dns, 0), "to4"), 0)),
			json_string(web, "to4")));
	assert_string_equal(
		json_string(json_object_array_get_idx(dns, 1), "name"), "portal.example.org");
	/* Web and database, either family. */
	assert_int_equal(json_length(json_member(json_object_array_get_idx(dns, 1), "to4")), 2);
	assert_int_equal(json_length(json_member(json_object_array_get_idx(dns, 1), "to6")), 2);
}

static void test_exits_are_closed(void **state)
{
	static const struct thing exits[] = {
		{"internet_exit", "fin/cable", "{\"name\":\"cable\",\"department\":\"fin\"}"},
		{"internet_exit", "fin/main", "{\"name\":\"main\",\"department\":\"fin\"}"},
		{"way_out", "fin/203.0.113.1",
			"{\"department\":\"fin\",\"family\":4,\"leads_to\":\"internet\","
			"\"hosts\":[\"fin-web\"]}"},
		{"way_out", "fin/203.0.113.2",
			"{\"department\":\"fin\",\"family\":4,\"leads_to\":\"internet\","
			"\"exits\":[\"fin/cable\"],\"hosts\":[\"fin-web\"]}"},
		{0}};
	AUTO_TOWN struct town made = {0};
	struct json_object *row;

	(void)state;
	town_make(&made, town, exits,
		"{\"profile\":{\"networks\":{\"exits_kept\":[\"fin/main\"]}}}", NULL);
	assert_int_equal(json_length(made.plan.exits), 3);
	row = town_row(made.plan.exits, "fin/cable");
	assert_false(json_boolean(row, "keep", true));
	assert_string_equal(json_string(row, "by"), "2018-06-30T16:00:00Z");
	assert_int_equal(json_length(json_member(row, "networks")), 1);
	assert_true(json_boolean(town_row(made.plan.exits, "fin/main"), "keep", false));
	assert_false(
		json_boolean(town_row(made.plan.exits, "fin/203.0.113.1"), "declared", true));
	row = town_row(made.plan.networks, "fin/pay");
	assert_int_equal(json_length(json_member(row, "close_exits")), 2);
}

/* --- the same city, the same rows --- */

static void test_the_same_rows(void **state)
{
	AUTO_TOWN struct town left = {0}, right = {0};

	(void)state;
	town_make(&left, town, NULL, NULL, NULL);
	town_make(&right, town, NULL, NULL, NULL);
	AUTO_FREE char *one = json_canonical_string(left.plan.networks);
	AUTO_FREE char *two = json_canonical_string(right.plan.networks);
	AUTO_FREE char *three = json_canonical_string(left.plan.renumber);
	AUTO_FREE char *four = json_canonical_string(right.plan.renumber);
	assert_string_equal(one, two);
	assert_string_equal(three, four);
}

static void test_an_empty_city(void **state)
{
	AUTO_TOWN struct town made = {0};

	(void)state;
	town_make(&made, NULL, NULL, NULL, NULL);
	assert_int_equal(json_length(made.plan.networks), 0);
	assert_int_equal(json_length(made.plan.violations), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_becomes_of_it),
		cmocka_unit_test(test_a_network_that_nobody_uses),
		cmocka_unit_test(test_deadlines_are_the_profiles),
		cmocka_unit_test(test_new_subnets_and_addresses),
		cmocka_unit_test(test_what_was_allocated_stays),
		cmocka_unit_test(test_what_is_in_the_plan_already_keeps_its_prefix),
		cmocka_unit_test(test_two_with_one_address_get_one),
		cmocka_unit_test(test_a_plan_without_blocks_says_so),
		cmocka_unit_test(test_needs_are_met_line_by_line),
		cmocka_unit_test(test_needs_that_are_not_met_or_not_known),
		cmocka_unit_test(test_what_is_kept_must_be_joined),
		cmocka_unit_test(test_what_was_found_against_it),
		cmocka_unit_test(test_who_reached_it_still_may),
		cmocka_unit_test(test_names_that_change),
		cmocka_unit_test(test_exits_are_closed),
		cmocka_unit_test(test_the_same_rows),
		cmocka_unit_test(test_an_empty_city),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
