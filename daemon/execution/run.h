/*
 * The life of a run as a pure function: which move may start when. A run is the moves of the
 * approved waves of one plan, in order; groups move together, waves follow each other, and at
 * no instant do more moves copy than the limits allow, those of other runs counted. Time comes
 * in with the events.
 *
 * A wave begins when every move of the one before is closed. When one of those did not end
 * well, the run pauses itself and people say whether it goes on. A group of which a member
 * stayed behind sends no more of its members. A held move may copy again, and therefore counts
 * as open. A withheld one does not start before people allow it: all of its group are withheld
 * together, and the wave waits for them. What would not end in its window by what it was
 * estimated to take does not start.
 */
#ifndef EXECUTION_RUN_H
#define EXECUTION_RUN_H

#include "execution/move.h"
#include "execution/share.h"

#define RUN_MOVES   512 /* moves of one run */
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
	SKIP_OVER,     /* its window is over */
	SKIP_LATE,     /* its window is not, but the move would end after it */
	SKIP_BUDGET,   /* it needs more than its link may give */
	SKIP_GROUP,    /* another of its group stayed behind */
	SKIP_WITHHELD, /* people withheld it for so long that it would not end in its window */
	RUN_SKIPS
};

struct run_move {
	uint16_t wave, group; /* in plan order; groups are numbered within the plan */
	uint8_t slot;         /* enum run_slot */
	uint8_t outcome;      /* enum move_outcome once closed */
	uint8_t skip;         /* enum run_skip once skipped */
	bool told;            /* to abort */
	bool withheld; /* by people: it does not start; the shell sets it, then gives a TICK */
	uint16_t use[SHARE_USES]; /* shares of the run's table; SHARE_NONE: it uses none */
	uint32_t rate;            /* kbit/s charged on its link while it is open */
	uint32_t seconds;   /* that it takes at most, as far as is known; 0: nothing is known */
	int64_t not_before; /* seconds since 1970: the window in which it starts and ends */
	int64_t not_after;  /* 0: no end */
};

struct run {
	enum run_phase phase;
	uint16_t count;
	uint16_t concurrency; /* the most open moves at once; at least 1 */
	uint16_t accepted;    /* waves below this one were accepted as they ended */
	struct share_table table;
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
	RUN_FREED,      /* what a move used is free: give every other run a TICK */
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

/*
 * What the open moves of other runs use now. Given before every event, of all runs that are not
 * this one, in any order.
 */
void run_see_others(
	struct run *run, const struct run *const *others, unsigned count, int64_t now);

/* Why a move that waits does not start now. */
enum run_wait {
	WAIT_NONE, /* it does not wait, or starts at once */
	WAIT_RUN,  /* the run is paused, aborting or not begun */
	WAIT_WAVE,
	WAIT_WINDOW,
	WAIT_PLACE, /* as many moves of the run are open as may be */
	WAIT_SHARE, /* + enum share_use */
	RUN_WAITS = WAIT_SHARE + SHARE_USES
};

enum run_wait run_wait_of(const struct run *run, uint16_t move, int64_t now);

/* What the state of a move means for its run: waiting, open, held or closed. */
enum run_slot run_slot_of(const struct move *move);

const char *run_phase_word(enum run_phase phase);
const char *run_slot_word(enum run_slot slot);
const char *run_skip_word(enum run_skip skip);

#endif
