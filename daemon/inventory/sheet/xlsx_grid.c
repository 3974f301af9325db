#include "inventory/sheet/xlsx_grid.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "inventory/sheet/pool.h"
#include "inventory/sheet/reference.h"
#include "inventory/sheet/table.h"
#include "inventory/sheet/xlsx_merges.h"
#include "inventory/sheet/xlsx_package.h"
#include "inventory/sheet/xlsx_part.h"
#include "inventory/sheet/xlsx_strings.h"
#include "inventory/sheet/xlsx_styles.h"

struct grid {
	const struct grid_workbook *workbook;
	struct table *table;
	struct merges merges;
	struct text value; /* of the attribute that is looked at */

	unsigned row;     /* the number of the last one, or of the one that is open */
	bool in_row;      /* within <row> */
	bool in_cell;     /* within <c> */
	size_t columns;   /* of the row, that have been passed: the last cell's, and before */
	struct text type; /* of the cell */
	size_t style;
	bool has_formula, has_value;
	struct text content; /* of <v> */
	struct rich rich;    /* of <is> */
};

/* Fails at the open row: `format` speaks of it, or of the cell. */
static int __attribute__((format(printf, 2, 3)))
fail(const struct grid *grid, const char *format, ...)
{
	const char *sheet = grid->table->sheet->name;
	char sentence[400];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(sentence, sizeof(sentence), format, arguments);
	va_end(arguments);
	return error_at(grid->table->error, grid->table->file, (int)grid->row, 0,
		"In the sheet \"%.*s\" %s: save it again from a spreadsheet program.",
		PACKAGE_SHORT(sheet), sentence);
}

/* The cell that was opened last. */
static const char *cell_name(const struct grid *grid, char out[32])
{
	char column[8];

	sheet_column_name(grid->columns - 1, column);
	snprintf(out, 32, "%s%u", column, grid->row);
	return out;
}

static int open_row(struct grid *grid, const struct element *element)
{
	const char *number = element_attribute(element, "r", &grid->value);
	size_t digits = number ? strspn(number, "0123456789") : 0;
	long row = number ? strtol(number, NULL, 10) : (long)grid->row + 1;

	if ((number && number[digits] != '\0') || row < 1 || row > SHEET_ROWS)
		return fail(
			grid, "the row behind %u is not one of 1 to %d", grid->row, SHEET_ROWS);
	if ((unsigned)row <= grid->row)
		return fail(grid, "the row %ld comes behind the row %u", row, grid->row);
	grid->row = (unsigned)row;
	grid->in_row = true;
	grid->columns = 0;
	table_row(grid->table, grid->row);
	return 0;
}

/* The column of the cell that opens, by its reference or by its place. */
static int open_column(struct grid *grid, const struct element *element)
{
	const char *name = element_attribute(element, "r", &grid->value);
	struct reference cell = {grid->columns, grid->row};

	if (name && !reference_read(&cell, name))
		return fail(grid, "\"%.*s\" is no cell of a sheet", PACKAGE_SHORT(name));
	if (cell.row != grid->row)
		return fail(grid, "the cell %s stands in the row %u", name, grid->row);
	if (cell.column < grid->columns)
		return fail(grid, "the cell %s comes behind one to its right", name);
	grid->columns = cell.column + 1;
	return 0;
}

static int open_cell(struct grid *grid, const struct element *element)
{
	if (open_column(grid, element) < 0)
		return -1;
	const char *style = element_attribute(element, "s", &grid->value);
	grid->style = style ? strtoul(style, NULL, 10) : 0;
	if (!element_attribute(element, "t", &grid->type))
		text_cut(&grid->type, 0, grid->type.size);
	text_cut(&grid->content, 0, grid->content.size);
	text_cut(&grid->rich.text, 0, grid->rich.text.size);
	grid->in_cell = true;
	grid->has_formula = grid->has_value = false;
	return 0;
}

static int open_merge(struct grid *grid, const struct element *element)
{
	const char *range = element_attribute(element, "ref", &grid->value);
	struct reference from, to;

	if (!range || !reference_read_range(&from, &to, range))
		return fail(grid, "\"%.*s\" is no range of merged cells",
			PACKAGE_SHORT(range ? range : ""));
	merges_add(&grid->merges, from, to);
	return 0;
}

static int open_element(void *context, const struct element *element)
{
	struct grid *grid = context;

	if (text_equal(element->name, "mergeCell"))
		return open_merge(grid, element);
	if (text_equal(element->name, "row"))
		return open_row(grid, element);
	if (text_equal(element->name, "c") && grid->in_row)
		return open_cell(grid, element);
	if (text_equal(element->name, "f") && grid->in_cell)
		grid->has_formula = true;
	rich_open(&grid->rich, element->name);
	return 0;
}

/* Puts a text of this cell alone. */
static int put(struct grid *grid, enum sheet_cell_kind kind, const char *text, size_t size)
{
	const char *kept = pool_add(grid->table->book->texts, text, size);

	if (grid->has_formula)
		kind = CELL_FORMULA;
	if (size == 0 && (!grid->has_formula || grid->has_value))
		return 0;
	return table_put(grid->table, grid->columns - 1, kind, kept, table_offence(kept, size));
}

static int put_text(struct grid *grid, enum sheet_cell_kind kind, const char *text)
{
	return put(grid, kind, text, strlen(text));
}

static int put_shared(struct grid *grid)
{
	const struct strings *strings = grid->workbook->strings;
	const char *number = grid->content.data;
	size_t digits = strspn(number, "0123456789");
	size_t index = strtoul(number, NULL, 10);
	char name[32];

	if (digits == 0 || number[digits] != '\0' || index >= strings->count)
		return fail(grid, "the cell %s refers to the shared text \"%.*s\" of %zu",
			cell_name(grid, name), PACKAGE_SHORT(number), strings->count);
	const struct shared *shared = &strings->list[index];
	if (*shared->text == '\0' && shared->offence < 0)
		return 0;
	return table_put(grid->table, grid->columns - 1,
		grid->has_formula ? CELL_FORMULA : CELL_TEXT, shared->text, shared->offence);
}

static int put_number(struct grid *grid)
{
	const struct styles *styles = grid->workbook->styles;
	const char *number = grid->content.data;
	char date[STYLES_DATE];
	bool plain = number[strspn(number, "0123456789+-.eE")] == '\0';

	if (grid->style < styles->count && styles->dates[grid->style] &&
		styles_date(number, grid->workbook->from_1904, date))
		return put_text(grid, CELL_DATE, date);
	return put(grid, plain ? CELL_NUMBER : CELL_TEXT, number, grid->content.size);
}

/* A date that is written as one: YYYY-MM-DD, and maybe a time behind it. */
static int put_date(struct grid *grid)
{
	static const char form[] = "0000-00-00";
	const char *text = grid->content.data;
	size_t same = 0;

	while (same < sizeof(form) - 1 &&
		(form[same] == '-' ? text[same] == '-'
				   : text[same] >= '0' && text[same] <= '9'))
		same++;
	if (same == sizeof(form) - 1 && (text[same] == '\0' || text[same] == 'T'))
		return put(grid, CELL_DATE, text, same);
	return put(grid, CELL_TEXT, text, grid->content.size);
}

static int close_cell(struct grid *grid)
{
	const char *type = grid->type.data ? grid->type.data : "";
	const struct text *rich = &grid->rich.text;

	grid->in_cell = false;
	if (text_equal(type, "inlineStr"))
		return put(grid, CELL_TEXT, rich->data, rich->size);
	if (!grid->has_value)
		return put_text(grid, CELL_EMPTY, "");
	if (text_equal(type, "s"))
		return put_shared(grid);
	if (text_equal(type, "b"))
		return put_text(grid, CELL_TEXT,
			text_equal(grid->content.data, "1") ? "TRUE" : "FALSE");
	if (text_equal(type, "d"))
		return put_date(grid);
	if (*type == '\0' || text_equal(type, "n"))
		return put_number(grid);
	return put(grid, CELL_TEXT, grid->content.data, grid->content.size);
}

/*
 * The text of <v>, which may be escaped as those of <t> are. Where a formula was never
 * calculated, some programs leave it empty; an empty text that was calculated is a "str".
 */
static void keep_value(struct grid *grid, const struct text *text)
{
	struct rich rich = {0};

	rich_close(&rich, "t", text);
	text_clear(&grid->content);
	grid->content = rich.text;
	grid->has_value = text->size > 0 || text_equal(grid->type.data, "str");
}

static int close_element(void *context, const char *name, const struct text *text)
{
	struct grid *grid = context;

	rich_close(&grid->rich, name, text);
	if (text_equal(name, "v") && grid->in_cell)
		keep_value(grid, text);
	if (text_equal(name, "c") && grid->in_cell)
		return close_cell(grid);
	if (!text_equal(name, "row") || !grid->in_row)
		return 0;
	grid->in_row = false;
	return table_end(grid->table);
}

static void clear(struct grid *grid)
{
	merges_clear(&grid->merges);
	text_clear(&grid->value);
	text_clear(&grid->type);
	text_clear(&grid->content);
	text_clear(&grid->rich.text);
}

int grid_read(const struct grid_workbook *workbook, const char *name)
{
	static const struct part_reader reader = {open_element, close_element};
	struct grid grid = {.workbook = workbook, .table = workbook->table};

	int result = part_read(workbook->package, name, &reader, &grid);
	if (result == 0 && merges_apply(&grid.merges, grid.table->sheet) < 0)
		result = fail(&grid, "merged ranges overlap");
	clear(&grid);
	return result;
}
