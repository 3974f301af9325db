/* Workbooks: cells, dates and sheets, as programs write them and as an attacker would. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/sheet/sheet.h"
#include "pack.h"

#define MAIN   "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONSHIPS                                                                          \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/"                \
	"relationships'>"
#define RELATION(id, type, target)                                                             \
	"<Relationship Id='" id "' Type='" OFFICE "/" type "' Target='" target "'/>"
#define TOP                                                                                    \
	RELATIONSHIPS RELATION("rId1", "officeDocument", "xl/workbook.xml") "</Relationships>"
#define LINKS                                                                                  \
	RELATIONSHIPS RELATION("rId1", "worksheet", "worksheets/sheet1.xml")                   \
		RELATION("rId2", "sharedStrings", "sharedStrings.xml")                         \
			RELATION("rId3", "styles", "styles.xml") "</Relationships>"
#define BOOK(inside)   "<workbook xmlns='" MAIN "' xmlns:r='" OFFICE "'>" inside "</workbook>"
#define ONE_SHEET      "<sheets><sheet name='S' sheetId='1' r:id='rId1'/></sheets>"
#define SHEET(rows)    "<worksheet xmlns='" MAIN "'><sheetData>" rows "</sheetData></worksheet>"
#define STRINGS(items) "<sst xmlns='" MAIN "'>" items "</sst>"

static const char styles[] =
	"<styleSheet xmlns='" MAIN "'><numFmts>"
	"<numFmt numFmtId='176' formatCode='yyyy&quot;年&quot;m&quot;月&quot;'/>"
	"<numFmt numFmtId='177' formatCode='[$-804]0.00&quot;daily&quot;\\d;yyyy'/>"
	"<numFmt numFmtId='178' formatCode='[$-804]dddd'/></numFmts>"
	"<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
	"<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='176'/>"
	"<xf numFmtId='177'/><xf numFmtId='178'/><xf numFmtId='58'/><xf numFmtId='10'/>"
	"</cellXfs></styleSheet>";

/* A workbook of one sheet; a part that is NULL is the usual one, and "" leaves it out. */
struct parts {
	const char *top, *links, *workbook, *strings, *styles, *sheet;
	struct pack_part more;
};

static void build(struct text *out, const struct parts *parts)
{
	const struct {
		const char *name, *given, *usual;
	} all[] = {{"_rels/.rels", parts->top, TOP},
		{"xl/_rels/workbook.xml.rels", parts->links, LINKS},
		{"xl/workbook.xml", parts->workbook, BOOK(ONE_SHEET)},
		{"xl/sharedStrings.xml", parts->strings, STRINGS("<si><t>one</t></si>")},
		{"xl/styles.xml", parts->styles, styles},
		{"xl/worksheets/sheet1.xml", parts->sheet, SHEET("")}};
	struct pack_part packed[8] = {0};
	size_t count = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *data = all[i].given ? all[i].given : all[i].usual;
		if (*data)
			packed[count++] = (struct pack_part){all[i].name, data};
	}
	packed[count] = parts->more;
	pack(out, packed);
}

static void read_zip(struct workbook *book, const struct text *zip)
{
	struct error error = {0};

	if (workbook_read_memory(book, "survey.xlsx", zip->data, zip->size, &error) < 0)
		fail_msg("%d: %s", error.line, error.text);
}

/* One line for each row; a cell is its text behind a letter for its kind. */
static char *drawn(const struct sheet *sheet)
{
	static const char letters[] = {[CELL_EMPTY] = '-',
		[CELL_TEXT] = 't',
		[CELL_NUMBER] = 'n',
		[CELL_DATE] = 'd',
		[CELL_FORMULA] = 'f',
		[CELL_AGAIN] = 'a'};
	struct text text = {0};

	for (size_t i = 0; i < sheet->count; i++) {
		const struct sheet_row *row = &sheet->rows[i];
		text_format(&text, "%s%u", i ? "\n" : "", row->number);
		if (row->why)
			text_format(&text, "!%s", row->why);
		for (size_t j = 0; j < row->count; j++)
			text_format(&text, "|%c%s", letters[row->cells[j].kind],
				row->cells[j].text);
	}
	return text_take(&text);
}

static void expect(const struct parts *parts, const char *wanted)
{
	AUTO_TEXT struct text zip = {0};
	AUTO_WORKBOOK struct workbook book = {0};

	build(&zip, parts);
	read_zip(&book, &zip);
	assert_true(book.count >= 1);
	AUTO_FREE char *found = drawn(&book.sheets[0]);
	assert_string_equal(found, wanted);
	assert_string_equal(book.sheets[0].encoding, "UTF-8");
}

static void cells_of_every_type(void **state)
{
	static const struct {
		const char *sheet, *rows;
	} cases[] = {
		{SHEET(""), ""},
		{SHEET("<row r='2'><c r='A2' t='s'><v>0</v></c><c "
		       "r='B2'><v>1.50</v></c>"
		       "</row>"),
			"2|tone|n1.50"},
		{SHEET("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
			"1|n1|n2\n2|n3"},
		{SHEET("<row r='7'><c r='D7'><v>-1E-3</v></c></row>"), "7|-|-|-|n-1E-3"},
		{SHEET("<row><c t='inlineStr'><is><t>x &amp; y</t></is></c>"
		       "<c t='str'><v>text</v></c><c t='b'><v>1</v></c>"
		       "<c t='b'><v>0</v></c><c t='e'><v>#REF!</v></c>"
		       "<c t='n'><v>7</v></c></row>"),
			"1|tx & y|ttext|tTRUE|tFALSE|t#REF!|n7"},
		/* runs, and how they are pronounced */
		{SHEET("<row><c t='inlineStr'><is><r><rPr><b/></rPr><t>搬</t></r><r>"
		       "<t xml:space='preserve'> 云</t></r><rPh sb='0' eb='1'><t>ban</t>"
		       "</rPh></is></c></row>"),
			"1|t搬 云"},
		{SHEET("<row><c t='inlineStr'><is><t>a_x000A_b_x005F_x000A_c_x00e9_</t></is>"
		       "</c></row>"),
			"1|ta\nb_x000A_c_x00e9_"},
		/* formulas */
		{SHEET("<row><c><f>A2</f><v>3</v></c><c t='str'><f>A3</f><v>x</v></c>"
		       "<c><f>NOW()</f></c><c t='str'><f>B3</f><v></v></c>"
		       "<c s='1'><f>TODAY()</f><v>44197</v></c>"
		       "<c t='s'><f>A1</f><v>0</v></c></row>"),
			"1|f3|fx|f|-|f2021-01-01|fone"},
		{SHEET("<row><c t='str'><f>B3</f><v></v></c></row>"), ""},
		/* what is empty */
		{SHEET("<row r='1'><c r='A1' s='1'/><c r='B1'><v/></c></row><row "
		       "r='3'>"
		       "<c r='B3'><v>1</v></c><c r='C3' t='inlineStr'><is><t/></is></c>"
		       "</row>"),
			"3|-|n1"},
		{SHEET("<row><c t='inlineStr'><is><t>a\tb\x7f</t></is></c></row>"),
			"1!The cell A1 holds the control character U+007F: delete it, or write "
			"the cell again."},
		{SHEET("<row><c/><c t='inlineStr'><is><t>_x0000_</t></is></c></row>"),
			"1!The cell B1 holds the control character U+0000: delete it, or write "
			"the cell again."},
		{SHEET("<row><c><v>_x0000_1</v></c></row>"),
			"1!The cell A1 holds the control character U+0000: delete it, or write "
			"the cell again."},
		/* elements of others */
		{SHEET("<row><c><v>1</v></c><x:c xmlns:x='urn:x'><x:v>2</x:v></x:c></row>"),
			"1|n1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(&(struct parts){.sheet = cases[i].sheet}, cases[i].rows);
}

static void shared_texts(void **state)
{
	(void)state;
	expect(&(struct parts){.strings =
				       STRINGS("<si><t>a</t></si><si><r><t>b</t></r><r><t>c</t>"
					       "</r><rPh><t>d</t></rPh></si><si/>"
					       "<si><t>e_x0007_</t></si>"),
		       .sheet = SHEET("<row><c t='s'><v>1</v></c><c t='s'><v>0</v></c>"
				      "<c t='s'><v>2</v></c><c t='s'><v>1</v></c></row>"
				      "<row><c t='s'><v>3</v></c></row>")},
		"1|tbc|ta|-|tbc\n2!The cell A2 holds the control character U+0007: delete it, "
		"or "
		"write the cell again.");
}

static void dates(void **state)
{
	static const struct {
		const char *cell, *drawn, *drawn_1904;
	} cases[] = {
		{"<c s='1'><v>1</v></c>", "d1900-01-01", "d1904-01-02"},
		{"<c s='1'><v>59</v></c>", "d1900-02-28", "d1904-02-29"},
		{"<c s='1'><v>60</v></c>", "d1900-02-29", "d1904-03-01"},
		{"<c s='1'><v>61</v></c>", "d1900-03-01", "d1904-03-02"},
		{"<c s='1'><v>45657.99999</v></c>", "d2024-12-31", "d2029-01-01"},
		{"<c s='1'><v>2957003</v></c>", "d9995-12-30", "d9999-12-31"},
		{"<c s='1'><v>2958465</v></c>", "d9999-12-31", "n2958465"},
		{"<c s='1'><v>2958466</v></c>", "n2958466", "n2958466"},
		{"<c s='1'><v>0</v></c>", "n0", "d1904-01-01"},
		{"<c s='1'><v>-1</v></c>", "n-1", "n-1"},
		{"<c s='1'><v>1E3</v></c>", "n1E3", "n1E3"},
		/* the format decides */
		{"<c s='0'><v>44197</v></c>", "n44197", "n44197"},
		{"<c s='2'><v>44197</v></c>", "d2021-01-01", "d2025-01-02"},
		{"<c s='3'><v>44197</v></c>", "n44197", "n44197"},
		{"<c s='4'><v>44197</v></c>", "d2021-01-01", "d2025-01-02"},
		{"<c s='5'><v>44197</v></c>", "d2021-01-01", "d2025-01-02"},
		{"<c s='6'><v>44197</v></c>", "n44197", "n44197"},
		{"<c s='7'><v>44197</v></c>", "n44197", "n44197"},
		{"<c s='-1'><v>44197</v></c>", "n44197", "n44197"},
		{"<c s='1' t='str'><v>44197</v></c>", "t44197", "t44197"},
		/* written out */
		{"<c t='d'><v>2021-01-31T08:00:00</v></c>", "d2021-01-31", "d2021-01-31"},
		{"<c t='d'><v>2021-01-31</v></c>", "d2021-01-31", "d2021-01-31"},
		{"<c t='d'><v>T08:00</v></c>", "tT08:00", "tT08:00"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_FREE char *sheet = mem_format(SHEET("<row>%s</row>"), cases[i].cell);
		AUTO_FREE char *from_1900 = mem_format("1|%s", cases[i].drawn);
		AUTO_FREE char *from_1904 = mem_format("1|%s", cases[i].drawn_1904);
		expect(&(struct parts){.sheet = sheet}, from_1900);
		expect(&(struct parts){.sheet = sheet,
			       .workbook = BOOK("<workbookPr date1904='1'/>" ONE_SHEET)},
			from_1904);
	}
}

static void merged_cells_show_the_first(void **state)
{
	(void)state;
	expect(
		&(struct parts){
			.sheet = "<worksheet xmlns='" MAIN "'><sheetData>"
				 "<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>"
				 "<row><c><v>4</v></c><c><v>5</v></c></row>"
				 "<row><c><v>6</v></c></row></sheetData><mergeCells>"
				 "<mergeCell ref='A1:B2'/><mergeCell ref='C1:XFD1048576'/>"
				 "</mergeCells></worksheet>"},
		"1|n1|-|n3\n3|n6");
}

/* Of one column: whoever merged them meant each row, also one that ends before it. */
static void cells_merged_in_a_column_are_said_of_each_row(void **state)
{
	(void)state;
	expect(
		&(struct parts){
			.sheet = "<worksheet xmlns='" MAIN "'><sheetData>"
				 "<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>"
				 "<row><c/><c><v>5</v></c></row>"
				 "<row><c><v>7</v></c><c><v>6</v></c></row></"
				 "sheetData><mergeCells>"
				 "<mergeCell ref='A1:A3'/><mergeCell ref='C1:C2'/>"
				 "<mergeCell ref='E1:E3'/></mergeCells></worksheet>"},
		"1|n1|n2|n3\n2|a1|n5|a3\n3|a1|n6");
}

static void sheets_in_their_order(void **state)
{
	AUTO_TEXT struct text zip = {0};
	AUTO_WORKBOOK struct workbook book = {0};

	(void)state;
	build(&zip,
		&(struct parts){.links = RELATIONSHIPS RELATION(
					"a", "worksheet", "/xl/w/../b.xml") RELATION("b",
					"worksheet", "./worksheets/./sheet1.xml") RELATION("c",
					"chartsheet", "../../c.xml") "</Relationships>",
			.workbook = BOOK("<sheets><sheet name='二' r:id='b' state='hidden'/>"
					 "<sheet name='图' r:id='c'/>"
					 "<sheet name='a&amp;b' r:id='a'/></sheets>"),
			.strings = "",
			.styles = "",
			.more = {"xl/B.xml", SHEET("<row r='9'><c s='1'><v>8</v></c></row>")}});
	read_zip(&book, &zip);
	assert_int_equal(book.count, 3);
	assert_string_equal(book.sheets[0].name, "二");
	assert_string_equal(book.sheets[1].name, "图");
	assert_string_equal(book.sheets[2].name, "a&b");
	assert_true(book.sheets[0].hidden && !book.sheets[1].hidden && !book.sheets[2].hidden);
	assert_int_equal(book.sheets[0].count, 0);
	assert_int_equal(book.sheets[1].count, 0);
	AUTO_FREE char *rows = drawn(&book.sheets[2]);
	assert_string_equal(rows, "9|n8");
}

#define STRICT "http://purl.oclc.org/ooxml/officeDocument/relationships"

static void strict_namespaces(void **state)
{
	(void)state;
	expect(&(struct parts){.top = RELATIONSHIPS
			       "<Relationship Id='r' Type='" STRICT
			       "/officeDocument' Target='xl/workbook.xml'/>"
			       "</Relationships>",
		       .links = RELATIONSHIPS
		       "<Relationship Id='r' Type='" STRICT
		       "/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
		       .workbook = "<w:workbook xmlns:w='http://purl.oclc.org/ooxml/"
				   "spreadsheetml/main' xmlns:r='" STRICT "'><w:sheets>"
				   "<w:sheet name='S' r:id='r'/></w:sheets></w:workbook>",
		       .sheet = "<worksheet xmlns='http://purl.oclc.org/ooxml/spreadsheetml/"
				"main'><sheetData><row><c><v>1</v></c></row></sheetData>"
				"</worksheet>"},
		"1|n1");
}

static void a_workbook_of_another_program(void **state)
{
	AUTO_FREE char *path = mem_format("%s/tests/golden/sheet/survey.xlsx",
		getenv("top_srcdir") ? getenv("top_srcdir") : ".");
	AUTO_WORKBOOK struct workbook book = {0};
	struct error error = {0};

	(void)state;
	if (workbook_read(&book, path, &error) < 0)
		fail_msg("%s", error.text);
	assert_int_equal(book.count, 2);
	assert_string_equal(book.sheets[0].name, "业务系统");
	AUTO_FREE char *first = drawn(&book.sheets[0]);
	assert_string_equal(first, "1|t部门|t系统名称|t上线日期|t等保级别|t虚拟机|t合计\n"
				   "2|t财政局|t预算管理\n系统|d2019-03-01|n3|n12|f\n"
				   "3|t教育局|t 学籍 |d2021-12-31|n2|n4.5|tTRUE\n"
				   "6|-|t第六行\n8|t备注");
	assert_string_equal(book.sheets[1].name, "专网 & 链路");
	AUTO_FREE char *second = drawn(&book.sheets[1]);
	assert_string_equal(second, "7|-|-|-|t10.1.0.0/16");
}

static void expect_failure(const struct text *zip, int line, const char *sentence)
{
	struct workbook book = {0};
	struct error error = {0};

	assert_int_equal(
		workbook_read_memory(&book, "survey.xlsx", zip->data, zip->size, &error), -1);
	assert_int_equal(error.code, ERROR_INPUT);
	assert_string_equal(error.object, "survey.xlsx");
	assert_string_equal(error.text, sentence);
	assert_int_equal(error.line, line);
	assert_int_equal(book.count, 0);
	assert_null(book.texts);
}

#define AGAIN  ": save it again from a spreadsheet program."
#define ENTITY "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
#define DECLARES(part)                                                                         \
	"The part " part " declares a document type, as no part of a workbook does"
#define LEADS_OUT(id)                                                                          \
	"The relation \"" id "\" leads out of the file, which is never followed" AGAIN

static const struct {
	struct parts parts;
	int line;
	const char *sentence;
} refused[] = {
	/* XML */
	{{.sheet = ENTITY SHEET("<row><c t='str'><v>&e;</v></c></row>")}, 0,
		DECLARES("xl/worksheets/sheet1.xml") AGAIN},
	{{.strings = ENTITY STRINGS("<si><t>&a;</t></si>")}, 0,
		DECLARES("xl/sharedStrings.xml") AGAIN},
	{{.styles = "<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'><styleSheet/>"}, 0,
		DECLARES("xl/styles.xml") AGAIN},
	{{.workbook = ENTITY BOOK(ONE_SHEET)}, 0, DECLARES("xl/workbook.xml") AGAIN},
	{{.links = ENTITY LINKS}, 0, DECLARES("xl/_rels/workbook.xml.rels") AGAIN},
	{{.top = "<!DOCTYPE x>" TOP}, 0, DECLARES("_rels/.rels") AGAIN},
	{{.sheet = SHEET("<row><c t='str'><v>&nbsp;</v></c></row>")}, 0,
		"The part xl/worksheets/sheet1.xml is not well-formed XML at its line 1: save "
		"the file again from a spreadsheet program."},
	{{.strings = "<sst xmlns='" MAIN "'>\n<si>"}, 0,
		"The part xl/sharedStrings.xml is not well-formed XML at its line 2: save the "
		"file again from a spreadsheet program."},
	{{.styles = " "}, 0,
		"The part xl/styles.xml is not well-formed XML at its line 1: save the file "
		"again from a spreadsheet program."},
	/* relations */
	{{.links = RELATIONSHIPS "<Relationship Id='rId1' Type='" OFFICE
				 "/worksheet' Target='http://127.0.0.1/' TargetMode="
				 "'External'/></Relationships>"},
		0, LEADS_OUT("rId1")},
	{{.links = RELATIONSHIPS RELATION(
		  "x", "worksheet", "../../etc/passwd") "</Relationships>"},
		0, LEADS_OUT("x")},
	{{.top = RELATIONSHIPS RELATION("x", "officeDocument", "/..") "</Relationships>"}, 0,
		LEADS_OUT("x")},
	{{.links = RELATIONSHIPS RELATION("rId1", "worksheet", "none.xml") "</Relationships>"},
		0, "The part xl/none.xml is missing in the file" AGAIN},
	{{.workbook = BOOK("<sheets><sheet name='S' r:id='none'/></sheets>")}, 0,
		"The sheet \"S\" is missing in the file" AGAIN},
	{{.top = RELATIONSHIPS "</Relationships>"}, 0,
		"The file has no workbook in it: save it as .xlsx or .csv from a spreadsheet "
		"program."},
	{{.top = ""}, 0,
		"The file is a zip file and no workbook: unpack it and take the table in it."},
	{{.more = {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
		 .top = "",
		 .links = "",
		 .workbook = "",
		 .sheet = ""},
		0,
		"The file is a zip file and no workbook: unpack it and take the table in it."},
	{{.top = RELATIONSHIPS RELATION(
		  "x", "officeDocument", "xl/workbook.bin") "</Relationships>"},
		0, "The file is an .xlsb: save it as .xlsx or .csv."},
	{{.workbook = "<document xmlns='urn:word'/>"}, 0,
		"The file has no sheet in it: save the table as .xlsx or .csv from a "
		"spreadsheet program."},
	/* the zip file */
	{{.more = {"XL/workbook.XML", BOOK(ONE_SHEET)}}, 0,
		"The part XL/workbook.XML is in the file twice, and only one can be "
		"meant" AGAIN},
	{{.strings = "", .more = {"xl/sharedStrings.xml", STRINGS(""), .locked = true}}, 0,
		"The part xl/sharedStrings.xml is encrypted: save the workbook without a "
		"password."},
	/* cells */
	{{.sheet = SHEET("<row r='3'><c r='B3' t='s'><v>1</v></c></row>")}, 3,
		"In the sheet \"S\" the cell B3 refers to the shared text \"1\" of 1" AGAIN},
	{{.sheet = SHEET("<row r='3'><c t='s'><v>-1</v></c></row>")}, 3,
		"In the sheet \"S\" the cell A3 refers to the shared text \"-1\" of 1" AGAIN},
	{{.sheet = SHEET("<row r='3'><c r='XFE3'><v>1</v></c></row>")}, 3,
		"In the sheet \"S\" \"XFE3\" is no cell of a sheet" AGAIN},
	{{.sheet = SHEET("<row r='3'><c r='A0'><v>1</v></c></row>")}, 3,
		"In the sheet \"S\" \"A0\" is no cell of a sheet" AGAIN},
	{{.sheet = SHEET("<row r='3'><c r='A4'><v>1</v></c></row>")}, 3,
		"In the sheet \"S\" the cell A4 stands in the row 3" AGAIN},
	{{.sheet = SHEET("<row><c r='B1'><v>1</v></c><c r='B1'><v>1</v></c></row>")}, 1,
		"In the sheet \"S\" the cell B1 comes behind one to its right" AGAIN},
	{{.sheet = SHEET("<row r='3'/><row r='3'/>")}, 3,
		"In the sheet \"S\" the row 3 comes behind the row 3" AGAIN},
	{{.sheet = SHEET("<row r='1048577'/>")}, 0,
		"In the sheet \"S\" the row behind 0 is not one of 1 to 1048576" AGAIN},
	{{.sheet = SHEET("<row r='-1'/>")}, 0,
		"In the sheet \"S\" the row behind 0 is not one of 1 to 1048576" AGAIN},
	{{.sheet = SHEET("<row r='1048576'/><row><c><v>1</v></c></row>")}, 1048576,
		"In the sheet \"S\" the row behind 1048576 is not one of 1 to 1048576" AGAIN},
	{{.sheet = SHEET("<row r='2'><c r='XFD2'/><c><v>1</v></c></row>")}, 2,
		"The row 2 has more than 16384 columns: delete what lies to the right of the "
		"table."},
	{{.sheet = SHEET("<mergeCell ref='B2:A1'/>")}, 0,
		"In the sheet \"S\" \"B2:A1\" is no range of merged cells" AGAIN},
	{{.sheet = SHEET("<mergeCell/>")}, 0,
		"In the sheet \"S\" \"\" is no range of merged cells" AGAIN},
};

static void what_no_workbook_is_made_of(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		AUTO_TEXT struct text zip = {0};
		build(&zip, &refused[i].parts);
		expect_failure(&zip, refused[i].line, refused[i].sentence);
	}
}

static void an_open_document(void **state)
{
	static const struct pack_part parts[] = {
		{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
		{"content.xml", "<x/>"}, {0}};
	AUTO_TEXT struct text zip = {0};

	(void)state;
	pack(&zip, parts);
	expect_failure(&zip, 0,
		"The file is an .ods or another OpenDocument: save it as .xlsx or .csv.");
}

static void the_same_name_twice(void **state)
{
	AUTO_TEXT struct text zip = {0};

	(void)state;
	build(&zip, &(struct parts){.more = {"xl/workbooX.xml", BOOK("")}});
	for (size_t at = 0; at + 15 < zip.size; at++)
		if (memcmp(zip.data + at, "xl/workbooX.xml", 15) == 0)
			zip.data[at + 10] = 'k';
	expect_failure(&zip, 0,
		"The part xl/workbook.xml is in the file twice, and only one can be "
		"meant" AGAIN);
}

/* The text, `size` times one byte, and an end. */
static char *stretched(const char *start, size_t size, const char *end)
{
	size_t length = strlen(start);
	char *made = mem_alloc(length + size + strlen(end) + 1);

	memcpy(made, start, length);
	memset(made + length, ' ', size);
	memcpy(made + length + size, end, strlen(end));
	return made;
}

static void bombs(void **state)
{
	AUTO_TEXT struct text zip = {0};
	AUTO_FREE char *spaces =
		stretched("<worksheet xmlns='" MAIN "' ", 6 << 20, "></worksheet>");
	AUTO_FREE char *value =
		stretched("<worksheet xmlns='" MAIN "'>", 2 << 20, "</worksheet>");

	(void)state;
	build(&zip, &(struct parts){.sheet = spaces});
	expect_failure(&zip, 0,
		"The part xl/worksheets/sheet1.xml grows more than 200 times when it is "
		"unpacked, as none of a real workbook does" AGAIN);
	text_clear(&zip);
	build(&zip, &(struct parts){.sheet = value});
	expect_failure(&zip, 0,
		"The part xl/worksheets/sheet1.xml has a text of more than 1048576 bytes at "
		"its line 1, as no cell of a workbook can have" AGAIN);
}

/* The same part as a thousand sheets, each of which is unpacked again. */
static void a_part_that_is_used_again_and_again(void **state)
{
	AUTO_TEXT struct text zip = {0}, sheets = {0}, workbook = {0};
	AUTO_FREE char *spaces =
		stretched("<worksheet xmlns='" MAIN "'>", 900 << 10, "</worksheet>");

	(void)state;
	for (size_t i = 0; i < 1024; i++)
		text_add(&sheets, "<sheet r:id='rId1'/>");
	text_format(&workbook, BOOK("<sheets>%s</sheets>"), sheets.data);
	build(&zip, &(struct parts){.workbook = workbook.data, .sheet = spaces});
	expect_failure(&zip, 0,
		"The workbook has more than 268435456 bytes when it is unpacked: split it into "
		"smaller ones.");

	text_add(&sheets, "<sheet r:id='rId1'/>");
	text_clear(&workbook);
	text_clear(&zip);
	text_format(&workbook, BOOK("<sheets>%s</sheets>"), sheets.data);
	build(&zip, &(struct parts){.workbook = workbook.data});
	expect_failure(&zip, 0,
		"The workbook has more than 1024 sheets: split it into several files.");
}

/* A few bytes a row that would be 16,384 cells each. */
static void gaps_that_would_fill_the_memory(void **state)
{
	AUTO_TEXT struct text zip = {0}, sheet = {0};

	(void)state;
	text_add(&sheet, "<worksheet xmlns='" MAIN "'><sheetData>");
	for (size_t row = 1; row <= 1025; row++)
		text_format(&sheet, "<row><c r='XFD%zu'><v>1</v></c></row>", row);
	text_add(&sheet, "</sheetData></worksheet>");
	build(&zip, &(struct parts){.sheet = sheet.data});
	expect_failure(&zip, 1025,
		"The file has more than 16777216 cells at the row 1025, gaps included: split "
		"it into several files.");
}

static void merges_that_would_take_hours(void **state)
{
	AUTO_TEXT struct text zip = {0}, sheet = {0};

	(void)state;
	text_add(&sheet, "<worksheet xmlns='" MAIN "'><sheetData>");
	for (size_t row = 0; row < 10000; row++)
		text_add(&sheet, "<row><c/><c><v>1</v></c></row>");
	text_add(&sheet, "</sheetData><mergeCells>");
	for (size_t row = 0; row < 10000; row++)
		text_add(&sheet, "<mergeCell ref='A1:B10000'/>");
	text_add(&sheet, "</mergeCells></worksheet>");
	build(&zip, &(struct parts){.sheet = sheet.data});
	expect_failure(&zip, 10000, "In the sheet \"S\" merged ranges overlap" AGAIN);
}

/* Whatever byte of a file is damaged, it is read or refused, and nothing else. */
static void damaged_files(void **state)
{
	AUTO_TEXT struct text zip = {0};

	(void)state;
	build(&zip, &(struct parts){.sheet = SHEET("<row><c><v>1</v></c></row>")});
	for (size_t at = 0; at < zip.size; at++) {
		AUTO_WORKBOOK struct workbook book = {0};
		struct error error = {0};
		char kept = zip.data[at];
		zip.data[at] = (char)(kept ^ 0x55);
		if (workbook_read_memory(&book, "x", zip.data, zip.size, &error) < 0)
			assert_true(error.text[0] != '\0');
		zip.data[at] = kept;
		workbook_clear(&book);
		if (workbook_read_memory(&book, "x", zip.data, at, &error) < 0)
			assert_true(error.text[0] != '\0');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_of_every_type),
		cmocka_unit_test(shared_texts),
		cmocka_unit_test(dates),
		cmocka_unit_test(merged_cells_show_the_first),
		cmocka_unit_test(cells_merged_in_a_column_are_said_of_each_row),
		cmocka_unit_test(sheets_in_their_order),
		cmocka_unit_test(strict_namespaces),
		cmocka_unit_test(a_workbook_of_another_program),
		cmocka_unit_test(what_no_workbook_is_made_of),
		cmocka_unit_test(an_open_document),
		cmocka_unit_test(the_same_name_twice),
		cmocka_unit_test(bombs),
		cmocka_unit_test(a_part_that_is_used_again_and_again),
		cmocka_unit_test(gaps_that_would_fill_the_memory),
		cmocka_unit_test(merges_that_would_take_hours),
		cmocka_unit_test(damaged_files),
	};

	return cmocka_run_group_tests_name("inventory/xlsx", tests, NULL, NULL);
}
