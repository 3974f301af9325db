/*
 * Which systems move together: those that have a machine in common, that a person has joined,
 * or whose machines were seen to talk to each other. What many systems talk to (DNS, a database
 * of all), or what talks to many (monitoring), is a hub and ties nobody. A group that would
 * become larger than the profile's "groups" has it is not joined by its weakest ties, which are
 * told. Without that part of the profile, what was seen ties nobody.
 */
#ifndef PLANNING_GROUPS_H
#define PLANNING_GROUPS_H

#include "model/disposition.h"
#include "planning/planner/city.h"

#define GROUP_NONE UINT32_MAX

/* By the order of city_of(city, "system"), and of city->machine. */
struct groups {
	uint32_t *of; /* the group of each system; GROUP_NONE: it does not move */
	uint32_t count;
	uint32_t *machine; /* those of group g: machine[first[g]] until machine[first[g + 1]] */
	uint32_t *first;   /* count + 1 of them */
	bool *blocked;     /* it shares a machine with a system that does not move */
};

/*
 * Groups the systems that move, each in one group with its machines that are not on the cloud
 * yet. Groups are in the order of their first systems. Adds to `rows` (NULL: none) for each
 *
 *	{"name": ID of its first system, "systems": [ID], "machines": [UUID], "ties": [{"from",
 *	 "to", "weight", "confidence_permille", "why"}], "cuts": [as ties], "why"?, "note"?}
 *
 * where "ties" are those that hold it together (of a person, or a machine in common: weight 0)
 * and "cuts" those that were left out, in both of the groups that they would have joined;
 * "why" is there when it cannot move, "note" when it is too large, or a person's cut did not
 * part it. Adds to `hubs` (NULL: none) {"machine", "name", "port", "systems": COUNT, "listens":
 * whether it is talked to}.
 */
void groups_find(const struct city *city, const enum disposition *dispositions,
	struct groups *groups, struct json_object *rows, struct json_object *hubs);
void groups_free(struct groups *groups);
#define AUTO_GROUPS __attribute__((cleanup(groups_free)))

#endif
