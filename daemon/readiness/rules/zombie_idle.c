/*
 * Idle systems: each machine of one used little over the whole window, and nobody logged in.
 * One that was in use is enough to pass; one of which too little is known is enough not to
 * fail.
 */
#include "base/json.h"
#include "readiness/rules/zombie.h"
#include <string.h>

enum use { UNMEASURED, UNWATCHED, IN_USE, LOGGED_IN, IDLE, USES };

struct idleness {
	const struct judged *judged;
	struct json_object *zombie, *machines; /* profile; what was measured, by uuid */
	struct json_object *basis;
	char since[CLOCK_TEXT];
	size_t count[USES], all;
	const char *first[USES];         /* the name of the first */
	struct json_object *shown[USES]; /* and what was found of it */
};

static int64_t limit_of(const struct idleness *idleness, const char *name)
{
	return json_integer(idleness->zombie, name, 0);
}

/* Days of which something is known; another machine than was measured has none. */
static bool is_known(const struct idleness *idleness, struct json_object *usage)
{
	return json_integer(usage, "days", 0) * 100 >=
	       limit_of(idleness, "window_days") * limit_of(idleness, "days_percent");
}

/* Thousandths of all processors that the machine has. */
static int64_t of_all(
	const struct judged_part *part, struct json_object *usage, const char *name)
{
	return json_integer(usage, name, 0) / json_integer(part->machine, "vcpus", 1);
}

static bool uses_little(const struct idleness *idleness, struct json_object *shown)
{
	return json_integer(shown, "cpu_mean_permille", 0) <
		       limit_of(idleness, "cpu_mean_permille") &&
	       json_integer(shown, "cpu_peak_permille", 0) <
		       limit_of(idleness, "cpu_peak_permille") &&
	       json_integer(shown, "net_day_bytes", 0) < limit_of(idleness, "net_day_bytes");
}

/* A login of a month or a year is of its last day. */
static bool is_since(const char *day, const char *since)
{
	return day && strncmp(day, since, strlen(day)) >= 0;
}

static const char *last_login(const struct idleness *idleness, const struct judged_part *part)
{
	struct json_object *logins = json_member(part->host, "last_logins");

	for (size_t i = 0; i < json_length(logins); i++) {
		const char *day = json_string(json_object_array_get_idx(logins, i), "day");

		if (is_since(day, idleness->since))
			return day;
	}
	return NULL;
}

static struct json_object *show(
	struct idleness *idleness, const struct judged_part *part, const char *name)
{
	struct json_object *usage = part->id ? json_member(idleness->machines, part->id) : NULL;
	struct json_object *shown = json_object_new_object();

	json_set_integer(shown, "days", json_integer(usage, "days", 0));
	json_set_string(shown, "login", last_login(idleness, part));
	if (json_integer(usage, "days", 0) > 0) {
		json_set_integer(shown, "cpu_mean_permille", of_all(part, usage, "cpu_mean"));
		json_set_integer(shown, "cpu_peak_permille", of_all(part, usage, "cpu_peak"));
		json_set_integer(
			shown, "net_day_bytes", json_integer(usage, "net_day_bytes", 0));
	}
	json_set(json_member(idleness->basis, "machines"), name, shown);
	return shown;
}

static enum use use_of(
	struct idleness *idleness, const struct judged_part *part, struct json_object *shown)
{
	if (json_string(shown, "login"))
		return LOGGED_IN;
	if (!is_known(idleness, shown))
		return UNMEASURED;
	if (!uses_little(idleness, shown))
		return IN_USE;
	if (!json_boolean(idleness->zombie, "logins_needed", true))
		return IDLE;
	return part->host && !judge_unread(part->host, "last_logins") ? IDLE : UNWATCHED;
}

static void look_at(struct idleness *idleness, const char *name)
{
	struct judged_part part;
	struct json_object *shown;
	enum use use;

	judge_part(idleness->judged, name, &part);
	shown = show(idleness, &part, name);
	use = use_of(idleness, &part, shown);
	idleness->all++;
	if (idleness->count[use]++ > 0)
		return;
	idleness->first[use] = name;
	idleness->shown[use] = shown;
}

/* --- sentences --- */

static void say_used(const struct idleness *idleness, const struct readiness_rule *rule)
{
	struct json_object *shown = idleness->shown[IN_USE];

	if (!shown) {
		judge_say_why(idleness->judged, rule, json_object_get(idleness->basis), "pass",
			"Somebody logged in to %s on %s.", idleness->first[LOGGED_IN],
			json_string(idleness->shown[LOGGED_IN], "login"));
		return;
	}
	judge_say_why(idleness->judged, rule, json_object_get(idleness->basis), "pass",
		"%s was in use: its processors did %lld thousandths, and %lld at most, and it "
		"moved %lld bytes a day.",
		idleness->first[IN_USE], (long long)json_integer(shown, "cpu_mean_permille", 0),
		(long long)json_integer(shown, "cpu_peak_permille", 0),
		(long long)json_integer(shown, "net_day_bytes", 0));
}

static void say_idle(const struct idleness *idleness, const struct readiness_rule *rule)
{
	struct json_object *shown = idleness->shown[IDLE];

	judge_say_why(idleness->judged, rule, json_object_get(idleness->basis), "fail",
		"All its %zu machines were idle for %lld days; of %s the processors did %lld "
		"thousandths (the line is %lld), and %lld at most (%lld), and it moved %lld "
		"bytes a day (%lld).",
		idleness->all, (long long)limit_of(idleness, "window_days"),
		idleness->first[IDLE], (long long)json_integer(shown, "cpu_mean_permille", 0),
		(long long)limit_of(idleness, "cpu_mean_permille"),
		(long long)json_integer(shown, "cpu_peak_permille", 0),
		(long long)limit_of(idleness, "cpu_peak_permille"),
		(long long)json_integer(shown, "net_day_bytes", 0),
		(long long)limit_of(idleness, "net_day_bytes"));
}

static void say_unknown(const struct idleness *idleness, const struct readiness_rule *rule)
{
	if (idleness->count[UNMEASURED] > 0)
		judge_say_why(idleness->judged, rule, json_object_get(idleness->basis),
			"unknown",
			"Of %zu of its %zu machines too little was measured, first of %s: %lld "
			"of %lld days, of which %lld in a hundred are needed.",
			idleness->count[UNMEASURED], idleness->all, idleness->first[UNMEASURED],
			(long long)json_integer(idleness->shown[UNMEASURED], "days", 0),
			(long long)limit_of(idleness, "window_days"),
			(long long)limit_of(idleness, "days_percent"));
	else
		judge_say_why(idleness->judged, rule, json_object_get(idleness->basis),
			"unknown",
			"Its machines used little for %lld days, but who logs in to %zu of %zu "
			"was not read, first of %s.",
			(long long)limit_of(idleness, "window_days"),
			idleness->count[UNWATCHED], idleness->all, idleness->first[UNWATCHED]);
}

static void say(const struct idleness *idleness, const struct readiness_rule *rule)
{
	if (idleness->count[IN_USE] + idleness->count[LOGGED_IN] > 0)
		say_used(idleness, rule);
	else if (idleness->count[IDLE] == idleness->all)
		say_idle(idleness, rule);
	else
		say_unknown(idleness, rule);
}

static struct json_object *new_basis(
	const struct idleness *idleness, struct json_object *measures)
{
	static const char *const limits[] = {"window_days", "days_percent", "cpu_mean_permille",
		"cpu_peak_permille", "net_day_bytes", NULL};
	struct json_object *basis = json_object_new_object();

	for (const char *const *limit = limits; *limit; limit++)
		json_set_integer(basis, *limit, limit_of(idleness, *limit));
	json_set_string(basis, "until", json_string(measures, "until"));
	return json_set(basis, "machines", json_object_new_object());
}

void zombie_idle(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *names = json_member(judged->subject, "machines");
	struct json_object *zombie = zombie_profile(judged, rule);
	struct json_object *measures = zombie ? zombie_measures(judged, rule) : NULL;
	struct idleness idleness = {.judged = judged,
		.zombie = zombie,
		.machines = json_member(measures, "machines")};
	AUTO_JSON struct json_object *basis = NULL;

	if (!measures)
		return;
	if (json_length(names) == 0) {
		judge_say(judged, rule, "unknown", "None of its machines is told.");
		return;
	}
	zombie_day_before(judged, limit_of(&idleness, "window_days"), idleness.since);
	basis = idleness.basis = new_basis(&idleness, measures);
	for (size_t i = 0; i < json_length(names); i++)
		look_at(&idleness, json_object_get_string(json_object_array_get_idx(names, i)));
	say(&idleness, rule);
}
