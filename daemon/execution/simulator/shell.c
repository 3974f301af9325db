#include "execution/simulator/state.h"

#include <assert.h>
#include <string.h>

static void deliver(
	struct simulation *simulation, uint16_t move, const struct move_event *event);

int64_t shell_clock(const struct simulation *simulation)
{
	return simulation->clock + (int64_t)(simulation->now / 1000);
}

/* ---- Actions of a move ---- */

static void record(
	struct simulation *simulation, uint16_t move, const struct move_action *action)
{
	struct mover *mover = &simulation->movers[move];
	struct event event = {.kind = EV_DURABLE,
		.move = move,
		.serial = action->serial,
		.epoch = simulation->epoch};

	assert(mover->pendings < PENDING);
	mover->pending[mover->pendings++] = (struct pending){.serial = action->serial,
		.record = action->record,
		.operation = action->operation,
		.attempt = action->attempt,
		.state = mover->state};
	if (action->record == RECORD_COMMIT)
		check_commit(simulation, move);
	else if (action->record == RECORD_CLOSE)
		check_close(simulation, move, action->outcome);
	else if (action->record == RECORD_HOLD && simulation->coverage && action->row == 0)
		simulation->coverage->row[0]++;
	heap_push(simulation, FSYNC_MS, &event);
}

static void call(struct simulation *simulation, uint16_t move, const struct move_action *action)
{
	struct watch *watch = &simulation->movers[move].watch;

	check_call(simulation, move, action);
	if (action->operation != OPERATION_OBSERVE) {
		watch->fresh = false;
		watch->intent[action->operation] = false;
	}
	worker_call(simulation, move, action);
}

static void timer(
	struct simulation *simulation, uint16_t move, const struct move_action *action)
{
	struct event event = {.kind = EV_TIMER,
		.move = move,
		.serial = action->serial,
		.epoch = simulation->epoch};

	simulation->movers[move].timer = action->serial;
	heap_push(simulation, action->delay, &event);
}

static void trace_action(
	struct simulation *simulation, uint16_t move, const struct move_action *action)
{
	static const char *const kinds[] = {
		"record", "call", "timer", "give up", "alarm", "closed"};

	if (!simulation->trace || action->kind == ACTION_TIMER)
		return;
	trace(simulation, "  move %u #%u: %s %s %s (%s)", move, action->serial,
		kinds[action->kind],
		action->kind == ACTION_RECORD ? move_record_word(action->record) : "",
		operation_word(action->operation), reconcile_row_name(action->row));
}

static void carry_out(
	struct simulation *simulation, uint16_t move, const struct move_action *action)
{
	trace_action(simulation, move, action);
	switch (action->kind) {
	case ACTION_RECORD:
		record(simulation, move, action);
		break;
	case ACTION_CALL:
		call(simulation, move, action);
		break;
	case ACTION_TIMER:
		timer(simulation, move, action);
		break;
	case ACTION_GIVE_UP:
		worker_stop(simulation, move,
			!simulation->jitter || random_below(&simulation->random, 2));
		break;
	case ACTION_ALARM:
		simulation->last_change = simulation->now;
		if (simulation->movers[move].state.phase == MOVE_HELD)
			shell_tell(simulation, RUN_MOVE_HELD, move, OUTCOME_NONE);
		break;
	case ACTION_CLOSED:
		simulation->last_change = simulation->now;
		shell_tell(simulation, RUN_MOVE_CLOSED, move, action->outcome);
		break;
	}
}

static void deliver(
	struct simulation *simulation, uint16_t move, const struct move_event *event)
{
	struct move_action actions[MOVE_ACTIONS];
	struct move *state = &simulation->movers[move].state;
	unsigned count = move_step(state, event, actions);

	if (simulation->coverage && count && state->row)
		simulation->coverage->row[state->row]++;
	for (unsigned i = 0; i < count; i++)
		carry_out(simulation, move, &actions[i]);
}

void shell_command(struct simulation *simulation, uint16_t move, enum move_command command,
	enum operation resolution)
{
	struct mover *mover = &simulation->movers[move];
	bool taken = mover->state.facts.aborted;
	uint32_t serial = mover->state.serial;
	struct move_event event = {
		.kind = EVENT_COMMAND, .command = command, .resolution = resolution};

	if (command == COMMAND_RESOLVE)
		mover->watch.ordered[resolution] = true;
	deliver(simulation, move, &event);
	if (command == COMMAND_ABORT && taken && mover->state.serial != serial)
		broken(simulation, move, "I12", "A second abort did something.");
	if (command == COMMAND_ABORT && !mover->state.facts.committed)
		mover->watch.aborted = true;
}

/* ---- Records become durable, in order ---- */

static void make_durable(struct mover *mover)
{
	const struct pending *first = &mover->pending[0];

	mover->disk = first->state;
	if (first->record == RECORD_INTENT)
		mover->watch.intent[first->operation] = true;
	if (first->record == RECORD_COMMIT)
		mover->watch.committed = true;
	mover->pendings--;
	memmove(mover->pending, mover->pending + 1,
		mover->pendings * sizeof(mover->pending[0]));
}

static void take_durable(struct simulation *simulation, const struct event *event)
{
	struct mover *mover = &simulation->movers[event->move];
	struct move_event durable = {.kind = EVENT_DURABLE, .serial = event->serial};

	assert(mover->pendings > 0 && mover->pending[0].serial == event->serial);
	make_durable(mover);
	deliver(simulation, event->move, &durable);
}

/* ---- Replies ---- */

static void note_read(struct mover *mover, const struct event *event)
{
	if (mover->state.operation != OPERATION_OBSERVE || event->serial != mover->state.waits)
		return;
	mover->watch.fresh = event->reply == REPLY_DONE;
	mover->watch.read = event->world;
}

/* From here on it knows which sides run, whoever started them. */
static void note_secrets(struct simulation *simulation, const struct event *event)
{
	const struct move *state = &simulation->movers[event->move].state;
	struct guest *guest = &simulation->guests[event->move];

	if (event->serial != state->waits)
		return;
	for (enum side side = 0; side < SIDES; side++)
		if (state->operation == OPERATION_OBSERVE && event->reply == REPLY_DONE &&
			event->world.side[side].power == POWER_RUNNING)
			guest->side[side].secret = false;
	if (state->operation == OPERATION_FENCE && event->reply == REPLY_REFUSED)
		guest->side[SIDE_SOURCE].secret = false;
}

static void give_stale(struct simulation *simulation, const struct event *event,
	const struct move_event *reply)
{
	struct mover *mover = &simulation->movers[event->move];
	struct move before = mover->state;

	deliver(simulation, event->move, reply);
	if (memcmp(&before, &mover->state, sizeof(before)) != 0)
		broken(simulation, event->move, "I8",
			"A reply that answers nothing any more changed the state.");
}

/* A late reply may still find its call open; then it answers it like any other. */
static bool answers_open_call(struct mover *mover, const struct event *event)
{
	for (uint32_t i = 0; i < CALLS; i++) {
		struct call *call = &mover->worker.call[i];

		if (call->open && call->serial == event->serial) {
			call->open = false;
			return true;
		}
	}
	return false;
}

static void take_reply(struct simulation *simulation, const struct event *event)
{
	struct mover *mover = &simulation->movers[event->move];
	struct move_event reply = {.kind = EVENT_REPLY,
		.serial = event->serial,
		.attempt = event->attempt,
		.reply = event->reply,
		.world = event->world};

	if (event->stale && !answers_open_call(mover, event)) {
		give_stale(simulation, event, &reply);
		return;
	}
	if (event->slot < CALLS) {
		struct call *open = &mover->worker.call[event->slot];

		if (!open->open || open->serial != event->serial)
			return;
		open->open = false;
	}
	note_read(mover, event);
	note_secrets(simulation, event);
	mover->watch.last_reply = *event;
	mover->watch.has_reply = true;
	trace(simulation, "  move %u #%u: reply %s", event->move, event->serial,
		reply_word(event->reply));
	deliver(simulation, event->move, &reply);
}

static void take_timer(struct simulation *simulation, const struct event *event)
{
	struct move_event timer_event = {.kind = EVENT_TIMER, .serial = event->serial};

	if (event->serial == simulation->movers[event->move].timer)
		deliver(simulation, event->move, &timer_event);
}

/* ---- Death and boot ---- */

void shell_kill(struct simulation *simulation, bool flushed)
{
	for (uint16_t i = 0; i < simulation->setting.count; i++) {
		struct mover *mover = &simulation->movers[i];

		worker_stop(simulation, i, flushed);
		while (flushed && mover->pendings > 0)
			make_durable(mover);
		mover->pendings = 0;
		mover->watch.has_reply = false;
		mover->trap = (struct trap){0};
		/* What was learned but not recorded is forgotten. */
		simulation->guests[i].side[SIDE_SOURCE].secret |= simulation->guests[i].owner;
		simulation->guests[i].side[SIDE_TARGET].secret |= simulation->guests[i].owner;
	}
	simulation->epoch++;
	simulation->alive = false;
}

static void restore_run(struct simulation *simulation, uint8_t index)
{
	struct run *run = &simulation->run[index];
	const struct mover *mover = &simulation->movers[simulation->first[index]];

	run->phase = simulation->disk_run[index].phase;
	run->accepted = simulation->disk_run[index].accepted;
	for (uint16_t i = 0; i < run->count; i++) {
		run->move[i].slot = (uint8_t)run_slot_of(&mover[i].disk);
		run->move[i].outcome = (uint8_t)mover[i].disk.outcome;
		run->move[i].withheld = mover[i].holds > 0;
	}
}

static void load_move(struct simulation *simulation, uint16_t move)
{
	struct mover *mover = &simulation->movers[move];

	mover->state = mover->disk;
	memset(mover->watch.intent, 0, sizeof(mover->watch.intent));
	mover->watch.fresh = false;
	mover->watch.aborted = mover->disk.facts.aborted;
	mover->skipped = false;
	check_boot(simulation, move);
}

static void boot_move(struct simulation *simulation, uint16_t move)
{
	struct move_event event = {.kind = EVENT_BOOT};

	if (simulation->movers[move].disk.phase != MOVE_WAITING)
		deliver(simulation, move, &event);
}

static void boot(struct simulation *simulation)
{
	simulation->alive = true;
	simulation->faults_open--;
	simulation->last_change = simulation->now;
	for (uint8_t i = 0; i < simulation->runs; i++)
		restore_run(simulation, i);
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		load_move(simulation, i);
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		boot_move(simulation, i);
	for (uint8_t i = 0; i < simulation->runs; i++)
		shell_run(simulation, i, RUN_BOOT);
}

/* ---- The runs ---- */

const struct run *run_of(const struct simulation *simulation, uint16_t move)
{
	return &simulation->run[simulation->setting.moves[move].run];
}

const struct run_move *slot_of(const struct simulation *simulation, uint16_t move)
{
	return &run_of(simulation, move)
			->move[move - simulation->first[simulation->setting.moves[move].run]];
}

static void tick_in(struct simulation *simulation, uint8_t run, uint64_t milliseconds)
{
	struct event event = {.kind = EV_TICK, .slot = run, .epoch = simulation->epoch};

	heap_push(simulation, milliseconds, &event);
}

static void wake_at(struct simulation *simulation, uint8_t run, int64_t at)
{
	int64_t wait = at - shell_clock(simulation);

	tick_in(simulation, run, wait > 0 ? (uint64_t)wait * 1000 : 1);
}

static void ask_person(struct simulation *simulation, uint8_t run)
{
	struct event event = {.kind = EV_PERSON, .slot = run};

	heap_push(simulation, 3000, &event);
}

static void open_move(struct simulation *simulation, uint16_t move)
{
	struct move_event event = {.kind = EVENT_START};

	simulation->last_change = simulation->now;
	check_open(simulation, move);
	deliver(simulation, move, &event);
}

static void tell_freed(struct simulation *simulation)
{
	for (uint8_t i = 0; i < simulation->runs; i++)
		tick_in(simulation, i, 1);
}

static void carry_out_run(
	struct simulation *simulation, uint8_t run, const struct run_action *action)
{
	uint16_t move = (uint16_t)(simulation->first[run] + action->move);

	switch (action->kind) {
	case RUN_RECORD:
		simulation->disk_run[run].phase = simulation->run[run].phase;
		simulation->disk_run[run].accepted = simulation->run[run].accepted;
		break;
	case RUN_OPEN_MOVE:
		open_move(simulation, move);
		break;
	case RUN_ABORT_MOVE:
		shell_command(simulation, move, COMMAND_ABORT, OPERATION_NONE);
		break;
	case RUN_WAKE_AT:
		wake_at(simulation, run, action->at);
		break;
	case RUN_ALARM:
		ask_person(simulation, run);
		break;
	case RUN_FREED:
		tell_freed(simulation);
		break;
	case RUN_DONE:
		break;
	}
}

static void note_skipped(struct simulation *simulation, uint8_t run)
{
	for (uint16_t i = 0; i < simulation->run[run].count; i++) {
		uint16_t move = (uint16_t)(simulation->first[run] + i);
		struct mover *mover = &simulation->movers[move];

		if (simulation->run[run].move[i].slot != SLOT_SKIPPED || mover->skipped)
			continue;
		mover->skipped = true;
		check_skip(simulation, move);
	}
}

static void give(struct simulation *simulation, uint8_t run, const struct run_event *event)
{
	const struct run *others[SIMULATION_RUNS];
	struct run_action actions[RUN_ACTIONS];
	unsigned count;

	for (uint8_t i = 0; i < simulation->runs; i++)
		others[i] = &simulation->run[i];
	run_see_others(&simulation->run[run], others, simulation->runs, event->now);
	count = run_step(&simulation->run[run], event, actions);
	note_skipped(simulation, run);
	for (unsigned i = 0; i < count; i++)
		carry_out_run(simulation, run, &actions[i]);
}

void shell_run(struct simulation *simulation, uint8_t run, enum run_event_kind kind)
{
	struct run_event event = {.kind = kind, .now = shell_clock(simulation)};

	give(simulation, run, &event);
}

void shell_withhold(struct simulation *simulation, uint16_t move, int more)
{
	const struct simulation_move *moves = simulation->setting.moves;
	uint8_t run = moves[move].run;
	struct run_move *slots = simulation->run[run].move;

	for (uint16_t i = 0; i < simulation->setting.count; i++) {
		if (moves[i].run != run || moves[i].slot.group != moves[move].slot.group)
			continue;
		simulation->movers[i].holds = (uint8_t)(simulation->movers[i].holds + more);
		slots[i - simulation->first[run]].withheld = simulation->movers[i].holds > 0;
	}
	if (simulation->alive)
		shell_run(simulation, run, RUN_TICK);
}

void shell_tell(struct simulation *simulation, enum run_event_kind kind, uint16_t move,
	enum move_outcome outcome)
{
	uint8_t run = simulation->setting.moves[move].run;
	struct run_event event = {.kind = kind,
		.now = shell_clock(simulation),
		.move = (uint16_t)(move - simulation->first[run]),
		.outcome = outcome};

	give(simulation, run, &event);
}

void shell_begin(struct simulation *simulation)
{
	simulation->alive = true;
	for (uint8_t i = 0; i < simulation->runs; i++)
		shell_run(simulation, i, RUN_START);
}

/* ---- Events ---- */

static bool of_this_life(const struct simulation *simulation, const struct event *event)
{
	return simulation->alive && event->epoch == simulation->epoch;
}

static bool of_this_copy(const struct simulation *simulation, const struct event *event)
{
	return event->epoch == simulation->guests[event->move].copy.epoch;
}

static void person(struct simulation *simulation, uint8_t run)
{
	if (simulation->alive && simulation->run[run].phase == RUN_PAUSED)
		shell_run(simulation, run, RUN_RESUME);
	else if (!simulation->alive)
		ask_person(simulation, run);
}

static void gone(struct simulation *simulation, const struct event *event)
{
	enum side side = (enum side)event->slot;

	if (event->variant || reach(simulation, event->move, side) == REACH_UP)
		copy_notice(simulation, event->move, side);
}

static void world_event(struct simulation *simulation, const struct event *event)
{
	switch ((enum event_kind)event->kind) {
	case EV_ARRIVE:
		worker_arrive(simulation, event->move, event->slot, event->epoch);
		break;
	case EV_COPY:
		if (of_this_copy(simulation, event))
			copy_advance(simulation, event->move);
		break;
	case EV_GONE:
		if (of_this_copy(simulation, event))
			gone(simulation, event);
		break;
	case EV_TIMEOUT:
		if (of_this_copy(simulation, event))
			copy_timeout(simulation, event->move, (enum side)event->slot);
		break;
	case EV_MEND:
		fault_mend(simulation, event->fault, event->move, event->variant);
		break;
	case EV_BOOT:
		boot(simulation);
		break;
	case EV_PERSON:
		person(simulation, (uint8_t)event->slot);
		break;
	default:
		break;
	}
}

void shell_event(struct simulation *simulation, const struct event *event)
{
	bool daemons = event->kind == EV_DURABLE || event->kind == EV_REPLY ||
		       event->kind == EV_TIMER || event->kind == EV_TICK;

	if (daemons && !of_this_life(simulation, event))
		return;
	switch ((enum event_kind)event->kind) {
	case EV_DURABLE:
		take_durable(simulation, event);
		break;
	case EV_REPLY:
		take_reply(simulation, event);
		break;
	case EV_TIMER:
		take_timer(simulation, event);
		break;
	case EV_TICK:
		shell_run(simulation, (uint8_t)event->slot, RUN_TICK);
		break;
	default:
		world_event(simulation, event);
	}
}
