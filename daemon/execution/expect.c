#include "execution/expect.h"
#include "base/memory.h"
#include <string.h>

#define HOURS 200 /* changes of what links give that are waited for */

/* --- one move --- */

static int64_t less(int64_t seconds, int64_t passed)
{
	return seconds > passed ? seconds - passed : 0;
}

/* Between what the estimate leaves and what the pace leaves, by the thousandths done. */
static int64_t blend(int64_t estimate, int64_t pace, int64_t done)
{
	int64_t left = estimate * (1000 - done) / 1000;

	return (left * (1000 - done) + pace * done) / 1000;
}

static void by_pace(struct expected *left, const struct expect_course *course, int64_t moved)
{
	int64_t done = moved / (course->total / 1000 + 1);
	int64_t pace = course->left / (moved / (course->copying > 0 ? course->copying : 1) + 1);

	if (course->estimate.high <= 0) {
		*left = (struct expected){pace, pace, pace};
		return;
	}
	done = done > 1000 ? 1000 : done;
	left->low = blend(course->estimate.low, pace, done);
	left->likely = blend(course->estimate.likely, pace, done);
	left->high = blend(course->estimate.high, pace, done);
}

bool expect_move(struct expected *left, const struct expect_course *course)
{
	int64_t moved = course->total - course->left;

	*left = (struct expected){0};
	if (course->copied)
		return true;
	if (course->total > 0 && moved > 0 && course->copying > 0) {
		by_pace(left, course, moved);
		return true;
	}
	left->low = less(course->estimate.low, course->elapsed);
	left->likely = less(course->estimate.likely, course->elapsed);
	left->high = less(course->estimate.high, course->elapsed);
	return course->estimate.high > 0;
}

/* --- a run --- */

struct playing {
	struct run run;
	const int64_t *left;
	struct expect_run *into;
	int64_t now, wake; /* wake 0: none */
	bool alone;        /* what other runs have is taken for free by now */
};

static void begin(struct playing *playing, unsigned move)
{
	playing->into->end[move] = playing->now + playing->left[move];
}

static void give(struct playing *playing, enum run_event_kind kind, unsigned move)
{
	struct run_event event = {.kind = kind,
		.now = playing->now,
		.move = (uint16_t)move,
		.outcome = OUTCOME_DONE};
	struct run_action actions[RUN_ACTIONS];
	unsigned count = run_step(&playing->run, &event, actions);

	playing->wake = 0;
	for (unsigned i = 0; i < count; i++)
		if (actions[i].kind == RUN_OPEN_MOVE)
			begin(playing, actions[i].move);
		else if (actions[i].kind == RUN_WAKE_AT)
			playing->wake = actions[i].at;
}

/* The open move that ends first; `count` when none is open. */
static unsigned first_to_end(const struct playing *playing)
{
	const struct run *run = &playing->run;
	unsigned first = run->count;

	for (unsigned i = 0; i < run->count; i++)
		if (run->move[i].slot == SLOT_OPEN &&
			(first == run->count ||
				playing->into->end[i] < playing->into->end[first]))
			first = i;
	return first;
}

/* What waits for the moves of other runs has its turn when this run has nothing else. */
static bool play_alone(struct playing *playing)
{
	if (playing->alone)
		return false;
	playing->alone = true;
	share_forget_others(&playing->run.table);
	give(playing, RUN_TICK, 0);
	return true;
}

/* False: nothing more happens by itself. */
static bool play_on(struct playing *playing)
{
	unsigned first = first_to_end(playing);
	bool ends = first < playing->run.count;

	if (playing->wake && (!ends || playing->wake <= playing->into->end[first])) {
		playing->now = playing->wake > playing->now ? playing->wake : playing->now;
		give(playing, RUN_TICK, 0);
		return true;
	}
	if (!ends)
		return play_alone(playing);
	playing->now = playing->into->end[first];
	give(playing, RUN_MOVE_CLOSED, first);
	return true;
}

static void sum_up(struct playing *playing, const struct run *before)
{
	struct expect_run *into = playing->into;

	for (unsigned i = 0; i < before->count; i++) {
		unsigned slot = playing->run.move[i].slot;

		if (into->end[i] > into->last)
			into->last = into->end[i];
		into->skipped += slot == SLOT_SKIPPED && before->move[i].slot == SLOT_WAITING;
		into->waits |= slot == SLOT_WAITING || slot == SLOT_HELD;
	}
}

void expect_play(struct expect_run *expected, const struct run *run,
	const int64_t left[RUN_MOVES], int64_t now)
{
	AUTO_FREE struct playing *playing = mem_alloc(sizeof(*playing));
	unsigned turns = 4U * run->count + HOURS;

	memset(expected, 0, sizeof(*expected));
	*playing = (struct playing){.run = *run, .left = left, .into = expected, .now = now};
	for (unsigned i = 0; i < run->count; i++)
		if (run->move[i].slot == SLOT_OPEN)
			begin(playing, i);
	give(playing, RUN_TICK, 0);
	while (turns-- > 0 && play_on(playing))
		;
	sum_up(playing, run);
}
