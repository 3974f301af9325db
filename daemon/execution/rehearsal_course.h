/*
 * What the files of the rehearsal share: rehearsal_course.c (one wave, once), rehearsal.c (all
 * waves, many times, and what is told). Nobody else includes this.
 */
#ifndef EXECUTION_REHEARSAL_COURSE_H
#define EXECUTION_REHEARSAL_COURSE_H

#include "base/json.h"
#include "execution/order.h"
#include "execution/simulator/random.h"
#include "execution/simulator/simulator.h"

#define REHEARSAL_NEVER INT64_MAX

enum ending { END_SKIPPED, END_DONE, END_BACK, END_HELD, END_OTHER, ENDINGS };

/* What becomes of one move in one course. */
struct passage {
	int64_t start, end; /* milliseconds since 1970; valid unless skipped */
	uint32_t blackout;  /* milliseconds; of a move that is done */
	uint8_t ending;     /* enum ending */
	bool retried;
	struct simulation_schedule schedule;
	const char *invariant, *sentence; /* broken; NULL: none */
};

struct line {
	const char *name;
	uint32_t low, mean, high; /* seconds */
	uint32_t still;           /* milliseconds of them that it stands still; 0: live */
	struct move_order order;
};

/* One wave that is rehearsed. */
struct stage {
	struct json_object *wave; /* borrowed */
	int64_t from, to;         /* of its window, milliseconds; 0: none */
	struct run run;           /* at its beginning */
	struct line line[RUN_MOVES];
	struct simulation_move scratch; /* the move that is simulated now */
	struct simulation *simulation;
};

struct rehearsal_course {
	uint64_t seed; /* 0: the expected one, without chance and faults */
	uint32_t faults;
	int64_t begin, finish; /* milliseconds since 1970 */
	struct passage passage[RUN_MOVES];
};

/* Plays `course` from its `begin`; fills all else. */
void course_play(struct stage *stage, struct rehearsal_course *course);

/* Seconds between low and high, half of the time below the mean. */
uint32_t course_draw(struct random *random, const struct line *line);

#endif
