#include "explore.h"

#include "execution/simulator/random.h"

#include <stddef.h>

#define MOST_MOVES 5

/* Milliseconds that the operations may take; the pause between reads is longer than a late
 * landing. */
static void make_order(struct move_order *order)
{
	*order = (struct move_order){
		.before = {OPERATION_CHECK_PAGE},
		.after = {OPERATION_CHECK_PAGE, OPERATION_CHECK_CONTENT},
		.grace = 5000,
		.poll = 1000,
		.attempts = 2,
		.reads = 4,
		.may_drop_paused_copy = true,
		.may_undefine_our_copy = true,
		.may_delete_partial_volume = true,
	};
	for (unsigned i = 1; i < OPERATIONS; i++)
		order->deadline[i] = 8000;
	order->deadline[OPERATION_TRANSFER] = 50000;
}

const struct simulation_setting *setting_single(bool autostart)
{
	static struct simulation_move moves[2];
	static struct simulation_setting settings[2];
	struct simulation_move *move = &moves[autostart];

	*move = (struct simulation_move){
		.slot = {.rate = 100}, .host = {0, 1}, .copy_ms = 5000, .autostart = autostart};
	make_order(&move->order);
	settings[autostart] = (struct simulation_setting){
		.moves = move, .count = 1, .hosts = 2, .concurrency = 1, .link_budget = {100}};
	return &settings[autostart];
}

const struct simulation_setting *setting_of(int plan)
{
	if (plan == PLAN_SINGLE || plan == PLAN_SINGLE_OFF)
		return setting_single(plan == PLAN_SINGLE);
	return plan >= 0 && plan < SETTINGS ? setting_several((unsigned)plan) : NULL;
}

/* Two sites with a link each, two hosts of the cloud, two waves, groups of two, some with
 * windows. */
static void make_move(struct simulation_move *move, uint16_t index, struct random *random)
{
	uint8_t site = (uint8_t)random_below(random, 2);

	*move = (struct simulation_move){
		.slot = {.wave = index / 3,
			.group = index / 2,
			.link = site,
			.rate = 40 + random_below(random, 60),
			.not_before = random_below(random, 3) ? 0 : SIMULATION_EPOCH + 20,
			.not_after = random_below(random, 4) ? 0 : SIMULATION_EPOCH + 600},
		.host = {site, (uint16_t)(2 + random_below(random, 2))},
		.copy_ms = 2000 + random_below(random, 9000),
		.autostart = random_below(random, 2)};
	/* Some stand still for a while, and some for most of their copy. */
	if (index % 3 == 1)
		move->still_ms = 500 + move->copy_ms * (1 + index % 2);
	/* Some are thought to take nearly all of their window. */
	move->slot.seconds = move->copy_ms % 3 ? move->copy_ms / 1000 + 3 : 585;
	make_order(&move->order);
	move->order.attempts = (uint8_t)(1 + random_below(random, 2));
	move->order.may_delete_partial_volume = random_below(random, 4) > 0;
	move->order.may_drop_paused_copy = random_below(random, 4) > 0;
}

const struct simulation_setting *setting_several(unsigned index)
{
	static struct simulation_move moves[SETTINGS][MOST_MOVES];
	static struct simulation_setting settings[SETTINGS];
	struct random random = {.state = index};
	struct simulation_setting *setting = &settings[index];

	if (setting->moves)
		return setting;
	*setting = (struct simulation_setting){.moves = moves[index],
		.count = (uint16_t)(2 + random_below(&random, MOST_MOVES - 1)),
		.hosts = 4,
		.concurrency = (uint16_t)(1 + random_below(&random, 3)),
		.link_budget = {100, 150}};
	for (uint16_t i = 0; i < setting->count; i++)
		make_move(&moves[index][i], i, &random);
	return setting;
}
