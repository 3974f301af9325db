/* `banyun inventory completeness`: how far the departments have told. */
#include "cli/commands.h"
#include "cli/ledger.h"
#include <stdio.h>

static void most_missing(struct json_object *missing, char *out, size_t size)
{
	const char *most = NULL;
	int64_t count = 0;

	json_object_object_foreach (missing, name, value)
		if (json_object_get_int64(value) > count) {
			count = json_object_get_int64(value);
			most = name;
		}
	if (most)
		snprintf(out, size, "%s (%lld)", most, (long long)count);
}

const char *ledger_standing(struct json_object *department)
{
	if (json_boolean(department, "silent", false))
		return _("silent");
	return json_boolean(department, "declared", false) ? "" : _("not declared");
}

static void show_department(struct cli_table *lines, struct json_object *department)
{
	int64_t cells = json_integer(department, "cells", 0), all = 0;
	char entries[24], classified[24], outside[24], filled[24] = "-", missing[128] = "";

	json_object_object_foreach (json_member(department, "entries"), kind, count) {
		(void)kind;
		all += json_object_get_int64(count);
	}
	snprintf(entries, sizeof(entries), "%lld", (long long)all);
	snprintf(classified, sizeof(classified), "%lld",
		(long long)json_integer(department, "classified", 0));
	snprintf(outside, sizeof(outside), "%lld",
		(long long)json_integer(department, "out_of_scope", 0));
	if (cells > 0)
		snprintf(filled, sizeof(filled), "%lld %%",
			(long long)(json_integer(department, "filled", 0) * 100 / cells));
	most_missing(json_member(department, "missing"), missing, sizeof(missing));
	cli_table_row(lines,
		(const char *const[]){json_string(department, "name"), entries, classified,
			outside, filled, missing, ledger_standing(department)});
}

int inventory_completeness_command(struct cli *cli, struct error *error)
{
	const struct cli_column columns[] = {{_("DEPARTMENT"), false}, {_("ENTRIES"), true},
		{_("CLASSIFIED"), true}, {_("OUT OF SCOPE"), true}, {_("FILLED"), true},
		{_("MOST MISSING"), false}, {_("NOTE"), false}};
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *list;
	struct cli_table *lines;

	if (cli_ask(&answer, cli, "GET", "/v1/inventory/completeness", NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	list = json_member(answer, "departments");
	lines = cli_table_new(columns, 7);
	for (size_t i = 0; i < json_length(list); i++)
		show_department(lines, json_object_array_get_idx(list, i));
	cli_table_print_or(
		lines, _("No department has told anything yet; `banyun inventory import` "
			 "takes in what they tell."));
	return 0;
}
