/*
 * What a map of the networks shows: departments with their prefixes, exits and counts, and the
 * links between them.
 */
#ifndef INVENTORY_CHART_H
#define INVENTORY_CHART_H

struct error;
struct json_object;
struct store;

/*
 * {"digest", "made", "cloud": {"hosts", "machines"}, "departments": [{"name", "level",
 * "parent", "hosts", "machines", "systems", "prefixes": [facts of a prefix, "id", "overlaps"],
 * "exits": [{"name" (of one that is not declared, its next hop), "nominal", "operator",
 * "declared", "found", "leads_to"}], "wires": [{"host", "device", "to", "port", "known"}]}],
 * "links": [{"name", "from", "to", "department", "nominal", "domain", "declared", "found",
 * "wires"}]},
 * of the newest snapshot, in order of name and id. Of one department and its links where
 * `department` is not NULL; ERROR_NOT_FOUND when nothing is known of it. New reference.
 */
int inventory_chart(struct json_object **chart, struct store *store, const char *department,
	struct error *error);

#endif
