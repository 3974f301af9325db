#include "inventory/sheet/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/sheet/encoding.h"
#include "inventory/sheet/pool.h"

void table_start(
	struct table *table, struct workbook *book, const char *file, struct error *error)
{
	*table =
		(struct table){.book = book, .file = file, .left = SHEET_CELLS, .error = error};
	book->texts = pool_new();
}

void table_finish(struct table *table)
{
	free(table->cells);
}

void table_sheet(struct table *table, const char *name, const char *encoding)
{
	struct workbook *book = table->book;

	book->sheets = mem_resize(book->sheets, book->count + 1, sizeof(*book->sheets));
	table->sheet = &book->sheets[book->count++];
	*table->sheet = (struct sheet){
		.name = pool_add(book->texts, name, strlen(name)), .encoding = encoding};
	table->rows = 0;
}

void table_row(struct table *table, unsigned number)
{
	table->number = number;
	table->count = 0;
	table->why = NULL;
}

/* The cells of the row, moved out of the place where it grew. */
static struct sheet_cell *keep_cells(const struct table *table)
{
	struct sheet_cell *cells = mem_resize(NULL, table->count, sizeof(*cells));

	memcpy(cells, table->cells, table->count * sizeof(*cells));
	return cells;
}

static void add_row(struct table *table)
{
	struct sheet *sheet = table->sheet;
	struct sheet_row row = {.number = table->number, .why = table->why};

	if (sheet->count == table->rows) {
		table->rows = table->rows ? table->rows * 2 : 64;
		sheet->rows = mem_resize(sheet->rows, table->rows, sizeof(row));
	}
	if (!row.why) {
		row.cells = keep_cells(table);
		row.count = table->count;
		table->left -= table->count;
	}
	sheet->rows[sheet->count++] = row;
}

int table_end(struct table *table)
{
	if (table->count == 0 && !table->why)
		return 0;
	if (table->sheet->count == SHEET_ROWS)
		return error_at(table->error, table->file, (int)table->number, 0,
			"The sheet has more than %d rows: split it into several files.",
			SHEET_ROWS);
	add_row(table);
	return 0;
}

long table_offence(const char *text, size_t size)
{
	for (size_t at = 0; at < size;) {
		unsigned char byte = (unsigned char)text[at];
		if (byte >= 0x20 && byte < 0x7f) {
			at++;
			continue;
		}
		size_t length = text_utf8_length(text + at, size - at);
		bool blank = byte == '\t' || byte == '\n' || byte == '\r';
		bool late = byte == 0xc2 && length == 2 && (unsigned char)text[at + 1] < 0xa0;
		if (length == 0 || late || (length == 1 && !blank))
			return (long)at;
		at += length;
	}
	return -1;
}

void table_spoil(struct table *table, size_t column, const char *reason)
{
	char name[8], sentence[256];

	if (table->why)
		return;
	sheet_column_name(column, name);
	int size = snprintf(
		sentence, sizeof(sentence), "The cell %s%u %s", name, table->number, reason);
	table->why = pool_add(table->book->texts, sentence, (size_t)size);
}

/* Says what `text` starts with. */
static void spoil_by_text(struct table *table, size_t column, const char *text)
{
	int byte = encoding_broken_byte(text);
	unsigned control = (unsigned char)text[0] == 0xc2 ? (unsigned char)text[1]
							  : (unsigned char)text[0];
	char reason[128];

	if (byte >= 0)
		snprintf(reason, sizeof(reason),
			"holds the byte 0x%02x, which is not %s there: write the cell again.",
			(unsigned)byte, table->sheet->encoding);
	else
		snprintf(reason, sizeof(reason),
			"holds the control character U+%04X: delete it, or write the cell "
			"again.",
			control);
	table_spoil(table, column, reason);
}

/* Room for the cells up to `column`, with the ones in front of it empty. */
static int extend(struct table *table, size_t column)
{
	if (column >= SHEET_COLUMNS)
		return error_at(table->error, table->file, (int)table->number, 0,
			"The row %u has more than %d columns: delete what lies to the right of "
			"the table.",
			table->number, SHEET_COLUMNS);
	if (column >= table->left)
		return error_at(table->error, table->file, (int)table->number, 0,
			"The file has more than %d cells at the row %u, gaps included: split "
			"it into several files.",
			SHEET_CELLS, table->number);
	while (table->room <= column) {
		table->room = table->room ? table->room * 2 : 16;
		table->cells = mem_resize(table->cells, table->room, sizeof(*table->cells));
	}
	while (table->count <= column)
		table->cells[table->count++] = (struct sheet_cell){"", CELL_EMPTY};
	return 0;
}

int table_put(struct table *table, size_t column, enum sheet_cell_kind kind, const char *text,
	long offence)
{
	if (offence >= 0)
		spoil_by_text(table, column, text + offence);
	if (extend(table, column) < 0)
		return -1;
	table->cells[column] = (struct sheet_cell){text, kind};
	return 0;
}
