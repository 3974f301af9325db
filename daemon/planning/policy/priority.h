/*
 * Which systems are wanted on the cloud the sooner (MIG-02, MIG-05): what is new, what is the
 * city's own before what belongs to a superior's system, and what runs on aged hardware. The
 * points of each are the profile's "priority"; without it all are alike.
 */
#ifndef PLANNING_PRIORITY_H
#define PLANNING_PRIORITY_H

#include "planning/planner/city.h"

/*
 * Fills `points` with those of each system, in the order of city_of(city, "system"): the more,
 * the sooner. Where `rows` (those of dispositions_decide(), or NULL) are given, each row of a
 * system with points gets "priority": {"points", "terms": [{"points", "why"}]}.
 */
void priorities_find(const struct city *city, int64_t *points, struct json_object *rows);

#endif
