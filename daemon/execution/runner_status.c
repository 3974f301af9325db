#include "base/language.h"
#include "execution/order_share.h"
#include "execution/runner_private.h"

/* What people are told of a move that did not start. */
static const char *const skipped[RUN_SKIPS] = {
	[SKIP_ABORTED] = N_("skipped: the run was aborted"),
	[SKIP_OVER] = N_("skipped: its window is over"),
	[SKIP_LATE] = N_("skipped: it would not end in its window"),
	[SKIP_BUDGET] = N_("skipped: it needs more than its link may give"),
	[SKIP_GROUP] = N_("skipped: a machine that moves only with it stayed behind"),
	[SKIP_WITHHELD] = N_("skipped: it was held until it would not end in its window"),
};

/* What people are told of a move that waits. */
static const char *const waits[RUN_WAITS] = {
	[WAIT_RUN] = N_("waits: the run does not go on"),
	[WAIT_WAVE] = N_("waits: the wave before is not over"),
	[WAIT_WINDOW] = N_("waits: its window is not open"),
	[WAIT_PLACE] = N_("waits: as many moves of the run are open as may be"),
};

/* What is used of it is counted over all runs. */
static char *tell_full(enum share_use use, const char *name)
{
	switch (use) {
	case USE_LINK:
		return mem_format(
			N_("waits: link \"%s\" has no room for it at this hour"), name);
	case USE_SOURCE:
		return mem_format(
			N_("waits: host \"%s\", which it leaves, has as many moves as it may"),
			name);
	case USE_TARGET:
		return mem_format(
			N_("waits: host \"%s\", where it goes, has as many moves as it may"),
			name);
	case USE_POOL:
		return mem_format(N_("waits: as many moves go into pool \"%s\" as may"), name);
	default:
		return mem_format(
			N_("waits: team \"%s\" looks after as many moves as it may"), name);
	}
}

static void add_wait(struct json_object *row, const struct active_move *move)
{
	enum run_wait wait = run_wait_of(
		&move->run->state, (uint16_t)move->index, clock_wall() / CLOCK_SECOND);
	AUTO_FREE char *name = NULL, *why = NULL;

	if (wait < WAIT_SHARE) {
		json_set_string(row, "why", waits[wait]);
		return;
	}
	name = order_share_name(move->json, (enum share_use)(wait - WAIT_SHARE));
	why = tell_full((enum share_use)(wait - WAIT_SHARE), name);
	json_set_string(row, "why", why);
}

/* When it is to end by the estimate, and how it stands to that: seconds, below 0 when early. */
static void add_expectation(struct json_object *row, const struct active_move *move)
{
	struct json_object *estimate = order_estimate(move->run->plan, move->json);
	int64_t low = json_integer(estimate, "seconds_low", 0);
	int64_t high = json_integer(estimate, "seconds_high", 0);
	int64_t end = move->closed ? move->closed : clock_wall();
	int64_t taken = (end - move->opened) / CLOCK_SECOND;

	if (high <= 0)
		return;
	json_set_integer(row, "seconds_low", low);
	json_set_integer(row, "seconds", json_integer(estimate, "seconds", 0));
	json_set_integer(row, "seconds_high", high);
	if (move->opened == 0)
		return;
	json_set_integer(row, "expected_end",
		move->opened + json_integer(estimate, "seconds", 0) * CLOCK_SECOND);
	json_set_integer(row, "late",
		taken > high                  ? taken - high
		: move->closed && taken < low ? taken - low
					      : 0);
}

/* For how long it stood still, and was to. */
static void add_blackout(struct json_object *row, const struct active_move *move)
{
	struct json_object *estimate = order_estimate(move->run->plan, move->json);
	int64_t stood = teach_blackout(move);

	if (stood >= 0)
		json_set_integer(row, "blackout", stood);
	if (json_member(estimate, "blackout_high"))
		json_set_integer(
			row, "blackout_high", json_integer(estimate, "blackout_high", 0));
}

/* Who does not let it start, and why. */
static void add_hold(
	struct json_object *row, const struct active_move *move, const struct run_move *slot)
{
	struct json_object *hold = slot->slot == SLOT_WAITING ? active_move_hold(move) : NULL;
	AUTO_FREE char *why = NULL;

	if (!hold)
		return;
	why = mem_format(N_("%s is held by %s: %s"), json_string(hold, "subject"),
		json_string(hold, "actor"), json_string(hold, "reason"));
	json_set_boolean(row, "withheld", true);
	json_set_string(row, "why", why);
}

static struct json_object *move_status(struct active_move *move, const struct outlook *outlook)
{
	struct json_object *row = json_object_new_object();
	const struct move *state = &move->state;
	const struct run_move *slot = &move->run->state.move[move->index];

	json_set_string(row, "name", move->name);
	json_set_string(row, "department", json_string(move->json, "department"));
	json_set_string(row, "source", json_string(json_member(move->json, "source"), "host"));
	json_set_string(row, "target", json_string(json_member(move->json, "target"), "host"));
	json_set_string(row, "phase", move_phase_word(state->phase));
	json_set_string(row, "operation", operation_word(state->operation));
	json_set_integer(row, "attempt", state->attempt);
	json_set_boolean(row, "committed", state->facts.committed);
	json_set_string(row, "outcome", move_outcome_word(state->outcome));
	json_set_string(row, "slot", run_slot_word(slot->slot));
	if (slot->slot == SLOT_SKIPPED && skipped[slot->skip])
		json_set_string(row, "why", skipped[slot->skip]);
	else if (slot->slot == SLOT_WAITING && move->run->state.phase != RUN_FINISHED)
		add_wait(row, move);
	else
		json_set_string(row, "why", move->why);
	add_hold(row, move, slot);
	json_set_integer(row, "opened", move->opened);
	json_set_integer(row, "closed", move->closed);
	json_set(row, "seen", world_encode(&state->seen));
	json_set(row, "notes", json_object_get(move->notes));
	if (state->row)
		json_set_string(row, "row", reconcile_row_name(state->row));
	add_expectation(row, move);
	add_blackout(row, move);
	outlook_tell_move(outlook, move, row);
	if (move->progress)
		json_set(row, "progress", json_object_get(move->progress));
	return row;
}

static struct json_object *run_head(struct active_run *run)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "run", run->id);
	json_set_string(row, "plan", run->plan_digest);
	json_set_string(row, "phase", run_phase_word(run->state.phase));
	json_set_string(row, "started", run->started);
	return json_set_string(row, "starter", run->starter);
}

static struct json_object *run_status(struct active_run *run)
{
	AUTO_FREE struct outlook *outlook = outlook_new(run);
	struct json_object *row = run_head(run), *moves = json_object_new_array();

	active_run_see(run, clock_wall() / CLOCK_SECOND);
	for (unsigned i = 0; i < run->state.count; i++)
		json_object_array_add(moves, move_status(&run->moves[i], outlook));
	outlook_tell(outlook, run, row);
	return json_set(row, "moves", moves);
}

struct json_object *runner_status(struct runner *runner, const char *id)
{
	for (struct active_run *run = runner->runs; run; run = run->next)
		if (text_equal(run->id, id))
			return run_status(run);
	return NULL;
}

struct json_object *runner_list(struct runner *runner)
{
	struct json_object *list = json_object_new_array();

	for (struct active_run *run = runner->runs; run; run = run->next)
		json_object_array_add(
			list, json_set_integer(run_head(run), "moves", run->state.count));
	return list;
}
