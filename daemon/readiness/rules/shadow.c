/* Shadow systems: whether another is alike, and which of them is proposed to stay. */
#include "readiness/rules/zombie.h"

static void say_alike(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *alike, int64_t line)
{
	const char *survivor = json_string(alike, "survivor");
	long long likeness = json_integer(alike, "likeness", 0);

	if (survivor)
		judge_say_why(judged, rule, json_object_get(alike), "fail",
			"It is like %s by %lld thousandths, and the line is %lld; of the %lld "
			"of its group %s is proposed to stay.",
			json_string(alike, "nearest"), likeness, (long long)line,
			(long long)json_integer(alike, "size", 0), survivor);
	else
		judge_say_why(judged, rule, json_object_get(alike), "fail",
			"It is like %s by %lld thousandths, and the line is %lld; that one "
			"is in a group with others already.",
			json_string(alike, "nearest"), likeness, (long long)line);
}

void shadow_similar(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *shadow = json_member(judged->profile, "shadow");
	struct json_object *measures = shadow ? zombie_measures(judged, rule) : NULL;
	struct json_object *likeness = json_member(measures, "likeness");
	struct json_object *alike = json_member(json_member(likeness, "alike"), judged->id);

	if (!shadow)
		judge_say(judged, rule, "unknown",
			"The profile does not tell when systems are alike.");
	else if (alike)
		say_alike(judged, rule, alike, json_integer(shadow, "alike_permille", 0));
	else if (measures && json_integer(likeness, "left_out", 0) > 0)
		judge_say(judged, rule, "unknown",
			"Only %lld systems were compared, and %lld were not.",
			(long long)json_integer(likeness, "compared", 0),
			(long long)json_integer(likeness, "left_out", 0));
	else if (measures && !json_string(judged->subject, "function"))
		judge_say(judged, rule, "unknown",
			"Its department has not told its function, and no other is like it by "
			"the rest.");
	else if (measures)
		judge_say(judged, rule, "pass",
			"Of %lld systems that were compared, no other is like it.",
			(long long)json_integer(likeness, "compared", 0));
}
