/*
 * The life of a run as a pure function: which move may start when. A run is the moves of the approved
 * waves of one plan, in order; groups move together, waves follow each other, and at no instant do more
 * moves copy than the limits allow. Time comes in with the events.
 */
#ifndef EXECUTION_RUN_H
#define EXECUTION_RUN_H

#include "execution/move.h"

#define RUN_MOVES 512 /* moves of one run */
#define RUN_LINKS 64
#define RUN_ACTIONS 16

enum run_phase { RUN_READY, RUN_RUNNING, RUN_PAUSED, RUN_ABORTING, RUN_FINISHED };
enum run_slot { SLOT_WAITING, SLOT_OPEN, SLOT_HELD, SLOT_CLOSED, SLOT_SKIPPED };

struct run_move {
	uint16_t wave, group;       /* in plan order */
	uint8_t link;               /* index of the link whose budget it uses */
	uint8_t slot;               /* enum run_slot */
	uint8_t outcome;            /* enum move_outcome once closed */
	uint32_t rate;              /* kbit/s charged on its link while it is open */
	int64_t not_before, not_after; /* seconds since 1970; the window in which it may start */
};

struct run {
	enum run_phase phase;
	uint16_t count;
	uint16_t concurrency;           /* the most open moves at once */
	uint32_t link_budget[RUN_LINKS]; /* kbit/s */
	struct run_move move[RUN_MOVES];
};

enum run_event_kind { RUN_START, RUN_TICK, RUN_MOVE_CLOSED, RUN_MOVE_HELD, RUN_PAUSE, RUN_RESUME, RUN_ABORT, RUN_BOOT };

struct run_event {
	enum run_event_kind kind;
	int64_t now;               /* seconds since 1970 */
	uint16_t move;             /* with MOVE_CLOSED and MOVE_HELD */
	enum move_outcome outcome; /* with MOVE_CLOSED */
};

enum run_action_kind { RUN_OPEN_MOVE, RUN_ABORT_MOVE, RUN_WAKE_AT, RUN_DONE };

struct run_action {
	enum run_action_kind kind;
	uint16_t move;
	int64_t at; /* with WAKE_AT */
};

/* As move_step(). When more than RUN_ACTIONS are due, the last is a WAKE_AT for `now`: tick again. */
unsigned run_step(struct run *run, const struct run_event *event, struct run_action actions[RUN_ACTIONS]);

const char *run_phase_word(enum run_phase phase);

#endif
