/* `banyun plan rehearse`: how a plan would go, a thousand times. */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/lists.h"
#include <stdio.h>
#include <stdlib.h>

static int take_number(
	struct json_object *body, struct cli *cli, const char *name, struct error *error)
{
	const char *text = cli_option(cli, name);
	char *end = NULL;
	long long value;

	if (!text)
		return 0;
	value = strtoll(text, &end, 10);
	if (end == text || *end || value < 0)
		return error_set(error, ERROR_USAGE, NULL,
			_("--%s takes a number, and \"%s\" is none."), name, text);
	json_set_integer(body, name, value);
	return 0;
}

/* "2026-03-07T02:15Z", or "" when there is none. */
static const char *minute(const char *time, char out[24])
{
	snprintf(out, 24, time ? "%.16sZ" : "%s", time ? time : "");
	return out;
}

static const char *pause_of(struct json_object *tree, const char *name, char out[32])
{
	if (!tree)
		*out = '\0';
	else
		snprintf(out, 32, _("%lld ms"), (long long)json_integer(tree, name, 0));
	return out;
}

static void show_waves(struct json_object *told)
{
	const struct cli_column columns[] = {{_("WAVE"), false}, {_("MOVES"), true},
		{_("EXPECTED END"), false}, {_("HALF BY"), false}, {_("95% BY"), false},
		{_("WORST"), false}, {_("WINDOW ENDS"), false}, {_("LATE"), true},
		{_("NOT ALL BEGUN"), true}};
	struct json_object *waves = json_member(told, "waves");
	struct cli_table *table = cli_table_new(columns, 9);

	for (size_t i = 0; i < json_object_array_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct json_object *finish = json_member(wave, "finish");
		char times[5][24], counts[3][24];

		snprintf(counts[0], 24, "%d", (int)json_integer(wave, "moves", 0));
		snprintf(counts[1], 24, "%d", (int)json_integer(wave, "late", 0));
		snprintf(counts[2], 24, "%d", (int)json_integer(wave, "short", 0));
		cli_table_row(
			table, (const char *const[]){json_string(wave, "name"), counts[0],
				       minute(json_string(wave, "expected_end"), times[0]),
				       minute(json_string(finish, "p50"), times[1]),
				       minute(json_string(finish, "p95"), times[2]),
				       minute(json_string(finish, "worst"), times[3]),
				       minute(json_string(json_member(wave, "window"), "to"),
					       times[4]),
				       counts[1], counts[2]});
	}
	cli_table_print(table);
}

static void show_moves(struct json_object *told)
{
	const struct cli_column columns[] = {{_("WAVE"), false}, {_("MACHINE"), false},
		{_("START"), false}, {_("END"), false}, {_("95% BY"), false},
		{_("PAUSE (95%)"), true}, {_("DONE"), true}, {_("BACK"), true},
		{_("HELD"), true}, {_("NOT BEGUN"), true}};
	static const char *const names[] = {"done", "back", "held", "skipped"};
	struct json_object *moves = json_member(told, "moves");
	struct cli_table *table = cli_table_new(columns, 10);

	for (size_t i = 0; i < json_object_array_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);
		char times[3][24], counts[4][24], pause[32];

		for (size_t j = 0; j < 4; j++)
			snprintf(counts[j], 24, "%d", (int)json_integer(move, names[j], 0));
		cli_table_row(table,
			(const char *const[]){json_string(move, "wave"),
				json_string(move, "name"),
				minute(json_string(move, "start"), times[0]),
				minute(json_string(move, "end"), times[1]),
				minute(json_string(json_member(move, "ends"), "p95"), times[2]),
				pause_of(json_member(move, "blackout"), "p95", pause),
				counts[0], counts[1], counts[2], counts[3]});
	}
	cli_table_print(table);
}

static void show_totals(struct json_object *told)
{
	struct json_object *totals = json_member(told, "totals");
	struct json_object *pauses = json_member(json_member(told, "blackout"), "each");
	char half[32], worst[32];

	printf(_("Of all moves in %d courses, %lld were done, %lld went back, %lld were held "
		 "for "
		 "an operator, %lld were not begun, and %lld needed a second attempt.\n"),
		(int)json_integer(told, "courses", 0),
		(long long)json_integer(totals, "done", 0),
		(long long)json_integer(totals, "back", 0),
		(long long)(json_integer(totals, "held", 0) + json_integer(totals, "other", 0)),
		(long long)json_integer(totals, "skipped", 0),
		(long long)json_integer(totals, "retried", 0));
	if (pauses)
		printf(_("A machine stood still for %s in half of its moves, and for %s at "
			 "worst.\n"),
			pause_of(pauses, "p50", half), pause_of(pauses, "worst", worst));
}

static void show_broken(struct cli *cli, struct json_object *told)
{
	struct json_object *broken = json_member(told, "broken");

	if (json_object_array_length(broken) == 0) {
		puts(_("No invariant was ever at stake."));
		return;
	}
	cli->exit_code = 1;
	for (size_t i = 0; i < json_object_array_length(broken); i++) {
		struct json_object *row = json_object_array_get_idx(broken, i);

		printf(_("Invariant %s was broken in a move of %s: %s (%s)\n"),
			json_string(row, "invariant"), json_string(row, "name"),
			json_string(row, "sentence"), json_string(row, "schedule"));
	}
}

int plan_rehearse_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *body = json_object_new_object(), *told = NULL;
	AUTO_FREE char *root = NULL, *path = NULL;

	cli_set_list(body, "waves", cli_option(cli, "wave"));
	if (take_number(body, cli, "courses", error) < 0 ||
		take_number(body, cli, "faults", error) < 0 ||
		take_number(body, cli, "seed", error) < 0 ||
		cli_find_plan(&root, cli, cli->arguments[0], error) < 0)
		return -1;
	path = mem_format("/v1/plans/%s/rehearsals", root);
	if (cli_ask_job(&told, cli, path, mem_take(&body), error) < 0)
		return -1;
	if (cli_show_json(cli, told))
		return 0;
	show_waves(told);
	show_moves(told);
	show_totals(told);
	show_broken(cli, told);
	return 0;
}
