/*
 * What a map shows of wires, by what hosts hear at their other ends (LLDP): those of each host,
 * and which departments they join.
 */
#ifndef INVENTORY_CHART_WIRES_H
#define INVENTORY_CHART_WIRES_H

struct error;
struct json_object;
struct picked;

/* Adds to `list` for each wire of the host {"host", "device", "to", "port", "known"}. */
void chart_wires_list(struct json_object *list, const char *host, struct json_object *facts);

/* Notes in `pairs` those that lead to hosts and machines of other departments. */
int chart_wires_learn(struct json_object *pairs, const struct picked *picked,
	struct json_object *facts, struct error *error);

/* A link of the map: with "wires", how many join its ends where some do; then it is found. */
void chart_wires_mark(struct json_object *pairs, struct json_object *link);

/* A link that nobody declared for each pair that no link was marked with. New reference. */
struct json_object *chart_wires_links(struct json_object *pairs);

#endif
