/*
 * IPv6 of a dedicated network: its prefixes in the address plan, its routers, what nobody
 * manages, and the servers of its DNS zone. Its hosts are those of its department that have an
 * address in one of its prefixes.
 */
#include "base/address.h"
#include "base/memory.h"
#include "readiness/node.h"
#include "readiness/rules/rules.h"

#define ROUTERS_MOST 64 /* that are told to who asks why */

/* Whether the text is an address, or a prefix, within one of these prefixes. */
static bool is_within(struct json_object *prefixes, const char *text)
{
	struct address inner, prefix;

	if (!text || address_parse(&inner, text) < 0)
		return false;
	for (size_t i = 0; i < json_length(prefixes); i++)
		if (address_parse(&prefix, json_string_at(prefixes, i)) == 0 &&
			prefix.family == inner.family && prefix.prefix <= inner.prefix &&
			address_contains(&prefix, &inner))
			return true;
	return false;
}

/* --- the hosts of a network --- */

struct survey {
	struct json_object *prefixes, *gateways; /* of the network; the latter as declared */
	struct json_object *routers; /* default routes of its hosts, for who asks why; owned */
	size_t hosts, unread, routed;
	size_t announced;        /* routers that announced themselves */
	const char *unrouted;    /* a host without a router */
	const char *gateway;     /* of one that has one */
	const char *undeclared;  /* a router on the network that its department did not tell */
	const char *rogue, *led; /* one of those that announced itself; to which host */
	const char *tunnelled;   /* a host with a tunnel */
	char *tunnel;            /* which; owned */
};

static bool is_on(const struct survey *survey, struct json_object *host)
{
	struct json_object *list = json_member(host, "addresses");

	for (size_t i = 0; i < json_length(list); i++)
		if (is_within(survey->prefixes, json_string_at(list, i)))
			return true;
	return false;
}

/* Whether this interface of the host is on the network: a route of its wire says so. */
static bool is_device_on(
	const struct survey *survey, struct json_object *routes, const char *device)
{
	for (size_t i = 0; i < json_length(routes); i++) {
		struct json_object *route = json_object_array_get_idx(routes, i);

		if (!json_string(route, "gateway") &&
			text_equal(json_string(route, "device"), device) &&
			is_within(survey->prefixes, json_string(route, "destination")))
			return true;
	}
	return false;
}

static bool is_default6(struct json_object *route)
{
	return text_equal(json_string(route, "destination"), "default") &&
	       json_integer(route, "family", 0) == 6 && !json_string(route, "type");
}

static bool is_declared(const struct survey *survey, const char *gateway)
{
	struct address one, other;

	if (!gateway || address_parse(&one, gateway) < 0)
		return false;
	for (size_t i = 0; i < json_length(survey->gateways); i++)
		if (address_parse(&other, json_string_at(survey->gateways, i)) == 0 &&
			address_equal(&one, &other))
			return true;
	return false;
}

/* A router on the network that is not one of those declared; worse if it announced itself. */
static void look_at_router(
	struct survey *survey, struct json_object *host, struct json_object *route)
{
	const char *gateway = json_string(route, "gateway");
	bool announced = text_equal(json_string(route, "protocol"), "ra");

	if (!gateway || !is_device_on(survey, json_member(host, "routes"),
				json_string(route, "device")))
		return;
	survey->announced += announced;
	if (json_length(survey->gateways) == 0 || is_declared(survey, gateway))
		return;
	survey->undeclared = gateway;
	if (announced && !survey->rogue) {
		survey->rogue = gateway;
		survey->led = json_string(host, "name");
	}
}

static void note_router(
	struct survey *survey, struct json_object *host, struct json_object *route)
{
	struct json_object *noted = json_object_new_object();

	json_set_string(noted, "host", json_string(host, "name"));
	json_set_string(noted, "gateway", json_string(route, "gateway"));
	json_set_string(noted, "device", json_string(route, "device"));
	json_set_string(noted, "protocol", json_string(route, "protocol"));
	if (json_length(survey->routers) < ROUTERS_MOST)
		json_object_array_add(survey->routers, noted);
	else
		json_object_put(noted);
}

static void look_at_routes(struct survey *survey, struct json_object *host)
{
	struct json_object *routes = json_member(host, "routes");
	const char *gateway = NULL;

	for (size_t i = 0; i < json_length(routes); i++) {
		struct json_object *route = json_object_array_get_idx(routes, i);

		if (!is_default6(route))
			continue;
		gateway = json_string(route, "gateway") ? json_string(route, "gateway") : "::";
		look_at_router(survey, host, route);
		note_router(survey, host, route);
	}
	if (gateway) {
		survey->routed++;
		survey->gateway = gateway;
	} else if (!survey->unrouted) {
		survey->unrouted = json_string(host, "name");
	}
}

static void look_at(struct survey *survey, struct json_object *host)
{
	AUTO_FREE char *tunnel = node_tunnel(host);

	survey->hosts++;
	if (tunnel && !survey->tunnel) {
		survey->tunnel = mem_take(&tunnel);
		survey->tunnelled = json_string(host, "name");
	}
	if (judge_unread(host, "routes") || judge_unread(host, "links"))
		survey->unread++;
	else
		look_at_routes(survey, host);
}

static void survey_free(struct survey *survey)
{
	mem_free_at(&survey->tunnel);
	json_object_put(survey->routers);
}
#define AUTO_SURVEY __attribute__((cleanup(survey_free)))

static void look_at_all(struct survey *survey, const struct judged *judged)
{
	struct json_object *hosts =
		judge_hosts(judged, json_string(judged->subject, "department"));

	survey->prefixes = json_member(judged->subject, "prefixes");
	survey->gateways = json_member(judged->subject, "gateways");
	survey->routers = json_object_new_array();
	for (size_t i = 0; i < json_length(hosts); i++) {
		struct json_object *host = json_object_array_get_idx(hosts, i);

		if (is_on(survey, host))
			look_at(survey, host);
	}
}

/* --- routers and tunnels --- */

static bool has_hosts(const struct judged *judged, const struct readiness_rule *rule,
	const struct survey *survey)
{
	if (survey->hosts > 0)
		return true;
	judge_say(judged, rule, "unknown", "No host that was scanned is known to be on it.");
	return false;
}

void network_gateway6(const struct judged *judged, const struct readiness_rule *rule)
{
	AUTO_SURVEY struct survey survey = {0};

	look_at_all(&survey, judged);
	if (!has_hosts(judged, rule, &survey))
		return;
	if (survey.unrouted)
		judge_say_why(judged, rule, json_object_get(survey.routers), "fail",
			"Of its %zu hosts %zu have a default router over IPv6, and %s has "
			"none.",
			survey.hosts, survey.routed, survey.unrouted);
	else if (survey.unread > 0)
		judge_say(judged, rule, "unknown",
			"The routes of %zu of its %zu hosts were not read.", survey.unread,
			survey.hosts);
	else if (survey.undeclared)
		judge_say_why(judged, rule, json_object_get(survey.routers), "warn",
			"Each of its %zu hosts has a default router over IPv6, and %s is none "
			"of "
			"those declared.",
			survey.hosts, survey.undeclared);
	else
		judge_say_why(judged, rule, json_object_get(survey.routers), "pass",
			"Each of its %zu hosts has a default router over IPv6: %s.",
			survey.hosts, survey.gateway);
}

void network_tunnels(const struct judged *judged, const struct readiness_rule *rule)
{
	AUTO_SURVEY struct survey survey = {0};

	look_at_all(&survey, judged);
	if (!has_hosts(judged, rule, &survey))
		return;
	if (survey.tunnel)
		judge_say(judged, rule, "fail",
			"On its host %s there is IPv6 that nobody manages: %s.",
			survey.tunnelled, survey.tunnel);
	else if (survey.rogue)
		judge_say_why(judged, rule, json_object_get(survey.routers), "fail",
			"The router %s announced itself to %s, and is none of those declared.",
			survey.rogue, survey.led);
	else if (survey.unread > 0)
		judge_say(judged, rule, "unknown",
			"The links and routes of %zu of its %zu hosts were not read.",
			survey.unread, survey.hosts);
	else if (survey.announced > 0 && json_length(survey.gateways) == 0)
		judge_say_why(judged, rule, json_object_get(survey.routers), "unknown",
			"Routers announced themselves to its hosts, and its department "
			"declared "
			"no gateway: %s.",
			survey.gateway);
	else
		judge_say_why(judged, rule, json_object_get(survey.routers), "pass",
			"None of its %zu hosts has a tunnel, or a router that was not "
			"declared.",
			survey.hosts);
}

/* --- the zone --- */

static void say_servers(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *found)
{
	int64_t servers = (int64_t)json_length(json_member(found, "servers"));
	int64_t answering = json_integer(found, "answering", 0);
	int64_t unknown = json_integer(found, "unknown", 0);
	const char *verdict = answering == servers                            ? "pass"
			      : unknown > 0 && answering + unknown == servers ? "unknown"
									      : "fail";

	judge_say_why(judged, rule, json_object_get(found), verdict,
		"Of the %lld name servers of its zone %lld have an AAAA record, and %lld "
		"answer "
		"over IPv6.",
		(long long)servers, (long long)json_integer(found, "with_aaaa", 0),
		(long long)answering);
}

void network_zone(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *zone = json_string(judged->subject, "zone");
	struct json_object *found =
		zone ? json_member(json_member(judged->measured, "zones"), zone) : NULL;
	const char *unasked = json_string(found, "unasked");

	if (!zone)
		judge_say(judged, rule, "unknown", "Its department told no DNS zone of it.");
	else if (unasked)
		judge_say(judged, rule, "unknown", "Its zone %s could not be asked for: %s",
			zone, unasked);
	else if (!found)
		judge_say(judged, rule, "unknown", "Its zone %s was not asked for.", zone);
	else if (text_equal(json_string(found, "verdict"), "no"))
		judge_say(
			judged, rule, "fail", "DNS has no name servers of its zone %s.", zone);
	else if (json_length(json_member(found, "servers")) == 0)
		judge_say(judged, rule, "unknown",
			"DNS did not tell the name servers of its zone %s.", zone);
	else
		say_servers(judged, rule, found);
}

/* --- the address plan --- */

struct overlap {
	const char *prefix; /* of the network that is judged */
	const char *own;    /* its id */
	const char *other, *with;
};

static bool overlaps(const char *left, const char *right)
{
	struct address one, other;

	return address_parse(&one, left) == 0 && address_parse(&other, right) == 0 &&
	       one.family == other.family &&
	       (one.prefix <= other.prefix ? address_contains(&one, &other)
					   : address_contains(&other, &one));
}

static bool find_overlap(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	struct json_object *list = json_member(facts, "prefixes");
	struct overlap *overlap = argument;

	(void)judged;
	if (text_equal(json_string(member, "id"), overlap->own))
		return false;
	for (size_t i = 0; i < json_length(list); i++)
		if (overlaps(overlap->prefix, json_string_at(list, i))) {
			overlap->other = json_string_at(list, i);
			overlap->with = json_string(member, "id");
			return true;
		}
	return false;
}

static bool is_planned(struct json_object *plan, const char *text)
{
	struct address block, prefix;

	return address_parse(&block, json_string(plan, "block")) == 0 &&
	       address_parse(&prefix, text) == 0 && block.prefix <= prefix.prefix &&
	       address_contains(&block, &prefix);
}

/* Adds the finding of what is wrong with one prefix; false when nothing is. */
static bool say_wrong(const struct judged *judged, const struct readiness_rule *rule,
	const char *text, struct json_object *plan)
{
	struct overlap overlap = {.prefix = text, .own = judged->id};
	int64_t longest = json_integer(plan, "subnet", 128);
	struct address prefix;

	address_parse(&prefix, text);
	if (judge_any(judged, "dedicated_network", find_overlap, &overlap))
		judge_say(judged, rule, "fail", "Its prefix %s overlaps %s of the network %s.",
			text, overlap.other, overlap.with);
	else if (plan && !is_planned(plan, text))
		judge_say(judged, rule, "fail",
			"Its prefix %s is not in %s, out of which the address plan gives.",
			text, json_string(plan, "block"));
	else if (plan && prefix.prefix > longest)
		judge_say(judged, rule, "fail",
			"Its prefix %s is longer than the /%lld that the address plan gives.",
			text, (long long)longest);
	else
		return false;
	return true;
}

void network_allotted(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *plan = json_member(json_member(judged->profile, "addresses"), "v6");
	struct json_object *list = json_member(judged->subject, "prefixes");
	const char *first = NULL;
	struct address prefix;

	for (size_t i = 0; i < json_length(list); i++) {
		const char *text = json_string_at(list, i);

		if (address_parse(&prefix, text) < 0 || prefix.family != 6)
			continue;
		first = text;
		if (say_wrong(judged, rule, text, plan))
			return;
	}
	if (!first)
		judge_say(judged, rule, "unknown", "Its department told no IPv6 prefix of it.");
	else if (!plan)
		judge_say(judged, rule, "unknown",
			"No other network has its prefix %s, and the profile has no address "
			"plan.",
			first);
	else
		judge_say(judged, rule, "pass",
			"Its prefix %s is of the address plan, and no other network has it.",
			first);
}
