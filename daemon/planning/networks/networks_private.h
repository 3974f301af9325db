/*
 * What the files of the networks' plan share: networks.c (whole), gather.c and holders.c (what
 * is there), end_states.c (what becomes of it), subnets.c (new prefixes), renumber.c (new
 * addresses), arrangement.c (what replaces the isolation), names.c (DNS and exits).
 */
#ifndef PLANNING_NETWORKS_NETWORKS_PRIVATE_H
#define PLANNING_NETWORKS_NETWORKS_PRIVATE_H

#include "base/address.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/addresses/address_plan.h"
#include "planning/networks/networks.h"
#include "planning/networks/rows.h"
#include "planning/planner/city.h"

#define NO_SUBNET UINT32_MAX

struct network_rule {
	const char *id, *state, *cites;
	const char *why, *change; /* sentences of the catalog */
};

struct network {
	const struct city_object *object;
	const char *id, *name, *department;
	const char *domain;             /* of the two; NULL: not known */
	const char *level;              /* who runs it; NULL: not told */
	const char *told;               /* the domain as it was told */
	struct json_object *retention;  /* what is approved and has not expired; NULL: none */
	struct json_object *override;   /* of its end, or that it is held; NULL: none */
	struct json_object *instructed; /* the superior's word; NULL: none */
	struct json_object *systems;    /* ids of those that use it, a new list */
	size_t staying;                 /* of them, those that are not given up */
	bool expired;                   /* a retention of it has */
	bool undecided;                 /* which systems use it is not known of all */
	bool looked_at;                 /* a host of its department was read */
	bool may_cancel;                /* nobody need say so, when it is unused */
	int64_t grade;                  /* the highest level of protection of them */
	const struct network_rule *rule;
	const char *state;
	uint32_t first, subnets;
	uint64_t hosts;
	struct json_object *row;
};

struct subnet {
	uint32_t network, pair; /* of the other family, on the same wire; NO_SUBNET: none */
	struct address from, to4, to6;
	char text[ADDRESS_TEXT];
	uint64_t hosts; /* addresses on it, found */
	bool overlaps;  /* others have its addresses too */
	enum address_why why4, why6;
	const char *field;
};

/* An address that a machine or host has on a subnet; only the wire, where `known` is not. */
struct holder {
	const char *machine, *host, *name; /* one of the two is NULL */
	char *mac;
	uint32_t subnet;
	struct address from, to4, to6;
	bool known, other_family; /* it has one of IPv6 on the same wire, besides */
};

struct networks {
	const struct city *city;
	struct network_plan *plan;
	struct address_plan *addresses;  /* NULL: the profile has none that can be read */
	struct json_object *policy;      /* "networks" of the profile; NULL: none */
	struct json_object *joined;      /* set of departments that the extranet reaches */
	struct json_object *disposition; /* system -> its row, borrowed rows */
	const char *from;                /* when planning begins */
	struct network *network;         /* in order of id: a department's are together */
	struct network **by_name;
	struct subnet *subnet; /* in order of network and prefix */
	struct holder *holder; /* in order of subnet, address, machine */
	size_t count, subnet_count, holder_count;
};

/* gather.c */
void networks_gather(struct networks *networks);
/* Where the department's begin, and how many it has. */
size_t networks_of(const struct networks *networks, const char *department, size_t *first);
/* The network of that name: the department's, or the only one; NULL: none. */
struct network *network_called(
	const struct networks *networks, const char *name, const char *department);
struct network *network_at(const struct networks *networks, const char *id);
/* The narrowest subnet of the department that has the address; NO_SUBNET: none. */
uint32_t subnet_around(
	const struct networks *networks, const char *department, const struct address *address);

/* end_states.c: rule and state of each network, and its row. */
void networks_judge(struct networks *networks);
/* Whether it gets new prefixes. */
bool network_is_renumbered(const struct network *network);

/* holders.c: who is on the subnets, and which of them are one wire. */
void networks_hold(struct networks *networks);

/* subnets.c: new prefixes. */
void networks_address(struct networks *networks);

/* renumber.c: new addresses. */
void networks_renumber(struct networks *networks);

/* arrangement.c: needs, VPN, address ranges and routes. */
void networks_arrange(struct networks *networks);

/* names.c: names that change, and exits. */
void networks_name(struct networks *networks);

#endif
