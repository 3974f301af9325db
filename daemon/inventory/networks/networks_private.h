/*
 * What the parts of the derivation share: the facts being gathered, and who has which network.
 */
#ifndef INVENTORY_NETWORKS_NETWORKS_PRIVATE_H
#define INVENTORY_NETWORKS_NETWORKS_PRIVATE_H

#include "base/address.h"
#include "base/json.h"

#define SEVERAL       "" /* owners of one hardware address */
#define NETWORKS_MOST 64 /* entries of a list of an object; how many more there are is told */

struct deriving {
	struct json_object *snapshot, *objects;
	const char *seen;
	struct json_object *kinds;    /* kind -> list of members, as they were at first */
	struct json_object *gathered; /* KIND -> ID -> facts, in which lists are sets */
	struct json_object *owners;   /* prefix -> set of the spaces that have it */
	struct json_object *holders;  /* "SPACE/ADDRESS" -> the host that has it */
	struct json_object *macs;     /* hardware address -> its host's owner, "" for several */
	struct json_object *looked;  /* owner -> whether routes of all of its hosts were read */
	struct json_object *silent;  /* set of hosts */
	struct json_object *closed;  /* set of "HOST/BRIDGE" that libvirt lets nobody onto */
	struct json_object *exits;   /* owner -> list of {"id", "range"} that it declared */
	struct json_object *bridges; /* "HOST/DEVICE" -> set of ids of prefixes */
	struct json_object *joined;  /* id of a prefix -> another that is the same wire */
	struct json_object
		*reached; /* prefix -> set of owners whose own addresses there answer */
	struct json_object *found; /* set of ids of declared networks that hosts are on */
	struct json_object *homes; /* "KIND ID" -> sets of the domains and prefixes it is on */
	bool lengths[2][129];      /* of prefixes that somebody has, by family */
	bool in_doubt;             /* nobody knows whose hosts were not read */
};

/* Calls for each member of the kind. */
typedef void each_member(
	struct deriving *deriving, struct json_object *member, struct json_object *facts);
void each_of_kind(struct deriving *deriving, const char *kind, each_member *each);

/* The department, or "/HOST". The caller frees. */
char *owner_of_host(struct json_object *member, struct json_object *facts);

/*
 * spaces.c: within an owner, each VRF of a host is a space of addresses of its own,
 * "OWNER/VRF"; all else is in the space that is called like the owner. VRFs of the same name
 * are the same. A VRF that is NULL is none; the caller frees what is no constant.
 */
char *space_of(const char *owner, const char *vrf);
char *owner_of_space(const char *space);
/* That which a device or an address of the host is in; NULL: none. */
const char *vrf_of_device(struct json_object *host, const char *device);
const char *vrf_of_address(struct json_object *host, const struct address *address);

/* The facts of that object so far; begun when there are none. Borrowed. */
struct json_object *gather(struct deriving *deriving, const char *kind, const char *id);

/* Adds to the set of that name; NULL adds nothing. */
void gather_value(struct json_object *facts, const char *set, const char *value);

/* Adds what `from` has in the set of that name. */
void gather_all(struct json_object *facts, struct json_object *from, const char *set);

/* The values of a set (NULL: none) in their order. New reference. */
struct json_object *gather_sorted(struct json_object *set);

/* Whether the set has the value. */
bool gathered_value(struct json_object *facts, const char *set, const char *value);

/* An irregularity on an object; called again, it gains a subject. NULL: no such department. */
void note(struct deriving *deriving, const char *rule, const char *about,
	const char *department, const char *kind, const char *id);

/* A host or machine of that department (NULL: none) is in a domain, which may be NULL. */
struct json_object *add_home(struct deriving *deriving, const char *kind, const char *id,
	const char *department, const char *domain);

/* Whether all hosts of the owner were read, so that what was not found is not there. */
bool was_looked_at(const struct deriving *deriving, const char *owner);

/* Ends the gathering: sets become sorted lists, and the objects members of the snapshot. */
void gather_finish(struct deriving *deriving);

/* --- prefixes.c --- */

/* Prefixes that were declared, and those that hosts are on, with who is on them. */
void prefixes_declared(struct deriving *deriving);
void prefixes_found(struct deriving *deriving);

/* Whether a route is to a network that others can be on: then that is `prefix`. */
bool is_of_wire(struct json_object *route, struct address *prefix);

/* That prefix of the space; its bits behind the prefix are clear. NULL: it has none such. */
struct json_object *prefix_at(
	struct deriving *deriving, const char *space, const struct address *prefix);

/* The longest prefix of the space (only found ones, if so) that holds the address; or NULL. */
struct json_object *prefix_around(struct deriving *deriving, const char *space,
	const struct address *address, bool found);

/* The spaces with the longest prefix of anybody's that holds the address: a set, or NULL. */
struct json_object *spaces_around(struct deriving *deriving, const struct address *address);

/* inside.c: networks that end within one host. insides_find() before the first question. */
void insides_find(struct deriving *deriving);
bool is_inside(const struct deriving *deriving, const char *name, struct json_object *host,
	const char *device);

/* wires.c: joins prefixes of different owners that are proven to be one network. */
void wires_join(struct deriving *deriving);

/* The id of one prefix of those that are the same wire as this; the same for all of them. */
const char *wire_of(const struct deriving *deriving, const char *id);

/* judge.c: what follows for each owner: undeclared, not found, bridging domains. */
void prefixes_judge(struct deriving *deriving);

/* overlaps.c: and between owners. */
void overlaps_judge(struct deriving *deriving);

/* --- routes.c --- */

struct travel { /* one route of one host */
	struct deriving *deriving;
	struct json_object *host, *route;
	const char *name, *owner;
	const char *space;   /* that the route is in */
	const char *gateway; /* NULL: none was told */
	struct address next; /* of the gateway; family 0 without */
};
void routes_found(struct deriving *deriving);
void paths_judge(struct deriving *deriving);

/* --- ways.c: ways out, and the exits that were declared --- */
void ways_declared(struct deriving *deriving);
void way_take(const struct travel *travel, int family);
void ways_judge(struct deriving *deriving);

#endif
