/* Each rule of readiness: what passes, what fails, and what is known neither way. */
#include "base/memory.h"
#include "base/text.h"
#include "model/findings.h"
#include "readiness/rules.h"
#include "tiny.h"
#include <string.h>

#define WEB "11111111-1111-4111-8111-111111111111"

struct example {
	const char *rule, *verdict, *words;
	struct change change[4];
};

#define M "/items/web/facts/"
#define A "/items/cloud-a/facts/"
#define S "/items/fin-hv/facts/"

static const struct example examples[] = {
	{"machine.running", "pass", "running on fin-hv", {{0}}},
	{"machine.running", "fail", "The machine is off", {{M "state", "\"off\""}}},
	{"machine.running", "fail", "paused", {{M "state", "\"paused\""}}},
	{"machine.movable", "pass", "no passthrough", {{0}}},
	{"machine.movable", "fail", "first hostdev pci",
		{{M "unmovable", "[\"hostdev pci\"]"}}},
	{"machine.movable", "fail", "2 snapshots", {{M "snapshots", "2"}}},
	{"target.space", "pass", "Pool gov", {{0}}},
	{"target.space", "fail", "need 11811160",
		{{"/items/pool-a/measures/available", "11811160000"}}},
	{"target.space", "pass", "11811160064",
		{{"/items/pool-a/measures/available", "11811160064"}}},
	{"target.space", "unknown", "No pool", {{"/items/pool-a/measures", NULL}}},
	{"target.space", "unknown", "No pool", {{"/items/pool-a", NULL}}},
	{"target.network", "pass", "Each of its 1 networks", {{0}}},
	{"target.network", "fail", "no landing network", {{"/items/landing", NULL}}},
	{"target.network", "fail", "where there is no landing-fin", {{"/items/net-a", NULL}}},
	{"target.network", "fail", "is stopped", {{"/items/net-a/facts/active", "false"}}},
	{"target.network", "fail", "a bridge without a name", {{M "nics/0/network", NULL}}},
	{"target.cpu", "pass", "EPYC-Rome", {{0}}},
	{"target.cpu", "fail", "Xeon", {{A "cpu_model", "\"Xeon\""}}},
	{"target.cpu", "fail", "architectures differ", {{A "architecture", "\"aarch64\""}}},
	{"target.cpu", "unknown", "of the target was not read", {{A "cpu_model", NULL}}},
	{"target.cpu", "unknown", "of the source was not read", {{S "cpu_model", NULL}}},
	{"target.cpu", "unknown", "architecture of the target", {{A "architecture", NULL}}},
	{"target.cpu", "unknown", "architecture of the source",
		{{A "architecture", NULL}, {S "architecture", NULL}}},
	{"target.cpu", "pass", "emulated",
		{{A "cpu_model", NULL}, {M "domain_type", "\"qemu\""},
			{M "cpu", "\"qemu64\""}}},
	{"target.cpu", "unknown", "not read",
		{{A "cpu_model", NULL}, {M "domain_type", "\"qemu\""}}},
	{"target.machine_type", "pass", "knows", {{0}}},
	{"target.machine_type", "fail", "does not know",
		{{M "machine_type", "\"pc-q35-9.0\""}}},
	{"target.machine_type", "unknown", "was not read", {{M "machine_type", NULL}}},
	{"target.machine_type", "unknown", "was not read", {{A "machine_types", NULL}}},
	{"target.free", "pass", "No machine of cloud-a", {{0}}},
	{"target.free", "fail", "the machine other",
		{{"/items/stray/facts/host", "\"cloud-a\""},
			{"/items/stray/facts/name", "\"other\""},
			{"/items/stray/facts/nics/0/mac", "\"52:54:00:00:00:01\""}}},
	{"target.free", "fail", "the machine web",
		{{"/items/stray/facts/host", "\"cloud-a\""},
			{"/items/stray/facts/name", "\"web\""}}},
	{"target.free", "pass", "No machine",
		{{"/items/stray/facts/host", "\"cloud-b\""},
			{"/items/stray/facts/name", "\"web\""}}},
	{"target.reachable", "pass", "the key that is trusted", {{0}}},
	{"target.reachable", "fail", "another key",
		{{"/measured/reach/fin-hv cloud-a",
			"{\"reached\":false,\"why\":\"another key\"}"}}},
	{"target.reachable", "fail", "does not reach",
		{{"/measured/reach/fin-hv cloud-a", "{\"why\":\"x\"}"}}},
	{"target.reachable", "unknown", "no ssh-keyscan",
		{{"/measured/reach/fin-hv cloud-a", "{\"unasked\":\"no ssh-keyscan\"}"}}},
	{"target.reachable", "unknown", "was not asked",
		{{"/measured/reach/fin-hv cloud-a", NULL}}},
	{"target.certificate", "pass", "2030-01-01", {{0}}},
	{"target.certificate", "pass", "valid until 2027",
		{{"/measured/certificates/fin-hv/not_after", "\"2027-01-01T00:00:00Z\""}}},
	{"target.certificate", "fail", "different CAs",
		{{"/measured/certificates/cloud-a/authority", "\"sha256:bb\""}}},
	{"target.certificate", "fail", "ca-cert.pem is not there",
		{{"/measured/certificates/fin-hv", "{\"why\":\"ca-cert.pem is not there\"}"}}},
	{"target.certificate", "fail", "expired",
		{{"/measured/certificates/cloud-a", "{\"why\":\"expired\"}"}}},
	{"target.certificate", "unknown", "not let in",
		{{"/measured/certificates/cloud-a", "{\"unasked\":\"not let in\"}"}}},
	{"target.certificate", "unknown", "cloud-a were not read",
		{{"/measured/certificates/cloud-a", NULL}}},
	{"target.certificate", "unknown", "fin-hv were not read",
		{{"/measured/certificates/fin-hv", "{}"}}},
	{"target.tools", "pass", "Both hosts", {{0}}},
	{"target.tools", "fail", "cloud-a has no qemu-nbd",
		{{A "tools", "[\"nbdcopy\",\"sha256sum\"]"}}},
	{"target.tools", "fail", "fin-hv has no nbdcopy", {{S "tools", "[]"}}},
	{"target.tools", "unknown", "cloud-a were not read", {{A "tools", NULL}}},
	{"target.tools", "unknown", "fin-hv were not read", {{S "tools", NULL}}},
	{"network.join", "pass", "carries 1500 bytes over a link of 1600", {{0}}},
	{"network.join", "fail", "over a link of 1500", {{A "links/1/mtu", "1500"}}},
	{"network.join", "fail", "over a link of 1569", {{A "links/1/mtu", "1569"}}},
	{"network.join", "pass", "over a link of 1570", {{A "links/1/mtu", "1570"}}},
	{"network.join", "fail", "carries 1400", {{A "links/3/mtu", "1400"}}},
	{"network.join", "fail", "carries 1450", {{A "links/2/mtu", "1450"}}},
	{"network.join", "pass", "over a link of 1600",
		{{A "links/1/master", "\"br0\""},
			{A "links/0", "{\"name\":\"br0\",\"mtu\":1600,\"kind\":\"bridge\"}"}}},
	{"network.join", "fail", "over a link of 1500",
		{{A "links/1", "{\"name\":\"eth0\",\"mtu\":1500,\"master\":\"br0\"}"},
			{A "links/0", "{\"name\":\"br0\",\"mtu\":1600,\"kind\":\"bridge\"}"}}},
	{"network.join", "unknown", "was not read", {{A "links", NULL}}},
	{"network.join", "unknown", "was not read", {{A "links/3/kind", "\"gre\""}}},
	{"network.join", "unknown", "was not read",
		{{A "links/1", "{\"name\":\"eth0\",\"mtu\":0}"}}},
	{"network.join", "unknown", "no landing network", {{"/items/landing", NULL}}},
	{"network.join", "unknown", "no landing network", {{M "nics", "[]"}}},
	{"link.capacity", "warn", "100000000 bit/s; this was told, not measured", {{0}}},
	{"link.capacity", "unknown", "does not tell", {{"/items/fin", NULL}}},
	{"page.ipv4", "pass", "status 200 in 12 ms", {{0}}},
	{"page.ipv4", "fail", "refused",
		{{"/measured/pages", "{\"http://192.0.2.10/\":{\"why\":\"refused\"}}"}}},
	{"page.ipv4", "fail", "no page over IPv4", {{"/items/portal/facts/pages", "[]"}}},
	{"page.ipv4", "unknown", "worker died",
		{{"/measured/pages",
			"{\"http://192.0.2.10/\":{\"unasked\":\"worker died\"}}"}}},
	{"page.ipv4", "unknown", "was not asked", {{"/measured/pages", "{}"}}},
	{"page.ipv4", "unknown", "No system", {{"/items/portal", NULL}}},
	{"page.ipv6", "pass", "status 200", {{0}}},
	{"page.ipv6", "fail", "no page over IPv6",
		{{"/items/portal/facts/pages",
			"[{\"family\":4,\"url\":\"http://192.0.2.10/\"}]"}}},
	{"page.ipv6", "unknown", "was not asked", {{"/measured/pages", "{}"}}},
};

#define EXAMPLES (sizeof(examples) / sizeof(examples[0]))

static struct json_object *find(const struct tiny *tiny, const char *rule)
{
	struct json_object *list = json_member(tiny->findings, "findings");

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);
		const char *target = json_string(finding, "target");

		if (text_equal(json_string(finding, "rule"), rule) &&
			text_equal(json_string(finding, "id"), WEB) &&
			(!target || text_equal(target, "cloud-a")))
			return finding;
	}
	return NULL;
}

static void test_each_example(void **state)
{
	(void)state;
	for (size_t i = 0; i < EXAMPLES; i++) {
		const struct example *example = &examples[i];
		AUTO_TINY struct tiny tiny = {0};

		tiny_make(&tiny, example->change);
		struct json_object *found = find(&tiny, example->rule);
		if (!found)
			fail_msg("example %zu: %s judged nothing", i, example->rule);
		if (!text_equal(json_string(found, "verdict"), example->verdict) ||
			!strstr(json_string(found, "evidence"), example->words))
			fail_msg("example %zu: %s should be \"%s\" (%s), but is \"%s\": %s", i,
				example->rule, example->verdict, example->words,
				json_string(found, "verdict"), json_string(found, "evidence"));
	}
}

static bool has_example(const char *rule, const char *verdict)
{
	for (size_t i = 0; i < EXAMPLES; i++)
		if (text_equal(examples[i].rule, rule) &&
			text_equal(examples[i].verdict, verdict))
			return true;
	return false;
}

/* These are always read with the machine, so that they are known wherever they are judged. */
static bool is_always_known(const char *rule)
{
	return text_starts(rule, "machine.") || text_equal(rule, "target.network") ||
	       text_equal(rule, "target.free");
}

static void test_no_rule_lacks_an_example(void **state)
{
	(void)state;
	for (const struct readiness_rule *rule = readiness_rules; rule->id; rule++) {
		bool whole = text_equal(rule->id, "link.capacity")
				     ? has_example(rule->id, "warn")
				     : has_example(rule->id, "pass") &&
					       has_example(rule->id, "fail");
		if (!whole || (!is_always_known(rule->id) && !has_example(rule->id, "unknown")))
			fail_msg("%s has no example of each verdict", rule->id);
		assert_non_null(rule->question);
		assert_non_null(rule->advice);
		assert_non_null(rule->reference);
	}
}

static void test_the_default_profile_blocks_nothing_in_order(void **state)
{
	static const char *const machines[] = {WEB, "22222222-2222-4222-8222-222222222222"};
	AUTO_TINY struct tiny tiny = {0};

	(void)state;
	tiny_make(&tiny, NULL);
	for (int i = 0; i < 2; i++)
		assert_null(
			findings_blocker(tiny.findings, tiny.profile, machines[i], "cloud-a"));
}

static void test_unknown_blocks_as_fail_does(void **state)
{
	static const struct change changes[] = {{A "tools", NULL}, {0}};
	AUTO_TINY struct tiny tiny = {0};

	(void)state;
	tiny_make(&tiny, changes);
	assert_string_equal(
		json_string(
			findings_blocker(tiny.findings, tiny.profile, WEB, "cloud-a"), "rule"),
		"target.tools");
	assert_null(findings_blocker(tiny.findings, tiny.profile, WEB, "cloud-b"));
}

static void test_the_profile_decides(void **state)
{
	static const struct change changes[] = {
		{A "tools", NULL}, {"/profile/rules/target.tools", "\"warn\""}, {0}};
	static const struct change silent[] = {
		{A "tools", NULL}, {"/profile/rules/target.tools", NULL}, {0}};
	AUTO_TINY struct tiny tiny = {0}, other = {0};

	(void)state;
	tiny_make(&tiny, changes);
	assert_null(findings_blocker(tiny.findings, tiny.profile, WEB, "cloud-a"));
	tiny_make(&other, silent); /* a rule that it does not name blocks */
	assert_non_null(findings_blocker(other.findings, other.profile, WEB, "cloud-a"));
}

static void test_machines_of_the_cloud_are_judged_no_more(void **state)
{
	static const struct change changes[] = {{M "host", "\"cloud-b\""}, {0}};
	AUTO_TINY struct tiny tiny = {0};

	(void)state;
	tiny_make(&tiny, changes);
	assert_null(find(&tiny, "machine.running"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_example),
		cmocka_unit_test(test_no_rule_lacks_an_example),
		cmocka_unit_test(test_the_default_profile_blocks_nothing_in_order),
		cmocka_unit_test(test_unknown_blocks_as_fail_does),
		cmocka_unit_test(test_the_profile_decides),
		cmocka_unit_test(test_machines_of_the_cloud_are_judged_no_more),
	};

	return cmocka_run_group_tests_name("readiness", tests, NULL, NULL);
}
