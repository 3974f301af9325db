/* Each way to break the isolation, planted into a plan that is right, is found and blocks. */
#include "planning/isolation/isolation.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/networks/networks_private.h"
#include "town.h"
#include <string.h>

#define U1 "11111111-1111-4111-8111-111111111111"

#define NETWORK(owner, name, facts)                                                            \
	{                                                                                      \
		"dedicated_network", owner "/" name,                                           \
			"{\"name\":\"" name "\",\"department\":\"" owner "\"," facts "}"       \
	}
#define IN(domain, prefix)                                                                     \
	"\"domain\":\"" domain "\",\"prefixes\":[\"" prefix "\"],"                             \
	"\"security_needs\":\"与互联网隔离\""
#define SYSTEM(owner, name, network, level)                                                    \
	{                                                                                      \
		"system", owner "/" name,                                                      \
			"{\"name\":\"" name "\",\"department\":\"" owner                       \
			"\",\"network\":\"" network "\",\"mlps_level\":" level "}"             \
	}
#define HOST(owner, name, address)                                                             \
	{                                                                                      \
		"host", name,                                                                  \
			"{\"name\":\"" name "\",\"department\":\"" owner                       \
			"\",\"addresses\":[\"" address "\"]}"                                  \
	}
#define INSIDE(owner, name, addresses)                                                         \
	{                                                                                      \
		"host", name,                                                                  \
			"{\"name\":\"" name "\",\"department\":\"" owner                       \
			"\",\"machine\":\"" U1 "\",\"addresses\":[" addresses "]}"             \
	}

/* Finance and schools are administrative, the website of the city is public. */
static const struct thing town[] = {
	NETWORK("fin", "pay", IN("admin_service_domain", "10.1.0.0/24")),
	NETWORK("edu", "schools", IN("admin_service_domain", "10.3.0.0/24")),
	NETWORK("web", "city", IN("public_service_domain", "10.5.0.0/24")),
	SYSTEM("fin", "ledger", "pay", "3"), SYSTEM("edu", "marks", "schools", "2"),
	SYSTEM("web", "portal", "city", "2"), HOST("fin", "fin-a", "10.1.0.9"),
	HOST("edu", "edu-a", "10.3.0.9"), HOST("web", "web-a", "10.5.0.9"), {0}};

static struct json_object *row_of(struct town *made, const char *id)
{
	return town_row(made->plan.networks, id);
}

static const char *new_of(struct town *made, const char *id, const char *to)
{
	return json_string(
		json_object_array_get_idx(json_member(row_of(made, id), "subnets"), 0), to);
}

/* Checks the changed rows anew. */
static void check(struct town *made)
{
	for (size_t i = 0; i < json_length(made->plan.networks); i++)
		json_object_object_del(
			json_object_array_get_idx(made->plan.networks, i), "blocked");
	json_object_put(made->plan.violations);
	made->plan.violations = json_object_new_array();
	isolation_check(&made->plan, &made->city, NULL);
}

static bool found(struct town *made, const char *rule, const char *subject)
{
	struct json_object *list = made->plan.violations;

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (text_equal(json_string(one, "rule"), rule) &&
			text_equal(json_string(one, "subject"), subject))
			return true;
	}
	return false;
}

static void is_found(struct town *made, const char *rule, const char *subject, size_t count)
{
	AUTO_FREE char *told = json_canonical_string(made->plan.violations);

	if (!found(made, rule, subject) || json_length(made->plan.violations) != count)
		fail_msg("%s of %s is not all that is told: %s", rule, subject, told);
}

static void is_blocked(struct town *made, const char *id, bool blocked)
{
	assert_int_equal(json_string(row_of(made, id), "blocked") != NULL, blocked);
}

static void test_a_plan_that_is_right(void **state)
{
	AUTO_TOWN struct town made = {0};

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	assert_int_equal(json_length(made.plan.violations), 0);
	assert_int_equal(json_length(made.plan.renumber), 3);
	check(&made);
	assert_int_equal(json_length(made.plan.violations), 0);
}

/* --- planted into the rows --- */

static void allow(struct town *made, const char *id, const char *from, const char *to)
{
	struct json_object *one = json_set_string(json_object_new_object(), "from", from);

	json_object_array_add(
		json_member(row_of(made, id), "allow"), json_set_string(one, "to", to));
	check(made);
}

static void test_a_range_between_the_domains(void **state)
{
	AUTO_TOWN struct town made = {0};

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	allow(&made, "fin/pay", new_of(&made, "web/city", "to4"),
		new_of(&made, "fin/pay", "to4"));
	is_found(&made, "isolation.ranges", "fin/pay", 1);
	is_blocked(&made, "fin/pay", true);
	is_blocked(&made, "web/city", true);
	is_blocked(&made, "edu/schools", false);
}

static void test_a_range_of_ipv6_between_the_domains(void **state)
{
	AUTO_TOWN struct town made = {0};

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	allow(&made, "web/city", new_of(&made, "fin/pay", "to6"),
		new_of(&made, "web/city", "to6"));
	is_found(&made, "isolation.ranges", "web/city", 1);
}

static void test_a_range_of_nobody(void **state)
{
	AUTO_TOWN struct town made = {0};

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	allow(&made, "fin/pay", "0.0.0.0/0", new_of(&made, "fin/pay", "to4"));
	is_found(&made, "isolation.ranges", "fin/pay", 1);
	is_blocked(&made, "fin/pay", true);
	is_blocked(&made, "web/city", false);
}

static void test_only_an_exchange_joins_the_domains(void **state)
{
	AUTO_TOWN struct town made = {0};

	(void)state;
	town_make(&made, town, NULL,
		"{\"profile\":{\"networks\":{\"exchange\":[{\"name\":\"province\",\"prefixes\":"
		"[\"198.51.100.0/24\"]}]}}}",
		NULL);
	allow(&made, "fin/pay", "198.51.100.7", new_of(&made, "fin/pay", "to4"));
	assert_int_equal(json_length(made.plan.violations), 0);
	allow(&made, "fin/pay", "198.51.101.7", new_of(&made, "fin/pay", "to4"));
	is_found(&made, "isolation.ranges", "fin/pay", 1);
}

static void move_to(struct town *made, const char *id, const char *name, const char *prefix)
{
	struct json_object *row = row_of(made, id);

	json_set_string(
		json_object_array_get_idx(json_member(row, "subnets"), 0), name, prefix);
	json_set(row, "allow", json_object_new_array());
	json_set(row, "routes", json_object_new_array());
	json_set_integer(row, "hosts", 0);
	check(made);
}

static void test_a_prefix_of_the_other_domain(void **state)
{
	AUTO_TOWN struct town made = {0}, six = {0}, none = {0};

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	move_to(&made, "fin/pay", "to4", "10.200.0.0/28");
	is_found(&made, "isolation.block", "fin/pay", 1);
	is_blocked(&made, "fin/pay", true);
	town_make(&six, town, NULL, NULL, NULL);
	move_to(&six, "fin/pay", "to6", "3fff:220:1::/64");
	is_found(&six, "isolation.block", "fin/pay", 1);
	town_make(&none, town, NULL, NULL, NULL);
	move_to(&none, "fin/pay", "to4", "172.16.0.0/28");
	is_found(&none, "isolation.block", "fin/pay", 1);
}

static void test_two_networks_with_one_prefix(void **state)
{
	AUTO_TOWN struct town made = {0};
	const char *taken;

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	taken = new_of(&made, "edu/schools", "to4");
	AUTO_FREE char *inner = mem_format("%.*s/30", (int)strcspn(taken, "/"), taken);
	move_to(&made, "fin/pay", "to4", inner);
	is_found(&made, "isolation.unique", "fin/pay", 1);
	is_blocked(&made, "edu/schools", true);
}

static void test_a_route_into_another_network(void **state)
{
	AUTO_TOWN struct town made = {0}, table = {0};
	struct json_object *route;

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	route = json_object_array_get_idx(json_member(row_of(&made, "fin/pay"), "routes"), 0);
	json_set_string(route, "prefix", new_of(&made, "web/city", "to4"));
	check(&made);
	is_found(&made, "isolation.route", "fin/pay", 1);
	town_make(&table, town, NULL, NULL, NULL);
	route = json_object_array_get_idx(json_member(row_of(&table, "fin/pay"), "routes"), 0);
	json_set_string(route, "table", "public_service_domain");
	check(&table);
	is_found(&table, "isolation.route", "fin/pay", 1);
}

static void test_one_vpn_for_two(void **state)
{
	AUTO_TOWN struct town made = {0};
	struct json_object *vpn;

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	vpn = json_member(row_of(&made, "web/city"), "vpn");
	assert_non_null(vpn);
	json_set_integer(vpn, "number",
		json_integer(json_member(row_of(&made, "fin/pay"), "vpn"), "number", 0));
	check(&made);
	is_found(&made, "isolation.vpn", "web/city", 1);
	is_blocked(&made, "fin/pay", true);
}

static void test_machines_without_ranges(void **state)
{
	AUTO_TOWN struct town made = {0};

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	json_set(row_of(&made, "fin/pay"), "allow", json_object_new_array());
	check(&made);
	is_found(&made, "isolation.rules", "fin/pay", 1);
}

static void test_a_machine_with_addresses_of_both(void **state)
{
	AUTO_TOWN struct town made = {0};
	struct json_object *rows;

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	rows = made.plan.renumber;
	for (size_t i = 0; i < 3; i++)
		json_set_string(json_object_array_get_idx(rows, i), "machine", U1);
	check(&made);
	assert_true(found(&made, "isolation.machine", U1));
	is_blocked(&made, "web/city", true);
}

/* --- as the inventory has it --- */

static void test_a_machine_that_stands_in_both(void **state)
{
	static const struct thing both[] = {
		NETWORK("fin", "open", IN("public_service_domain", "10.2.0.0/24")),
		INSIDE("fin", "fin-two", "\"10.1.0.77\",\"10.2.0.77\""),
		{"machine", U1,
			"{\"uuid\":\"" U1 "\",\"name\":\"two\",\"host\":\"fin-hv\",\"state\":"
			"\"running\",\"memory\":1073741824,\"vcpus\":1,\"domain_type\":\"kvm\","
			"\"autostart\":true,\"persistent\":true,\"disks\":[],\"nics\":[]}"},
		{"host", "fin-hv", "{\"name\":\"fin-hv\",\"department\":\"fin\"}"},
		{"system", "fin/mail",
			"{\"name\":\"mail\",\"department\":\"fin\",\"machines\":[\"two\"]}"},
		{0}};
	AUTO_TOWN struct town made = {0};

	(void)state;
	town_make(&made, town, both, NULL, NULL);
	is_found(&made, "isolation.machine", U1, 1);
	assert_true(json_has_string(
		json_member(json_object_array_get_idx(made.plan.violations, 0), "systems"),
		"fin/mail"));
	is_blocked(&made, "fin/pay", true);
	is_blocked(&made, "fin/open", true);
}

static void test_what_the_inventory_found_in_both(void **state)
{
	static const struct thing found_so[] = {
		{"prefix", "fin/10.1.0.0/24",
			"{\"prefix\":\"10.1.0.0/24\",\"family\":4,\"department\":\"fin\","
			"\"found\":true,\"networks\":[\"fin/pay\"]}"},
		{"irregularity", "dual_homed/machine/" U1,
			"{\"rule\":\"dual_homed\",\"subjects\":[\"machine " U1
			"\",\"prefix fin/10.1.0.0/24\"]}"},
		{0}};
	AUTO_TOWN struct town made = {0};

	(void)state;
	town_make(&made, town, found_so, NULL, NULL);
	is_found(&made, "isolation.machine", "dual_homed/machine/" U1, 1);
	is_blocked(&made, "fin/pay", true);
	is_blocked(&made, "web/city", false);
}

#define PATH(from, to, destination, host)                                                      \
	{                                                                                      \
		"path", from "/" to,                                                           \
			"{\"department\":\"" from "\",\"from\":\"" from "\",\"to\":\"" to      \
			"\",\"destinations\":[\"" destination "\"],\"hosts\":[\"" host "\"]}"  \
	}

static void test_a_route_to_the_other_domain(void **state)
{
	static const struct thing across[] = {PATH("web", "fin", "10.1.0.0/24", "web-a"), {0}};
	static const struct thing within[] = {PATH("edu", "fin", "10.1.0.0/24", "edu-a"), {0}};
	AUTO_TOWN struct town made = {0}, right = {0};

	(void)state;
	town_make(&made, town, across, NULL, NULL);
	is_found(&made, "isolation.path", "web/fin", 1);
	is_blocked(&made, "web/city", true);
	is_blocked(&made, "fin/pay", true);
	town_make(&right, town, within, NULL, NULL);
	assert_int_equal(json_length(right.plan.violations), 0);
}

static void test_grades_too_far_apart(void **state)
{
	static const struct thing graded[] = {SYSTEM("fin", "ledger", "pay", "4"),
		PATH("edu", "fin", "10.1.0.0/24", "edu-a"), {0}};
	static const char *const orders[] = {
		NULL, "{\"profile\":{\"networks\":{\"levels_apart\":2}}}"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		AUTO_TOWN struct town made = {0};

		town_make(&made, town, graded, orders[i], NULL);
		/* Told once, of IPv4 and IPv6. */
		assert_int_equal(json_length(made.plan.violations), i ? 0 : 1);
		assert_int_equal(found(&made, "isolation.grade", "fin/pay"), i ? 0 : 1);
	}
}

static void test_a_system_that_goes_to_the_other_cloud(void **state)
{
	AUTO_TOWN struct town made = {0}, right = {0};

	(void)state;
	town_make(&made, town, NULL, NULL,
		"[{\"id\":\"fin/ledger\",\"target\":\"public_service_cloud\"}]");
	is_found(&made, "isolation.target", "fin/ledger", 1);
	is_blocked(&made, "fin/pay", false);
	town_make(&right, town, NULL, NULL,
		"[{\"id\":\"fin/ledger\",\"target\":\"admin_service_cloud\"}]");
	assert_int_equal(json_length(right.plan.violations), 0);
}

static void test_what_the_profile_says_of_a_rule(void **state)
{
	static const struct thing across[] = {PATH("web", "fin", "10.1.0.0/24", "web-a"), {0}};
	AUTO_TOWN struct town warned = {0}, ignored = {0};

	(void)state;
	town_make(&warned, town, across,
		"{\"profile\":{\"rules\":{\"isolation.path\":\"warn\"}}}", NULL);
	is_found(&warned, "isolation.path", "web/fin", 1);
	is_blocked(&warned, "fin/pay", false);
	town_make(&ignored, town, across,
		"{\"profile\":{\"rules\":{\"isolation.path\":\"ignore\"}}}", NULL);
	assert_int_equal(json_length(ignored.plan.violations), 0);
	is_blocked(&ignored, "fin/pay", false);
}

/* --- as people review it --- */

static size_t count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)); text++)
		count++;
	return count;
}

static void test_rendered_for_review(void **state)
{
	static const struct thing across[] = {PATH("web", "fin", "10.1.0.0/24", "web-a"), {0}};
	AUTO_TOWN struct town made = {0}, blocked = {0};
	AUTO_TEXT struct text text = {0}, less = {0};

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	networks_render(&text, made.plan.networks);
	/* Three networks with a subnet of either family. */
	assert_int_equal(count_of(text.data, " . 10."), 3);
	assert_int_equal(count_of(text.data, " . 3fff:"), 3);
	assert_int_equal(count_of(text.data, "\t\t\t10."), 3 + 3);
	assert_int_equal(count_of(text.data, "\t\t\t3fff:"), 3 + 3);
	assert_int_equal(count_of(text.data, "# vpn vpn-"), 3);
	assert_int_equal(count_of(text.data, "# route withdraw "), 3);
	/* What is blocked gets no range, and is dropped. */
	town_make(&blocked, town, across, NULL, NULL);
	networks_render(&less, blocked.plan.networks);
	assert_int_equal(count_of(less.data, " . 10."), 1);
	assert_int_equal(count_of(less.data, "\t\t\t10."), 1 + 3);
}

static void test_a_name_cannot_write_rules(void **state)
{
	AUTO_TOWN struct town made = {0};
	AUTO_TEXT struct text text = {0};

	(void)state;
	town_make(&made, town, NULL, NULL, NULL);
	json_set_string(row_of(&made, "fin/pay"), "name", "x");
	json_set_string(json_object_array_get_idx(made.plan.networks, 0), "id",
		"a\n\t\t\t0.0.0.0/0 . 0.0.0.0/0,\xe2\x80\xae");
	networks_render(&text, made.plan.networks);
	assert_int_equal(count_of(text.data, "\n\t\t\t0.0.0.0/0"), 0);
	assert_int_equal(count_of(text.data, "\xe2\x80\xae"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_plan_that_is_right),
		cmocka_unit_test(test_a_range_between_the_domains),
		cmocka_unit_test(test_a_range_of_ipv6_between_the_domains),
		cmocka_unit_test(test_a_range_of_nobody),
		cmocka_unit_test(test_only_an_exchange_joins_the_domains),
		cmocka_unit_test(test_a_prefix_of_the_other_domain),
		cmocka_unit_test(test_two_networks_with_one_prefix),
		cmocka_unit_test(test_a_route_into_another_network),
		cmocka_unit_test(test_one_vpn_for_two),
		cmocka_unit_test(test_machines_without_ranges),
		cmocka_unit_test(test_a_machine_with_addresses_of_both),
		cmocka_unit_test(test_a_machine_that_stands_in_both),
		cmocka_unit_test(test_what_the_inventory_found_in_both),
		cmocka_unit_test(test_a_route_to_the_other_domain),
		cmocka_unit_test(test_grades_too_far_apart),
		cmocka_unit_test(test_a_system_that_goes_to_the_other_cloud),
		cmocka_unit_test(test_what_the_profile_says_of_a_rule),
		cmocka_unit_test(test_rendered_for_review),
		cmocka_unit_test(test_a_name_cannot_write_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
