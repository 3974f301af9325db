/*
 * Measuring systems: what their machines used over the profile's window, and which are alike,
 * both read by the clerk, which takes its time beside the loop.
 */
#ifndef READINESS_MEASURE_SYSTEMS_H
#define READINESS_MEASURE_SYSTEMS_H

struct context;
struct json_object;
struct systems;

/*
 * `measures` (taken) is {"document": DIGEST}, of what zombie.h describes, which is in the store
 * and too much for the loop; or has "unasked", why nothing is known.
 */
typedef void systems_done(void *argument, struct json_object *measures);

/*
 * Of the snapshot of that digest. done() is called once, from the loop, also after
 * systems_cancel().
 */
struct systems *systems_start(const struct context *context, const char *snapshot,
	struct json_object *profile, systems_done *done, void *argument);

void systems_cancel(struct systems *systems);

#endif
