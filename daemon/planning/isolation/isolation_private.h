/*
 * What the files of the check share: isolation.c (whole), blame.c (what is told), places.c
 * (which prefix is whose), and one for each thing that is looked at.
 */
#ifndef PLANNING_ISOLATION_ISOLATION_PRIVATE_H
#define PLANNING_ISOLATION_ISOLATION_PRIVATE_H

#include "base/address.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/networks/networks.h"
#include "planning/networks/rows.h"
#include "planning/planner/city.h"

/* A prefix as the plan leaves it. */
struct place {
	struct address prefix;
	struct json_object *row; /* of its network */
	bool given;              /* a new one */
};

struct isolation {
	const struct city *city;
	struct network_plan *plan;
	struct json_object *policy;
	struct place *place; /* in order of prefix */
	size_t places;
	struct json_object *rows, *grades; /* by id of the network */
	struct json_object *departments;   /* name -> rows of its networks */
	struct json_object *owners;        /* machine -> ids of systems; NULL until asked */
	struct json_object *told;          /* pairs of networks whose grades were told of */
};

/* blame.c: adds a violation; borrowed. `why` is a sentence of the catalog. */
struct json_object *isolation_violate(struct isolation *isolation, const char *rule,
	const char *subject, const char *other, const char *why);
/* The network is blocked for it, and its systems with it. */
void isolation_blame(
	struct isolation *isolation, struct json_object *violation, struct json_object *row);
/* The machine is blocked, and the systems that it serves. */
void isolation_blame_machine(
	struct isolation *isolation, struct json_object *violation, const char *machine);

/* places.c */
void isolation_list_places(struct isolation *isolation);
/* The narrowest that has the prefix; NULL: none. */
const struct place *isolation_place_of(const struct isolation *isolation, const char *text);
/* Whether both domains may speak with it. */
bool isolation_is_exchange(const struct isolation *isolation, const char *text);
const char *isolation_domain_of(const struct place *place); /* NULL: not known */

/* addresses.c */
void isolation_check_prefixes(struct isolation *isolation);

/* ranges.c: of a network's row. `numbers`: those of the VPNs so far, each with its row. */
void isolation_check_ranges(struct isolation *isolation, struct json_object *row);
void isolation_check_routes(struct isolation *isolation, struct json_object *row);
void isolation_check_vpn(
	struct isolation *isolation, struct json_object *row, struct json_object *numbers);

/* machines.c: what the plan makes, and what the inventory found. */
void isolation_check_machines(struct isolation *isolation);
void isolation_check_found(struct isolation *isolation);

/* paths.c */
void isolation_check_path(struct isolation *isolation, const struct city_object *path);

/* systems.c: of a network's row, whose grade is known then. `systems` by id. */
void isolation_check_systems(
	struct isolation *isolation, struct json_object *row, struct json_object *systems);

#endif
