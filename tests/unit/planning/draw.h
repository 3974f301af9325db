/*
 * Problems drawn at random, the same for the same seed. All times are whole units of half an
 * hour, so that a model in such units is exact.
 */
#ifndef DRAW_H
#define DRAW_H

#include "planning/schedule/schedule.h"
#include <stddef.h>

#define DRAW_UNIT 1800
#define DRAW_FROM (1000000000 / 86400 * 86400L)

/* A problem and all that it points to. */
struct drawn {
	struct schedule_problem problem;
	void **owned;
	uint32_t owns;
	uint64_t random;
};

enum draw_kind {
	DRAW_SOUND, /* all of it can be placed */
	DRAW_WILD,  /* with all that can go wrong */
};

/* Two or three departments, six to nine groups of one to four moves. */
void draw_small(struct drawn *drawn, uint64_t seed, enum draw_kind kind);
void drawn_free(struct drawn *drawn);

/* Zeroed, and freed with the rest. */
void *drawn_array(struct drawn *drawn, uint32_t count, size_t size);
const char *drawn_name(struct drawn *drawn, const char *what, uint32_t index);
/* From `least` to `most`. */
int64_t drawn_number(struct drawn *drawn, int64_t least, int64_t most);

/* Arrays for a schedule of it. */
struct schedule drawn_schedule(struct drawn *drawn);

#endif
