/*
 * Which findings the planner is given: those that did not pass and that nobody accepted, and
 * those of which planning reads a figure. For the clerk.
 */
#ifndef PLANNING_GIVEN_H
#define PLANNING_GIVEN_H

struct error;
struct newest;
struct spool;
struct store;

int given_findings(struct spool *output, struct store *store, const struct newest *findings,
	struct error *error);

#endif
