/*
 * The addresses of the plan before, which the next one gives again while they are right.
 */
#ifndef PLANNING_EARLIER_H
#define PLANNING_EARLIER_H

struct error;
struct json_object;
struct store;

/*
 * Sets "allocated" ({NETWORK: its "subnets"}) and "renumbered" (rows) of the newest plan in the
 * order; neither when there is no plan yet. What cannot be read any more is left out.
 */
void earlier_addresses(struct json_object *order, struct store *store);

#endif
