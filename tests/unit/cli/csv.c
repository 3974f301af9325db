/* Pages as texts for spreadsheets: what would be calculated is marked, and nothing else. */
#include "cli/page.h"

#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct json_object *page_of(const char *const *cells)
{
	struct json_object *page = json_object_new_object();
	struct json_object *tables = json_object_new_array();
	struct json_object *rows =
		page_add_table(tables, "t", (const char *const[]){"c", NULL});

	for (; *cells; cells++)
		page_put(page_add_row(rows), *cells);
	page_put_number(page_add_row(rows), -3);
	return json_set(page, "tables", tables);
}

static void expect(struct json_object *page, const char *expected)
{
	char path[] = "/tmp/banyun-csv.XXXXXX";
	AUTO_CLOSE int file = mkstemp(path);
	AUTO_TEXT struct text text = {0};
	struct error error = {0};

	assert_true(file >= 0);
	assert_null(page_csv(path, page));
	assert_int_equal(text_read_file(&text, path, 4096, &error), 0);
	unlink(path);
	assert_string_equal(text.data, expected);
}

static void test_what_would_be_calculated_is_marked(void **state)
{
	AUTO_JSON struct json_object *page =
		page_of((const char *const[]){"=1+1", "＝1", "-A1", "＋1", "@a", "\tx", NULL});

	(void)state;
	expect(page, "\xef\xbb\xbf\"t\"\r\n\"c\"\r\n\"'=1+1\"\r\n\"'＝1\"\r\n\"'-A1\"\r\n"
		     "\"'＋1\"\r\n\"'@a\"\r\n\"'\tx\"\r\n-3\r\n");
}

static void test_nothing_else_is(void **state)
{
	AUTO_JSON struct json_object *page =
		page_of((const char *const[]){"-", "-12", "a=b", "say \"x\"", "", NULL});

	(void)state;
	expect(page, "\xef\xbb\xbf\"t\"\r\n\"c\"\r\n\"-\"\r\n\"-12\"\r\n\"a=b\"\r\n"
		     "\"say \"\"x\"\"\"\r\n\"\"\r\n-3\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_would_be_calculated_is_marked),
		cmocka_unit_test(test_nothing_else_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
