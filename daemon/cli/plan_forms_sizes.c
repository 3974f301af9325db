#include "cli/page.h"
#include "cli/plan_forms_tables.h"

#define GIB (1024LL * 1024 * 1024)

/* Memory in GiB, rounded up. */
static void put_size(struct json_object *rows, const char *department, const char *machine,
	struct json_object *size)
{
	struct json_object *row = page_add_row(rows);

	page_put(row, department);
	page_put(row, machine);
	page_put_number(row, json_integer(size, "vcpus", 0));
	page_put_number(row, (json_integer(size, "memory", 0) + GIB - 1) / GIB);
	page_put_number(row, json_integer(size, "proposed_vcpus", 0));
	page_put_number(row, (json_integer(size, "proposed_memory", 0) + GIB - 1) / GIB);
}

/*
 * A machine of whose use too little is known has no row, and counts in its department as it is.
 */
void plan_tell_sizes(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *sizes = json_member(view->document, "sizes");
	struct json_object *machines = json_member(sizes, "machines");
	struct json_object *departments = json_member(sizes, "departments");
	struct json_object *rows = page_add_table(tables, _("Sizes"),
		(const char *const[]){_("Department"), _("Machine"), _("vCPUs"),
			_("Memory, GiB"), _("vCPUs, proposed"), _("Memory, GiB, proposed"),
			NULL});

	for (size_t i = 0; i < json_length(machines); i++) {
		struct json_object *row = json_object_array_get_idx(machines, i);

		put_size(rows, json_string(row, "department"), json_string(row, "name"), row);
	}
	for (size_t i = 0; i < json_length(departments); i++) {
		struct json_object *row = json_object_array_get_idx(departments, i);

		put_size(rows, json_string(row, "name"), _("all that move"), row);
	}
}
