/*
 * Sentences that were told in English, in the person's language: with the catalog of the build
 * tree, as a person with LANG=zh_CN.UTF-8 has it.
 */
#include "base/language.h"
#include "../unit.h"
#include "base/memory.h"
#include <stdlib.h>
#include <string.h>

static void said(const char *english, const char *expected)
{
	AUTO_FREE char *found = language_sentence(english);

	assert_string_equal(found, expected);
}

static void test_a_sentence_is_known_by_its_template(void **state)
{
	(void)state;
	said("The work was cancelled.", "该工作已取消。");
	said("There is no job \"j-1\".", "没有作业“j-1”。");
	said("The row 12 has more than 300 columns: delete what lies to the right of the "
	     "table.",
		"第 12 行超过 300 列：请删去表格右侧的内容。");
	said("Pool gov has 1 bytes free; 2 bytes of disks and 10% headroom need 3.",
		"存储池 gov 剩余 1 字节；磁盘 2 字节加 10% 余量共需 3 字节。");
}

static void test_what_stood_in_it_may_change_places(void **state)
{
	(void)state;
	said("The machine is running on finance-hv1.",
		"该机器在 finance-hv1 上，状态为 running。");
}

static void test_a_sentence_within_a_sentence(void **state)
{
	(void)state;
	said("The audit log is not being signed, so that no run may start: The helper does not "
	     "run.",
		"审计日志未在签名，不得启动执行：辅助程序没有运行。");
	said("The work was cancelled. The helper does not run.",
		"该工作已取消。辅助程序没有运行。");
}

static void test_a_predicate_has_its_subject_before_it(void **state)
{
	(void)state;
	said("\"hosts[0].port\" must be true or false, but is 3.",
		"\"hosts[0].port\" 须为 true 或 false，但为 3。");
}

static void test_a_rule_has_its_id_before_what_it_found(void **state)
{
	(void)state;
	said("host.pool: Pool gov has 1 bytes free; 2 bytes of disks and 10% headroom need 3.",
		"host.pool: 存储池 gov 剩余 1 字节；磁盘 2 字节加 10% 余量共需 3 字节。");
	said("host.pool: Nothing that anybody knows.",
		"host.pool: Nothing that anybody knows.");
}

static void test_sentences_of_one_template_are_counted_together(void **state)
{
	(void)state;
	assert_ptr_equal(language_template("There is no job \"j-1\"."),
		language_template("There is no job \"k 2\"."));
	assert_ptr_not_equal(language_template("There is no job \"j-1\"."),
		language_template("The work was cancelled."));
	assert_null(language_template("Nothing that anybody knows."));
}

static void test_names_stay(void **state)
{
	(void)state;
	said("There is no host \"done\"; `banyun host show` lists those that were added.",
		"没有主机“done”；`banyun host show` 列出已添加的主机。");
}

static void test_what_is_not_known_stays(void **state)
{
	(void)state;
	said("", "");
	said("%s", "%s");
	said("Nobody ever wrote this sentence 5%.", "Nobody ever wrote this sentence 5%.");
	said("The row 1x has more than 3 columns: delete what lies to the right of the table.",
		"The row 1x has more than 3 columns: delete what lies to the right of the "
		"table.");
	said("主机没有应答。", "主机没有应答。");
}

/* A host may tell what it likes: the time it costs has an end. */
static void test_a_text_that_was_made_to_cost_time(void **state)
{
	AUTO_FREE char *text = mem_alloc(600);

	(void)state;
	memset(text, ' ', 599);
	memcpy(text, "The host \"", 10);
	said(text, text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_sentence_is_known_by_its_template),
		cmocka_unit_test(test_what_stood_in_it_may_change_places),
		cmocka_unit_test(test_a_sentence_within_a_sentence),
		cmocka_unit_test(test_a_predicate_has_its_subject_before_it),
		cmocka_unit_test(test_a_rule_has_its_id_before_what_it_found),
		cmocka_unit_test(test_sentences_of_one_template_are_counted_together),
		cmocka_unit_test(test_names_stay),
		cmocka_unit_test(test_what_is_not_known_stays),
		cmocka_unit_test(test_a_text_that_was_made_to_cost_time),
	};

	setenv("LC_ALL", "zh_CN.UTF-8", 1);
	setenv("TEXTDOMAINDIR", CATALOG_FOLDER, 1);
	language_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
