/* `banyun plan show`. */
#include "cli/plan_show.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/outlook.h"
#include "cli/output.h"
#include <stdio.h>

#define MOVES_MOST    50 /* that are told without being asked for */
#define LEFT_OUT_MOST 20

/* Each may have been made with another profile, and so for another zone. */
static void show_plans(struct json_object *plans)
{
	const struct cli_column columns[] = {
		{_("PLAN"), false}, {_("AUTHOR"), false}, {_("MADE (UTC)"), false}};
	const struct plan_view in_utc = {0};
	struct cli_table *table = cli_table_new(columns, 3);

	for (size_t i = 0; i < json_object_array_length(plans); i++) {
		struct json_object *row = json_object_array_get_idx(plans, i);
		char plan[13], made[PLAN_TIME];

		cli_table_row(
			table, (const char *const[]){cli_short(json_string(row, "plan"), plan),
				       json_string(row, "author"),
				       plan_time(&in_utc, row, "made", made)});
	}
	cli_table_print_or(table, _("There is no plan; `banyun plan create` makes one."));
}

/* --- waves --- */

/* The caller frees. */
static char *write_window(const struct plan_view *view, const struct plan_sum *sum)
{
	char from[PLAN_TIME], to[PLAN_TIME];

	if (sum->to < 0)
		return mem_string(_("always open"));
	return mem_format(
		"%s – %s", plan_local(view, sum->from, from), plan_local(view, sum->to, to));
}

/*
 * Who approved it and until when, or why what was approved is not any more; the caller frees.
 */
static char *write_approval(const struct plan_view *view, const char *wave)
{
	struct json_object *state = plan_state(view, wave);
	struct json_object *approval = json_member(state, "approval");
	char until[PLAN_TIME];

	if (!json_boolean(state, "approved", false))
		return mem_string(approval ? cli_said(state, "why") : _("not approved"));
	return mem_format(_("by %s until %s"), json_string(approval, "approver"),
		plan_time(view, approval, "expires", until));
}

static bool several_owners(struct json_object *waves)
{
	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct json_object *owners = json_member(wave, "owners");

		if (json_length(owners) != 1 ||
			!text_equal(
				json_object_get_string(json_object_array_get_idx(owners, 0)),
				json_string(wave, "name")))
			return true;
	}
	return false;
}

static void show_wave(struct cli_table *table, const struct plan_view *view,
	struct json_object *wave, bool owned)
{
	struct plan_sum sum = plan_sum(view, wave);
	AUTO_FREE char *window = write_window(view, &sum);
	AUTO_FREE char *approval = write_approval(view, json_string(wave, "name"));
	AUTO_FREE char *owners = plan_list(json_member(wave, "owners"));
	AUTO_FREE char *moves = mem_format("%lld", (long long)sum.moves);
	char bytes[48], start[PLAN_TIME], end[PLAN_TIME];
	const char *cells[8] = {json_string(wave, "name"), window, moves,
		cli_bytes(sum.bytes, bytes), plan_local(view, sum.start, start),
		plan_local(view, sum.end, end), owned ? owners : approval, approval};

	cli_table_row(table, cells);
}

static void show_waves(const struct plan_view *view)
{
	struct json_object *waves = json_member(view->document, "waves");
	bool owned = several_owners(waves);
	struct cli_column columns[8] = {{_("WAVE"), false}, {_("WINDOW"), false},
		{_("MOVES"), true}, {_("CHARGED"), true}, {_("START"), false},
		{_("END"), false}, {owned ? _("OWNERS") : _("APPROVED"), false},
		{_("APPROVED"), false}};
	struct cli_table *table;

	if (json_length(waves) == 0)
		return;
	table = cli_table_new(columns, owned ? 8 : 7);
	for (size_t i = 0; i < json_length(waves); i++)
		show_wave(table, view, json_object_array_get_idx(waves, i), owned);
	cli_table_print(table);
}

static void show_unapproved(const struct plan_view *view)
{
	unsigned long count = 0;
	char plan[13];

	for (size_t i = 0; i < json_length(view->states); i++)
		count += !json_boolean(
			json_object_array_get_idx(view->states, i), "approved", false);
	if (count > 0 && !json_boolean(view->document, "what_if", false))
		printf(ngettext("%lu wave is not approved; somebody other than the author does "
				"that with `banyun plan approve %s`.\n",
			       "%lu waves are not approved; somebody other than the author "
			       "does that with `banyun plan approve %s`.\n",
			       count),
			count, cli_short(json_string(view->answer, "plan"), plan));
}

static size_t count_moves(struct json_object *waves)
{
	size_t count = 0;

	for (size_t i = 0; i < json_length(waves); i++)
		count += json_length(json_member(json_object_array_get_idx(waves, i), "moves"));
	return count;
}

/* --- the whole, or what was asked for --- */

static void show_head(const struct plan_view *view)
{
	char plan[13], made[PLAN_TIME], from[PLAN_TIME], zone[16];

	printf(_("Plan %s by %s, made %s; nothing moves before %s. Times are those of "
		 "UTC%s.\n"),
		cli_short(json_string(view->answer, "plan"), plan),
		json_string(view->document, "author"),
		plan_time(view, view->document, "made", made),
		plan_time(view, view->document, "from", from), plan_zone(view, zone));
}

static void show_scope(const struct plan_view *view)
{
	struct json_object *scope = json_member(view->document, "scope");
	AUTO_FREE char *list = plan_list(scope);

	if (scope)
		printf(_("It is of these only: %s.\n"), list);
	if (json_boolean(view->document, "what_if", false))
		puts(_("It shows what would be under another profile; it is never run."));
}

static void show_whole(const struct cli *cli, const struct plan_view *view)
{
	size_t moves = count_moves(json_member(view->document, "waves"));

	show_head(view);
	show_scope(view);
	show_waves(view);
	plan_show_missing(view);
	outlook_say_plan(cli, json_string(view->answer, "plan"));
	if (moves > 0 && moves <= MOVES_MOST)
		plan_show_moves(view, NULL, cli_option(cli, "department"));
	else if (moves > 0)
		printf(_("%d moves; --moves or --wave shows them.\n"), (int)moves);
	show_unapproved(view);
	plan_show_schedule(view);
	plan_show_outlook(view);
	plan_show_dispositions(view);
	plan_show_dropped(view);
	if (json_length(json_member(view->document, "waves")) > 0 || cli_option(cli, "all"))
		plan_show_left_out(view, cli_option(cli, "all") ? 0 : LEFT_OUT_MOST);
}

/* False: no part was asked for. */
static bool show_part(const struct cli *cli, const struct plan_view *view)
{
	const char *department = cli_option(cli, "department");

	if (cli_option(cli, "systems"))
		plan_show_systems(view, department);
	else if (cli_option(cli, "networks"))
		plan_show_networks(view, department);
	else if (cli_option(cli, "groups"))
		plan_show_groups(view, department);
	else if (cli_option(cli, "left-out"))
		plan_show_left_out(view, 0);
	else if (cli_option(cli, "moves") || cli_option(cli, "wave"))
		plan_show_moves(view, cli_option(cli, "wave"), department);
	else
		return false;
	return true;
}

/* On the terminal, or into the file where one is named. */
static int show_gantt(const struct cli *cli, struct plan_view *view, struct error *error)
{
	const char *path = cli_option(cli, "output");
	AUTO_LANES struct plan_lanes lanes = {0};
	AUTO_TEXT struct text svg = {0};

	if (plan_view_runs(view, cli, error) < 0 ||
		plan_lanes_fill(&lanes, view, cli_option(cli, "by"), error) < 0)
		return -1;
	if (!path) {
		plan_show_gantt(&lanes, cli_width());
		return 0;
	}
	plan_draw_gantt(&svg, &lanes, true);
	if (output_put_text(path, &svg, error) < 0)
		return -1;
	output_tell(cli, path, _("The schedule is in \"%s\".\n"), path);
	return 0;
}

static int put_groups(const struct cli *cli, const struct plan_view *view, struct error *error)
{
	const char *path = cli_option(cli, "output");
	AUTO_TEXT struct text svg = {0};

	plan_draw_groups(&svg, view);
	if (output_put_text(path, &svg, error) < 0)
		return -1;
	output_tell(cli, path, _("The groups are in \"%s\".\n"), path);
	return 0;
}

static int check_options(
	const struct cli *cli, const struct plan_view *view, struct error *error)
{
	const char *wave = cli_option(cli, "wave");

	if (wave && !plan_named(view, "waves", wave))
		return error_set(
			error, ERROR_NOT_FOUND, wave, _("The plan has no wave \"%s\"."), wave);
	if (cli_option(cli, "gantt"))
		return 0;
	if (cli_option(cli, "output") && !cli_option(cli, "groups"))
		return error_set(error, ERROR_USAGE, NULL,
			_("--output is for --gantt and --groups; `banyun plan export` writes "
			  "the plan."));
	if (cli_option(cli, "by"))
		return error_set(error, ERROR_USAGE, NULL, _("--by is for --gantt."));
	return 0;
}

int plan_show_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	AUTO_PLAN struct plan_view view = {0};

	if (cli->argument_count == 0) {
		if (cli_ask(&answer, cli, "GET", "/v1/plans", NULL, error) < 0)
			return -1;
		if (!cli_show_json(cli, answer))
			show_plans(json_member(answer, "plans"));
		return 0;
	}
	if (plan_view_load(&view, cli, cli->arguments[0], error) < 0 ||
		check_options(cli, &view, error) < 0)
		return -1;
	if (cli_option(cli, "gantt") && (cli_option(cli, "output") || !cli->json))
		return show_gantt(cli, &view, error);
	if (cli_option(cli, "output"))
		return put_groups(cli, &view, error);
	if (!cli_show_json(cli, view.document) && !show_part(cli, &view))
		show_whole(cli, &view);
	return 0;
}
