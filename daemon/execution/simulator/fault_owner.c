/* What owners do to their machines: at the host, so that only its libvirtd must work. */
#include "execution/simulator/fault_strike.h"

static bool owner_can(const struct simulation *simulation, uint16_t move, enum side side)
{
	const struct host *host = &simulation->hosts[fault_host(simulation, move, side)];

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
		fault_libvirtd_dies(simulation, &crash, side);
	}
	process_end(simulation, fault->move, side, REASON_SHUTDOWN);
	return true;
}

static bool destroyed(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	struct domain *domain = &simulation->guests[fault->move].side[side];

	if (!fault_has_process(domain) || !owner_can(simulation, fault->move, side))
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
	if (!fault_has_process(domain))
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

bool fault_strike_owner(struct simulation *simulation, const struct simulation_fault *fault)
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
	default:
		return false;
	}
}
