#include "inventory/sheet/csv.h"

#include <stdbool.h>

#include "base/error.h"
#include "inventory/sheet/table.h"

struct reader {
	struct table *table;
	char *data;
	size_t size, at;
	char delimiter;
	unsigned line;
};

/* A cell while it is read; `end` is behind its text, which never grows. */
struct field {
	size_t column, start, end;
};

static bool cell_ends(const struct reader *reader)
{
	char byte = reader->data[reader->at];

	return reader->at == reader->size || byte == reader->delimiter || byte == '\n' ||
	       byte == '\r';
}

static void read_plain(struct reader *reader, struct field *field)
{
	field->start = reader->at;
	while (!cell_ends(reader))
		reader->at++;
	field->end = reader->at;
}

static int fail_open_quote(
	const struct reader *reader, const struct field *field, unsigned line)
{
	struct table *table = reader->table;
	char name[8];

	sheet_column_name(field->column, name);
	return error_at(table->error, table->file, (int)line, 0,
		"The quote that begins the cell %s%u is never closed: write the quote behind "
		"the cell's text.",
		name, table->number);
}

/* CR LF is one end of a line. The byte before is not overwritten yet, or by itself. */
static void count_line(struct reader *reader)
{
	const char *byte = reader->data + reader->at;

	if (*byte == '\r' || (*byte == '\n' && byte[-1] != '\r'))
		reader->line++;
}

/* From the opening quote to behind the closing one, over the text as it was. */
static int read_quoted(struct reader *reader, struct field *field)
{
	char *data = reader->data;
	unsigned line = reader->line;

	field->start = field->end = ++reader->at;
	for (; reader->at < reader->size; reader->at++) {
		if (data[reader->at] == '"' && data[++reader->at] != '"')
			return 0;
		count_line(reader);
		data[field->end++] = data[reader->at];
	}
	return fail_open_quote(reader, field, line);
}

static int read_field(struct reader *reader, struct field *field)
{
	if (reader->data[reader->at] != '"') {
		read_plain(reader, field);
		return 0;
	}
	if (read_quoted(reader, field) < 0)
		return -1;
	if (cell_ends(reader))
		return 0;
	table_spoil(reader->table, field->column,
		"has text behind its closing quote: double the quotes that belong to the "
		"text.");
	while (!cell_ends(reader))
		reader->at++;
	return 0;
}

static int put(struct reader *reader, const struct field *field)
{
	char *text = reader->data + field->start;
	size_t size = field->end - field->start;

	if (size == 0)
		return 0;
	text[size] = '\0';
	return table_put(reader->table, field->column, *text == '=' ? CELL_FORMULA : CELL_TEXT,
		text, table_offence(text, size));
}

/* Over what ended a cell. Returns whether another cell of the row follows. */
static bool pass_end(struct reader *reader, char end)
{
	if (reader->at == reader->size)
		return false;
	reader->at++;
	if (end == reader->delimiter)
		return true;
	if (end == '\r' && reader->data[reader->at] == '\n')
		reader->at++;
	reader->line++;
	return false;
}

static int read_row(struct reader *reader)
{
	struct field field = {0};
	bool more = true;

	table_row(reader->table, reader->line);
	for (; more; field.column++) {
		if (read_field(reader, &field) < 0)
			return -1;
		char end = reader->data[reader->at];
		if (put(reader, &field) < 0)
			return -1;
		more = pass_end(reader, end);
	}
	return table_end(reader->table);
}

int csv_read(struct table *table, char *data, size_t size)
{
	struct reader reader = {table, data, size, 0, csv_delimiter(data, size), 1};

	while (reader.at < reader.size)
		if (read_row(&reader) < 0)
			return -1;
	return 0;
}
