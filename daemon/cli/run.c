#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/lists.h"
#include "cli/outlook.h"
#include "cli/pager.h"
#include "cli/plan_find.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

#define WATCH_MS 300

int run_start_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *body = json_object_new_object(), *answer = NULL;
	AUTO_FREE char *root = NULL;

	cli_set_list(body, "waves", cli_option(cli, "wave"));
	if (cli_set_reviewed(body, cli_option(cli, "file"), error) < 0 ||
		cli_find_plan(&root, cli, cli->arguments[0], error) < 0)
		return -1;
	json_set_string(body, "plan", root);
	if (cli_ask(&answer, cli, "POST", "/v1/runs", mem_take(&body), error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		printf(_("Run %s has started; see it with `banyun run watch %s`.\n"),
			json_string(answer, "run"), json_string(answer, "run"));
	return 0;
}

static void show_runs(struct json_object *runs)
{
	const struct cli_column columns[] = {{_("RUN"), false}, {_("PHASE"), false},
		{_("MOVES"), true}, {_("STARTED"), false}, {_("BY"), false}};
	struct cli_table *table = cli_table_new(columns, 5);

	for (size_t i = 0; i < json_object_array_length(runs); i++) {
		struct json_object *run = json_object_array_get_idx(runs, i);
		char count[48];

		snprintf(count, sizeof(count), "%d", (int)json_integer(run, "moves", 0));
		cli_table_row(table,
			(const char *const[]){json_string(run, "run"),
				_(json_string(run, "phase")), count,
				json_string(run, "started"), json_string(run, "starter")});
	}
	cli_table_print_or(table, _("There is no run; `banyun run start` begins one."));
}

/* What the copy is doing, or why the move stands as it does, in a few words. */
static void describe(struct json_object *move, char *out, size_t size)
{
	struct json_object *progress = json_member(move, "progress");
	int64_t total = json_integer(progress, "total", 0);
	int64_t done = total - json_integer(progress, "remaining", 0);
	const char *why = json_string(move, "why");
	AUTO_FREE char *said = language_sentence(why ? why : "");
	char bar[4 * 12 + 1], rate[48], left[48];

	if (!why && json_member(move, "blackout") && json_integer(move, "closed", 0)) {
		snprintf(out, size, _("stood still for %s"),
			cli_milliseconds(json_integer(move, "blackout", 0), left));
		return;
	}
	if (!text_equal(json_string(move, "phase"), "transferring") || total <= 0) {
		snprintf(out, size, "%s", said);
		return;
	}
	snprintf(out, size, _("%s %d%% %s, %s, %s left"), cli_bar(done, total, 12, bar),
		(int)(done * 100 / total), json_string(progress, "phase"),
		cli_rate(json_integer(progress, "rate", 0), rate),
		cli_seconds(json_integer(progress, "estimate", 0), left));
}

/* "done" for a move that is over, else what it is doing now. */
static const char *state_of(struct json_object *move)
{
	if (text_equal(json_string(move, "slot"), "skipped"))
		return _("skipped");
	if (text_equal(json_string(move, "phase"), "closed"))
		return _(json_string(move, "outcome"));
	if (text_equal(json_string(move, "phase"), "held"))
		return _(json_string(move, "row"));
	return _(json_string(move, "phase"));
}

static void elapsed(struct json_object *move, char out[48])
{
	int64_t opened = json_integer(move, "opened", 0),
		closed = json_integer(move, "closed", 0);

	*out = '\0';
	if (opened)
		cli_seconds(((closed ? closed : clock_wall()) - opened) / CLOCK_SECOND, out);
}

/* When it is to end, and whether it is later or was earlier than was estimated. */
static void expected(struct json_object *move, char out[128])
{
	int64_t late = json_integer(move, "late", 0);
	char by[48], end[CLOCK_TEXT];

	*out = '\0';
	if (late)
		snprintf(out, 128, late > 0 ? _("%s late") : _("%s early"),
			cli_seconds(late > 0 ? late : -late, by));
	else if (json_integer(move, "closed", 0))
		snprintf(out, 128, "%s", _("as estimated"));
	else if (json_integer(move, "expected_end", 0)) {
		clock_format(json_integer(move, "expected_end", 0), end);
		snprintf(out, 128, "%.16sZ", end);
	}
	if (json_integer(move, "closed", 0) && !json_integer(move, "seconds_high", 0))
		*out = '\0';
}

static size_t show_moves(struct json_object *run)
{
	const struct cli_column columns[] = {{_("MACHINE"), false}, {_("DEPARTMENT"), false},
		{_("FROM"), false}, {_("TO"), false}, {_("STATE"), false}, {_("TIME"), true},
		{_("EXPECTED END"), false}, {_("PROGRESS"), false}};
	struct json_object *moves = json_member(run, "moves");
	struct cli_table *table = cli_table_new(columns, 8);

	for (size_t i = 0; i < json_object_array_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);
		char what[256], time[48], end[128];

		describe(move, what, sizeof(what));
		elapsed(move, time);
		expected(move, end);
		cli_table_row(table,
			(const char *const[]){json_string(move, "name"),
				json_string(move, "department"), json_string(move, "source"),
				json_string(move, "target"), state_of(move), time, end, what});
	}
	return cli_table_print(table);
}

static int load(struct json_object **run, const struct cli *cli, struct error *error)
{
	AUTO_FREE char *path = cli_path("runs", cli->arguments[0], "");

	return cli_ask(run, cli, "GET", path, NULL, error);
}

/* Volumes that stay on the target although their move did not end there. */
static void show_kept(struct json_object *run)
{
	struct json_object *moves = json_member(run, "moves");

	for (size_t i = 0; i < json_object_array_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);
		struct json_object *target = json_member(json_member(move, "seen"), "target");

		if (!json_boolean(move, "committed", false) &&
			text_equal(json_string(target, "volumes"), "complete"))
			printf(_("%s: its volumes on %s are complete and were kept.\n"),
				json_string(move, "name"), json_string(move, "target"));
	}
}

int run_show_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;

	if (cli->argument_count == 0) {
		if (cli_ask(&answer, cli, "GET", "/v1/runs", NULL, error) < 0)
			return -1;
		if (!cli_show_json(cli, answer))
			show_runs(json_member(answer, "runs"));
		return 0;
	}
	if (load(&answer, cli, error) < 0)
		return -1;
	if (cli_show_json(cli, answer))
		return 0;
	if (cli_option(cli, "kept")) {
		show_kept(answer);
		return 0;
	}
	printf(_("Run %s is %s.\n"), json_string(answer, "run"),
		_(json_string(answer, "phase")));
	show_moves(answer);
	outlook_say(answer);
	return 0;
}

/* --- watching --- */

static unsigned count_moves(struct json_object *run, const char *member, const char *value)
{
	struct json_object *moves = json_member(run, "moves");
	unsigned count = 0;

	for (size_t i = 0; i < json_object_array_length(moves); i++)
		count += text_equal(
			json_string(json_object_array_get_idx(moves, i), member), value);
	return count;
}

/* The exit code that the run's state means, or -1 while there is something to wait for. */
static int verdict(struct json_object *run)
{
	unsigned all = (unsigned)json_object_array_length(json_member(run, "moves"));
	unsigned held = count_moves(run, "phase", "held");
	bool paused = text_equal(json_string(run, "phase"), "paused");
	unsigned still = held + count_moves(run, "phase", "closed") +
			 count_moves(run, "phase", "waiting");

	if (text_equal(json_string(run, "phase"), "finished")) {
		if (count_moves(run, "outcome", "done") == all)
			return 0;
		return count_moves(run, "outcome", "refused") ? 3 : 1;
	}
	if (still == all && (held || paused))
		return 4;
	return -1;
}

/* In the place of the lines that were drawn before. Returns how many there are now. */
static size_t draw(struct json_object *run, size_t before)
{
	if (before)
		printf("\033[%zuA\033[J", before);
	before = show_moves(run);
	fflush(stdout);
	return before;
}

/* One line for each change, where there is no terminal to draw on, or a smaller one. */
static void tell_changes(struct json_object *run, struct json_object *before)
{
	struct json_object *moves = json_member(run, "moves"),
			   *old = json_member(before, "moves");

	for (size_t i = 0; i < json_object_array_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);
		struct json_object *last = old ? json_object_array_get_idx(old, i) : NULL;

		if (!last || !text_equal(state_of(move), state_of(last)))
			printf("%s: %s\n", json_string(move, "name"), state_of(move));
	}
	fflush(stdout);
}

static void show_step(const struct cli *cli, struct json_object *run,
	struct json_object *before, size_t *lines)
{
	if (cli->json)
		return;
	if (pager_is_terminal() && *lines < cli_height())
		*lines = draw(run, *lines);
	else
		tell_changes(run, before);
}

int run_watch_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *before = NULL;
	size_t lines = 0;

	for (;;) {
		struct json_object *run;

		if (load(&run, cli, error) < 0)
			return -1;
		show_step(cli, run, before, &lines);
		json_object_put(before);
		before = run;
		cli->exit_code = verdict(run);
		if (cli->exit_code >= 0)
			break;
		nanosleep(&(struct timespec){0, WATCH_MS * 1000000L}, NULL);
	}
	cli_show_json(cli, before);
	return 0;
}

/* --- orders --- */

static int order(struct cli *cli, const char *word, const char *told, struct error *error)
{
	AUTO_FREE char *path = cli_path("runs", cli->arguments[0], word);
	AUTO_JSON struct json_object *run = NULL;

	if (cli_ask(&run, cli, "POST", path, json_object_new_object(), error) < 0)
		return -1;
	if (!cli_show_json(cli, run))
		puts(told);
	return 0;
}

int run_pause_command(struct cli *cli, struct error *error)
{
	return order(cli, "/pause", _("No new move starts; those under way go on."), error);
}

int run_resume_command(struct cli *cli, struct error *error)
{
	return order(cli, "/resume", _("The run goes on."), error);
}

int run_abort_command(struct cli *cli, struct error *error)
{
	return order(cli, "/abort",
		_("What is not committed is taken back; what is committed is finished."),
		error);
}

int run_resolve_command(struct cli *cli, struct error *error)
{
	AUTO_FREE char *move = cli_escape(cli->arguments[1]);
	AUTO_FREE char *rest = mem_format("/moves/%s/resolve", move);
	AUTO_FREE char *path = cli_path("runs", cli->arguments[0], rest);
	AUTO_JSON struct json_object *body = json_object_new_object(), *run = NULL;

	if (!cli_option(cli, "as") || !cli_option(cli, "reason"))
		return error_set(error, ERROR_USAGE, NULL,
			_("The options --as and --reason are needed."));
	json_set_string(body, "as", cli_option(cli, "as"));
	json_set_string(body, "reason", cli_option(cli, "reason"));
	if (cli_ask(&run, cli, "POST", path, mem_take(&body), error) < 0)
		return -1;
	if (!cli_show_json(cli, run))
		puts(_("The order was recorded and is being carried out."));
	return 0;
}
