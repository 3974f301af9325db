/* Tables that are texts: their rows, their encodings, and what is no table. */
#include "inventory/sheet/sheet.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

static void read_bytes(struct workbook *book, const char *data, size_t size)
{
	struct error error = {0};

	*book = (struct workbook){0};
	if (workbook_read_memory(book, "folder/survey.csv", data, size, &error) < 0)
		fail_msg("%s: line %d: %s", data, error.line, error.text);
	assert_int_equal(book->count, 1);
	assert_string_equal(book->sheets[0].name, "survey.csv");
}

/* One line for each row: "NUMBER|CELL|CELL", or "NUMBER!WHY". */
static char *drawn(const struct sheet *sheet)
{
	struct text text = {0};

	for (size_t i = 0; i < sheet->count; i++) {
		const struct sheet_row *row = &sheet->rows[i];
		text_format(&text, "%s%u", i ? "\n" : "", row->number);
		if (row->why)
			text_format(&text, "!%s", row->why);
		for (size_t j = 0; j < row->count; j++)
			text_format(&text, "|%s%s",
				row->cells[j].kind == CELL_FORMULA ? "f:" : "",
				row->cells[j].text);
	}
	return text_take(&text);
}

static void expect(const char *data, size_t size, const char *encoding, const char *wanted)
{
	AUTO_WORKBOOK struct workbook book = {0};

	read_bytes(&book, data, size);
	AUTO_FREE char *found = drawn(&book.sheets[0]);
	assert_string_equal(found, wanted);
	assert_string_equal(book.sheets[0].encoding, encoding);
}

static void rows_of_a_text(void **state)
{
	static const struct {
		const char *text, *rows;
	} cases[] = {
		{"", ""},
		{"a", "1|a"},
		{"a,b\nc,d\n", "1|a|b\n2|c|d"},
		{"a,b\r\nc,d", "1|a|b\n2|c|d"},
		{"a,b\rc,d\r", "1|a|b\n2|c|d"},
		{"a,b\r\n\r\nc\n\n\rd", "1|a|b\n3|c\n6|d"},
		/* quotes */
		{"\"a,b\",\"c\"\"d\"\n", "1|a,b|c\"d"},
		{"\"a\nb\r\nc\rd\",x\ny\n", "1|a\nb\r\nc\rd|x\n5|y"},
		{"a\"b,c\"\n5\" disk,\"\"\n", "1|a\"b|c\"\n2|5\" disk"},
		{"\"\",\"\"\"\"\n", "1||\""},
		{"\"a\"b,c\nd,e\n",
			"1!The cell A1 has text behind its closing quote: double the quotes "
			"that belong to the text.\n2|d|e"},
		/* what separates */
		{"a\tb,c\nd\te\n", "1|a|b,c\n2|d|e"},
		{"a;b,c\nd;e\n", "1|a|b,c\n2|d|e"},
		{"a,b;c\nd,e;f;g\n", "1|a|b;c\n2|d|e;f;g"},
		{"title\na,1;2\nb,3\n", "1|title\n2|a|1;2\n3|b|3"},
		{"a\tb\tc\nd\t1,2\t\ne\t3,4\t\nf\t5,6\t\n",
			"1|a|b|c\n2|d|1,2\n3|e|3,4\n4|f|5,6"},
		{"\"a;b;c\",d\n\"e;f\",g\n", "1|a;b;c|d\n2|e;f|g"},
		{"\"a\"\";\",b\n\"c;\",d\n", "1|a\";|b\n2|c;|d"},
		{"部门，系统,网络\n", "1|部门，系统|网络"},
		{"one column\nof, prose\n", "1|one column\n2|of| prose"},
		/* what is empty */
		{"a,,b,,\n,,,\n\"\",\n,c\n", "1|a||b\n4||c"},
		{" a ,  \n", "1| a |  "},
		{"=1+1,a=b\n", "1|f:=1+1|a=b"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(cases[i].text, strlen(cases[i].text), "UTF-8", cases[i].rows);
}

static void kinds_and_places_of_cells(void **state)
{
	AUTO_WORKBOOK struct workbook book = {0};

	(void)state;
	read_bytes(&book, "a,,1\n\n2026/1/31\n", 16);
	assert_int_equal(book.sheets[0].count, 2);
	assert_int_equal(book.sheets[0].rows[0].count, 3);
	assert_int_equal(book.sheets[0].rows[0].cells[1].kind, CELL_EMPTY);
	assert_string_equal(book.sheets[0].rows[0].cells[1].text, "");
	assert_int_equal(book.sheets[0].rows[0].cells[2].kind, CELL_TEXT);
	assert_int_equal(book.sheets[0].rows[1].cells[0].kind, CELL_TEXT);
	assert_int_equal(book.sheets[0].rows[1].number, 3);
}

static void names_of_columns(void **state)
{
	static const struct {
		size_t column;
		const char *name;
	} cases[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {27, "AB"}, {701, "ZZ"}, {702, "AAA"},
		{16383, "XFD"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char name[8];
		sheet_column_name(cases[i].column, name);
		assert_string_equal(name, cases[i].name);
	}
}

/* The text in another encoding, behind a mark. */
static void encode(struct text *out, const char *encoding, const char *mark, const char *text)
{
	char buffer[4096], *from = (char *)text, *to = buffer;
	size_t size = strlen(text), room = sizeof(buffer);
	iconv_t converter = iconv_open(encoding, "UTF-8");

	text_cut(out, 0, out->size);
	text_add(out, mark);
	assert_int_equal(iconv(converter, &from, &size, &to, &room), 0);
	iconv_close(converter);
	text_append(out, buffer, (size_t)(to - buffer));
}

static const char city[] =
	"部门,系统名称,网络\n上海一网通办,\"搬云，二期\",10.1.0.0/16\n𠮷野,㐀,€\n";
static const char city_rows[] =
	"1|部门|系统名称|网络\n2|上海一网通办|搬云，二期|10.1.0.0/16\n3|𠮷野|㐀|€";

static void encodings_are_told_apart(void **state)
{
	static const struct {
		const char *encoding, *mark;
	} cases[] = {{"UTF-8", ""}, {"UTF-8", "\xef\xbb\xbf"}, {"GB18030", ""},
		{"GB18030", "\x84\x31\x95\x33"}, {"UTF-16LE", "\xff\xfe"}, {"UTF-16LE", ""},
		{"UTF-16BE", "\xfe\xff"}, {"UTF-16BE", ""}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_TEXT struct text text = {0};
		encode(&text, cases[i].encoding, cases[i].mark, city);
		expect(text.data, text.size, cases[i].encoding, city_rows);
	}
}

#define BROKEN(cell, byte, encoding)                                                           \
	"!The cell " cell " holds the byte 0x" byte ", which is not " encoding                 \
	" there: write the cell again."

static void rows_that_are_broken_alone_are_lost(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	/* UTF-8 with a row that came from another file */
	text_add(&text, "部门,网络\n财政局,专网\n\xb2\xc6\xd5\xfe\xbe\xd6,a\n教育局,外网\n");
	expect(text.data, text.size, "UTF-8",
		"1|部门|网络\n2|财政局|专网\n3" BROKEN("A3", "b2", "UTF-8") "\n4|教育局|外网");

	encode(&text, "GB18030", "", "部门,网络\n财政局,专网\n教育局,");
	text_add(&text, "\xff\n");
	text_add(&text, "end\n");
	expect(text.data, text.size, "GB18030",
		"1|部门|网络\n2|财政局|专网\n3" BROKEN("B3", "ff", "GB18030") "\n4|end");

	encode(&text, "UTF-16LE", "\xff\xfe", "a,b\nc,d\n");
	text_append(&text, "e\0,\0\x00\xd8\n\0f\0\n\0g", 13);
	expect(text.data, text.size, "UTF-16LE",
		"1|a|b\n2|c|d\n3" BROKEN("B3", "00", "UTF-16LE") "\n4|f\n5" BROKEN(
			"A5", "67", "UTF-16LE"));
}

#define CONTROL(cell, code)                                                                    \
	"!The cell " cell " holds the control character U+" code                               \
	": delete it, or write the cell again."

static void control_characters_spoil_a_row(void **state)
{
	static const char text[] =
		"a,b\nc,x\0y\nd\x1b,e\nf,\"\x7f\"\n\xc2\x85\ng\th,\"i\nj\"\n";

	(void)state;
	expect(text, sizeof(text) - 1, "UTF-8",
		"1|a|b\n2" CONTROL("B2", "0000") "\n3" CONTROL("A3", "001B") "\n4" CONTROL(
			"B4", "007F") "\n5" CONTROL("A5", "0085") "\n6|g\th|i\nj");
}

static void expect_failure(const char *data, size_t size, int line, const char *sentence)
{
	struct workbook book = {0};
	struct error error = {0};

	assert_int_equal(workbook_read_memory(&book, "survey.csv", data, size, &error), -1);
	assert_int_equal(error.code, ERROR_INPUT);
	assert_string_equal(error.object, "survey.csv");
	assert_string_equal(error.text, sentence);
	assert_int_equal(error.line, line);
	assert_int_equal(book.count, 0);
	assert_null(book.sheets);
	assert_null(book.texts);
}

static void a_quote_that_is_never_closed(void **state)
{
	static const char sentence[] = "The quote that begins the cell B2 is never closed: "
				       "write the quote behind the cell's text.";

	(void)state;
	expect_failure("a\nb,\"c\nd\n", 9, 2, sentence);
	expect_failure("a\nb,\"c\"\"", 8, 2, sentence);
	expect_failure("a\nb,\"", 5, 2, sentence);
	expect_failure("\"a\nb\",\"c", 8, 2,
		"The quote that begins the cell B1 is never closed: write the quote behind the "
		"cell's text.");
}

#define WEB_PAGE                                                                               \
	"The file is a web page: open it in a spreadsheet program and save it as .xlsx or "    \
	".csv."

static void files_that_are_no_tables(void **state)
{
	static const struct {
		const char *data, *sentence;
	} cases[] = {
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
			"The file is an old .xls, or a workbook with a password: save it as "
			".xlsx or .csv, without a password."},
		{"%PDF-1.7\n", "The file is a PDF: ask for the table that it was printed from, "
			       "as .xlsx or .csv."},
		{"\xef\xbb\xbf\r\n <HTML>\n", WEB_PAGE},
		{"<!DOCTYPE html>", WEB_PAGE},
		{"<table><tr>", WEB_PAGE},
		{"MIME-Version: 1.0\n", WEB_PAGE},
		{"<?xml version=\"1.0\"?><Workbook/>",
			"The file is an XML document: open it in a spreadsheet program and "
			"save it as .xlsx or .csv."},
		{"{\\rtf1", "The file is a text document: copy its table into a workbook and "
			    "save that as .xlsx."},
		{"Rar!\x1a\x07", "The file is an archive: unpack it and take the table in it."},
		{"7z\xbc\xaf\x27\x1c",
			"The file is an archive: unpack it and take the table in it."},
		{"\x1f\x8b\x08", "The file is compressed: unpack it and take the table in it."},
	};
	AUTO_TEXT struct text text = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_failure(cases[i].data, strlen(cases[i].data), 0, cases[i].sentence);
	encode(&text, "UTF-16LE", "\xff\xfe", "<html>");
	expect_failure(text.data, text.size, 0, WEB_PAGE);
}

/* `count` times the text, behind a start. */
static char *repeated(const char *start, const char *text, size_t count)
{
	size_t size = strlen(text), length = strlen(start);
	char *made = mem_alloc(length + size * count + 1);

	memcpy(made, start, length);
	for (size_t i = 0; i < count; i++)
		memcpy(made + length + i * size, text, size);
	return made;
}

static void limits_of_a_sheet(void **state)
{
	AUTO_FREE char *rows = repeated("", "a\n", SHEET_ROWS + 1);
	AUTO_FREE char *columns = repeated("x\n", ",", SHEET_COLUMNS + 1);
	AUTO_FREE char *cells = repeated("", ",,,,,,,,,,,,,,,a\n", SHEET_CELLS / 16 + 1);
	AUTO_FREE char *bytes = mem_alloc(SHEET_FILE + 1);
	AUTO_WORKBOOK struct workbook book = {0};
	char *last = columns + SHEET_COLUMNS + 1;

	(void)state;
	read_bytes(&book, rows, 2 * SHEET_ROWS);
	assert_int_equal(book.sheets[0].count, SHEET_ROWS);
	expect_failure(rows, 2 * SHEET_ROWS + 2, SHEET_ROWS + 1,
		"The sheet has more than 1048576 rows: split it into several files.");
	workbook_clear(&book);

	last[0] = 'y';
	read_bytes(&book, columns, strlen(columns));
	assert_int_equal(book.sheets[0].rows[1].count, SHEET_COLUMNS);
	workbook_clear(&book);
	last[0] = ',';
	last[1] = 'y';
	expect_failure(columns, strlen(columns), 2,
		"The row 2 has more than 16384 columns: delete what lies to the right of the "
		"table.");

	expect_failure(cells, strlen(cells), SHEET_CELLS / 16 + 1,
		"The file has more than 16777216 cells at the row 1048577, gaps included: "
		"split it into several files.");
	expect_failure(bytes, SHEET_FILE + 1, 0,
		"The file has 67108865 bytes, but at most 67108864 are accepted: split it.");
}

/* Every pass is linear: together these take a second of the processor, or minutes. */
static void hostile_texts_take_no_time(void **state)
{
	static const char *const cases[] = {"\xff", "\xff\n", "\"\",", "\"a\"b\n", "\xc3\n",
		"\xb2\xc6", "\xe6\x90", ";,\t\n", "\"\n\"\n"};
	clock_t began = clock();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_FREE char *text = repeated("", cases[i], 500000);
		AUTO_WORKBOOK struct workbook book = {0};
		struct error error = {0};
		workbook_read_memory(&book, "survey.csv", text, strlen(text), &error);
	}
	assert_true(clock() - began < 40 * CLOCKS_PER_SEC);
}

static void a_file_by_its_path(void **state)
{
	char path[] = "/tmp/sheet-XXXXXX";
	int descriptor = mkstemp(path);
	AUTO_WORKBOOK struct workbook book = {0};
	struct error error = {0};

	(void)state;
	assert_int_equal(write(descriptor, "a,b\n", 4), 4);
	close(descriptor);
	assert_int_equal(workbook_read(&book, path, &error), 0);
	assert_string_equal(book.sheets[0].name, path + 5);
	assert_string_equal(book.sheets[0].rows[0].cells[1].text, "b");
	unlink(path);
	workbook_clear(&book);
	assert_int_equal(workbook_read(&book, path, &error), -1);
	assert_int_equal(error.code, ERROR_NOT_FOUND);
	assert_string_equal(error.object, path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_a_text),
		cmocka_unit_test(kinds_and_places_of_cells),
		cmocka_unit_test(names_of_columns),
		cmocka_unit_test(encodings_are_told_apart),
		cmocka_unit_test(rows_that_are_broken_alone_are_lost),
		cmocka_unit_test(control_characters_spoil_a_row),
		cmocka_unit_test(a_quote_that_is_never_closed),
		cmocka_unit_test(files_that_are_no_tables),
		cmocka_unit_test(limits_of_a_sheet),
		cmocka_unit_test(hostile_texts_take_no_time),
		cmocka_unit_test(a_file_by_its_path),
	};

	return cmocka_run_group_tests_name("inventory/sheet", tests, NULL, NULL);
}
