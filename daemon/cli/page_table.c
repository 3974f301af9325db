/* Making the tables of a page. */
#include "base/json.h"
#include "cli/page.h"

struct json_object *page_add_table(
	struct json_object *tables, const char *name, const char *const *columns)
{
	struct json_object *table = json_object_new_object();
	struct json_object *list = json_object_new_array();

	for (; *columns; columns++)
		json_object_array_add(list, json_object_new_string(*columns));
	json_set_string(table, "name", name);
	json_set(table, "columns", list);
	json_set(table, "rows", json_object_new_array());
	json_object_array_add(tables, table);
	return json_member(table, "rows");
}

struct json_object *page_add_row(struct json_object *rows)
{
	struct json_object *row = json_object_new_array();

	json_object_array_add(rows, row);
	return row;
}

void page_put(struct json_object *row, const char *text)
{
	json_object_array_add(row, json_object_new_string(text ? text : ""));
}

void page_put_number(struct json_object *row, int64_t number)
{
	json_object_array_add(row, json_object_new_int64(number));
}
