/*
 * The life of one move as a pure function: move_step(state, event) -> actions. No clock, no I/O, no
 * allocation, no pointer in state, event or action: the daemon's shell and the simulator drive the
 * same code, and the state can be stored as it is.
 *
 * Order of every effect: RECORD an intent, wait until it is durable, CALL, take the reply, RECORD the
 * result, wait until that is durable. Whatever is in doubt (no reply, a failure, a boot) leads to
 * MOVE_SETTLING: observe both sides, ask reconcile(), do one thing, observe again.
 *
 *	waiting -> checking -> before -> preparing -> seeding -> transferring -> settling
 *		-> after -> closed;   anything in doubt -> settling -> closed | held
 */
#ifndef EXECUTION_MOVE_H
#define EXECUTION_MOVE_H

#include "execution/reconcile.h"

#define MOVE_STEPS   8 /* steps that a playbook adds before, and after, the mover */
#define MOVE_ACTIONS 8 /* the most actions of one event */

enum move_phase {
	MOVE_WAITING,      /* the run has not started it */
	MOVE_CHECKING,     /* drift against the plan's facts */
	MOVE_BEFORE,       /* the playbook's steps before the mover */
	MOVE_PREPARING,
	MOVE_SEEDING,
	MOVE_TRANSFERRING,
	MOVE_SETTLING,     /* the reconcile loop: forward, back, and after every doubt */
	MOVE_AFTER,        /* the playbook's steps after the mover, then thaw */
	MOVE_HELD,         /* waits for an operator; observes now and then */
	MOVE_CLOSED,
	MOVE_PHASES
};

/* Where the effect under way is in its order. */
enum move_stage { STAGE_IDLE, STAGE_INTENT, STAGE_CALL, STAGE_RESULT, STAGE_PAUSE, MOVE_STAGES };

enum move_outcome {
	OUTCOME_NONE,
	OUTCOME_DONE,             /* on the target, proven */
	OUTCOME_DONE_UNPROVEN,    /* on the target and running; a step after the mover failed: alarm */
	OUTCOME_BACK,             /* the source runs as before; nothing of ours is left */
	OUTCOME_STOPPED_BY_OWNER,
	OUTCOME_REFUSED,          /* drift or a step before the mover: nothing was touched */
	OUTCOME_RESOLVED,         /* an operator closed it by hand */
	OUTCOMES
};

/* What never changes during the move; from the plan, the playbook and the profile. */
struct move_order {
	uint8_t before[MOVE_STEPS], after[MOVE_STEPS]; /* enum operation, OPERATION_NONE ends */
	uint32_t deadline[OPERATIONS]; /* milliseconds for each operation */
	uint32_t grace;                /* milliseconds that a call may take to return after an abort */
	uint32_t poll;                 /* milliseconds between two reads while waiting or held */
	uint8_t attempts;              /* the most attempts: 1 or 2 */
	uint8_t reads;                 /* unread or waiting observations in a row before a hold */
	bool may_drop_paused_copy, may_undefine_our_copy, may_delete_partial_volume; /* approved by name */
};

enum move_command { COMMAND_NONE, COMMAND_ABORT, COMMAND_RESOLVE };

enum move_event_kind { EVENT_START, EVENT_REPLY, EVENT_DURABLE, EVENT_TIMER, EVENT_COMMAND, EVENT_BOOT };

enum reply {
	REPLY_DONE,    /* the operation says it is so */
	REPLY_REFUSED, /* its own fresh read forbade it; nothing was changed */
	REPLY_FAILED,  /* it was tried; what is true now must be read */
	REPLY_LOST,    /* the worker died or gave no answer; what is true now must be read */
};

struct move_event {
	enum move_event_kind kind;
	uint32_t serial;    /* of the call, record or timer it answers; 0 with START, COMMAND, BOOT */
	uint32_t attempt;   /* with REPLY: the attempt that the worker was started for */
	enum reply reply;
	struct world world; /* with the reply to OBSERVE and PREPARE */
	enum move_command command;
	enum operation resolution; /* with COMMAND_RESOLVE: the one thing the operator orders */
};

enum move_action_kind {
	ACTION_RECORD,  /* write a record and this state in one transaction; answer DURABLE(serial) */
	ACTION_CALL,    /* ask the worker of this attempt; answer REPLY(serial) */
	ACTION_TIMER,   /* answer TIMER(serial) after `delay`; a newer timer replaces it */
	ACTION_GIVE_UP, /* end the worker of this attempt; open calls answer REPLY_LOST */
	ACTION_ALARM,   /* tell people: a machine needs a look */
	ACTION_CLOSED,  /* tell the run: the move has ended with `outcome` */
};

enum move_record { RECORD_INTENT, RECORD_RESULT, RECORD_COMMIT, RECORD_HOLD, RECORD_COMMAND, RECORD_CLOSE };

struct move_action {
	enum move_action_kind kind;
	uint32_t serial;
	uint32_t attempt;
	uint32_t delay; /* milliseconds, with TIMER */
	enum operation operation;
	enum move_record record;
	enum reply reply;           /* with RECORD_RESULT */
	enum move_outcome outcome;  /* with CLOSED and RECORD_CLOSE */
	uint8_t row;                /* of the reconcile table that led here; 0 when none */
};

struct move {
	struct move_order order;
	struct attempt facts;
	struct world seen;        /* the newest read */
	enum move_phase phase;
	enum move_stage stage;
	enum operation operation; /* under way */
	enum move_outcome outcome;
	uint32_t serial;          /* the last one given out; only ever grows */
	uint32_t attempt;         /* 1.. */
	uint8_t step;             /* index into before or after */
	uint8_t fruitless;        /* reads in a row that led nowhere */
	uint8_t row;
	bool abort;               /* latched: no way forward before the commit any more */
	bool unproven;            /* a step after the mover failed */
};

/* A move that has not started. */
void move_begin(struct move *move, const struct move_order *order);

/*
 * Takes one event and writes what the shell has to do, in this order, into `actions`; returns how
 * many. A reply, durable or timer with another serial than the one awaited, or of another attempt, is
 * ignored: it changes nothing and returns 0. A state given EVENT_BOOT is one that a RECORD stored.
 */
unsigned move_step(struct move *move, const struct move_event *event,
	struct move_action actions[MOVE_ACTIONS]);

/* True when the operator may order this now: what the row at hand forbids is false. */
bool move_may_resolve(const struct move *move, enum operation resolution);

const char *move_phase_word(enum move_phase phase);
const char *move_outcome_word(enum move_outcome outcome);

#endif
