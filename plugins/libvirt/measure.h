/*
 * What a machine has used until now, as measures of its item: counters since its start, in
 * microseconds and bytes, and how much memory it has.
 */
#ifndef LIBVIRT_MEASURE_H
#define LIBVIRT_MEASURE_H

#include <libvirt/libvirt.h>
#include <stdbool.h>

struct json_object;

/* What a bulk call is asked for, so that the functions here find it. */
#define MEASURE_STATS                                                                          \
	(VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_CPU_TOTAL | VIR_DOMAIN_STATS_BALLOON |      \
		VIR_DOMAIN_STATS_INTERFACE | VIR_DOMAIN_STATS_BLOCK)

/* Of one that does not run: libvirt works in vain on all else. */
#define MEASURE_OFF (VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_BLOCK)

/* False when `stats` (may be NULL) does not tell the state. */
bool measure_state(virDomainStatsRecordPtr stats, int *state);

/*
 * Adds what a machine that runs has used: from `stats` (may be NULL), or of a driver whose bulk
 * calls do not tell it, asked of the domain.
 */
void measure_add(
	struct json_object *measures, virDomainPtr domain, virDomainStatsRecordPtr stats);

#endif
