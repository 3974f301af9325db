#include "base/memory.h"
#include "model/findings.h"
#include "model/snapshot.h"
#include "readiness/readiness.h"
#include "readiness/rules.h"
#include <stdarg.h>
#include <stdio.h>

void judge_say(const struct judged *judged, const struct readiness_rule *rule,
	const char *verdict, const char *format, ...)
{
	char evidence[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(evidence, sizeof(evidence), format, arguments);
	va_end(arguments);
	findings_add(judged->findings, rule->id, "machine",
		json_string(judged->machine, "uuid"), json_string(judged->machine, "name"),
		rule->for_target ? json_string(judged->target, "name") : NULL, verdict,
		evidence);
}

struct json_object *judge_facts(const struct judged *judged, struct json_object *member)
{
	return member ? json_member(judged->objects, json_string(member, "digest")) : NULL;
}

struct json_object *judge_object(const struct judged *judged, const char *kind, const char *id)
{
	return judge_facts(judged, snapshot_member(judged->snapshot, kind, id));
}

bool judge_any(const struct judged *judged, const char *kind, judge_each *each, void *argument)
{
	struct json_object *members = json_member(judged->snapshot, "members");

	for (size_t i = 0; i < json_object_array_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), kind) &&
			each(judged, member, judge_facts(judged, member), argument))
			return true;
	}
	return false;
}

static bool names_machine(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	struct json_object *names = json_member(facts, "machines");

	(void)member;
	for (size_t i = 0; i < json_length(names); i++)
		if (text_equal(json_object_get_string(json_object_array_get_idx(names, i)),
			    json_string(judged->machine, "name"))) {
			*(struct json_object **)argument = facts;
			return true;
		}
	return false;
}

static bool judge_target(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	struct judged one = *judged;

	(void)member;
	(void)argument;
	if (!text_equal(json_string(facts, "side"), "cloud"))
		return false;
	one.target = facts;
	for (const struct readiness_rule *rule = readiness_rules; rule->id; rule++)
		if (rule->for_target)
			rule->judge(&one, rule);
	return false;
}

/* Machines of the cloud have arrived; they are judged no more. */
static bool judge_machine(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	struct judged one = *judged;

	(void)member;
	(void)argument;
	one.machine = facts;
	one.source = judge_object(judged, "host", json_string(facts, "host"));
	if (text_equal(json_string(one.source, "side"), "cloud"))
		return false;
	judge_any(&one, "system", names_machine, &one.system);
	for (const struct readiness_rule *rule = readiness_rules; rule->id; rule++)
		if (!rule->for_target)
			rule->judge(&one, rule);
	judge_any(&one, "host", judge_target, NULL);
	return false;
}

void readiness_judge(struct json_object *findings, struct json_object *snapshot,
	struct json_object *objects, struct json_object *profile, struct json_object *measured)
{
	const struct judged judged = {.findings = findings,
		.snapshot = snapshot,
		.objects = objects,
		.profile = profile,
		.measured = measured};

	judge_any(&judged, "machine", judge_machine, NULL);
}
