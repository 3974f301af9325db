/*
 * A host and a system as they are seen from outside, over each family: from where banyund is.
 */
#include "base/language.h"
#include "model/profile.h"
#include "readiness/node.h"
#include "readiness/rules/rules.h"

/* What was measured of it; NULL with a finding when nothing was. */
static struct json_object *measured_of(const struct judged *judged,
	const struct readiness_rule *rule, const char *measure, const char *key)
{
	struct json_object *found = json_member(json_member(judged->measured, measure), key);
	const char *unasked = json_string(found, "unasked");

	if (found && !unasked)
		return found;
	if (unasked)
		judge_say(judged, rule, "unknown", "It could not be measured: %s", unasked);
	else
		judge_say(judged, rule, "unknown", "It was not measured.");
	return NULL;
}

/* --- the path to a host --- */

void node_path_mtu(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = measured_of(judged, rule, "paths", judged->name);
	int64_t mtu = json_integer(found, "mtu", 0), lost = json_integer(found, "lost", 0);

	if (!found)
		return;
	if (mtu < NODE_LEAST_MTU)
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"Packets of %d bytes to it do not arrive, which IPv6 rests on.",
			NODE_LEAST_MTU);
	else if (lost > 0)
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"Packets of %lld bytes to it arrive; those of %lld vanish, and nobody "
			"says that they are too big.",
			(long long)mtu, (long long)lost);
	else if (mtu >= profile_integer(judged->profile, "node", "packet"))
		judge_say_why(judged, rule, json_object_get(found), "pass",
			"Packets of %lld bytes to it arrive.", (long long)mtu);
	else
		judge_say_why(judged, rule, json_object_get(found), "pass",
			"Packets of %lld bytes to it arrive; of larger ones it is said that "
			"they are too big.",
			(long long)mtu);
}

/* --- its ports --- */

struct parity {
	int64_t open, closed;        /* over both families */
	int64_t only_four, only_six; /* ports; 0: none */
	int64_t differ, unknown;     /* counts */
};

static void compare(struct parity *parity, struct json_object *one)
{
	const char *four = json_string(one, "ipv4"), *six = json_string(one, "ipv6");
	bool open_four = text_equal(four, "open"), open_six = text_equal(six, "open");
	int64_t port = json_integer(one, "port", 0);

	if (text_equal(four, "unknown") || text_equal(six, "unknown"))
		parity->unknown++;
	else if (open_four == open_six)
		*(open_four ? &parity->open : &parity->closed) += 1;
	else
		parity->differ++;
	if (parity->unknown == 0 && open_four && !open_six && parity->only_four == 0)
		parity->only_four = port;
	if (parity->unknown == 0 && open_six && !open_four && parity->only_six == 0)
		parity->only_six = port;
}

static void say_parity(const struct judged *judged, const struct readiness_rule *rule,
	const struct parity *parity, struct json_object *found)
{
	int64_t left_out = json_integer(found, "left_out", 0);

	if (parity->unknown > 0)
		judge_say(judged, rule, "unknown",
			"There is no way from banyund to one of its families.");
	else if (parity->only_four > 0)
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"Ports that are not open over both families: %lld, first %lld, which "
			"is "
			"open over IPv4 alone.",
			(long long)parity->differ, (long long)parity->only_four);
	else if (parity->only_six > 0)
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"Ports that are not open over both families: %lld, first %lld, which "
			"is "
			"open over IPv6 alone.",
			(long long)parity->differ, (long long)parity->only_six);
	else if (left_out > 0)
		judge_say(judged, rule, "unknown",
			"Of its ports %lld are open over both families or none, and %lld more "
			"than the profile allows were not asked.",
			(long long)(parity->open + parity->closed), (long long)left_out);
	else
		judge_say_why(judged, rule, json_object_get(found), "pass",
			"Of the ports that it listens on, %lld are open over both families, "
			"and %lld over none.",
			(long long)parity->open, (long long)parity->closed);
}

static bool has_ipv6_alone(struct json_object *host)
{
	return !judge_unread(host, "addresses") && judge_address(host, 6) &&
	       !judge_address(host, 4);
}

void service_ports(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found, *list;
	struct parity parity = {0};

	if (judge_unread(judged->subject, "listening")) {
		judge_say(judged, rule, "unknown", "Its listening sockets were not read.");
		return;
	}
	if (has_ipv6_alone(judged->subject)) {
		judge_say(judged, rule, "pass",
			"It has IPv6 alone, and no ports over IPv4 that they could differ "
			"from.");
		return;
	}
	found = measured_of(judged, rule, "ports", judged->name);
	list = json_member(found, "ports");
	for (size_t i = 0; i < json_length(list); i++)
		compare(&parity, json_object_array_get_idx(list, i));
	if (found)
		say_parity(judged, rule, &parity, found);
}

/* --- the pages of a system --- */

static bool has_page(struct json_object *system, int family)
{
	struct json_object *pages = json_member(system, "pages");

	for (size_t i = 0; i < json_length(pages); i++)
		if (json_integer(json_object_array_get_idx(pages, i), "family", 0) == family)
			return true;
	return false;
}

static bool is_reached(struct json_object *found, const char *family)
{
	return json_integer(json_member(found, family), "reached", 0) > 0;
}

static bool is_unseen(struct json_object *found, const char *family)
{
	return !is_reached(found, family) &&
	       json_integer(json_member(found, family), "failed", 0) == 0;
}

static void say_answers(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *found)
{
	struct json_object *content = json_member(found, "content");
	bool four = is_reached(found, "ipv4"), six = is_reached(found, "ipv6");

	if (is_unseen(found, "ipv4") || is_unseen(found, "ipv6"))
		judge_say(judged, rule, "unknown",
			"Whether its pages answer was not seen over both families.");
	else if (!four || !six)
		judge_say_why(judged, rule, json_object_get(found), "fail", "%s",
			four  ? N_("Its page answers over IPv4, and not over IPv6.")
			: six ? N_("Its page answers over IPv6, and not over IPv4.")
			      : N_("Its pages answer over neither family."));
	else if (text_equal(json_string(content, "same_words"), "yes"))
		judge_say(
			judged, rule, "pass", "Its pages answer the same over both families.");
	else if (!text_equal(json_string(content, "steady"), "yes"))
		judge_say(judged, rule, "unknown",
			"Its answers change from one try to the next, over one family "
			"already.");
	else
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"Its page over IPv6 answers something else than that over IPv4.");
}

void service_answers(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found;

	if (has_page(judged->subject, 6) && !has_page(judged->subject, 4)) {
		judge_say(judged, rule, "pass",
			"It has a page over IPv6 alone, and none over IPv4 that it could "
			"differ "
			"from.");
		return;
	}
	if (!has_page(judged->subject, 4) || !has_page(judged->subject, 6)) {
		judge_say(
			judged, rule, "unknown", "Its department told no page of each family.");
		return;
	}
	found = measured_of(judged, rule, "answers", judged->id);
	if (found)
		say_answers(judged, rule, found);
}
