#include "inventory/sheet/xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/sheet/table.h"
#include "inventory/sheet/xlsx_grid.h"
#include "inventory/sheet/xlsx_package.h"
#include "inventory/sheet/xlsx_part.h"
#include "inventory/sheet/xlsx_relations.h"
#include "inventory/sheet/xlsx_strings.h"
#include "inventory/sheet/xlsx_styles.h"

#define SHEETS 1024 /* the most of one workbook */

/* What the workbook's own part says. */
struct contents {
	struct package *package;
	const struct relations *relations;
	struct {
		char *name;
		const char
			*part; /* borrowed; NULL for a sheet without cells, such as a chart */
		bool hidden;
	} sheets[SHEETS];
	size_t count;
	bool from_1904;
	struct text value;
};

static int add_sheet(struct contents *contents, const struct element *element)
{
	const char *name = element_attribute(element, "name", &contents->value);

	if (contents->count == SHEETS)
		return package_fail(contents->package,
			"The workbook has more than %d sheets: split it into several files.",
			SHEETS);
	size_t at = contents->count++;
	contents->sheets[at].name = mem_string(name ? name : "");
	const char *state = element_attribute(element, "state", &contents->value);
	contents->sheets[at].hidden = state && !text_equal(state, "visible");
	const char *id = element_attribute(element, "id", &contents->value);
	const struct relation *relation = id ? relations_find(contents->relations, id) : NULL;
	if (!relation)
		return package_fail(contents->package,
			"The sheet \"%.*s\" is missing in the file: save it again from a "
			"spreadsheet program.",
			PACKAGE_SHORT(contents->sheets[at].name));
	contents->sheets[at].part = relation->kind == RELATION_SHEET ? relation->target : NULL;
	return 0;
}

static int open_element(void *context, const struct element *element)
{
	struct contents *contents = context;

	if (text_equal(element->name, "workbookPr"))
		contents->from_1904 = element_flag(element, "date1904", &contents->value);
	return text_equal(element->name, "sheet") ? add_sheet(contents, element) : 0;
}

static int read_sheets(
	struct table *table, const struct contents *contents, struct grid_workbook *workbook)
{
	workbook->from_1904 = contents->from_1904;
	for (size_t i = 0; i < contents->count; i++) {
		table_sheet(table, contents->sheets[i].name, "UTF-8");
		table->sheet->hidden = contents->sheets[i].hidden;
		if (contents->sheets[i].part &&
			grid_read(workbook, contents->sheets[i].part) < 0)
			return -1;
	}
	return 0;
}

/* The shared texts and the styles come first; a workbook may have neither. */
static int read_parts(
	struct table *table, struct package *package, const struct contents *contents)
{
	AUTO_STRINGS struct strings strings = {0};
	AUTO_STYLES struct styles styles = {0};
	const char *texts = relations_target(contents->relations, RELATION_STRINGS);
	const char *formats = relations_target(contents->relations, RELATION_STYLES);
	struct grid_workbook workbook = {
		.package = package, .strings = &strings, .styles = &styles, .table = table};

	if (texts && strings_read(&strings, package, texts, table->book->texts) < 0)
		return -1;
	if (formats && styles_read(&styles, package, formats) < 0)
		return -1;
	return read_sheets(table, contents, &workbook);
}

static void clear(struct contents *contents)
{
	for (size_t i = 0; i < contents->count; i++)
		free(contents->sheets[i].name);
	text_clear(&contents->value);
}

static int read_workbook(struct table *table, struct package *package, const char *part)
{
	static const struct part_reader reader = {.open = open_element};
	AUTO_RELATIONS struct relations relations = {0};
	struct contents contents = {.package = package, .relations = &relations};

	if (relations_read(&relations, package, part) < 0)
		return -1;
	int result = part_read(package, part, &reader, &contents);
	if (result == 0 && contents.count == 0)
		result = package_fail(package,
			"The file has no sheet in it: save the table as .xlsx or .csv from a "
			"spreadsheet program.");
	if (result == 0)
		result = read_parts(table, package, &contents);
	clear(&contents);
	return result;
}

/* Other documents are zip files of parts too. */
static int refuse_others(const struct package *package)
{
	if (package_has(package, "mimetype") && package_has(package, "content.xml"))
		return package_fail(package,
			"The file is an .ods or another OpenDocument: save it as .xlsx or "
			".csv.");
	if (!package_has(package, "_rels/.rels"))
		return package_fail(package,
			"The file is a zip file and no workbook: unpack it and take the table "
			"in it.");
	return 0;
}

/* Whether the part is of an .xlsb, in which the same is not written as XML. */
static bool is_binary(const char *part)
{
	size_t size = strlen(part);

	return size > 4 && strcmp(part + size - 4, ".bin") == 0;
}

int xlsx_read(struct table *table, const char *data, size_t size)
{
	AUTO_PACKAGE struct package package = {0};
	AUTO_RELATIONS struct relations relations = {0};

	if (package_open(&package, table->file, data, size, table->error) < 0 ||
		refuse_others(&package) < 0 || relations_read(&relations, &package, "") < 0)
		return -1;
	const char *part = relations_target(&relations, RELATION_WORKBOOK);
	if (!part)
		return package_fail(&package,
			"The file has no workbook in it: save it as .xlsx or .csv from a "
			"spreadsheet program.");
	if (is_binary(part))
		return package_fail(
			&package, "The file is an .xlsb: save it as .xlsx or .csv.");
	return read_workbook(table, &package, part);
}
