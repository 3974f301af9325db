#include "execution/run.h"
#include "base/language.h"

#include <assert.h>
#include <stddef.h>

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

/* A member that was closed elsewhere than on the target keeps the waiting ones with it. */
static bool group_stays(const struct run *run, const struct run_move *move)
{
	for (unsigned i = 0; i < run->count; i++) {
		const struct run_move *other = &run->move[i];

		if (other->group == move->group && other->slot == SLOT_CLOSED &&
			other->outcome != OUTCOME_DONE &&
			other->outcome != OUTCOME_DONE_UNPROVEN)
			return true;
	}
	return false;
}

static bool never_starts(const struct run *run, const struct run_move *move, int64_t now)
{
	return run->phase == RUN_ABORTING || (move->not_after && now > move->not_after) ||
	       move->rate > run->link_budget[move->link] || group_stays(run, move);
}

static void skip(struct run *run, int64_t now)
{
	for (unsigned i = 0; i < run->count; i++)
		if (run->move[i].slot == SLOT_WAITING && never_starts(run, &run->move[i], now))
			run->move[i].slot = SLOT_SKIPPED;
}

/* ---- What may start ---- */

static unsigned open_moves(const struct run *run)
{
	unsigned count = 0;

	for (unsigned i = 0; i < run->count; i++)
		count += is_open(&run->move[i]);
	return count;
}

static uint64_t charged(const struct run *run, uint8_t link)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < run->count; i++)
		if (is_open(&run->move[i]) && run->move[i].link == link)
			sum += run->move[i].rate;
	return sum;
}

static bool fits(const struct run *run, const struct run_move *move, int64_t now)
{
	return now >= move->not_before && open_moves(run) < run->concurrency &&
	       charged(run, move->link) + move->rate <= run->link_budget[move->link];
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
	for (uint16_t i = 0; i < run->count; i++) {
		struct run_move *move = &run->move[i];

		if (move->wave != wave || move->slot != SLOT_WAITING || !fits(run, move, now))
			continue;
		if (!act(out, RUN_OPEN_MOVE, i))
			return;
		move->slot = SLOT_OPEN;
	}
}

/* ---- The phases ---- */

/* The next instant at which time alone changes something, or 0. */
static int64_t next_instant(const struct run *run, uint16_t wave, int64_t now)
{
	int64_t at = 0;

	for (unsigned i = 0; i < run->count; i++) {
		const struct run_move *move = &run->move[i];
		int64_t due = move->not_before > now ? move->not_before : move->not_after + 1;

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

static void take_closed(struct run *run, const struct run_event *event)
{
	struct run_move *move = &run->move[event->move];

	assert(event->move < run->count);
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
		take_closed(run, event);
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
