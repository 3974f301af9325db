#include "explore.h"

#include "execution/simulator/random.h"

#include <stddef.h>

#define MOST_MOVES 6

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
	static struct share_table table[SIMULATION_RUNS];
	struct simulation_move *move = &moves[autostart];

	*move = (struct simulation_move){.slot = {.rate = 100, .use = {1}},
		.host = {0, 1},
		.copy_ms = 5000,
		.autostart = autostart};
	make_order(&move->order);
	table[0].count = 1;
	table[0].share[1] = (struct share){1, .most = 100, .nominal = SHARE_ANY};
	settings[autostart] = (struct simulation_setting){
		.moves = move, .count = 1, .hosts = 2, .concurrency = 1, .table = table};
	return &settings[autostart];
}

const struct simulation_setting *setting_of(int plan)
{
	if (plan == PLAN_SINGLE || plan == PLAN_SINGLE_OFF)
		return setting_single(plan == PLAN_SINGLE);
	return plan >= 0 && plan < SETTINGS ? setting_several((unsigned)plan) : NULL;
}

/* ---- Several moves ---- */

/* Two sites with a link each, two hosts of the cloud, two waves, groups of two, some with
 * windows. */
static void make_move(struct simulation_move *move, uint16_t index, struct random *random)
{
	uint8_t site = (uint8_t)random_below(random, 2);

	*move = (struct simulation_move){
		.slot = {.wave = index / 3,
			.group = index / 2,
			.use = {(uint16_t)(1 + site)},
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

/* ---- Two plans at once ---- */

/* The shares of both plans: two links, the hosts of the sites and the cloud, pools, teams. */
enum { LINKS = 1, HOSTS = 3, POOLS = 7, TEAMS = 9, ENDS = 11 };

/* It uses what it touches, and is of the second plan from the middle on. */
static void share_move(
	struct simulation_move *move, uint16_t index, uint16_t count, struct random *random)
{
	uint16_t first = count / 2;

	move->run = index >= first;
	index = move->run ? index - first : index;
	move->slot.rate = 40 + move->slot.rate % 25; /* what links give at any hour */
	move->slot.wave = index / 2;
	move->slot.group = index;
	move->slot.use[USE_SOURCE] = HOSTS + move->host[SIDE_SOURCE];
	move->slot.use[USE_TARGET] = HOSTS + move->host[SIDE_TARGET];
	move->slot.use[USE_POOL] = POOLS + move->host[SIDE_TARGET] - 2;
	if (random_below(random, 3))
		move->slot.use[USE_TEAM] = (uint16_t)(TEAMS + random_below(random, 2));
}

/* They begin at 00:16:40: links give a half, then all for four minutes, then less again. */
static void make_hours(struct share_table *table)
{
	table->hours = 3;
	table->hour[0] = (struct share_hours){1, 50, 0x7f, 0, 18, 0};
	table->hour[1] = (struct share_hours){1, 60, 0x7f, 22, 1440, 0};
	table->hour[2] = (struct share_hours){1, 100, 0x7f, 0, 1440, 0};
}

/* Each plan was made with limits of its own. */
static void make_table(struct share_table *table, struct random *random)
{
	for (uint16_t i = LINKS; i < ENDS; i++)
		table->share[i] = (struct share){
			.key = i, .most = 1 + random_below(random, 2), .nominal = SHARE_ANY};
	for (uint16_t i = LINKS; i < HOSTS; i++) {
		table->share[i].most = 100 + 50 * random_below(random, 3);
		table->share[i].nominal = 110 + 50 * random_below(random, 3);
	}
	table->count = ENDS - LINKS;
	make_hours(table);
}

static void make_pair(struct simulation_setting *setting, struct simulation_move *moves,
	struct share_table *table, struct random *random)
{
	setting->concurrency = 2;
	for (unsigned i = 0; i < SIMULATION_RUNS; i++)
		make_table(&table[i], random);
	for (uint16_t i = 0; i < setting->count; i++)
		share_move(&moves[i], i, setting->count, random);
}

static void make_links(struct share_table *table)
{
	table->count = 2;
	table->share[1] = (struct share){1, .most = 100, .nominal = SHARE_ANY};
	table->share[2] = (struct share){2, .most = 150, .nominal = SHARE_ANY};
}

const struct simulation_setting *setting_several(unsigned index)
{
	static struct share_table tables[SETTINGS][SIMULATION_RUNS];
	static struct simulation_move moves[SETTINGS][MOST_MOVES];
	static struct simulation_setting settings[SETTINGS];
	struct random random = {.state = index};
	struct simulation_setting *setting = &settings[index];

	if (setting->moves)
		return setting;
	*setting = (struct simulation_setting){.moves = moves[index],
		.count = (uint16_t)(2 + random_below(&random, MOST_MOVES - 2)),
		.hosts = 4,
		.concurrency = (uint16_t)(1 + random_below(&random, 3)),
		.table = tables[index]};
	make_links(&tables[index][0]);
	if (index >= FIRST_PAIR)
		setting->count = MOST_MOVES;
	for (uint16_t i = 0; i < setting->count; i++)
		make_move(&moves[index][i], i, &random);
	if (index >= FIRST_PAIR)
		make_pair(setting, moves[index], tables[index], &random);
	return setting;
}
