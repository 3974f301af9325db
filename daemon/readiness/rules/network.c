#include "base/memory.h"
#include "model/profile.h"
#include "readiness/rules/rules.h"

/* Bytes that a VXLAN over IPv6 adds to an Ethernet payload; over IPv4 it is 20 less. */
#define JOIN_OVERHEAD 70

/* The landing network of a NIC, or NULL. */
static const char *landing_of(const struct judged *judged, struct json_object *nic)
{
	const char *network = json_string(nic, "network");
	AUTO_FREE char *id = mem_format(
		"%s/%s", json_string(judged->source, "department"), network ? network : "");

	return json_string(judge_object(judged, "landing", id), "network");
}

/* Whether a NIC's landing network is there and works; adds the finding when not. */
static bool has_landing(
	const struct judged *judged, const struct readiness_rule *rule, struct json_object *nic)
{
	const char *landing = landing_of(judged, nic), *own = json_string(nic, "network");
	const char *target = json_string(judged->target, "name");
	AUTO_FREE char *id = mem_format("%s/%s", target, landing ? landing : "");
	struct json_object *network = landing ? judge_object(judged, "network", id) : NULL;

	if (!network)
		judge_say(judged, rule, "fail",
			"Its network %s has no landing network on %s%s%s.",
			own ? own : "(a bridge without a name)", target,
			landing ? ", where there is no " : "", landing ? landing : "");
	else if (!json_boolean(network, "active", true))
		judge_say(judged, rule, "fail",
			"The landing network %s of its network %s is stopped on %s.", landing,
			own, target);
	return network && json_boolean(network, "active", true);
}

void target_network(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *nics = json_member(judged->machine, "nics");

	for (size_t i = 0; i < json_object_array_length(nics); i++)
		if (!has_landing(judged, rule, json_object_array_get_idx(nics, i)))
			return;
	judge_say(judged, rule, "pass", "Each of its %d networks has a landing network there.",
		(int)json_object_array_length(nics));
}

static struct json_object *find_link(
	struct json_object *host, const char *member, const char *value, const char *kind)
{
	struct json_object *links = json_member(host, "links");

	for (size_t i = 0; links && i < json_object_array_length(links); i++) {
		struct json_object *link = json_object_array_get_idx(links, i);

		if (text_equal(json_string(link, member), value) &&
			(!kind || text_equal(json_string(link, "kind"), kind)))
			return link;
	}
	return NULL;
}

/* The smallest MTU on the way: the bridge and the tunnel in it. 0: not read. */
static int64_t join_mtu(const struct judged *judged, const char *bridge)
{
	struct json_object *link = find_link(judged->target, "name", bridge, NULL);
	struct json_object *tunnel = find_link(judged->target, "master", bridge, "vxlan");
	int64_t left = json_integer(link, "mtu", 0), right = json_integer(tunnel, "mtu", 0);

	return link && tunnel ? (left < right ? left : right) : 0;
}

static const char *bridge_of(const struct judged *judged, const char *landing)
{
	AUTO_FREE char *id = mem_format("%s/%s", json_string(judged->target, "name"), landing);

	return json_string(judge_object(judged, "network", id), "bridge");
}

/* The widest port of a bridge; 0 when it has none. */
static int64_t widest_port(struct json_object *host, const char *bridge)
{
	struct json_object *links = json_member(host, "links");
	int64_t widest = 0;

	for (size_t i = 0; links && i < json_object_array_length(links); i++) {
		struct json_object *link = json_object_array_get_idx(links, i);
		int64_t mtu = json_integer(link, "mtu", 0);

		if (text_equal(json_string(link, "master"), bridge) && mtu > widest)
			widest = mtu;
	}
	return widest;
}

/*
 * What a link can carry of a tunnel; 0 when it is none of those that do. A bridge carries what
 * its widest port does, unless it is itself the inside of a tunnel.
 */
static int64_t carrier_mtu(struct json_object *host, struct json_object *link)
{
	const char *kind = json_string(link, "kind"), *name = json_string(link, "name");
	int64_t mtu = json_integer(link, "mtu", 0), port;

	if (json_string(link, "master") || text_equal(name, "lo"))
		return 0;
	if (!text_equal(kind, "bridge"))
		return kind && !text_equal(kind, "vlan") && !text_equal(kind, "bond") ? 0 : mtu;
	if (find_link(host, "master", name, "vxlan"))
		return 0;
	port = widest_port(host, name);
	return port < mtu ? port : mtu;
}

/* The MTU of what carries the tunnel: of the widest link that could. 0: none is known. */
static int64_t underlay_mtu(struct json_object *host)
{
	struct json_object *links = json_member(host, "links");
	int64_t widest = 0;

	for (size_t i = 0; links && i < json_object_array_length(links); i++) {
		int64_t mtu = carrier_mtu(host, json_object_array_get_idx(links, i));

		if (mtu > widest)
			widest = mtu;
	}
	return widest;
}

static void judge_join(
	const struct judged *judged, const struct readiness_rule *rule, const char *landing)
{
	int64_t needed = profile_integer(judged->profile, "planning", "join_mtu");
	const char *bridge = bridge_of(judged, landing);
	int64_t inside = bridge ? join_mtu(judged, bridge) : 0;
	int64_t below = underlay_mtu(judged->target);

	if (inside == 0 || below == 0)
		judge_say(judged, rule, "unknown",
			"The MTU of the join of %s on %s was not read.", landing,
			json_string(judged->target, "name"));
	else
		judge_say(judged, rule,
			inside >= needed && below >= needed + JOIN_OVERHEAD ? "pass" : "fail",
			"The join of %s on %s carries %lld bytes over a link of %lld; needed "
			"are %lld and "
			"%lld.",
			landing, json_string(judged->target, "name"), (long long)inside,
			(long long)below, (long long)needed,
			(long long)(needed + JOIN_OVERHEAD));
}

void network_join(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *nics = json_member(judged->machine, "nics");
	const char *landing = nics && json_object_array_length(nics) > 0
				      ? landing_of(judged, json_object_array_get_idx(nics, 0))
				      : NULL;

	if (landing)
		judge_join(judged, rule, landing);
	else
		judge_say(judged, rule, "unknown",
			"There is no landing network whose join could be judged.");
}
