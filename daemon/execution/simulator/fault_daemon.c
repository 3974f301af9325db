/* Faults of banyun itself, and what its operators do. */
#include "execution/simulator/fault_strike.h"

#define STUBBORN 7 /* more than the reads that an order allows */

static bool kill_daemon(struct simulation *simulation, const struct simulation_fault *fault)
{
	struct event event = {.kind = EV_BOOT};

	if (!simulation->alive)
		return false;
	shell_kill(simulation, fault_way(fault->variant));
	simulation->faults_open++;
	heap_push(simulation, fault_is_long(fault->variant) ? LONG_MS : BOOT_MS, &event);
	return true;
}

static bool worker_dies(struct simulation *simulation, const struct simulation_fault *fault)
{
	if (!simulation->movers[fault->move].worker.alive)
		return false;
	worker_stop(simulation, fault->move, fault->variant & 1);
	return true;
}

static bool worker_hangs(struct simulation *simulation, uint16_t move)
{
	struct worker *worker = &simulation->movers[move].worker;

	if (!worker->alive || worker->hung)
		return false;
	worker->hung = true;
	return true;
}

static bool old_reply(struct simulation *simulation, uint16_t move)
{
	struct watch *watch = &simulation->movers[move].watch;
	struct event event = watch->last_reply;

	if (!watch->has_reply || !simulation->alive)
		return false;
	event.stale = true;
	event.epoch = simulation->epoch;
	event.slot = CALLS;
	heap_push(simulation, 1, &event);
	return true;
}

static bool trap_reply(struct simulation *simulation, uint16_t move, enum fault fault)
{
	struct mover *mover = &simulation->movers[move];

	if (mover->state.stage != STAGE_CALL || !mover->worker.alive)
		return false;
	mover->trap.lose |= fault == FAULT_REPLY_LOST;
	mover->trap.late |= fault == FAULT_REPLY_LATE;
	mover->trap.twice |= fault == FAULT_REPLY_TWICE;
	return true;
}

static bool call_fails(struct simulation *simulation, const struct simulation_fault *fault)
{
	struct mover *mover = &simulation->movers[fault->move];

	if (mover->state.stage != STAGE_INTENT)
		return false;
	mover->trap.fails = fault->variant & 2 ? STUBBORN : 1;
	mover->trap.fail_after = fault->variant & 1;
	return true;
}

static bool operator_aborts(struct simulation *simulation, const struct simulation_fault *fault)
{
	if (!simulation->alive || simulation->movers[fault->move].state.phase == MOVE_WAITING)
		return false;
	for (unsigned i = 0; i <= (fault->variant & 1u); i++)
		shell_command(simulation, fault->move, COMMAND_ABORT, OPERATION_NONE);
	return true;
}

/* Whatever its own state: one that is under way goes on, and keeps the others waiting. */
static bool withheld(struct simulation *simulation, const struct simulation_fault *fault)
{
	if (!simulation->alive)
		return false;
	shell_withhold(simulation, fault->move, 1);
	fault_plan_mend(simulation, fault);
	return true;
}

/* The first of the orders that the hold allows, from a start that the variant chooses. */
static bool operator_resolves(
	struct simulation *simulation, const struct simulation_fault *fault)
{
	static const enum operation orders[] = {OPERATION_RESUME_TARGET, OPERATION_BOOT_SOURCE,
		OPERATION_RESUME_SOURCE, OPERATION_DROP_PAUSED_COPY, OPERATION_SUSPEND_SOURCE,
		OPERATION_SUSPEND_TARGET, OPERATION_NONE};
	const unsigned count = sizeof(orders) / sizeof(orders[0]);
	struct mover *mover = &simulation->movers[fault->move];

	if (!simulation->alive)
		return false;
	for (unsigned i = 0; i < count; i++) {
		enum operation order = orders[(i + 2 * fault->variant) % count];

		if (!move_may_resolve(&mover->state, order))
			continue;
		shell_command(simulation, fault->move, COMMAND_RESOLVE, order);
		return true;
	}
	return false;
}

bool fault_strike_daemon(struct simulation *simulation, const struct simulation_fault *fault)
{
	uint16_t move = fault->move;

	switch ((enum fault)fault->kind) {
	case FAULT_KILL:
		return kill_daemon(simulation, fault);
	case FAULT_WORKER_DIES:
		return worker_dies(simulation, fault);
	case FAULT_WORKER_HANGS:
		return worker_hangs(simulation, move);
	case FAULT_REPLY_LOST:
	case FAULT_REPLY_LATE:
	case FAULT_REPLY_TWICE:
		return trap_reply(simulation, move, fault->kind);
	case FAULT_REPLY_OLD:
		return old_reply(simulation, move);
	case FAULT_CALL_FAILS:
		return call_fails(simulation, fault);
	case FAULT_WITHHELD:
		return withheld(simulation, fault);
	case FAULT_CLOCK_JUMPS:
		simulation->clock += fault->variant & 1 ? 240 : -240;
		return true;
	case FAULT_ABORT:
		return operator_aborts(simulation, fault);
	case FAULT_RESOLVE:
		return operator_resolves(simulation, fault);
	default:
		return false;
	}
}
