#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/links_plot.h"
#include "cli/output.h"
#include "model/measurement.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 48 /* columns of a sparkline */

/* --- each measurement --- */

static const char *say_certainty(struct json_object *one)
{
	const char *certainty = measurement_certainty(one);

	if (text_equal(certainty, "settled"))
		return _("settled");
	if (json_string(one, "method"))
		return _("at least, by iperf3");
	return text_equal(certainty, "at_least") ? _("at least") : _("not settled");
}

static void add_direction(
	struct cli_table *table, struct json_object *entry, const char *direction)
{
	struct json_object *one = json_member(entry, direction);
	char capacity[48], left[48], bytes[48], took[32], way[32], family[8];

	if (!one)
		return;
	snprintf(family, sizeof(family), "IPv%d", (int)json_integer(entry, "family", 0));
	snprintf(took, sizeof(took), "%lld ms",
		(long long)json_integer(one, "took_us", 0) / 1000);
	snprintf(way, sizeof(way), "%lld us", (long long)json_integer(one, "round_trip_us", 0));
	cli_table_row(table,
		(const char *const[]){json_string(entry, "source"),
			json_string(entry, "target"), family,
			text_equal(direction, "up") ? _("up") : _("down"),
			cli_rate(json_integer(one, "capacity", 0), capacity),
			say_certainty(one), cli_rate(json_integer(one, "available", 0), left),
			cli_bytes(json_integer(one, "sent_bytes", 0), bytes), took, way,
			json_string(entry, "at")});
}

static void show_measured(struct json_object *list)
{
	const struct cli_column columns[] = {{_("FROM"), false}, {_("TO"), false},
		{_("FAMILY"), false}, {_("WAY"), false}, {_("CAPACITY"), true}, {"", false},
		{_("LEFT BY OTHERS"), true}, {_("SENT"), true}, {_("TOOK"), true},
		{_("ROUND TRIP"), true}, {_("AT"), false}};
	struct cli_table *table = cli_table_new(columns, 11);

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		add_direction(table, entry, "up");
		add_direction(table, entry, "down");
	}
	cli_table_print_or(
		table, _("No link was measured: none leads to a host that banyun logs in to."));
}

/* --- the watch between tests --- */

static char *say_share(int64_t permille)
{
	return mem_format("%lld.%lld%%", (long long)permille / 10, (long long)permille % 10);
}

static void add_watched(struct cli_table *table, struct json_object *day)
{
	bool reached = json_integer(day, "reached", 0) > 0;
	AUTO_FREE char *family = mem_format("IPv%d", (int)json_integer(day, "family", 0));
	AUTO_FREE char *watches =
		mem_format("%lld", (long long)json_integer(day, "watches", 0));
	AUTO_FREE char *there = say_share(json_integer(day, "available_permille", 0));
	AUTO_FREE char *loss = say_share(json_integer(day, "loss_permille", 0));
	AUTO_FREE char *median =
		mem_format("%lld us", (long long)json_integer(day, "median_us", 0));
	AUTO_FREE char *least =
		mem_format("%lld us", (long long)json_integer(day, "least_us", 0));

	cli_table_row(table,
		(const char *const[]){json_string(day, "source"), json_string(day, "target"),
			family, watches, there, reached ? loss : "", reached ? median : "",
			reached ? least : "", json_string(day, "at")});
}

static void show_watched(struct json_object *list)
{
	const struct cli_column columns[] = {{_("FROM"), false}, {_("TO"), false},
		{_("FAMILY"), false}, {_("WATCHED"), true}, {_("THERE"), true},
		{_("LOSS"), true}, {_("MEDIAN"), true}, {_("LEAST EVER"), true},
		{_("AT"), false}};
	struct cli_table *table;

	if (json_length(list) == 0)
		return;
	printf("\n%s\n", _("Watched between tests, over the last day:"));
	table = cli_table_new(columns, 9);
	for (size_t i = 0; i < json_length(list); i++)
		add_watched(table, json_object_array_get_idx(list, i));
	cli_table_print(table);
}

/* --- over time --- */

struct history {
	int64_t values[WIDTH]; /* the newest; below 0: a test without a result */
	size_t count, results;
	int64_t least, sum, newest, most;
};

static void add_value(struct history *history, int64_t value)
{
	if (history->count == WIDTH)
		memmove(history->values, history->values + 1,
			--history->count * sizeof(history->values[0]));
	history->values[history->count++] = value;
	if (value < 0)
		return;
	history->least =
		history->results == 0 || value < history->least ? value : history->least;
	history->most = value > history->most ? value : history->most;
	history->newest = value;
	history->sum += value;
	history->results++;
}

static struct history history_of(
	struct json_object *list, const struct links_path *path, const char *direction)
{
	struct history history = {0};

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		if (links_path_has(path, entry))
			add_value(&history,
				json_integer(json_member(entry, direction), "capacity", -1));
	}
	return history;
}

static void add_history(struct cli_table *table, struct json_object *list,
	const struct links_path *path, const char *direction)
{
	struct history history = history_of(list, path, direction);
	AUTO_FREE char *line = cli_sparkline(history.values, history.count, history.most);
	AUTO_FREE char *family = mem_format("IPv%d", path->family);
	char least[48], mean[48], most[48], newest[48];

	if (history.results == 0)
		return;
	cli_table_row(table,
		(const char *const[]){path->source, path->target, family,
			text_equal(direction, "up") ? _("up") : _("down"),
			cli_rate(history.least, least),
			cli_rate(history.sum / (int64_t)history.results, mean),
			cli_rate(history.most, most), cli_rate(history.newest, newest), line});
}

static void show_history(struct json_object *list)
{
	const struct cli_column columns[] = {{_("FROM"), false}, {_("TO"), false},
		{_("FAMILY"), false}, {_("WAY"), false}, {_("LEAST"), true}, {_("MEAN"), true},
		{_("MOST"), true}, {_("NEWEST"), true}, {_("TREND"), false}};
	struct cli_table *table = cli_table_new(columns, 9);
	size_t count;
	AUTO_FREE struct links_path *paths = links_paths(list, &count);

	for (size_t i = 0; i < count; i++) {
		add_history(table, list, &paths[i], "up");
		add_history(table, list, &paths[i], "down");
	}
	cli_table_print_or(table, _("No test of a link has had a result."));
}

static int put_plot(
	const struct cli *cli, struct json_object *list, const char *path, struct error *error)
{
	AUTO_TEXT struct text svg = {0};

	links_plot(&svg, list);
	if (output_put_text(path, &svg, error) < 0)
		return -1;
	output_tell(cli, path, _("The plot is in \"%s\".\n"), path);
	return 0;
}

/* --- for programs --- */

static bool is_asked(struct json_object *list, struct json_object *day)
{
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (text_equal(json_string(one, "source"), json_string(day, "source")) &&
			text_equal(json_string(one, "target"), json_string(day, "target")))
			return true;
	}
	return false;
}

static int ask_series(struct json_object *list, const struct cli *cli, struct json_object *day,
	struct error *error)
{
	AUTO_FREE char *source = cli_escape(json_string(day, "source"));
	AUTO_FREE char *target = cli_escape(json_string(day, "target"));
	AUTO_FREE char *path = mem_format("/v1/readiness/links/%s/%s", source, target);
	struct json_object *series;

	if (is_asked(list, day))
		return 0;
	if (cli_ask(&series, cli, "GET", path, NULL, error) < 0)
		return -1;
	json_object_array_add(list, series);
	return 0;
}

/* What was watched of each link that was, by hours, stands beside the rest as "series". */
static int add_series(struct json_object *answer, const struct cli *cli, struct error *error)
{
	struct json_object *watched = json_member(answer, "watched");
	struct json_object *list = json_object_new_array();

	json_set(answer, "series", list);
	for (size_t i = 0; i < json_length(watched); i++)
		if (ask_series(list, cli, json_object_array_get_idx(watched, i), error) < 0)
			return -1;
	return 0;
}

/* --- all --- */

int readiness_links_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	const char *output = cli_option(cli, "output");
	struct json_object *list;

	if (output && !cli_option(cli, "plot"))
		return error_set(error, ERROR_USAGE, output,
			_("What is written to a file is the plot: say --plot too."));
	if (cli_ask(&answer, cli, "GET", "/v1/readiness/links", NULL, error) < 0)
		return -1;
	list = json_member(answer, "measured");
	if (output)
		return put_plot(cli, list, output, error);
	if (cli->json && add_series(answer, cli, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	if (cli_option(cli, "plot"))
		show_history(list);
	else {
		show_measured(list);
		show_watched(json_member(answer, "watched"));
	}
	return 0;
}
