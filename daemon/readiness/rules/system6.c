/* Whether a host's system is fit for IPv6, set for what the host does, and without tunnels. */
#include "base/memory.h"
#include "readiness/node.h"
#include "readiness/rules/age.h"
#include "readiness/rules/rules.h"

/* --- the system --- */

/* What of it is not fit; NULL: nothing that was read. The caller frees. */
static char *unfit(const struct judged *judged, struct json_object *node)
{
	const char *kernel = json_string(judged->subject, "kernel");
	AUTO_FREE char *system = age_system(judged->subject);

	if (kernel && age_is_older(kernel, json_string(node, "kernel_least")))
		return mem_string(kernel);
	if (system && age_is_listed(json_member(node, "os_unfit"), system))
		return mem_take(&system);
	return NULL;
}

void node_system(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *node = json_member(judged->profile, "node");
	struct json_object *ipv6 = json_member(judged->subject, "ipv6");
	const char *kernel = json_string(judged->subject, "kernel");
	const char *id = json_string(judged->subject, "os_id");
	AUTO_FREE char *found = node ? unfit(judged, node) : NULL;

	if (json_boolean(ipv6, "disabled", false))
		judge_say(judged, rule, "fail",
			"IPv6 is off: in its kernel, or on all its interfaces or those to "
			"come.");
	else if (found)
		judge_say(judged, rule, "fail", "What it runs is too old for IPv6: %s.", found);
	else if (!node)
		judge_say(judged, rule, "unknown",
			"The profile does not tell which systems are fit for IPv6.");
	else if (!ipv6 || !kernel || !id)
		judge_say(judged, rule, "unknown",
			"Its kernel, its system or how its IPv6 is set was not read.");
	else
		judge_say(judged, rule, "pass",
			"IPv6 is on, and %s with kernel %s is fit for it.", id, kernel);
}

/* --- what it does --- */

static bool is_router(const struct judged *judged)
{
	struct json_object *list = json_member(judged->subject, "addresses");

	if (json_member(judged->subject, "router"))
		return true;
	for (size_t i = 0; i < json_length(list); i++)
		if (judge_is_gateway(judged, json_string(judged->subject, "department"),
			    json_object_get_string(json_object_array_get_idx(list, i))))
			return true;
	return false;
}

/* A hypervisor may forward for its machines' networks, and may not. */
static bool may_either(const struct judged *judged)
{
	return json_string(judged->subject, "hypervisor") ||
	       json_string(judged->subject, "qemu");
}

static void say_privacy(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *ipv6)
{
	bool forwards = json_boolean(ipv6, "forwarding", false);

	if (json_boolean(ipv6, "temporary", false))
		judge_say_why(judged, rule, json_object_get(ipv6), "fail",
			"It has IPv6 addresses that change by themselves, where others must "
			"find it.");
	else if (json_integer(ipv6, "use_tempaddr", 0) > 0)
		judge_say_why(judged, rule, json_object_get(ipv6), "warn",
			"Interfaces to come would have IPv6 addresses that change by "
			"themselves; those that it has do not.");
	else if (forwards)
		judge_say(judged, rule, "pass",
			"It forwards IPv6, as it may, and its addresses stay.");
	else
		judge_say(judged, rule, "pass",
			"It forwards no IPv6, as it need not, and its addresses stay.");
}

void node_forwarding(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *ipv6 = json_member(judged->subject, "ipv6");
	bool forwards = json_boolean(ipv6, "forwarding", false), router = is_router(judged);

	if (!json_member(ipv6, "forwarding"))
		judge_say(judged, rule, "unknown", "Whether it forwards IPv6 was not read.");
	else if (router && !forwards)
		judge_say(judged, rule, "fail", "It is a router, and does not forward IPv6.");
	else if (forwards && !router && !may_either(judged))
		judge_say(judged, rule, "fail",
			"It forwards IPv6, and nothing says that it is a router.");
	else
		say_privacy(judged, rule, ipv6);
}

/* --- tunnels --- */

void node_tunnels(const struct judged *judged, const struct readiness_rule *rule)
{
	AUTO_FREE char *tunnel = node_tunnel(judged->subject);

	if (tunnel)
		judge_say(judged, rule, "fail", "It has IPv6 that nobody manages: %s.", tunnel);
	else if (judge_unread(judged->subject, "links") ||
		 judge_unread(judged->subject, "addresses"))
		judge_say(judged, rule, "unknown", "Its links or its addresses were not read.");
	else
		judge_say(judged, rule, "pass", "It has no tunnel of IPv6 over IPv4.");
}
