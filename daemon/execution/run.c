#include "execution/run.h"
#include "base/language.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

struct output {
	struct run_action *actions;
	unsigned count;
	bool full; /* something is due that found no place */
};

/* One place is kept for the wake-up. */
static bool act(struct output *out, enum run_action_kind kind, uint16_t move)
{
	if (out->count == RUN_ACTIONS - 1) {
		out->full = true;
		return false;
	}
	out->actions[out->count++] = (struct run_action){.kind = kind, .move = move};
	return true;
}

static void enter(struct run *run, struct output *out, enum run_phase phase)
{
	if (run->phase == phase)
		return;
	run->phase = phase;
	act(out, RUN_RECORD, 0);
}

static bool is_open(const struct run_move *move)
{
	return move->slot == SLOT_OPEN || move->slot == SLOT_HELD;
}

static bool is_over(const struct run_move *move)
{
	return move->slot == SLOT_CLOSED || move->slot == SLOT_SKIPPED;
}

static bool went_well(const struct run_move *move)
{
	return move->slot == SLOT_CLOSED && move->outcome == OUTCOME_DONE;
}

static bool all_over(const struct run *run)
{
	for (unsigned i = 0; i < run->count; i++)
		if (!is_over(&run->move[i]))
			return false;
	return true;
}

/* ---- What will not start ---- */

/* The last instant at which it may start and still end in its window. */
static int64_t latest_start(const struct run_move *move)
{
	return move->not_after - move->seconds;
}

static bool stayed(const struct run_move *move)
{
	return move->slot == SLOT_SKIPPED ||
	       (move->slot == SLOT_CLOSED && move->outcome != OUTCOME_DONE &&
		       move->outcome != OUTCOME_DONE_UNPROVEN);
}

/* The groups of which a member stayed behind: they keep their waiting ones. */
struct groups {
	uint8_t bit[(UINT16_MAX + 1) / 8];
};

static void find_groups(const struct run *run, struct groups *groups)
{
	memset(groups, 0, sizeof(*groups));
	for (unsigned i = 0; i < run->count; i++)
		if (stayed(&run->move[i]))
			groups->bit[run->move[i].group / 8] |=
				(uint8_t)(1u << run->move[i].group % 8);
}

static bool group_stays(const struct groups *groups, const struct run_move *move)
{
	return groups->bit[move->group / 8] >> move->group % 8 & 1;
}

static bool never_fits(const struct run *run, const struct run_move *move)
{
	return move->use[USE_LINK] != SHARE_NONE &&
	       move->rate > share_peak(&run->table, move->use[USE_LINK]);
}

/* Why it never starts, whatever its group does. */
static enum run_skip never_starts(
	const struct run *run, const struct run_move *move, int64_t now)
{
	int64_t earliest = move->not_before > now ? move->not_before : now;

	if (run->phase == RUN_ABORTING)
		return SKIP_ABORTED;
	if (move->withheld && move->not_after && earliest > latest_start(move))
		return SKIP_WITHHELD;
	if (move->not_after && now > move->not_after)
		return SKIP_OVER;
	if (move->not_after && earliest > latest_start(move))
		return SKIP_LATE;
	return never_fits(run, move) ? SKIP_BUDGET : SKIP_NONE;
}

static void skip_one(struct run_move *move, enum run_skip why)
{
	move->slot = SLOT_SKIPPED;
	move->skip = (uint8_t)why;
}

static void skip(struct run *run, int64_t now)
{
	struct groups groups;

	for (unsigned i = 0; i < run->count; i++) {
		enum run_skip why = never_starts(run, &run->move[i], now);

		if (run->move[i].slot == SLOT_WAITING && why)
			skip_one(&run->move[i], why);
	}
	find_groups(run, &groups);
	for (unsigned i = 0; i < run->count; i++)
		if (run->move[i].slot == SLOT_WAITING && group_stays(&groups, &run->move[i]))
			skip_one(&run->move[i], SKIP_GROUP);
}

/* ---- What may start ---- */

/* What is open: how many moves, and what they use of each share. */
struct load {
	unsigned open;
	uint64_t share[SHARES + 1];
};

/* It may leave and enter the same host; that is one move of it. */
static uint32_t amount_of(const struct run_move *move, unsigned use)
{
	if (use == USE_LINK)
		return move->rate;
	return use == USE_TARGET && move->use[USE_TARGET] == move->use[USE_SOURCE] ? 0 : 1;
}

static void charge(struct load *load, const struct run_move *move)
{
	load->open++;
	for (unsigned use = 0; use < SHARE_USES; use++)
		load->share[move->use[use]] += amount_of(move, use);
}

static void find_load(const struct run *run, struct load *load)
{
	load->open = 0;
	memset(load->share, 0, (run->table.count + 1U) * sizeof(load->share[0]));
	for (unsigned i = 0; i < run->count; i++)
		if (is_open(&run->move[i]))
			charge(load, &run->move[i]);
}

/* The first use for which there is no room from now on until it ends; SHARE_USES: none. */
static unsigned find_full(const struct run *run, const struct load *load,
	const struct run_move *move, int64_t now)
{
	for (unsigned use = 0; use < SHARE_USES; use++) {
		uint16_t index = move->use[use];
		const struct share *share = &run->table.share[index];
		uint64_t all = load->share[index] + share->taken + amount_of(move, use);

		if (index != SHARE_NONE &&
			(all > share_limit(&run->table, index, now, now + move->seconds) ||
				all > share->allowed))
			return use;
	}
	return SHARE_USES;
}

static bool fits(const struct run *run, const struct load *load, const struct run_move *move,
	int64_t now)
{
	return now >= move->not_before && load->open < run->concurrency &&
	       find_full(run, load, move, now) == SHARE_USES;
}

/* The first wave that is not over, or one past the last. */
static uint16_t current_wave(const struct run *run)
{
	uint16_t wave = UINT16_MAX;

	for (unsigned i = 0; i < run->count; i++)
		if (!is_over(&run->move[i]) && run->move[i].wave < wave)
			wave = run->move[i].wave;
	return wave;
}

static bool wave_is_barred(const struct run *run, uint16_t wave)
{
	for (unsigned i = 0; i < run->count; i++) {
		const struct run_move *move = &run->move[i];

		if (move->wave < wave && move->wave >= run->accepted && !went_well(move))
			return true;
	}
	return false;
}

static void open_what_fits(struct run *run, struct output *out, uint16_t wave, int64_t now)
{
	struct load load;

	find_load(run, &load);
	for (uint16_t i = 0; i < run->count; i++) {
		struct run_move *move = &run->move[i];

		if (move->wave != wave || move->slot != SLOT_WAITING || move->withheld ||
			!fits(run, &load, move, now))
			continue;
		if (!act(out, RUN_OPEN_MOVE, i))
			return;
		move->slot = SLOT_OPEN;
		charge(&load, move);
	}
}

/* ---- The phases ---- */

static bool waits_in(const struct run *run, uint16_t wave)
{
	for (unsigned i = 0; i < run->count; i++)
		if (run->move[i].wave == wave && run->move[i].slot == SLOT_WAITING)
			return true;
	return false;
}

/* The next instant at which time alone changes something, or 0. */
static int64_t next_instant(const struct run *run, uint16_t wave, int64_t now)
{
	int64_t at = waits_in(run, wave) ? share_next_hour(&run->table, now) : 0;

	for (unsigned i = 0; i < run->count; i++) {
		const struct run_move *move = &run->move[i];
		int64_t due =
			move->not_before > now ? move->not_before : latest_start(move) + 1;

		if (move->wave == wave && move->slot == SLOT_WAITING && due > now &&
			(at == 0 || due < at))
			at = due;
	}
	return at;
}

static void wake(struct output *out, int64_t at)
{
	out->actions[out->count++] = (struct run_action){.kind = RUN_WAKE_AT, .at = at};
}

static void advance(struct run *run, struct output *out, int64_t now)
{
	uint16_t wave;
	int64_t at;

	skip(run, now);
	wave = current_wave(run);
	if (wave_is_barred(run, wave) && !all_over(run)) {
		enter(run, out, RUN_PAUSED);
		act(out, RUN_ALARM, 0);
		return;
	}
	open_what_fits(run, out, wave, now);
	at = out->full ? now : next_instant(run, wave, now);
	if (at)
		wake(out, at);
}

static void tell_to_abort(struct run *run, struct output *out, int64_t now)
{
	skip(run, now);
	for (uint16_t i = 0; i < run->count; i++) {
		struct run_move *move = &run->move[i];

		if (is_open(move) && !move->told)
			move->told = act(out, RUN_ABORT_MOVE, i);
	}
	if (out->full)
		wake(out, now);
}

static void finish(struct run *run, struct output *out)
{
	if (run->phase == RUN_READY || run->phase == RUN_FINISHED || !all_over(run))
		return;
	enter(run, out, RUN_FINISHED);
	act(out, RUN_DONE, 0);
}

/* ---- Events ---- */

static void take_closed(struct run *run, struct output *out, const struct run_event *event)
{
	struct run_move *move = &run->move[event->move];

	assert(event->move < run->count);
	if (is_open(move))
		act(out, RUN_FREED, 0);
	move->slot = SLOT_CLOSED;
	move->outcome = (uint8_t)event->outcome;
}

static void take_held(struct run *run, const struct run_event *event)
{
	assert(event->move < run->count);
	if (run->move[event->move].slot == SLOT_OPEN)
		run->move[event->move].slot = SLOT_HELD;
}

static void take_resume(struct run *run, struct output *out)
{
	if (run->phase != RUN_PAUSED)
		return;
	run->accepted = current_wave(run);
	enter(run, out, RUN_RUNNING);
}

static void take_boot(struct run *run)
{
	for (unsigned i = 0; i < run->count; i++)
		run->move[i].told = false;
}

static void take(struct run *run, struct output *out, const struct run_event *event)
{
	switch (event->kind) {
	case RUN_START:
		if (run->phase == RUN_READY)
			enter(run, out, RUN_RUNNING);
		break;
	case RUN_TICK:
		break;
	case RUN_MOVE_CLOSED:
		take_closed(run, out, event);
		break;
	case RUN_MOVE_HELD:
		take_held(run, event);
		break;
	case RUN_PAUSE:
		if (run->phase == RUN_RUNNING)
			enter(run, out, RUN_PAUSED);
		break;
	case RUN_RESUME:
		take_resume(run, out);
		break;
	case RUN_ABORT:
		if (run->phase == RUN_RUNNING || run->phase == RUN_PAUSED)
			enter(run, out, RUN_ABORTING);
		break;
	case RUN_BOOT:
		take_boot(run);
		break;
	}
}

unsigned run_step(
	struct run *run, const struct run_event *event, struct run_action actions[RUN_ACTIONS])
{
	struct output out = {.actions = actions};

	assert(run->count <= RUN_MOVES && run->concurrency > 0);
	take(run, &out, event);
	if (run->phase == RUN_RUNNING)
		advance(run, &out, event->now);
	else if (run->phase == RUN_ABORTING)
		tell_to_abort(run, &out, event->now);
	finish(run, &out);
	return out.count;
}

/* ---- Other runs ---- */

static void see_move(
	struct run *run, const struct run *other, const struct run_move *move, int64_t now)
{
	for (unsigned use = 0; use < SHARE_USES; use++)
		if (move->use[use] != SHARE_NONE)
			share_see_other(&run->table, other->table.share[move->use[use]].key,
				amount_of(move, use),
				share_limit(&other->table, move->use[use], now, now));
}

void run_see_others(
	struct run *run, const struct run *const *others, unsigned count, int64_t now)
{
	share_forget_others(&run->table);
	for (unsigned i = 0; i < count; i++)
		for (unsigned j = 0; others[i] != run && j < others[i]->count; j++)
			if (is_open(&others[i]->move[j]))
				see_move(run, others[i], &others[i]->move[j], now);
}

enum run_wait run_wait_of(const struct run *run, uint16_t index, int64_t now)
{
	const struct run_move *move = &run->move[index];
	struct load load;
	unsigned full;

	if (move->slot != SLOT_WAITING)
		return WAIT_NONE;
	if (run->phase != RUN_RUNNING)
		return WAIT_RUN;
	if (move->wave != current_wave(run))
		return WAIT_WAVE;
	if (now < move->not_before)
		return WAIT_WINDOW;
	find_load(run, &load);
	if (load.open >= run->concurrency)
		return WAIT_PLACE;
	full = find_full(run, &load, move, now);
	return full == SHARE_USES ? WAIT_NONE : (enum run_wait)(WAIT_SHARE + full);
}

enum run_slot run_slot_of(const struct move *move)
{
	switch (move->phase) {
	case MOVE_WAITING:
		return SLOT_WAITING;
	case MOVE_HELD:
		return SLOT_HELD;
	case MOVE_CLOSED:
		return SLOT_CLOSED;
	default:
		return SLOT_OPEN;
	}
}

const char *run_phase_word(enum run_phase phase)
{
	static const char *const words[RUN_PHASES] = {
		N_("ready"), N_("running"), N_("paused"), N_("aborting"), N_("finished")};

	return phase < RUN_PHASES ? words[phase] : "unknown";
}

const char *run_slot_word(enum run_slot slot)
{
	static const char *const words[RUN_SLOTS] = {
		"waiting", "open", "held", "closed", "skipped"};

	return slot < RUN_SLOTS ? words[slot] : "unknown";
}

const char *run_skip_word(enum run_skip skip)
{
	static const char *const words[RUN_SKIPS] = {
		"", "aborted", "over", "late", "budget", "group", "withheld"};

	return skip < RUN_SKIPS ? words[skip] : "unknown";
}
