/*
 * The actions of one step, as move.c and move_settle.c write them for the shell: in their
 * order, and with what the state keeps of them.
 */
#ifndef EXECUTION_MOVE_ACT_H
#define EXECUTION_MOVE_ACT_H

#include "execution/move.h"

/* What is written so far; `actions` has room for MOVE_ACTIONS. */
struct output {
	struct move_action *actions;
	unsigned count;
};

/* The next action, of the operation and the row at hand; who asks fills in the rest. */
struct move_action *move_act(struct move *move, struct output *out, enum move_action_kind kind);
/* A record, with a serial of its own. */
struct move_action *move_keep(struct move *move, struct output *out, enum move_record what);
void move_keep_result(
	struct move *move, struct output *out, enum operation operation, enum reply reply);
/* The timer, which a newer one replaces. */
void move_arm(struct move *move, struct output *out, uint32_t delay);
/* People are told, of the row at hand. */
void move_alarm(struct move *move, struct output *out);

/* Calls what `operation` says, under its deadline. */
void move_call(struct move *move, struct output *out);
/* An effect begins with its intent; the call follows when that is durable. */
void move_intend(struct move *move, struct output *out, enum operation operation);
/* A read has no effect and needs no intent. */
void move_observe(struct move *move, struct output *out);
/* Waits for `poll`. */
void move_rest(struct move *move, struct output *out);

/* Closes it; what waits for its end is told when that is durable, by move_report_closed(). */
void move_close(struct move *move, struct output *out, enum move_outcome outcome);
void move_report_closed(struct move *move, struct output *out);

#endif
