/*
 * What the files of the planner share: build.c (groups and waves), place.c (where a machine
 * lands), shape_move.c (what a move does), estimate.c (how long it takes).
 */
#ifndef PLANNING_BUILD_PART_H
#define PLANNING_BUILD_PART_H

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/shape.h"
#include "base/text.h"
#include "model/findings.h"
#include "model/plan.h"
#include "model/profile.h"
#include "model/snapshot.h"

#define BUILD_HOSTS 256

/* A hypervisor of the cloud and what earlier moves of this plan leave of it. */
struct landing_host {
	const char *name, *pool, *path, *address;
	int64_t space, memory; /* bytes */
};

struct build {
	struct json_object *input, *snapshot, *objects, *findings, *profile, *request;
	struct landing_host host[BUILD_HOSTS];
	unsigned host_count;
	struct json_object *estimates, *left_out; /* being made */
};

/* The facts of a member; borrowed. */
struct json_object *build_facts(const struct build *build, struct json_object *member);
/* The facts of the object of that kind and id, or NULL; borrowed. */
struct json_object *build_object(const struct build *build, const char *kind, const char *id);
/* The machine of that name at the department, else on the cloud, or NULL; borrowed. */
struct json_object *build_machine(
	const struct build *build, const char *name, const char *department);

/* place.c: lists the cloud's hypervisors, in order of name. */
void place_hosts(struct build *build);
/*
 * The first host that takes all machines of the group one by one; its index for each machine
 * goes into `chosen`. When a machine fits nowhere, `why` (512 bytes) says so and nothing is
 * taken.
 */
int place_group(struct build *build, struct json_object *const *machines, unsigned count,
	unsigned *chosen, char *why);

/*
 * shape_move.c: what a move of this machine to this host does; new reference, or NULL with
 * `why`.
 */
struct json_object *shape_move(const struct build *build, struct json_object *system,
	struct json_object *machine, const struct landing_host *host, char *why);

/* The link of a department, or NULL when the survey does not tell it; borrowed. */
struct json_object *build_link(const struct build *build, const char *department);
/*
 * The rate of one move over that link, bit/s: its share of the budget; 0, no cap, when the link
 * is its own.
 */
int64_t build_rate(const struct build *build, struct json_object *link);

/* bit/s that was measured from the department to that target; 0: nothing that settled. */
int64_t build_measured(const struct build *build, const char *department, const char *target);

/*
 * estimate.c: seconds with a range, bytes charged, and the terms they come from; new reference.
 * `measured` as build_measured() gives it: where it is less than the tier, it counts.
 */
struct json_object *estimate_move(
	struct json_object *link, int64_t measured, struct json_object *move);

#define WHY_SIZE 512

#endif
