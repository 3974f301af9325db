/*
 * Quota: what the machines of a department's systems ask for, whether they have arrived or not,
 * against what the cloud has granted to it.
 */
#include "model/profile.h"
#include "readiness/rules/rules.h"
#include <string.h>

static const char *const resources[] = {"vcpus", "memory", "storage", NULL};
#define RESOURCES 3

struct amounts {
	int64_t of[RESOURCES]; /* count, bytes, bytes */
};

/* --- what is granted --- */

struct grants {
	struct amounts sum, later;     /* those that hold here; with those that will */
	struct amounts anywhere;       /* and with those on other targets */
	const char *from;              /* when the last of these begins; NULL: none does */
	unsigned count, other;         /* grants for here; that are over or for elsewhere */
	const char *untold[RESOURCES]; /* a grant that does not tell it; NULL: all do */
	char today[CLOCK_TEXT];
};

/* A day that is told to the month or the year begins with its first and ends with its last. */
static bool is_over(struct json_object *quota, const char *today)
{
	const char *until = json_string(quota, "until");

	return until && strncmp(today, until, strlen(until)) > 0;
}

static bool is_later(struct json_object *quota, const char *today)
{
	const char *from = json_string(quota, "from");

	return from && strncmp(today, from, strlen(from)) < 0;
}

static bool is_for_target(const struct judged *judged, struct json_object *quota)
{
	const char *where = json_string(quota, "target");
	const char *host = json_string(judged->target, "name");
	struct json_object *cloud = profile_cloud(judged->profile, host);

	return !where || !judged->target || text_equal(where, host) ||
	       text_equal(where, json_string(cloud, "name"));
}

static void add_grant(struct grants *grants, struct json_object *quota)
{
	bool later = is_later(quota, grants->today);
	const char *from = json_string(quota, "from");

	grants->count++;
	if (later && (!grants->from || strcmp(grants->from, from) < 0))
		grants->from = from;
	for (int i = 0; i < RESOURCES; i++) {
		int64_t amount = json_integer(quota, resources[i], 0);

		if (!json_member(quota, resources[i]))
			grants->untold[i] = json_string(quota, "name");
		grants->sum.of[i] += later ? 0 : amount;
		grants->later.of[i] += amount;
	}
}

static void add_anywhere(struct grants *grants, struct json_object *quota)
{
	for (int i = 0; i < RESOURCES; i++)
		grants->anywhere.of[i] += json_integer(quota, resources[i], 0);
}

static bool look_at_quota(const struct judged *judged, struct json_object *member,
	struct json_object *facts, void *argument)
{
	struct grants *grants = argument;

	(void)member;
	if (!is_over(facts, grants->today))
		add_anywhere(grants, facts);
	if (is_for_target(judged, facts) && !is_over(facts, grants->today))
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
	json_set(object, "granted", told(&grants->sum));
	return json_set(object, "granted_in_all", told(&grants->later));
}

/* The first resource of which more is asked than granted, RESOURCES when there is none. */
static int exceeded(
	const struct asked *asked, const struct grants *grants, const struct amounts *granted)
{
	int i = 0;

	while (i < RESOURCES && (grants->untold[i] || asked->sum.of[i] <= granted->of[i]))
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
	int now = exceeded(asked, grants, &grants->sum);
	int here = exceeded(asked, grants, &grants->later);
	int over = exceeded(asked, grants, &grants->anywhere);

	if (over < RESOURCES)
		judge_say_why(judged, rule, basis(asked, grants), "fail",
			"Of %s the machines of its systems ask for %lld, and %lld are granted.",
			resources[over], (long long)asked->sum.of[over],
			(long long)grants->anywhere.of[over]);
	else if (here < RESOURCES)
		judge_say_why(judged, rule, basis(asked, grants), "warn",
			"Of %s the machines of its systems ask for %lld; here %lld are "
			"granted, and the rest elsewhere.",
			resources[here], (long long)asked->sum.of[here],
			(long long)grants->later.of[here]);
	else if (now < RESOURCES)
		judge_say_why(judged, rule, basis(asked, grants), "warn",
			"Of %s the machines of its systems ask for %lld, and %lld are granted "
			"now; the rest comes with %s.",
			resources[now], (long long)asked->sum.of[now],
			(long long)grants->sum.of[now], grants->from);
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

static void say_none(const struct judged *judged, const struct readiness_rule *rule,
	const struct grants *grants)
{
	if (judged->target)
		judge_say(judged, rule, "fail",
			"None of its %u grants is for %s and lasts beyond %s.", grants->other,
			json_string(judged->target, "name"), grants->today);
	else
		judge_say(judged, rule, "fail", "None of its %u grants lasts beyond %s.",
			grants->other, grants->today);
}

void target_quota(const struct judged *judged, const struct readiness_rule *rule)
{
	AUTO_JSON struct json_object *seen = json_object_new_object();
	struct asked asked = {.seen = seen};
	struct grants grants = {0};

	judge_day_before(judged, 0, grants.today);
	judge_any_of(judged, "quota", judged->id, look_at_quota, &grants);
	if (grants.count == 0 && grants.other > 0) {
		say_none(judged, rule, &grants);
		return;
	}
	if (grants.count == 0) {
		judge_say(judged, rule, "unknown", "No grant of the cloud to it was told.");
		return;
	}
	judge_any_of(judged, "system", judged->id, look_at_system, &asked);
	compare(judged, rule, &asked, &grants);
}
