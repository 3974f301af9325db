/* What is to be done with a resource, its groups packed whole into the slots of a calendar. */
#ifndef PLANNING_SCHEDULE_BOUND_PACK_H
#define PLANNING_SCHEDULE_BOUND_PACK_H

#include "planning/schedule/bound_count.h"

#define PACK_GROUPS 48
#define PACK_SLOTS  64

/* A slot; so many moves run at once in it, and those in it are `in`. */
struct pack_slot {
	int64_t from, to;
	struct lanes in;
	volume used; /* seconds of its lanes */
};

struct pack_group {
	uint32_t group;
	int64_t head, span;
	volume need; /* seconds of a lane */
	struct lanes moves;
};

/* Groups, the largest first, and the slots up to a time. */
struct pack {
	struct pack_group group[PACK_GROUPS];
	struct pack_slot slot[PACK_SLOTS];
	uint32_t groups, slots;
	uint32_t tries; /* so many are left; what is not found out in these is not told */
};

/* Can each group go into one of the slots, beside the others there? */
enum lanes_answer pack_fit(struct pack *pack);

#endif
