/*
 * What a system needs of the way between its department and the cloud, against what it gives.
 */
#include "base/memory.h"
#include "model/measurement.h"
#include "readiness/rules/rules.h"

static const char *const directions[] = {"up", "down", NULL};

/* Of the two directions the smaller or the larger of a value; -1: one was not measured. */
static int64_t of_both(
	struct json_object *found, int64_t (*value)(struct json_object *), bool most)
{
	int64_t kept = -1;

	for (const char *const *direction = directions; *direction; direction++) {
		int64_t one = value(json_member(found, *direction));

		if (one < 0)
			return -1;
		if (kept < 0 || (most ? one > kept : one < kept))
			kept = one;
	}
	return kept;
}

static int64_t capacity(struct json_object *one)
{
	return json_integer(one, "capacity", -1);
}

static int64_t round_trip(struct json_object *one)
{
	return json_integer(one, "round_trip_us", -1);
}

/* Thousandths, rounded up. Under the load of a test: without it there is less. */
static int64_t loss(struct json_object *one)
{
	int64_t lost = json_integer(one, "lost", -1);
	int64_t sent = json_integer(one, "packets", 0) + lost;

	return lost < 0 || sent <= 0 ? -1 : (lost * 1000 + sent - 1) / sent;
}

/* The way could carry more than what was measured. */
static bool is_least(struct json_object *found)
{
	for (const char *const *direction = directions; *direction; direction++)
		if (!text_equal(
			    measurement_certainty(json_member(found, *direction)), "settled"))
			return true;
	return false;
}

/*
 * What the watch between tests saw of that way in the last day; NULL: nothing, or too little.
 */
static struct json_object *watched(const struct judged *judged, struct json_object *found)
{
	const char *source = json_string(found, "source"),
		   *target = json_string(found, "target");
	AUTO_FREE char *key = mem_format("%s %s %d", source ? source : "", target ? target : "",
		(int)json_integer(found, "family", 0));
	struct json_object *day = json_member(json_member(judged->measured, "quality"), key);
	int64_t least =
		json_integer(json_member(judged->profile, "bandwidth"), "watch_least", 1);

	return json_integer(day, "watches", 0) >= least && json_integer(day, "reached", 0) > 0
		       ? day
		       : NULL;
}

/*
 * --- one demand after the other: each returns whether its verdict ends the matter. First those
 * that are not met (`fails`), then those of which it is not known. ---
 */

static bool judge_rate(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *found, bool fails)
{
	int64_t needed = json_integer(judged->subject, "demand_mbps", 0) * 1000000;
	int64_t carried = of_both(found, capacity, false);

	if (carried >= needed || is_least(found) == fails)
		return false;
	if (!fails)
		judge_say_why(judged, rule, json_object_get(found), "unknown",
			"It needs %lld bit/s; the slower way of the link carries at least "
			"%lld, and the test did not settle.",
			(long long)needed, (long long)carried);
	else
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"It needs %lld bit/s, and the slower way of the link carries %lld.",
			(long long)needed, (long long)carried);
	return true;
}

/* By the test, else by the watch. */
static bool judge_delay(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *found, bool fails)
{
	int64_t most = json_integer(judged->subject, "demand_delay_ms", 0) * 1000;
	int64_t took = of_both(found, round_trip, true);

	if (took < 0)
		took = json_integer(watched(judged, found), "median_us", -1);
	if (most == 0 || (took >= 0 && took <= most) || (took >= 0) != fails)
		return false;
	if (took < 0)
		judge_say_why(judged, rule, json_object_get(found), "unknown",
			"The delay of the link was not measured both ways.");
	else
		judge_say_why(judged, rule, json_object_get(found), "fail",
			"It bears a round trip of %lld us, and the link's takes %lld.",
			(long long)most, (long long)took);
	return true;
}

static void say_loss(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *found, int64_t most, int64_t lost)
{
	if (lost < 0)
		judge_say_why(judged, rule, json_object_get(found), "unknown",
			"All else that it needs was measured, and is there, but the loss of "
			"the link is not known: no test told it, nor the watch between tests "
			"(bandwidth.watch_minutes of the profile).");
	else
		judge_say_why(judged, rule, json_object_get(found), "unknown",
			"It bears a loss of %lld thousandths; under the full load of the test "
			"it was %lld, and less load loses less: the watch between tests "
			"(bandwidth.watch_minutes of the profile) tells how much.",
			(long long)most, (long long)lost);
}

/*
 * What was not lost under the load of a test is enough; else the watch, which has none, tells.
 */
static bool judge_loss(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *found, bool fails)
{
	int64_t most = json_integer(judged->subject, "demand_loss_permille", -1);
	int64_t lost = of_both(found, loss, true);
	struct json_object *day = watched(judged, found);
	int64_t between = json_integer(day, "loss_permille", -1);

	if (most < 0 || (lost >= 0 && lost <= most) || (between >= 0 && between <= most) ||
		(between >= 0) != fails)
		return false;
	if (between < 0)
		say_loss(judged, rule, found, most, lost);
	else
		judge_say_why(judged, rule, json_object_get(day), "fail",
			"It bears a loss of %lld thousandths, and between tests the link lost "
			"%lld in the last day, watched %lld times.",
			(long long)most, (long long)between,
			(long long)json_integer(day, "watches", 0));
	return true;
}

static bool judge_all(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *found, bool fails)
{
	return judge_rate(judged, rule, found, fails) ||
	       judge_delay(judged, rule, found, fails) ||
	       judge_loss(judged, rule, found, fails);
}

/* --- the verdict --- */

static bool is_told(const struct judged *judged)
{
	return json_member(judged->subject, "demand_mbps") ||
	       json_member(judged->subject, "demand_delay_ms") ||
	       json_member(judged->subject, "demand_loss_permille");
}

/* Of the family that was measured both ways, IPv4 first; NULL: none was. */
static struct json_object *measured(const struct judged *judged)
{
	const char *department = json_string(judged->subject, "department");

	for (int family = 4; family <= 6; family += 2) {
		struct json_object *found = judge_link(judged, department, family);

		if (of_both(found, capacity, false) >= 0)
			return found;
	}
	return NULL;
}

void network_demand(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *found = measured(judged);

	if (!is_told(judged))
		judge_say(judged, rule, "unknown",
			"Its department has not told what it needs of the network.");
	else if (!found)
		judge_say(judged, rule, "unknown",
			"The link of its department has not been measured both ways.");
	else if (!judge_all(judged, rule, found, true) &&
		 !judge_all(judged, rule, found, false))
		judge_say_why(judged, rule, json_object_get(found), "pass",
			"Over IPv%d the slower way of the link carries %lld bit/s, and all "
			"that "
			"it needs was measured.",
			(int)json_integer(found, "family", 0),
			(long long)of_both(found, capacity, false));
}
