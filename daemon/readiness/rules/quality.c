/* Links between tests: loss, delay and whether they are there, over the last day. */
#include "base/memory.h"
#include "readiness/rules/rules.h"

/* A limit of the profile; `missing` when it is not asked. */
static int64_t limit(const struct judged *judged, const char *name, int64_t missing)
{
	return json_integer(json_member(judged->profile, "bandwidth"), name, missing);
}

static int64_t watches_of(struct json_object *day)
{
	return json_integer(day, "watches", 0);
}

/* Of the host of the department whose way to the target was watched most. */
static struct json_object *watched(const struct judged *judged, int family)
{
	struct json_object *hosts = judge_hosts(judged, judged->name), *found = NULL;

	for (size_t i = 0; i < json_length(hosts); i++) {
		const char *host = json_string(json_object_array_get_idx(hosts, i), "name");
		AUTO_FREE char *key = mem_format(
			"%s %s %d", host, json_string(judged->target, "name"), family);
		struct json_object *day =
			json_member(json_member(judged->measured, "quality"), key);

		found = watches_of(day) > watches_of(found) ? day : found;
	}
	return found;
}

static bool is_slow(const struct judged *judged, struct json_object *day)
{
	int64_t median = json_integer(day, "median_us", 0);
	int64_t least = json_integer(day, "least_us", 0);
	int64_t most = limit(judged, "delay_permille", 0);

	return most > 0 && median > limit(judged, "delay_us", 0) &&
	       median * 1000 > least * most;
}

static bool is_good(const struct judged *judged, struct json_object *day)
{
	return json_integer(day, "available_permille", 0) >=
		       limit(judged, "available_permille", 0) &&
	       json_integer(day, "loss_permille", 0) <= limit(judged, "loss_permille", 1000) &&
	       !is_slow(judged, day);
}

static void say(
	const struct judged *judged, const struct readiness_rule *rule, struct json_object *day)
{
	const char *verdict = is_good(judged, day) ? "pass" : "fail";
	int family = (int)json_integer(day, "family", 0);
	long long watches = watches_of(day);

	if (json_integer(day, "reached", 0) == 0)
		judge_say_why(judged, rule, json_object_get(day), verdict,
			"IPv%d was watched %lld times in the last day, and nothing ever came "
			"back.",
			family, watches);
	else
		judge_say_why(judged, rule, json_object_get(day), verdict,
			"IPv%d was watched %lld times in the last day: it was there in %lld "
			"thousandths of them, lost %lld thousandths, and took %lld us where "
			"its least is %lld.",
			family, watches, (long long)json_integer(day, "available_permille", 0),
			(long long)json_integer(day, "loss_permille", 0),
			(long long)json_integer(day, "median_us", 0),
			(long long)json_integer(day, "least_us", 0));
}

/* The family that fails, else one that was watched enough. */
static struct json_object *worst(const struct judged *judged, int64_t least)
{
	struct json_object *found = NULL;

	for (int family = 6; family >= 4; family -= 2) {
		struct json_object *day = watched(judged, family);

		if (watches_of(day) >= least && (!found || is_good(judged, found)))
			found = day;
	}
	return found;
}

static int64_t higher(int64_t left, int64_t right)
{
	return left > right ? left : right;
}

void link_quality(const struct judged *judged, const struct readiness_rule *rule)
{
	int64_t least = limit(judged, "watch_least", 1);
	struct json_object *day = worst(judged, least);
	int64_t watches =
		higher(watches_of(watched(judged, 4)), watches_of(watched(judged, 6)));

	if (day)
		say(judged, rule, day);
	else if (watches > 0)
		judge_say(judged, rule, "unknown",
			"The link was watched %lld times in the last day; %lld are needed.",
			(long long)watches, (long long)least);
	else
		judge_say(judged, rule, "unknown", "The link was not watched in the last day.");
}
