/*
 * What the next plan takes from the plan before: addresses, which are given again while they
 * are right; and the place, time and wave of each machine, which it keeps where it can. What
 * cannot be read any more, because that plan was of an older kind, is left out.
 */
#ifndef PLANNING_EARLIER_H
#define PLANNING_EARLIER_H

#include "base/digest.h"

struct json_object;
struct spool;
struct store;

/* The newest plan. */
struct earlier {
	struct store *store;
	struct json_object *manifest; /* NULL: there is none yet */
	char root[DIGEST_TEXT];
};

struct earlier earlier_read(struct store *store);
void earlier_free(struct earlier *earlier);
#define AUTO_EARLIER __attribute__((cleanup(earlier_free)))

/* Sets "allocated" ({NETWORK: its "subnets"}) and "renumbered" (rows) in the order. */
void earlier_addresses(const struct earlier *earlier, struct json_object *order);

/* Sets "earlier" in the order (planning/planner/city.h); then adds the texts of that kind. */
void earlier_name(const struct earlier *earlier, struct json_object *order);
void earlier_course(const struct earlier *earlier, struct spool *output);

#endif
