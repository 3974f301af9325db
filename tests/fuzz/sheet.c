#include "sheet.h"

#include <stdbool.h>

#include "promise.h"

/* What a cell may hold. */
static void promise_text(const char *text)
{
	promise(text_utf8_error(text, strlen(text)) < 0);
	for (; *text; text++)
		promise((unsigned char)*text >= 0x20 || strchr("\t\r\n", *text));
}

static void promise_row(const struct sheet_row *row)
{
	promise((row->why != NULL) == (row->count == 0));
	promise(row->count <= SHEET_COLUMNS);
	if (row->why)
		promise_text(row->why);
	for (size_t i = 0; i < row->count; i++) {
		const struct sheet_cell *cell = &row->cells[i];
		promise_text(cell->text);
		if (cell->kind != CELL_FORMULA)
			promise((*cell->text == '\0') == (cell->kind == CELL_EMPTY));
	}
	if (row->count > 0)
		promise(row->cells[row->count - 1].kind != CELL_EMPTY);
}

static void promise_sheet(const struct sheet *sheet)
{
	promise_text(sheet->encoding);
	for (size_t i = 0; i < sheet->count; i++) {
		promise_row(&sheet->rows[i]);
		promise(sheet->rows[i].number > (i ? sheet->rows[i - 1].number : 0));
	}
}

void promise_table(const char *name, const char *data, size_t size)
{
	AUTO_WORKBOOK struct workbook book = {0};
	struct error error = {0};

	if (workbook_read_memory(&book, name, data, size, &error) < 0) {
		promise(error.code == ERROR_INPUT);
		promise(text_equal(error.object, name));
		promise(error.text[0] != '\0' && error.text[strlen(error.text) - 1] == '.');
		promise(text_utf8_error(error.text, strlen(error.text)) < 0);
		promise(book.count == 0 && !book.sheets && !book.texts);
		return;
	}
	promise(book.count > 0);
	for (size_t i = 0; i < book.count; i++)
		promise_sheet(&book.sheets[i]);
}
