/* What a move takes: bytes, a rate, and seconds with a range. */
#include "base/clock.h"
#include "base/json_text.h"
#include "base/language.h"
#include "planning/planner/planner.h"
#include <stdio.h>

/*
 * What a copy takes besides its bytes, seconds: opening, preparing, committing, reading back.
 */
#define OVERHEAD_LOW  2
#define OVERHEAD      5
#define OVERHEAD_HIGH 15

/* How the rate came about: a cap that is shared out, or the whole link. */
static void add_rate_term(
	struct text *text, const struct planner *planner, const struct planner_move *move)
{
	const struct planner_link *link = &planner->link[move->link];
	char line[256], seen[80] = N_("which was not measured");

	if (link->measured >= 0)
		snprintf(seen, sizeof(seen), N_("measured was %lld bit/s"),
			(long long)link->measured);
	if (move->cap == 0)
		snprintf(line, sizeof(line),
			N_("rate: %lld bit/s, what the link has, %s; no cap, because no other "
			   "move uses it meanwhile"),
			(long long)move->estimate.rate, seen);
	else
		snprintf(line, sizeof(line),
			N_("rate: %lld bit/s, shared out to %u disks, and all the memory's "
			   "once "
			   "they are done; of the link's configured tier, %s"),
			(long long)move->estimate.rate, move->machine->disks, seen);
	json_add_string(text, NULL, line);
}

/* How often its memory goes: what is written meanwhile goes again. */
static void add_memory_term(struct text *text, const struct planner_move *move)
{
	const struct planner_strategy *strategy = &move->strategy;
	char line[256];

	if (strategy->kind == STRATEGY_OFFLINE)
		snprintf(line, sizeof(line),
			N_("memory: %lld bytes, once, while it stands still; its disks before, "
			   "while it runs"),
			(long long)move->machine->memory);
	else if (strategy->dirty == PLANNER_UNKNOWN)
		snprintf(line, sizeof(line),
			N_("memory: %lld bytes, once; how fast it is written was not measured, "
			   "so that it may go several times"),
			(long long)move->machine->memory);
	else
		snprintf(line, sizeof(line),
			N_("memory: %lld bytes, and again what is written meanwhile: %lld "
			   "bit/s, of %lld that are copied"),
			(long long)move->machine->memory, (long long)strategy->dirty * 8,
			(long long)strategy->rate);
	json_add_string(text, NULL, line);
}

static void add_pause_term(struct text *text, const struct planner_move *move)
{
	char line[256];

	snprintf(line, sizeof(line),
		N_("pause: the last round up to %lld ms, and about %d to hand over; it bears "
		   "%lld"),
		(long long)(move->strategy.kind == STRATEGY_OFFLINE ? move->strategy.still
								    : move->strategy.pause),
		TRANSFER_BESIDES, (long long)move->strategy.bears);
	json_add_string(text, NULL, line);
}

static void write_terms(
	struct text *text, const struct planner *planner, const struct planner_move *move)
{
	char line[256];

	json_open(text, "terms", '[');
	snprintf(line, sizeof(line),
		N_("disks: %lld bytes, charged on their virtual size, because libvirt's cap "
		   "counts holes too"),
		(long long)move->machine->storage);
	json_add_string(text, NULL, line);
	add_memory_term(text, move);
	add_rate_term(text, planner, move);
	snprintf(line, sizeof(line),
		N_("besides: about %d s to open, prepare, commit and read back"), OVERHEAD);
	json_add_string(text, NULL, line);
	add_pause_term(text, move);
	learnt_write_terms(text, planner, move);
	json_close(text, ']');
}

static void write_blackout(struct text *text, const struct planner_move *move)
{
	const struct planner_estimate *estimate = &move->estimate;

	json_add_integer(text, "bears", move->strategy.bears);
	json_add_integer(text, "blackout", estimate->blackout.likely);
	if (estimate->learnt_pause)
		json_add_integer(text, "blackout_computed", estimate->computed_blackout.likely);
	json_add_integer(text, "blackout_high", estimate->blackout.high);
	json_add_integer(text, "blackout_low", estimate->blackout.low);
}

void estimate_write(
	struct text *text, const struct planner *planner, const struct planner_move *move)
{
	const struct planner_estimate *estimate = &move->estimate;
	int64_t start = planner->schedule.start[move - planner->move];
	char from[CLOCK_TEXT], to[CLOCK_TEXT];

	clock_format_second(start, from);
	clock_format_second(start + estimate->high, to);
	json_open(text, move->machine->object->id, '{');
	write_blackout(text, move);
	json_add_integer(text, "bytes", estimate->bytes);
	learnt_write_computed(text, move);
	json_add_string(text, "end", to);
	learnt_write_sum(text, planner, move);
	json_add_integer(text, "rate", estimate->rate);
	json_add_integer(text, "seconds", estimate->mean);
	json_add_integer(text, "seconds_high", estimate->high);
	json_add_integer(text, "seconds_low", estimate->low);
	json_add_string(text, "start", from);
	json_add_string(text, "strategy", transfer_strategies[move->strategy.kind]);
	write_terms(text, planner, move);
	json_close(text, '}');
}

static int64_t seconds_at(int64_t rate, int64_t bytes)
{
	return bytes / (rate / 8 > 0 ? rate / 8 : 1);
}

/* The disks are copied side by side: each at its share of a cap, or all at the link's rate. */
static int64_t disk_seconds(const struct planner_move *move)
{
	const struct city_machine *machine = move->machine;

	if (move->cap == 0)
		return seconds_at(move->estimate.rate, machine->storage);
	return seconds_at(move->estimate.rate / (machine->disks > 0 ? machine->disks : 1),
		machine->largest);
}

/*
 * What the writing adds to the seconds of the memory: each round copies what was written in the
 * one before, at most until the last fits its pause. Of unknown writing there is none that
 * anybody could count on, and at most what a live copy bears.
 */
static int64_t again_seconds(
	const struct planner *planner, const struct planner_move *move, int64_t memory)
{
	const struct planner_strategy *strategy = &move->strategy;
	int64_t permille = planner_setting(planner, "converge_permille", TRANSFER_PERMILLE);
	int64_t left = strategy->rate / 8 - strategy->dirty;

	if (strategy->kind == STRATEGY_OFFLINE)
		return 0;
	if (strategy->dirty == PLANNER_UNKNOWN)
		return memory * permille / (1000 - permille > 100 ? 1000 - permille : 100);
	return move->machine->memory / (left > 0 ? left : 1) -
	       move->machine->memory / (strategy->rate / 8 > 0 ? strategy->rate / 8 : 1);
}

/*
 * The disks, then the memory at all of the rate. Low is a copy in which untouched memory costs
 * nothing, and without a cap no holes either.
 */
static void estimate(const struct planner *planner, struct planner_move *move)
{
	const struct city_machine *machine = move->machine;
	int64_t first = disk_seconds(move);
	int64_t second = seconds_at(move->strategy.rate, machine->memory);
	int64_t again = again_seconds(planner, move, second);
	bool known = move->strategy.dirty != PLANNER_UNKNOWN;

	move->estimate.bytes = machine->storage + machine->memory;
	move->estimate.low = (move->cap ? first : first / 10) + second / 10 + OVERHEAD_LOW;
	move->estimate.mean = first + second + (known ? again : 0) + OVERHEAD;
	move->estimate.high = first + second + again + (known ? second / 4 : 0) + OVERHEAD_HIGH;
	move->estimate.blackout = strategy_blackout(&move->strategy);
}

/* The least that is allowed at any hour at which anything is, hundredths of a link. */
int64_t estimate_least_percent(const struct planner *planner)
{
	struct json_object *budgets =
		json_member(json_member(planner->city->profile, "planning"), "budgets");
	int64_t least = planner_setting(planner, "link_percent", 100);

	for (size_t i = 0; i < json_length(budgets); i++) {
		int64_t percent =
			json_integer(json_object_array_get_idx(budgets, i), "percent", 0);

		if (percent > 0 && percent < least)
			least = percent;
	}
	return least;
}

int64_t estimate_peak_percent(const struct planner *planner)
{
	struct json_object *budgets =
		json_member(json_member(planner->city->profile, "planning"), "budgets");
	int64_t peak = planner_setting(planner, "link_percent", 100);

	for (size_t i = 0; i < json_length(budgets); i++) {
		int64_t percent =
			json_integer(json_object_array_get_idx(budgets, i), "percent", 0);

		if (percent > peak)
			peak = percent;
	}
	return peak;
}

/* So many moves share what is allowed of a link; one that has all of it needs no cap. */
void estimate_rates(struct planner *planner)
{
	int64_t percent = estimate_least_percent(planner);
	int64_t share = planner_setting(planner, "concurrency", 1);

	for (uint32_t i = 0; i < planner->moves; i++) {
		struct planner_move *move = &planner->move[i];
		int64_t rate;

		if (move->link == PLANNER_NONE || planner->group[move->group].kept)
			continue;
		rate = planner->link[move->link].capacity * percent / 100 / share;
		move->cap = percent == 100 && share == 1 ? 0 : rate;
		move->estimate.rate = rate;
	}
}

void estimate_moves(struct planner *planner)
{
	for (uint32_t i = 0; i < planner->moves; i++) {
		struct planner_move *move = &planner->move[i];

		if (move->link == PLANNER_NONE || planner->group[move->group].kept)
			continue;
		estimate(planner, move);
		learnt_scale(planner, move);
		learnt_scale_pause(planner, move);
	}
}
