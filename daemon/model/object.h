/*
 * The objects of an inventory: the facts of hosts, machines, networks and pools, each a JSON
 * tree of a fixed shape. An object holds facts only, so that an unchanged thing keeps its
 * digest; what changes by itself (allocation, free space, load) comes beside it as measures,
 * and banyun's own marks are left out.
 */
#ifndef MODEL_OBJECT_H
#define MODEL_OBJECT_H

#include "base/shape.h"

/* {"kind", "id", "facts", "measures"}: what a source plugin streams and the ids that are used:
 *	host      the host's name
 *	machine   the uuid
 *	copy      HOST/UUID: what another host knows of the same machine, as the fenced source
 *	          of a move
 *	network   HOST/NAME
 *	pool      HOST/NAME
 *	department   the name; told by the survey (model/survey.h)
 *	system    DEPARTMENT/NAME
 *	landing   DEPARTMENT/SOURCE_NETWORK
 *	room, dedicated_network, leased_line, internet_exit, retention, quota, baseline
 *	          DEPARTMENT/NAME; told by the ledger (model/ledger.h)
 *	contradiction   KIND/ID/FACT: two told it differently, or it was told and not found
 *	stranger        HOST/ADDRESS or HOST/DEVICE/CHASSIS: a neighbour of that host whom
 *	                nobody has told
 *	prefix          OWNER/PREFIX: a network of a department, found or declared
 *	way_out         OWNER/GATEWAY: a default route to what is no known host
 *	path            FROM/TO: routes of one department to the networks of another
 *	irregularity    RULE/...: of networks: undeclared, not found, overlapping, bridging
 */
extern const struct shape_field object_item_fields[];
extern const char *const object_kinds[]; /* ended by NULL */

/* The facts of each kind; NULL for a kind that is not known. */
const struct shape_field *object_fields(const char *kind);

/* ERROR_INPUT unless the item is of a known kind and its facts have that kind's shape. */
int object_check(struct json_object *item, const struct source *source, struct error *error);

/*
 * Whether the host that was asked may tell of this: itself and what it holds. A host that was
 * taken over must not speak for the others, nor for the survey.
 */
bool object_is_of_host(struct json_object *item, const char *host);

#endif
