/* One run: what it asks for is done, and it is told what came of it. */
#include "core/plans.h"
#include "execution/runner_private.h"
#include "model/plan.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- its plan and its moves --- */

/* The waves that are to be run and their estimates, with the head of their plan. */
static int load_plan(struct json_object **plan, struct store *store, const char *root,
	struct json_object *waves, struct error *error)
{
	AUTO_JSON struct json_object *manifest = NULL;

	*plan = NULL;
	if (plans_manifest(&manifest, store, root, error) < 0 ||
		plans_waves(plan, store, manifest, waves, error) < 0)
		return -1;
	return plans_add_estimates(*plan, store, manifest, waves, error);
}

void active_run_free(struct active_run *run)
{
	if (!run)
		return;
	loop_cancel(run->timer);
	for (unsigned i = 0; run->moves && i < run->state.count; i++)
		active_move_release(&run->moves[i]);
	free(run->moves);
	json_object_put(run->plan);
	json_object_put(run->waves);
	free(run->starter);
	free(run);
}

/* A run of the plan's waves with every move at its beginning. */
int active_run_new(struct active_run **made, struct runner *runner, const char *plan_digest,
	struct json_object *waves, struct error *error)
{
	struct active_run *run = mem_alloc(sizeof(*run));
	struct json_object *moves[RUN_MOVES];

	run->runner = runner;
	snprintf(run->plan_digest, sizeof(run->plan_digest), "%s", plan_digest);
	run->waves = waves ? json_copy(waves) : NULL;
	if (load_plan(&run->plan, runner->context->store, plan_digest, waves, error) < 0 ||
		order_run(&run->state, run->plan, moves, error) < 0)
		goto fail;
	run->moves = mem_array(run->state.count, sizeof(*run->moves));
	for (unsigned i = 0; i < run->state.count; i++) {
		struct active_move *move = &run->moves[i];
		struct move_order order;

		move->run = run;
		move->index = i;
		move->json = moves[i];
		move->name = json_string(moves[i], "name");
		move->notes = json_object_new_object();
		if (order_move(&order, moves[i], error) < 0)
			goto fail;
		move_begin(&move->state, &order);
	}
	*made = run;
	return 0;
fail:
	active_run_free(run);
	return -1;
}

/* Newest first; the store tells them in the order of their ids. */
void active_run_link(struct active_run *run)
{
	struct active_run **link = &run->runner->runs;

	while (*link && strcmp((*link)->started, run->started) > 0)
		link = &(*link)->next;
	run->next = *link;
	*link = run;
}

/* --- what is stored of it --- */

/* Why moves did not start, by their names: what they were when the run paused or ended. */
static struct json_object *list_skipped(const struct active_run *run)
{
	struct json_object *list = json_object_new_object();

	for (unsigned i = 0; i < run->state.count; i++)
		if (run->state.move[i].slot == SLOT_SKIPPED)
			json_set_string(list, run->moves[i].name,
				run_skip_word(run->state.move[i].skip));
	return list;
}

static void batch_run(struct active_run *run, struct store_batch *batch)
{
	AUTO_JSON struct json_object *row = json_object_new_object();
	AUTO_FREE char *value = NULL;

	json_set_string(row, "plan", run->plan_digest);
	json_set_string(row, "starter", run->starter);
	json_set_string(row, "started", run->started);
	json_set_integer(row, "phase", run->state.phase);
	json_set_integer(row, "accepted", run->state.accepted);
	json_set(row, "skipped", list_skipped(run));
	if (run->waves)
		json_set(row, "waves", json_object_get(run->waves));
	value = json_canonical_string(row);
	batch_state(batch, RUN_SPACE, run->id, value);
}

void active_run_record(struct active_run *run, const char *action, const char *actor)
{
	struct store_batch *batch = batch_new();
	AUTO_FREE char *object = mem_format("run %s", run->id);

	batch_run(run, batch);
	audit_append(run->runner->log, batch,
		&(struct audit_entry){.actor = actor ? actor : "banyund",
			.source = "executor",
			.action = action,
			.object = object,
			.result = AUDIT_DONE,
			.plan = run->plan_digest});
	audit_commit(run->runner->log, batch, NULL, NULL);
}

/* What follows writes records of its own, which the store commits after this one. */
static void record_phase(struct active_run *run)
{
	AUTO_FREE char *action = mem_format("run.%s", run_phase_word(run->state.phase));

	active_run_record(run, action, run->actor);
}

/* --- what it asks for --- */

static void wake(void *argument)
{
	struct active_run *run = argument;
	struct run_event event = {.kind = RUN_TICK, .now = clock_wall() / CLOCK_SECOND};

	run->timer = NULL;
	active_run_give(run, &event);
}

static void wake_at(struct active_run *run, int64_t at)
{
	int64_t delay = at - clock_wall() / CLOCK_SECOND;

	delay = delay < 0 ? 0 : delay > 3600 ? 3600 : delay;
	loop_cancel(run->timer);
	run->timer =
		loop_after(run->runner->context->loop, (uint32_t)(delay * 1000), wake, run);
}

static void open_move(struct active_move *move)
{
	struct move_event event = {.kind = EVENT_START};

	move->opened = clock_wall();
	active_move_give(move, &event);
}

static void abort_move(struct active_move *move)
{
	struct move_event event = {.kind = EVENT_COMMAND, .command = COMMAND_ABORT};

	if (move->run->actor) {
		free(move->actor);
		move->actor = mem_string(move->run->actor);
	}
	active_move_give(move, &event);
}

/* Those that are not over, newest first. The caller frees. */
static struct active_run **list_open(struct runner *runner, unsigned *count)
{
	struct active_run **open = NULL;

	*count = 0;
	for (struct active_run *run = runner->runs; run; run = run->next) {
		if (run->state.phase == RUN_FINISHED)
			continue;
		open = mem_grow(open, *count, sizeof(*open));
		open[(*count)++] = run;
	}
	return open;
}

/* The run that began first comes first. */
static void tick_all(void *argument)
{
	struct runner *runner = argument;
	struct run_event event = {.kind = RUN_TICK, .now = clock_wall() / CLOCK_SECOND};
	unsigned count;
	AUTO_FREE struct active_run **open = list_open(runner, &count);

	runner->freed = NULL;
	while (count-- > 0)
		active_run_give(open[count], &event);
}

/* Once the event at hand is over. */
static void tell_freed(struct runner *runner)
{
	if (!runner->freed)
		runner->freed = loop_after(runner->context->loop, 0, tick_all, runner);
}

static void act(struct active_run *run, const struct run_action *action)
{
	switch (action->kind) {
	case RUN_RECORD:
		record_phase(run);
		break;
	case RUN_OPEN_MOVE:
		open_move(&run->moves[action->move]);
		break;
	case RUN_ABORT_MOVE:
		abort_move(&run->moves[action->move]);
		break;
	case RUN_WAKE_AT:
		wake_at(run, action->at);
		break;
	case RUN_ALARM:
		log_error("executor", run->id,
			"A wave did not end well and the run has paused; see `banyun run show "
			"%s`, then "
			"`banyun run resume %s` or `banyun run abort %s`.",
			run->id, run->id, run->id);
		break;
	case RUN_FREED:
		tell_freed(run->runner);
		break;
	case RUN_DONE:
		log_info("executor", run->id, "The run has finished.");
		break;
	}
}

void active_run_see(struct active_run *run, int64_t now)
{
	unsigned count;
	AUTO_FREE struct active_run **open = list_open(run->runner, &count);
	AUTO_FREE const struct run **others = mem_array(count + 1U, sizeof(*others));

	for (unsigned i = 0; i < count; i++)
		others[i] = &open[i]->state;
	run_see_others(&run->state, others, count, now);
}

void active_run_give(struct active_run *run, const struct run_event *event)
{
	struct run_action actions[RUN_ACTIONS];
	unsigned count;

	active_run_see(run, event->now);
	count = run_step(&run->state, event, actions);

	for (unsigned i = 0; i < count; i++)
		act(run, &actions[i]);
}
