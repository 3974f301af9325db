/* Between what ties systems together and what joins them to groups. */
#ifndef PLANNING_TIES_H
#define PLANNING_TIES_H

#include "planning/groups/flows.h"
#include "planning/groups/groups.h"

/* A machine that a system names. */
struct owner {
	uint32_t machine, system;
};

enum tie_kind { TIE_JOINED, TIE_SHARED, TIE_FLOW };

/* Between two systems; of a flow, from the one that calls. */
struct tie {
	enum tie_kind kind;
	uint32_t from, to;
	int64_t weight, confidence; /* connections; thousandths */
	uint32_t client, server;    /* the machines; of TIE_SHARED, the server is the one */
	uint32_t port;
	struct json_object *override; /* of TIE_JOINED; borrowed */
};

struct grouping {
	const struct city *city;
	const enum disposition *dispositions;
	struct json_object *policy; /* "groups" of the profile, or NULL */
	struct city_objects systems;
	struct owner *owner; /* in order of machine, then of system */
	size_t owners;
	struct tie *tie; /* the strongest first */
	size_t ties, room;
};

/* Fills the owners and the ties between systems that move; the hubs are told to `hubs`. */
void ties_find(struct grouping *grouping, struct json_object *hubs);

/* The first owner of a machine, one that moves before the others; GROUP_NONE: nobody. */
uint32_t ties_owner(const struct grouping *grouping, uint32_t machine);
/* The index of a system; GROUP_NONE: there is none. */
uint32_t ties_system(const struct grouping *grouping, const char *id);

#endif
