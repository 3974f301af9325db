/*
 * The pure planner: what is planned over in, the texts of a plan out. No clock, no I/O,
 * integers only; the same city gives the same plan, byte for byte.
 */
#ifndef PLANNING_BUILD_H
#define PLANNING_BUILD_H

struct city;
struct error;
struct json_object;

/*
 * Where the texts of the plan go, one after another: "wave", then its "estimates"; "systems",
 * "left_out", "schedule"; the manifest "plan" last (model/plan.h). The tree is borrowed.
 */
struct plan_sink {
	void (*take)(void *argument, const char *kind, struct json_object *tree);
	void *argument;
};

void plan_build(const struct city *city, const struct plan_sink *sink);

#endif
