#include "base/text.h"
#include "cli/page.h"
#include <string.h>

/* What begins so is calculated by spreadsheets. */
static bool is_formula(const char *text)
{
	return *text && strchr("=+-@\t\r", *text);
}

static void add_cell(struct text *csv, struct json_object *cell)
{
	const char *text = json_object_get_string(cell);

	if (json_object_is_type(cell, json_type_int)) {
		text_add(csv, text);
		return;
	}
	text_add(csv, is_formula(text ? text : "") ? "\"'" : "\"");
	for (; text && *text; text++)
		text_format(csv, *text == '"' ? "\"%c" : "%c", *text);
	text_add(csv, "\"");
}

static void add_row(struct text *csv, struct json_object *cells)
{
	for (size_t i = 0; i < json_length(cells); i++) {
		if (i > 0)
			text_add(csv, ",");
		add_cell(csv, json_object_array_get_idx(cells, i));
	}
	text_add(csv, "\r\n");
}

static void add_table(struct text *csv, struct json_object *table)
{
	struct json_object *rows = json_member(table, "rows");

	add_cell(csv, json_member(table, "name"));
	text_add(csv, "\r\n");
	add_row(csv, json_member(table, "columns"));
	for (size_t i = 0; i < json_length(rows); i++)
		add_row(csv, json_object_array_get_idx(rows, i));
}

const char *page_csv(const char *path, void *page)
{
	struct json_object *tables = json_member(page, "tables");
	AUTO_TEXT struct text csv = {0};

	text_add(&csv, "\xef\xbb\xbf"); /* so that spreadsheets read UTF-8 */
	for (size_t i = 0; i < json_length(tables); i++) {
		if (i > 0)
			text_add(&csv, "\r\n");
		add_table(&csv, json_object_array_get_idx(tables, i));
	}
	return output_write_text(path, &csv);
}
