#include "reporting/self_check.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/completeness.h"
#include "model/ledger.h"
#include <string.h>

/* --- entries --- */

static struct json_object *told_of(struct json_object *entry)
{
	struct json_object *origin = json_member(entry, "origin");
	struct json_object *told = json_object_new_object();

	json_set_string(told, "file", json_string(origin, "file"));
	json_set_string(told, "sheet", json_string(origin, "sheet"));
	if (json_member(origin, "row"))
		json_set_integer(told, "row", json_integer(origin, "row", 0));
	return json_set_string(told, "time", json_string(entry, "time"));
}

static struct json_object *report_entry(
	const struct ledger_kind *kind, struct json_object *entry)
{
	struct json_object *row = json_object_new_object(),
			   *facts = json_member(entry, "facts");

	json_set_string(row, "name", json_string(facts, "name"));
	json_set(row, "facts", json_object_get(facts));
	json_set(row, "missing", ledger_missing(kind, facts));
	json_set_boolean(row, "in_scope", ledger_in_scope(facts));
	return json_set(row, "told", told_of(entry));
}

/* A list for each kind of which departments have entries. */
static struct json_object *list_entries(struct json_object *department)
{
	struct json_object *lists = json_object_new_object();
	struct json_object *entries = json_member(department, "entries");

	for (const struct ledger_kind *kind = ledger_kinds; kind->kind; kind++)
		if (ledger_field(kind, "department"))
			json_set(lists, kind->kind, json_object_new_array());
	for (size_t i = 0; i < json_length(entries); i++) {
		struct json_object *entry = json_object_array_get_idx(entries, i);
		const char *kind = json_string(entry, "kind");

		json_object_array_add(
			json_member(lists, kind), report_entry(ledger_kind(kind), entry));
	}
	return lists;
}

/* --- rules on one entry --- */

/* What an entry lacks without a rule of its own that says so. New reference. */
static struct json_object *facts_lacked(struct json_object *row)
{
	struct json_object *missing = json_member(row, "missing");
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(missing); i++) {
		struct json_object *fact = json_object_array_get_idx(missing, i);

		if (!text_equal(json_object_get_string(fact), "expires"))
			json_object_array_add(list, json_object_get(fact));
	}
	return list;
}

static bool lacks_facts(struct json_object *row, const char *made)
{
	AUTO_JSON struct json_object *lacked = facts_lacked(row);

	(void)made;
	return json_boolean(row, "in_scope", true) && json_length(lacked) > 0;
}

static bool is_divisions(struct json_object *row, const char *made)
{
	(void)made;
	return text_equal(json_string(json_member(row, "facts"), "owner_level"), "division");
}

static bool is_out_of_scope(struct json_object *row, const char *made)
{
	(void)made;
	return !json_boolean(row, "in_scope", true);
}

/* What is valid until a month or year is so to its end. */
static bool has_expired(struct json_object *row, const char *made)
{
	const char *expires = json_string(json_member(row, "facts"), "expires");

	return expires && strncmp(expires, made, strlen(expires)) < 0;
}

static bool has_no_end(struct json_object *row, const char *made)
{
	(void)made;
	return !json_string(json_member(row, "facts"), "expires");
}

struct entry_rule {
	const char *rule;
	const char *kind; /* NULL: of every kind */
	const char *fact; /* that it is about; NULL: those that it lacks */
	bool open;
	bool (*holds)(struct json_object *row, const char *made);
};

static const struct entry_rule entry_rules[] = {
	{"missing_facts", NULL, NULL, true, lacks_facts},
	{"division_system", "system", "owner_level", true, is_divisions},
	{"retention_expired", "retention", "expires", true, has_expired},
	{"retention_without_end", "retention", "expires", true, has_no_end},
	{"out_of_scope", NULL, "funding_model", false, is_out_of_scope},
};

/* --- findings --- */

static struct json_object *one_fact(const char *fact)
{
	struct json_object *list = json_object_new_array();

	json_object_array_add(list, json_object_new_string(fact));
	return list;
}

static void find(struct json_object *findings, const char *rule, bool open, const char *kind,
	const char *name, struct json_object *facts)
{
	struct json_object *finding = json_object_new_object();

	json_set_string(finding, "rule", rule);
	json_set_boolean(finding, "open", open);
	json_set_string(finding, "kind", kind);
	json_set_string(finding, "name", name);
	json_object_array_add(findings, json_set(finding, "facts", facts));
}

static void find_in_list(struct json_object *findings, const struct entry_rule *rule,
	const char *kind, struct json_object *list, const char *made)
{
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (rule->holds(row, made))
			find(findings, rule->rule, rule->open, kind, json_string(row, "name"),
				rule->fact ? one_fact(rule->fact) : facts_lacked(row));
	}
}

static void find_in_entries(
	struct json_object *findings, struct json_object *entries, const char *made)
{
	for (size_t i = 0; i < sizeof(entry_rules) / sizeof(entry_rules[0]); i++) {
		const struct entry_rule *rule = &entry_rules[i];

		json_object_object_foreach (entries, kind, list)
			if (!rule->kind || text_equal(rule->kind, kind))
				find_in_list(findings, rule, kind, list, made);
	}
}

static void find_contradictions(
	struct json_object *findings, struct json_object *contradictions)
{
	for (size_t i = 0; i < json_length(contradictions); i++) {
		struct json_object *row = json_object_array_get_idx(contradictions, i);

		find(findings, "contradiction", true, json_string(row, "kind"),
			json_string(row, "id"), one_fact(json_string(row, "fact")));
	}
}

/* Of the subjects "KIND ID" of an irregularity the department's own, or else the first. */
static const char *subject_of(struct json_object *irregularity, const char *department)
{
	struct json_object *subjects = json_member(irregularity, "subjects");
	size_t size = strlen(department);

	for (size_t i = 0; i < json_length(subjects); i++) {
		const char *subject =
			json_object_get_string(json_object_array_get_idx(subjects, i));
		const char *id = strchr(subject, ' ');

		if (id && strncmp(id + 1, department, size) == 0 && id[1 + size] == '/')
			return subject;
	}
	return json_object_get_string(json_object_array_get_idx(subjects, 0));
}

static void find_irregularities(struct json_object *findings,
	struct json_object *irregularities, const char *department)
{
	for (size_t i = 0; i < json_length(irregularities); i++) {
		struct json_object *row = json_object_array_get_idx(irregularities, i);
		const char *subject = subject_of(row, department);
		size_t size = strcspn(subject, " ");
		AUTO_FREE char *kind = mem_format("%.*s", (int)size, subject);

		find(findings, json_string(row, "rule"), true, kind, subject + size + 1,
			json_object_new_array());
	}
}

static void find_in_department(struct json_object *findings, struct json_object *counts)
{
	const char *name = json_string(counts, "name");

	if (!json_boolean(counts, "declared", false))
		find(findings, "not_declared", true, "department", name,
			json_object_new_array());
	if (json_boolean(counts, "silent", false))
		find(findings, "silent", true, "department", name, json_object_new_array());
}

static struct json_object *list_findings(struct json_object *report, struct json_object *counts,
	const struct self_check_basis *basis)
{
	const char *name = json_string(counts, "name");
	struct json_object *findings = json_object_new_array();

	find_in_department(findings, counts);
	find_contradictions(findings, json_member(report, "contradictions"));
	find_irregularities(findings, json_member(basis->irregularities, name), name);
	find_in_entries(findings, json_member(report, "entries"), basis->made);
	return findings;
}

static int64_t count_open(struct json_object *findings)
{
	int64_t open = 0;

	for (size_t i = 0; i < json_length(findings); i++)
		open += json_boolean(json_object_array_get_idx(findings, i), "open", true);
	return open;
}

/* --- the report --- */

static struct json_object *completeness_of(struct json_object *counts)
{
	struct json_object *row = json_object_new_object();
	int64_t cells = json_integer(counts, "cells", 0),
		filled = json_integer(counts, "filled", 0);

	json_set_integer(row, "cells", cells);
	json_set_integer(row, "filled", filled);
	return cells > 0 ? json_set_integer(row, "percent", filled * 100 / cells) : row;
}

static struct json_object *head_of(struct json_object *department, struct json_object *counts)
{
	struct json_object *head = json_object_new_object();

	json_set_string(head, "name", json_string(counts, "name"));
	json_set_boolean(head, "declared", json_boolean(counts, "declared", false));
	json_set_boolean(head, "silent", json_boolean(counts, "silent", false));
	return json_set(head, "facts", json_object_get(json_member(department, "facts")));
}

static struct json_object *set_basis(
	struct json_object *tree, const struct self_check_basis *basis)
{
	json_set_string(tree, "made", basis->made);
	return json_set(tree, "snapshot",
		basis->snapshot ? json_object_new_string(basis->snapshot) : NULL);
}

static struct json_object *contradictions_of(
	const struct self_check_basis *basis, const char *name)
{
	struct json_object *list = json_member(basis->contradictions, name);

	return list ? json_object_get(list) : json_object_new_array();
}

struct json_object *self_check_report(
	struct json_object *department, const struct self_check_basis *basis)
{
	AUTO_JSON struct json_object *counts = inventory_count(department);
	struct json_object *report = set_basis(json_object_new_object(), basis), *findings;

	json_set(report, "department", head_of(department, counts));
	json_set(report, "entries", list_entries(department));
	json_set(report, "contradictions",
		contradictions_of(basis, json_string(department, "name")));
	findings = list_findings(report, counts, basis);
	json_set(report, "findings", findings);
	json_set(report, "completeness", completeness_of(counts));
	json_set_integer(report, "classified", json_integer(counts, "classified", 0));
	json_set_integer(report, "out_of_scope", json_integer(counts, "out_of_scope", 0));
	return json_set_integer(report, "open", count_open(findings));
}

static struct json_object *summary_row(
	struct json_object *department, const struct self_check_basis *basis)
{
	static const char *const kept[] = {
		"completeness", "classified", "out_of_scope", "open", NULL};
	AUTO_JSON struct json_object *report = self_check_report(department, basis);
	struct json_object *row = json_copy(json_member(report, "department"));

	json_object_object_del(row, "facts");
	json_set_integer(
		row, "entries", (int64_t)json_length(json_member(department, "entries")));
	for (size_t i = 0; kept[i]; i++)
		json_set(row, kept[i], json_object_get(json_member(report, kept[i])));
	return row;
}

struct json_object *self_check_summary(
	struct json_object *departments, const struct self_check_basis *basis)
{
	struct json_object *tree = set_basis(json_object_new_object(), basis);
	struct json_object *rows = json_object_new_array();

	for (size_t i = 0; i < json_length(departments); i++)
		json_object_array_add(
			rows, summary_row(json_object_array_get_idx(departments, i), basis));
	return json_set(tree, "departments", rows);
}
