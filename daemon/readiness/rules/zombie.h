/* What the criteria of zombie systems share. */
#ifndef READINESS_RULES_ZOMBIE_H
#define READINESS_RULES_ZOMBIE_H

#include "base/clock.h"
#include "readiness/rules/rules.h"

/* "zombie" of the profile; NULL with a finding when it has none. Borrowed. */
struct json_object *zombie_profile(
	const struct judged *judged, const struct readiness_rule *rule);

/*
 * What was measured of systems: {"until": TIME, "machines": {UUID: {"days", "cpu_mean",
 * "cpu_peak", "cpu_p95", "memory_peak", "net_day_bytes"}}, "likeness": of likeness.h}; NULL
 * with a finding when it was not. Borrowed.
 */
struct json_object *zombie_measures(
	const struct judged *judged, const struct readiness_rule *rule);

/*
 * The day that lies so many days before the measures were taken, or before the snapshot was
 * made.
 */
void zombie_day_before(const struct judged *judged, int64_t days, char out[CLOCK_TEXT]);

#endif
