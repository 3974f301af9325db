/* `banyun plan rehearse`: how a plan would go, a thousand times. */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/lists.h"
#include "cli/plan_view.h"
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

#define MOVES_MOST 50 /* that are told, each */
#define WORST_MOST 20 /* of more, those that fail the most */

static const char *pause_of(struct json_object *tree, const char *name, char out[48])
{
	*out = '\0';
	return tree ? cli_milliseconds(json_integer(tree, name, 0), out) : out;
}

/* How often each of the equal parts from the least to the worst was met; the caller frees. */
static char *spread_of(struct json_object *distribution)
{
	struct json_object *parts = json_member(distribution, "parts");
	AUTO_FREE int64_t *counts = mem_array(json_length(parts) + 1, sizeof(*counts));
	int64_t most = 0;

	for (size_t i = 0; i < json_length(parts); i++) {
		int64_t count = json_object_get_int64(json_object_array_get_idx(parts, i));

		counts[i] = count > 0 ? count : -1;
		most = count > most ? count : most;
	}
	return cli_sparkline(counts, json_length(parts), most);
}

static void show_wave(
	struct cli_table *table, const struct plan_view *view, struct json_object *wave)
{
	struct json_object *finish = json_member(wave, "finish");
	AUTO_FREE char *spread = spread_of(finish);
	char times[5][PLAN_TIME], counts[3][24];

	snprintf(counts[0], 24, "%d", (int)json_integer(wave, "moves", 0));
	snprintf(counts[1], 24, "%d", (int)json_integer(wave, "late", 0));
	snprintf(counts[2], 24, "%d", (int)json_integer(wave, "short", 0));
	cli_table_row(
		table, (const char *const[]){json_string(wave, "name"), counts[0],
			       plan_time(view, wave, "expected_end", times[0]),
			       plan_time(view, finish, "p50", times[1]),
			       plan_time(view, finish, "p95", times[2]),
			       plan_time(view, finish, "worst", times[3]), spread,
			       plan_time(view, json_member(wave, "window"), "to", times[4]),
			       counts[1], counts[2]});
}

static void show_waves(const struct plan_view *view, struct json_object *told)
{
	const struct cli_column columns[] = {{_("WAVE"), false}, {_("MOVES"), true},
		{_("EXPECTED END"), false}, {_("HALF BY"), false}, {_("95% BY"), false},
		{_("WORST"), false}, {_("SPREAD"), true}, {_("WINDOW ENDS"), false},
		{_("LATE"), true}, {_("NOT ALL BEGUN"), true}};
	struct json_object *waves = json_member(told, "waves");
	struct cli_table *table = cli_table_new(columns, 10);

	for (size_t i = 0; i < json_length(waves); i++)
		show_wave(table, view, json_object_array_get_idx(waves, i));
	cli_table_print(table);
}

static void show_move(
	struct cli_table *table, const struct plan_view *view, struct json_object *move)
{
	static const char *const names[] = {"done", "back", "held", "skipped"};
	char times[3][PLAN_TIME], counts[4][24], pause[48];

	for (size_t j = 0; j < 4; j++)
		snprintf(counts[j], 24, "%d", (int)json_integer(move, names[j], 0));
	cli_table_row(table,
		(const char *const[]){json_string(move, "wave"), json_string(move, "name"),
			plan_time(view, move, "start", times[0]),
			plan_time(view, move, "end", times[1]),
			plan_time(view, json_member(move, "ends"), "p95", times[2]),
			pause_of(json_member(move, "blackout"), "p95", pause), counts[0],
			counts[1], counts[2], counts[3]});
}

/* In how many courses a move did not arrive. */
static int64_t failures_of(struct json_object *move)
{
	return json_integer(move, "back", 0) + json_integer(move, "held", 0) +
	       json_integer(move, "other", 0) + json_integer(move, "skipped", 0);
}

static int compare_moves(const void *left_pointer, const void *right_pointer)
{
	int64_t left = failures_of(*(struct json_object *const *)left_pointer);
	int64_t right = failures_of(*(struct json_object *const *)right_pointer);

	return left > right ? -1 : left < right;
}

/* Each, or of many those that fail in most courses. */
static void show_moves(const struct plan_view *view, struct json_object *told)
{
	const struct cli_column columns[] = {{_("WAVE"), false}, {_("MACHINE"), false},
		{_("START"), false}, {_("END"), false}, {_("95% BY"), false},
		{_("PAUSE (95%)"), true}, {_("DONE"), true}, {_("BACK"), true},
		{_("HELD"), true}, {_("NOT BEGUN"), true}};
	struct json_object *moves = json_member(told, "moves");
	size_t count = json_length(moves);
	struct cli_table *table = cli_table_new(columns, 10);

	if (count > MOVES_MOST) {
		printf(_("The %d moves that fail the most; --json tells all:\n"), WORST_MOST);
		json_object_array_sort(moves, compare_moves);
		count = WORST_MOST;
	}
	for (size_t i = 0; i < count; i++)
		show_move(table, view, json_object_array_get_idx(moves, i));
	cli_table_print(table);
}

/* --- how it is spread --- */

static void show_finish(const struct plan_view *view, struct json_object *finish)
{
	AUTO_FREE char *spread = spread_of(finish);
	char least[PLAN_TIME], half[PLAN_TIME], most[PLAN_TIME], worst[PLAN_TIME];

	if (!finish)
		return;
	printf(_("The end: %s |%s| %s; half of the courses by %s, 95%% by %s.\n"),
		plan_time(view, finish, "least", least), spread,
		plan_time(view, finish, "worst", worst), plan_time(view, finish, "p50", half),
		plan_time(view, finish, "p95", most));
}

static void show_pauses(struct json_object *pauses)
{
	AUTO_FREE char *spread = spread_of(pauses);
	char least[48], half[48], most[48], worst[48];

	if (!pauses)
		return;
	printf(_("A machine's pause: %s |%s| %s; half of them within %s, 95%% within %s.\n"),
		pause_of(pauses, "least", least), spread, pause_of(pauses, "worst", worst),
		pause_of(pauses, "p50", half), pause_of(pauses, "p95", most));
}

/* A fault as people would say it; the word of the schedule when it is a newer one. */
static const char *fault_of(const char *word)
{
	static const char *const faults[][2] = {
		{"kill", N_("banyund dies")},
		{"worker dies", N_("a worker dies")},
		{"worker hangs", N_("a worker hangs")},
		{"libvirtd dies source", N_("libvirtd dies at the source")},
		{"libvirtd dies target", N_("libvirtd dies at the target")},
		{"libvirtd hangs source", N_("libvirtd hangs at the source")},
		{"libvirtd hangs target", N_("libvirtd hangs at the target")},
		{"qemu dies source", N_("the machine's QEMU dies at the source")},
		{"qemu dies target", N_("the machine's QEMU dies at the target")},
		{"cut source", N_("the source is out of reach")},
		{"cut target", N_("the target is out of reach")},
		{"cut between", N_("source and target cannot reach each other")},
		{"power lost source", N_("the source loses power")},
		{"power lost target", N_("the target loses power")},
		{"disk full", N_("the target's disk is full")},
		{"endless copy", N_("the copy does not converge")},
		{"reply lost", N_("a reply is lost")},
		{"reply late", N_("a reply comes late")},
		{"reply twice", N_("a reply comes twice")},
		{"reply old", N_("an old reply comes again")},
		{"call fails", N_("libvirt reports an error")},
	};

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (text_equal(word, faults[i][0]))
			return _(faults[i][1]);
	return word;
}

/* What was drawn, and what became of the moves that it struck. */
static void show_faults(struct json_object *drawn)
{
	const struct cli_column columns[] = {{_("FAULT"), false}, {_("DONE"), true},
		{_("BACK"), true}, {_("HELD"), true}, {_("OTHERWISE"), true}};
	static const char *const names[] = {"done", "back", "held", "other"};
	struct cli_table *table;

	if (json_length(drawn) == 0)
		return;
	table = cli_table_new(columns, 5);
	for (size_t i = 0; i < json_length(drawn); i++) {
		struct json_object *row = json_object_array_get_idx(drawn, i);
		char counts[4][24];

		for (size_t j = 0; j < 4; j++)
			snprintf(counts[j], 24, "%d", (int)json_integer(row, names[j], 0));
		cli_table_row(table, (const char *const[]){fault_of(json_string(row, "fault")),
					     counts[0], counts[1], counts[2], counts[3]});
	}
	cli_table_print(table);
}

static void show_totals(struct json_object *told)
{
	struct json_object *totals = json_member(told, "totals");

	printf(_("Of all moves in %d courses, %lld were done, %lld went back, %lld were held "
		 "for "
		 "an operator, %lld were not begun, and %lld needed a second attempt.\n"),
		(int)json_integer(told, "courses", 0),
		(long long)json_integer(totals, "done", 0),
		(long long)json_integer(totals, "back", 0),
		(long long)(json_integer(totals, "held", 0) + json_integer(totals, "other", 0)),
		(long long)json_integer(totals, "skipped", 0),
		(long long)json_integer(totals, "retried", 0));
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

static void show_all(struct cli *cli, const struct plan_view *view, struct json_object *told)
{
	char zone[16];

	printf(_("Times are those of UTC%s.\n"), plan_zone(view, zone));
	show_waves(view, told);
	show_moves(view, told);
	show_finish(view, json_member(told, "finish"));
	show_pauses(json_member(json_member(told, "blackout"), "each"));
	show_totals(told);
	show_faults(json_member(told, "drawn"));
	show_broken(cli, told);
}

int plan_rehearse_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *body = json_object_new_object(), *told = NULL;
	AUTO_PLAN struct plan_view view = {0};
	AUTO_FREE char *path = NULL;

	cli_set_list(body, "waves", cli_option(cli, "wave"));
	if (take_number(body, cli, "courses", error) < 0 ||
		take_number(body, cli, "faults", error) < 0 ||
		take_number(body, cli, "seed", error) < 0 ||
		plan_view_load(&view, cli, cli->arguments[0], error) < 0)
		return -1;
	path = mem_format("/v1/plans/%s/rehearsals", json_string(view.answer, "plan"));
	if (cli_ask_job(&told, cli, path, mem_take(&body), error) < 0)
		return -1;
	if (!cli_show_json(cli, told))
		show_all(cli, &view, told);
	return 0;
}
