#include "cli/readiness_page.h"
#include "base/text.h"

static void add_cell(struct json_object *row, const char *text)
{
	json_object_array_add(row, json_object_new_string(text ? text : ""));
}

static struct json_object *row_of(const char *const *texts)
{
	struct json_object *row = json_object_new_array();

	for (; *texts; texts++)
		add_cell(row, *texts);
	return row;
}

static struct json_object *new_table(const char *name, const char *const *columns)
{
	struct json_object *table = json_set_string(json_object_new_object(), "name", name);

	json_set(table, "columns", row_of(columns));
	return json_set(table, "rows", json_object_new_array());
}

/* --- how often --- */

static const char *const verdicts[] = {"pass", "warn", "fail", "unknown", NULL};

static int64_t count(struct json_object *list, const char *rule, const char *verdict)
{
	int64_t found = 0;

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);

		found += text_equal(json_string(finding, "rule"), rule) &&
			 text_equal(json_string(finding, "verdict"), verdict);
	}
	return found;
}

static struct json_object *count_rules(struct json_object *list, struct json_object *rules)
{
	const char *const columns[] = {_("RULE"), _("QUESTION"), _("IN PLANS"), _("pass"),
		_("warn"), _("fail"), _("unknown"), _("SERVES"), NULL};
	struct json_object *table = new_table(_("Rules"), columns);

	json_object_object_foreach (rules, id, rule) {
		const char *const cells[] = {id, _(json_string(rule, "question")),
			json_string(rule, "effect"), NULL};
		struct json_object *row = row_of(cells);

		for (const char *const *verdict = verdicts; *verdict; verdict++)
			json_object_array_add(
				row, json_object_new_int64(count(list, id, *verdict)));
		add_cell(row, json_string(rule, "reference"));
		json_object_array_add(json_member(table, "rows"), row);
	}
	return table;
}

/* --- the findings --- */

static struct json_object *table_of(struct json_object *tables, const char *kind)
{
	const char *const columns[] = {_("VERDICT"), _("RULE"), _("OBJECT"), _("TARGET"),
		_("EVIDENCE"), _("WHAT TO DO"), NULL};

	for (size_t i = 1; i < json_length(tables); i++) {
		struct json_object *table = json_object_array_get_idx(tables, i);

		if (text_equal(json_string(table, "name"), kind))
			return table;
	}
	json_object_array_add(tables, new_table(kind, columns));
	return json_object_array_get_idx(tables, json_length(tables) - 1);
}

static void add_finding(
	struct json_object *tables, struct json_object *finding, struct json_object *rules)
{
	struct json_object *rule = json_member(rules, json_string(finding, "rule"));
	const char *target = json_string(finding, "target"),
		   *advice = json_string(rule, "advice");
	const char *verdict = json_string(finding, "verdict");
	const char *const cells[] = {_(verdict), json_string(finding, "rule"),
		json_string(finding, "name"), target ? target : "",
		cli_said(finding, "evidence"),
		advice && !text_equal(verdict, "pass") ? _(advice) : "", NULL};

	json_object_array_add(
		json_member(table_of(tables, json_string(finding, "kind")), "rows"),
		row_of(cells));
}

struct json_object *readiness_page(struct json_object *answer, struct json_object *rules)
{
	struct json_object *findings = json_member(answer, "findings");
	struct json_object *list = json_member(findings, "findings");
	struct json_object *page = json_object_new_object(), *lines = json_object_new_array();
	struct json_object *tables = json_object_new_array();
	const char *const made[] = {_("Made"), json_string(findings, "made"), NULL};
	const char *const snapshot[] = {_("Snapshot"), json_string(findings, "snapshot"), NULL};
	const char *const digest[] = {_("Digest"), json_string(answer, "digest"), NULL};

	json_set_string(page, "title", _("Readiness"));
	json_object_array_add(lines, row_of(made));
	json_object_array_add(lines, row_of(snapshot));
	json_object_array_add(lines, row_of(digest));
	json_set(page, "lines", lines);
	json_object_array_add(tables, count_rules(list, rules));
	for (size_t i = 0; i < json_length(list); i++)
		add_finding(tables, json_object_array_get_idx(list, i), rules);
	return json_set(page, "tables", tables);
}
