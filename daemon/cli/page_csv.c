#include "base/json.h"
#include "base/text.h"
#include "cli/csv.h"
#include "cli/page.h"

static void add_row(struct text *csv, struct json_object *cells)
{
	AUTO_TEXT struct text row = {0};

	for (size_t i = 0; i < json_length(cells); i++) {
		struct json_object *cell = json_object_array_get_idx(cells, i);
		const char *text = json_object_get_string(cell);

		if (json_object_is_type(cell, json_type_int))
			text_format(&row, "%s%s", row.size ? "," : "", text);
		else
			csv_add_cell(&row, text ? text : "");
	}
	text_format(csv, "%s" CSV_END, row.data ? row.data : "");
}

static void add_table(struct text *csv, struct json_object *table)
{
	struct json_object *rows = json_member(table, "rows");
	AUTO_TEXT struct text name = {0};

	csv_add_cell(&name, json_string(table, "name"));
	text_format(csv, "%s" CSV_END, name.data);
	add_row(csv, json_member(table, "columns"));
	for (size_t i = 0; i < json_length(rows); i++)
		add_row(csv, json_object_array_get_idx(rows, i));
}

const char *page_csv(const char *path, void *page)
{
	struct json_object *tables = json_member(page, "tables");
	AUTO_TEXT struct text csv = {0};

	text_add(&csv, CSV_BEGIN);
	for (size_t i = 0; i < json_length(tables); i++) {
		if (i > 0)
			text_add(&csv, CSV_END);
		add_table(&csv, json_object_array_get_idx(tables, i));
	}
	return output_write_text(path, &csv);
}
