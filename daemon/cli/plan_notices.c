/* `banyun plan notices`: what the owners of a wave are told before it. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/lists.h"
#include "cli/output.h"
#include "cli/plan_view.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct notice {
	const struct plan_view *view;
	struct json_object *wave;
	const char *owner;
	char *person; /* whom to call; NULL: untold */
};

/* `*person` is whom the department named, NULL when it did not; the caller frees. */
static int find_person(
	char **person, const struct cli *cli, const char *owner, struct error *error)
{
	AUTO_JSON struct json_object *page = NULL;
	AUTO_TEXT struct text path = {0};
	struct json_object *first;

	*person = NULL;
	text_add(&path, "/v1/inventory/objects?kind=department");
	cli_add_parameter(&path, "name", owner);
	if (cli_ask(&page, cli, "GET", path.data, NULL, error) < 0) {
		if (error->code != ERROR_NOT_FOUND && error->code != ERROR_CONFLICT)
			return -1;
		*error = (struct error){0};
		return 0;
	}
	first = json_object_array_get_idx(json_member(page, "members"), 0);
	if (json_string(json_member(first, "facts"), "responsible_person"))
		*person = mem_string(
			json_string(json_member(first, "facts"), "responsible_person"));
	return 0;
}

/* --- the text --- */

static void tell_pause(struct text *text, struct json_object *estimate)
{
	int64_t pause = json_integer(estimate, "blackout_high", -1);
	char span[48];

	if (pause >= 0)
		text_format(
			text, _("stands still for up to %s"), cli_milliseconds(pause, span));
	else
		text_add(text, _("stays in use, and stands still for a moment at the end"));
}

static void tell_machine(
	struct text *text, const struct plan_view *view, struct json_object *move)
{
	struct json_object *estimate = plan_estimate(view, move);
	char start[PLAN_TIME], end[PLAN_TIME];

	text_format(text, "  - %s: %s – %s; ", json_string(move, "name"),
		plan_time(view, estimate, "start", start),
		plan_time(view, estimate, "end", end));
	tell_pause(text, estimate);
	text_add(text, "\n");
}

/* The owner's moves of the wave, in the order in which they start. */
struct row {
	struct json_object *move;
	int64_t start;
	size_t at;
};

static int compare_rows(const void *left_pointer, const void *right_pointer)
{
	const struct row *left = left_pointer, *right = right_pointer;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	return left->at < right->at ? -1 : 1;
}

static void tell_machines(struct text *text, const struct notice *notice)
{
	struct json_object *moves = json_member(notice->wave, "moves");
	AUTO_FREE struct row *rows = mem_array(json_length(moves) + 1, sizeof(*rows));
	size_t count = 0;

	for (size_t i = 0; i < json_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);
		struct json_object *estimate = plan_estimate(notice->view, move);

		if (text_equal(json_string(move, "department"), notice->owner))
			rows[count++] = (struct row){move, plan_second(estimate, "start"), i};
	}
	qsort(rows, count, sizeof(*rows), compare_rows);
	text_add(text, _("These machines move:\n"));
	for (size_t i = 0; i < count; i++)
		tell_machine(text, notice->view, rows[i].move);
}

/* The names of a system's machines that move in the wave; the caller frees. */
static char *machines_of(const struct notice *notice, const char *group)
{
	struct json_object *moves = json_member(notice->wave, "moves");
	AUTO_JSON struct json_object *names = json_object_new_array();

	for (size_t i = 0; i < json_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);

		if (text_equal(json_string(move, "group"), group) &&
			text_equal(json_string(move, "department"), notice->owner))
			json_object_array_add(
				names, json_object_new_string(json_string(move, "name")));
	}
	return plan_list(names);
}

static void tell_system(struct text *text, const struct notice *notice, struct json_object *row)
{
	AUTO_FREE char *machines = machines_of(notice, json_string(row, "group"));

	text_format(text, "  - %s%s%s\n", json_string(row, "name"), *machines ? ": " : "",
		machines);
}

static void tell_systems(struct text *text, const struct notice *notice)
{
	struct json_object *list = json_member(notice->view->document, "systems");

	text_add(text, _("They carry these systems:\n"));
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (text_equal(json_string(row, "department"), notice->owner) &&
			text_equal(json_string(row, "wave"), json_string(notice->wave, "name")))
			tell_system(text, notice, row);
	}
}

static void tell(struct text *text, const struct notice *notice)
{
	struct plan_sum sum = plan_sum(notice->view, notice->wave);
	char from[PLAN_TIME], to[PLAN_TIME], start[PLAN_TIME], end[PLAN_TIME], zone[16],
		plan[13];

	text_format(text, _("To: %s\n"), notice->owner);
	text_format(text, _("Moves onto the government cloud: wave %s of plan %s\n\n"),
		json_string(notice->wave, "name"),
		cli_short(json_string(notice->view->answer, "plan"), plan));
	text_format(text, _("The wave begins at %s and has ended by %s (UTC%s).\n"),
		plan_local(notice->view, sum.start, start),
		plan_local(notice->view, sum.end, end), plan_zone(notice->view, zone));
	if (sum.to >= 0)
		text_format(text, _("Its window is %s – %s.\n"),
			plan_local(notice->view, sum.from, from),
			plan_local(notice->view, sum.to, to));
	text_add(text, "\n");
	tell_machines(text, notice);
	tell_systems(text, notice);
	text_add(text,
		_("\nPlease change nothing on these machines from a day before the window "
		  "until it is over, tell who uses the systems, and try them when they have "
		  "moved.\n"));
	if (notice->person)
		text_format(text, _("Reachable meanwhile for the department: %s\n"),
			notice->person);
	else
		text_add(text, _("The department has named nobody who is reachable "
				 "meanwhile: please do.\n"));
	text_format(text, _("The plan is by %s, who answers questions.\n"),
		json_string(notice->view->document, "author"));
}

/* --- where it goes --- */

/* A name that is one file, whatever the owner is called; the caller frees. */
static char *file_of(const char *folder, const struct notice *notice)
{
	const char *wave = json_string(notice->wave, "name");
	char *path = text_equal(wave, notice->owner)
			     ? mem_format("%s/%s.txt", folder, notice->owner)
			     : mem_format("%s/%s %s.txt", folder, wave, notice->owner);

	for (char *at = path + strlen(folder) + 1; *at; at++)
		*at = *at == '/' ? '-' : *at;
	return path;
}

static int put(const struct cli *cli, const struct notice *notice, struct error *error)
{
	const char *folder = cli_option(cli, "output");
	AUTO_FREE char *path = folder ? file_of(folder, notice) : NULL;
	AUTO_TEXT struct text text = {0};

	tell(&text, notice);
	if (!path) {
		cli_show_text(text.data);
		return 0;
	}
	if (output_put_text(path, &text, error) < 0)
		return -1;
	if (!cli->json)
		printf(_("The notice is in \"%s\".\n"), path);
	return 0;
}

static struct json_object *tell_json(const struct notice *notice)
{
	struct json_object *row = json_object_new_object();
	AUTO_TEXT struct text text = {0};

	tell(&text, notice);
	json_set_string(row, "owner", notice->owner);
	json_set_string(row, "person", notice->person);
	return json_set_string(row, "text", text.data);
}

/* To each owner of the wave. */
static int tell_wave(struct json_object *told, const struct cli *cli, struct notice *notice,
	struct error *error)
{
	struct json_object *owners = json_member(notice->wave, "owners");

	for (size_t i = 0; i < json_length(owners); i++) {
		AUTO_FREE char *person = NULL;

		notice->owner = json_object_get_string(json_object_array_get_idx(owners, i));
		if (find_person(&person, cli, notice->owner, error) < 0)
			return -1;
		notice->person = person;
		json_object_array_add(told, tell_json(notice));
		if ((!cli->json || cli_option(cli, "output")) && put(cli, notice, error) < 0)
			return -1;
	}
	return 0;
}

/* Those asked for; all when none is. New reference, NULL with an error. */
static struct json_object *pick_waves(
	const struct cli *cli, const struct plan_view *view, struct error *error)
{
	AUTO_JSON struct json_object *asked = json_object_new_object();
	AUTO_JSON struct json_object *waves = json_object_new_array();
	struct json_object *names;

	cli_set_list(asked, "waves", cli_option(cli, "wave"));
	names = json_member(asked, "waves");
	if (!names)
		return json_object_get(json_member(view->document, "waves"));
	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));
		struct json_object *wave = plan_named(view, "waves", name);

		if (!wave) {
			error_set(error, ERROR_NOT_FOUND, name,
				_("The plan has no wave \"%s\"."), name);
			return NULL;
		}
		json_object_array_add(waves, json_object_get(wave));
	}
	return mem_take(&waves);
}

int plan_notices_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *told = json_object_new_array(), *waves = NULL;
	AUTO_PLAN struct plan_view view = {0};
	struct notice notice = {.view = &view};

	if (plan_view_load(&view, cli, cli->arguments[0], error) < 0)
		return -1;
	waves = pick_waves(cli, &view, error);
	if (!waves)
		return -1;
	for (size_t i = 0; i < json_length(waves); i++) {
		notice.wave = json_object_array_get_idx(waves, i);
		if (tell_wave(told, cli, &notice, error) < 0)
			return -1;
	}
	cli_show_json(cli, told);
	return 0;
}
