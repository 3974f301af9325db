/*
 * The life of a run as a pure function: which move may start when. A run is the moves of the
 * approved waves of one plan, in order; groups move together, waves follow each other, and at
 * no instant do more moves copy than the limits allow. Time comes in with the events.
 *
 * A wave begins when every move of the one before is closed. When one of those did not end
 * well, the run pauses itself and people say whether it goes on. A group of which a member
 * stayed behind sends no more of its members. A held move may copy again, and therefore counts
 * as open. What would not end in its window by what it was estimated to take does not start.
 */
#ifndef EXECUTION_RUN_H
#define EXECUTION_RUN_H

#include "execution/move.h"

#define RUN_MOVES   512 /* moves of one run */
#define RUN_LINKS   64
#define RUN_ACTIONS 16

enum run_phase { RUN_READY, RUN_RUNNING, RUN_PAUSED, RUN_ABORTING, RUN_FINISHED, RUN_PHASES };

enum run_slot {
	SLOT_WAITING,
	SLOT_OPEN,
	SLOT_HELD,
	SLOT_CLOSED,
	SLOT_SKIPPED, /* will not start: aborted, its window is over, or its group stays */
	RUN_SLOTS
};

/* Why a move will not start. */
enum run_skip {
	SKIP_NONE,
	SKIP_ABORTED,
	SKIP_OVER,   /* its window is over */
	SKIP_LATE,   /* its window is not, but the move would end after it */
	SKIP_BUDGET, /* it needs more than its link may give */
	SKIP_GROUP,  /* another of its group stayed behind */
	RUN_SKIPS
};

struct run_move {
	uint16_t wave, group; /* in plan order; groups are numbered within the plan */
	uint8_t link;         /* index of the link whose budget it uses */
	uint8_t slot;         /* enum run_slot */
	uint8_t outcome;      /* enum move_outcome once closed */
	uint8_t skip;         /* enum run_skip once skipped */
	bool told;            /* to abort */
	uint32_t rate;    /* kbit/s charged on its link while it is open; at most the budget */
	uint32_t seconds; /* that it takes at most, as far as is known; 0: nothing is known */
	int64_t not_before; /* seconds since 1970: the window in which it starts and ends */
	int64_t not_after;  /* 0: no end */
};

struct run {
	enum run_phase phase;
	uint16_t count;
	uint16_t concurrency;            /* the most open moves at once; at least 1 */
	uint16_t accepted;               /* waves below this one were accepted as they ended */
	uint32_t link_budget[RUN_LINKS]; /* kbit/s */
	struct run_move move[RUN_MOVES];
};

enum run_event_kind {
	RUN_START,
	RUN_TICK,
	RUN_MOVE_CLOSED,
	RUN_MOVE_HELD,
	RUN_PAUSE,
	RUN_RESUME,
	RUN_ABORT,
	RUN_BOOT,
};

struct run_event {
	enum run_event_kind kind;
	int64_t now;               /* seconds since 1970 */
	uint16_t move;             /* with MOVE_CLOSED and MOVE_HELD */
	enum move_outcome outcome; /* with MOVE_CLOSED */
};

enum run_action_kind {
	RUN_RECORD,     /* make phase and `accepted` durable before doing what follows */
	RUN_OPEN_MOVE,  /* give the move EVENT_START */
	RUN_ABORT_MOVE, /* give it COMMAND_ABORT */
	RUN_WAKE_AT,    /* give the run a TICK at `at`; a newer one replaces it */
	RUN_ALARM,      /* paused by itself: people say whether the next wave starts */
	RUN_DONE,
};

struct run_action {
	enum run_action_kind kind;
	uint16_t move;
	int64_t at; /* with WAKE_AT */
};

/*
 * As move_step(). When more than RUN_ACTIONS are due, the last is a WAKE_AT for `now`: tick
 * again. Given RUN_BOOT, the phase and `accepted` are the recorded ones and each slot is
 * run_slot_of() of the move's stored state; the shell gives the moves their EVENT_BOOT itself.
 * All states are loaded before the first event is given: a move that reports its close may open
 * another at once.
 */
unsigned run_step(
	struct run *run, const struct run_event *event, struct run_action actions[RUN_ACTIONS]);

/* What the state of a move means for its run: waiting, open, held or closed. */
enum run_slot run_slot_of(const struct move *move);

const char *run_phase_word(enum run_phase phase);
const char *run_slot_word(enum run_slot slot);
const char *run_skip_word(enum run_skip skip);

#endif
