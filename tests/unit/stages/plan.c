/* The pure planner on a small city: the golden plan, and what is left out and why. */
#include "model/plan.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/planner/build.h"
#include "tiny.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct json_object *build(const struct change *changes)
{
	AUTO_TINY struct tiny tiny = {0};

	tiny_make(&tiny, changes);
	return tiny_plan(&tiny);
}

static void write_golden(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fprintf(file, "%s\n", text);
	fclose(file);
}

/* BANYUN_GOLDEN=1 writes the file anew; what changed is then read by a person. */
static void test_the_golden_plan(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL);
	AUTO_FREE char *text = json_canonical_string(plan);
	AUTO_FREE char *path = tiny_golden("plan-tiny.json");
	AUTO_TEXT struct text golden = {0};
	struct error error = {0};

	(void)state;
	if (getenv("BANYUN_GOLDEN"))
		write_golden(path, text);
	if (text_read_file(&golden, path, JSON_FILE, &error) < 0)
		fail_msg("%s", error.text);
	golden.data[golden.size - 1] = '\0';
	assert_string_equal(text, golden.data);
}

static void test_the_same_input_gives_the_same_bytes(void **state)
{
	AUTO_JSON struct json_object *left = build(NULL), *right = build(NULL);
	AUTO_FREE char *one = json_canonical_string(left), *two = json_canonical_string(right);

	(void)state;
	assert_string_equal(one, two);
}

static struct json_object *moves_of(struct json_object *plan)
{
	struct json_object *waves = json_member(plan, "waves");

	return json_member(json_object_array_get_idx(waves, 0), "moves");
}

static void test_a_group_moves_whole(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL);
	struct json_object *moves = moves_of(plan);

	(void)state;
	assert_int_equal(json_object_array_length(json_member(plan, "waves")), 1);
	assert_int_equal(json_object_array_length(moves), 2);
	for (size_t i = 0; i < 2; i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);

		assert_string_equal(json_string(move, "group"), "portal");
		assert_true(json_boolean(move, "encrypted", false));
		assert_int_equal(json_integer(move, "rate", 0), 77840000);
		assert_int_equal(json_object_array_length(json_member(move, "facts")), 2);
		assert_non_null(json_member(
			json_member(plan, "estimates"), json_string(move, "machine")));
	}
}

static const char *host_of(struct json_object *plan, const char *name)
{
	return json_string(json_member(plan_find_move(plan, name), "target"), "host");
}

#define SPREAD(word)                                                                           \
	{                                                                                      \
		"/items/portal/facts/spread", "\"" word "\""                                   \
	}
#define NO_ROOM(host, room)                                                                    \
	{                                                                                      \
		"/items/" host "/facts/memory", room                                           \
	}

/* Where the spread of a system is told, it holds, or its group stays. */
static void test_machines_stand_as_their_system_asks(void **state)
{
	static const struct change apart[] = {SPREAD("apart"), {0}};
	static const struct change together[] = {SPREAD("together"), {0}};
	/* Only the second hypervisor has memory for both. */
	static const struct change narrow[] = {
		SPREAD("together"), NO_ROOM("cloud-a", "1610612736"), {0}};
	AUTO_JSON struct json_object *one = build(apart), *two = build(together);
	AUTO_JSON struct json_object *three = build(narrow);

	(void)state;
	assert_string_not_equal(host_of(one, "web"), host_of(one, "db"));
	assert_string_equal(host_of(two, "web"), host_of(two, "db"));
	assert_string_equal(host_of(three, "web"), "cloud-b");
	assert_string_equal(host_of(three, "db"), "cloud-b");
	assert_string_equal(
		json_string(
			json_object_array_get_idx(json_member(one, "systems"), 0), "spread"),
		"apart");
}

/* What is proposed is shown beside what moves, of each machine and of its department. */
static void test_sizes_are_proposed_and_not_given(void **state)
{
	static const struct change large[] = {{"/items/web/facts/vcpus", "4"},
		{"/items/quota-fin/facts/vcpus", "16"},
		{"/measured/systems/machines/22222222-2222-4222-8222-222222222222", NULL}, {0}};
	AUTO_JSON struct json_object *plan = build(large);
	struct json_object *sizes = json_member(plan, "sizes");
	struct json_object *machine =
		json_object_array_get_idx(json_member(sizes, "machines"), 0);
	struct json_object *all =
		json_object_array_get_idx(json_member(sizes, "departments"), 0);

	(void)state;
	assert_int_equal(json_length(json_member(sizes, "machines")), 1);
	assert_string_equal(json_string(machine, "name"), "web");
	assert_int_equal(json_integer(machine, "vcpus", 0), 4);
	assert_int_equal(json_integer(machine, "proposed_vcpus", 0), 1);
	assert_int_equal(json_integer(all, "machines", 0), 2);
	assert_int_equal(json_integer(all, "unknown", 0), 1);
	assert_int_equal(
		json_integer(all, "vcpus", 0), json_integer(all, "proposed_vcpus", 0) + 3);
	assert_int_equal(json_integer(plan_find_move(plan, "web"), "memory", 0), 1073741824);
}

/* What has arrived counts: the other follows it, or keeps away. */
static void test_machines_stand_beside_what_arrived(void **state)
{
	static const struct change apart[] = {
		SPREAD("apart"), {"/items/web/facts/host", "\"cloud-b\""}, {0}};
	static const struct change together[] = {
		SPREAD("together"), {"/items/web/facts/host", "\"cloud-a\""}, {0}};
	AUTO_JSON struct json_object *one = build(apart), *two = build(together);

	(void)state;
	assert_string_equal(host_of(one, "db"), "cloud-a");
	assert_string_equal(host_of(two, "db"), "cloud-a");
}

/* Both hosts have the same memory: the second machine goes where more is left. */
static void test_machines_spread_by_memory(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL);

	(void)state;
	assert_string_equal(
		json_string(json_member(plan_find_move(plan, "web"), "target"), "host"),
		"cloud-a");
	assert_string_equal(
		json_string(json_member(plan_find_move(plan, "db"), "target"), "host"),
		"cloud-b");
}

static const char *why_left_out(struct json_object *plan, const char *name)
{
	struct json_object *list = json_member(plan, "left_out");

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (text_equal(json_string(row, "name"), name))
			return json_string(row, "why");
	}
	return "";
}

struct left_out {
	struct change change[4];
	const char *words;
};

static void test_what_leaves_the_whole_group_out(void **state)
{
	static const struct left_out cases[] = {
		{{{"/items/db/facts/state", "\"off\""}}, "machine.running: The machine is off"},
		{{{"/items/db/facts/snapshots", "1"}}, "machine.movable"},
		{{{"/items/landing", NULL}}, "the survey names no landing network"},
		{{{"/items/pool-a/measures/available", "1000"},
			 {"/items/pool-b/measures/available", "1000"}},
			"target.space"},
		/* Each fits alone, but not both. */
		{{{"/items/pool-a/measures/available", "23622320128"},
			 {"/items/cloud-b", NULL}},
			"no pool of the cloud has room"},
		{{{"/items/cloud-a/facts/memory", "1610612736"}, {"/items/cloud-b", NULL}},
			"no hypervisor of the cloud has memory"},
		{{{"/items/cloud-a", NULL}, {"/items/cloud-b", NULL}},
			"no hypervisor of the cloud"},
		{{SPREAD("apart"), {"/items/cloud-b", NULL}},
			"system portal is to stand on a hypervisor of its own"},
		{{SPREAD("together"), NO_ROOM("cloud-a", "1610612736"),
			 NO_ROOM("cloud-b", "1610612736")},
			"room for all machines of system portal"},
		/* What is amiss with the system is amiss with each of its machines. */
		{{{"/items/portal/facts/replaceable", "true"},
			 {"/profile/rules/zombie.replaceable", "\"block\""}},
			"zombie.replaceable"},
		{{{"/items/portal/facts/mlps_level", "4"},
			 {"/profile/clouds/1/mlps_level", "1"}},
			"target.protection"},
		{{{"/items/quota-fin/facts/vcpus", "1"}}, "target.quota"},
		{{{"/measured/reach", "{}"}}, "target.reachable: Whether fin-hv reaches"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_JSON struct json_object *plan = build(cases[i].change);

		assert_int_equal(json_object_array_length(json_member(plan, "waves")), 0);
		if (!strstr(why_left_out(plan, "web"), cases[i].words) ||
			!strstr(why_left_out(plan, "db"), cases[i].words))
			fail_msg("case %zu: expected \"%s\", told \"%s\" and \"%s\"", i,
				cases[i].words, why_left_out(plan, "web"),
				why_left_out(plan, "db"));
	}
}

static void test_a_machine_that_was_not_found(void **state)
{
	static const struct change lost[] = {{"/items/db", NULL}, {0}};
	AUTO_JSON struct json_object *plan = build(lost);

	(void)state;
	assert_int_equal(json_object_array_length(json_member(plan, "waves")), 0);
	assert_non_null(strstr(why_left_out(plan, "web"), "1 were not found"));
}

/* A server that was found is not missing: it is hosted where the virtual machines go. */
static void test_a_server_beside_machines(void **state)
{
	static const struct change server[] = {
		{"/items/portal/facts/machines", "[\"web\",\"db\",\"iron\"]"},
		{"/items/iron",
			"{\"kind\":\"host\",\"id\":\"iron\",\"facts\":{\"name\":\"iron\","
			"\"side\":\"department\",\"department\":\"fin\"}}"},
		{"/profile/disposition", "{\"candidates\":\"hold\",\"physical\":\"host\","
					 "\"mixed\":\"rehost\",\"second_step_days\":730}"},
		{0}};
	AUTO_JSON struct json_object *plan = build(server);

	(void)state;
	assert_string_equal(why_left_out(plan, "iron"), "");
	assert_non_null(plan_find_move(plan, "web"));
	assert_non_null(plan_find_move(plan, "db"));
	assert_string_equal(
		json_object_to_json_string_ext(
			json_member(json_object_array_get_idx(json_member(plan, "systems"), 0),
				"hardware"),
			0),
		"[\"iron\"]");
}

static void test_what_nobody_claims_stays(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL);

	(void)state;
	assert_non_null(strstr(why_left_out(plan, "stray"), "no system of the survey"));
	assert_null(plan_find_move(plan, "stray"));
}

static void test_one_target_that_is_not_ready_is_avoided(void **state)
{
	static const struct change changes[] = {{"/items/net-a/facts/active", "false"}, {0}};
	AUTO_JSON struct json_object *plan = build(changes);

	(void)state;
	assert_string_equal(
		json_string(json_member(plan_find_move(plan, "web"), "target"), "host"),
		"cloud-b");
	assert_string_equal(
		json_string(json_member(plan_find_move(plan, "db"), "target"), "host"),
		"cloud-b");
}

static void test_what_arrived_is_not_planned_again(void **state)
{
	static const struct change both[] = {{"/items/web/facts/host", "\"cloud-a\""},
		{"/items/db/facts/host", "\"cloud-a\""}, {0}};
	static const struct change one[] = {{"/items/web/facts/host", "\"cloud-a\""}, {0}};
	AUTO_JSON struct json_object *nothing = build(both), *rest = build(one);

	(void)state;
	assert_int_equal(json_object_array_length(json_member(nothing, "waves")), 0);
	assert_int_equal(json_object_array_length(moves_of(rest)), 1);
	assert_non_null(plan_find_move(rest, "db"));
}

static size_t moves_with_quota(const char *vcpus)
{
	const struct change changes[] = {{"/items/web/facts/host", "\"cloud-a\""},
		{"/profile/rules/target.quota", "\"ignore\""},
		{"/items/quota-fin/facts/vcpus", vcpus}, {0}};
	AUTO_JSON struct json_object *plan = build(changes);

	if (json_length(json_member(plan, "waves")) > 0)
		return json_object_array_length(moves_of(plan));
	assert_string_equal(
		why_left_out(plan, "db"), "the quota of its department does not suffice");
	return 0;
}

/* What stands on the cloud has its part of the grant: one vCPU of it. */
static void test_what_arrived_counts_for_its_quota(void **state)
{
	(void)state;
	assert_int_equal(moves_with_quota("2"), 1);
	assert_int_equal(moves_with_quota("1"), 0);
}

static int64_t rate_with(const char *percent, const char *concurrency)
{
	const struct change changes[] = {{"/profile/planning/link_percent", percent},
		{"/profile/planning/concurrency", concurrency}, {"/measured/machines", NULL},
		{0}};
	AUTO_JSON struct json_object *plan = build(changes);

	return json_integer(plan_find_move(plan, "web"), "rate", -1);
}

/* Of the 97.3 Mbit/s that were measured of the link. */
static void test_rates(void **state)
{
	(void)state;
	assert_int_equal(rate_with("100", "1"), 0); /* the link is its own: no cap */
	assert_int_equal(rate_with("100", "2"), 48650000);
	assert_int_equal(rate_with("80", "1"), 77840000);
	assert_int_equal(rate_with("50", "4"), 12162500);
}

static void test_the_window_is_the_waves(void **state)
{
	static const struct change changes[] = {
		{"/request",
			"{\"window\":{\"from\":\"2026-02-01T22:00:00Z\",\"to\":\"2026-02-02T04:"
			"00:00Z\"}}"},
		{0}};
	AUTO_JSON struct json_object *plan = build(changes), *without = build(NULL);
	struct json_object *wave = plan_find_wave(plan, "fin");

	(void)state;
	assert_string_equal(
		json_string(json_member(wave, "window"), "from"), "2026-02-01T22:00:00Z");
	assert_null(json_member(plan_find_wave(without, "fin"), "window"));
}

static void test_only_the_departments_asked_for(void **state)
{
	static const struct change other[] = {
		{"/request", "{\"departments\":[\"health\"]}"}, {0}};
	static const struct change this[] = {{"/request", "{\"departments\":[\"fin\"]}"}, {0}};
	AUTO_JSON struct json_object *none = build(other), *one = build(this);

	(void)state;
	assert_int_equal(json_object_array_length(json_member(none, "waves")), 0);
	assert_int_equal(json_object_array_length(json_member(one, "waves")), 1);
}

static size_t waves_of(const char *request)
{
	const struct change changes[] = {{"/request", request}, {0}};
	AUTO_JSON struct json_object *plan = build(changes);

	return json_object_array_length(json_member(plan, "waves"));
}

static void test_only_the_scope_asked_for(void **state)
{
	(void)state;
	assert_int_equal(waves_of("{\"scope\":[\"fin\"]}"), 1);
	assert_int_equal(waves_of("{\"scope\":[\"health\",\"fin/portal\"]}"), 1);
	assert_int_equal(waves_of("{\"scope\":[\"fin/other\"]}"), 0);
	assert_int_equal(waves_of("{\"scope\":[\"fi\"]}"), 0);
	assert_int_equal(waves_of("{\"scope\":[\"fin/\"]}"), 0);
}

static int64_t second_of(struct json_object *tree, const char *name)
{
	const char *text = json_string(tree, name);
	int64_t wall = -1;

	return text && clock_parse(text, &wall) == 0 ? wall / CLOCK_SECOND : -1;
}

/* What a system counts from is the end of its trial. */
static void test_a_system_is_accepted_after_its_trial(void **state)
{
	static const struct change week[] = {{"/profile/planning/trial_days", "7"}, {0}};
	AUTO_JSON struct json_object *with = build(week), *without = build(NULL);
	struct json_object *one = json_object_array_get_idx(json_member(with, "systems"), 0);
	struct json_object *other =
		json_object_array_get_idx(json_member(without, "systems"), 0);

	(void)state;
	assert_int_equal(second_of(one, "accepted") - second_of(one, "done"), 7 * 86400);
	assert_int_equal(second_of(other, "accepted"), second_of(other, "done"));
	assert_int_equal(
		second_of(json_member(with, "forecast"), "until"), second_of(one, "accepted"));
	assert_int_equal(
		second_of(json_member(without, "forecast"), "until"), second_of(other, "done"));
}

static struct json_object *freed_of(struct json_object *plan, const char *kind, const char *id)
{
	struct json_object *list = json_member(plan, "freed");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (text_equal(json_string(row, "kind"), kind) &&
			text_equal(json_string(row, "id"), id))
			return row;
	}
	return NULL;
}

/* One machine that stays keeps its server; when it goes too, the trial is waited for. */
static void test_a_server_is_free_when_all_have_left_it(void **state)
{
	static const struct change all[] = {{"/profile/planning/trial_days", "7"},
		{"/items/portal/facts/machines", "[\"web\",\"db\",\"stray\"]"}, {0}};
	AUTO_JSON struct json_object *some = build(NULL), *whole = build(all);
	struct json_object *row = freed_of(whole, "server", "fin-hv");
	struct json_object *system =
		json_object_array_get_idx(json_member(whole, "systems"), 0);

	(void)state;
	assert_null(freed_of(some, "server", "fin-hv"));
	assert_non_null(row);
	assert_int_equal(json_integer(row, "machines", 0), 3);
	assert_int_equal(json_integer(row, "storage", 0), 33285996544);
	assert_string_equal(json_string(row, "at"), json_string(system, "accepted"));
	assert_null(freed_of(whole, "server", "cloud-a"));
}

/* Author, time and estimates are not bound; what a move does is. */
static void test_what_the_digest_binds(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL), *edited = json_copy(plan);
	char before[DIGEST_TEXT], after[DIGEST_TEXT];

	(void)state;
	plan_digest(plan, before);
	json_set_string(edited, "author", "somebody");
	json_set_string(edited, "made", "2027-01-01T00:00:00Z");
	json_set(edited, "estimates", json_object_new_object());
	plan_digest(edited, after);
	assert_string_equal(before, after);
	json_set_integer(plan_find_move(edited, "db"), "pause_limit", 301);
	plan_digest(edited, after);
	assert_string_not_equal(before, after);
}

/* The plan of a city that has changed so, with the waves of that plan approved. */
static struct json_object *build_after(struct json_object *before, const struct change *changes)
{
	AUTO_TINY struct tiny tiny = {0};
	struct json_object *waves = json_member(before, "waves");

	tiny_make(&tiny, changes);
	tiny.kept = json_object_new_array();
	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *kept = json_object_new_object();

		json_set(kept, "wave", json_copy(json_object_array_get_idx(waves, i)));
		json_set(kept, "estimates", json_copy(json_member(before, "estimates")));
		json_object_array_add(tiny.kept, kept);
	}
	return tiny_plan(&tiny);
}

static void test_an_approved_wave_stays_byte_for_byte(void **state)
{
	static const struct change later[] = {{"/profile/planning/pause_limit", "500"},
		{"/items/stray-of",
			"{\"kind\":\"system\",\"id\":\"fin/archive\",\"facts\":{\"name\":"
			"\"archive\",\"department\":\"fin\",\"machines\":[\"stray\"]}}"},
		{"/profile/rules/page.ipv4", "\"warn\""}, {0}};
	AUTO_JSON struct json_object *before = build(NULL), *after = NULL;
	struct json_object *stray;
	char was[DIGEST_TEXT], is[DIGEST_TEXT];

	(void)state;
	after = build_after(before, later);
	plan_wave_digest(plan_find_wave(before, "fin"), was);
	plan_wave_digest(plan_find_wave(after, "fin"), is);
	assert_string_equal(was, is);
	assert_int_equal(json_length(json_member(after, "dropped")), 0);
	stray = plan_find_wave(after, "fin-2");
	assert_non_null(stray);
	assert_int_equal(json_length(json_member(stray, "moves")), 1);
	assert_non_null(plan_find_move(after, "stray"));
	/* The link is not asked for more than it has beside what was approved. */
	assert_true(strcmp(json_string(json_member(json_member(after, "estimates"),
					       "33333333-3333-4333-8333-333333333333"),
				   "start"),
			    json_string(json_member(before, "schedule"), "finish")) >= 0);
}

static void test_an_approved_wave_that_drifted_is_dropped(void **state)
{
	static const struct change drift[] = {{"/items/db/facts/memory", "2147483648"}, {0}};
	AUTO_JSON struct json_object *before = build(NULL), *after = NULL;
	struct json_object *dropped;

	(void)state;
	after = build_after(before, drift);
	dropped = json_object_array_get_idx(json_member(after, "dropped"), 0);
	assert_string_equal(json_string(dropped, "wave"), "fin");
	assert_non_null(strstr(json_string(dropped, "why"), "\"db\" rests on machine"));
	assert_int_equal(json_integer(plan_find_move(after, "db"), "memory", 0), 2147483648);
}

static void test_an_approved_wave_that_is_over_is_gone(void **state)
{
	static const struct change arrived[] = {{"/items/web/facts/host", "\"cloud-a\""},
		{"/items/db/facts/host", "\"cloud-b\""}, {0}};
	AUTO_JSON struct json_object *before = build(NULL), *after = NULL;

	(void)state;
	after = build_after(before, arrived);
	assert_int_equal(json_length(json_member(after, "waves")), 0);
	assert_int_equal(json_length(json_member(after, "dropped")), 0);
}

static void test_plain_text_only_where_the_profile_allows_it(void **state)
{
	static const struct change changes[] = {
		{"/profile/transport/plain_text", "\"allowed\""}, {0}};
	AUTO_JSON struct json_object *plan = build(changes);

	(void)state;
	assert_false(json_boolean(plan_find_move(plan, "web"), "encrypted", true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_golden_plan),
		cmocka_unit_test(test_the_same_input_gives_the_same_bytes),
		cmocka_unit_test(test_a_group_moves_whole),
		cmocka_unit_test(test_machines_spread_by_memory),
		cmocka_unit_test(test_machines_stand_as_their_system_asks),
		cmocka_unit_test(test_machines_stand_beside_what_arrived),
		cmocka_unit_test(test_sizes_are_proposed_and_not_given),
		cmocka_unit_test(test_what_leaves_the_whole_group_out),
		cmocka_unit_test(test_a_machine_that_was_not_found),
		cmocka_unit_test(test_a_server_beside_machines),
		cmocka_unit_test(test_what_nobody_claims_stays),
		cmocka_unit_test(test_one_target_that_is_not_ready_is_avoided),
		cmocka_unit_test(test_what_arrived_is_not_planned_again),
		cmocka_unit_test(test_what_arrived_counts_for_its_quota),
		cmocka_unit_test(test_rates),
		cmocka_unit_test(test_the_window_is_the_waves),
		cmocka_unit_test(test_only_the_departments_asked_for),
		cmocka_unit_test(test_only_the_scope_asked_for),
		cmocka_unit_test(test_a_system_is_accepted_after_its_trial),
		cmocka_unit_test(test_a_server_is_free_when_all_have_left_it),
		cmocka_unit_test(test_what_the_digest_binds),
		cmocka_unit_test(test_an_approved_wave_stays_byte_for_byte),
		cmocka_unit_test(test_an_approved_wave_that_drifted_is_dropped),
		cmocka_unit_test(test_an_approved_wave_that_is_over_is_gone),
		cmocka_unit_test(test_plain_text_only_where_the_profile_allows_it),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
