/*
 * The pure planner: what is planned over in, the texts of a plan out. No clock, no I/O,
 * integers only; the same city gives the same plan, byte for byte.
 */
#ifndef PLANNING_BUILD_H
#define PLANNING_BUILD_H

struct city;
struct error;
struct text;

/* What a plan is made of, one after another. */
enum plan_stage { PLAN_READ, PLAN_DECIDE, PLAN_PLACE, PLAN_SCHEDULE, PLAN_WRITE, PLAN_STAGES };

/*
 * Where the texts of the plan go, one after another: "wave", then its "estimates"; "systems",
 * "left_out", "schedule"; the manifest "plan" last (model/plan.h). Each is canonical JSON, and
 * borrowed.
 */
struct plan_sink {
	void (*take)(void *argument, const char *kind, const struct text *text);
	void *argument;
	void (*begun)(void *argument, enum plan_stage stage); /* may be NULL */
};

void plan_build(const struct city *city, const struct plan_sink *sink);

/*
 * The same for a process that ends with it, which is asked once and keeps the city to its end:
 * what was built for the plan is left to the kernel, which takes it back at once. Piece by
 * piece it takes a tenth of the time of the plan.
 */
void plan_build_last(const struct city *city, const struct plan_sink *sink);

#endif
