/* Moves that people do not let start: those of the groups of a system that is held. */
#include "core/archive.h"
#include "execution/runner_private.h"
#include "model/override.h"
#include <string.h>

/* --- which moves are meant --- */

/* The first hold that there is on a system of this group of the wave; NULL: there is none. */
static struct json_object *find_hold(
	const struct runner *runner, struct json_object *wave, const char *name)
{
	struct json_object *groups = json_member(wave, "groups");

	for (size_t i = 0; i < json_length(groups); i++) {
		struct json_object *group = json_object_array_get_idx(groups, i);

		if (!text_equal(json_string(group, "name"), name))
			continue;
		json_object_object_foreach (runner->holds, system, hold)
			if (json_has_string(json_member(group, "systems"), system))
				return hold;
	}
	return NULL;
}

struct json_object *active_move_hold(const struct active_move *move)
{
	const struct active_run *run = move->run;
	unsigned wave = run->state.move[move->index].wave;

	return find_hold(run->runner,
		json_object_array_get_idx(json_member(run->plan, "waves"), wave),
		json_string(move->json, "group"));
}

/* --- telling the run --- */

void active_run_heed(struct active_run *run)
{
	for (unsigned i = 0; i < run->state.count; i++)
		run->state.move[i].withheld = active_move_hold(&run->moves[i]) != NULL;
}

/* What is allowed starts at once if it may. */
static void heed_all(struct runner *runner)
{
	struct run_event event = {.kind = RUN_TICK, .now = clock_wall() / CLOCK_SECOND};

	for (struct active_run *run = runner->runs; run; run = run->next) {
		if (run->state.phase == RUN_FINISHED)
			continue;
		active_run_heed(run);
		active_run_give(run, &event);
	}
}

void runner_withhold(struct runner *runner, struct json_object *hold)
{
	json_set(runner->holds, json_string(hold, "subject"), json_object_get(hold));
	heed_all(runner);
}

void runner_allow(struct runner *runner, const char *system)
{
	json_object_object_del(runner->holds, system);
	heed_all(runner);
}

/* --- what the store knows --- */

static int add_hold(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	AUTO_JSON struct json_object *row = NULL;

	if (json_parse(&row, &source, JSON_MESSAGE, error) < 0)
		return -1;
	if (text_equal(json_string(row, "kind"), "hold"))
		json_set(argument, json_string(row, "subject"), json_object_get(row));
	return 0;
}

int runner_load_holds(struct runner *runner, struct error *error)
{
	runner->holds = json_object_new_object();
	return store_walk(
		runner->context->store, OVERRIDE_SPACE, add_hold, runner->holds, error);
}
