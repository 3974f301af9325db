#include "base/memory.h"
#include "base/text.h"
#include "cli/page.h"
#include <errno.h>
#include <string.h>
#include <xlsxwriter.h>

#define PAPER_A4   9
#define CELL_BYTES 32767 /* a cell takes as many characters */
#define NARROWEST  8     /* of columns, in digits of the font */
#define WIDEST     40

struct book {
	lxw_workbook *book;
	lxw_format *title, *heading, *cell;
};

/* Texts are texts: nothing is ever calculated. */
static void put(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
	struct json_object *value, lxw_format *format)
{
	const char *text = json_object_get_string(value);
	AUTO_FREE char *fitting = mem_bytes(text, text_fit(text, CELL_BYTES));

	if (json_object_is_type(value, json_type_int))
		worksheet_write_number(
			sheet, row, column, (double)json_object_get_int64(value), format);
	else
		worksheet_write_string(sheet, row, column, fitting, format);
}

static void put_row(
	lxw_worksheet *sheet, lxw_row_t row, struct json_object *cells, lxw_format *format)
{
	for (size_t i = 0; i < json_length(cells); i++)
		put(sheet, row, (lxw_col_t)i, json_object_array_get_idx(cells, i), format);
}

static size_t width_of(struct json_object *row, size_t column)
{
	struct json_object *cell = json_object_array_get_idx(row, column);

	return cell ? text_width(json_object_get_string(cell)) : 0;
}

/* As wide as the widest of the rows, within bounds. */
static size_t widest(size_t width, struct json_object *rows, size_t column)
{
	for (size_t i = 0; i < json_length(rows); i++) {
		size_t other = width_of(json_object_array_get_idx(rows, i), column);

		width = other > width ? other : width;
	}
	return width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width;
}

static void set_widths(lxw_worksheet *sheet, struct json_object *table, size_t column,
	struct json_object *lines)
{
	struct json_object *columns = json_member(table, "columns");

	for (; column < json_length(columns); column++) {
		size_t width =
			widest(width_of(columns, column), json_member(table, "rows"), column);

		width = widest(width, lines, column);
		worksheet_set_column(
			sheet, (lxw_col_t)column, (lxw_col_t)column, (double)(width + 2), NULL);
	}
}

static lxw_row_t put_table(
	const struct book *book, lxw_worksheet *sheet, lxw_row_t row, struct json_object *table)
{
	struct json_object *rows = json_member(table, "rows");

	put_row(sheet, row++, json_member(table, "columns"), book->heading);
	for (size_t i = 0; i < json_length(rows); i++)
		put_row(sheet, row++, json_object_array_get_idx(rows, i), book->cell);
	return row;
}

static lxw_worksheet *add_sheet(const struct book *book, const char *name)
{
	lxw_worksheet *sheet = workbook_add_worksheet(book->book, name);

	worksheet_set_paper(sheet, PAPER_A4);
	worksheet_set_landscape(sheet);
	worksheet_fit_to_pages(sheet, 1, 0);
	return sheet;
}

/* Title, lines and the findings, one below the other. */
static void add_summary(
	const struct book *book, struct json_object *page, struct json_object *findings)
{
	lxw_worksheet *sheet = add_sheet(book, _("Summary"));
	struct json_object *lines = json_member(page, "lines");
	lxw_row_t row = 0;

	worksheet_write_string(sheet, row, 0, json_string(page, "title"), book->title);
	row += 2;
	for (size_t i = 0; i < json_length(lines); i++)
		put_row(sheet, row++, json_object_array_get_idx(lines, i), book->cell);
	put_table(book, sheet, row + 1, findings);
	set_widths(sheet, findings, 0, lines);
}

static void add_entries(const struct book *book, struct json_object *table)
{
	lxw_worksheet *sheet = add_sheet(book, json_string(table, "name"));

	put_table(book, sheet, 0, table);
	set_widths(sheet, table, 0, NULL);
	worksheet_freeze_panes(sheet, 1, 0);
	worksheet_repeat_rows(sheet, 0, 0);
}

static void add_formats(struct book *book)
{
	book->title = workbook_add_format(book->book);
	format_set_bold(book->title);
	format_set_font_size(book->title, 16);
	book->heading = workbook_add_format(book->book);
	format_set_bold(book->heading);
	format_set_bg_color(book->heading, 0xEEEEEE);
	format_set_border(book->heading, LXW_BORDER_THIN);
	book->cell = workbook_add_format(book->book);
	format_set_text_wrap(book->cell);
	format_set_align(book->cell, LXW_ALIGN_VERTICAL_TOP);
	format_set_border(book->cell, LXW_BORDER_THIN);
}

static void fill(struct book *book, struct json_object *page)
{
	struct json_object *tables = json_member(page, "tables");
	lxw_doc_properties properties = {.created = json_integer(page, "made", 0)};

	if (properties.created > 0)
		workbook_set_properties(book->book, &properties);

	add_formats(book);
	add_summary(book, page, json_object_array_get_idx(tables, 0));
	for (size_t i = 1; i < json_length(tables); i++)
		add_entries(book, json_object_array_get_idx(tables, i));
}

const char *page_xlsx(const char *path, void *page)
{
	struct book book = {.book = workbook_new(path)};
	lxw_error result;

	if (!book.book)
		return strerror(ENOMEM);
	fill(&book, page);
	errno = 0;
	result = workbook_close(book.book);
	if (result == LXW_NO_ERROR)
		return NULL;
	return errno ? strerror(errno) : lxw_strerror(result);
}
