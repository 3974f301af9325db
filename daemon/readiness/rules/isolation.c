/* Domains, exits and addresses: what the inventory found irregular, as verdicts. */
#include "base/memory.h"
#include "readiness/rules/rules.h"
#include <string.h>

static char *list_subjects(struct json_object *irregularity)
{
	struct json_object *list = json_member(irregularity, "subjects");
	AUTO_TEXT struct text text = {0};

	for (size_t i = 0; i < json_length(list) && i < 4; i++)
		text_format(&text, "%s%s", i ? ", " : "",
			json_object_get_string(json_object_array_get_idx(list, i)));
	return text_take(&text);
}

void isolation_domains(const struct judged *judged, const struct readiness_rule *rule)
{
	AUTO_FREE char *subject = mem_format("%s %s", judged->kind, judged->id);
	struct json_object *found = judge_irregular(judged, "dual_homed", subject);
	AUTO_FREE char *subjects = list_subjects(found);

	if (found)
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"It stands in both domains: %s.", subjects);
	else if (judge_unread(judged->subject, "addresses"))
		judge_say(judged, rule, "unknown", "Its addresses were not read.");
	else
		judge_say(judged, rule, "pass", "Its networks are of no two domains.");
}

static bool all_routes_read(struct json_object *hosts)
{
	for (size_t i = 0; i < json_length(hosts); i++)
		if (judge_unread(json_object_array_get_idx(hosts, i), "routes"))
			return false;
	return true;
}

/* What no host told is unknown. */
static bool was_read(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *hosts = judge_hosts(judged, judged->name);

	if (json_length(hosts) == 0)
		judge_say(judged, rule, "unknown", "None of its hosts was scanned.");
	else if (!all_routes_read(hosts))
		judge_say(judged, rule, "unknown",
			"The routes of one of its hosts were not read.");
	else
		return true;
	return false;
}

void isolation_exits(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = judge_irregular_at(judged, "undeclared_exit", judged->name);
	AUTO_FREE char *subjects = list_subjects(found);

	if (found)
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"There is a way into the Internet that nobody declared: %s.", subjects);
	else if (was_read(judged, rule))
		judge_say(judged, rule, "pass",
			"No way into the Internet was found that is not declared.");
}

void isolation_overlaps(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found =
		judge_irregular_at(judged, "overlapping_prefixes", judged->name);
	AUTO_FREE char *subjects = list_subjects(found);

	if (found)
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"Its prefixes are those of others too, and must be renumbered: %s.",
			subjects);
	else if (was_read(judged, rule))
		judge_say(judged, rule, "pass", "No other department has its prefixes.");
}

/* --- dedicated networks --- */

void network_prefix6(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *prefixes = json_member(judged->subject, "prefixes");

	for (size_t i = 0; i < json_length(prefixes); i++) {
		const char *text =
			json_object_get_string(json_object_array_get_idx(prefixes, i));

		if (text && strchr(text, ':')) {
			judge_say(judged, rule, "pass", "It has the IPv6 prefix %s.", text);
			return;
		}
	}
	if (json_length(prefixes) > 0)
		judge_say(judged, rule, "fail", "None of its prefixes is of IPv6.");
	else
		judge_say(judged, rule, "unknown", "Its department told no prefix of it.");
}

void network_declared(const struct judged *judged, const struct readiness_rule *rule)
{
	AUTO_FREE char *subject = mem_format("dedicated_network %s", judged->id);
	struct json_object *found = judge_irregular(judged, "network_not_found", subject);

	if (found)
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"Its department's hosts were looked at, and none is on it.");
	else if (json_length(json_member(judged->subject, "prefixes")) == 0)
		judge_say(judged, rule, "unknown", "Its department told no prefix of it.");
	else
		judge_say(judged, rule, "pass",
			"Nothing that was found says that it is not there.");
}
