/*
 * The life of one move as a pure function: move_step(state, event) -> actions. No clock, no
 * I/O, no allocation, no pointer in state, event or action: the daemon's shell and the
 * simulator drive the same code, and the state can be stored as it is.
 *
 * Order of every effect: RECORD an intent, wait until it is durable, CALL, take the reply,
 * RECORD the result. Records become durable in the order they are given, so that the result
 * need not be waited for: the next intent's durability implies it, and when it is lost the
 * world is read again anyway. Whatever is in doubt (no reply, a failure, a boot) leads to
 * MOVE_SETTLING: observe both sides, ask reconcile(), do one thing, observe again. The way
 * forward after the copy is the same loop.
 *
 *	waiting -> checking -> before -> settling -> preparing -> seeding -> transferring
 *		-> settling -> after -> closed;   anything in doubt -> settling -> closed | held
 *
 * A doubt is never ended by the first read after it: calls of a worker that died may still be
 * landing. Once both sides answer again the executor rests for `poll` and reads once more; the
 * shell chooses `poll` longer than a call that was already sent can take to land.
 */
#ifndef EXECUTION_MOVE_H
#define EXECUTION_MOVE_H

#include "execution/reconcile.h"

#define MOVE_STEPS      8 /* steps that a playbook adds before, and after, the mover */
#define MOVE_STEPS_OVER (MOVE_STEPS + 1) /* `step` when all steps and the thaw are over */
#define MOVE_ACTIONS    8                /* the most actions of one event */

enum move_phase {
	MOVE_WAITING,  /* the run has not started it */
	MOVE_CHECKING, /* drift against the plan's facts */
	MOVE_BEFORE,   /* the playbook's steps before the mover */
	MOVE_PREPARING,
	MOVE_SEEDING,
	MOVE_TRANSFERRING,
	MOVE_SETTLING, /* the reconcile loop: begin, forward, back, and after every doubt */
	MOVE_AFTER,    /* the playbook's steps after the mover, then thaw, then a last read */
	MOVE_HELD,     /* waits for an operator; reads on, and leaves by itself if it may */
	MOVE_CLOSED,
	MOVE_PHASES
};

/* What it waits for. */
enum move_stage {
	STAGE_IDLE,
	STAGE_INTENT, /* the intent of `operation` is being made durable */
	STAGE_CALL,   /* `operation` is called */
	STAGE_REST,   /* a timer, then the next read or another try of a step */
	STAGE_COMMIT, /* the commit is being made durable */
	STAGE_CLOSE,  /* the close is being made durable */
	MOVE_STAGES
};

enum move_outcome {
	OUTCOME_NONE,
	OUTCOME_DONE,             /* on the target, proven */
	OUTCOME_DONE_UNPROVEN,    /* runs on the target; a later step failed: alarm */
	OUTCOME_BACK,             /* the source runs as before; nothing of ours is left */
	OUTCOME_STOPPED_BY_OWNER, /* ended at the source; startable, nothing of ours left */
	OUTCOME_REFUSED,  /* drift, a step before the mover, or not fit: nothing was touched */
	OUTCOME_RESOLVED, /* an operator closed it by hand */
	OUTCOMES
};

/* What never changes during the move; from the plan, the playbook and the profile. */
struct move_order {
	uint8_t before[MOVE_STEPS], after[MOVE_STEPS]; /* enum operation, OPERATION_NONE ends */
	uint32_t deadline[OPERATIONS]; /* milliseconds for each operation; none is 0 */
	uint32_t grace;   /* milliseconds that the transfer may take to return after an abort */
	uint32_t poll;    /* milliseconds between two reads while waiting or held */
	uint8_t attempts; /* the most attempts: 1 or 2 */
	uint8_t reads;    /* reads in a row that lead nowhere before a hold */
	bool may_drop_paused_copy, may_undefine_our_copy,
		may_delete_partial_volume; /* approved by name */
};

enum move_command { COMMAND_NONE, COMMAND_ABORT, COMMAND_RESOLVE };

enum move_event_kind {
	EVENT_START,
	EVENT_REPLY,
	EVENT_DURABLE,
	EVENT_TIMER,
	EVENT_COMMAND,
	EVENT_BOOT,
};

enum reply {
	REPLY_DONE,    /* the operation says it is so */
	REPLY_REFUSED, /* its own fresh read forbade it; nothing was changed */
	REPLY_FAILED,  /* it was tried; what is true now must be read */
	REPLY_LOST,    /* worker dead, host out of reach, no answer: read what is true */
};

struct move_event {
	enum move_event_kind kind;
	uint32_t serial;  /* of what it answers; 0 with START, COMMAND, BOOT */
	uint32_t attempt; /* with REPLY: the attempt that the worker was started for */
	enum reply reply;
	struct world world; /* with DONE to OBSERVE; a side without an answer is unread */
	enum move_command command;
	enum operation resolution; /* with COMMAND_RESOLVE: the one thing the operator orders */
};

enum move_action_kind {
	ACTION_RECORD,  /* write record and state in one transaction; answer DURABLE(serial) */
	ACTION_CALL,    /* ask the worker of this attempt; answer REPLY(serial) exactly once */
	ACTION_TIMER,   /* answer TIMER(serial) after `delay`; a newer timer replaces it */
	ACTION_GIVE_UP, /* end the worker of this attempt; its open calls answer REPLY_LOST */
	ACTION_ALARM,   /* tell people: a machine needs a look */
	ACTION_CLOSED,  /* tell the run: the move has ended with `outcome` */
};

enum move_record {
	RECORD_INTENT,
	RECORD_RESULT,
	RECORD_COMMIT, /* the target is authoritative from here on */
	RECORD_HOLD,
	RECORD_COMMAND, /* `reply` DONE: taken; REFUSED: too late, or a row forbids it */
	RECORD_ATTEMPT, /* the attempt ended with the source as before; another begins */
	RECORD_CLOSE,
};

struct move_action {
	enum move_action_kind kind;
	uint32_t serial;
	uint32_t attempt;
	uint32_t delay; /* milliseconds, with TIMER */
	enum operation operation;
	enum move_record record;
	enum reply reply;          /* with RECORD_RESULT and RECORD_COMMAND */
	enum move_outcome outcome; /* with CLOSED and RECORD_CLOSE */
	uint8_t row;               /* of the reconcile table that led here; 0 when none */
};

struct move {
	struct move_order order;
	struct attempt facts;
	struct world seen; /* the newest read */
	enum move_phase phase;
	enum move_stage stage;
	enum operation operation; /* under way */
	enum operation ordered; /* by an operator, until the next read; valid when has_order */
	enum move_outcome outcome;
	uint32_t serial;   /* the last one given out; only ever grows */
	uint32_t waits;    /* the serial of the record or call that is awaited; 0: none */
	uint32_t timer;    /* of the timer that is armed; 0: none */
	uint32_t aside;    /* the abort beside an open transfer: its record, then its call */
	uint32_t attempt;  /* 1.. */
	uint8_t step;      /* index into before or after */
	uint8_t fruitless; /* reads, or tries of a step, in a row that led nowhere */
	uint8_t row;       /* where the newest read led */
	uint8_t alarmed;   /* the row that people were told of */
	bool aside_called; /* `aside` is a call, not a record */
	bool abort_tried;  /* it was asked for in this attempt; the next deadline gives up */
	bool has_order;
	bool doubt;    /* calls may still be landing: the next good read is not acted on */
	bool expired;  /* the transfer passed its deadline: no automatic retry */
	bool proven;   /* the steps after the mover are over */
	bool unproven; /* one of them, or the freeze, failed */
};

/* A move that has not started. */
void move_begin(struct move *move, const struct move_order *order);

/*
 * Takes one event and writes what the shell has to do, in this order, into `actions`; returns
 * how many. The state that a RECORD stores is the one after the step. A reply, durable or timer
 * with another serial than the one awaited, or of another attempt, is ignored: it changes
 * nothing and returns 0. A state given EVENT_BOOT is one that a RECORD stored; START and BOOT
 * may be repeated.
 */
unsigned move_step(struct move *move, const struct move_event *event,
	struct move_action actions[MOVE_ACTIONS]);

/* True when the operator may order this now: what the row at hand forbids is false. */
bool move_may_resolve(const struct move *move, enum operation resolution);

/* Words for people and JSON ("transferring", "done"); never NULL. */
const char *move_phase_word(enum move_phase phase);
const char *move_outcome_word(enum move_outcome outcome);
const char *move_record_word(enum move_record record);
const char *reply_word(enum reply reply);

#endif
