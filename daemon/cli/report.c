#include "base/text.h"
#include "cli/commands.h"
#include <stdio.h>

static char *percent(int64_t on_cloud, int64_t total, char out[48])
{
	int64_t tenths = total ? on_cloud * 1000 / total : 0;

	if (total)
		snprintf(out, 48, "%lld.%lld%%", (long long)(tenths / 10),
			(long long)(tenths % 10));
	else
		snprintf(out, 48, "-");
	return out;
}

static void show_rows(struct json_object *rows, const char *name, const char *title)
{
	const struct cli_column columns[] = {{title, false}, {_("ON CLOUD"), true},
		{_("ALL"), true}, {_("RATE"), true}, {"", false}};
	struct cli_table *table = cli_table_new(columns, 5);

	for (size_t i = 0; i < json_object_array_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);
		int64_t on = json_integer(row, "on_cloud", 0),
			all = json_integer(row, "total", 0);
		char left[48], right[48], rate[48], bar[4 * 20 + 1];

		snprintf(left, sizeof(left), "%lld", (long long)on);
		snprintf(right, sizeof(right), "%lld", (long long)all);
		cli_table_row(
			table, (const char *const[]){json_string(row, name), left, right,
				       percent(on, all, rate), cli_bar(on, all, 20, bar)});
	}
	cli_table_print(table);
}

static void show_milestones(struct json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		printf(_("Milestone %s: %d%% (%s) %s\n"), json_string(row, "by"),
			(int)json_integer(row, "percent", 0), json_string(row, "cites"),
			json_boolean(row, "reached", false) ? _("reached") : _("not reached"));
	}
}

static void show_excluded(struct json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		printf(_("Not counted: %s (%s)\n"), json_string(row, "name"),
			cli_said(row, "why"));
	}
}

/* Nothing is said of what is not known. */
static void show_utilisation(struct json_object *use)
{
	int64_t permille = json_integer(use, "cpu_mean_permille", -1);

	if (permille >= 0)
		printf(_("Processors were used to %lld.%lld%% over %lld days (formula %s), "
			 "%lld of %lld machines counted\n"),
			(long long)(permille / 10), (long long)(permille % 10),
			(long long)json_integer(use, "window_days", 0),
			json_string(use, "formula"), (long long)json_integer(use, "counted", 0),
			(long long)json_integer(use, "machines", 0));
	else if (use)
		printf(_("The use of processors is not known: no machine was measured for "
			 "long enough\n"));
}

int report_progress_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *report = NULL;
	char rate[48];

	if (cli_ask(&report, cli, "GET", "/v1/report/progress", NULL, error) < 0)
		return -1;
	if (cli_show_json(cli, report))
		return 0;
	printf(_("On-cloud rate %s: %d of %d (formula %s)\n"),
		percent(json_integer(report, "on_cloud", 0), json_integer(report, "total", 0),
			rate),
		(int)json_integer(report, "on_cloud", 0), (int)json_integer(report, "total", 0),
		json_string(report, "formula"));
	show_rows(json_member(report, "departments"), "name", _("DEPARTMENT"));
	show_rows(json_member(report, "variants"), "formula", _("FORMULA"));
	show_excluded(json_member(report, "excluded"));
	show_milestones(json_member(report, "milestones"));
	show_utilisation(json_member(report, "utilisation"));
	return 0;
}
