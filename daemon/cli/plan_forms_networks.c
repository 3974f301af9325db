#include "base/memory.h"
#include "base/text.h"
#include "cli/page.h"
#include "cli/plan_forms_tables.h"
#include <string.h>

#define GIB (1024LL * 1024 * 1024)

void plan_tell_addresses(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *list = json_member(view->document, "renumber");
	struct json_object *rows = page_add_table(tables, _("Addresses"),
		(const char *const[]){
			_("Machine"), _("Address"), _("New IPv4"), _("New IPv6"), NULL});

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *told = json_object_array_get_idx(list, i);
		struct json_object *row = page_add_row(rows);

		page_put(row, json_string(told, "name"));
		page_put(row, json_string(told, "from"));
		page_put(row, json_string(told, "to4"));
		page_put(row, json_string(told, "to6"));
	}
}

/* --- what becomes free --- */

static const char *kind_word(const char *kind)
{
	static const char *const words[][2] = {{"server", N_("server")},
		{"prefix", N_("address range")}, {"line", N_("leased line")},
		{"exit", N_("Internet exit")}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_equal(kind, words[i][0]))
			return _(words[i][1]);
	return kind;
}

static void put_size(struct json_object *row, struct json_object *told, const char *member)
{
	if (json_member(told, member))
		page_put_number(row, json_integer(told, member, 0) / GIB);
	else
		page_put(row, "");
}

/* Whether it is used again, hosted or scrapped is for people to say. */
void plan_tell_freed(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *list = json_member(view->document, "freed");
	struct json_object *rows = page_add_table(tables, _("Freed assets"),
		(const char *const[]){_("Kind"), _("Asset"), _("Department"), _("Network"),
			_("Free from"), _("Memory, GiB"), _("Storage, GiB"),
			_("Reuse, host or scrap"), NULL});

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *told = json_object_array_get_idx(list, i);
		struct json_object *row = page_add_row(rows);

		page_put(row, kind_word(json_string(told, "kind")));
		page_put(row, json_string(told, "id"));
		page_put(row, json_string(told, "department"));
		page_put(row, json_string(told, "network"));
		plan_put_time(row, view, plan_second(told, "at"));
		put_size(row, told, "memory");
		put_size(row, told, "storage");
		page_put(row, "");
	}
}

/* --- what is to be configured --- */

/* Tabs would be of another width in each program. */
static void put_line(struct json_object *rows, const char *line, size_t size)
{
	AUTO_TEXT struct text text = {0};

	for (size_t i = 0; i < size; i++) {
		if (line[i] == '\t')
			text_add(&text, "    ");
		else
			text_append(&text, line + i, 1);
	}
	page_put(page_add_row(rows), text.data);
}

void plan_tell_configuration(const char *configuration, struct json_object *tables)
{
	struct json_object *rows;

	if (!configuration)
		return;
	rows = page_add_table(tables, _("Network configuration"),
		(const char *const[]){_("To be reviewed before anybody applies it"), NULL});
	for (const char *line = configuration; *line;) {
		size_t size = strcspn(line, "\n");

		put_line(rows, line, size);
		line += size + (line[size] ? 1 : 0);
	}
}
