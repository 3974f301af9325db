#include "inventory/sheet/xlsx_merges.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "inventory/sheet/sheet.h"

#define REPEATED 16                /* steps that the memory of a cell counts for */
#define STEPS    (4 * SHEET_CELLS) /* looks at rows and cells before it is too much */

void merges_add(struct merges *merges, struct reference from, struct reference to)
{
	if (merges->count == merges->room) {
		merges->room = merges->room ? merges->room * 2 : 16;
		merges->list = mem_resize(merges->list, merges->room, sizeof(*merges->list));
	}
	merges->list[merges->count++] = (struct merge){from, to};
}

void merges_clear(struct merges *merges)
{
	free(merges->list);
	*merges = (struct merges){0};
}

/* The index of the first row whose number is `number` or above. */
static size_t first_row(const struct sheet *sheet, unsigned number)
{
	size_t low = 0, high = sheet->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sheet->rows[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Returns how many cells it looked at. */
static size_t empty_cells(struct sheet_row *row, const struct merge *merge)
{
	size_t column = merge->from.column, last = merge->to.column;

	if (row->number == merge->from.row)
		column++;
	for (; column <= last && column < row->count; column++)
		row->cells[column] = (struct sheet_cell){"", CELL_EMPTY};
	return column - merge->from.column + 1;
}

static struct sheet_cell first_cell(const struct sheet *sheet, const struct merge *merge)
{
	size_t at = first_row(sheet, merge->from.row);
	const struct sheet_row *row = at < sheet->count ? &sheet->rows[at] : NULL;

	return row && row->number == merge->from.row && merge->from.column < row->count
		       ? row->cells[merge->from.column]
		       : (struct sheet_cell){"", CELL_EMPTY};
}

/* Room for the cell of that column, with empty ones in front of it. */
static void extend(struct sheet_row *row, size_t column)
{
	if (column < row->count)
		return;
	row->cells = mem_resize(row->cells, column + 1, sizeof(*row->cells));
	while (row->count <= column)
		row->cells[row->count++] = (struct sheet_cell){"", CELL_EMPTY};
}

/* Returns how many cells that takes. */
static size_t repeat(struct sheet_row *row, const struct merge *merge, struct sheet_cell first)
{
	size_t column = merge->from.column;

	if (first.kind == CELL_EMPTY || row->number == merge->from.row || row->why)
		return 0;
	extend(row, column);
	row->cells[column] = (struct sheet_cell){first.text, CELL_AGAIN};
	return column + 1;
}

static void trim(struct sheet *sheet)
{
	size_t kept = 0;

	for (size_t i = 0; i < sheet->count; i++) {
		struct sheet_row row = sheet->rows[i];
		while (row.count > 0 && row.cells[row.count - 1].kind == CELL_EMPTY)
			row.count--;
		if (row.count > 0 || row.why)
			sheet->rows[kept++] = row;
		else
			free(row.cells);
	}
	sheet->count = kept;
}

int merges_apply(const struct merges *merges, struct sheet *sheet)
{
	size_t steps = 0;

	for (size_t i = 0; i < merges->count; i++) {
		const struct merge *merge = &merges->list[i];
		bool tall = merge->from.column == merge->to.column;
		struct sheet_cell first = first_cell(sheet, merge);

		for (size_t at = first_row(sheet, merge->from.row);
			at < sheet->count && sheet->rows[at].number <= merge->to.row; at++) {
			steps += empty_cells(&sheet->rows[at], merge);
			if (tall)
				steps += REPEATED * repeat(&sheet->rows[at], merge, first);
			if (steps > STEPS)
				return -1;
		}
	}
	if (merges->count > 0)
		trim(sheet);
	return 0;
}
