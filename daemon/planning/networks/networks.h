/*
 * Networks as things that move: what becomes of each dedicated network, by an ordered table of
 * rules; its new prefixes out of the unified address plan; the new addresses of the machines on
 * it; what replaces the isolation that it gave (subnet, address ranges, VPN); routes, names and
 * exits that change; and whether all of it keeps the two domains apart. Pure: the same city
 * gives the same rows.
 */
#ifndef PLANNING_NETWORKS_NETWORKS_H
#define PLANNING_NETWORKS_NETWORKS_H

struct city;
struct json_object;
struct text;

/*
 * Lists of rows, new references, each in order of id, machine or rule:
 *
 *	networks
 *	  id, name, department, domain?
 *	  state        merged, cancelled, hosted, retained, interconnected; or held: nobody
 *	               could decide yet, and `change` says what is missing
 *	  rule, cites?, why, change; override?: {"actor", "reason", "made"}
 *	  by?, late?   when it is due by its level; true when that is over
 *	  until?, retention_expired?
 *	  blocked?     why nothing of it may be done: it has no address, or breaks the isolation
 *	  systems      ids of those that use it; hosts: how many addresses were found on it
 *	  needs        [{"fact", "told"?, "met_by"?, "verdict": pass|fail|unknown, "why"?}]
 *	  vpn?         {"name", "number", "encrypted", "members": [DEPARTMENT]}
 *	  subnets      [{"from", "to4"?, "to6"?, "why"?}]
 *	  allow        [{"from", "to"}]: new prefixes that may speak
 *	  routes       [{"action": add|withdraw, "prefix", "table", "gateway"?}]
 *	  dns          [{"system", "name" or "from", "to4": [..], "to6": [..]}]
 *	  close_exits  ids; lines?: ids of leased lines that are given up with it
 *	renumber
 *	  machine; or host, of hosts that are the inside of none; name, mac?
 *	  from         an address; a prefix where only the wire is known
 *	  to4?, to6?   also?: ids of others that have the address too
 *	exits
 *	  id, department, declared, keep, networks: ids, by?, cites
 *	addresses
 *	  of each block of the unified address plan: block, domain?, unit (address or
 *	  network), total, used (found, declared or given), given
 *	violations
 *	  rule, subject, other?, why, networks, systems, machines: ids; see isolation.h
 *
 * The order may have "allocated": {NETWORK: the "subnets" of its row in the plan before}, and
 * "renumbered": the rows of "renumber" of it; both are kept to where they are right still.
 */
struct network_plan {
	struct json_object *networks, *renumber, *exits, *addresses, *violations;
};

/*
 * `systems` is the list of rows of all systems ({"id", "disposition", "target"?, ...}), or NULL
 * when nothing is decided of them. Whether it keeps the domains apart isolation_check() says,
 * which adds the violations: there are none before.
 */
void networks_decide(
	struct network_plan *plan, const struct city *city, struct json_object *systems);
void networks_free(struct network_plan *plan);
#define AUTO_NETWORKS __attribute__((cleanup(networks_free)))

/*
 * What is to be configured, for people to review: the address ranges as an nftables ruleset,
 * and routes, VPNs, names and exits as tables; by the rows of `networks`. What comes from the
 * survey is fit for such a file.
 */
void networks_render(struct text *text, struct json_object *networks);

#endif
