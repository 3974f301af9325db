/*
 * From an approved plan to the orders of the pure executor: what a move may do, how long each
 * operation may take, and the run's slots, budgets and windows.
 */
#ifndef EXECUTION_ORDER_H
#define EXECUTION_ORDER_H

#include "execution/run.h"

struct error;
struct json_object;

/* What the plan's "estimates" say of the move; borrowed, NULL when they say nothing. */
struct json_object *order_estimate(struct json_object *plan, struct json_object *move);

/*
 * One move's order. ERROR_INPUT when a step, deadline or permission names no operation that may
 * stand there.
 */
int order_move(struct move_order *order, struct json_object *move, struct error *error);

/*
 * The run of the plan's waves, in plan order; what a move takes at most is read in the plan's
 * "estimates", where there are any. `moves` receives a borrowed pointer to each move's JSON, in
 * the run's order, RUN_MOVES at most.
 */
int order_run(struct run *run, struct json_object *plan, struct json_object *moves[RUN_MOVES],
	struct error *error);

#endif
