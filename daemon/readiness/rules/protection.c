/*
 * Classified protection: a cloud carries no system of a higher level than its own, and what is
 * important is kept a second time elsewhere.
 */
#include "model/profile.h"
#include "readiness/rules/rules.h"
#include <string.h>

/* --- the level of the target --- */

struct levels {
	int64_t highest;         /* of the systems that tell one; 0: none does */
	const char *by, *untold; /* names of systems; NULL: none */
};

static struct levels levels_of(const struct judged *judged)
{
	struct levels levels = {0};
	struct json_object *system;

	for (size_t at = 0; (system = judge_system(judged, &at));) {
		int64_t level = json_integer(system, "mlps_level", 0);

		if (level == 0)
			levels.untold = json_string(system, "name");
		if (level > levels.highest) {
			levels.highest = level;
			levels.by = json_string(system, "name");
		}
	}
	return levels;
}

/* `cloud`: the target's, which has a level. */
static void compare(const struct judged *judged, const struct readiness_rule *rule,
	const struct levels *levels, struct json_object *cloud)
{
	int64_t level = json_integer(cloud, "mlps_level", 0);
	const char *name = json_string(cloud, "name");

	if (levels->highest > level)
		judge_say_why(judged, rule, json_object_get(cloud), "fail",
			"The system %s needs level %lld, and the cloud %s has only %lld.",
			levels->by, (long long)levels->highest, name, (long long)level);
	else if (levels->untold)
		judge_say(judged, rule, "unknown",
			"The system %s is not graded, or its level was not told.",
			levels->untold);
	else
		judge_say_why(judged, rule, json_object_get(cloud), "pass",
			"The system %s is of level %lld, and the cloud %s of %lld.", levels->by,
			(long long)levels->highest, name, (long long)level);
}

void target_protection(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *target = json_string(judged->target, "name");
	struct json_object *cloud = profile_cloud(judged->profile, target);
	struct levels levels = levels_of(judged);

	if (!judged->system)
		judge_say(
			judged, rule, "unknown", "No system of the survey names this machine.");
	else if (!cloud)
		judge_say(judged, rule, "unknown",
			"The profile does not tell the level of protection of %s.", target);
	else
		compare(judged, rule, &levels, cloud);
}

/* --- recovery copies --- */

/* One of that name that is no backup room. */
static bool is_daily_room(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	(void)judged;
	(void)member;
	return text_equal(json_string(facts, "name"), argument) &&
	       !json_boolean(facts, "backup", false);
}

/* Whether it lies elsewhere, where that is asked; adds the finding when not. */
static bool is_elsewhere(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *recovery = json_member(judged->profile, "recovery");
	const char *place = json_string(judged->subject, "recovery_place");

	if (!json_boolean(recovery, "elsewhere", true))
		return true;
	if (!place)
		judge_say(judged, rule, "unknown", "It was not told where its copy is.");
	else if (judge_any_of(judged, "room", json_string(judged->subject, "department"),
			 is_daily_room, (void *)(uintptr_t)place))
		judge_say(judged, rule, "fail",
			"Its copy is in the room %s of its own department.", place);
	else
		return true;
	return false;
}

/* A day that is told to the month or the year counts as its first. */
static void judge_copy(
	const struct judged *judged, const struct readiness_rule *rule, const char *made)
{
	int64_t days = profile_integer(judged->profile, "recovery", "fresh_days");
	const char *verified = json_string(judged->subject, "recovery_verified");
	char earliest[CLOCK_TEXT];

	judge_day_before(judged, days, earliest);
	if (strcmp(made, earliest) < 0)
		judge_say(judged, rule, "fail",
			"Its last recovery copy is of %s, and may be no older than %lld days.",
			made, (long long)days);
	else if (!verified)
		judge_say(judged, rule, "unknown",
			"It was not told when its copy of %s was verified.", made);
	else if (strcmp(verified, made) < 0)
		judge_say(judged, rule, "fail",
			"Its copy of %s was not verified: the last trial was on %s.", made,
			verified);
	else if (is_elsewhere(judged, rule))
		judge_say(judged, rule, "pass", "Its recovery copy of %s was verified on %s.",
			made, verified);
}

void system_recovery(const struct judged *judged, const struct readiness_rule *rule)
{
	int64_t level = json_integer(judged->subject, "mlps_level", 0);
	int64_t from = profile_integer(judged->profile, "recovery", "needed_from_level");
	const char *made = json_string(judged->subject, "recovery_copy");

	if (!json_member(judged->profile, "recovery"))
		judge_say(judged, rule, "unknown",
			"The profile does not tell which systems need a recovery copy.");
	else if (level > 0 && level < from)
		judge_say(judged, rule, "pass",
			"It is of level %lld, and copies are asked for from level %lld.",
			(long long)level, (long long)from);
	else if (made)
		judge_copy(judged, rule, made);
	else if (level == 0 && from > 0)
		judge_say(judged, rule, "unknown",
			"Neither its level of protection nor a recovery copy was told.");
	else
		judge_say(judged, rule, "unknown", "It was not told whether it has a copy.");
}
