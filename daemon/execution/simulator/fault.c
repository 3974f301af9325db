#include "execution/simulator/fault.h"
#include "execution/simulator/fault_strike.h"

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
	{"withheld", SIDES, false, 2},
};

/* ---- Ends ---- */

void fault_plan_mend(struct simulation *simulation, const struct simulation_fault *fault)
{
	struct event event = {.kind = EV_MEND,
		.fault = fault->kind,
		.move = fault->move,
		.variant = fault->variant};

	simulation->faults_open++;
	heap_push(simulation, fault_is_long(fault->variant) ? LONG_MS : SHORT_MS, &event);
}

uint16_t fault_host(const struct simulation *simulation, uint16_t move, enum side side)
{
	return simulation->guests[move].host[side];
}

void fault_mend(struct simulation *simulation, enum fault fault, uint16_t move, uint8_t variant)
{
	enum side side = fault_kinds[fault].side;
	uint16_t index = fault_host(simulation, move, side == SIDES ? SIDE_SOURCE : side);
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
	case FAULT_WITHHELD:
		shell_withhold(simulation, move, -1);
		break;
	default:
		break;
	}
}

/* ---- Strikes ---- */

bool fault_strike(struct simulation *simulation, const struct simulation_fault *fault)
{
	bool owner = fault_kinds[fault->kind].owner;
	bool struck = fault_strike_host(simulation, fault) ||
		      fault_strike_daemon(simulation, fault) ||
		      fault_strike_owner(simulation, fault);

	if (!struck)
		return false;
	simulation->last_change = simulation->now;
	/* A reboot of the guest and an abort ask nothing of people. */
	if (owner && fault->kind != FAULT_REBOOT_SOURCE && fault->kind != FAULT_REBOOT_TARGET &&
		fault->kind != FAULT_ABORT)
		simulation->guests[fault->move].owner = true;
	return true;
}
