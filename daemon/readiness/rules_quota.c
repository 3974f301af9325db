/*
 * Quota: what the machines of a department's systems ask for, whether they have arrived or not,
 * against what the cloud has granted to it.
 */
#include "model/profile.h"
#include "readiness/rules.h"
#include <string.h>

static const char *const resources[] = {"vcpus", "memory", "storage", NULL};
#define RESOURCES 3

struct amounts {
	int64_t of[RESOURCES]; /* count, bytes, bytes */
};

/* --- what is granted --- */

struct grants {
	struct amounts sum;
	unsigned count, other;         /* grants that hold; that hold not now or not here */
	const char *untold[RESOURCES]; /* a grant that does not tell it; NULL: all do */
	char today[CLOCK_TEXT];
};

/* A day that is told to the month or the year begins with its first and ends with its last. */
static bool holds(const struct judged *judged, struct json_object *quota, const char *today)
{
	const char *from = json_string(quota, "from"), *until = json_string(quota, "until");
	const char *where = json_string(quota, "target");
	const char *host = json_string(judged->target, "name");
	struct json_object *cloud = profile_cloud(judged->profile, host);

	if (from && strncmp(today, from, strlen(from)) < 0)
		return false;
	if (until && strncmp(today, until, strlen(until)) > 0)
		return false;
	return !where || text_equal(where, host) ||
	       text_equal(where, json_string(cloud, "name"));
}

static void add_grant(struct grants *grants, struct json_object *quota)
{
	grants->count++;
	for (int i = 0; i < RESOURCES; i++) {
		if (!json_member(quota, resources[i]))
			grants->untold[i] = json_string(quota, "name");
		grants->sum.of[i] += json_integer(quota, resources[i], 0);
	}
}

static bool look_at_quota(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	struct grants *grants = argument;

	(void)member;
	if (!text_equal(json_string(facts, "department"), judged->id))
		return false;
	if (holds(judged, facts, grants->today))
		add_grant(grants, facts);
	else
		grants->other++;
	return false;
}

/* --- what is asked for --- */

struct asked {
	struct amounts sum;
	struct json_object *seen; /* by uuid: two systems may share a machine */
	const char *missing;      /* a machine that was not found; NULL: all were */
};

static int64_t virtual_bytes(struct json_object *machine)
{
	struct json_object *disks = json_member(machine, "disks");
	int64_t bytes = 0;

	for (size_t i = 0; i < json_length(disks); i++)
		bytes += json_integer(json_object_array_get_idx(disks, i), "capacity", 0);
	return bytes;
}

static void add_machine(struct asked *asked, const struct judged_part *part)
{
	if (json_member(asked->seen, part->id))
		return;
	json_set_boolean(asked->seen, part->id, true);
	asked->sum.of[0] += json_integer(part->machine, "vcpus", 0);
	asked->sum.of[1] += json_integer(part->machine, "memory", 0);
	asked->sum.of[2] += virtual_bytes(part->machine);
}

static bool look_at_system(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	struct json_object *names = json_member(facts, "machines");
	struct asked *asked = argument;
	struct judged of_system = *judged;
	struct judged_part part;

	(void)member;
	of_system.subject = facts;
	if (!text_equal(json_string(facts, "department"), judged->id))
		return false;
	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));

		if (!judge_part(&of_system, name, &part))
			asked->missing = name;
		else if (part.machine)
			add_machine(asked, &part);
	}
	return false;
}

/* --- the verdict --- */

static struct json_object *told(const struct amounts *amounts)
{
	struct json_object *object = json_object_new_object();

	for (int i = 0; i < RESOURCES; i++)
		json_set_integer(object, resources[i], amounts->of[i]);
	return object;
}

static struct json_object *basis(const struct asked *asked, const struct grants *grants)
{
	struct json_object *object = json_object_new_object();

	json_set(object, "asked", told(&asked->sum));
	return json_set(object, "granted", told(&grants->sum));
}

/* The first resource of which more is asked than granted, RESOURCES when there is none. */
static int exceeded(const struct asked *asked, const struct grants *grants)
{
	int i = 0;

	while (i < RESOURCES && (grants->untold[i] || asked->sum.of[i] <= grants->sum.of[i]))
		i++;
	return i;
}

static const char *untold(const struct grants *grants)
{
	for (int i = 0; i < RESOURCES; i++)
		if (grants->untold[i])
			return grants->untold[i];
	return NULL;
}

static void compare(const struct judged *judged, const struct readiness_rule *rule,
	const struct asked *asked, const struct grants *grants)
{
	int over = exceeded(asked, grants);

	if (over < RESOURCES)
		judge_say_why(judged, rule, basis(asked, grants), "fail",
			"Of %s the machines of its systems ask for %lld, and %lld are granted.",
			resources[over], (long long)asked->sum.of[over],
			(long long)grants->sum.of[over]);
	else if (untold(grants))
		judge_say_why(judged, rule, basis(asked, grants), "unknown",
			"The grant %s does not tell vcpus, memory and storage.",
			untold(grants));
	else if (asked->missing)
		judge_say_why(judged, rule, basis(asked, grants), "unknown",
			"What its machine %s asks for is not known: it was not found.",
			asked->missing);
	else
		judge_say_why(judged, rule, basis(asked, grants), "pass",
			"Its machines ask for %lld of %lld vcpus, %lld of %lld bytes of memory "
			"and %lld of %lld of storage.",
			(long long)asked->sum.of[0], (long long)grants->sum.of[0],
			(long long)asked->sum.of[1], (long long)grants->sum.of[1],
			(long long)asked->sum.of[2], (long long)grants->sum.of[2]);
}

void target_quota(const struct judged *judged, const struct readiness_rule *rule)
{
	AUTO_JSON struct json_object *seen = json_object_new_object();
	struct asked asked = {.seen = seen};
	struct grants grants = {0};

	judge_day_before(judged, 0, grants.today);
	judge_any(judged, "quota", look_at_quota, &grants);
	if (grants.count == 0 && grants.other > 0) {
		judge_say(judged, rule, "fail", "None of its %u grants holds on %s on %s.",
			grants.other, json_string(judged->target, "name"), grants.today);
		return;
	}
	if (grants.count == 0) {
		judge_say(judged, rule, "unknown", "No grant of the cloud to it was told.");
		return;
	}
	judge_any(judged, "system", look_at_system, &asked);
	compare(judged, rule, &asked, &grants);
}
