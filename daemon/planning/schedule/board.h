/*
 * What is placed so far, and what it uses: groups are put on the board and taken from it.
 */
#ifndef PLANNING_SCHEDULE_BOARD_H
#define PLANNING_SCHEDULE_BOARD_H

#include "planning/schedule/ground.h"
#include "planning/schedule/timeline.h"

#define BOARD_NOBODY UINT32_MAX

struct board {
	const struct ground *ground;
	const struct schedule_problem *problem;
	struct timeline *line; /* of each resource */
	int64_t (*taken)
		[SCHEDULE_ASKS]; /* of each grant: by groups that start before the next */
	uint32_t *first_grant;   /* of each quota, in `taken` */
	int64_t *start;          /* of each move; SCHEDULE_NEVER: not placed */
	int64_t *begin, *end;    /* of each group; SCHEDULE_NEVER: not placed */
	uint32_t *move; /* the moves of each group, in the order in which they are fitted */
	uint32_t
		blocked; /* the resource at which the last group did not fit, or BOARD_NOBODY */
};

/* Empty but for what is fixed, which starts as `start` says of each move; NULL: empty. */
void board_make(struct board *board, const struct ground *ground, const int64_t *start);
void board_free(struct board *board);
#define AUTO_BOARD __attribute__((cleanup(board_free)))

/* From then on, and ended until then. */
struct room {
	int64_t from, until;
};

/*
 * Puts the group into the first slot of its calendar, but for `skip`, in which it fits beside
 * what is placed, each move at its first second and all within the room. False: it fits
 * nowhere; then the board is as before.
 */
bool board_place(struct board *board, uint32_t group, struct room room, uint32_t skip);
/* The same, with each move at that second (`start` of each of the problem) or not at all. */
bool board_place_at(
	struct board *board, uint32_t group, struct room room, const int64_t *start);
/* Puts it back where it was: `start` of each of its moves, from that of its first on. */
void board_put(struct board *board, uint32_t group, const int64_t *start);
void board_take(struct board *board, uint32_t group);

/* Before this it cannot start: what it waits for, its day, and its quota. */
int64_t board_earliest(const struct board *board, uint32_t group);
/* The first time from which on a quota has what is asked, or SCHEDULE_NEVER. */
int64_t board_granted(const struct board *board, const struct schedule_group *group);
/* The first second in that room at which all that the move uses has what it takes. */
int64_t board_first_second(struct board *board, uint32_t move, struct room room);
/* How many slots end by that time. */
uint32_t board_slots_before(const struct schedule_calendar *calendar, int64_t at);

/* For board_place(): what a move that starts uses, once more or once less; and the rest. */
void board_use(struct board *board, uint32_t move, int64_t sign);
void board_settle(struct board *board, uint32_t group);
bool board_is_placed(const struct board *board, uint32_t group);

#endif
