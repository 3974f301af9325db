/*
 * What becomes of each system, by an ordered table of rules over what its department told of
 * it, what was found and judged, and what its rooms carry. The first rule that speaks decides;
 * it says why, which document asks it, and what it would take to change it. What is merely
 * unknown stops nothing unless the profile says so ("planning.class_needed").
 */
#ifndef PLANNING_DISPOSITION_H
#define PLANNING_DISPOSITION_H

#include "model/disposition.h"
#include "planning/planner/city.h"

/*
 * Fills `of` with the disposition of each system, in the order of city_of(city, "system"), and
 * adds to `rows` (NULL: none) a row for each in that order:
 *
 *	{"id", "name", "department", "disposition", "target"?, "rule", "cites"?, "why",
 *	 "change", "then"?: {"disposition", "by": DATE}, "hardware"?: [NAME], "hosted"?:
 *	 true, "reopened"?: DATE, "override"?: {"actor", "reason", "made"}, "violation"?:
 *	 SENTENCE}
 *
 * The target is admin_service_cloud or public_service_cloud of what goes onto the cloud, the
 * id of the system that it is merged into, or the name of a platform. "hardware" are servers of
 * a system that moves or is hosted: they are hosted with it (MIG-06). "hosted" is there
 * when what is retained belongs to a ministry or the province (VRT-04), "reopened" when its
 * retention expired on that day (VRT-02), "violation" when a planned system is not to be on the
 * cloud (CLD-06).
 */
void dispositions_decide(
	const struct city *city, enum disposition *of, struct json_object *rows);

/*
 * Whether a department's host of that name is a server that is, and holds, no virtual machine.
 */
bool disposition_is_server(const struct city *city, const char *name, const char *department);

/*
 * The rules in their order: [{"id", "question", "cites"?, "change"}], as a row has them. New
 * reference.
 */
struct json_object *disposition_rules_told(void);

#endif
