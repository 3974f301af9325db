/*
 * What strikes, by what it strikes: a host, banyun, or a machine by its owner's hand. Each is
 * true when it changed something. Only the files of the faults include this.
 */
#ifndef SIMULATOR_FAULT_STRIKE_H
#define SIMULATOR_FAULT_STRIKE_H

#include "execution/simulator/state.h"

/* fault.c: what begins now ends later, by fault_mend(). */
void fault_plan_mend(struct simulation *simulation, const struct simulation_fault *fault);
uint16_t fault_host(const struct simulation *simulation, uint16_t move, enum side side);

/* Bit 0 of a variant: it lasts long; the rest: how it ends, where libvirt has several ways. */
static inline bool fault_is_long(uint8_t variant)
{
	return variant & 1;
}

static inline uint8_t fault_way(uint8_t variant)
{
	return variant >> 1;
}

/* fault_host.c: hosts, their libvirtd and QEMU, the ways to and between them. */
bool fault_strike_host(struct simulation *simulation, const struct simulation_fault *fault);
bool fault_libvirtd_dies(
	struct simulation *simulation, const struct simulation_fault *fault, enum side side);
bool fault_has_process(const struct domain *domain);

/* fault_daemon.c: banyund, its workers, what they are answered, its clock and its operators. */
bool fault_strike_daemon(struct simulation *simulation, const struct simulation_fault *fault);

/* fault_owner.c */
bool fault_strike_owner(struct simulation *simulation, const struct simulation_fault *fault);

#endif
