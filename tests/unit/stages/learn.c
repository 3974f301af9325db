/*
 * What moves teach: the sum of lessons, lessons in a real store, and a plan that follows them.
 */
#include "planning/learn.h"
#include "../inventory/own_store.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/store.h"
#include "model/lesson.h"
#include "model/plan.h"
#include "tiny.h"
#include <string.h>

#define DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"
#define UUID   "11111111-1111-4111-8111-111111111111"
#define LEARN                                                                                  \
	"{\"moves_least\":3,\"moves_newest\":10,\"permille_least\":200,\"permille_most\":"     \
	"5000}"

static const struct lesson_limits limits = {3, 10, 200, 5000};

static struct json_object *lesson(const char *link, int64_t computed, int64_t took)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "run", "r-1");
	json_set_string(row, "move", "web");
	json_set_string(row, "machine", UUID);
	json_set_string(row, "plan", DIGEST);
	json_set_string(row, "link", link);
	json_set_integer(row, "opened", 1);
	json_set_integer(row, "closed", 2);
	json_set_integer(row, "bytes", 3);
	json_set_integer(row, "computed", computed);
	json_set_integer(row, "predicted_low", 1);
	json_set_integer(row, "predicted", 1);
	json_set_integer(row, "predicted_high", 1);
	return json_set_integer(row, "took", took);
}

/* Moves over one link, each computed to take 100 s; ended by -1. */
static struct json_object *lessons(const char *link, const int64_t *took)
{
	struct json_object *list = json_object_new_array();

	for (; *took >= 0; took++)
		json_object_array_add(list, lesson(link, 100, *took));
	return list;
}

static void assert_sum(struct json_object *sum, int64_t moves, int64_t permille, int64_t low,
	int64_t high, int64_t clamped)
{
	assert_int_equal(json_integer(sum, "moves", -1), moves);
	assert_int_equal(json_integer(sum, "permille", -1), permille);
	assert_int_equal(json_integer(sum, "low", -1), low);
	assert_int_equal(json_integer(sum, "high", -1), high);
	assert_int_equal(json_integer(sum, "clamped", -1), clamped);
}

static struct json_object *of_link(struct json_object *sum, const char *link)
{
	return json_member(json_member(sum, "links"), link);
}

/* --- the sum --- */

static void test_no_lessons_teach_nothing(void **state)
{
	AUTO_JSON struct json_object *none = json_object_new_array();
	AUTO_JSON struct json_object *sum = lesson_sum(none, &limits);

	(void)state;
	assert_null(json_member(sum, "fleet"));
	assert_int_equal(json_integer(sum, "spoilt", -1), 0);
}

static void test_the_middle_and_eight_of_ten(void **state)
{
	AUTO_JSON struct json_object *odd = lessons("a", (int64_t[]){150, 90, 110, -1});
	AUTO_JSON struct json_object *even =
		lessons("a", (int64_t[]){100, 110, 120, 130, 140, 150, 160, 170, 180, 190, -1});
	AUTO_JSON struct json_object *three = lesson_sum(odd, &limits);
	AUTO_JSON struct json_object *ten = lesson_sum(even, &limits);

	(void)state;
	assert_sum(of_link(three, "a"), 3, 1100, 900, 1500, 0);
	assert_sum(of_link(ten, "a"), 10, 1450, 1100, 1800, 0);
	assert_sum(json_member(ten, "fleet"), 10, 1450, 1100, 1800, 0);
}

/* A link that was mended is believed again after as many moves as count. */
static void test_the_newest_count(void **state)
{
	AUTO_JSON struct json_object *list =
		lessons("a", (int64_t[]){900, 900, 900, 900, 100, 100, 100, 100, 100, 100, 100,
				     100, 100, 100, -1});
	AUTO_JSON struct json_object *sum = lesson_sum(list, &limits);

	(void)state;
	assert_sum(of_link(sum, "a"), 10, 1000, 1000, 1000, 0);
}

static void test_links_are_apart_and_the_fleet_is_all(void **state)
{
	AUTO_JSON struct json_object *list = lessons("a", (int64_t[]){100, 100, -1});
	AUTO_JSON struct json_object *sum = NULL;

	(void)state;
	json_object_array_add(list, lesson("b", 100, 300));
	sum = lesson_sum(list, &limits);
	assert_sum(of_link(sum, "a"), 2, 1000, 1000, 1000, 0);
	assert_sum(of_link(sum, "b"), 1, 3000, 3000, 3000, 0);
	assert_sum(json_member(sum, "fleet"), 3, 1000, 1000, 3000, 0);
}

/*
 * One that took a year, and one that took nothing, move the middle by no more than any other.
 */
static void test_what_is_extreme_does_not_poison(void **state)
{
	AUTO_JSON struct json_object *list = lessons(
		"a", (int64_t[]){31536000, 100, 100, 100, 0, 100, 100, 100, 100, 100, -1});
	AUTO_JSON struct json_object *sum = lesson_sum(list, &limits);

	(void)state;
	assert_sum(of_link(sum, "a"), 10, 1000, 1000, 1000, 2);
}

static void test_what_is_spoilt_is_counted(void **state)
{
	AUTO_JSON struct json_object *list = lessons("a", (int64_t[]){100, -1}), *sum = NULL;

	(void)state;
	json_object_array_add(list, NULL);
	json_object_array_add(list, lesson("a", 0, 100));
	json_object_array_add(list, lesson("a", 100, -5));
	json_object_array_add(list, json_object_new_string("a"));
	sum = lesson_sum(list, &limits);
	assert_int_equal(json_integer(sum, "spoilt", -1), 4);
	assert_sum(of_link(sum, "a"), 1, 1000, 1000, 1000, 0);
}

/* --- in a store --- */

static void put(struct own_store *own, int64_t closed, const char *value)
{
	struct store_batch *batch = batch_new();
	AUTO_FREE char *key = lesson_key(closed, "r-1", "web");

	batch_state(batch, LESSON_SPACE, key, value);
	store_commit(own->store, batch, NULL, NULL);
	store_flush(own->store);
}

/* The profile counts two: those of the latest closes, in whatever order they were written. */
static void test_a_store_gives_them_in_order(void **state)
{
	struct own_store own;
	struct error error = {0};
	AUTO_TINY struct tiny tiny = {0};
	AUTO_JSON struct json_object *sum = NULL, *none = NULL;
	static const int64_t closed[] = {3000000, 1000000, 2000000};

	(void)state;
	tiny_make(&tiny, (struct change[]){{"/profile/planning/learn",
						   "{\"moves_least\":1,\"moves_newest\":2,"
						   "\"permille_least\":200,"
						   "\"permille_most\":5000}"},
				 {0}});
	own_store_open(&own);
	for (int i = 0; i < 3; i++) {
		AUTO_JSON struct json_object *row = lesson("a", 100, closed[i] / 1000000 * 100);
		AUTO_FREE char *text = json_canonical_string(row);

		put(&own, closed[i], text);
	}
	put(&own, 4000000, "{\"run\":");
	assert_int_equal(learn_gather(&sum, own.store, tiny.profile, &error), 0);
	assert_sum(of_link(sum, "a"), 2, 2500, 2000, 3000, 0);
	assert_int_equal(json_integer(sum, "spoilt", -1), 1);
	json_object_object_del(json_member(tiny.profile, "planning"), "learn");
	assert_int_equal(learn_gather(&none, own.store, tiny.profile, &error), 0);
	assert_null(none);
	own_store_close(&own);
}

/* --- a plan that follows them --- */

static struct json_object *plan_by(const char *told, const char *learn)
{
	AUTO_TINY struct tiny tiny = {0};
	struct change changes[] = {
		{"/lessons", told}, {learn ? "/profile/planning/learn" : NULL, learn}, {0}};

	tiny_make(&tiny, changes);
	return tiny_plan(&tiny);
}

static struct json_object *estimate_of(struct json_object *plan, const char *name)
{
	return json_member(json_member(plan, "estimates"),
		json_string(plan_find_move(plan, name), "machine"));
}

static int64_t seconds(struct json_object *estimate, const char *name)
{
	return json_integer(estimate, name, -1);
}

static bool has_term(struct json_object *estimate, const char *words)
{
	struct json_object *terms = json_member(estimate, "terms");

	for (size_t i = 0; i < json_length(terms); i++)
		if (strstr(json_object_get_string(json_object_array_get_idx(terms, i)), words))
			return true;
	return false;
}

static void assert_unlearnt(struct json_object *plan)
{
	struct json_object *estimate = estimate_of(plan, "web");

	assert_null(json_member(estimate, "learnt"));
	assert_null(json_member(estimate, "computed"));
	assert_false(has_term(estimate, "learnt"));
}

#define SUM(moves, permille, low, high, clamped)                                               \
	"{\"moves\":" #moves ",\"permille\":" #permille ",\"low\":" #low ",\"high\":" #high    \
	",\"clamped\":" #clamped "}"

static void test_too_few_moves_change_nothing(void **state)
{
	AUTO_JSON struct json_object *few =
		plan_by("{\"links\":{\"fin-extranet\":" SUM(2, 3000, 3000, 3000,
				0) "},\"fleet\":" SUM(2, 3000, 3000, 3000, 0) ",\"spoilt\":0}",
			LEARN);
	AUTO_JSON struct json_object *asked_for_none = plan_by(
		"{\"links\":{\"fin-extranet\":" SUM(9, 3000, 3000, 3000, 0) "},\"spoilt\":0}",
		NULL);

	(void)state;
	assert_unlearnt(few);
	assert_unlearnt(asked_for_none);
}

static void test_a_slow_link_takes_longer(void **state)
{
	AUTO_JSON struct json_object *plain = plan_by("{}", LEARN);
	AUTO_JSON struct json_object *plan =
		plan_by("{\"links\":{\"fin-extranet\":" SUM(10, 1500, 1200, 2000,
				1) "},\"fleet\":" SUM(90, 100, 100, 100, 0) ",\"spoilt\":2}",
			LEARN);
	struct json_object *before = estimate_of(plain, "web");
	struct json_object *after = estimate_of(plan, "web");
	int64_t computed = seconds(before, "seconds");

	(void)state;
	assert_int_equal(seconds(after, "computed"), computed);
	assert_int_equal(seconds(after, "computed_low"), seconds(before, "seconds_low"));
	assert_int_equal(seconds(after, "computed_high"), seconds(before, "seconds_high"));
	assert_int_equal(seconds(after, "seconds"), computed * 1500 / 1000);
	/* A quarter further than the eight of ten, and of ten moves a fifth more. */
	assert_int_equal(seconds(after, "seconds_low"), computed * 1065 / 1000);
	assert_int_equal(seconds(after, "seconds_high"), computed * 2225 / 1000);
	assert_true(has_term(after,
		"the last 10 moves over this link took 1.500 times as long as computed, "
		"eight of ten between 1.200 and 2.000 times"));
	assert_true(has_term(after, "1 of these moves took less or more than is believed"));
	assert_true(has_term(after, "2 records of moves could not be read"));
	assert_string_equal(json_string(json_member(after, "learnt"), "of"), "link");
	assert_int_equal(seconds(after, "bytes"), seconds(before, "bytes"));
}

static void test_a_link_without_moves_follows_the_fleet(void **state)
{
	AUTO_JSON struct json_object *plain = plan_by("{}", LEARN);
	AUTO_JSON struct json_object *plan = plan_by(
		"{\"links\":{},\"fleet\":" SUM(90, 500, 500, 500, 0) ",\"spoilt\":0}", LEARN);
	struct json_object *estimate = estimate_of(plan, "web");
	int64_t half = seconds(estimate_of(plain, "web"), "seconds") / 2;

	(void)state;
	assert_true(has_term(estimate, "the last 90 moves over all links took 0.500 times"));
	assert_int_equal(seconds(estimate, "seconds"), half);
	/* All alike, and still no promise to the second. */
	assert_int_equal(seconds(estimate, "seconds_low"), half - 3);
	assert_int_equal(seconds(estimate, "seconds_high"), half + 10);
}

/* --- pauses --- */

static struct json_object *pause_lesson(const char *strategy, int64_t computed, int64_t stood)
{
	struct json_object *row = lesson("a", 100, 100);

	json_set_string(row, "strategy", strategy);
	json_set_integer(row, "blackout_computed", computed);
	return json_set_integer(row, "blackout", stood);
}

/* Each way to copy teaches for itself, over all links; lessons of before teach none of it. */
static void test_pauses_are_learnt_by_how_it_was_copied(void **state)
{
	AUTO_JSON struct json_object *list = json_object_new_array();
	AUTO_JSON struct json_object *sum = NULL;
	struct json_object *pauses;

	(void)state;
	json_object_array_add(list, lesson("a", 100, 100));
	json_object_array_add(list, pause_lesson("live", 600, 300));
	json_object_array_add(list, pause_lesson("live", 600, 900));
	json_object_array_add(list, pause_lesson("live", 600, 600));
	json_object_array_add(list, pause_lesson("offline", 60000, 600));
	json_object_array_add(list, pause_lesson("cold", 1, 1)); /* no way to copy */
	sum = lesson_sum(list, &limits);
	pauses = json_member(sum, "pauses");
	assert_sum(json_member(pauses, "live"), 3, 1000, 500, 1500, 0);
	assert_sum(json_member(pauses, "offline"), 1, 200, 200, 200, 1);
	assert_int_equal(json_object_object_length(pauses), 2);
	assert_sum(of_link(sum, "a"), 5, 1000, 1000, 1000, 0);
	assert_int_equal(json_integer(sum, "spoilt", -1), 1);
}

#define PAUSES(strategy, sum)                                                                  \
	"{\"links\":{},\"pauses\":{\"" strategy "\":" sum "},\"spoilt\":0}"

static void test_a_pause_follows_those_that_were(void **state)
{
	AUTO_JSON struct json_object *plain = plan_by("{}", LEARN);
	AUTO_JSON struct json_object *plan =
		plan_by(PAUSES("live", SUM(10, 2000, 1500, 3000, 0)), LEARN);
	AUTO_JSON struct json_object *other =
		plan_by(PAUSES("warm", SUM(10, 2000, 1500, 3000, 0)), LEARN);
	struct json_object *before = estimate_of(plain, "web");
	struct json_object *after = estimate_of(plan, "web");
	int64_t computed = seconds(before, "blackout");

	(void)state;
	assert_int_equal(seconds(after, "blackout_computed"), computed);
	assert_int_equal(seconds(after, "blackout"), computed * 2);
	assert_int_equal(seconds(after, "blackout_low"), computed * 1275 / 1000);
	assert_int_equal(seconds(after, "blackout_high"), computed * 3450 / 1000);
	assert_int_equal(seconds(after, "seconds"), seconds(before, "seconds"));
	assert_int_equal(json_integer(json_member(after, "learnt_pause"), "moves", -1), 10);
	assert_true(has_term(after, "the last 10 moves that were copied so stood still 2.000 "
				    "times as long as computed, eight of ten between 1.500 and "
				    "3.000 times"));
	assert_unlearnt(other);
	assert_null(json_member(before, "blackout_computed"));
	assert_int_equal(seconds(estimate_of(other, "web"), "blackout"), computed);
}

/* All alike, and still no promise to the millisecond. */
static void test_a_pause_keeps_a_range(void **state)
{
	AUTO_JSON struct json_object *plan =
		plan_by(PAUSES("live", SUM(90, 1000, 1000, 1000, 0)), LEARN);
	struct json_object *estimate = estimate_of(plan, "web");

	(void)state;
	assert_int_equal(
		seconds(estimate, "blackout_low"), seconds(estimate, "blackout") - 100);
	assert_int_equal(
		seconds(estimate, "blackout_high"), seconds(estimate, "blackout") + 500);
}

/* A stream that is the same everywhere. */
static int64_t draw(uint32_t *seed, int64_t from, int64_t to)
{
	*seed = *seed * 1664525 + 1013904223;
	return from + (*seed >> 8) % (to - from + 1);
}

static struct json_object *drawn(uint32_t *seed, int count)
{
	struct json_object *list = json_object_new_array();

	for (int i = 0; i < count; i++) {
		int64_t computed = draw(seed, 60, 7200);

		json_object_array_add(list, lesson("fin-extranet", computed,
						    computed * draw(seed, 1300, 1900) / 1000));
	}
	return list;
}

/* Moves that take 1.3 to 1.9 times what is computed: those that follow are as is said then. */
static void test_what_was_learnt_holds_for_what_follows(void **state)
{
	static const struct lesson_limits fifty = {5, 50, 200, 5000};
	int64_t all = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= 20; seed++) {
		uint32_t stream = seed;
		AUTO_JSON struct json_object *before = drawn(&stream, 40);
		AUTO_JSON struct json_object *sum = NULL, *plan = NULL;
		AUTO_FREE char *text = NULL;
		struct json_object *told;
		int64_t within = 0, away = 0;

		json_object_array_add(before, lesson("fin-extranet", 1, 900000)); /* spoilt */
		sum = lesson_sum(before, &fifty);
		text = json_canonical_string(sum);
		plan = plan_by(text, LEARN);
		told = estimate_of(plan, "web");
		for (int i = 0; i < 200; i++) {
			int64_t took =
				seconds(told, "computed") * draw(&stream, 1300, 1900) / 1000;
			int64_t off = took - seconds(told, "seconds");

			within += took >= seconds(told, "seconds_low") &&
				  took <= seconds(told, "seconds_high");
			away += (off < 0 ? -off : off) * 1000 / took;
		}
		assert_in_range(within, 140, 200);
		assert_in_range(away / 200, 0, 150);
		all += within;
	}
	assert_in_range(all, 20 * 200 * 88 / 100, 20 * 200);
}

#define SLOWER "{\"links\":{},\"fleet\":" SUM(90, 3000, 2500, 3500, 0) ",\"spoilt\":0}"

static struct json_object *first_wave(struct json_object *plan)
{
	return json_object_array_get_idx(json_member(plan, "waves"), 0);
}

/* What was approved stays, byte for byte, with the estimates that it was approved with. */
static void test_an_approved_wave_learns_nothing_more(void **state)
{
	AUTO_JSON struct json_object *approved = plan_by("{}", LEARN), *next = NULL;
	struct json_object *kept = json_object_new_object();
	AUTO_TINY struct tiny tiny = {0};
	char before[DIGEST_TEXT], after[DIGEST_TEXT];

	(void)state;
	json_set(kept, "wave", json_copy(first_wave(approved)));
	json_set(kept, "estimates", json_copy(json_member(approved, "estimates")));
	tiny_make(&tiny, (struct change[]){{"/lessons", SLOWER},
				 {"/profile/planning/learn", LEARN}, {0}});
	tiny.kept = json_object_new_array();
	json_object_array_add(tiny.kept, kept);
	next = tiny_plan(&tiny);
	plan_digest(approved, before);
	plan_digest(next, after);
	assert_string_equal(before, after);
	assert_unlearnt(next);
}

/* A slow link gives its copies more time; nothing else of what is approved is otherwise. */
static void test_of_a_wave_only_the_time_of_its_copies_follows(void **state)
{
	AUTO_JSON struct json_object *plain = plan_by("{}", LEARN);
	AUTO_JSON struct json_object *slower = plan_by(SLOWER, LEARN);
	struct json_object *plans[] = {plain, slower};
	int64_t deadline[2];
	char digest[2][DIGEST_TEXT];

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct json_object *moves = json_member(first_wave(plans[i]), "moves");

		deadline[i] =
			json_integer(json_member(plan_find_move(plans[i], "web"), "deadlines"),
				"transfer", 0);
		for (size_t j = 0; j < json_length(moves); j++)
			json_set_integer(
				json_member(json_object_array_get_idx(moves, j), "deadlines"),
				"transfer", 1);
		plan_digest(plans[i], digest[i]);
	}
	assert_true(deadline[1] > deadline[0]);
	assert_string_equal(digest[0], digest[1]);
}

static const char *why_left_out(struct json_object *plan, const char *name)
{
	const char *why =
		json_string(json_find(json_member(plan, "left_out"), "name", name), "why");

	return why ? why : "";
}

/* A window that the computed seconds fit, and the learnt ones do not, is refused before. */
static void test_a_window_is_refused_by_what_was_learnt(void **state)
{
	static const char window[] = "{\"window\":{\"from\":\"2026-02-01T00:00:00Z\",\"to\":"
				     "\"2026-02-01T03:00:00Z\"}}";
	AUTO_TINY struct tiny fits = {0}, misses = {0};
	AUTO_JSON struct json_object *plan = NULL, *late = NULL;

	(void)state;
	tiny_make(&fits, (struct change[]){{"/profile/planning/learn", LEARN},
				 {"/request", window}, {0}});
	tiny_make(&misses,
		(struct change[]){{"/profile/planning/learn", LEARN}, {"/request", window},
			{"/lessons", "{\"links\":{\"fin-extranet\":" SUM(
					     50, 4000, 4000, 4000, 0) "},\"spoilt\":0}"},
			{0}});
	plan = tiny_plan(&fits);
	late = tiny_plan(&misses);
	assert_int_equal(json_length(json_member(plan, "waves")), 1);
	assert_int_equal(json_length(json_member(late, "waves")), 0);
	assert_non_null(strstr(why_left_out(late, "web"), "longer than any of its windows"));
}

/* What it bears by what was computed, and would not by what was learnt, stays. */
static void test_a_pause_is_refused_by_what_was_learnt(void **state)
{
	AUTO_JSON struct json_object *plan =
		plan_by(PAUSES("live", SUM(50, 4000, 4000, 4000, 0)), LEARN);
	AUTO_JSON struct json_object *few =
		plan_by(PAUSES("live", SUM(2, 4000, 4000, 4000, 0)), LEARN);

	(void)state;
	assert_null(plan_find_move(plan, "web"));
	assert_non_null(strstr(why_left_out(plan, "web"), "as moves that were copied so have"));
	assert_non_null(plan_find_move(few, "web"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_lessons_teach_nothing),
		cmocka_unit_test(test_the_middle_and_eight_of_ten),
		cmocka_unit_test(test_the_newest_count),
		cmocka_unit_test(test_links_are_apart_and_the_fleet_is_all),
		cmocka_unit_test(test_what_is_extreme_does_not_poison),
		cmocka_unit_test(test_what_is_spoilt_is_counted),
		cmocka_unit_test(test_a_store_gives_them_in_order),
		cmocka_unit_test(test_too_few_moves_change_nothing),
		cmocka_unit_test(test_a_slow_link_takes_longer),
		cmocka_unit_test(test_a_link_without_moves_follows_the_fleet),
		cmocka_unit_test(test_pauses_are_learnt_by_how_it_was_copied),
		cmocka_unit_test(test_a_pause_follows_those_that_were),
		cmocka_unit_test(test_a_pause_keeps_a_range),
		cmocka_unit_test(test_a_pause_is_refused_by_what_was_learnt),
		cmocka_unit_test(test_what_was_learnt_holds_for_what_follows),
		cmocka_unit_test(test_an_approved_wave_learns_nothing_more),
		cmocka_unit_test(test_of_a_wave_only_the_time_of_its_copies_follows),
		cmocka_unit_test(test_a_window_is_refused_by_what_was_learnt),
	};

	return cmocka_run_group_tests_name("learn", tests, NULL, NULL);
}
