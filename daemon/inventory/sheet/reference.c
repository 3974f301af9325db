#include "inventory/sheet/reference.h"

#include <string.h>

#include "inventory/sheet/sheet.h"

void sheet_column_name(size_t column, char out[8])
{
	char letters[8];
	size_t count = 0;

	for (size_t left = column + 1; left > 0 && count < 7; left = (left - 1) / 26)
		letters[count++] = (char)('A' + (left - 1) % 26);
	for (size_t i = 0; i < count; i++)
		out[i] = letters[count - 1 - i];
	out[count] = '\0';
}

/* Reads the reference at `*text` and moves behind it. */
static bool take(struct reference *cell, const char **text)
{
	size_t column = 0, row = 0;
	const char *at = *text;

	for (; *at >= 'A' && *at <= 'Z' && column <= SHEET_COLUMNS; at++)
		column = column * 26 + (size_t)(*at - 'A') + 1;
	for (; *at >= '0' && *at <= '9' && row <= SHEET_ROWS; at++)
		row = row * 10 + (size_t)(*at - '0');
	if (column < 1 || column > SHEET_COLUMNS || row < 1 || row > SHEET_ROWS)
		return false;
	*cell = (struct reference){column - 1, (unsigned)row};
	*text = at;
	return true;
}

bool reference_read(struct reference *cell, const char *text)
{
	return take(cell, &text) && *text == '\0';
}

bool reference_read_range(struct reference *from, struct reference *to, const char *text)
{
	if (!take(from, &text))
		return false;
	*to = *from;
	if (*text == ':') {
		text++;
		if (!take(to, &text))
			return false;
	}
	return *text == '\0' && from->row <= to->row && from->column <= to->column;
}
