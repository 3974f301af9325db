/* What is stored of a move comes back whole, or is refused; and what a plan orders. */
#include "execution/journal.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "execution/order.h"
#include "planning/planner/build.h"
#include "tiny.h"
#include <stdlib.h>
#include <string.h>

/* A move in the middle of things, with the largest values that fit. */
static struct move busy_move(void)
{
	struct move move = {
		.facts = {.begun = true,
			.was_running = true,
			.autostart = true,
			.transfer_open = true,
			.source_boot = 0x000fffffffffffff,
			.target_boot = UINT64_MAX},
		.phase = MOVE_TRANSFERRING,
		.stage = STAGE_CALL,
		.operation = OPERATION_TRANSFER,
		.serial = UINT32_MAX,
		.waits = UINT32_MAX - 1,
		.attempt = 2,
		.step = 3,
		.fruitless = 255,
		.row = 1,
		.has_order = true,
		.ordered = OPERATION_RESUME_SOURCE,
	};

	move.seen.side[SIDE_SOURCE] = (struct side_view){.power = POWER_RUNNING,
		.reason = REASON_OTHER,
		.mark = MARK_OURS,
		.job = true,
		.persistent = true,
		.boot = 0x000fffffffffffff};
	move.seen.side[SIDE_TARGET] = (struct side_view){.power = POWER_PAUSED,
		.reason = REASON_USER,
		.mark = MARK_OURS,
		.volumes = VOLUMES_PARTIAL,
		.boot = 1};
	return move;
}

static void test_it_comes_back_whole(void **state)
{
	struct move before = busy_move(), after = {0};
	AUTO_JSON struct json_object *tree = journal_encode(&before);
	AUTO_FREE char *text = json_canonical_string(tree);
	struct source source = {SOURCE_JSON, "state", text, strlen(text)};
	AUTO_JSON struct json_object *read = NULL;
	struct error error = {0};

	(void)state;
	assert_int_equal(json_parse(&read, &source, JSON_FILE, &error), 0);
	if (journal_decode(&after, read, &error) < 0)
		fail_msg("%s", error.text);
	AUTO_JSON struct json_object *again = journal_encode(&after);
	AUTO_FREE char *other = json_canonical_string(again);
	assert_string_equal(text, other);
	assert_true(after.facts.target_boot == UINT64_MAX);
	assert_true(after.facts.source_boot == 0x000fffffffffffff);
	assert_int_equal(after.serial, UINT32_MAX);
	assert_int_equal(after.phase, MOVE_TRANSFERRING);
	assert_int_equal(after.seen.side[SIDE_TARGET].power, POWER_PAUSED);
	assert_true(after.has_order);
}

/* Each member once taken away, once of another type, once too large. */
static void test_each_member_is_needed_and_bounded(void **state)
{
	struct move move = busy_move();
	AUTO_JSON struct json_object *whole = journal_encode(&move);
	static const char *const values[] = {NULL, "\"1\"", "-1", "4294967296", "{}"};

	(void)state;
	json_object_object_foreach (whole, name, value) {
		(void)value;
		for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
			AUTO_JSON struct json_object *bad = json_copy(whole);
			struct error error = {0};
			struct move read = {0};

			json_object_object_del(bad, name);
			if (values[i])
				json_set(bad, name, json_tokener_parse(values[i]));
			if (journal_decode(&read, bad, &error) == 0)
				fail_msg("%s: %s was taken", name,
					values[i] ? values[i] : "nothing");
			assert_int_equal(error.code, ERROR_INPUT);
		}
	}
}

static void test_values_that_are_of_no_kind(void **state)
{
	static const struct {
		const char *name;
		int64_t value;
	} cases[] = {
		{"phase", MOVE_PHASES},
		{"stage", MOVE_STAGES},
		{"operation", OPERATIONS},
		{"ordered", OPERATIONS},
		{"outcome", OUTCOMES},
		{"step", MOVE_STEPS_OVER + 1},
		{"row", 255},
		{"begun", 2},
		{"committed", 255},
		{"has_order", 2},
	};
	struct move move = busy_move();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_JSON struct json_object *bad = journal_encode(&move);
		struct error error = {0};
		struct move read = {0};

		json_set_integer(bad, cases[i].name, cases[i].value);
		if (journal_decode(&read, bad, &error) == 0)
			fail_msg("%s %lld was taken", cases[i].name, (long long)cases[i].value);
		assert_int_equal(error.code, ERROR_INPUT);
	}
}

static void test_boots_are_sixteen_digits(void **state)
{
	static const char *const boots[] = {"", "0", "00000000000000000", "000000000000000G",
		"000000000000000F", "-000000000000001", "0x00000000000001"};
	struct move move = busy_move();

	(void)state;
	for (size_t i = 0; i < sizeof(boots) / sizeof(boots[0]); i++) {
		AUTO_JSON struct json_object *bad = journal_encode(&move);
		struct error error = {0};
		struct move read = {0};

		json_set_string(bad, "source_boot", boots[i]);
		assert_int_equal(journal_decode(&read, bad, &error), -1);
		assert_non_null(strstr(error.text, "source_boot"));
	}
}

/* --- what a plan orders --- */

static struct json_object *build(const struct change *changes)
{
	AUTO_TINY struct tiny tiny = {0};

	tiny_make(&tiny, changes);
	return tiny_plan(&tiny);
}

static struct json_object *move_of(struct json_object *plan, size_t index)
{
	struct json_object *wave = json_object_array_get_idx(json_member(plan, "waves"), 0);

	return json_object_array_get_idx(json_member(wave, "moves"), index);
}

static void test_the_order_of_a_move(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL);
	struct move_order order;
	struct error error = {0};

	(void)state;
	assert_int_equal(order_move(&order, move_of(plan, 0), &error), 0);
	assert_int_equal(order.before[0], OPERATION_CHECK_PAGE);
	assert_int_equal(order.before[1], OPERATION_NONE);
	assert_int_equal(order.after[0], OPERATION_CHECK_PAGE);
	assert_int_equal(order.after[1], OPERATION_CHECK_CONTENT);
	assert_int_equal(order.after[2], OPERATION_NONE);
	assert_int_equal(order.deadline[OPERATION_TRANSFER],
		json_integer(json_member(move_of(plan, 0), "deadlines"), "transfer", 0));
	assert_true(order.deadline[OPERATION_TRANSFER] >= 3600000);
	assert_int_equal(order.deadline[OPERATION_OBSERVE], 20000);
	assert_int_equal(order.attempts, 2);
	assert_true(order.may_drop_paused_copy && order.may_undefine_our_copy &&
		    order.may_delete_partial_volume);
	for (unsigned i = OPERATION_NONE + 1; i < OPERATIONS; i++)
		assert_true(order.deadline[i] > 0);
}

static void test_only_what_is_approved_by_name_is_allowed(void **state)
{
	static const struct change changes[] = {
		{"/playbook/allow", "[\"undefine_our_copy\"]"}, {0}};
	AUTO_JSON struct json_object *plan = build(changes);
	struct move_order order;

	(void)state;
	assert_int_equal(order_move(&order, move_of(plan, 0), NULL), 0);
	assert_false(order.may_drop_paused_copy);
	assert_true(order.may_undefine_our_copy);
	assert_false(order.may_delete_partial_volume);
}

static void refuse(struct json_object *move, const char *words)
{
	struct move_order order;
	struct error error = {0};

	assert_int_equal(order_move(&order, move, &error), -1);
	assert_int_equal(error.code, ERROR_INPUT);
	if (!strstr(error.text, words))
		fail_msg("\"%s\" expected in: %s", words, error.text);
}

static void test_orders_that_are_none(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL);
	struct json_object *playbook = json_member(move_of(plan, 0), "playbook");
	struct json_object *deadlines = json_member(move_of(plan, 1), "deadlines");

	(void)state;
	json_object_array_put_idx(json_member(playbook, "after"), 0,
		json_object_new_string("resume_target")); /* a real one, not a playbook's */
	refuse(move_of(plan, 0), "\"resume_target\" is not a step");
	json_object_array_put_idx(
		json_member(playbook, "after"), 0, json_object_new_string("dance"));
	refuse(move_of(plan, 0), "\"dance\" is not a step");
	json_object_object_del(deadlines, "fence");
	refuse(move_of(plan, 1), "\"fence\" has no deadline");
	json_set_integer(deadlines, "dance", 7);
	refuse(move_of(plan, 1), "\"dance\" is of no operation");
}

static void test_the_order_of_a_run(void **state)
{
	static const struct change changes[] = {
		{"/request", "{\"window\":{\"from\":\"2026-02-01T22:00:00Z\","
			     "\"to\":\"2026-02-02T04:00:00Z\"}}"},
		{"/profile/planning/concurrency", "2"}, {0}};
	AUTO_JSON struct json_object *plan = build(changes);
	struct json_object *moves[RUN_MOVES];
	struct run *run = mem_alloc(sizeof(*run));

	(void)state;
	assert_int_equal(order_run(run, plan, moves, NULL), 0);
	assert_int_equal(run->count, 2);
	assert_int_equal(run->concurrency, 2);
	assert_int_equal(run->table.share[1].most, 77840); /* kbit/s */
	for (int i = 0; i < 2; i++) {
		assert_ptr_equal(moves[i], move_of(plan, (size_t)i));
		assert_int_equal(run->move[i].rate, 38920);
		assert_int_equal(run->move[i].group, run->move[0].group);
		assert_int_equal(run->move[i].use[USE_LINK], 1);
		assert_int_equal(run->move[i].not_before, 1769983200);
		assert_int_equal(run->move[i].not_after, 1770004800);
	}
	free(run);
}

static const struct share *share_of(const struct run *run, unsigned move, enum share_use use)
{
	return &run->table.share[run->move[move].use[use]];
}

static void test_what_moves_share(void **state)
{
	static const struct change changes[] = {{"/items/fin/facts/team", "\"north\""},
		{"/profile/planning/limits",
			"{\"host_moves\":3,\"pool_moves\":2,\"team_moves\":9}"},
		{0}};
	AUTO_JSON struct json_object *plan = build(changes);
	struct json_object *moves[RUN_MOVES];
	struct run *run = mem_alloc(sizeof(*run));

	(void)state;
	assert_int_equal(order_run(run, plan, moves, NULL), 0);
	assert_int_equal(share_of(run, 0, USE_SOURCE)->most, 3);
	assert_int_equal(share_of(run, 1, USE_TARGET)->most, 3);
	assert_int_equal(share_of(run, 0, USE_POOL)->most, 2);
	assert_int_equal(share_of(run, 0, USE_TEAM)->most, 9);
	assert_ptr_equal(share_of(run, 0, USE_SOURCE), share_of(run, 1, USE_SOURCE));
	assert_ptr_equal(share_of(run, 0, USE_TEAM), share_of(run, 1, USE_TEAM));
	assert_ptr_not_equal(share_of(run, 0, USE_SOURCE), share_of(run, 0, USE_TARGET));
	free(run);
}

/* Without limits, hosts and pools are known all the same: another plan may limit them. */
static void test_what_has_no_limit(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL);
	struct json_object *moves[RUN_MOVES];
	struct run *run = mem_alloc(sizeof(*run));

	(void)state;
	assert_int_equal(order_run(run, plan, moves, NULL), 0);
	assert_int_equal(share_of(run, 0, USE_SOURCE)->most, SHARE_ANY);
	assert_int_equal(share_of(run, 0, USE_POOL)->most, SHARE_ANY);
	assert_int_equal(run->move[0].use[USE_TEAM], SHARE_NONE);
	free(run);
}

/* One that has all of its link has no cap, and leaves no room. */
static void test_a_move_without_a_cap_has_its_link(void **state)
{
	static const struct change changes[] = {{"/profile/planning/concurrency", "1"},
		{"/profile/planning/link_percent", "100"}, {0}};
	AUTO_JSON struct json_object *plan = build(changes);
	struct json_object *moves[RUN_MOVES];
	struct run *run = mem_alloc(sizeof(*run));

	(void)state;
	assert_int_equal(order_run(run, plan, moves, NULL), 0);
	assert_int_equal(json_integer(moves[0], "rate", -1), 0);
	assert_in_range(run->move[0].rate, 1, 100000);
	assert_int_equal(run->move[0].rate, share_of(run, 0, USE_LINK)->most);
	free(run);
}

/* On working days less: 2026-02-02 is a Monday. */
static void test_the_hours_of_a_link(void **state)
{
	static const struct change changes[] = {{"/profile/planning/timezone_minutes", "480"},
		{"/profile/planning/link_percent", "80"},
		{"/profile/planning/budgets",
			"[{\"days\":[\"mon\",\"tue\"],\"from\":\"12:00\",\"to\":\"13:00\","
			"\"percent\":0},{\"days\":[\"mon\"],\"from\":\"08:00\",\"to\":"
			"\"24:00\",\"percent\":20}]"},
		/* Its machines write so little that a fifth of the link suffices. */
		{"/measured/machines/fin-hv/rates/11111111-1111-4111-8111-111111111111/bytes",
			"1024"},
		{"/measured/machines/fin-hv/rates/22222222-2222-4222-8222-222222222222/bytes",
			"1024"},
		{0}};
	AUTO_JSON struct json_object *plan = build(changes);
	struct json_object *moves[RUN_MOVES];
	struct run *run = mem_alloc(sizeof(*run));
	const int64_t monday = 1769961600; /* 00:00 at UTC+8 */
	uint16_t link;
	uint32_t full;

	(void)state;
	assert_int_equal(order_run(run, plan, moves, NULL), 0);
	link = run->move[0].use[USE_LINK];
	full = share_of(run, 0, USE_LINK)->nominal;
	assert_int_equal(share_of(run, 0, USE_LINK)->most, SHARE_ANY);
	assert_int_equal(share_peak(&run->table, link), full * 80 / 100);
	assert_int_equal(share_limit(&run->table, link, monday, monday), full * 80 / 100);
	assert_int_equal(
		share_limit(&run->table, link, monday, monday + 8 * 3600 + 1), full * 20 / 100);
	assert_int_equal(share_limit(&run->table, link, monday + 12 * 3600 + 1800,
				 monday + 12 * 3600 + 1800),
		0);
	assert_int_equal(share_next_hour(&run->table, monday + 8 * 3600), monday + 12 * 3600);
	assert_int_equal(share_limit(&run->table, link, monday + 9 * 3600, INT64_MAX), 0);
	free(run);
}

static void test_a_run_of_no_move_is_none(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL);
	struct json_object *moves[RUN_MOVES];
	struct run *run = mem_alloc(sizeof(*run));
	struct error error = {0};

	(void)state;
	json_set(plan, "waves", json_object_new_array());
	assert_int_equal(order_run(run, plan, moves, &error), -1);
	assert_int_equal(error.code, ERROR_INPUT);
	assert_non_null(strstr(error.text, "no move in the waves"));
	free(run);
}

/* Another move like the first, of another machine. */
static void add_move(struct json_object *plan, struct json_object *list)
{
	AUTO_FREE char *name = mem_format("web-%zu", json_object_array_length(list));

	struct json_object *move = json_copy(move_of(plan, 0));

	json_set_string(move, "name", name);
	json_object_array_add(list, json_set_string(move, "machine", name));
}

static void test_a_move_is_there_once(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL);
	struct json_object *wave = json_object_array_get_idx(json_member(plan, "waves"), 0);
	struct json_object *moves[RUN_MOVES];
	struct run *run = mem_alloc(sizeof(*run));
	struct error error = {0};

	(void)state;
	json_object_array_add(json_member(wave, "moves"), json_copy(move_of(plan, 0)));
	assert_int_equal(order_run(run, plan, moves, &error), -1);
	assert_non_null(strstr(error.text, "twice"));
	free(run);
}

static void test_a_run_takes_512_moves(void **state)
{
	AUTO_JSON struct json_object *plan = build(NULL);
	struct json_object *wave = json_object_array_get_idx(json_member(plan, "waves"), 0);
	struct json_object *list = json_member(wave, "moves"), *moves[RUN_MOVES];
	struct run *run = mem_alloc(sizeof(*run));
	struct error error = {0};

	(void)state;
	while (json_object_array_length(list) < RUN_MOVES)
		add_move(plan, list);
	if (order_run(run, plan, moves, &error) < 0)
		fail_msg("%s", error.text);
	assert_int_equal(run->count, RUN_MOVES);
	add_move(plan, list);
	assert_int_equal(order_run(run, plan, moves, &error), -1);
	assert_int_equal(error.code, ERROR_INPUT);
	assert_non_null(strstr(error.text, "at most 512 moves"));
	free(run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_comes_back_whole),
		cmocka_unit_test(test_each_member_is_needed_and_bounded),
		cmocka_unit_test(test_values_that_are_of_no_kind),
		cmocka_unit_test(test_boots_are_sixteen_digits),
		cmocka_unit_test(test_the_order_of_a_move),
		cmocka_unit_test(test_only_what_is_approved_by_name_is_allowed),
		cmocka_unit_test(test_orders_that_are_none),
		cmocka_unit_test(test_the_order_of_a_run),
		cmocka_unit_test(test_what_moves_share),
		cmocka_unit_test(test_what_has_no_limit),
		cmocka_unit_test(test_a_move_without_a_cap_has_its_link),
		cmocka_unit_test(test_the_hours_of_a_link),
		cmocka_unit_test(test_a_run_of_no_move_is_none),
		cmocka_unit_test(test_a_move_is_there_once),
		cmocka_unit_test(test_a_run_takes_512_moves),
	};

	return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
