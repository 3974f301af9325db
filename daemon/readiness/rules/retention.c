/*
 * What is kept apart must still exchange data: by what was asked from both ends, where banyun
 * may log in on both, else by what its department tells.
 */
#include "base/address.h"
#include "base/memory.h"
#include "model/profile.h"
#include "readiness/rules/rules.h"
#include <string.h>

struct ways {
	struct json_object *passed, *broken; /* {"from", "to", "there", "back"}; new; or NULL */
	const char *from, *to, *why;         /* of the way that is broken */
};

static struct json_object *reach_of(
	const struct judged *judged, const char *from, const char *to)
{
	AUTO_FREE char *pair = mem_format("%s %s", from, to);

	return json_member(json_member(judged->measured, "reach"), pair);
}

static bool was_asked(struct json_object *found)
{
	return found && !json_string(found, "unasked");
}

static void keep_ways(struct ways *ways, const char *host, const char *target,
	struct json_object *there, struct json_object *back)
{
	bool to = json_boolean(there, "reached", false);
	bool from = json_boolean(back, "reached", false);
	struct json_object *both = json_object_new_object();

	json_set_string(both, "from", host);
	json_set_string(both, "to", target);
	json_set(both, "there", json_object_get(there));
	json_set(both, "back", json_object_get(back));
	json_put_at(to && from ? &ways->passed : &ways->broken);
	if (to && from) {
		ways->passed = both;
		return;
	}
	ways->broken = both;
	ways->from = to ? target : host;
	ways->to = to ? host : target;
	ways->why = json_string(to ? back : there, "why");
}

/* Between the host and each of the cloud's, where both were asked. */
static void look_at_host(
	const struct judged *judged, struct json_object *host, struct ways *ways)
{
	struct json_object *targets = judge_targets_of(judged);
	const char *name = json_string(host, "name");

	for (size_t i = 0; i < json_length(targets); i++) {
		const char *target = json_string(json_object_array_get_idx(targets, i), "name");
		struct json_object *there = reach_of(judged, name, target);
		struct json_object *back = reach_of(judged, target, name);

		if (was_asked(there) && was_asked(back))
			keep_ways(ways, name, target, there, back);
	}
}

/* --- which hosts stand for what is kept --- */

static bool is_within(struct json_object *network, const char *text)
{
	struct json_object *prefixes = json_member(network, "prefixes");
	struct address address, prefix;

	if (!text || address_parse(&address, text) < 0)
		return false;
	for (size_t i = 0; i < json_length(prefixes); i++) {
		const char *one =
			json_object_get_string(json_object_array_get_idx(prefixes, i));

		if (address_parse(&prefix, one) == 0 && address_contains(&prefix, &address))
			return true;
	}
	return false;
}

/* Those that are logged in to at an address of the network. */
static void look_at_network(
	const struct judged *judged, struct json_object *network, struct ways *ways)
{
	struct json_object *hosts =
		judge_hosts(judged, json_string(judged->subject, "department"));

	for (size_t i = 0; i < json_length(hosts); i++) {
		struct json_object *host = json_object_array_get_idx(hosts, i);

		if (is_within(network, json_string(host, "address")))
			look_at_host(judged, host, ways);
	}
}

/* The machines of the system themselves, where banyun logs in to them. */
static void look_at_system(
	const struct judged *judged, struct json_object *system, struct ways *ways)
{
	struct json_object *names = json_member(system, "machines");
	struct judged_part part;

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));

		if (judge_part(judged, name, &part) && part.host)
			look_at_host(judged, part.host, ways);
	}
}

static void look(const struct judged *judged, struct ways *ways)
{
	const char *subject = json_string(judged->subject, "subject");

	if (!subject || text_equal(subject, "network"))
		look_at_network(
			judged, judge_object(judged, "dedicated_network", judged->id), ways);
	if (!subject || text_equal(subject, "system"))
		look_at_system(judged, judge_object(judged, "system", judged->id), ways);
}

/* --- the verdict --- */

static void judge_told(const struct judged *judged, const struct readiness_rule *rule)
{
	int64_t days = profile_integer(judged->profile, "retention", "two_way_days");
	const char *seen = json_string(judged->subject, "two_way");
	char earliest[CLOCK_TEXT];

	judge_day_before(judged, days, earliest);
	if (!seen || days == 0)
		judge_say(judged, rule, "unknown",
			"Data were not seen to pass both ways: banyun may not log in on both "
			"sides, and its department tells no day.");
	else
		judge_say(judged, rule, strcmp(seen, earliest) < 0 ? "fail" : "pass",
			"Its department saw data pass both ways on %s; that counts for %lld "
			"days.",
			seen, (long long)days);
}

void network_two_way(const struct judged *judged, const struct readiness_rule *rule)
{
	struct ways ways = {0};

	look(judged, &ways);
	AUTO_JSON struct json_object *passed = ways.passed, *broken = ways.broken;

	if (!json_member(judged->subject, "data_link"))
		judge_say(judged, rule, "unknown",
			"It was not told whether its data are exchanged over a link.");
	else if (!json_boolean(judged->subject, "data_link", false))
		judge_say(judged, rule, "fail",
			"It is kept, and its data are exchanged over no link.");
	else if (passed)
		judge_say_why(judged, rule, json_object_get(passed), "pass",
			"%s and %s reach each other, as was asked on both.",
			json_string(passed, "from"), json_string(passed, "to"));
	else if (broken)
		judge_say_why(judged, rule, json_object_get(broken), "fail",
			"%s does not reach %s: %s", ways.from, ways.to,
			ways.why ? ways.why : "no reason was told.");
	else
		judge_told(judged, rule);
}
