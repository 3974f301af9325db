/*
 * Tables for people. Where one is wider than the terminal its widest columns are made narrower,
 * and what does not fit into them goes on below, from word to word.
 */
#include "cli/table.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/pager.h"
#include <assert.h>
#include <libsmartcols/libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS    16
#define WORD_MOST  28 /* a longer word may be cut, so that the other columns have room */
#define WORD_LEAST 6

struct cli_table {
	struct libscols_table *lines;
	unsigned columns;
};

struct cli_table *cli_table_new(const struct cli_column *columns, unsigned count)
{
	struct cli_table *table = mem_alloc(sizeof(*table));

	assert(count <= COLUMNS);
	scols_init_debug(0);
	table->lines = scols_new_table();
	table->columns = count;
	for (unsigned i = 0; i < count; i++)
		scols_table_new_column(table->lines, columns[i].title, 0,
			columns[i].right ? SCOLS_FL_RIGHT : 0);
	return table;
}

void cli_table_row(struct cli_table *table, const char *const *cells)
{
	struct libscols_line *line = scols_table_new_line(table->lines, NULL);

	for (unsigned i = 0; i < table->columns; i++) {
		AUTO_FREE char *cell = text_tame(cells[i] ? cells[i] : "");

		scols_line_set_data(line, i, cell);
	}
}

/* --- into how many columns of the terminal a text goes --- */

/* Bytes and columns of the character that the text begins with. */
static size_t character(const char *text, size_t *columns)
{
	size_t size = text_utf8_length(text, strlen(text));
	char one[5] = "";

	size = size ? size : 1;
	memcpy(one, text, size);
	*columns = text_width(one);
	return size;
}

/* A line may end behind a blank, a mark within a long name, and each wide character. */
static bool ends_line(const char *text, size_t columns)
{
	return columns == 2 || strchr(" /-,;:_=", *text) != NULL;
}

static size_t widest_word(const char *text)
{
	size_t widest = 0, width = 0, columns;

	while (*text) {
		const char *at = text;

		text += character(text, &columns);
		width = *at == ' ' || columns == 2 ? 0 : width + columns;
		widest = width > widest ? width : widest;
	}
	return widest;
}

/* The text in lines of at most so many columns. */
static char *fold(const char *text, size_t width)
{
	size_t start = 0, last = 0, used = 0, columns;
	struct text out = {0};

	for (size_t at = 0; text[at];) {
		size_t size = character(text + at, &columns);

		if (used + columns <= width || at == start) {
			last = ends_line(text + at, columns) ? at + size : last;
			used = text[at] == '\n' ? 0 : used + columns;
			at += size;
			continue;
		}
		at = text[at] == ' ' || last <= start ? at : last;
		text_append(&out, text + start, at - start);
		text_add(&out, "\n");
		start = last = at += strspn(text + at, " ");
		used = 0;
	}
	text_add(&out, text + start);
	return text_take(&out);
}

/* --- the columns --- */

struct column {
	size_t natural, word,
		width; /* columns of the terminal: all, the widest word, as decided */
};

static struct libscols_cell *cell_at(const struct cli_table *table, size_t row, unsigned column)
{
	return scols_line_get_cell(scols_table_get_line(table->lines, row), column);
}

static void widen(struct column *column, const char *text)
{
	size_t natural = text_width(text), word = widest_word(text);

	column->natural = natural > column->natural ? natural : column->natural;
	column->word = word > column->word ? word : column->word;
}

static void measure(const struct cli_table *table, unsigned index, struct column *column)
{
	struct libscols_column *shown = scols_table_get_column(table->lines, index);
	const char *title = scols_cell_get_data(scols_column_get_header(shown));

	*column = (struct column){0};
	for (size_t row = 0; row < scols_table_get_nlines(table->lines); row++) {
		const char *data = scols_cell_get_data(cell_at(table, row, index));

		widen(column, data ? data : "");
	}
	column->word = column->word < WORD_MOST ? column->word : WORD_MOST;
	if (title && column->word < text_width(title))
		column->word = text_width(title);
	column->natural = column->natural > column->word ? column->natural : column->word;
}

/* The width of a column whose words may take `word`, and that may be `most` wide for all. */
static size_t width_of(const struct column *column, size_t word, size_t most)
{
	size_t least = column->word < word ? column->word : word;
	size_t width = column->natural < most ? column->natural : most;

	return width > least ? width : least;
}

static bool fits(
	const struct column *columns, unsigned count, size_t word, size_t most, size_t room)
{
	size_t sum = count - 1;

	for (unsigned i = 0; i < count; i++)
		sum += width_of(&columns[i], word, most);
	return sum <= room;
}

/* As wide for all as there is room, and words whole as long as that goes. */
static void share(struct column *columns, unsigned count, size_t room)
{
	size_t word = WORD_MOST, most = 1;

	while (word > WORD_LEAST && !fits(columns, count, word, 0, room))
		word--;
	while (most < room && fits(columns, count, word, most + 1, room))
		most++;
	for (unsigned i = 0; i < count; i++)
		columns[i].width = width_of(&columns[i], word, most);
}

static void fold_column(const struct cli_table *table, unsigned index, size_t width)
{
	struct libscols_column *column = scols_table_get_column(table->lines, index);

	scols_column_set_flags(column, scols_column_get_flags(column) | SCOLS_FL_WRAP);
	scols_column_set_safechars(column, "\n");
	scols_column_set_wrapfunc(column, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
	for (size_t row = 0; row < scols_table_get_nlines(table->lines); row++) {
		struct libscols_cell *cell = cell_at(table, row, index);
		const char *data = scols_cell_get_data(cell);
		AUTO_FREE char *folded = fold(data ? data : "", width);

		scols_cell_set_data(cell, folded);
	}
}

static const char *title_of(const struct cli_table *table, unsigned index)
{
	struct libscols_column *column = scols_table_get_column(table->lines, index);
	const char *title = scols_cell_get_data(scols_column_get_header(column));

	return title ? title : "";
}

/* Headings are not folded. */
static bool headings_fit(
	const struct cli_table *table, const struct column *columns, size_t room)
{
	size_t sum = table->columns - 1;

	for (unsigned i = 0; i < table->columns; i++) {
		size_t title = text_width(title_of(table, i));

		sum += columns[i].width > title ? columns[i].width : title;
	}
	return sum <= room;
}

/* False: there is no room for so many columns. */
static bool fit(const struct cli_table *table, size_t room)
{
	struct column columns[COLUMNS];

	for (unsigned i = 0; i < table->columns; i++)
		measure(table, i, &columns[i]);
	if (fits(columns, table->columns, WORD_MOST, SIZE_MAX, room))
		return true;
	share(columns, table->columns, room);
	if (!headings_fit(table, columns, room))
		return false;
	for (unsigned i = 0; i < table->columns; i++)
		if (columns[i].width < columns[i].natural)
			fold_column(table, i, columns[i].width);
	return true;
}

/* --- printing --- */

/* Each row as lines of its own, "HEADING: text". New text. */
static char *as_records(const struct cli_table *table, size_t room)
{
	struct text out = {0};

	text_add(&out, "");
	for (size_t row = 0; row < scols_table_get_nlines(table->lines); row++) {
		for (unsigned i = 0; i < table->columns; i++) {
			const char *data = scols_cell_get_data(cell_at(table, row, i));
			AUTO_FREE char *whole =
				mem_format("%s: %s", title_of(table, i), data ? data : "");
			AUTO_FREE char *folded = fold(whole, room);

			if (data && *data)
				text_format(&out, "%s%s", out.size > 0 ? "\n" : "", folded);
		}
		if (row + 1 < scols_table_get_nlines(table->lines))
			text_add(&out, "\n");
	}
	return text_take(&out);
}

size_t cli_table_print(struct cli_table *table)
{
	size_t count = 0;
	char *text = NULL;

	if (pager_is_terminal() && !fit(table, cli_width())) {
		text = as_records(table, cli_width());
	} else {
		scols_table_set_termforce(table->lines, SCOLS_TERMFORCE_NEVER);
		scols_print_table_to_string(table->lines, &text);
	}
	for (const char *at = text; at && *at; at++)
		count += *at == '\n';
	if (text && *text)
		puts(text);
	scols_unref_table(table->lines);
	free(text);
	free(table);
	return count;
}

void cli_table_print_or(struct cli_table *table, const char *none)
{
	if (scols_table_get_nlines(table->lines) == 0)
		puts(none);
	cli_table_print(table);
}
