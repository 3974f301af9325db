/*
 * How each machine is copied, by how fast it writes its memory, how fast that is copied, and
 * for how long it may stand still: live, warm or offline; or not at all, with what would help.
 */
#include "base/language.h"
#include "planning/planner/planner.h"
#include <stdio.h>
#include <stdlib.h>

#define WHY_SIZE 512

/* A move has no longer last pause: what needs more is copied offline. Milliseconds. */
#define PAUSE_MOST 600000

/* What the systems of a machine ask of its move. */
struct bearing {
	int64_t pause; /* milliseconds that it may stand still; 0: no system speaks for it */
	bool offline;  /* it is to stand still while its memory is copied */
};

struct strategies {
	struct planner *planner;
	struct bearing *bearing; /* of each machine of the city */
	int64_t usual, most;     /* milliseconds: a live copy's pause; what any bears */
	int64_t permille, warm;
	bool unmeasured; /* whether one whose writing is not known moves */
};

/* --- what its systems bear --- */

static int64_t pause_of(const struct strategies *strategies, struct json_object *system)
{
	int64_t own = json_integer(system, "pause_ms", 0);
	struct json_object *department = city_facts(
		strategies->planner->city, "department", json_string(system, "department"));

	return own > 0 ? own : json_integer(department, "pause_ms", strategies->most);
}

/* Of several systems on one machine the one that bears the least decides. */
static void hear_system(const struct strategies *strategies, const struct city_object *object)
{
	const struct city *city = strategies->planner->city;
	struct city_machines named = city_machines(city, object);
	struct json_object *system = object->facts;
	int64_t pause = pause_of(strategies, system);

	for (size_t i = 0; i < named.count; i++) {
		const struct city_machine *machine = named.first[i];
		struct bearing *bearing =
			machine ? &strategies->bearing[machine - city->machine] : NULL;

		if (!bearing)
			continue;
		if (bearing->pause == 0 || pause < bearing->pause)
			bearing->pause = pause;
		bearing->offline |= json_boolean(system, "offline", false);
	}
}

static void hear_systems(const struct strategies *strategies)
{
	struct city_objects systems = city_of(strategies->planner->city, "system");

	for (size_t i = 0; i < systems.count; i++)
		hear_system(strategies, &systems.first[i]);
}

/* --- one machine --- */

/* What readiness saw it write; `dirty` stays UNKNOWN when it did not. */
static void find_writing(const struct planner_move *move, struct planner_strategy *strategy)
{
	struct city_findings findings = move->machine->findings;

	strategy->dirty = PLANNER_UNKNOWN;
	for (size_t i = 0; i < findings.count; i++) {
		const struct skim_text *basis = &findings.first[i].basis;

		if (!text_equal(findings.first[i].rule, "machine.converges") || !basis->data)
			continue;
		strategy->dirty = skim_find_integer(basis, "dirty", PLANNER_UNKNOWN);
		strategy->seconds = skim_find_integer(basis, "seconds", 1);
		return;
	}
}

static int64_t less_of(int64_t one, int64_t other)
{
	return one < other ? one : other;
}

/* The last pause with the margin that the writing has, too. */
static int64_t warm_pause(const struct strategies *strategies, int64_t last, int64_t room)
{
	return less_of(last * 1000 / strategies->permille, room);
}

static bool is_live(const struct strategies *strategies,
	const struct planner_strategy *strategy, int64_t last, int64_t room)
{
	if (strategy->dirty == PLANNER_UNKNOWN)
		return strategies->unmeasured;
	return last >= 0 && last <= less_of(strategies->usual, room) &&
	       transfer_slow_enough(strategy->dirty, strategy->rate, strategies->permille);
}

static bool is_warm(const struct strategies *strategies,
	const struct planner_strategy *strategy, int64_t last, int64_t room)
{
	return last >= 0 && last <= less_of(room, PAUSE_MOST) &&
	       transfer_slow_enough(strategy->dirty, strategy->rate, strategies->warm);
}

/* -1: there is none, or nobody knows. */
static int64_t last_pause(const struct planner_strategy *strategy)
{
	return strategy->dirty == PLANNER_UNKNOWN ? -1
						  : transfer_last_pause(strategy->dirty,
							    strategy->seconds, strategy->rate);
}

struct planner_pause strategy_blackout(const struct planner_strategy *strategy)
{
	int64_t last = last_pause(strategy);
	struct planner_pause pause = {0,
		last >= 0 ? less_of(last, strategy->pause) : strategy->pause, strategy->pause};

	if (strategy->kind == STRATEGY_OFFLINE) /* untouched memory costs nothing */
		pause = (struct planner_pause){strategy->still / 10, strategy->still,
			strategy->still + strategy->still / 8};
	pause.low += TRANSFER_BESIDES_LOW;
	pause.likely += TRANSFER_BESIDES;
	pause.high += TRANSFER_BESIDES_HIGH;
	return pause;
}

/* The kindest that fits; false when none does. `room`: milliseconds for its last pause. */
static bool choose(const struct strategies *strategies, struct planner_strategy *strategy,
	bool offline, int64_t room)
{
	int64_t last = last_pause(strategy);

	strategy->pause = less_of(strategies->usual, room);
	if (!offline && is_live(strategies, strategy, last, room)) {
		strategy->kind = STRATEGY_LIVE;
	} else if (!offline && is_warm(strategies, strategy, last, room)) {
		strategy->kind = STRATEGY_WARM;
		strategy->pause = warm_pause(strategies, last, less_of(room, PAUSE_MOST));
	} else if ((offline || strategy->dirty != PLANNER_UNKNOWN) && strategy->still <= room) {
		strategy->kind = STRATEGY_OFFLINE;
	} else {
		return false;
	}
	return true;
}

/* For how long it then stands still, as moves that were copied so teach. */
static int64_t taught_blackout(
	const struct strategies *strategies, const struct planner_strategy *strategy)
{
	return learnt_pause(
		strategies->planner, strategy->kind, strategy_blackout(strategy).likely);
}

/* --- why none fits --- */

static void tell_offline(char *why, const struct planner_move *move)
{
	const struct planner_strategy *strategy = &move->strategy;

	snprintf(why, WHY_SIZE,
		N_("%s is to stand still while its memory is copied, which takes %lld ms, and "
		   "bears %lld in all: a longer pause or a faster link would help"),
		move->machine->name, (long long)strategy->still, (long long)strategy->bears);
}

static void tell_writing(char *why, const struct strategies *strategies,
	const struct planner_move *move, int64_t last)
{
	const struct planner_strategy *strategy = &move->strategy;
	int64_t least = is_warm(strategies, strategy, last, INT64_MAX) ? last : strategy->still;

	snprintf(why, WHY_SIZE,
		N_("%s writes %lld bit/s of its memory, and %lld are copied: it would stand "
		   "still for %lld ms and bears %lld in all; a longer pause, a faster link, or "
		   "to write less would help"),
		move->machine->name, (long long)strategy->dirty * 8, (long long)strategy->rate,
		(long long)least + TRANSFER_BESIDES, (long long)strategy->bears);
}

static void tell_taught(
	char *why, const struct strategies *strategies, const struct planner_move *move)
{
	snprintf(why, WHY_SIZE,
		N_("%s would stand still for %lld ms, as moves that were copied so have, and "
		   "bears %lld in all: a longer pause or a faster link would help"),
		move->machine->name, (long long)taught_blackout(strategies, &move->strategy),
		(long long)move->strategy.bears);
}

static void tell_none(const struct strategies *strategies, const struct planner_move *move,
	bool offline, char *why)
{
	const struct planner_strategy *strategy = &move->strategy;

	if (strategy->bears <= TRANSFER_BESIDES)
		snprintf(why, WHY_SIZE,
			N_("%s bears a pause of %lld ms, and any move takes about %d: a "
			   "longer one would help"),
			move->machine->name, (long long)strategy->bears, TRANSFER_BESIDES);
	else if (offline)
		tell_offline(why, move);
	else if (strategy->dirty == PLANNER_UNKNOWN && !strategies->unmeasured)
		snprintf(why, WHY_SIZE,
			N_("how fast %s writes its memory was not measured, and the profile "
			   "lets none of those move: `banyun readiness check` measures it"),
			move->machine->name);
	else
		tell_writing(why, strategies, move, last_pause(strategy));
}

/* --- all --- */

static void decide(const struct strategies *strategies, struct planner_move *move)
{
	struct planner *planner = strategies->planner;
	const struct bearing *bearing =
		&strategies->bearing[move->machine - planner->city->machine];
	struct planner_strategy *strategy = &move->strategy;
	int64_t pause = bearing->pause > 0 ? bearing->pause : strategies->most;
	char why[WHY_SIZE];

	find_writing(move, strategy);
	strategy->rate = transfer_memory_rate(move->estimate.rate, move->cap);
	strategy->still = transfer_milliseconds(move->machine->memory, strategy->rate);
	strategy->bears = pause;
	if (pause <= TRANSFER_BESIDES ||
		!choose(strategies, strategy, bearing->offline, pause - TRANSFER_BESIDES))
		tell_none(strategies, move, bearing->offline, why);
	else if (taught_blackout(strategies, strategy) > pause)
		tell_taught(why, strategies, move);
	else
		return;
	wanted_leave(&planner->group[move->group], why);
}

void strategies_choose(struct planner *planner)
{
	struct strategies strategies = {.planner = planner,
		.bearing = mem_array(planner->city->machine_count + 1, sizeof(struct bearing)),
		.usual = planner_setting(planner, "pause_limit", 1),
		.permille = planner_setting(planner, "converge_permille", TRANSFER_PERMILLE),
		.warm = planner_setting(planner, "warm_permille", TRANSFER_WARM_PERMILLE),
		.unmeasured =
			!text_equal(json_string(json_member(planner->city->profile, "planning"),
					    "unmeasured"),
				"stay")};

	strategies.most =
		planner_setting(planner, "pause_most", strategies.usual + TRANSFER_BESIDES);
	hear_systems(&strategies);
	for (uint32_t i = 0; i < planner->moves; i++)
		if (planner->move[i].estimate.rate > 0 &&
			!planner->group[planner->move[i].group].why &&
			!planner->group[planner->move[i].group].kept)
			decide(&strategies, &planner->move[i]);
	free(strategies.bearing);
}
