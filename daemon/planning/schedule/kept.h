/* What was placed at a time, to come back to. */
#ifndef PLANNING_SCHEDULE_KEPT_H
#define PLANNING_SCHEDULE_KEPT_H

#include "planning/schedule/board.h"

struct kept {
	int64_t *start, *begin, *end;
};

void kept_make(struct kept *kept, const struct schedule_problem *problem);
void kept_free(struct kept *kept);
#define AUTO_KEPT __attribute__((cleanup(kept_free)))

void kept_note(struct kept *kept, const struct board *board);
/* Of these groups, which are all that changed since. */
void kept_restore(
	const struct kept *kept, struct board *board, const uint32_t *list, uint32_t count);

/* A group that is not on the board, with the starts of its moves; `begin`: when it has none. */
void kept_put(struct board *board, uint32_t group, const int64_t *start, int64_t begin);

#endif
