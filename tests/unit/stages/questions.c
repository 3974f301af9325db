/* Whom the probe is asked what of IPv6. */
#include "readiness/measure/questions.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "readiness/portions.h"
#include "tiny.h"
#include <string.h>

#define S "/items/fin-hv/facts/"
#define OTHER(facts)                                                                           \
	"{\"kind\":\"host\",\"id\":\"tax\",\"facts\":{\"name\":\"tax\",\"side\":"              \
	"\"department\",\"department\":\"tax\"" facts "}}"

/* What is asked of that measure and key, as text; "none". The caller frees. */
static char *asked(const struct change *changes, const char *measure, const char *key)
{
	AUTO_TINY struct tiny tiny = {0};

	tiny_make(&tiny, changes);
	AUTO_JSON struct json_object *list = questions_ipv6(tiny.snapshot, tiny.objects);
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		struct error error = {0};

		assert_int_equal(shape_check(questions_ipv6_fields, one, NULL, &error), 0);
		if (text_equal(json_string(one, "measure"), measure) &&
			text_equal(json_string(one, "key"), key))
			return json_string(one, "unasked")
				       ? mem_string(json_string(one, "unasked"))
				       : json_canonical_string(json_member(one, "parameters"));
	}
	return mem_string("none");
}

static void expect(const struct change *changes, const char *measure, const char *expected)
{
	AUTO_FREE char *found = asked(changes, measure, "fin-hv");

	assert_string_equal(found, expected);
}

static void test_a_host_is_asked_for_by_its_name_and_addresses(void **state)
{
	(void)state;
	expect(NULL, "names",
		"{\"addresses\":[\"2001:db8::1\",\"3fff:1::1\"],\"name\":\"hv.fin.example\"}");
	expect((struct change[]){{S "hostname", "\"hv\""}, {0}}, "names", "none");
	expect((struct change[]){{S "hostname", NULL}, {0}}, "names", "none");
	expect((struct change[]){{S "addresses", "[\"192.0.2.1\"]"}, {0}}, "names", "none");
	expect((struct change[]){{S "addresses", NULL}, {0}}, "names", "none");
	expect(NULL, "paths", "{\"address\":\"2001:db8::1\"}");
	expect((struct change[]){{S "address", "\"3fff:1::1\""}, {0}}, "paths",
		"{\"address\":\"3fff:1::1\"}");
	expect((struct change[]){{S "addresses/1", "\"2002:c000:201::1\""}, {0}}, "paths",
		"{\"address\":\"3fff:1::1\"}");
}

/* Another one's host would answer for it. */
static void test_an_address_that_two_hosts_have_is_not_asked(void **state)
{
	static const struct change both[] = {
		{"/items/tax", OTHER(",\"addresses\":[\"192.0.2.1\",\"2001:db8::1\"]")}, {0}};
	static const struct change all[] = {
		{"/items/tax", OTHER(",\"addresses\":[\"2001:db8::1\",\"3fff:1::1\"]")}, {0}};

	(void)state;
	expect(both, "paths", "{\"address\":\"3fff:1::1\"}");
	expect(both, "ports",
		"It has no address of each family that it alone has and that was declared.");
	expect(all, "paths", "It has no IPv6 address that it alone has and that was declared.");
	expect(all, "names",
		"{\"addresses\":[\"2001:db8::1\",\"3fff:1::1\"],\"name\":\"hv.fin.example\"}");
}

/* A host that was taken over must not lead banyund to others. */
static void test_a_public_address_that_nobody_vouches_for_is_not_asked(void **state)
{
	static const struct change claimed[] = {
		{S "addresses", "[\"192.0.2.1\",\"2400:cb00::1\"]"}, {0}};
	static const struct change four[] = {{S "addresses/0", "\"8.8.8.8\""}, {0}};
	static const struct change login[] = {
		{S "addresses", "[\"192.0.2.1\",\"2400:cb00::1\"]"},
		{S "address", "\"2400:cb00::1\""}, {0}};
	static const struct change told[] = {
		{S "addresses", "[\"192.0.2.1\",\"2400:cb00::1\"]"},
		{"/items/net-fin/facts/prefixes", "[\"2400:cb00::/32\"]"}, {0}};
	static const struct change other[] = {
		{S "addresses", "[\"192.0.2.1\",\"2400:cb00::1\"]"},
		{"/items/net-fin/facts/prefixes", "[\"2400:cb00::/32\"]"},
		{"/items/net-fin/facts/department", "\"tax\""}, {0}};
	const char *none = "It has no IPv6 address that it alone has and that was declared.";

	(void)state;
	expect(claimed, "paths", none);
	expect(four, "ports",
		"It has no address of each family that it alone has and that was declared.");
	expect(login, "paths", "{\"address\":\"2400:cb00::1\"}");
	expect(told, "paths", "{\"address\":\"2400:cb00::1\"}");
	expect(other, "paths", none);
}

static void test_what_is_behind_another_host_is_not_asked(void **state)
{
	static const struct change changes[] = {{S "jump", "\"gate\""}, {0}};
	const char *why = "banyund reaches it only through another host.";

	(void)state;
	expect(changes, "paths", why);
	expect(changes, "ports", why);
	expect((struct change[]){{S "address", NULL}, {0}}, "paths",
		"banyund does not log in to it over a network.");
}

static void test_hosts_of_the_cloud_are_not_asked(void **state)
{
	AUTO_FREE char *path = asked(
		(struct change[]){{"/items/cloud-a/facts/addresses", "[\"3fff:2::1\"]"}, {0}},
		"paths", "cloud-a");

	(void)state;
	assert_string_equal(path, "none");
}

#define AT(address, port) "{\"address\":\"" address "\",\"port\":" port "}"

static void test_ports_are_those_that_both_addresses_lead_to(void **state)
{
	static const struct {
		const char *listening, *ports;
	} cases[] = {
		{"[" AT("0.0.0.0", "22") "," AT("::", "22") "," AT("127.0.0.1", "25") "]",
			"[22]"},
		{"[" AT("::", "80") "]", "[80]"},
		{"[" AT("*", "80") "]", "[80]"},
		{"[" AT("0.0.0.0", "80") "]", "[]"},
		{"[" AT("192.0.2.1", "443") "," AT("2001:db8::1", "443") "]", "[443]"},
		{"[" AT("0.0.0.0", "443") "," AT("3fff:1::1", "443") "]", "[]"},
		{"[" AT("0.0.0.0", "443") "," AT("::1", "443") "]", "[]"},
		{"[" AT("192.0.2.2", "443") "," AT("::", "443") "]", "[443]"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct change changes[] = {{S "listening", cases[i].listening}, {0}};
		AUTO_FREE char *expected = mem_format("{\"ipv4\":\"192.0.2.1\",\"ipv6\":"
						      "\"2001:db8::1\",\"ports\":%s}",
			cases[i].ports);

		expect(changes, "ports", expected);
	}
}

static void test_pages_of_both_families_and_zones(void **state)
{
	AUTO_FREE char *pages = asked(NULL, "answers", "portal");
	AUTO_FREE char *none = asked(
		(struct change[]){
			{"/items/portal/facts/pages",
				"[{\"family\":6,\"url\":\"http://[2001:db8::10]/\"}]"},
			{0}},
		"answers", "portal");
	AUTO_FREE char *zone = asked(NULL, "zones", "fin.example");

	(void)state;
	assert_string_equal(
		pages, "{\"ipv4\":\"http://192.0.2.10/\",\"ipv6\":\"http://[2001:db8::10]/\"}");
	assert_string_equal(none, "none");
	assert_string_equal(zone, "{\"zone\":\"fin.example\"}");
}

static bool is_empty(struct json_object *value)
{
	return json_object_is_type(value, json_type_array)
		       ? json_length(value) == 0
		       : json_object_object_length(value) == 0;
}

/* More than one portion holds. */
static void test_what_was_cut_is_the_same_joined_again(void **state)
{
	AUTO_TINY struct tiny tiny = {0};
	AUTO_JSON struct json_object *joined = json_object_new_object();

	(void)state;
	tiny_make(&tiny, NULL);
	AUTO_JSON struct json_object *questions = questions_of(
		"sha256:0000000000000000000000000000000000000000000000000000000000000000",
		tiny.snapshot, tiny.objects);
	for (int i = 0; i < 1200; i++) {
		AUTO_FREE char *name = mem_format("host-%d", i);

		json_set_boolean(json_member(questions, "retaining"), name, true);
		json_object_array_add(
			json_member(questions, "websites"), json_object_new_string(name));
	}
	struct portions *portions = portions_of(questions);
	struct json_object *portion;
	int count = 0;
	for (; (portion = portions_next(portions)); json_object_put(portion), count++) {
		struct error error = {0};

		assert_int_equal(shape_check(questions_fields, portion, NULL, &error), 0);
		portions_join(joined, portion);
	}
	portions_free(portions);
	assert_true(count > 4);
	AUTO_FREE char *whole = json_canonical_string(questions);
	AUTO_FREE char *again = json_canonical_string(joined);
	assert_string_equal(again, whole);
	for (count = 0; portions_drop(joined); count++)
		;
	assert_true(count > 3);
	json_object_object_foreach (joined, name, value)
		assert_true(text_equal(name, "snapshot") || is_empty(value));
}

static void test_of_nothing_there_is_one_portion(void **state)
{
	AUTO_JSON struct json_object *nothing = json_object_new_object();
	struct portions *portions = portions_of(nothing);
	AUTO_JSON struct json_object *portion = portions_next(portions);

	(void)state;
	assert_int_equal(json_object_object_length(portion), 0);
	assert_null(portions_next(portions));
	assert_false(portions_drop(nothing));
	assert_false(portions_drop(NULL));
	portions_free(portions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_host_is_asked_for_by_its_name_and_addresses),
		cmocka_unit_test(test_an_address_that_two_hosts_have_is_not_asked),
		cmocka_unit_test(test_a_public_address_that_nobody_vouches_for_is_not_asked),
		cmocka_unit_test(test_what_is_behind_another_host_is_not_asked),
		cmocka_unit_test(test_hosts_of_the_cloud_are_not_asked),
		cmocka_unit_test(test_ports_are_those_that_both_addresses_lead_to),
		cmocka_unit_test(test_pages_of_both_families_and_zones),
		cmocka_unit_test(test_what_was_cut_is_the_same_joined_again),
		cmocka_unit_test(test_of_nothing_there_is_one_portion),
	};

	return cmocka_run_group_tests_name("questions", tests, NULL, NULL);
}
