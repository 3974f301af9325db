/*
 * Whether the live copy of a machine comes to an end: what it writes of its memory during a
 * round is copied in the next, which is shorter only while it writes slower than the copy
 * reads.
 */
#include "model/profile.h"
#include "model/transfer.h"
#include "readiness/rules/rules.h"

#define USUAL_PERMILLE 500 /* of a profile that names none */

struct copy {
	int64_t dirty, rate; /* bit/s: what it writes, and at what its memory is copied */
	int64_t most;        /* bit/s that it may write */
	int64_t pause;       /* milliseconds */
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

/* The plan's cap, as libvirt shares it out to each disk and the memory; 0: there is none. */
static int64_t memory_cap(const struct judged *judged, int64_t nominal)
{
	int64_t percent = profile_integer(judged->profile, "planning", "link_percent");
	int64_t moves = profile_integer(judged->profile, "planning", "concurrency");
	size_t disks = json_length(json_member(judged->machine, "disks"));
	int64_t rate = moves > 0 ? nominal / 100 * percent / moves : 0;

	if (rate <= 0 || (percent == 100 && moves == 1))
		return 0;
	return (int64_t)transfer_stream_cap((uint64_t)rate, (unsigned)disks) * 8 * 1048576;
}

static int64_t copy_rate(const struct judged *judged)
{
	const char *department = json_string(judged->source, "department");
	struct json_object *facts =
		department ? judge_object(judged, "department", department) : NULL;
	int64_t nominal = json_integer(json_member(facts, "link"), "nominal", 0);
	int64_t link = department ? link_rate(judged, department, nominal) : 0;
	int64_t cap = memory_cap(judged, nominal);

	return cap > 0 && cap < link ? cap : link;
}

/* --- the verdict --- */

static int64_t permille(const struct judged *judged)
{
	int64_t told = profile_integer(judged->profile, "planning", "converge_permille");

	return told > 0 ? told : USUAL_PERMILLE;
}

/* What would make it end: half the bytes, a tenth of the writing, or none. */
static void say_strategy(
	const struct judged *judged, const struct readiness_rule *rule, const struct copy *copy)
{
	if (copy->dirty / 2 < copy->most)
		judge_say(judged, rule, "fail",
			"It writes %lld bit/s of its memory, and %lld are copied: that ends "
			"when it is compressed to a half.",
			(long long)copy->dirty, (long long)copy->rate);
	else if (copy->dirty / 10 < copy->most)
		judge_say(judged, rule, "fail",
			"It writes %lld bit/s of its memory, and %lld are copied: that ends "
			"when it is throttled to a tenth.",
			(long long)copy->dirty, (long long)copy->rate);
	else
		judge_say(judged, rule, "fail",
			"It writes %lld bit/s of its memory, and %lld are copied: that ends "
			"only while it is off.",
			(long long)copy->dirty, (long long)copy->rate);
}

static void judge_copy(
	const struct judged *judged, const struct readiness_rule *rule, const struct copy *copy)
{
	if (copy->dirty >= copy->most)
		say_strategy(judged, rule, copy);
	else
		judge_say(judged, rule, "pass",
			"It writes %lld bit/s of its memory, and %lld are copied; the last "
			"round of up to %lld bytes pauses it for up to %lld ms.",
			(long long)copy->dirty, (long long)copy->rate,
			(long long)(copy->rate / 8000 * copy->pause), (long long)copy->pause);
}

static void judge_rates(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *told, int64_t bytes)
{
	struct copy copy = {.rate = copy_rate(judged),
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
	else {
		copy.dirty = bytes * 8;
		copy.most = copy.rate / 1000 * permille(judged);
		judge_copy(judged, rule, &copy);
	}
}

void machine_converges(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *told = told_of(judged);

	if (!text_equal(json_string(judged->machine, "state"), "running"))
		judge_say(judged, rule, "pass", "It does not run, and writes no memory.");
	else
		judge_rates(judged, rule, told, json_integer(told, "bytes", -1));
}
