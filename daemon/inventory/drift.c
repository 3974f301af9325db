#include "inventory/drift.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/claims.h"
#include "inventory/countable.h"
#include "inventory/picked.h"
#include "model/snapshot.h"

struct drifting {
	struct picked picked, from;
	struct json_object *profile, *rows;
};

/* --- the facts that are judged --- */

static bool is_judged(const struct drifting *drifting, const char *kind)
{
	static const char *const always[] = {
		"department", "baseline", "host", "machine", "system"};
	struct json_object *rules = json_member(drifting->profile, "freeze");

	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (text_equal(kind, always[i]))
			return true;
	for (size_t i = 0; i < json_length(rules); i++) {
		const struct countable *countable = countable_named(
			json_string(json_object_array_get_idx(rules, i), "counts"));

		if (countable && text_equal(countable->kind, kind))
			return true;
	}
	return false;
}

static int read_objects(
	const struct drifting *drifting, struct json_object *objects, struct error *error)
{
	struct json_object *members = json_member(drifting->picked.snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i), *facts;

		if (!is_judged(drifting, json_string(member, "kind")))
			continue;
		if (picked_facts(&facts, &drifting->picked, member, error) < 0)
			return -1;
		json_set(objects, json_string(member, "digest"), facts);
	}
	return 0;
}

/* --- against an older snapshot --- */

static int64_t size_of(struct json_object *facts, const char *fact)
{
	struct json_object *value = json_member(facts, fact);

	return json_object_is_type(value, json_type_array) ? (int64_t)json_length(value)
							   : json_integer(facts, fact, 0);
}

static struct json_object *add_row(const struct drifting *drifting, struct json_object *rule,
	struct json_object *member, const char *department, const char *change)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "rule", json_string(rule, "rule"));
	json_set_string(row, "effect", json_string(rule, "effect"));
	json_set_string(row, "cites", json_string(rule, "cites"));
	json_set_string(row, "change", change);
	json_set_string(row, "department", department);
	json_set_string(row, "kind", json_string(member, "kind"));
	json_set_string(row, "id", json_string(member, "id"));
	json_set_string(row, "since", json_string(drifting->from.snapshot, "made"));
	json_object_array_add(drifting->rows, row);
	return row;
}

struct pair {
	struct json_object *rule, *member, *before, *after;
	const char *department;
};

static void compare_facts(const struct drifting *drifting, const struct pair *pair)
{
	const struct countable *countable = countable_named(json_string(pair->rule, "counts"));

	if (!pair->before) {
		add_row(drifting, pair->rule, pair->member, pair->department, "new");
		return;
	}
	for (size_t i = 0; i < 3 && countable->grows[i]; i++) {
		const char *fact = countable->grows[i];
		int64_t before = size_of(pair->before, fact);
		int64_t after = size_of(pair->after, fact);
		struct json_object *row;

		if (after <= before)
			continue;
		row = add_row(drifting, pair->rule, pair->member, pair->department, "grown");
		json_set_string(row, "fact", fact);
		json_set_integer(row, "before", before);
		json_set_integer(row, "after", after);
	}
}

static int read_before(struct json_object **before, const struct drifting *drifting,
	struct json_object *member, struct error *error)
{
	struct json_object *old = snapshot_member(drifting->from.snapshot,
		json_string(member, "kind"), json_string(member, "id"));

	*before = NULL;
	return old ? picked_facts(before, &drifting->from, old, error) : 0;
}

static int compare_member(const struct drifting *drifting, struct json_object *rule,
	const struct countable *countable, struct json_object *member,
	struct json_object *facts, struct error *error)
{
	AUTO_JSON struct json_object *before = NULL;
	struct json_object *host;

	if (picked_host(&host, &drifting->picked, facts, error) < 0 ||
		read_before(&before, drifting, member, error) < 0)
		return -1;
	if (countable->counts(facts, host))
		compare_facts(
			drifting, &(struct pair){rule, member, before, facts,
					  json_string(host ? host : facts, "department")});
	return 0;
}

static bool is_same(const struct drifting *drifting, struct json_object *member)
{
	struct json_object *old = snapshot_member(drifting->from.snapshot,
		json_string(member, "kind"), json_string(member, "id"));

	return old && text_equal(json_string(old, "digest"), json_string(member, "digest"));
}

static int compare_rule(const struct drifting *drifting, struct json_object *rule,
	struct json_object *objects, struct error *error)
{
	const struct countable *countable = countable_named(json_string(rule, "counts"));
	struct json_object *members = json_member(drifting->picked.snapshot, "members");

	for (size_t i = 0; countable && i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), countable->kind) &&
			!is_same(drifting, member) &&
			compare_member(drifting, rule, countable, member,
				json_member(objects, json_string(member, "digest")), error) < 0)
			return -1;
	}
	return 0;
}

static int compare_snapshots(
	const struct drifting *drifting, struct json_object *objects, struct error *error)
{
	struct json_object *rules = json_member(drifting->profile, "freeze");

	for (size_t i = 0; drifting->from.snapshot && i < json_length(rules); i++)
		if (compare_rule(
			    drifting, json_object_array_get_idx(rules, i), objects, error) < 0)
			return -1;
	return 0;
}

static int drift_all(struct json_object *drift, struct drifting *drifting, struct error *error)
{
	AUTO_JSON struct json_object *objects = json_object_new_object();
	struct json_object *without, *unmatched;

	if (read_objects(drifting, objects, error) < 0)
		return -1;
	drifting->rows = drift_judge(
		drifting->picked.snapshot, objects, drifting->profile, &without, &unmatched);
	json_set_string(drift, "digest", drifting->picked.digest);
	json_set_string(drift, "made", json_string(drifting->picked.snapshot, "made"));
	json_set(drift, "rows", drifting->rows);
	json_set(drift, "without_baseline", without);
	json_set(drift, "unmatched", unmatched);
	json_set(drift, "unfound", claims_unfound(drifting->picked.snapshot, objects));
	return compare_snapshots(drifting, objects, error);
}

int inventory_drift(struct json_object **drift, struct store *store,
	struct json_object *profile, const char *from, struct error *error)
{
	AUTO_JSON struct json_object *made = json_object_new_object();
	struct drifting drifting = {.profile = profile};
	int done = picked_open(&drifting.picked, store, NULL, error);

	if (done == 0 && from)
		done = picked_open(&drifting.from, store, from, error);
	if (done == 0)
		done = drift_all(made, &drifting, error);
	*drift = done == 0 ? mem_take(&made) : NULL;
	picked_close(&drifting.picked);
	picked_close(&drifting.from);
	return done;
}
