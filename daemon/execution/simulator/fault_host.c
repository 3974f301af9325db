/* Faults of hosts. */
#include "execution/simulator/fault_strike.h"

static void blow_all(struct simulation *simulation, uint16_t host, enum blow source,
	enum blow target, uint8_t variant)
{
	for (uint16_t i = 0; i < simulation->setting.count; i++) {
		if (fault_host(simulation, i, SIDE_SOURCE) == host)
			copy_blow(simulation, i, source, variant);
		if (fault_host(simulation, i, SIDE_TARGET) == host)
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

			if (fault_host(simulation, i, side) == host &&
				simulation->guests[i].copy.phase != COPY_NONE)
				heap_push(simulation, KEEPALIVE_MS, &event);
		}
}

bool fault_libvirtd_dies(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	uint16_t index = fault_host(simulation, fault->move, side);
	struct host *host = &simulation->hosts[index];

	if (!host->powered || host->service != SERVICE_UP)
		return false;
	host->service = SERVICE_DOWN;
	blow_all(simulation, index, BLOW_LIBVIRTD_SOURCE, BLOW_LIBVIRTD_TARGET,
		fault_way(fault->variant));
	fault_plan_mend(simulation, fault);
	return true;
}

static bool libvirtd_hangs(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	uint16_t index = fault_host(simulation, fault->move, side);
	struct host *host = &simulation->hosts[index];

	if (!host->powered || host->service != SERVICE_UP)
		return false;
	host->service = SERVICE_HUNG;
	plan_timeouts(simulation, index);
	fault_plan_mend(simulation, fault);
	return true;
}

bool fault_has_process(const struct domain *domain)
{
	return domain->power == POWER_RUNNING || domain->power == POWER_PAUSED ||
	       domain->power == POWER_PMSUSPENDED;
}

static bool qemu_dies(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	struct guest *guest = &simulation->guests[fault->move];

	if (!fault_has_process(&guest->side[side]))
		return false;
	copy_blow(simulation, fault->move,
		side == SIDE_SOURCE ? BLOW_QEMU_SOURCE : BLOW_QEMU_TARGET, fault->variant);
	process_end(simulation, fault->move, side, REASON_CRASHED);
	return true;
}

static bool cut(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	uint16_t index = fault_host(simulation, fault->move, side);

	if (!simulation->hosts[index].ops)
		return false;
	simulation->hosts[index].ops = false;
	if (fault_way(fault->variant) == 0)
		plan_timeouts(simulation, index);
	fault_plan_mend(simulation, fault);
	return true;
}

static bool cut_data(struct simulation *simulation, const struct simulation_fault *fault)
{
	struct host *host =
		&simulation->hosts[fault_host(simulation, fault->move, SIDE_SOURCE)];

	if (!host->data)
		return false;
	host->data = false;
	fault_plan_mend(simulation, fault);
	return true;
}

static bool power_lost(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side)
{
	uint16_t index = fault_host(simulation, fault->move, side);

	if (!simulation->hosts[index].powered)
		return false;
	host_power_off(simulation, index);
	plan_timeouts(simulation, index);
	fault_plan_mend(simulation, fault);
	return true;
}

static bool disk_full(struct simulation *simulation, const struct simulation_fault *fault)
{
	uint16_t index = fault_host(simulation, fault->move, SIDE_TARGET);

	if (simulation->hosts[index].disk_full)
		return false;
	simulation->hosts[index].disk_full = true;
	for (uint16_t i = 0; i < simulation->setting.count; i++)
		if (fault_host(simulation, i, SIDE_TARGET) == index)
			copy_blow(simulation, i, BLOW_DISK_FULL, 0);
	fault_plan_mend(simulation, fault);
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

bool fault_strike_host(struct simulation *simulation, const struct simulation_fault *fault)
{
	enum side side = fault_kinds[fault->kind].side;

	switch ((enum fault)fault->kind) {
	case FAULT_LIBVIRTD_DIES_SOURCE:
	case FAULT_LIBVIRTD_DIES_TARGET:
		return fault_libvirtd_dies(simulation, fault, side);
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
		return endless(simulation, fault->move);
	default:
		return false;
	}
}
