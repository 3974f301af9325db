/*
 * Whether a machine is as large as what it uses asks for. What is proposed is told with the
 * finding: a plan shows it beside what is asked, and moves the machine as it is.
 */
#include "readiness/rules/zombie.h"

struct sizing {
	struct json_object *policy, *usage; /* "sizing" of the profile; what was measured */
	int64_t vcpus, memory;              /* that it has */
	int64_t new_vcpus, new_memory;      /* that are proposed */
};

static int64_t up_to(int64_t value, int64_t step)
{
	return step > 0 ? (value + step - 1) / step * step : value;
}

static int64_t policy_of(const struct sizing *sizing, const char *name, int64_t missing)
{
	return json_integer(sizing->policy, name, missing);
}

/* So many that the busiest tell of a day loads each no more than the profile lets it. */
static int64_t propose_vcpus(const struct sizing *sizing)
{
	const char *measure = text_equal(json_string(sizing->policy, "cpu_measure"), "peak")
				      ? "cpu_peak"
				      : "cpu_p95";
	int64_t used = json_integer(sizing->usage, measure, -1);
	int64_t load = policy_of(sizing, "cpu_permille", 1000);
	int64_t needed = (used + load - 1) / load;
	int64_t least = policy_of(sizing, "vcpus_least", 1);

	if (used < 0)
		return sizing->vcpus;
	return needed > least ? needed : least;
}

/* The most that it used, and the headroom, in whole steps. */
static int64_t propose_memory(const struct sizing *sizing)
{
	int64_t used = json_integer(sizing->usage, "memory_peak", -1);
	int64_t needed = used + used / 100 * policy_of(sizing, "memory_headroom_percent", 0);
	int64_t least = policy_of(sizing, "memory_least", 0);

	if (used < 0)
		return sizing->memory;
	return up_to(needed > least ? needed : least, policy_of(sizing, "memory_step", 1));
}

static struct json_object *basis_of(const struct sizing *sizing)
{
	struct json_object *basis = json_object_new_object();

	json_set_integer(basis, "days", json_integer(sizing->usage, "days", 0));
	json_set_integer(basis, "vcpus", sizing->vcpus);
	json_set_integer(basis, "memory", sizing->memory);
	json_set_integer(basis, "proposed_vcpus", sizing->new_vcpus);
	return json_set_integer(basis, "proposed_memory", sizing->new_memory);
}

/* One that needs more of anything is too small, whatever it has too much. */
static void say_size(const struct judged *judged, const struct readiness_rule *rule,
	const struct sizing *sizing)
{
	bool small = sizing->new_vcpus > sizing->vcpus || sizing->new_memory > sizing->memory;
	bool large = sizing->new_vcpus < sizing->vcpus || sizing->new_memory < sizing->memory;

	judge_say_why(judged, rule, basis_of(sizing),
		small   ? "fail"
		: large ? "warn"
			: "pass",
		"It has %lld virtual processors and %lld bytes of memory; by what it used in "
		"%lld days, %lld and %lld are proposed.",
		(long long)sizing->vcpus, (long long)sizing->memory,
		(long long)json_integer(sizing->usage, "days", 0), (long long)sizing->new_vcpus,
		(long long)sizing->new_memory);
}

void machine_size(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *measures;
	struct sizing sizing = {.policy = json_member(judged->profile, "sizing"),
		.vcpus = json_integer(judged->machine, "vcpus", 0),
		.memory = json_integer(judged->machine, "memory", 0)};

	if (!sizing.policy) {
		judge_say(judged, rule, "unknown", "The profile has no \"sizing\".");
		return;
	}
	measures = zombie_measures(judged, rule);
	if (!measures)
		return;
	sizing.usage = json_member(json_member(measures, "machines"), judged->id);
	if (json_integer(sizing.usage, "days", 0) < policy_of(&sizing, "days_least", 1)) {
		judge_say(judged, rule, "unknown",
			"What it used is known of %lld days, and %lld are needed.",
			(long long)json_integer(sizing.usage, "days", 0),
			(long long)policy_of(&sizing, "days_least", 1));
		return;
	}
	sizing.new_vcpus = propose_vcpus(&sizing);
	sizing.new_memory = propose_memory(&sizing);
	say_size(judged, rule, &sizing);
}
