/*
 * What a plan's moves use together with those of other plans, and how much of it there is: the
 * rows of a run's table of shares, from the waves' "links", "hours" and "limits".
 */
#ifndef EXECUTION_ORDER_SHARE_H
#define EXECUTION_ORDER_SHARE_H

#include "execution/run.h"

struct json_object;

struct order_shares {
	struct share_table *table;
	struct json_object *timetables; /* those that the table has, in their order */
};

/*
 * Fills the uses and the rate of a move of this wave and what the wave allows of them; of
 * several waves the least holds. -1 when the table has no room.
 */
int order_share(struct order_shares *shares, struct run_move *into, struct json_object *wave,
	struct json_object *move);

/*
 * What people call what a move uses: the name of the link, host, pool or team. The caller
 * frees.
 */
char *order_share_name(struct json_object *move, enum share_use use);

#endif
