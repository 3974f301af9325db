/* The step function against an array with a cell for each second. */
#include "planning/schedule/timeline.h"

#include "../unit.h"
#include "planning/schedule/random.h"
#include <string.h>

#define SECONDS 4000
#define TIMES   3000
#define FULL    20

static const struct schedule_level levels[] = {{0, 1000}, {900, 500}, {2100, 0}, {2200, 1000}};
static const struct schedule_resource resource = {SCHEDULE_LINK, "link", FULL, levels, 4};

static int64_t level_at(int64_t at)
{
	return at < 900 ? FULL : at < 2100 ? FULL / 2 : at < 2200 ? 0 : FULL;
}

struct use {
	int64_t from, to, amount;
};

static void change(struct timeline *line, int64_t *cell, const struct use *use, int64_t sign)
{
	timeline_use(line, use->from, use->to, sign * use->amount);
	for (int64_t i = use->from; i < use->to; i++)
		cell[i] += sign * use->amount;
}

static int64_t first_by_cells(const int64_t *cell, const struct timeline_want *want)
{
	for (int64_t start = want->from; start + want->seconds <= want->until; start++) {
		int64_t at = start;

		while (at < start + want->seconds && cell[at] + want->amount <= level_at(at))
			at++;
		if (at == start + want->seconds)
			return start;
	}
	return SCHEDULE_NEVER;
}

static void compare(const struct timeline *line, const int64_t *cell)
{
	struct timeline_piece piece;
	int64_t at = 0;

	for (timeline_begin(&piece, line, &resource, 0); piece.from < SECONDS;
		timeline_next(&piece)) {
		assert_int_equal(piece.from, at);
		for (; at < piece.to && at < SECONDS; at++) {
			assert_int_equal(piece.used, cell[at]);
			assert_int_equal(piece.level, level_at(at));
		}
	}
}

static struct use draw(uint64_t *random)
{
	int64_t from = random_below(random, SECONDS - 200);

	return (struct use){
		from, from + 1 + random_below(random, 150), 1 + random_below(random, 7)};
}

static void is_what_cells_say(void **state)
{
	static int64_t cell[SECONDS];
	static struct use use[TIMES];
	struct timeline line = {0};
	uint64_t random = 7;

	(void)state;
	for (int i = 0; i < TIMES; i++) {
		struct timeline_want want = {1 + random_below(&random, FULL),
			1 + random_below(&random, 300), random_below(&random, SECONDS / 2),
			SECONDS};

		use[i] = draw(&random);
		if (i % 3 > 0)
			change(&line, cell, &use[i], 1);
		if (i % 3 > 0 && i > 300)
			change(&line, cell, &use[i - 300 - (i - 300) % 3 + 1 + i % 2], -1);
		if (i % 100 == 0)
			compare(&line, cell);
		assert_int_equal(
			timeline_first(&line, &resource, &want), first_by_cells(cell, &want));
	}
	timeline_free(&line);
}

/* What is used and no longer used leaves nothing behind. */
static void is_empty_again(void **state)
{
	static int64_t cell[SECONDS];
	static struct use use[TIMES];
	struct timeline line = {0};
	uint64_t random = 11;

	(void)state;
	for (int i = 0; i < TIMES; i++) {
		use[i] = draw(&random);
		change(&line, cell, &use[i], 1);
	}
	assert_true(line.count > 10);
	for (int i = 0; i < TIMES; i++)
		change(&line, cell, &use[i], -1);
	assert_int_equal(line.count, 0);
	timeline_free(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_what_cells_say),
		cmocka_unit_test(is_empty_again),
	};

	return cmocka_run_group_tests_name("timeline", tests, NULL, NULL);
}
