/*
 * Against the declared baseline: counts of a department with all that belong to it, and dates.
 */
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/countable.h"
#include "inventory/drift.h"
#include "inventory/silent.h"
#include "model/snapshot.h"
#include <string.h>
#include <strings.h>

struct judging {
	struct json_object *snapshot, *objects, *profile;
	struct json_object *counts; /* name of a countable -> department -> how many */
	struct json_object
		*baselines; /* name of a countable -> department -> its date, or "" */
	struct json_object *rows, *unmatched;
	struct json_object *without;  /* rule -> set of departments */
	struct json_object *lineages; /* department -> itself and those above it */
	struct json_object *sums;     /* rule -> department -> the row of its baselines */
	struct json_object *read;     /* department -> whether all of its hosts were */
	struct json_object *looked;   /* set of departments: it or one below was read */
	struct json_object *unread; /* department -> how many of it and those below were not */
	bool in_doubt;              /* nobody knows whose hosts were not read */
};

static struct json_object *facts_of(const struct judging *judging, struct json_object *member)
{
	return json_member(judging->objects, json_string(member, "digest"));
}

static struct json_object *host_of(const struct judging *judging, struct json_object *facts)
{
	struct json_object *member =
		snapshot_member(judging->snapshot, "host", json_string(facts, "host"));

	return member ? facts_of(judging, member) : NULL;
}

static const char *department_of(struct json_object *facts, struct json_object *host)
{
	return json_string(host ? host : facts, "department");
}

/*
 * The department and those above it, each once, whatever circles they declare: a set in that
 * order. Borrowed.
 */
static struct json_object *lineage_of(const struct judging *judging, const char *department)
{
	struct json_object *lineage = json_member(judging->lineages, department);
	const char *above = department;

	if (lineage)
		return lineage;
	lineage = json_object_new_object();
	while (above && !json_member(lineage, above)) {
		struct json_object *member =
			snapshot_member(judging->snapshot, "department", above);

		json_set_boolean(lineage, above, true);
		above = member ? json_string(facts_of(judging, member), "parent") : NULL;
	}
	json_set(judging->lineages, department, lineage);
	return lineage;
}

static struct json_object *table_of(struct json_object *tables, const char *name)
{
	struct json_object *table = json_member(tables, name);

	if (!table)
		json_set(tables, name, table = json_object_new_object());
	return table;
}

/* --- counting --- */

static void add_up(
	const struct judging *judging, const char *name, const char *department, int64_t more)
{
	struct json_object *counts = table_of(judging->counts, name);
	struct json_object *lineage = department ? lineage_of(judging, department) : NULL;

	if (!lineage)
		return;
	json_object_object_foreach (lineage, above, unused) {
		(void)unused;
		json_set_integer(counts, above, json_integer(counts, above, 0) + more);
	}
}

static void count_member(const struct judging *judging, const struct countable *countable,
	struct json_object *member)
{
	struct json_object *facts = facts_of(judging, member);
	struct json_object *host = host_of(judging, facts);

	if (countable->counts(facts, host))
		add_up(judging, countable->name, department_of(facts, host),
			countable->sum ? json_integer(facts, countable->sum, 0) : 1);
}

static void count_members(const struct judging *judging, struct json_object *rule)
{
	const struct countable *countable = countable_named(json_string(rule, "counts"));
	struct json_object *members = json_member(judging->snapshot, "members");

	for (size_t i = 0; countable && i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), countable->kind))
			count_member(judging, countable, member);
	}
}

/* --- who was read --- */

static void note_host(
	const struct judging *judging, struct json_object *host, struct json_object *silent)
{
	const char *department = json_string(host, "department");
	bool is_silent = json_member(silent, json_string(host, "name"));

	if (department && text_equal(json_string(host, "side"), "department"))
		json_set_boolean(judging->read, department,
			!is_silent && json_boolean(judging->read, department, true));
}

static void note_department(
	struct json_object *names, struct json_object *member, struct json_object *facts)
{
	const char *name = json_string(member, "id"), *parent = json_string(facts, "parent");

	if (!json_member(names, name))
		json_set_boolean(names, name, false);
	if (parent && !text_equal(parent, name))
		json_set_boolean(names, parent, true);
}

/* Who stands above others may have no host of its own; of all others nobody knows. */
static void note_read(const struct judging *judging, const char *name, bool is_above)
{
	struct json_object *lineage = lineage_of(judging, name);
	bool was_read = json_boolean(judging->read, name, is_above);

	json_object_object_foreach (lineage, above, unused) {
		(void)unused;
		if (!was_read)
			json_set_integer(judging->unread, above,
				json_integer(judging->unread, above, 0) + 1);
		else if (json_member(judging->read, name))
			json_set_boolean(judging->looked, above, true);
	}
}

/* `names`: department -> whether it stands above others. */
static void note_members(
	const struct judging *judging, struct json_object *names, struct json_object *silent)
{
	struct json_object *members = json_member(judging->snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		const char *kind = json_string(member, "kind");

		if (text_equal(kind, "host"))
			note_host(judging, facts_of(judging, member), silent);
		else if (text_equal(kind, "department"))
			note_department(names, member, facts_of(judging, member));
	}
}

static void note_reads(struct judging *judging)
{
	AUTO_JSON struct json_object *names = json_object_new_object();
	AUTO_JSON struct json_object *silent =
		silent_hosts(judging->snapshot, &judging->in_doubt);

	note_members(judging, names, silent);
	json_object_object_foreach (names, name, is_above)
		note_read(judging, name, json_object_get_boolean(is_above));
	json_object_object_foreach (judging->read, owner, unused) {
		(void)unused;
		if (!json_member(names, owner))
			note_read(judging, owner, false);
	}
}

/* --- rows --- */

static struct json_object *row_of(
	const struct judging *judging, struct json_object *rule, const char *change)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "rule", json_string(rule, "rule"));
	json_set_string(row, "effect", json_string(rule, "effect"));
	json_set_string(row, "cites", json_string(rule, "cites"));
	json_set_string(row, "change", change);
	json_object_array_add(judging->rows, row);
	return row;
}

static bool counts_asset(struct json_object *rule, const char *asset)
{
	struct json_object *assets = json_member(rule, "assets");

	for (size_t i = 0; i < json_length(assets); i++)
		if (strcasecmp(json_object_get_string(json_object_array_get_idx(assets, i)),
			    asset) == 0)
			return true;
	return false;
}

/*
 * All of what scans find was looked at, or something of what is told was told. Nothing of a
 * kind without that says that nobody looked, not that it is 0.
 */
static bool is_counted(const struct judging *judging, const struct countable *countable,
	const char *department)
{
	if (!countable->found)
		return json_member(json_member(judging->counts, countable->name), department);
	return !judging->in_doubt && json_member(judging->looked, department) &&
	       !json_member(judging->unread, department);
}

static void judge_change(
	const struct judging *judging, struct json_object *row, const char *name)
{
	const struct countable *countable = countable_named(name);
	const char *department = json_string(row, "department");
	struct json_object *after = json_member(json_member(judging->counts, name), department);
	struct json_object *unread = json_member(judging->unread, department);
	bool counted = countable && is_counted(judging, countable, department);

	if (json_integer(json_member(judging->counts, name), department, 0) >
		json_integer(row, "before", 0))
		json_set_string(row, "change", "grown");
	else
		json_set_string(row, "change", counted ? "within" : "unknown");
	if (after || counted)
		json_set_integer(row, "after", after ? json_object_get_int64(after) : 0);
	if (countable && countable->found && unread)
		json_set(row, "unread", json_object_get(unread));
}

/* Baselines that one rule counts are one: departments call the same by several names. */
static struct json_object *sum_of(
	const struct judging *judging, struct json_object *rule, const char *department)
{
	AUTO_FREE char *key =
		mem_format("%s %s", json_string(rule, "rule"), json_string(rule, "counts"));
	struct json_object *sums = table_of(judging->sums, key);
	struct json_object *row = json_member(sums, department);

	if (row)
		return row;
	row = row_of(judging, rule, "unknown");
	json_set_string(row, "department", department);
	json_set(sums, department, json_object_get(row));
	return row;
}

/* Of several dates the latest counts. */
static void add_baseline(struct json_object *row, struct json_object *baseline)
{
	const char *asset = json_string(row, "asset"), *name = json_string(baseline, "name");
	const char *since = json_string(row, "since"), *date = json_string(baseline, "as_of");
	AUTO_FREE char *both = asset ? mem_format("%s, %s", asset, name) : mem_string(name);

	json_set_string(row, "asset", both);
	json_set_integer(row, "before",
		json_integer(row, "before", 0) + json_integer(baseline, "count", 0));
	if (date && (!since || strcmp(date, since) > 0))
		json_set_string(row, "since", date);
}

static void judge_count(
	const struct judging *judging, struct json_object *rule, struct json_object *baseline)
{
	const char *name = json_string(rule, "counts");
	const char *department = json_string(baseline, "department"), *since;
	struct json_object *row = sum_of(judging, rule, department);

	add_baseline(row, baseline);
	judge_change(judging, row, name);
	since = json_string(row, "since");
	json_set_string(table_of(judging->baselines, name), department, since ? since : "");
}

static void judge_baseline(const struct judging *judging, struct json_object *baseline)
{
	struct json_object *rules = json_member(judging->profile, "freeze");
	struct json_object *row;
	bool counted = false;

	for (size_t i = 0; i < json_length(rules); i++) {
		struct json_object *rule = json_object_array_get_idx(rules, i);

		if (!counts_asset(rule, json_string(baseline, "name")))
			continue;
		judge_count(judging, rule, baseline);
		counted = true;
	}
	if (counted)
		return;
	row = json_set_string(
		json_object_new_object(), "department", json_string(baseline, "department"));
	json_set_string(row, "name", json_string(baseline, "name"));
	json_object_array_add(judging->unmatched, row);
}

/* The date of the nearest baseline of the department and those above; NULL: none has one. */
static const char *baseline_date(
	const struct judging *judging, const char *name, const char *department)
{
	struct json_object *baselines = json_member(judging->baselines, name);
	struct json_object *lineage = department ? lineage_of(judging, department) : NULL;

	if (!lineage)
		return NULL;
	json_object_object_foreach (lineage, above, unused) {
		const char *date = json_string(baselines, above);

		(void)unused;
		if (date)
			return date;
	}
	return NULL;
}

/* Whether a date ("2018", "2018-01", "2018-01-31") is wholly after another. */
static bool is_after(const char *date, const char *other)
{
	size_t size = strlen(date) < strlen(other) ? strlen(date) : strlen(other);

	return strncmp(date, other, size) > 0;
}

/* One object: new by its own date, or of a department without a baseline. */
static void judge_object(const struct judging *judging, struct json_object *rule,
	const struct countable *countable, struct json_object *member)
{
	struct json_object *facts = facts_of(judging, member);
	const char *department = department_of(facts, host_of(judging, facts));
	const char *since = baseline_date(judging, countable->name, department);
	const char *date = countable->dated ? json_string(facts, countable->dated) : NULL;
	struct json_object *row;

	if (!since && department)
		json_set_boolean(table_of(judging->without, json_string(rule, "rule")),
			department, true);
	since = since && *since ? since : json_string(rule, "since");
	if (!date || !since || !is_after(date, since))
		return;
	row = row_of(judging, rule, "new");
	json_set_string(row, "department", department);
	json_set_string(row, "kind", countable->kind);
	json_set_string(row, "id", json_string(member, "id"));
	json_set_string(row, "fact", countable->dated);
	json_set_string(row, "after", date);
	json_set_string(row, "since", since);
}

static void judge_objects(const struct judging *judging, struct json_object *rule)
{
	const struct countable *countable = countable_named(json_string(rule, "counts"));
	struct json_object *members = json_member(judging->snapshot, "members");

	for (size_t i = 0; countable && i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);
		struct json_object *facts = facts_of(judging, member);

		if (text_equal(json_string(member, "kind"), countable->kind) &&
			countable->counts(facts, host_of(judging, facts)))
			judge_object(judging, rule, countable, member);
	}
}

static void judge(struct judging *judging)
{
	struct json_object *members = json_member(judging->snapshot, "members");
	struct json_object *rules = json_member(judging->profile, "freeze");

	note_reads(judging);
	for (size_t i = 0; i < json_length(rules); i++)
		if (!json_member(judging->counts,
			    json_string(json_object_array_get_idx(rules, i), "counts")))
			count_members(judging, json_object_array_get_idx(rules, i));
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), "baseline"))
			judge_baseline(judging, facts_of(judging, member));
	}
	for (size_t i = 0; i < json_length(rules); i++)
		judge_objects(judging, json_object_array_get_idx(rules, i));
}

static int by_text(const void *left, const void *right)
{
	return strcmp(json_object_get_string(*(struct json_object *const *)left),
		json_object_get_string(*(struct json_object *const *)right));
}

static struct json_object *list_of(struct json_object *set)
{
	struct json_object *list = json_object_new_array();

	json_object_object_foreach (set, name, unused) {
		(void)unused;
		json_object_array_add(list, json_object_new_string(name));
	}
	json_object_array_sort(list, by_text);
	return list;
}

static struct json_object *lists_of(struct json_object *sets)
{
	struct json_object *lists = json_object_new_object();

	json_object_object_foreach (sets, name, set)
		json_set(lists, name, list_of(set));
	return lists;
}

struct json_object *drift_judge(struct json_object *snapshot, struct json_object *objects,
	struct json_object *profile, struct json_object **without,
	struct json_object **unmatched)
{
	AUTO_JSON struct json_object *counts = json_object_new_object();
	AUTO_JSON struct json_object *baselines = json_object_new_object();
	AUTO_JSON struct json_object *departments = json_object_new_object();
	AUTO_JSON struct json_object *lineages = json_object_new_object();
	AUTO_JSON struct json_object *sums = json_object_new_object();
	AUTO_JSON struct json_object *read = json_object_new_object();
	AUTO_JSON struct json_object *looked = json_object_new_object();
	AUTO_JSON struct json_object *unread = json_object_new_object();
	struct judging judging = {snapshot, objects, profile, counts, baselines,
		json_object_new_array(), json_object_new_array(), departments, lineages, sums,
		read, looked, unread, false};

	judge(&judging);
	*unmatched = judging.unmatched;
	*without = lists_of(departments);
	return judging.rows;
}
