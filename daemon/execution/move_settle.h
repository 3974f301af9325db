/*
 * The reconcile loop of a move: observe both sides, ask reconcile(), do one thing, observe
 * again. move.c enters it with what came of a call, a read or a commit.
 */
#ifndef EXECUTION_MOVE_SETTLE_H
#define EXECUTION_MOVE_SETTLE_H

#include "execution/move_act.h"

/* The loop begins, or goes on after an effect of its own with this reply. */
void move_settle(struct move *move, struct output *out, enum reply reply);
/* A read was answered, or was not. */
void move_take_read(struct move *move, struct output *out, const struct move_event *event);
/* Decides by the newest read. */
void move_decide(struct move *move, struct output *out);
/* Goes on with the playbook's steps after the mover; behind the last it thaws, and reads. */
void move_next_after(struct move *move, struct output *out);

#endif
