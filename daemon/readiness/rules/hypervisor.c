/* The target as a hypervisor: whether it can take the machine over, and has room to run it. */
#include "model/profile.h"
#include "model/snapshot.h"
#include "readiness/rules/rules.h"
#include <stdio.h>

/* --- versions --- */

struct version {
	unsigned part[3];
};

/* "9.0.0"; false when it was not read. */
static bool read_version(struct version *version, struct json_object *host, const char *name)
{
	const char *text = json_string(host, name);

	*version = (struct version){{0}};
	return text && sscanf(text, "%u.%u.%u", &version->part[0], &version->part[1],
			       &version->part[2]) >= 2;
}

static bool is_newer(const struct version *left, const struct version *right)
{
	for (unsigned i = 0; i < 3; i++)
		if (left->part[i] != right->part[i])
			return left->part[i] > right->part[i];
	return false;
}

/* Says it when this one keeps the machine. */
static bool say_version(
	const struct judged *judged, const struct readiness_rule *rule, const char *name)
{
	struct version from, to;

	if (!read_version(&from, judged->source, name) ||
		!read_version(&to, judged->target, name))
		judge_say(judged, rule, "unknown", "The version of %s was not read on both.",
			name);
	else if (is_newer(&from, &to))
		judge_say(judged, rule, "fail",
			"The source has %s %s, and the target the older %s.", name,
			json_string(judged->source, name), json_string(judged->target, name));
	else
		return false;
	return true;
}

void target_versions(const struct judged *judged, const struct readiness_rule *rule)
{
	if (!say_version(judged, rule, "libvirt") && !say_version(judged, rule, "qemu"))
		judge_say(judged, rule, "pass",
			"The target has libvirt %s and QEMU %s, and the source %s and %s.",
			json_string(judged->target, "libvirt"),
			json_string(judged->target, "qemu"),
			json_string(judged->source, "libvirt"),
			json_string(judged->source, "qemu"));
}

/* --- CPU features --- */

/* How many of those the target lacks; the first of them in `*first`. */
static int count_lacking(
	struct json_object *required, struct json_object *given, const char **first)
{
	int count = 0;

	for (size_t i = 0; i < json_length(required); i++) {
		const char *name =
			json_object_get_string(json_object_array_get_idx(required, i));

		if (json_has_string(given, name))
			continue;
		if (count++ == 0)
			*first = name;
	}
	return count;
}

static void judge_features(const struct judged *judged, const struct readiness_rule *rule,
	struct json_object *required, struct json_object *given)
{
	const char *first = NULL;
	int lacking = count_lacking(required, given, &first);

	if (lacking > 0)
		judge_say(judged, rule, "fail",
			"Of the %d CPU features that it requires the target lacks %d, first "
			"%s.",
			(int)json_length(required), lacking, first);
	else
		judge_say(judged, rule, "pass",
			"The target has each of the %d CPU features that it requires by name.",
			(int)json_length(required));
}

void target_cpu_features(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *required = json_member(judged->machine, "cpu_required");
	struct json_object *given = json_member(judged->target, "cpu_features");

	if (text_equal(json_string(judged->machine, "domain_type"), "qemu"))
		judge_say(judged, rule, "pass",
			"Its CPU is emulated: its features come from QEMU, not from the host.");
	else if (!required)
		judge_say(judged, rule, "unknown",
			"The CPU features that it requires were not read.");
	else if (!given)
		judge_say(judged, rule, "unknown",
			"The CPU features of the target were not read.");
	else
		judge_features(judged, rule, required, given);
}

/* --- memory and processors --- */

/*
 * What the target said last of its memory, which is never more than it has; -1: nothing. A host
 * that only tells what is free, and not what its kernel gives back, has at least that.
 */
static int64_t memory_available(const struct judged *judged)
{
	struct json_object *member =
		snapshot_member(judged->snapshot, "host", json_string(judged->target, "name"));
	struct json_object *measures = json_member(member, "measures");

	int64_t free = json_integer(measures, "memory_free", -1);
	int64_t found = json_integer(measures, "memory_available", free);
	int64_t all = json_integer(judged->target, "memory", found);

	return found < all ? found : all;
}

/* Says it when the target is too small even when it is empty. */
static bool say_too_small(const struct judged *judged, const struct readiness_rule *rule)
{
	int64_t vcpus = json_integer(judged->machine, "vcpus", 1);
	int64_t cpus = json_integer(judged->target, "cpus", -1);

	if (cpus < 0)
		judge_say(judged, rule, "unknown",
			"The processors of the target were not counted.");
	else if (cpus < vcpus)
		judge_say(judged, rule, "fail",
			"It has %lld virtual processors, and the target only %lld.",
			(long long)vcpus, (long long)cpus);
	else
		return false;
	return true;
}

void target_memory(const struct judged *judged, const struct readiness_rule *rule)
{
	int64_t percent = profile_integer(judged->profile, "planning", "headroom_percent");
	int64_t bytes = json_integer(judged->machine, "memory", 0);
	int64_t needed = bytes + bytes / 100 * percent, found = memory_available(judged);

	if (say_too_small(judged, rule))
		return;
	if (found < 0)
		judge_say(judged, rule, "unknown",
			"The target did not tell how much memory is available.");
	else
		judge_say(judged, rule, found >= needed ? "pass" : "fail",
			"The target has %lld bytes of memory available; %lld bytes and %lld%% "
			"headroom need %lld.",
			(long long)found, (long long)bytes, (long long)percent,
			(long long)needed);
}
