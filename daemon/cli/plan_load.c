/* A plan, and what runs have made of it, as banyund tells them. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/plan_find.h"
#include "cli/plan_lanes.h"

int plan_view_load(
	struct plan_view *view, const struct cli *cli, const char *start, struct error *error)
{
	AUTO_JSON struct json_object *profile = NULL;
	struct json_object *planning;

	*view = (struct plan_view){0};
	if (cli_ask(&profile, cli, "GET", "/v1/profile", NULL, error) < 0 ||
		cli_load_plan(&view->answer, cli, start, error) < 0)
		return -1;
	planning = json_member(json_member(profile, "profile"), "planning");
	view->planning = json_object_get(planning);
	view->prices = json_object_get(json_member(json_member(profile, "profile"), "prices"));
	view->ahead = json_integer(planning, "timezone_minutes", 0);
	view->document = json_member(view->answer, "document");
	view->states = json_member(view->answer, "waves");
	return 0;
}

/* --- runs --- */

/* What has arrived stays so, whatever another run made of it. */
static void note_move(struct json_object *runs, struct json_object *move)
{
	const char *name = json_string(move, "name"), *slot = json_string(move, "slot");
	const char *outcome = json_string(move, "outcome");
	bool done = text_equal(outcome, "done") || text_equal(outcome, "done_unproven") ||
		    text_equal(outcome, "resolved");
	enum bar_state state = done                       ? BAR_DONE
			       : text_equal(slot, "open") ? BAR_RUNNING
							  : BAR_STUCK;

	if (!text_equal(slot, "waiting") && json_integer(runs, name, -1) != BAR_DONE)
		json_set_integer(runs, name, state);
}

static int note_run(
	struct json_object *runs, const struct cli *cli, const char *run, struct error *error)
{
	AUTO_FREE char *path = mem_format("/v1/runs/%s", run);
	AUTO_JSON struct json_object *status = NULL;
	struct json_object *moves;

	if (cli_ask(&status, cli, "GET", path, NULL, error) < 0)
		return -1;
	moves = json_member(status, "moves");
	for (size_t i = 0; i < json_length(moves); i++)
		note_move(runs, json_object_array_get_idx(moves, i));
	return 0;
}

int plan_view_runs(struct plan_view *view, const struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	const char *plan = json_string(view->answer, "plan");
	struct json_object *list;

	if (cli_ask(&answer, cli, "GET", "/v1/runs", NULL, error) < 0)
		return -1;
	view->runs = view->runs ? view->runs : json_object_new_object();
	list = json_member(answer, "runs");
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *run = json_object_array_get_idx(list, i);

		if (text_equal(json_string(run, "plan"), plan) &&
			note_run(view->runs, cli, json_string(run, "run"), error) < 0)
			return -1;
	}
	return 0;
}
