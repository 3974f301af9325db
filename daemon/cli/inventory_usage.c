/* `banyun inventory usage`: what a machine used over time. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include <stdio.h>
#include <stdlib.h>

#define WIDTH 48 /* columns of a sparkline */

/* --- which machine --- */

/* Its id, as the newest snapshot has it; the caller frees. */
static int find_machine(char **id, const struct cli *cli, const char *name, struct error *error)
{
	AUTO_JSON struct json_object *page = NULL;
	AUTO_TEXT struct text path = {0};
	struct json_object *members;

	text_add(&path, "/v1/inventory/objects?kind=machine");
	cli_add_parameter(&path, "name", name);
	if (cli_ask(&page, cli, "GET", path.data, NULL, error) < 0)
		return -1;
	members = json_member(page, "members");
	if (json_length(members) > 1)
		return error_set(error, ERROR_USAGE, name,
			_("There are %d machines called \"%s\"; name the one by its id, which "
			  "`banyun inventory show --kind machine --text %s --json` tells."),
			(int)json_length(members), name, name);
	/* One that is gone may still have its history, under its id. */
	*id = mem_string(json_length(members) == 0
				 ? name
				 : json_string(json_object_array_get_idx(members, 0), "id"));
	return 0;
}

/* --- a row for each metric --- */

typedef char *write_number(int64_t value, char out[48]);

static char *write_cpu(int64_t thousandths, char out[48])
{
	snprintf(out, 48, "%lld.%02lld", (long long)(thousandths / 1000),
		(long long)(thousandths % 1000 / 10));
	return out;
}

static char *write_disk(int64_t bytes, char out[48])
{
	char number[48];

	snprintf(out, 48, "%.40s/s", cli_bytes(bytes, number));
	return out;
}

static const struct metric {
	const char *name, *title;
	write_number *write;
} metrics[] = {
	{"cpu", N_("processors"), write_cpu},
	{"memory", N_("memory"), cli_bytes},
	{"disk_read", N_("disk, read"), write_disk},
	{"disk_write", N_("disk, written"), write_disk},
	{"net_receive", N_("network, received"), cli_rate},
	{"net_send", N_("network, sent"), cli_rate},
};

/* What the points say of one metric. */
struct trend {
	const char *metric;
	struct json_object *points;
	int64_t least, sum, p95, most, count;
};

static struct json_object *value_of(const struct trend *trend, size_t index)
{
	return json_member(json_object_array_get_idx(trend->points, index), trend->metric);
}

/* Of the percentiles the largest is shown: it is not less than that of all samples. */
static void sum_up(struct trend *trend)
{
	for (size_t i = 0; i < json_length(trend->points); i++) {
		struct json_object *value = value_of(trend, i);
		int64_t least = json_integer(value, "least", 0);
		int64_t p95 = json_integer(value, "p95", 0);
		int64_t most = json_integer(value, "most", 0);

		if (!value)
			continue;
		trend->least = trend->count == 0 || least < trend->least ? least : trend->least;
		trend->p95 = p95 > trend->p95 ? p95 : trend->p95;
		trend->most = most > trend->most ? most : trend->most;
		trend->sum += json_integer(value, "mean", 0);
		trend->count++;
	}
}

/* The largest mean among the points of one column; -1 when none was measured there. */
static int64_t column(const struct trend *trend, size_t index, size_t columns)
{
	size_t points = json_length(trend->points);
	int64_t most = -1;

	for (size_t i = index * points / columns; i < (index + 1) * points / columns; i++) {
		int64_t mean = json_integer(value_of(trend, i), "mean", -1);

		most = mean > most ? mean : most;
	}
	return most;
}

static char *sparkline(const struct trend *trend)
{
	size_t points = json_length(trend->points);
	size_t columns = points < WIDTH ? points : WIDTH;
	int64_t means[WIDTH];

	for (size_t i = 0; i < columns; i++)
		means[i] = column(trend, i, columns);
	return cli_sparkline(means, columns, trend->most);
}

static void show_metric(
	struct cli_table *table, const struct metric *metric, struct json_object *points)
{
	struct trend trend = {.metric = metric->name, .points = points};
	char least[48], mean[48], p95[48], most[48];
	AUTO_FREE char *line = NULL;

	sum_up(&trend);
	if (trend.count == 0)
		return;
	line = sparkline(&trend);
	cli_table_row(table,
		(const char *const[]){_(metric->title), metric->write(trend.least, least),
			metric->write(trend.sum / trend.count, mean),
			metric->write(trend.p95, p95), metric->write(trend.most, most), line});
}

static void show_usage(const char *name, struct json_object *answer)
{
	const struct cli_column columns[] = {{_("METRIC"), false}, {_("LEAST"), true},
		{_("MEAN"), true}, {_("P95"), true}, {_("MOST"), true}, {_("TREND"), false}};
	struct json_object *points = json_member(answer, "points");
	size_t count = json_length(points);
	struct cli_table *table;

	if (count == 0) {
		printf(_("Nothing was measured of %s in that time.\n"), name);
		return;
	}
	printf(_("%s from %s to %s, %d points:\n"), name,
		json_string(json_object_array_get_idx(points, 0), "at"),
		json_string(json_object_array_get_idx(points, count - 1), "at"), (int)count);
	table = cli_table_new(columns, 6);
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		show_metric(table, &metrics[i], points);
	cli_table_print(table);
}

int inventory_usage_command(struct cli *cli, struct error *error)
{
	AUTO_FREE char *machine = NULL, *part = NULL;
	AUTO_JSON struct json_object *answer = NULL;
	AUTO_TEXT struct text path = {0};

	if (find_machine(&machine, cli, cli->arguments[0], error) < 0)
		return -1;
	part = cli_escape(machine);
	text_format(&path, "/v1/inventory/usage/%s", part);
	cli_add_parameter(&path, "since", cli_option(cli, "since"));
	cli_add_parameter(&path, "step", cli_option(cli, "step"));
	if (cli_ask(&answer, cli, "GET", path.data, NULL, error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		show_usage(cli->arguments[0], answer);
	return 0;
}
