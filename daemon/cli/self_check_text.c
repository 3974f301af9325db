#include "base/memory.h"
#include "cli/self_check.h"
#include <stdio.h>

static struct cli_table *new_table(struct json_object *columns)
{
	size_t count = json_length(columns);
	struct cli_column *list = mem_array(count, sizeof(*list));
	struct cli_table *table;

	for (size_t i = 0; i < count; i++)
		list[i].title = json_object_get_string(json_object_array_get_idx(columns, i));
	table = cli_table_new(list, (unsigned)count);
	mem_free_at(&list);
	return table;
}

static void add_row(struct cli_table *table, struct json_object *row)
{
	AUTO_FREE const char **cells = mem_array(json_length(row), sizeof(*cells));

	for (size_t i = 0; i < json_length(row); i++)
		cells[i] = json_object_get_string(json_object_array_get_idx(row, i));
	cli_table_row(table, cells);
}

static void show_table(struct json_object *table)
{
	struct json_object *rows = json_member(table, "rows");
	struct cli_table *lines;

	if (json_length(rows) == 0)
		return;
	lines = new_table(json_member(table, "columns"));
	for (size_t i = 0; i < json_length(rows); i++)
		add_row(lines, json_object_array_get_idx(rows, i));
	printf("\n%s\n", json_string(table, "name"));
	cli_table_print(lines);
}

void self_check_show(struct json_object *page)
{
	struct json_object *lines = json_member(page, "lines");
	struct json_object *tables = json_member(page, "tables");

	puts(json_string(page, "title"));
	for (size_t i = 0; i < json_length(lines); i++) {
		struct json_object *line = json_object_array_get_idx(lines, i);

		printf(_("%s: %s\n"),
			json_object_get_string(json_object_array_get_idx(line, 0)),
			json_object_get_string(json_object_array_get_idx(line, 1)));
	}
	for (size_t i = 0; i < json_length(tables); i++)
		show_table(json_object_array_get_idx(tables, i));
}
