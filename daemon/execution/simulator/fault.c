#include "execution/simulator/state.h"

#define STUBBORN 7 /* more than the reads that an order allows */

#define BOTH_SIDES(word, owner, variants)                                                      \
	{word " source", SIDE_SOURCE, owner, variants},                                        \
	{                                                                                      \
		word " target", SIDE_TARGET, owner, variants                                   \
	}

/* In the order of enum fault. */
const struct fault_kind fault_kinds[FAULTS] = {
	{"kill", SIDES, false, 4},
	{"worker dies", SIDES, false, 2},
	{"worker hangs", SIDES, false, 1},
	BOTH_SIDES("libvirtd dies", false, 4),
	BOTH_SIDES("libvirtd hangs", false, 2),
	BOTH_SIDES("qemu dies", false, 2),
	BOTH_SIDES("cut", false, 4),
	{"cut between", SIDES, false, 2},
	BOTH_SIDES("power lost", false, 4),
	{"disk full", SIDE_TARGET, false, 2},
	{"endless copy", SIDES, false, 1},
	{"reply lost", SIDES, false, 1},
	{"reply late", SIDES, false, 1},
	{"reply twice", SIDES, false, 1},
	{"reply old", SIDES, false, 1},
	{"call fails", SIDES, false, 4},
	{"abort", SIDES, true, 2},
	{"clock jumps", SIDES, false, 2},
	BOTH_SIDES("guest off", true, 3),
	BOTH_SIDES("guest reboots", true, 1),
	BOTH_SIDES("destroyed", true, 2),
	BOTH_SIDES("suspended", true, 1),
	BOTH_SIDES("resumed", true, 1),
	BOTH_SIDES("started", true, 1),
	BOTH_SIDES("asleep", true, 1),
	{"undefined source", SIDE_SOURCE, true, 1},
	{"autostart source", SIDE_SOURCE, true, 1},
	BOTH_SIDES("foreign mark", true, 1),
	{"unmarked target", SIDE_TARGET, true, 1},
	{"resolve", SIDES, true, 4},
};

static bool is_long(uint8_t variant)
{
	return variant & 1;
}

static uint8_t way(uint8_t variant)
{
	return variant >> 1;
}

/* ---- Ends ---- */

static void plan_mend(struct simulation *simulation, const struct simulation_fault *fault)
{
	struct event event = {.kind = EV_MEND,
		.fault = fault->kind,
		.move = fault->move,
		.variant = fault->variant};

	simulation->faults_open++;
	heap_push(simulation, is_long(fault->variant) ? LONG_MS : SHORT_MS, &event);
}

static uint16_t host_at(const struct simulation *simulation, uint16_t move, enum side side)
{
	return simulation->guests[move].host[side];
}

void fault_mend(struct simulation *simulation, enum fault fault, uint16_t move, uint8_t variant)
{
	enum side side = fault_kinds[fault].side;
	uint16_t index = host_at(simulation, move, side == SIDES ? SIDE_SOURCE : side);
	struct host *host = &simulation->hosts[index];

	(void)variant;
	simulation->faults_open--;
	simulation->last_change = simulation->now;
	switch (fault) {
	case FAULT_LIBVIRTD_DIES_SOURCE:
	case FAULT_LIBVIRTD_DIES_TARGET:
		if (host->powered && host->service == SERVICE_DOWN)
			service_start(simulation, index, true);
		break;
	case FAULT_LIBVIRTD_HANGS_SOURCE:
	case FAULT_LIBVIRTD_HANGS_TARGET:
		if (host->powered && host->service == SERVICE_HUNG)
			service_start(simulation, index, false);
		break;
	case FAULT_CUT_SOURCE:
	case FAULT_CUT_TARGET:
		host->ops = true;
		service_kick(simulation, index);
		break;
	case FAULT_CUT_DATA:
		host->data = true;
		service_kick(simulation, index);
		break;
	case FAULT_POWER_SOURCE:
	case FAULT_POWER_TARGET:
		if (!host->powered)
			host_power_on(simulation, index);
		break;
	case FAULT_DISK_FULL:
		host->disk_full = false;
		break;
	default:
		break;
	}
}

/* ---- Blows to what lives on a host ---- */

static void blow_all(struct simulation *simulation, uint16_t host, enum blow source,
	enum blow target, uint8_t variant)
{
	for (uint16_t i = 0; i < simulation->setting.count; i++) {
		if (host_at(simulation, i, SIDE_SOURCE) == host)
			copy_blow(simulation, i, source, variant);
		if (host_at(simulation, i, SIDE_TARGET) == host)
			copy_blow(simulation, i, target, variant);
	}
}

/* Clients of live copies notice after their keepalive that nobody answers. */
static void plan_timeouts(struct simulation *simulation, uint16_t host)
{
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		for (enum side side = 0; side < SIDES; side++) {
			struct event event = {.kind = EV_TIMEOUT,
				.move = i,
				.slot = side,
				.epoch = simulation->guests[i].copy.epoch};

			if (host_at(simulation, i, side) == host &&
				simulation->guests[i].copy.phase != COPY_NONE)
				heap_push(simulation, KEEPALIVE_MS, &event);
		}
}

static bool libvirtd_dies(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	uint16_t index = host_at(simulation, fault->move, side);
	struct host *host = &simulation->hosts[index];

	if (!host->powered || host->service != SERVICE_UP)
		return false;
	host->service = SERVICE_DOWN;
	blow_all(simulation, index, BLOW_LIBVIRTD_SOURCE, BLOW_LIBVIRTD_TARGET,
		way(fault->variant));
	plan_mend(simulation, fault);
	return true;
}

static bool libvirtd_hangs(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	uint16_t index = host_at(simulation, fault->move, side);
	struct host *host = &simulation->hosts[index];

	if (!host->powered || host->service != SERVICE_UP)
		return false;
	host->service = SERVICE_HUNG;
	plan_timeouts(simulation, index);
	plan_mend(simulation, fault);
	return true;
}

static bool has_process(const struct domain *domain)
{
	return domain->power == POWER_RUNNING || domain->power == POWER_PAUSED ||
	       domain->power == POWER_PMSUSPENDED;
}

static bool qemu_dies(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	struct guest *guest = &simulation->guests[fault->move];

	if (!has_process(&guest->side[side]))
		return false;
	copy_blow(simulation, fault->move,
		side == SIDE_SOURCE ? BLOW_QEMU_SOURCE : BLOW_QEMU_TARGET, fault->variant);
	process_end(simulation, fault->move, side, REASON_CRASHED);
	return true;
}

static bool cut(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	uint16_t index = host_at(simulation, fault->move, side);

	if (!simulation->hosts[index].ops)
		return false;
	simulation->hosts[index].ops = false;
	if (way(fault->variant) == 0)
		plan_timeouts(simulation, index);
	plan_mend(simulation, fault);
	return true;
}

static bool cut_data(struct simulation *simulation, const struct simulation_fault *fault)
{
	struct host *host = &simulation->hosts[host_at(simulation, fault->move, SIDE_SOURCE)];

	if (!host->data)
		return false;
	host->data = false;
	plan_mend(simulation, fault);
	return true;
}

static bool power_lost(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	uint16_t index = host_at(simulation, fault->move, side);

	if (!simulation->hosts[index].powered)
		return false;
	host_power_off(simulation, index);
	plan_timeouts(simulation, index);
	plan_mend(simulation, fault);
	return true;
}

static bool disk_full(struct simulation *simulation, const struct simulation_fault *fault)
{
	uint16_t index = host_at(simulation, fault->move, SIDE_TARGET);

	if (simulation->hosts[index].disk_full)
		return false;
	simulation->hosts[index].disk_full = true;
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		if (host_at(simulation, i, SIDE_TARGET) == index)
			copy_blow(simulation, i, BLOW_DISK_FULL, 0);
	plan_mend(simulation, fault);
	return true;
}

static bool endless(struct simulation *simulation, uint16_t move)
{
	struct copy *copy = &simulation->guests[move].copy;

	if (copy->phase == COPY_NONE || copy->phase > COPY_PERFORM || copy->endless)
		return false;
	copy->endless = true;
	return true;
}

/* ---- Blows to banyun ---- */

static bool kill_daemon(struct simulation *simulation, const struct simulation_fault *fault)
{
	struct event event = {.kind = EV_BOOT};

	if (!simulation->alive)
		return false;
	shell_kill(simulation, way(fault->variant));
	simulation->faults_open++;
	heap_push(simulation, is_long(fault->variant) ? LONG_MS : BOOT_MS, &event);
	return true;
}

static bool worker_dies(struct simulation *simulation, const struct simulation_fault *fault)
{
	if (!simulation->movers[fault->move].worker.alive)
		return false;
	worker_end(simulation, fault->move, fault->variant & 1);
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

/* ---- What owners do: at the host, so that only its libvirtd must work ---- */

static bool owner_can(const struct simulation *simulation, uint16_t move, enum side side)
{
	const struct host *host = &simulation->hosts[host_at(simulation, move, side)];

	return host->powered && host->service == SERVICE_UP;
}

static bool guest_off(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	struct guest *guest = &simulation->guests[fault->move];
	struct simulation_fault crash = *fault;
	bool copying = guest->copy.phase == COPY_PERFORM;

	if (guest->side[side].power != POWER_RUNNING)
		return false;
	if (side == SIDE_SOURCE && guest->copy.phase != COPY_NONE)
		copy_blow(simulation, fault->move, BLOW_POWEROFF, fault->variant);
	if (copying && side == SIDE_SOURCE && fault->variant % 3 == 1) {
		crash.kind = FAULT_LIBVIRTD_DIES_SOURCE;
		crash.variant = 0;
		libvirtd_dies(simulation, &crash, side);
	}
	process_end(simulation, fault->move, side, REASON_SHUTDOWN);
	return true;
}

static bool destroyed(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	struct domain *domain = &simulation->guests[fault->move].side[side];

	if (!has_process(domain) || !owner_can(simulation, fault->move, side))
		return false;
	if (side == SIDE_SOURCE)
		copy_blow(simulation, fault->move, BLOW_DESTROY, fault->variant);
	else
		copy_blow(simulation, fault->move, BLOW_QEMU_TARGET, fault->variant);
	process_end(simulation, fault->move, side, REASON_DESTROYED);
	return true;
}

static bool suspended(
	struct simulation *simulation, uint16_t move, enum side side, enum power power)
{
	struct domain *domain = &simulation->guests[move].side[side];

	if (domain->power != POWER_RUNNING || !owner_can(simulation, move, side) ||
		(power == POWER_PMSUSPENDED && domain->job))
		return false;
	power_set(simulation, move, side, power, REASON_USER, BY_OWNER);
	return true;
}

static bool resumed(struct simulation *simulation, uint16_t move, enum side side)
{
	struct domain *domain = &simulation->guests[move].side[side];

	if (domain->power != POWER_PAUSED || domain->job || !owner_can(simulation, move, side))
		return false;
	power_set(simulation, move, side, POWER_RUNNING, REASON_OTHER, BY_OWNER);
	return true;
}

static bool started(struct simulation *simulation, uint16_t move, enum side side)
{
	struct domain *domain = &simulation->guests[move].side[side];

	if (domain->power != POWER_OFF || domain->fenced || !owner_can(simulation, move, side))
		return false;
	power_set(simulation, move, side, POWER_RUNNING, REASON_OTHER, BY_OWNER);
	return true;
}

/* A protected domain keeps its definition for as long as a job is held. */
static bool undefined(struct simulation *simulation, uint16_t move)
{
	struct domain *domain = &simulation->guests[move].side[SIDE_SOURCE];

	if (!domain->persistent || domain->job || !owner_can(simulation, move, SIDE_SOURCE))
		return false;
	domain->persistent = false;
	if (!has_process(domain))
		domain->power = POWER_ABSENT;
	return true;
}

static bool autostarted(struct simulation *simulation, uint16_t move)
{
	struct domain *domain = &simulation->guests[move].side[SIDE_SOURCE];

	if (domain->power == POWER_ABSENT || domain->autostart || domain->fenced ||
		!owner_can(simulation, move, SIDE_SOURCE))
		return false;
	domain->autostart = domain->by_hand = true;
	return true;
}

static bool marked(struct simulation *simulation, uint16_t move, enum side side, uint16_t mark)
{
	struct domain *domain = &simulation->guests[move].side[side];

	if (domain->power == POWER_ABSENT || domain->mark == mark)
		return false;
	domain->mark = mark;
	return true;
}

static bool strike_owner(struct simulation *simulation, const struct simulation_fault *fault)
{
	enum side side = fault_kinds[fault->kind].side;
	uint16_t move = fault->move;

	switch ((enum fault)fault->kind) {
	case FAULT_OFF_SOURCE:
	case FAULT_OFF_TARGET:
		return guest_off(simulation, fault, side);
	case FAULT_REBOOT_SOURCE:
	case FAULT_REBOOT_TARGET:
		return simulation->guests[move].side[side].power == POWER_RUNNING;
	case FAULT_DESTROY_SOURCE:
	case FAULT_DESTROY_TARGET:
		return destroyed(simulation, fault, side);
	case FAULT_SUSPEND_SOURCE:
	case FAULT_SUSPEND_TARGET:
		return suspended(simulation, move, side, POWER_PAUSED);
	case FAULT_SLEEP_SOURCE:
	case FAULT_SLEEP_TARGET:
		return suspended(simulation, move, side, POWER_PMSUSPENDED);
	case FAULT_RESUME_SOURCE:
	case FAULT_RESUME_TARGET:
		return resumed(simulation, move, side);
	case FAULT_START_SOURCE:
	case FAULT_START_TARGET:
		return started(simulation, move, side);
	case FAULT_UNDEFINE_SOURCE:
		return undefined(simulation, move);
	case FAULT_AUTOSTART_SOURCE:
		return autostarted(simulation, move);
	case FAULT_FOREIGN_SOURCE:
	case FAULT_FOREIGN_TARGET:
		return marked(simulation, move, side, MARK_OTHER);
	case FAULT_UNMARK_TARGET:
		return marked(simulation, move, side, 0);
	case FAULT_ABORT:
		return operator_aborts(simulation, fault);
	case FAULT_RESOLVE:
		return operator_resolves(simulation, fault);
	default:
		return false;
	}
}

static bool strike_machine(struct simulation *simulation, const struct simulation_fault *fault)
{
	enum side side = fault_kinds[fault->kind].side;
	uint16_t move = fault->move;

	switch ((enum fault)fault->kind) {
	case FAULT_KILL:
		return kill_daemon(simulation, fault);
	case FAULT_WORKER_DIES:
		return worker_dies(simulation, fault);
	case FAULT_WORKER_HANGS:
		return worker_hangs(simulation, move);
	case FAULT_LIBVIRTD_DIES_SOURCE:
	case FAULT_LIBVIRTD_DIES_TARGET:
		return libvirtd_dies(simulation, fault, side);
	case FAULT_LIBVIRTD_HANGS_SOURCE:
	case FAULT_LIBVIRTD_HANGS_TARGET:
		return libvirtd_hangs(simulation, fault, side);
	case FAULT_QEMU_DIES_SOURCE:
	case FAULT_QEMU_DIES_TARGET:
		return qemu_dies(simulation, fault, side);
	case FAULT_CUT_SOURCE:
	case FAULT_CUT_TARGET:
		return cut(simulation, fault, side);
	case FAULT_CUT_DATA:
		return cut_data(simulation, fault);
	case FAULT_POWER_SOURCE:
	case FAULT_POWER_TARGET:
		return power_lost(simulation, fault, side);
	case FAULT_DISK_FULL:
		return disk_full(simulation, fault);
	case FAULT_ENDLESS:
		return endless(simulation, move);
	case FAULT_REPLY_OLD:
		return old_reply(simulation, move);
	case FAULT_CALL_FAILS:
		return call_fails(simulation, fault);
	case FAULT_CLOCK_JUMPS:
		simulation->clock += fault->variant & 1 ? 240 : -240;
		return true;
	default:
		return trap_reply(simulation, move, fault->kind);
	}
}

bool fault_strike(struct simulation *simulation, const struct simulation_fault *fault)
{
	bool owner = fault_kinds[fault->kind].owner;
	bool struck =
		owner ? strike_owner(simulation, fault) : strike_machine(simulation, fault);

	if (!struck)
		return false;
	simulation->last_change = simulation->now;
	/* A reboot of the guest and an abort ask nothing of people. */
	if (owner && fault->kind != FAULT_REBOOT_SOURCE && fault->kind != FAULT_REBOOT_TARGET &&
		fault->kind != FAULT_ABORT)
		simulation->guests[fault->move].owner = true;
	return true;
}
