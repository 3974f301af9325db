#include "base/memory.h"
#include "readiness/rules.h"

/* --- pages --- */

static struct json_object *find_page(struct json_object *system, int family)
{
	struct json_object *pages = json_member(system, "pages");

	for (size_t i = 0; pages && i < json_object_array_length(pages); i++) {
		struct json_object *page = json_object_array_get_idx(pages, i);

		if (json_integer(page, "family", 0) == family)
			return page;
	}
	return NULL;
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
		judge_say(judged, rule, "fail", "The system %s has no page over IPv%d.",
			json_string(judged->system, "name"), family);
	else if (!found)
		judge_say(
			judged, rule, "unknown", "%s was not asked.", json_string(page, "url"));
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
	else if (json_string(found, "why"))
		judge_say(judged, rule, "fail", "%s does not reach %s: %s", source, target,
			json_string(found, "why"));
	else
		judge_say(judged, rule, "pass",
			"From %s the host %s answers with the key that is trusted.", source,
			target);
}

/* "" when the host's certificates are in order, NULL when they were not read. */
static const char *certificate_fault(const struct judged *judged, struct json_object *host)
{
	struct json_object *found = json_member(
		json_member(judged->measured, "certificates"), json_string(host, "name"));

	if (!found)
		return NULL;
	return json_string(found, "why") ? json_string(found, "why") : "";
}

void target_certificate(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *hosts[] = {judged->source, judged->target};

	for (unsigned i = 0; i < 2; i++) {
		const char *fault = hosts[i] ? certificate_fault(judged, hosts[i]) : NULL;
		const char *name = hosts[i] ? json_string(hosts[i], "name") : "the source";

		if (!fault || *fault) {
			judge_say(judged, rule, fault ? "fail" : "unknown", "%s: %s", name,
				fault ? fault : "its certificates were not read.");
			return;
		}
	}
	judge_say(judged, rule, "pass",
		"Both hosts hold certificates of one CA that are valid now.");
}
