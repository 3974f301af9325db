/*
 * When a move, and a run, will have ended: the estimate anew, from how far they are. Pure: no
 * clock, no I/O, whole numbers only.
 */
#ifndef EXECUTION_EXPECT_H
#define EXECUTION_EXPECT_H

#include "execution/run.h"

/* Seconds that are still to come: at least, most likely, at most. */
struct expected {
	int64_t low, likely, high;
};

/* How far a move is. */
struct expect_course {
	struct expected estimate; /* of the whole, before it began; high 0: there is none */
	int64_t elapsed;          /* seconds since it began */
	int64_t copying;          /* of these, since its copy moved its first bytes */
	int64_t total, left;      /* bytes of the copy; total 0: it has not moved any */
	bool copied;              /* the copy is over */
};

/*
 * What is left of a move that is under way. Until its copy moves bytes that is the estimate
 * less the time that has passed; then, the further the copy is, the more the pace that it has
 * had counts and the less the estimate, so that the range closes towards the end. False:
 * nothing is known, and `left` is all 0.
 */
bool expect_move(struct expected *left, const struct expect_course *course);

/* How a run would go on from here. */
struct expect_run {
	int64_t end[RUN_MOVES]; /* of each move, seconds since 1970; 0: it has, or never will */
	int64_t last;           /* of all of these */
	unsigned skipped;       /* moves that would not begin any more: they fit no longer */
	bool waits;             /* some would wait for a person: held, withheld, or paused */
};

/*
 * Plays the run on by its own rules (run_step()), each open move ending after as many seconds
 * as `left` has for it, each waiting one taking as many, and all ending well. When the moves of
 * other runs end is not known: what waits for them alone begins when nothing else is left.
 */
void expect_play(struct expect_run *expected, const struct run *run,
	const int64_t left[RUN_MOVES], int64_t now);

#endif
