/* Links: what was measured on the way from a department to a target, against what is asked. */
#include "base/language.h"
#include "base/memory.h"
#include "model/measurement.h"
#include "model/profile.h"
#include "readiness/rules/rules.h"

static bool is_measured(struct json_object *found)
{
	return json_member(found, "up") && json_member(found, "down");
}

/* Of the first host of the department whose way to the target was measured, else why not. */
struct json_object *judge_link(const struct judged *judged, const char *department, int family)
{
	struct json_object *hosts = judge_hosts(judged, department), *found = NULL;

	for (size_t i = 0; i < json_length(hosts) && !is_measured(found); i++) {
		const char *host = json_string(json_object_array_get_idx(hosts, i), "name");
		AUTO_FREE char *key = mem_format(
			"%s %s %d", host, json_string(judged->target, "name"), family);
		struct json_object *one =
			json_member(json_member(judged->measured, "links"), key);

		found = one ? one : found;
	}
	return found;
}

static struct json_object *measured(const struct judged *judged, int family)
{
	return judge_link(judged, judged->name, family);
}

/* The family of which more is known: one that was measured, else one that neither end lacks. */
static struct json_object *telling(const struct judged *judged)
{
	struct json_object *four = measured(judged, 4), *six = measured(judged, 6);

	if (is_measured(four) || is_measured(six))
		return is_measured(four) ? four : six;
	return six && (!four || json_boolean(four, "lacking", false)) ? six : four;
}

static const char *why_not(struct json_object *found)
{
	const char *why = json_string(found, "why"), *unasked = json_string(found, "unasked");

	if (why || unasked)
		return why ? why : unasked;
	return found ? "An end told no result." : "It was not measured.";
}

static int64_t lower(int64_t left, int64_t right)
{
	return left < right ? left : right;
}

static int64_t capacity_of(struct json_object *found, const char *direction)
{
	return json_integer(json_member(found, direction), "capacity", 0);
}

/* What keeps the lower direction from being the last word; NULL: nothing. */
static const char *doubt(struct json_object *found, int64_t needed)
{
	static const char *const directions[] = {"up", "down", NULL};

	for (const char *const *direction = directions; *direction; direction++) {
		struct json_object *one = json_member(found, *direction);
		const char *certainty = measurement_certainty(one);

		if (text_equal(certainty, "not_settled"))
			return N_("its parts did not agree");
		if (text_equal(certainty, "at_least") &&
			json_integer(one, "capacity", 0) < needed)
			return json_string(one, "method")
				       ? N_("a TCP transfer by iperf3 tells only the least "
					    "that it carries")
				       : N_("the sender was slower than the link");
	}
	return NULL;
}

static void judge_rate(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *found, int64_t nominal)
{
	int64_t permille = profile_integer(judged->profile, "bandwidth", "tier_permille");
	int64_t needed = measurement_ip_layer(nominal) / 1000 * permille;
	int64_t up = capacity_of(found, "up"), down = capacity_of(found, "down");
	const char *unsure = doubt(found, needed);
	int family = (int)json_integer(found, "family", 0);

	if (unsure)
		judge_say_why(judged, rule, json_object_get(found), "unknown",
			"IPv%d carried %lld bit/s up and %lld down at the IP layer, where %lld "
			"are needed, but %s.",
			family, (long long)up, (long long)down, (long long)needed, unsure);
	else if (json_string(found, "method"))
		judge_say_why(judged, rule, json_object_get(found), "pass",
			"IPv%d carried at least %lld bit/s up and %lld down at the IP layer, "
			"by a TCP transfer of the hosts' own iperf3; %lld are needed for %lld "
			"nominal.",
			family, (long long)up, (long long)down, (long long)needed,
			(long long)nominal);
	else
		judge_say_why(judged, rule, json_object_get(found),
			lower(up, down) >= needed ? "pass" : "fail",
			"IPv%d carried %lld bit/s up and %lld down at the IP layer; %lld are "
			"needed for %lld nominal.",
			family, (long long)up, (long long)down, (long long)needed,
			(long long)nominal);
}

void link_capacity(const struct judged *judged, const struct readiness_rule *rule)
{
	int64_t nominal = json_integer(json_member(judged->subject, "link"), "nominal", 0);
	struct json_object *found = telling(judged);

	if (!is_measured(found))
		judge_say(judged, rule, "unknown", "No test of the link has a result: %s",
			why_not(found));
	else if (nominal == 0)
		judge_say_why(judged, rule, json_object_get(found), "pass",
			"IPv%d carried %lld bit/s up and %lld down; no rate is asked of it.",
			(int)json_integer(found, "family", 0),
			(long long)capacity_of(found, "up"),
			(long long)capacity_of(found, "down"));
	else
		judge_rate(judged, rule, found, nominal);
}

/*
 * The first family that was tried in vain, else the first that was not tried; 0: there is none.
 */
static int missing_family(const struct judged *judged)
{
	int missing = 0;

	for (int family = 6; family >= 4; family -= 2) {
		struct json_object *found = measured(judged, family);

		if (!is_measured(found) &&
			(json_string(found, "why") ||
				!json_string(measured(judged, missing), "why")))
			missing = family;
	}
	return missing;
}

void link_families(const struct judged *judged, const struct readiness_rule *rule)
{
	int family = missing_family(judged);
	struct json_object *found = measured(judged, family);

	if (family == 0)
		judge_say(judged, rule, "pass", "Both families were measured both ways.");
	else
		judge_say_why(judged, rule, found ? json_object_get(found) : NULL,
			json_string(found, "why") && !json_string(found, "method") ? "fail"
										   : "unknown",
			"IPv%d was not seen to pass both ways: %s", family, why_not(found));
}

/* --- RFC 6349 --- */

static int64_t ratio_of(struct json_object *found, const char *transfer, const char *load)
{
	return measurement_time_ratio(json_member(found, transfer),
		(int)json_integer(found, "family", 0), capacity_of(found, load));
}

static int64_t efficiency(struct json_object *found)
{
	return lower(measurement_efficiency(json_member(found, "transfer_up")),
		measurement_efficiency(json_member(found, "transfer_down")));
}

void link_transfer(const struct judged *judged, const struct readiness_rule *rule)
{
	int64_t most = profile_integer(judged->profile, "bandwidth", "transfer_permille");
	struct json_object *found = telling(judged);
	int64_t up = ratio_of(found, "transfer_up", "up");
	int64_t down = ratio_of(found, "transfer_down", "down");

	if (up == 0 || down == 0)
		judge_say(
			judged, rule, "unknown", "No transfer over it was measured both ways.");
	else
		judge_say_why(judged, rule, json_object_get(found),
			up <= most && down <= most ? "pass" : "fail",
			"It took %lld thousandths of the ideal time up and %lld down, where "
			"%lld "
			"may be; %lld thousandths of the bytes were sent once.",
			(long long)up, (long long)down, (long long)most,
			(long long)efficiency(found));
}
