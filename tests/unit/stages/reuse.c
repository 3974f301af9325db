/* What a check need not ask again. */
#include "readiness/measure/reuse.h"
#include "../unit.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include <string.h>

#define NOW "2026-01-31T08:00:00Z"

static struct json_object *parse(const char *text)
{
	struct source source = {SOURCE_JSON, "test", text, strlen(text)};
	struct json_object *tree = NULL;
	struct error error = {0};

	if (json_parse(&tree, &source, JSON_FILE, &error) < 0)
		fail_msg("%s", error.text);
	return tree;
}

/* Whether the answer, of that time, to the question `q` will do. */
static bool will_do(const char *family, const char *member, const char *rest, const char *at,
	const char *question)
{
	AUTO_JSON struct json_object *profile =
		parse("{\"readiness\":{\"valid_hours\":{\"hosts\":24,\"files\":2,\"pages\":0,"
		      "\"websites\":24,\"ipv6\":24}}}");
	AUTO_FREE char *text = mem_format(
		"{\"%s\":{\"k\":{\"at\":\"%s\",\"question\":\"q\"%s}}}", member, at, rest);
	AUTO_JSON struct json_object *before = parse(text);
	struct reuse reuse = {.before = before, .profile = profile};

	assert_int_equal(clock_parse(NOW, &reuse.now), 0);
	return reuse_answer(&reuse, family, member, "k", question) != NULL;
}

static void test_age(void **state)
{
	(void)state;
	assert_true(will_do("hosts", "certificates", "", "2026-01-30T08:00:01Z", "q"));
	assert_false(will_do("hosts", "certificates", "", "2026-01-30T08:00:00Z", "q"));
	assert_true(will_do("hosts", "certificates", "", NOW, "q"));
	assert_false(will_do("hosts", "certificates", "", "2026-01-31T08:00:01Z", "q"));
	assert_false(will_do("pages", "pages", "", NOW, "q"));
	assert_false(will_do("machines", "machines", "", NOW, "q")); /* not named */
	assert_false(will_do("hosts", "certificates", "", "yesterday", "q"));
}

static void test_another_question(void **state)
{
	AUTO_JSON struct json_object *one = parse("{\"address\":\"192.0.2.1\"}");
	AUTO_JSON struct json_object *other = parse("{\"address\":\"192.0.2.2\"}");
	char digests[4][DIGEST_TEXT];

	(void)state;
	assert_false(will_do("hosts", "certificates", "", NOW, "r"));
	reuse_digest(digests[0], "reach", one, "f");
	reuse_digest(digests[1], "reach", other, "f");
	reuse_digest(digests[2], "reach", one, "g");
	reuse_digest(digests[3], "reach", one, "f");
	assert_string_equal(digests[0], digests[3]);
	assert_string_not_equal(digests[0], digests[1]);
	assert_string_not_equal(digests[0], digests[2]);
}

static void test_what_may_have_been_mended(void **state)
{
	(void)state;
	assert_false(will_do("hosts", "certificates", ",\"why\":\"x\"", NOW, "q"));
	assert_false(will_do("hosts", "certificates", ",\"unasked\":\"x\"", NOW, "q"));
	assert_true(will_do("hosts", "reach", ",\"reached\":true", NOW, "q"));
	assert_false(will_do("hosts", "reach", ",\"reached\":false", NOW, "q"));
	assert_false(will_do("hosts", "arrivals", ",\"reached\":false", NOW, "q"));
	assert_true(
		will_do("files", "literals", ",\"complete\":true,\"literals\":[]", NOW, "q"));
	assert_false(will_do("files", "literals", ",\"complete\":false", NOW, "q"));
	assert_false(
		will_do("files", "literals", ",\"complete\":true,\"literals\":[1]", NOW, "q"));
	assert_true(will_do("websites", "websites",
		",\"aaaa\":{\"verdict\":\"yes\"},\"ipv6\":{\"reached\":3,\"failed\":0}", NOW,
		"q"));
	assert_false(will_do("websites", "websites",
		",\"aaaa\":{\"verdict\":\"yes\"},\"ipv6\":{\"reached\":2,\"failed\":1}", NOW,
		"q"));
	assert_false(
		will_do("websites", "websites", ",\"aaaa\":{\"verdict\":\"no\"}", NOW, "q"));
}

static void test_ipv6_that_may_have_been_mended(void **state)
{
	static const struct {
		bool good;
		const char *member, *rest;
	} answers[] = {
		{true, "paths", ",\"mtu\":1280,\"too_big\":true"},
		{false, "paths", ",\"mtu\":1279,\"too_big\":true"},
		{false, "paths", ",\"mtu\":1400,\"lost\":1500"},
		{true, "ports",
			",\"ports\":[{\"ipv4\":\"open\",\"ipv6\":\"open\"},"
			"{\"ipv4\":\"refused\",\"ipv6\":\"silent\"}]"},
		{false, "ports", ",\"ports\":[{\"ipv4\":\"open\",\"ipv6\":\"silent\"}]"},
		{false, "ports", ",\"ports\":[{\"ipv4\":\"open\",\"ipv6\":\"unknown\"}]"},
		{false, "ports", ",\"ports\":[],\"left_out\":3"},
		{false, "ports", ""},
		{true, "answers", ",\"content\":{\"same_words\":\"yes\"}"},
		{false, "answers", ",\"content\":{\"same_words\":\"no\"}"},
		{false, "answers", ""},
		{true, "zones", ",\"servers\":[1,2],\"answering\":2"},
		{false, "zones", ",\"servers\":[1,2],\"answering\":1"},
		{false, "zones", ",\"servers\":[],\"answering\":0"},
		{false, "names", ",\"aaaa\":{\"verdict\":\"yes\"}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (will_do("ipv6", answers[i].member, answers[i].rest, NOW, "q") !=
			answers[i].good)
			fail_msg("%s%s", answers[i].member, answers[i].rest);
}

static void test_nothing_before(void **state)
{
	struct reuse none = {0};

	(void)state;
	assert_null(reuse_answer(&none, "hosts", "reach", "k", "q"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_another_question),
		cmocka_unit_test(test_what_may_have_been_mended),
		cmocka_unit_test(test_ipv6_that_may_have_been_mended),
		cmocka_unit_test(test_nothing_before),
	};

	return cmocka_run_group_tests_name("reuse", tests, NULL, NULL);
}
