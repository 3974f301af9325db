#include "execution/runner_private.h"
#include "model/consent.h"
#include <stdlib.h>

/* --- commands --- */

static struct active_run *find_run(struct runner *runner, const char *id)
{
	for (struct active_run *run = runner->runs; run; run = run->next)
		if (text_equal(run->id, id))
			return run;
	return NULL;
}

static struct active_run *need_run(struct runner *runner, const char *id, struct error *error)
{
	struct active_run *run = find_run(runner, id);

	if (!run)
		error_set(error, ERROR_NOT_FOUND, id,
			"There is no run \"%s\"; `banyun run show` lists them.", id);
	return run;
}

int runner_command(struct runner *runner, const char *id, enum run_order order,
	const char *actor, struct error *error)
{
	static const struct {
		enum run_event_kind kind;
		const char *action;
	} orders[] = {
		[RUN_ORDER_PAUSE] = {RUN_PAUSE, "run.pause"},
		[RUN_ORDER_RESUME] = {RUN_RESUME, "run.resume"},
		[RUN_ORDER_ABORT] = {RUN_ABORT, "run.abort"},
	};
	struct active_run *run = need_run(runner, id, error);
	struct run_event event = {
		.kind = orders[order].kind, .now = clock_wall() / CLOCK_SECOND};

	if (!run)
		return -1;
	active_run_record(run, orders[order].action, actor);
	run->actor = actor;
	active_run_give(run, &event);
	run->actor = NULL;
	return 0;
}

static struct active_move *need_move(
	struct active_run *run, const char *name, struct error *error)
{
	for (unsigned i = 0; i < run->state.count; i++)
		if (text_equal(run->moves[i].name, name))
			return &run->moves[i];
	error_set(error, ERROR_NOT_FOUND, name, "Run %s has no move \"%s\".", run->id, name);
	return NULL;
}

int runner_resolve(struct runner *runner, const char *id, const char *name,
	enum operation action, const char *reason, const char *actor, struct error *error)
{
	struct active_run *run = need_run(runner, id, error);
	struct active_move *move = run ? need_move(run, name, error) : NULL;
	struct move_event event = {
		.kind = EVENT_COMMAND, .command = COMMAND_RESOLVE, .resolution = action};

	if (!move)
		return -1;
	if (move->state.phase != MOVE_HELD)
		return error_set(error, ERROR_CONFLICT, name,
			"Move \"%s\" is not held (it is %s), so there is nothing to resolve.",
			name, move_phase_word(move->state.phase));
	if (!move_may_resolve(&move->state, action))
		return error_set(error, ERROR_REFUSED, name,
			"\"%s\" is forbidden for move \"%s\" as it stands: %s.",
			operation_word(action), name, reconcile_row_name(move->state.row));
	free(move->actor);
	free(move->reason);
	move->actor = mem_string(actor);
	move->reason = mem_string(reason);
	active_move_give(move, &event);
	return 0;
}

/* --- its life --- */

int runner_new(struct runner **made, const struct context *context, struct audit_log *log,
	struct json_object *profile, struct error *error)
{
	struct runner *runner = mem_alloc(sizeof(*runner));

	runner->context = context;
	runner->log = log;
	runner->owners = consent_is_needed(profile);
	if (runner_load_holds(runner, error) < 0 || runner_restore(runner, error) < 0) {
		runner_free(runner);
		return -1;
	}
	*made = runner;
	return 0;
}

void runner_free(struct runner *runner)
{
	if (runner)
		loop_cancel(runner->freed);
	while (runner && runner->runs) {
		struct active_run *run = runner->runs;

		runner->runs = run->next;
		active_run_free(run);
	}
	if (runner)
		json_object_put(runner->holds);
	free(runner);
}
