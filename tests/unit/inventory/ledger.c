/*
 * What departments send, as it becomes entries: names written in many ways, days as people say
 * them, headings in any order, and rows that are wrong.
 */
#include "inventory/ledger/entries.h"

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/ledger/fold.h"
#include "inventory/ledger/reading.h"
#include <stdlib.h>
#include <string.h>

static int open_fold(void **state)
{
	struct error error = {0};

	(void)state;
	return fold_open(&error);
}

/* --- folds --- */

static void test_one_name_has_one_fold(void **state)
{
	static const char *const same[][2] = {
		{"财政局OA系统", "財政局ＯＡ系統"},
		{"财政局OA系统", " 财政局 oa\n系统　"},
		{"区政府", "區(qū)政府"},
		{"区政府", "區（qū）政府"},
		{"业务专网", "業(yè)務(wù)專(zhuān)網(wǎng)"},
		{"系统(OA)", "系统（ＯＡ）"},
		{"2018年6月", "２０１８ 年 6 月"},
		{"\"甲\",\"乙\"", "“甲”，“乙”"},
		{"甲\u200b乙", "甲乙"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		AUTO_FREE char *one = fold_text(same[i][0]), *other = fold_text(same[i][1]);

		assert_string_equal(one, other);
	}
}

static void test_other_names_stay_others(void **state)
{
	static const char *const differ[][2] = {
		{"系统(OA)", "系统"},
		{"系统(oa)", "系统"},
		{"一期", "二期"},
		{"a(qū)", "a"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(differ) / sizeof(differ[0]); i++) {
		AUTO_FREE char *one = fold_text(differ[i][0]), *other = fold_text(differ[i][1]);

		assert_string_not_equal(one, other);
	}
}

static void test_bytes_that_are_no_text_do_no_harm(void **state)
{
	AUTO_FREE char *folded = fold_text("\xff\xc3(\xe5\x8c");
	AUTO_FREE char *trimmed = fold_trim(" \xff ");

	(void)state;
	assert_true(strlen(folded) > 0);
	assert_string_equal(trimmed, "\xff");
}

/* --- cells --- */

/* The value as JSON, or "" when the cell does not say what is wanted. */
static char *read(const char *kind, const char *fact, const char *text)
{
	const struct ledger_kind *one = ledger_kind(kind);
	const struct ledger_column *column = one->columns;
	struct json_object *value;
	AUTO_FREE char *why = NULL;
	char *out;

	while (!text_equal(column->fact, fact))
		column++;
	value = reading_cell(column, ledger_field(one, fact), text, NULL, &why);
	assert_true(!value == !!why);
	out = value ? json_canonical_string(value) : mem_string("");
	json_object_put(value);
	return out;
}

struct cell {
	const char *kind, *fact, *text, *value;
};

static void test_cells(void **state)
{
	static const struct cell cells[] = {
		{"system", "approved", "2018-06-30", "\"2018-06-30\""},
		{"system", "approved", "2018/6/3", "\"2018-06-03\""},
		{"system", "approved", "2018.6", "\"2018-06\""},
		{"system", "approved", "20180630", "\"2018-06-30\""},
		{"system", "approved", "2018年6月30日", "\"2018-06-30\""},
		{"system", "approved", "2018 年 6 月底前", "\"2018-06\""},
		{"system", "approved", "２０１８年６月", "\"2018-06\""},
		{"system", "approved", "2018年", "\"2018\""},
		{"system", "approved", "2018-06-30 00:00:00", "\"2018-06-30\""},
		{"system", "approved", "2018年13月", ""},
		{"system", "approved", "2018-02-30", ""},
		{"system", "approved", "去年", ""},
		{"system", "approved", "43281", ""},
		{"system", "approved", "2018年6月批复", ""},
		{"system", "cleaned", "是", "true"},
		{"system", "cleaned", "未清理", "false"},
		{"system", "cleaned", "√", "true"},
		{"system", "cleaned", "大概", ""},
		{"system", "mlps_level", "三级", "3"},
		{"system", "mlps_level", "第二级", "2"},
		{"system", "mlps_level", "等保３级", "3"},
		{"system", "mlps_level", "未定级", "0"},
		{"system", "mlps_level", "六级", ""},
		{"system", "funding_model", "政府購買服務(wù)", "\"service\""},
		{"system", "funding_model", "joint", "\"joint\""},
		{"system", "funding_model", "捐赠", ""},
		{"system", "machines", "web1、web2；db1\ndb2",
			"[\"web1\",\"web2\",\"db1\",\"db2\"]"},
		{"system", "function", " 公文 流转 ", "\"公文 流转\""},
		{"room", "area", "4,200 平方米", "4200"},
		{"room", "area", "120.5㎡", "121"},
		{"room", "area", "很大", ""},
		{"room", "racks", "12个", "12"},
		{"room", "racks", "12.5", ""},
		{"room", "racks", "-3", ""},
		{"leased_line", "nominal", "100M", "100000000"},
		{"leased_line", "nominal", "100 Mbps", "100000000"},
		{"leased_line", "nominal", "50兆", "50000000"},
		{"leased_line", "nominal", "千兆", "1000000000"},
		{"leased_line", "nominal", "1.5G", "1500000000"},
		{"leased_line", "nominal", "100", ""},
		{"leased_line", "nominal", "快", ""},
		{"quota", "memory", "64GB", "68719476736"},
		{"quota", "memory", "1.5 TiB", "1649267441664"},
		{"quota", "storage", "５１２ＭＢ", "536870912"},
		{"quota", "storage", "0G", "0"},
		{"quota", "storage", "64", ""},
		{"quota", "storage", "很多", ""},
		{"quota", "vcpus", "16", "16"},
		{"system", "demand_mbps", "50", "50"},
		{"system", "recovery_copy", "2018年6月3日", "\"2018-06-03\""},
		{"department", "level", "市级", "\"city\""},
		{"department", "level", "區縣", "\"county\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		AUTO_FREE char *value = read(cells[i].kind, cells[i].fact, cells[i].text);

		if (!text_equal(value, cells[i].value))
			fail_msg("%s: %s, not %s", cells[i].text, value, cells[i].value);
	}
}

/* --- sheets --- */

static struct workbook book;

static int read_entries(
	struct entries *entries, const char *csv, const char *department, struct error *error)
{
	struct entries_order order = {.file = "table.csv", .department = department};

	workbook_clear(&book);
	if (workbook_read_memory(&book, "table.csv", csv, strlen(csv), error) < 0)
		fail_msg("%s", error->text);
	return entries_read(entries, &book.sheets[0], &order, error);
}

static void given(struct entries *entries, const char *csv)
{
	struct error error = {0};

	if (read_entries(entries, csv, NULL, &error) < 0)
		fail_msg("%s", error.text);
}

static struct json_object *entry(const struct entries *entries, size_t index)
{
	assert_true(index < json_length(entries->list));
	return json_object_array_get_idx(entries->list, index);
}

static const char *told(const struct entries *entries, size_t index, const char *fact)
{
	return json_string(json_member(entry(entries, index), "facts"), fact);
}

static void test_a_table_in_any_order_below_a_title(void **state)
{
	struct entries entries;

	(void)state;
	given(&entries, "全市信息系统调查表,,,\n"
			"填报日期：2017年,,,\n"
			"序号,審批時間,系统名称,责任单位,是否涉密\n"
			"1,2016 年 5 月,门户网站,市政府办,否\n"
			"合计,,1,,\n");
	assert_string_equal(entries.headings.kind->kind, "system");
	assert_int_equal(json_length(entries.list), 1);
	assert_int_equal(entries.sums, 1);
	assert_int_equal(entries.reject_count, 0);
	assert_string_equal(told(&entries, 0, "name"), "门户网站");
	assert_string_equal(told(&entries, 0, "approved"), "2016-05");
	assert_string_equal(json_string(entry(&entries, 0), "key"), "市政府办/门户网站");
	assert_string_equal(
		json_string(json_member(json_member(entry(&entries, 0), "origin"), "written"),
			"approved"),
		"2016 年 5 月");
	entries_clear(&entries);
}

static void test_a_bad_row_keeps_no_other(void **state)
{
	struct entries entries;

	(void)state;
	given(&entries, "系统名称,责任单位,审批时间\n"
			"甲,局,2016-05-01\n"
			"乙,局,很久以前\n"
			",局,2016-05-01\n"
			"丙,,2016-05-01\n"
			"丁,局,=1+1\n"
			"戊,局,\n");
	assert_int_equal(json_length(entries.list), 2);
	assert_int_equal(entries.reject_count, 4);
	assert_non_null(strstr(entries.rejects[0].why, "C3: "));
	assert_non_null(strstr(entries.rejects[0].why, "很久以前"));
	assert_non_null(strstr(entries.rejects[1].why, "name"));
	assert_non_null(strstr(entries.rejects[2].why, "department"));
	assert_non_null(strstr(entries.rejects[3].why, "C6: "));
	assert_int_equal(entries.rejects[3].row->number, 6);
	entries_clear(&entries);
}

static void test_nothing_is_taken_twice(void **state)
{
	struct entries entries;

	(void)state;
	given(&entries, "系统名称,责任单位,功能\n"
			"财政ＯＡ,财政局,公文\n"
			"系统名称,责任单位,功能\n"
			"财政ＯＡ,财政局,公文\n"
			"財政OA,财政局,公文\n"
			"财政OA,财政局,邮件\n"
			"财政OA,民政局,邮件\n");
	assert_int_equal(json_length(entries.list), 2);
	assert_int_equal(entries.doubled, 2);
	assert_int_equal(entries.reject_count, 1);
	assert_non_null(strstr(entries.rejects[0].why, "row 6"));
	assert_string_equal(told(&entries, 0, "name"), "财政ＯＡ");
	entries_clear(&entries);
}

static void test_of_the_classified_only_a_count_is_left(void **state)
{
	struct entries entries;
	AUTO_FREE char *text = NULL;

	(void)state;
	given(&entries, "系统名称,责任单位,功能,是否涉密\n"
			"秘密甲,保密局,机要,是\n"
			"秘密乙,保密局,机要,是\n"
			"公开,保密局,公告,否\n"
			"秘密丙,,机要,是\n"
			"不知,保密局,机要,也许\n");
	assert_int_equal(json_integer(entries.classified, "保密局", 0), 2);
	assert_int_equal(json_length(entries.list), 1);
	assert_int_equal(entries.reject_count, 2);
	text = json_canonical_string(entries.list);
	assert_null(strstr(text, "秘密"));
	entries_clear(&entries);
}

static void test_headings_in_english_and_a_department_from_outside(void **state)
{
	struct entries entries;
	struct error error = {0};

	(void)state;
	assert_int_equal(read_entries(&entries, "Line\tBandwidth\tCarrier\nL1\t100M\tCT\n",
				 "finance", &error),
		0);
	assert_string_equal(entries.headings.kind->kind, "leased_line");
	assert_string_equal(told(&entries, 0, "department"), "finance");
	entries_clear(&entries);
}

static void test_tables_that_are_none(void **state)
{
	static const char *const tables[] = {
		"a,b,c\n1,2,3\n", "系统名称\n甲\n", "名称,责任单位\n甲,局\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		struct entries entries;
		struct error error = {0};

		assert_int_equal(read_entries(&entries, tables[i], NULL, &error), -1);
		assert_int_equal(error.code, ERROR_INPUT);
		entries_clear(&entries);
	}
}

static void head(struct text *csv, const struct ledger_kind *kind, bool english)
{
	for (const struct ledger_column *c = kind->columns; c->fact; c++) {
		const char *words = english ? c->english : c->chinese;

		text_format(
			csv, "%s%.*s", csv->size ? "," : "", (int)strcspn(words, "|"), words);
	}
}

/* Each heading that is handed out is read back as the column that it stands for. */
static void understands(const struct ledger_kind *kind, bool english)
{
	AUTO_TEXT struct text csv = {0};
	struct entries entries;

	head(&csv, kind, english);
	text_add(&csv, "\nx\n");
	given(&entries, csv.data);
	assert_string_equal(entries.headings.kind->kind, kind->kind);
	for (size_t i = 0; i < entries.headings.count; i++)
		assert_ptr_equal(entries.headings.columns[i], &kind->columns[i]);
	entries_clear(&entries);
}

static void test_templates_are_understood(void **state)
{
	(void)state;
	for (const struct ledger_kind *kind = ledger_kinds; kind->kind; kind++) {
		understands(kind, false);
		understands(kind, true);
	}
}

static void has_words(const struct shape_field *field)
{
	for (size_t i = 0; field->type == SHAPE_CHOICE && field->choices[i]; i++)
		assert_non_null(ledger_words(field->name, field->choices[i]));
}

/* Every fact of a column is of its kind's shape, and every choice has words. */
static void test_columns_fit_the_shapes(void **state)
{
	(void)state;
	for (const struct ledger_kind *kind = ledger_kinds; kind->kind; kind++)
		for (const struct ledger_column *c = kind->columns; c->fact; c++) {
			const struct shape_field *field = ledger_field(kind, c->fact);

			if (text_equal(c->fact, LEDGER_CLASSIFIED))
				continue;
			assert_non_null(field);
			has_words(field);
		}
}

static int forget(void **state)
{
	(void)state;
	workbook_clear(&book);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_name_has_one_fold),
		cmocka_unit_test(test_other_names_stay_others),
		cmocka_unit_test(test_bytes_that_are_no_text_do_no_harm),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_a_table_in_any_order_below_a_title),
		cmocka_unit_test(test_a_bad_row_keeps_no_other),
		cmocka_unit_test(test_nothing_is_taken_twice),
		cmocka_unit_test(test_of_the_classified_only_a_count_is_left),
		cmocka_unit_test(test_headings_in_english_and_a_department_from_outside),
		cmocka_unit_test(test_tables_that_are_none),
		cmocka_unit_test(test_templates_are_understood),
		cmocka_unit_test(test_columns_fit_the_shapes),
	};

	return cmocka_run_group_tests_name("inventory/ledger", tests, open_fold, forget);
}
