/*
 * What can go wrong, as a table: each fault has a word, a side and a duty (does it end, is it
 * an owner's act). How the hypervisors take it is simulator/hypervisor_table.c.
 */
#ifndef SIMULATOR_FAULT_H
#define SIMULATOR_FAULT_H

#include "model/world.h"

#include <stdbool.h>

enum fault {
	FAULT_KILL, /* banyund dies and boots; records not yet durable are lost, or not */
	FAULT_WORKER_DIES, /* what it had sent lands, or not */
	FAULT_WORKER_HANGS,
	FAULT_LIBVIRTD_DIES_SOURCE, /* and is started again later */
	FAULT_LIBVIRTD_DIES_TARGET,
	FAULT_LIBVIRTD_HANGS_SOURCE,
	FAULT_LIBVIRTD_HANGS_TARGET,
	FAULT_QEMU_DIES_SOURCE,
	FAULT_QEMU_DIES_TARGET,
	FAULT_CUT_SOURCE, /* the way from banyund to the host */
	FAULT_CUT_TARGET,
	FAULT_CUT_DATA,     /* the way between the two hosts */
	FAULT_POWER_SOURCE, /* the host loses power and boots */
	FAULT_POWER_TARGET,
	FAULT_DISK_FULL,  /* on the target */
	FAULT_ENDLESS,    /* the copy does not converge */
	FAULT_REPLY_LOST, /* the next reply never comes */
	FAULT_REPLY_LATE, /* the next reply comes after it was given up */
	FAULT_REPLY_TWICE,
	FAULT_REPLY_OLD,  /* an earlier reply comes once more */
	FAULT_CALL_FAILS, /* libvirt refuses the next effect, or does it and reports an error */
	FAULT_ABORT,      /* an operator's, once or twice */
	FAULT_CLOCK_JUMPS,
	/* What an owner may do at any time. */
	FAULT_OFF_SOURCE, /* from inside the guest */
	FAULT_OFF_TARGET,
	FAULT_REBOOT_SOURCE,
	FAULT_REBOOT_TARGET,
	FAULT_DESTROY_SOURCE,
	FAULT_DESTROY_TARGET,
	FAULT_SUSPEND_SOURCE,
	FAULT_SUSPEND_TARGET,
	FAULT_RESUME_SOURCE,
	FAULT_RESUME_TARGET,
	FAULT_START_SOURCE,
	FAULT_START_TARGET,
	FAULT_SLEEP_SOURCE, /* the guest suspends itself to memory */
	FAULT_SLEEP_TARGET,
	FAULT_UNDEFINE_SOURCE,
	FAULT_AUTOSTART_SOURCE,
	FAULT_FOREIGN_SOURCE, /* another run of banyun marks it */
	FAULT_FOREIGN_TARGET,
	FAULT_UNMARK_TARGET, /* somebody edits our mark away */
	FAULT_RESOLVE,       /* an operator orders something that the hold allows */
	FAULT_WITHHELD,      /* its owner lets none of its group start, and allows it later */
	FAULTS
};

struct fault_kind {
	const char *word;
	enum side side;   /* SIDES: neither */
	bool owner;       /* an owner's or operator's act: it may need people afterwards */
	uint8_t variants; /* how many differ */
};

extern const struct fault_kind fault_kinds[FAULTS];

struct simulation;
struct simulation_fault;

/* Strikes now. True when it changed something. */
bool fault_strike(struct simulation *simulation, const struct simulation_fault *fault);
/* Ends what `fault` began; called by the event that it planned. */
void fault_mend(
	struct simulation *simulation, enum fault fault, uint16_t move, uint8_t variant);

#endif
