/*
 * The static check of a networks' plan, by its rows alone, whoever made or changed them: that
 * prefixes, address ranges, routes, machines and systems keep the administrative and the public
 * domain apart, that nothing crosses but at an exchange of the profile, and that networks whose
 * systems are of grades far apart have no flow.
 */
#ifndef PLANNING_ISOLATION_ISOLATION_H
#define PLANNING_ISOLATION_ISOLATION_H

struct city;
struct json_object;
struct network_plan;

/*
 * Adds to `violations` what breaks the isolation, and to each network's row that is concerned
 * "blocked": the first reason. What the profile's "rules" say of a rule holds: block (so too
 * where it does not name it), warn or ignore. `systems` as of networks_decide(). The rules:
 *
 *	isolation.block    a new prefix is of the other domain's block, or of none
 *	isolation.unique   two new prefixes overlap
 *	isolation.ranges   an address range lets one domain speak with the other, or with what
 *	                   is no network of the plan
 *	isolation.route    a route leads where its network is not, or stands in another's table
 *	isolation.vpn      two networks have one VPN
 *	isolation.machine  a machine is, or will be, in both domains
 *	isolation.path     one department's hosts have routes to a network of the other domain
 *	isolation.target   a system goes to the cloud of the other domain than its network
 *	isolation.grade    a flow joins networks whose systems' grades are too far apart
 *	isolation.rules    a network is merged whose machines would come without address ranges
 */
void isolation_check(
	struct network_plan *plan, const struct city *city, struct json_object *systems);

#endif
