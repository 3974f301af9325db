/*
 * The moves of a plan as bars over time, in lanes: one for each wave, department, link or
 * address range. A bar is what of one wave lies in a lane. Times are seconds since 1970 as
 * clocks show them there (of plan_view.ahead), -1 where there is none.
 */
#ifndef CLI_PLAN_LANES_H
#define CLI_PLAN_LANES_H

#include "cli/plan_view.h"

enum bar_state { BAR_PLANNED, BAR_APPROVED, BAR_RUNNING, BAR_DONE, BAR_STUCK, BAR_STATES };

struct plan_bar {
	const char *wave; /* borrowed */
	int64_t from, to; /* its window; to -1: always open */
	int64_t start, end;
	int64_t moves, bytes;
	unsigned count[BAR_STATES]; /* of its moves */
};

struct plan_lane {
	const char *name; /* borrowed; NULL: moves that are in none */
	struct plan_bar *bar;
	size_t bars;
	int64_t budget; /* bit/s of a link; 0: none or no link */
};

struct plan_lanes {
	const struct plan_view *view;
	const char *by;
	struct plan_lane *lane; /* in order of what starts first in them */
	size_t count;
	int64_t from, to; /* of all moves and their trial, whole days */
	int64_t trial;    /* seconds after a move until its system is accepted */
};

/* `by`: "wave" (also for NULL), "department", "link" or "range"; ERROR_USAGE: none of them. */
int plan_lanes_fill(struct plan_lanes *lanes, const struct plan_view *view, const char *by,
	struct error *error);
void plan_lanes_free(struct plan_lanes *lanes);
#define AUTO_LANES __attribute__((cleanup(plan_lanes_free)))

/* What a bar is shown as. */
enum bar_state plan_bar_state(const struct plan_bar *bar);

/* On such a day nothing moves: what is then; NULL: it is none. Of a second of local time. */
const char *plan_frozen(const struct plan_view *view, int64_t second);

/*
 * plan_use.c: the most that moves of the lane (NULL: all) use at once in each of `count` equal
 * parts of the time that the lanes span, bit/s. The caller frees.
 */
int64_t *plan_lanes_use(
	const struct plan_lanes *lanes, const struct plan_lane *lane, size_t count);

/* The lane that a move is in, or NULL. Borrowed. */
const char *plan_lane_of(const struct plan_view *view, const char *by, const char *wave,
	struct json_object *move);

#endif
