/* The self-check report of a department: what is counted, what is found, and what is not. */
#include "reporting/self_check.h"

#include "../given.h"
#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/completeness.h"
#include <string.h>

#define DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"
#define MADE   "2026-11-25T08:00:00.000000Z"

static void assert_json(struct json_object *tree, const char *expected)
{
	AUTO_FREE char *text = json_canonical_string(tree);

	assert_string_equal(text, expected);
}

/* What a department told of one kind: the facts of its entry beside the name. */
static struct json_object *department(const char *kind, const char *facts)
{
	AUTO_FREE char *text = mem_format(
		"{\"name\":\"fin\",\"declared\":true,\"facts\":{\"level\":\"city\"},"
		"\"classified\":0,\"entries\":[{\"kind\":\"%s\",\"key\":\"fin/a\",\"facts\":"
		"{\"name\":\"a\",\"department\":\"fin\"%s},\"origin\":{\"file\":\"t.csv\","
		"\"row\":4,\"written\":{\"name\":\"A\"}},\"actor\":\"uid:1 lin\","
		"\"time\":\"2026-11-20T00:00:00Z\"}]}",
		kind, facts);

	return given_json(text);
}

/* All facts that a survey asks for of a system. */
#define FULL                                                                                   \
	",\"function\":\"f\",\"usage_scope\":\"s\",\"usage_frequency\":\"d\","                 \
	"\"approving_authority\":\"a\",\"approved\":\"2016\",\"funding_source\":\"m\","        \
	"\"build_contractor\":\"b\",\"om_contractor\":\"o\",\"network\":\"n\",\"cleaned\":"    \
	"true"

/* A retention that lacks nothing but its end. */
#define KEPT ",\"approved\":\"2018\",\"reason\":\"r\""

struct expectation {
	const char *kind, *facts;
	const char *findings; /* "RULE FACT...;" of each that is open, in brackets if not */
	int64_t cells, filled, open, out_of_scope;
};

static void add_finding(struct text *out, struct json_object *finding)
{
	bool open = json_boolean(finding, "open", true);
	struct json_object *facts = json_member(finding, "facts");

	text_format(out, "%s%s", open ? "" : "(", json_string(finding, "rule"));
	for (size_t i = 0; i < json_length(facts); i++)
		text_format(out, " %s",
			json_object_get_string(json_object_array_get_idx(facts, i)));
	text_add(out, open ? ";" : ");");
}

static void assert_findings(struct json_object *report, const char *expected)
{
	struct json_object *list = json_member(report, "findings");
	AUTO_TEXT struct text found = {0};

	for (size_t i = 0; i < json_length(list); i++)
		add_finding(&found, json_object_array_get_idx(list, i));
	assert_string_equal(found.data ? found.data : "", expected);
}

static void check(const struct expectation *expected)
{
	AUTO_JSON struct json_object *told = department(expected->kind, expected->facts);
	AUTO_JSON struct json_object *report =
		self_check_report(told, &(struct self_check_basis){.made = MADE});
	struct json_object *completeness = json_member(report, "completeness");

	assert_findings(report, expected->findings);
	assert_int_equal(json_integer(completeness, "cells", -1), expected->cells);
	assert_int_equal(json_integer(completeness, "filled", -1), expected->filled);
	assert_int_equal(json_integer(report, "open", -1), expected->open);
	assert_int_equal(json_integer(report, "out_of_scope", -1), expected->out_of_scope);
}

static void test_rules(void **state)
{
	static const struct expectation cases[] = {
		{"system", FULL, "", 10, 10, 0, 0},
		{"room", "", "missing_facts area;", 1, 0, 1, 0},
		{"room", ",\"area\":0", "", 1, 1, 0, 0},
		{"system", FULL ",\"owner_level\":\"division\"", "division_system owner_level;",
			10, 10, 1, 0},
		{"system", FULL ",\"owner_level\":\"department\"", "", 10, 10, 0, 0},
		/* Out of scope: said, and neither in the ratio nor asked for what it lacks. */
		{"system", ",\"funding_model\":\"other\"", "(out_of_scope funding_model);", 0,
			0, 0, 1},
		{"system", FULL ",\"funding_model\":\"joint\"", "", 10, 10, 0, 0},
		/* Valid to the end of what is named: a day, a month, a year. */
		{"retention", KEPT ",\"expires\":\"2026-11-24\"", "retention_expired expires;",
			3, 3, 1, 0},
		{"retention", KEPT ",\"expires\":\"2026-11-25\"", "", 3, 3, 0, 0},
		{"retention", KEPT ",\"expires\":\"2026-10\"", "retention_expired expires;", 3,
			3, 1, 0},
		{"retention", KEPT ",\"expires\":\"2026-11\"", "", 3, 3, 0, 0},
		{"retention", KEPT ",\"expires\":\"2025\"", "retention_expired expires;", 3, 3,
			1, 0},
		{"retention", KEPT ",\"expires\":\"2026\"", "", 3, 3, 0, 0},
		{"retention", KEPT, "retention_without_end expires;", 3, 2, 1, 0},
		{"retention", "",
			"missing_facts approved reason;retention_without_end expires;", 3, 0, 2,
			0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void test_an_entry_says_where_it_was_told(void **state)
{
	AUTO_JSON struct json_object *told = department("room", ",\"racks\":3");
	AUTO_JSON struct json_object *report =
		self_check_report(told, &(struct self_check_basis){.made = MADE});
	struct json_object *entries = json_member(report, "entries");

	(void)state;
	assert_json(json_member(entries, "room"),
		"[{\"facts\":{\"department\":\"fin\",\"name\":\"a\",\"racks\":3},"
		"\"in_scope\":true,\"missing\":[\"area\"],\"name\":\"a\",\"told\":{\"file\":"
		"\"t.csv\",\"row\":4,\"time\":\"2026-11-20T00:00:00Z\"}}]");
	assert_json(json_member(entries, "system"), "[]");
	assert_int_equal(json_object_object_length(entries), 8);
	assert_json(json_member(report, "department"),
		"{\"declared\":true,\"facts\":{\"level\":\"city\"},\"name\":\"fin\","
		"\"silent\":false}");
}

static void test_the_percentage_is_rounded_down(void **state)
{
	AUTO_JSON struct json_object *told = department("retention", KEPT);
	AUTO_JSON struct json_object *report =
		self_check_report(told, &(struct self_check_basis){.made = MADE});

	(void)state;
	assert_json(json_member(report, "completeness"),
		"{\"cells\":3,\"filled\":2,\"percent\":66}");
}

static void test_who_is_silent_or_unknown(void **state)
{
	AUTO_JSON struct json_object *silent =
		given_json("{\"name\":\"fin\",\"declared\":true,\"facts\":{},\"classified\":0,"
			   "\"entries\":[]}");
	AUTO_JSON struct json_object *stray =
		given_json("{\"name\":\"fin\",\"declared\":false,"
			   "\"facts\":{},\"classified\":2,\"entries\":[]}");
	struct self_check_basis basis = {.made = MADE};
	AUTO_JSON struct json_object *one = self_check_report(silent, &basis);
	AUTO_JSON struct json_object *other = self_check_report(stray, &basis);

	(void)state;
	assert_findings(one, "silent;");
	/* Nothing is asked for: there is no percentage, and not 0 or 100. */
	assert_json(json_member(one, "completeness"), "{\"cells\":0,\"filled\":0}");
	assert_json(json_member(one, "snapshot"), "null");
	assert_findings(other, "not_declared;");
	assert_int_equal(json_integer(other, "classified", -1), 2);
}

/* Each is about the department's own part of it, where it has one. */
static void test_irregularities_are_findings(void **state)
{
	AUTO_JSON struct json_object *told = department("system", FULL);
	AUTO_JSON struct json_object *irregularities = given_json(
		"{\"fin\":[{\"rule\":\"overlapping_prefixes\",\"departments\":[\"edu\","
		"\"fin\"],\"subjects\":[\"prefix edu/10.0.0.0/8\",\"prefix "
		"fin/10.1.0.0/16\"]},{\"rule\":\"dual_homed\",\"subjects\":"
		"[\"machine 1\"]}],\"edu\":[{\"rule\":\"undeclared_exit\","
		"\"subjects\":[\"way_out edu/1\"]}]}");
	struct self_check_basis basis = {MADE, DIGEST, NULL, irregularities};
	AUTO_JSON struct json_object *report = self_check_report(told, &basis);
	struct json_object *findings = json_member(report, "findings");
	struct json_object *overlap = json_object_array_get_idx(findings, 0);

	(void)state;
	assert_findings(report, "overlapping_prefixes;dual_homed;");
	assert_string_equal(json_string(overlap, "kind"), "prefix");
	assert_string_equal(json_string(overlap, "name"), "fin/10.1.0.0/16");
	assert_int_equal(json_integer(report, "open", 0), 2);
}

static void test_contradictions_are_the_departments_own(void **state)
{
	AUTO_JSON struct json_object *told = department("system", FULL);
	AUTO_JSON struct json_object *contradictions = given_json(
		"{\"fin\":[{\"kind\":\"system\",\"id\":\"a\",\"fact\":\"function\","
		"\"values\":[]}],\"edu\":[{\"kind\":\"system\",\"id\":\"b\",\"fact\":"
		"\"network\",\"values\":[]}]}");
	struct self_check_basis basis = {MADE, DIGEST, contradictions, NULL};
	AUTO_JSON struct json_object *report = self_check_report(told, &basis);

	(void)state;
	assert_findings(report, "contradiction function;");
	assert_int_equal(json_length(json_member(report, "contradictions")), 1);
	assert_string_equal(json_string(report, "snapshot"), DIGEST);
}

static void test_the_summary_has_a_line_for_each(void **state)
{
	AUTO_JSON struct json_object *told = json_object_new_array();
	struct self_check_basis basis = {.made = MADE};

	(void)state;
	json_object_array_add(told, department("room", ""));
	json_object_array_add(told, department("system", ",\"funding_model\":\"other\""));
	AUTO_JSON struct json_object *summary = self_check_summary(told, &basis);
	assert_json(json_member(summary, "departments"),
		"[{\"classified\":0,\"completeness\":{\"cells\":1,\"filled\":0,\"percent\":0},"
		"\"declared\":true,\"entries\":1,\"name\":\"fin\",\"open\":1,"
		"\"out_of_scope\":0,\"silent\":false},"
		"{\"classified\":0,\"completeness\":{\"cells\":0,\"filled\":0},"
		"\"declared\":true,\"entries\":1,\"name\":\"fin\",\"open\":0,"
		"\"out_of_scope\":1,\"silent\":false}]");
}

/* The report leaves what was told as it was. */
static void test_composing_changes_nothing(void **state)
{
	AUTO_JSON struct json_object *told = department("system", ""),
				     *before = json_copy(told);
	AUTO_JSON struct json_object *report =
		self_check_report(told, &(struct self_check_basis){.made = MADE});

	(void)state;
	assert_non_null(report);
	assert_true(json_object_equal(told, before));
}

static void test_counts_of_a_department(void **state)
{
	AUTO_JSON struct json_object *told = department("room", "");
	AUTO_JSON struct json_object *counts = inventory_count(told);

	(void)state;
	assert_json(counts, "{\"cells\":1,\"classified\":0,\"declared\":true,\"entries\":"
			    "{\"room\":1},\"filled\":0,\"missing\":{\"room.area\":1},"
			    "\"name\":\"fin\",\"out_of_scope\":0,\"silent\":false}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_an_entry_says_where_it_was_told),
		cmocka_unit_test(test_the_percentage_is_rounded_down),
		cmocka_unit_test(test_who_is_silent_or_unknown),
		cmocka_unit_test(test_irregularities_are_findings),
		cmocka_unit_test(test_contradictions_are_the_departments_own),
		cmocka_unit_test(test_the_summary_has_a_line_for_each),
		cmocka_unit_test(test_composing_changes_nothing),
		cmocka_unit_test(test_counts_of_a_department),
	};

	return cmocka_run_group_tests_name("self_check", tests, NULL, NULL);
}
