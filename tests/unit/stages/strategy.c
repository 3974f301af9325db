/* How each machine of the tiny city is copied, by what it writes and what it bears. */
#include "base/memory.h"
#include "base/text.h"
#include "model/plan.h"
#include "model/transfer.h"
#include "tiny.h"
#include <stdio.h>
#include <string.h>

#define WEB "11111111-1111-4111-8111-111111111111"
#define W   "/measured/machines/fin-hv/rates/" WEB "/"
#define SYS "/items/portal/facts/"
#define OFF                                                                                    \
	{                                                                                      \
		SYS "offline", "true"                                                          \
	}
#define P "/profile/planning/"
#define FAST                                                                                   \
	{                                                                                      \
		W "bytes", "104857600"                                                         \
	}

/*
 * The memory of web, 1 GiB, is copied at 75497472 bit/s: in 113780 ms. It bears the 2000 ms of
 * the profile, of which 500 go by besides the last pause, unless the case says otherwise.
 */
struct choice {
	const char *strategy; /* NULL: it stays, and `why` has these words */
	int64_t pause, blackout;
	struct change change[4];
	const char *why;
};

static const struct choice choices[] = {
	/* It writes 1 MiB/s, in a look of one second: 112 ms. */
	{"live", 300, 612, {{0}}, NULL},
	{"live", 300, 800, {{W "bytes", "2831100"}}, NULL},
	{"warm", 602, 801, {{W "bytes", "2831101"}}, NULL},
	{"warm", 890, 945, {{W "bytes", "1048576"}, {W "seconds", "4"}}, NULL},
	/* The margin ends at what it bears. */
	{"warm", 1500, 1301, {{W "bytes", "7549699"}}, NULL},
	{"warm", 600, 801, {{W "bytes", "2831101"}, {SYS "pause_ms", "1100"}}, NULL},
	{NULL, 0, 0, {{W "bytes", "7549699"}, {SYS "pause_ms", "1300"}},
		"it would stand still for 1301 ms and bears 1300 in all"},
	/* It writes too fast for any live copy. */
	{NULL, 0, 0, {{W "bytes", "7549700"}},
		"it would stand still for 114280 ms and bears 2000"},
	{NULL, 0, 0, {FAST, {SYS "pause_ms", "114279"}}, "a longer pause, a faster link"},
	{"offline", 300, 114280, {FAST, {SYS "pause_ms", "114280"}}, NULL},
	/* A department speaks for systems that do not. */
	{"offline", 300, 114280, {FAST, {"/items/fin/facts/pause_ms", "300000"}}, NULL},
	{NULL, 0, 0, {FAST, {"/items/fin/facts/pause_ms", "300000"}, {SYS "pause_ms", "600"}},
		"bears 600"},
	{"offline", 300, 114280, {FAST, {P "pause_most", "300000"}}, NULL},
	/* It asks for it. */
	{"offline", 300, 114280, {OFF, {SYS "pause_ms", "300000"}}, NULL},
	{NULL, 0, 0, {OFF}, "is to stand still while its memory is copied"},
	/* It was not measured. */
	{"live", 300, 800, {{"/measured/machines", NULL}}, NULL},
	{"live", 300, 800, {{"/measured/machines", NULL}, {P "unmeasured", "\"live\""}}, NULL},
	{NULL, 0, 0, {{"/measured/machines", NULL}, {P "unmeasured", "\"stay\""}},
		"was not measured"},
	{"offline", 300, 114280,
		{{"/measured/machines", NULL}, OFF, {SYS "pause_ms", "300000"}}, NULL},
	/* It bears less than any move takes, or less than a live copy may. */
	{NULL, 0, 0, {{SYS "pause_ms", "500"}}, "any move takes about 500"},
	{"live", 112, 612, {{SYS "pause_ms", "612"}}, NULL},
	{NULL, 0, 0, {{SYS "pause_ms", "611"}}, "bears 611 in all"},
	/* Another margin. */
	{"warm", 1003, 801, {{W "bytes", "2831101"}, {P "converge_permille", "300"}}, NULL},
	{NULL, 0, 0, {{W "bytes", "2831101"}, {P "warm_permille", "299"}}, "114280 ms"},
	/* A profile of before. */
	{"live", 300, 612, {{P "pause_most", NULL}, {P "unmeasured", NULL}}, NULL},
	{NULL, 0, 0, {{P "pause_most", NULL}, {W "bytes", "2831101"}}, "bears 800 in all"},
};

static const char *why_web_stays(struct json_object *plan)
{
	const char *why =
		json_string(json_find(json_member(plan, "left_out"), "id", WEB), "why");

	return why ? why : "";
}

static void check_move(const struct choice *choice, struct json_object *plan)
{
	struct json_object *move = plan_find_move(plan, "web");
	struct json_object *estimate = json_member(json_member(plan, "estimates"), WEB);

	assert_non_null(move);
	assert_string_equal(json_string(move, "strategy"), choice->strategy);
	assert_string_equal(json_string(estimate, "strategy"), choice->strategy);
	assert_int_equal(json_integer(move, "pause_limit", 0), choice->pause);
	assert_int_equal(json_integer(estimate, "blackout", 0), choice->blackout);
	assert_true(json_integer(estimate, "blackout_low", 0) <= choice->blackout);
	assert_true(json_integer(estimate, "blackout_high", 0) >= choice->blackout);
	assert_true(choice->blackout <= json_integer(estimate, "bears", 0));
}

static void test_choices(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		struct change changes[] = {choices[i].change[0], choices[i].change[1],
			choices[i].change[2], choices[i].change[3], {0}};
		AUTO_TINY struct tiny tiny = {0};
		AUTO_JSON struct json_object *plan = NULL;

		print_message("case %zu\n", i);
		tiny_make(&tiny, changes);
		plan = tiny_plan(&tiny);
		if (choices[i].strategy) {
			check_move(&choices[i], plan);
			continue;
		}
		assert_null(plan_find_move(plan, "web"));
		if (!strstr(why_web_stays(plan), choices[i].why))
			fail_msg("%s", why_web_stays(plan));
	}
}

/* Who shares a machine with one that bears less bears no more than that. */
static void test_the_one_that_bears_the_least_decides(void **state)
{
	static const struct change changes[] = {FAST, {SYS "pause_ms", "300000"},
		{"/items/other", "{\"kind\":\"system\",\"id\":\"other\",\"facts\":{\"name\":"
				 "\"other\",\"department\":\"fin\",\"machines\":[\"web\"],"
				 "\"pause_ms\":5000}}"},
		{0}};
	AUTO_TINY struct tiny tiny = {0};
	AUTO_JSON struct json_object *plan = NULL;

	(void)state;
	tiny_make(&tiny, changes);
	plan = tiny_plan(&tiny);
	assert_null(plan_find_move(plan, "web"));
	assert_non_null(strstr(why_web_stays(plan), "bears 5000 in all"));
}

static int64_t seconds(const struct change *changes, const char *name)
{
	AUTO_TINY struct tiny tiny = {0};
	AUTO_JSON struct json_object *plan = NULL;

	tiny_make(&tiny, changes);
	plan = tiny_plan(&tiny);
	return json_integer(json_member(json_member(plan, "estimates"), WEB), name, 0);
}

/* What is written goes again; of the unknown the range is wider; offline goes once. */
static void test_writing_costs_time(void **state)
{
	static const struct change none[] = {{W "bytes", "0"}, {0}};
	static const struct change warm[] = {{W "bytes", "2097152"}, {0}};
	static const struct change unknown[] = {{"/measured/machines", NULL}, {0}};
	static const struct change still[] = {FAST, {SYS "pause_ms", "300000"}, {0}};

	(void)state;
	assert_int_equal(seconds(warm, "seconds") - seconds(none, "seconds"), 33);
	assert_int_equal(seconds(unknown, "seconds"), seconds(none, "seconds"));
	assert_int_equal(seconds(still, "seconds"), seconds(none, "seconds"));
	assert_true(seconds(unknown, "seconds_high") > seconds(none, "seconds_high") + 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_the_one_that_bears_the_least_decides),
		cmocka_unit_test(test_writing_costs_time),
	};

	return cmocka_run_group_tests_name("strategy", tests, NULL, NULL);
}
