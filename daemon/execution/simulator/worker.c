#include "execution/simulator/state.h"

#include <assert.h>

static void reply_push(struct simulation *simulation, uint16_t move, const struct call *call,
	const struct event *event, uint64_t delay)
{
	struct event reply = *event;

	reply.kind = EV_REPLY;
	reply.move = move;
	reply.epoch = simulation->epoch;
	reply.serial = call->serial;
	reply.attempt = call->attempt;
	heap_push(simulation, delay, &reply);
}

/* The traps that wait for the next reply. */
static void spring(struct simulation *simulation, uint16_t move, const struct call *call,
	struct event *reply, uint64_t delay)
{
	struct mover *mover = &simulation->movers[move];
	struct trap *trap = &mover->trap;
	struct event stale = *reply;

	stale.stale = true;
	stale.slot = CALLS;
	if (trap->twice)
		reply_push(simulation, move, call, &stale, delay + 2 * LATE_MS);
	if (trap->late)
		reply_push(simulation, move, call, &stale,
			mover->state.order.deadline[call->operation] +
				2ULL * mover->state.order.grace);
	if (!trap->late && !trap->lose)
		reply_push(simulation, move, call, reply, delay);
	trap->twice = trap->late = trap->lose = false;
}

void worker_reply(struct simulation *simulation, uint16_t move, uint32_t slot, enum reply reply,
	uint64_t delay)
{
	struct call *call = &simulation->movers[move].worker.call[slot];
	struct event event = {
		.reply = (uint8_t)reply, .slot = slot, .variant = (uint8_t)call->epoch};

	if (!call->open || simulation->movers[move].worker.hung)
		return;
	if (call->operation == OPERATION_OBSERVE)
		for (enum side side = 0; side < SIDES; side++)
			view_side(
				simulation, move, side, call->attempt, &event.world.side[side]);
	spring(simulation, move, call, &event, vary(simulation, delay));
}

/* What a dead worker sent long ago makes room for what a living one sends. */
static uint32_t free_slot(const struct worker *worker)
{
	uint32_t slot = CALLS;

	for (uint32_t i = 0; i < CALLS; i++)
		if (!worker->call[i].open && (slot == CALLS || !worker->call[i].sent))
			slot = i;
	assert(slot < CALLS);
	return slot;
}

static void plan_arrival(
	struct simulation *simulation, uint16_t move, uint32_t slot, uint64_t delay)
{
	struct call *call = &simulation->movers[move].worker.call[slot];
	struct event event = {
		.kind = EV_ARRIVE, .move = move, .slot = slot, .epoch = call->epoch};

	call->stuck = false;
	heap_push(simulation, delay, &event);
}

void worker_call(struct simulation *simulation, uint16_t move, const struct move_action *action)
{
	struct mover *mover = &simulation->movers[move];
	struct worker *worker = &mover->worker;
	uint32_t slot = free_slot(worker);
	struct call *call = &worker->call[slot];
	uint64_t delay = worker->alive ? TRIP_MS : START_MS + TRIP_MS;

	if (!worker->alive)
		worker->hung = false;
	worker->alive = true;
	worker->attempt = action->attempt;
	*call = (struct call){.open = true,
		.sent = true,
		.autostart = mover->state.facts.autostart,
		.epoch = call->epoch + 1,
		.serial = action->serial,
		.attempt = action->attempt,
		.operation = action->operation,
		.attempted = (uint8_t)action->attempt};
	if (!worker->hung)
		plan_arrival(simulation, move, slot, vary(simulation, delay));
}

static void observe(struct simulation *simulation, uint16_t move, uint32_t slot)
{
	bool silent = reach(simulation, move, SIDE_SOURCE) == REACH_SILENT ||
		      reach(simulation, move, SIDE_TARGET) == REACH_SILENT;

	worker_reply(simulation, move, slot, REPLY_DONE,
		silent ? UNREAD_MS : operation_takes(OPERATION_OBSERVE));
}

/* The worst that a host which the operation needs has to say. */
static enum reach reach_all(const struct simulation *simulation, uint16_t move, unsigned needs)
{
	enum reach worst = REACH_UP;

	for (enum side side = 0; side < SIDES; side++) {
		enum reach one = reach(simulation, move, side);

		if ((needs & 1u << side) && one > worst)
			worst = one;
	}
	return worst;
}

static enum reply do_it(struct simulation *simulation, uint16_t move, const struct call *call)
{
	struct trap *trap = &simulation->movers[move].trap;
	enum reply reply;

	if (trap->fails > 0) {
		trap->fails--;
		if (trap->fail_after)
			operation_do(simulation, move, call);
		return REPLY_FAILED;
	}
	reply = operation_do(simulation, move, call);
	trace(simulation, "  hosts of %u: %s: %s", move, operation_word(call->operation),
		reply_word(reply));
	return reply;
}

void worker_arrive(struct simulation *simulation, uint16_t move, uint32_t slot, uint32_t epoch)
{
	struct call *call = &simulation->movers[move].worker.call[slot];
	enum reach reached;

	if (call->epoch != epoch || !call->sent)
		return;
	reached = reach_all(simulation, move, operation_needs(call->operation));
	if (reached == REACH_SILENT) {
		call->stuck = true;
		return;
	}
	call->sent = false;
	if (reached == REACH_REFUSED)
		worker_reply(simulation, move, slot, REPLY_LOST, TRIP_MS);
	else if (call->operation == OPERATION_OBSERVE)
		observe(simulation, move, slot);
	else if (call->operation != OPERATION_TRANSFER)
		worker_reply(simulation, move, slot, do_it(simulation, move, call),
			operation_takes(call->operation) + TRIP_MS);
	else if (call->open)
		copy_start(simulation, move, slot, call->attempt);
}

void worker_kick(struct simulation *simulation, uint16_t move)
{
	struct worker *worker = &simulation->movers[move].worker;

	for (uint32_t i = 0; i < CALLS; i++)
		if (worker->call[i].sent && worker->call[i].stuck)
			plan_arrival(simulation, move, i,
				1 + random_below(&simulation->random, LATE_MS - 1));
}

static void lose(struct simulation *simulation, uint16_t move, struct call *call, bool lands)
{
	struct event event = {.reply = REPLY_LOST, .slot = CALLS};

	if (call->open)
		reply_push(simulation, move, call, &event, 1);
	call->open = false;
	call->sent = call->sent && lands && call->operation != OPERATION_OBSERVE &&
		     call->operation != OPERATION_TRANSFER;
}

void worker_stop(struct simulation *simulation, uint16_t move, bool lands)
{
	struct worker *worker = &simulation->movers[move].worker;

	for (uint32_t i = 0; i < CALLS; i++)
		lose(simulation, move, &worker->call[i], lands && !worker->hung);
	worker->alive = worker->hung = false;
	copy_orphan(simulation, move);
}
