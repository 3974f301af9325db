/*
 * Zombie systems: what people must tell, what the age of a system's software tells, and the
 * criteria joined as the profile has it. Nobody is more than a candidate here.
 */
#include "readiness/rules/zombie.h"
#include "base/memory.h"
#include "model/findings.h"
#include "readiness/rules/age.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY 86400LL

struct json_object *zombie_profile(
	const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *zombie = json_member(judged->profile, "zombie");

	if (!zombie)
		judge_say(judged, rule, "unknown",
			"The profile does not tell what a zombie system is.");
	return zombie;
}

struct json_object *zombie_measures(
	const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *measures = json_member(judged->measured, "systems");
	const char *why = json_string(measures, "unasked");

	if (measures && json_string(measures, "until"))
		return measures;
	if (why)
		judge_say(judged, rule, "unknown", "The use of systems was not read: %s", why);
	else
		judge_say(judged, rule, "unknown", "The use of systems was not read.");
	return NULL;
}

void zombie_day_before(const struct judged *judged, int64_t days, char out[CLOCK_TEXT])
{
	const char *until = json_string(json_member(judged->measured, "systems"), "until");
	int64_t wall = 0;

	if (!until)
		until = json_string(judged->snapshot, "made");
	if (!until || clock_parse(until, &wall) < 0)
		wall = 0;
	clock_format(wall - days * DAY * CLOCK_SECOND, out);
	out[strcspn(out, "T")] = '\0';
}

/* --- what people tell --- */

enum told { NO, YES, UNTOLD };

static enum told told(const struct judged *judged, const char *fact)
{
	if (!json_member(judged->subject, fact))
		return UNTOLD;
	return json_boolean(judged->subject, fact, false) ? YES : NO;
}

void zombie_replaceable(const struct judged *judged, const struct readiness_rule *rule)
{
	enum told answer = told(judged, "replaceable");

	if (answer == UNTOLD)
		judge_say(judged, rule, "unknown",
			"Its department has not told whether another could do its work.");
	else if (answer == YES)
		judge_say(judged, rule, "fail",
			"Its department says that another system could do its work.");
	else
		judge_say(judged, rule, "pass", "Its department says that no other could.");
}

void zombie_out_of_step(const struct judged *judged, const struct readiness_rule *rule)
{
	enum told answer = told(judged, "out_of_step");

	if (answer == UNTOLD)
		judge_say(judged, rule, "unknown",
			"Its department has not told whether it follows the real process.");
	else if (answer == YES)
		judge_say(judged, rule, "fail",
			"Its department says that it is long out of step with the real "
			"process.");
	else
		judge_say(judged, rule, "pass",
			"Its department says that it follows the real process.");
}

static bool has_word(struct json_object *zombie, const char *list, const char *word)
{
	return word && json_has_string(json_member(zombie, list), word);
}

void zombie_rarely_used(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *zombie = zombie_profile(judged, rule);
	const char *frequency = json_string(judged->subject, "usage_frequency");
	const char *scope = json_string(judged->subject, "usage_scope");

	if (!zombie)
		return;
	if (has_word(zombie, "often", frequency))
		judge_say(judged, rule, "pass", "It is told to be used often: %s.", frequency);
	else if (has_word(zombie, "wide", scope))
		judge_say(judged, rule, "pass", "It is told to be used by many: %s.", scope);
	else if (!frequency || !scope)
		judge_say(judged, rule, "unknown",
			"Its department has not told how often and by whom it is used.");
	else if (has_word(zombie, "seldom", frequency) && has_word(zombie, "narrow", scope))
		judge_say(judged, rule, "fail",
			"It is told to be used seldom and by few: %s, %s.", frequency, scope);
	else
		judge_say(judged, rule, "unknown",
			"The profile does not tell what these words mean: %s, %s.", frequency,
			scope);
}

/* --- the age of what it runs on --- */

struct upkeep {
	const struct judged *judged;
	struct json_object *zombie;
	char firmware_since[CLOCK_TEXT];
	size_t all, read; /* machines; those whose system is known */
	const char *old;  /* the first that is old, and of what */
	char what[160];
};

/* Whether what the host runs is old, and what that is. */
static bool is_old(struct upkeep *upkeep, struct json_object *host)
{
	const char *kernel = json_string(host, "kernel");
	const char *firmware = json_string(host, "firmware_date");
	AUTO_FREE char *system = age_system(host);
	const char *what = NULL;

	if (kernel && age_is_older(kernel, json_string(upkeep->zombie, "kernel_least")))
		what = kernel;
	if (firmware && strncmp(firmware, upkeep->firmware_since, strlen(firmware)) < 0)
		what = firmware;
	if (system && age_is_listed(json_member(upkeep->zombie, "os_ended"), system))
		what = system;
	if (what)
		snprintf(upkeep->what, sizeof(upkeep->what), "%.150s", what);
	return what;
}

static void look_at(struct upkeep *upkeep, const char *name)
{
	struct judged_part part;

	upkeep->all++;
	judge_part(upkeep->judged, name, &part);
	if (!json_string(part.host, "os_id") || !json_string(part.host, "kernel"))
		return;
	upkeep->read++;
	if (!upkeep->old && is_old(upkeep, part.host))
		upkeep->old = name;
}

static void say_upkeep(const struct upkeep *upkeep, const struct readiness_rule *rule)
{
	enum told maintained = told(upkeep->judged, "maintained");

	if (maintained == NO)
		judge_say(upkeep->judged, rule, "fail",
			"Its department says that it is maintained and updated no more.");
	else if (upkeep->old)
		judge_say(upkeep->judged, rule, "fail", "%s runs on what is old: %s.",
			upkeep->old, upkeep->what);
	else if (maintained == YES)
		judge_say(upkeep->judged, rule, "pass",
			"Its department says that it is maintained and updated.");
	else if (upkeep->all > 0 && upkeep->read == upkeep->all)
		judge_say(upkeep->judged, rule, "pass",
			"System, kernel and firmware of its %zu machines are not old.",
			upkeep->all);
	else
		judge_say(upkeep->judged, rule, "unknown",
			"Its department has not told whether it is maintained, and of its %zu "
			"machines %zu were read.",
			upkeep->all, upkeep->read);
}

void zombie_unmaintained(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *names = json_member(judged->subject, "machines");
	struct upkeep upkeep = {.judged = judged, .zombie = zombie_profile(judged, rule)};

	if (!upkeep.zombie)
		return;
	zombie_day_before(
		judged, json_integer(upkeep.zombie, "firmware_days", 0), upkeep.firmware_since);
	for (size_t i = 0; i < json_length(names); i++)
		look_at(&upkeep, json_object_get_string(json_object_array_get_idx(names, i)));
	say_upkeep(&upkeep, rule);
}

/* --- all --- */

static const struct readiness_rule *criterion(const char *name)
{
	static const char family[] = "zombie.";
	const struct readiness_rule *rule = readiness_rules;

	while (rule->id && !(text_starts(rule->id, family) &&
				   text_equal(rule->id + sizeof(family) - 1, name)))
		rule++;
	return rule->id ? rule : NULL;
}

/* {RULE: VERDICT} of the profile's criteria, each judged as its own rule does. New. */
static struct json_object *judge_criteria(
	const struct judged *judged, struct json_object *zombie)
{
	AUTO_JSON struct json_object *scratch = findings_new("", "", "");
	struct json_object *names = json_member(zombie, "criteria"), *list;
	struct json_object *verdicts = json_object_new_object();
	struct judged again = *judged;

	again.findings = scratch;
	for (size_t i = 0; i < json_length(names); i++) {
		const struct readiness_rule *rule =
			criterion(json_object_get_string(json_object_array_get_idx(names, i)));

		if (rule)
			rule->judge(&again, rule);
	}
	list = json_member(scratch, "findings");
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);

		json_set_string(verdicts, json_string(finding, "rule"),
			json_string(finding, "verdict"));
	}
	return verdicts;
}

static int64_t count_of(struct json_object *verdicts, const char *verdict)
{
	int64_t count = 0;

	json_object_object_foreach (verdicts, rule, value) {
		(void)rule;
		count += text_equal(json_object_get_string(value), verdict);
	}
	return count;
}

void zombie_candidate(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *zombie = zombie_profile(judged, rule), *verdicts;
	int64_t needed = json_integer(zombie, "needed", 0), met, unknown, all;

	if (!zombie)
		return;
	verdicts = judge_criteria(judged, zombie);
	met = count_of(verdicts, "fail");
	unknown = count_of(verdicts, "unknown");
	all = json_object_object_length(verdicts);
	if (met >= needed)
		judge_say_why(judged, rule, verdicts, "fail",
			"It meets %lld of %lld criteria and %lld are needed: a candidate until "
			"a person confirms it.",
			(long long)met, (long long)all, (long long)needed);
	else
		judge_say_why(judged, rule, verdicts,
			met + unknown >= needed ? "unknown" : "pass",
			"It meets %lld of %lld criteria, with %lld not known; %lld make a "
			"candidate.",
			(long long)met, (long long)all, (long long)unknown, (long long)needed);
}
