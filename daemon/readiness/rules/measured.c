#include "base/memory.h"
#include "readiness/rules/rules.h"
#include <string.h>

/* --- pages --- */

static struct json_object *find_page(struct json_object *system, int family)
{
	struct json_object *pages = json_member(system, "pages");

	for (size_t i = 0; i < json_length(pages); i++) {
		struct json_object *page = json_object_array_get_idx(pages, i);

		if (json_integer(page, "family", 0) == family)
			return page;
	}
	return NULL;
}

/* Of IPv6 alone is a system whose machine is: nothing of it answers over IPv4, then or now. */
static void judge_no_page(
	const struct judged *judged, const struct readiness_rule *rule, int family)
{
	const char *name = json_string(judged->system, "name"), *four;
	struct json_object *inside =
		json_member(json_member(judged->parts, "insides"), judged->id);

	four = judge_address(inside, 4);
	if (family == 6 || !find_page(judged->system, 6))
		judge_say(judged, rule, "fail", "The system %s has no page over IPv%d.", name,
			family);
	else if (!inside || judge_unread(inside, "addresses"))
		judge_say(judged, rule, "unknown",
			"The system %s has a page over IPv6 alone, and the addresses of its "
			"machine were not read.",
			name);
	else if (four)
		judge_say(judged, rule, "fail",
			"The system %s has a page over IPv6 alone, but its machine has the "
			"address %s.",
			name, four);
	else
		judge_say(judged, rule, "pass",
			"The system %s has a page over IPv6 alone, as its machine has no IPv4 "
			"address.",
			name);
}

static void judge_page(
	const struct judged *judged, const struct readiness_rule *rule, int family)
{
	struct json_object *page = find_page(judged->system, family);
	struct json_object *found = page ? json_member(json_member(judged->measured, "pages"),
						   json_string(page, "url"))
					 : NULL;

	if (!judged->system)
		judge_say(
			judged, rule, "unknown", "No system of the survey names this machine.");
	else if (!page)
		judge_no_page(judged, rule, family);
	else if (!found)
		judge_say(
			judged, rule, "unknown", "%s was not asked.", json_string(page, "url"));
	else if (json_string(found, "unasked"))
		judge_say(judged, rule, "unknown", "%s could not be asked: %s",
			json_string(page, "url"), json_string(found, "unasked"));
	else if (json_string(found, "why"))
		judge_say(judged, rule, "fail", "%s does not answer: %s",
			json_string(page, "url"), json_string(found, "why"));
	else
		judge_say(judged, rule, "pass", "%s answered with status %lld in %lld ms.",
			json_string(page, "url"), (long long)json_integer(found, "status", 0),
			(long long)json_integer(found, "total_ms", 0));
}

void page_ipv4(const struct judged *judged, const struct readiness_rule *rule)
{
	judge_page(judged, rule, 4);
}

void page_ipv6(const struct judged *judged, const struct readiness_rule *rule)
{
	judge_page(judged, rule, 6);
}

/* --- reachability and certificates, asked on the machine's host --- */

void target_reachable(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *source = json_string(judged->source, "name");
	const char *target = json_string(judged->target, "name");
	AUTO_FREE char *pair = mem_format("%s %s", source ? source : "", target);
	struct json_object *found = json_member(json_member(judged->measured, "reach"), pair);

	if (!found)
		judge_say(judged, rule, "unknown", "Whether %s reaches %s was not asked.",
			source ? source : "its host", target);
	else if (json_string(found, "unasked"))
		judge_say(judged, rule, "unknown",
			"Whether %s reaches %s could not be asked: %s", source, target,
			json_string(found, "unasked"));
	else if (!json_boolean(found, "reached", false))
		judge_say(judged, rule, "fail", "%s does not reach %s: %s", source, target,
			json_string(found, "why"));
	else
		judge_say(judged, rule, "pass",
			"From %s the host %s answers with the key that is trusted.", source,
			target);
}

/* The ports at which QEMU of the target takes memory and disks, when a move makes it listen. */
void target_ports(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *source = json_string(judged->source, "name");
	const char *target = json_string(judged->target, "name");
	AUTO_FREE char *pair = mem_format("%s %s", source ? source : "", target);
	struct json_object *found =
		json_member(json_member(judged->measured, "arrivals"), pair);

	if (!found)
		judge_say(judged, rule, "unknown",
			"The ports of %s were not asked for from %s.", target,
			source ? source : "its host");
	else if (json_string(found, "unasked"))
		judge_say(judged, rule, "unknown",
			"The ports of %s could not be tried from %s: %s", target, source,
			json_string(found, "unasked"));
	else if (!json_boolean(found, "reached", false))
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"The ports of %s do not answer %s: %s", target, source,
			json_string(found, "why"));
	else if (json_boolean(found, "listened", false))
		judge_say_why(judged, rule, json_object_get(found), "pass",
			"Each of the %lld ports of %s that were tried lets %s connect; banyun "
			"listened there.",
			(long long)json_integer(found, "tried", 0), target, source);
	else
		judge_say_why(judged, rule, json_object_get(found), "pass",
			"Each of the %lld ports of %s that were tried answers %s.",
			(long long)json_integer(found, "tried", 0), target, source);
}

/* Whether the finding of one host's certificates ends the matter. */
static bool judge_certificates(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *host, struct json_object *found)
{
	const char *name = json_string(host, "name");
	const char *why = json_string(found, "why"), *unasked = json_string(found, "unasked");

	if (why)
		judge_say(judged, rule, "fail", "%s", why);
	else if (unasked)
		judge_say(judged, rule, "unknown", "The certificates of %s were not read: %s",
			name, unasked);
	else if (!json_string(found, "authority"))
		judge_say(judged, rule, "unknown", "The certificates of %s were not read.",
			name ? name : "the source");
	else
		return false;
	return true;
}

static const char *earlier(const char *left, const char *right)
{
	return left && right && strcmp(left, right) < 0 ? left : right;
}

void target_certificate(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *hosts[] = {judged->source, judged->target}, *found[2];

	for (unsigned i = 0; i < 2; i++) {
		const char *name = json_string(hosts[i], "name");

		found[i] =
			name ? json_member(json_member(judged->measured, "certificates"), name)
			     : NULL;
		if (judge_certificates(judged, rule, hosts[i], found[i]))
			return;
	}
	if (text_equal(json_string(found[0], "authority"), json_string(found[1], "authority")))
		judge_say(judged, rule, "pass",
			"Both hosts hold certificates of one CA that are valid until %s.",
			earlier(json_string(found[0], "not_after"),
				json_string(found[1], "not_after")));
	else
		judge_say(judged, rule, "fail",
			"%s and %s hold certificates of different CAs: %.19s... and %.19s...",
			json_string(hosts[0], "name"), json_string(hosts[1], "name"),
			json_string(found[0], "authority"), json_string(found[1], "authority"));
}
