/*
 * Whether the live copy of a machine comes to an end: what it writes of its memory during a
 * round is copied in the next, which is shorter only while it writes slower than the copy
 * reads.
 */
#include "model/profile.h"
#include "model/transfer.h"
#include "readiness/rules/rules.h"

struct copy {
	int64_t dirty, seconds; /* bytes a second that it writes; of the look that saw it */
	int64_t rate;           /* bit/s at which its memory is copied */
	int64_t permille, warm; /* of that rate it may write; with a longer last pause */
	int64_t pause;          /* milliseconds: the usual one */
};

/* --- what was measured --- */

/* What its host told of it, or why nobody knows; NULL: it was not asked. */
static struct json_object *told_of(const struct judged *judged)
{
	const char *host = json_string(judged->machine, "host");
	struct json_object *machines = json_member(judged->measured, "machines");
	struct json_object *answer = host ? json_member(machines, host) : NULL;
	struct json_object *rate = json_member(json_member(answer, "rates"), judged->id);

	return rate ? rate : answer;
}

static int64_t carried(const struct judged *judged, const char *department, int family)
{
	struct json_object *found = judge_link(judged, department, family);

	return json_integer(json_member(found, "up"), "capacity", 0);
}

/* Of the way to the target, bit/s; 0: it is not known. */
static int64_t link_rate(const struct judged *judged, const char *department, int64_t nominal)
{
	int64_t four = carried(judged, department, 4);
	int64_t found = four > 0 ? four : carried(judged, department, 6);

	return found > 0 ? found : nominal;
}

/* The plan's cap; 0: there is none. */
static int64_t cap_of(const struct judged *judged, int64_t nominal)
{
	int64_t percent = profile_integer(judged->profile, "planning", "link_percent");
	int64_t moves = profile_integer(judged->profile, "planning", "concurrency");

	return moves <= 0 || (percent == 100 && moves == 1) ? 0
							    : nominal / 100 * percent / moves;
}

static int64_t copy_rate(const struct judged *judged)
{
	const char *department = json_string(judged->source, "department");
	struct json_object *facts =
		department ? judge_object(judged, "department", department) : NULL;
	int64_t nominal = json_integer(json_member(facts, "link"), "nominal", 0);

	return transfer_memory_rate(department ? link_rate(judged, department, nominal) : 0,
		cap_of(judged, nominal));
}

/* --- the verdict --- */

static int64_t permille(const struct judged *judged, const char *name, int64_t missing)
{
	int64_t told = profile_integer(judged->profile, "planning", name);

	return told > 0 ? told : missing;
}

/* What a plan decides by: it has a rate of its own. */
static struct json_object *basis_of(const struct copy *copy)
{
	struct json_object *basis = json_object_new_object();

	json_set_integer(basis, "dirty", copy->dirty);
	json_set_integer(basis, "seconds", copy->seconds);
	return json_set_integer(basis, "rate", copy->rate);
}

/* What would make it end: a tenth of the writing, or none. */
static void say_endless(
	const struct judged *judged, const struct readiness_rule *rule, const struct copy *copy)
{
	if (transfer_slow_enough(copy->dirty / 10, copy->rate, copy->permille))
		judge_say_why(judged, rule, basis_of(copy), "fail",
			"It writes %lld bit/s of its memory, and %lld are copied: that ends "
			"when it is throttled to a tenth.",
			(long long)copy->dirty * 8, (long long)copy->rate);
	else
		judge_say_why(judged, rule, basis_of(copy), "fail",
			"It writes %lld bit/s of its memory, and %lld are copied: that ends "
			"only while it stands still.",
			(long long)copy->dirty * 8, (long long)copy->rate);
}

static void judge_copy(
	const struct judged *judged, const struct readiness_rule *rule, const struct copy *copy)
{
	int64_t last = transfer_last_pause(copy->dirty, copy->seconds, copy->rate);

	if (last < 0 || !transfer_slow_enough(copy->dirty, copy->rate, copy->warm))
		say_endless(judged, rule, copy);
	else if (last > copy->pause ||
		 !transfer_slow_enough(copy->dirty, copy->rate, copy->permille))
		judge_say_why(judged, rule, basis_of(copy), "warn",
			"It writes %lld bit/s of its memory, and %lld are copied: that ends "
			"surely when its last pause may be %lld ms.",
			(long long)copy->dirty * 8, (long long)copy->rate, (long long)last);
	else
		judge_say_why(judged, rule, basis_of(copy), "pass",
			"It writes %lld bit/s of its memory, and %lld are copied; the last "
			"round of up to %lld bytes pauses it for up to %lld ms.",
			(long long)copy->dirty * 8, (long long)copy->rate,
			(long long)(copy->rate / 8000 * copy->pause), (long long)copy->pause);
}

static void judge_rates(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *told, int64_t bytes)
{
	struct copy copy = {.dirty = bytes,
		.seconds = json_integer(told, "seconds", 1),
		.rate = copy_rate(judged),
		.permille = permille(judged, "converge_permille", TRANSFER_PERMILLE),
		.warm = permille(judged, "warm_permille", TRANSFER_WARM_PERMILLE),
		.pause = profile_integer(judged->profile, "planning", "pause_limit")};
	const char *why = json_string(told, "unasked");

	if (bytes < 0 || bytes > JSON_INTEGER_MOST / 8)
		judge_say(judged, rule, "unknown",
			"How fast it writes its memory was not measured: %s",
			why ? why : "it was not asked.");
	else if (copy.rate <= 0)
		judge_say(judged, rule, "unknown",
			"At what rate it would be copied is not known: the link was not "
			"measured, and has no nominal rate.");
	else
		judge_copy(judged, rule, &copy);
}

void machine_converges(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *told = told_of(judged);

	if (!text_equal(json_string(judged->machine, "state"), "running"))
		judge_say(judged, rule, "pass", "It does not run, and writes no memory.");
	else
		judge_rates(judged, rule, told, json_integer(told, "bytes", -1));
}
