/* Which groups are placed anew together, and in which order. */
#ifndef PLANNING_SCHEDULE_IMPROVE_PICK_H
#define PLANNING_SCHEDULE_IMPROVE_PICK_H

#include "planning/schedule/improve.h"

struct pick {
	uint32_t *group; /* those picked, the one that is late first */
	uint32_t count;
	bool *picked;   /* of each group */
	uint32_t again; /* it goes into another slot than it was in; UINT32_MAX: none does */
};

void pick_make(struct pick *pick, const struct schedule_problem *problem);
void pick_free(struct pick *pick);

/*
 * Picks anew: one that is late, some in its way, and all that come after these. False: those
 * are too many.
 */
bool pick_groups(struct pick *pick, const struct improving *improving, uint64_t *random);
/* Empties it, and picks one that is late, which is told. */
uint32_t pick_late(struct pick *pick, const struct improving *improving, uint64_t *random);
/* One more, unless it is picked or fixed. */
void pick_add(struct pick *pick, const struct improving *improving, uint32_t group);
/* Their positions, and the order of their moves. */
void pick_order(struct pick *pick, const struct improving *improving, uint32_t *position,
	uint64_t *random);
/* The slot of its calendar in which that group is; UINT32_MAX: in none. */
uint32_t pick_slot(const struct board *board, uint32_t group);

#endif
