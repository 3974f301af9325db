#include "base/memory.h"
#include "base/text.h"
#include "cli/self_check.h"
#include <stdio.h>

static void add_string(struct json_object *list, const char *text)
{
	json_object_array_add(list, json_object_new_string(text ? text : ""));
}

/* --- what stands above the tables --- */

static void add_line(struct json_object *lines, const char *label, const char *value)
{
	struct json_object *line = json_object_new_array();

	add_string(line, label);
	add_string(line, value);
	json_object_array_add(lines, line);
}

static void add_count(struct json_object *lines, const char *label, int64_t count)
{
	AUTO_FREE char *text = mem_format("%lld", (long long)count);

	add_line(lines, label, text);
}

char *self_check_filled(struct json_object *completeness, char out[80])
{
	if (json_member(completeness, "percent"))
		snprintf(out, 80, _("%lld of %lld (%lld %%)"),
			(long long)json_integer(completeness, "filled", 0),
			(long long)json_integer(completeness, "cells", 0),
			(long long)json_integer(completeness, "percent", 0));
	else
		snprintf(out, 80, "-");
	return out;
}

/* What it told of itself, under the ledger's headings. */
static void add_department(struct json_object *lines, struct json_object *department)
{
	const struct ledger_kind *kind = ledger_kind("department");
	struct json_object *facts = json_member(department, "facts");

	for (const struct ledger_column *column = kind->columns; column->fact; column++) {
		struct json_object *value = json_member(facts, column->fact);
		AUTO_JSON struct json_object *cell = self_check_cell(kind, column, value);
		AUTO_FREE char *heading = self_check_heading(column);

		if (value && !text_equal(column->fact, "name"))
			add_line(lines, heading, json_object_get_string(cell));
	}
	add_line(lines, _("Declared"),
		json_boolean(department, "declared", false) ? _("yes") : _("no"));
}

static struct json_object *list_lines(struct json_object *report)
{
	struct json_object *lines = json_object_new_array();
	const char *snapshot = json_string(report, "snapshot");
	char filled[80];

	add_line(
		lines, _("Department"), json_string(json_member(report, "department"), "name"));
	add_department(lines, json_member(report, "department"));
	add_line(lines, _("Made"), json_string(report, "made"));
	add_line(lines, _("Snapshot"), snapshot ? snapshot : _("none yet"));
	add_line(lines, _("Facts told"),
		self_check_filled(json_member(report, "completeness"), filled));
	add_count(lines, _("Out of scope, and in no ratio"),
		json_integer(report, "out_of_scope", 0));
	add_count(lines, _("Classified, and only counted"),
		json_integer(report, "classified", 0));
	add_count(lines, _("Open points"), json_integer(report, "open", 0));
	return lines;
}

/* --- findings --- */

static char *contradicted(struct json_object *contradiction)
{
	struct json_object *values = json_member(contradiction, "values");
	struct text text = {0};

	for (size_t i = 0; i < json_length(values); i++) {
		struct json_object *row = json_object_array_get_idx(values, i);

		text_format(&text, "%s%s: %s", i ? "; " : "", json_string(row, "source"),
			json_string(row, "value"));
	}
	return text_take(&text);
}

/* What the sentence does not say: which facts, and how they were told. */
static char *detail_of(struct json_object *finding, struct json_object *report)
{
	struct json_object *list = json_member(report, "contradictions");
	struct json_object *facts = json_member(finding, "facts");
	AUTO_FREE char *words = self_check_facts(json_string(finding, "kind"), facts);

	if (!text_equal(json_string(finding, "rule"), "contradiction"))
		return mem_take(&words);
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		struct json_object *fact = json_member(row, "fact");

		if (text_equal(json_string(row, "kind"), json_string(finding, "kind")) &&
			text_equal(json_string(row, "id"), json_string(finding, "name")) &&
			json_object_equal(fact, json_object_array_get_idx(facts, 0))) {
			AUTO_FREE char *values = contradicted(row);

			return mem_format("%s (%s)", words, values);
		}
	}
	return mem_take(&words);
}

static struct json_object *finding_row(struct json_object *finding, struct json_object *report)
{
	const struct ledger_kind *kind = ledger_kind(json_string(finding, "kind"));
	AUTO_FREE char *word = kind ? self_check_kind(kind) : NULL;
	AUTO_FREE char *detail = detail_of(finding, report);
	struct json_object *row = json_object_new_array();

	add_string(row, word ? word : json_string(finding, "kind"));
	add_string(row, json_string(finding, "name"));
	add_string(row, self_check_sentence(json_string(finding, "rule")));
	add_string(row, detail);
	return row;
}

/* Headings that no table of the ledger has: an import takes this one for none. */
static struct json_object *findings_table(struct json_object *report)
{
	struct json_object *table = json_object_new_object();
	struct json_object *columns = json_object_new_array(), *rows = json_object_new_array();
	struct json_object *findings = json_member(report, "findings");

	add_string(columns, _("KIND"));
	add_string(columns, _("ENTRY"));
	add_string(columns, _("FINDING"));
	add_string(columns, _("FACTS"));
	for (size_t i = 0; i < json_length(findings); i++)
		json_object_array_add(
			rows, finding_row(json_object_array_get_idx(findings, i), report));
	json_set_string(table, "name", _("Findings"));
	json_set(table, "columns", columns);
	return json_set(table, "rows", rows);
}

/* --- entries --- */

static bool has_any(struct json_object *entries, const char *fact)
{
	for (size_t i = 0; i < json_length(entries); i++)
		if (json_member(
			    json_member(json_object_array_get_idx(entries, i), "facts"), fact))
			return true;
	return false;
}

static bool is_shown(const struct ledger_column *column, struct json_object *entries,
	enum self_check_detail detail)
{
	if (!*column->fact || text_equal(column->fact, LEDGER_CLASSIFIED))
		return false;
	if (detail == SELF_CHECK_WHOLE || text_equal(column->fact, "name"))
		return true;
	return detail == SELF_CHECK_PRINTED && !text_equal(column->fact, "department") &&
	       has_any(entries, column->fact);
}

/* A file of one table has no sheet of another name. */
static char *told_in(struct json_object *told)
{
	const char *file = json_string(told, "file"), *sheet = json_string(told, "sheet");
	bool named = sheet && *sheet && !text_equal(sheet, file);

	/* The survey has no rows. */
	if (!json_member(told, "row"))
		return mem_string(_("the survey"));
	return mem_format(_("%s%s%s row %lld, %.10s"), file, named ? " " : "",
		named ? sheet : "", (long long)json_integer(told, "row", 0),
		json_string(told, "time"));
}

static struct json_object *entry_row(const struct ledger_kind *kind, struct json_object *entry,
	struct json_object *entries, enum self_check_detail detail)
{
	struct json_object *row = json_object_new_array(), *facts = json_member(entry, "facts");
	AUTO_FREE char *missing = self_check_facts(kind->kind, json_member(entry, "missing"));
	AUTO_FREE char *told = told_in(json_member(entry, "told"));

	for (const struct ledger_column *column = kind->columns; column->fact; column++)
		if (is_shown(column, entries, detail))
			json_object_array_add(row, self_check_cell(kind, column,
							   json_member(facts, column->fact)));
	add_string(row, missing);
	add_string(row, told);
	return row;
}

static struct json_object *list_columns(const struct ledger_kind *kind,
	struct json_object *entries, enum self_check_detail detail)
{
	struct json_object *columns = json_object_new_array();

	for (const struct ledger_column *column = kind->columns; column->fact; column++) {
		AUTO_FREE char *heading = self_check_heading(column);

		if (is_shown(column, entries, detail))
			add_string(columns, heading);
	}
	add_string(columns, _("NOT TOLD"));
	add_string(columns, _("TOLD IN"));
	return columns;
}

static struct json_object *entries_table(const struct ledger_kind *kind,
	struct json_object *entries, enum self_check_detail detail)
{
	struct json_object *table = json_object_new_object(), *rows = json_object_new_array();
	AUTO_FREE char *name = self_check_kind(kind);

	for (size_t i = 0; i < json_length(entries); i++)
		json_object_array_add(
			rows, entry_row(kind, json_object_array_get_idx(entries, i), entries,
				      detail));
	json_set_string(table, "name", name);
	json_set(table, "columns", list_columns(kind, entries, detail));
	return json_set(table, "rows", rows);
}

struct json_object *self_check_page(struct json_object *report, enum self_check_detail detail)
{
	struct json_object *page = json_object_new_object(), *tables = json_object_new_array();
	struct json_object *all = json_member(report, "entries");
	AUTO_FREE char *title = mem_format(_("Self-check report of %s"),
		json_string(json_member(report, "department"), "name"));

	json_object_array_add(tables, findings_table(report));
	for (const struct ledger_kind *kind = ledger_kinds; kind->kind; kind++)
		if (json_member(all, kind->kind))
			json_object_array_add(tables,
				entries_table(kind, json_member(all, kind->kind), detail));
	json_set_string(page, "title", title);
	json_set(page, "lines", list_lines(report));
	return json_set(page, "tables", tables);
}
