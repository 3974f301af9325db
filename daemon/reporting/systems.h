/* What readiness is given to judge systems by: what their machines used, and who is alike. */
#ifndef REPORTING_SYSTEMS_H
#define REPORTING_SYSTEMS_H

#include <stdint.h>

struct error;
struct json_object;
struct store;

/*
 * Of the machines of an inventory (as inventory_load() gives it) in the profile's window before
 * `now` (seconds since 1970): {"until": TIME, "machines": {UUID: of usage_window()},
 * "likeness": of likeness_find()}. A machine of which nothing was ever measured is missing.
 * New reference.
 */
int systems_measure(struct json_object **answer, struct store *store,
	struct json_object *inventory, struct json_object *profile, int64_t now,
	struct error *error);

/*
 * How much of the processors of all machines was used in that window: {"formula":
 * "cpu_by_vcpus", "window_days", "days_percent", "machines", "counted", "vcpus",
 * "cpu_mean_permille"}. The formula is the sum of the mean use of each machine by the sum of
 * their processors ("vcpus"), of those that are known for so many hundredths of the days; these
 * are counted, and the mean is missing when there is none. NULL when the profile has no window.
 * New reference.
 */
int systems_utilisation(struct json_object **answer, struct store *store,
	struct json_object *inventory, struct json_object *profile, int64_t now,
	struct error *error);

#endif
