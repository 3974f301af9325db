/* How long moves take side by side, and whether groups go into slots: against all there is. */
#include "planning/schedule/bound_pack.h"
#include "planning/schedule/random.h"

#include "../unit.h"

#define MOVES  7
#define CASES  400
#define PLENTY 1000000

/* --- by trying all assignments --- */

static int64_t longest_load(const struct lanes *lanes, uint32_t code)
{
	int64_t load[LANES_MOST] = {0}, longest = 0;

	for (uint32_t i = 0; i < lanes->count; i++, code /= lanes->lanes) {
		uint32_t lane = code % lanes->lanes;

		load[lane] += lanes->seconds[i];
		longest = load[lane] > longest ? load[lane] : longest;
	}
	return longest;
}

static uint32_t power(uint32_t base, uint32_t exponent)
{
	uint32_t result = 1;

	while (exponent-- > 0)
		result *= base;
	return result;
}

static int64_t least_of_all(const struct lanes *lanes)
{
	int64_t least = INT64_MAX;

	for (uint32_t i = 0; i < power(lanes->lanes, lanes->count); i++)
		if (longest_load(lanes, i) < least)
			least = longest_load(lanes, i);
	return lanes->count > 0 ? least : 0;
}

static struct lanes draw(uint64_t *random, uint32_t most)
{
	struct lanes lanes = {.lanes = 1 + random_below(random, 3)};
	uint32_t count = random_below(random, most + 1);

	for (uint32_t i = 0; i < count; i++)
		lanes_add(&lanes, 1 + random_below(random, 40), i);
	return lanes;
}

/* Those that start when told do not run more at once than there are lanes. */
static void must_start_so(const struct lanes *lanes, int64_t time)
{
	for (uint32_t i = 0; i < lanes->count; i++) {
		uint32_t beside = 0;

		assert_true(lanes->start[i] + lanes->seconds[i] <= time);
		for (uint32_t j = 0; j < lanes->count; j++)
			beside += lanes->start[j] <= lanes->start[i] &&
				  lanes->start[j] + lanes->seconds[j] > lanes->start[i];
		assert_true(beside <= lanes->lanes);
	}
}

static void finds_the_least_time(void **state)
{
	uint64_t random = 1;

	(void)state;
	for (int i = 0; i < CASES; i++) {
		struct lanes lanes = draw(&random, MOVES);
		int64_t least = least_of_all(&lanes);

		assert_int_equal(lanes_least(&lanes, PLENTY), least);
		must_start_so(&lanes, least);
	}
}

/* With few tries it may tell less than is true, and never more. */
static void claims_nothing_that_it_has_not_tried(void **state)
{
	uint64_t random = 2;

	(void)state;
	for (int i = 0; i < CASES; i++) {
		struct lanes lanes = draw(&random, MOVES);

		assert_true(lanes_least(&lanes, 1) <= least_of_all(&lanes));
	}
}

static void orders_by_length(void **state)
{
	struct lanes lanes = {.lanes = 0};
	uint32_t tries = 1;

	(void)state;
	lanes_add(&lanes, 2, 7);
	assert_int_equal(lanes_fit(&lanes, 100, &tries), LANES_NO);
	lanes_add(&lanes, 3, 8);
	lanes_add(&lanes, 2, 9);
	assert_int_equal(lanes.which[0], 8);
	assert_int_equal(lanes.which[1], 7);
	assert_int_equal(lanes.which[2], 9);
}

/* --- packing --- */

#define GROUPS 5
#define SLOTS  3

static bool fits_so(const struct pack *pack, uint32_t code)
{
	struct lanes in[SLOTS] = {{.count = 0}};

	for (uint32_t i = 0; i < pack->groups; i++, code /= pack->slots) {
		const struct pack_slot *slot = &pack->slot[code % pack->slots];
		const struct pack_group *group = &pack->group[i];
		int64_t from = group->head > slot->from ? group->head : slot->from;

		if (slot->to - from < group->span)
			return false;
		for (uint32_t j = 0; j < group->moves.count; j++)
			lanes_add(&in[code % pack->slots], group->moves.seconds[j], 0);
	}
	for (uint32_t i = 0; i < pack->slots; i++) {
		in[i].lanes = pack->slot[i].in.lanes;
		if (least_of_all(&in[i]) > pack->slot[i].to - pack->slot[i].from)
			return false;
	}
	return true;
}

static bool fits_somehow(const struct pack *pack)
{
	for (uint32_t i = 0; i < power(pack->slots, pack->groups); i++)
		if (fits_so(pack, i))
			return true;
	return false;
}

static void add_group(struct pack *pack, uint64_t *random)
{
	struct pack_group group = {.head = 100 * (int64_t)random_below(random, 2)};
	uint32_t at = pack->groups++, moves = 1 + random_below(random, 2);

	for (uint32_t i = 0; i < moves; i++) {
		int64_t seconds = 5 + random_below(random, 30);

		lanes_add(&group.moves, seconds, 0);
		group.need += seconds;
		group.span = seconds > group.span ? seconds : group.span;
	}
	for (; at > 0 && pack->group[at - 1].need < group.need; at--)
		pack->group[at] = pack->group[at - 1];
	pack->group[at] = group;
}

static void draw_pack(struct pack *pack, uint64_t *random)
{
	*pack = (struct pack){.slots = SLOTS, .tries = PLENTY};
	for (uint32_t i = 0; i < SLOTS; i++) {
		pack->slot[i].from = 100 * (int64_t)i;
		pack->slot[i].to = pack->slot[i].from + 30 + random_below(random, 2) * 10;
		pack->slot[i].in.lanes = 1 + random_below(random, 2);
	}
	for (uint32_t i = 0; i < GROUPS; i++)
		add_group(pack, random);
}

static void packs_what_can_be_packed(void **state)
{
	static struct pack pack;
	uint64_t random = 3;
	int fit = 0;

	(void)state;
	for (int i = 0; i < CASES; i++) {
		bool fits;

		draw_pack(&pack, &random);
		fits = fits_somehow(&pack);
		fit += fits;
		assert_int_equal(pack_fit(&pack), fits ? LANES_YES : LANES_NO);
		pack.tries = 2;
		if (fits)
			assert_int_not_equal(pack_fit(&pack), LANES_NO);
	}
	assert_in_range(fit, CASES / 10, CASES * 9 / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_least_time),
		cmocka_unit_test(claims_nothing_that_it_has_not_tried),
		cmocka_unit_test(orders_by_length),
		cmocka_unit_test(packs_what_can_be_packed),
	};

	return cmocka_run_group_tests_name("lanes", tests, NULL, NULL);
}
