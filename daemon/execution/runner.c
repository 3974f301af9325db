#include "core/approvals.h"
#include "core/archive.h"
#include "core/plans.h"
#include "execution/runner_part.h"
#include "model/consent.h"
#include "model/plan.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what the store knows --- */

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

static int check_approval(struct runner *runner, struct json_object *plan, const char *digest,
	struct json_object *wave, struct error *error)
{
	char found[DIGEST_TEXT];

	plan_wave_digest(wave, found);
	return approvals_check(runner->context->store,
		&(struct approvals_case){
			digest, plan, wave, found, runner->owners, clock_wall()},
		error);
}

static int check_approvals(struct active_run *run, struct error *error)
{
	unsigned last = UINT32_MAX;

	for (unsigned i = 0; i < run->state.count; i++) {
		unsigned wave = run->state.move[i].wave;

		if (wave != last && check_approval(run->runner, run->plan, run->plan_digest,
					    json_object_array_get_idx(
						    json_member(run->plan, "waves"), wave),
					    error) < 0)
			return -1;
		last = wave;
	}
	return 0;
}

int active_move_check_approval(struct active_move *move, struct error *error)
{
	struct active_run *run = move->run;
	unsigned wave = run->state.move[move->index].wave;

	return check_approval(run->runner, run->plan, run->plan_digest,
		json_object_array_get_idx(json_member(run->plan, "waves"), wave), error);
}

/* --- one run --- */

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

static void record_run(struct active_run *run, const char *action, const char *actor)
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

	record_run(run, action, run->actor);
}

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

/* What the other runs have open counts for this one too. */
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

static void run_free(struct active_run *run)
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
static int make_run(struct active_run **made, struct runner *runner, const char *plan_digest,
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
	run_free(run);
	return -1;
}

/* Newest first; the store tells them in the order of their ids. */
static void link_run(struct active_run *run)
{
	struct active_run **link = &run->runner->runs;

	while (*link && strcmp((*link)->started, run->started) > 0)
		link = &(*link)->next;
	run->next = *link;
	*link = run;
}

/* --- starting --- */

static struct active_run *find_run(struct runner *runner, const char *id)
{
	for (struct active_run *run = runner->runs; run; run = run->next)
		if (text_equal(run->id, id))
			return run;
	return NULL;
}

static bool is_busy(const struct run_move *move)
{
	return move->slot != SLOT_CLOSED && move->slot != SLOT_SKIPPED;
}

static bool was_moved(const struct run_move *move)
{
	return move->outcome == OUTCOME_DONE || move->outcome == OUTCOME_DONE_UNPROVEN;
}

static bool has_machine(
	struct active_run *run, const char *machine, bool (*is)(const struct run_move *move))
{
	for (unsigned i = 0; i < run->state.count; i++)
		if (is(&run->state.move[i]) &&
			text_equal(json_string(run->moves[i].json, "machine"), machine))
			return true;
	return false;
}

static struct active_run *find_busy(struct runner *runner, const char *machine)
{
	for (struct active_run *run = runner->runs; run; run = run->next)
		if (run->state.phase != RUN_FINISHED && has_machine(run, machine, is_busy))
			return run;
	return NULL;
}

/* The run of the same plan that has moved the machine; what was approved was one move. */
static struct active_run *find_moved(struct active_run *new, const char *machine)
{
	for (struct active_run *run = new->runner->runs; run; run = run->next)
		if (text_equal(run->plan_digest, new->plan_digest) &&
			has_machine(run, machine, was_moved))
			return run;
	return NULL;
}

static bool uses_host(struct json_object *move, const char *host)
{
	return text_equal(json_string(json_member(move, "source"), "host"), host) ||
	       text_equal(json_string(json_member(move, "target"), "host"), host);
}

int runner_check_host(struct runner *runner, const char *host, struct error *error)
{
	for (struct active_run *run = runner->runs; run; run = run->next)
		for (unsigned i = 0; run->state.phase != RUN_FINISHED && i < run->state.count;
			i++)
			if (is_busy(&run->state.move[i]) && uses_host(run->moves[i].json, host))
				return error_set(error, ERROR_CONFLICT, host,
					"Host \"%s\" is needed by run %s, in which the move of "
					"\"%s\" "
					"is not closed; wait for it, or abort it with `banyun "
					"run abort "
					"%s`.",
					host, run->id, run->moves[i].name, run->id);
	return 0;
}

/* No machine is moved by two runs at once, and none that has been moved by this plan again. */
static int check_free(struct active_run *run, struct error *error)
{
	for (unsigned i = 0; i < run->state.count; i++) {
		const char *machine = json_string(run->moves[i].json, "machine");
		struct active_run *busy = find_busy(run->runner, machine);
		struct active_run *moved = find_moved(run, machine);

		if (busy)
			return error_set(error, ERROR_CONFLICT, run->moves[i].name,
				"Machine \"%s\" is in run %s, which has not finished; wait for "
				"it, or abort "
				"it with `banyun run abort %s`.",
				run->moves[i].name, busy->id, busy->id);
		if (moved)
			return error_set(error, ERROR_REFUSED, run->moves[i].name,
				"Machine \"%s\" was moved by run %s of this plan already; scan "
				"and plan again for what is left.",
				run->moves[i].name, moved->id);
	}
	return 0;
}

static int check_hosts(struct active_run *run, struct error *error)
{
	for (unsigned i = 0; i < run->state.count; i++)
		if (crew_check_hosts(run->runner->context, run->moves[i].json, error) < 0)
			return -1;
	return 0;
}

static void name_run(struct active_run *run)
{
	unsigned char bytes[4];
	char hex[9];

	digest_random(bytes, sizeof(bytes));
	text_hex(bytes, sizeof(bytes), hex);
	snprintf(run->id, sizeof(run->id), "r-%s", hex);
	clock_format(clock_wall(), run->started);
}

/* What cannot be proven later is not begun. */
static int check_log(struct runner *runner, struct error *error)
{
	struct audit_health health;

	audit_health(runner->log, &health);
	if (store_is_tight(runner->context->store))
		return error_set(error, ERROR_CONFLICT, NULL,
			"The disk of the state is full, so that no run may start; make room "
			"first.");
	if (audit_is_signing(runner->log))
		return 0;
	return error_set(error, ERROR_CONFLICT, NULL,
		"The audit log is not being signed, so that no run may start: %s", health.why);
}

int runner_start(struct runner *runner, const char *plan_digest, struct json_object *waves,
	const char *actor, char run_id[32], struct error *error)
{
	struct run_event event = {.kind = RUN_START, .now = clock_wall() / CLOCK_SECOND};
	struct active_run *run;

	if (check_log(runner, error) < 0 ||
		make_run(&run, runner, plan_digest, waves, error) < 0)
		return -1;
	if (check_approvals(run, error) < 0 || check_free(run, error) < 0 ||
		check_hosts(run, error) < 0) {
		run_free(run);
		return -1;
	}
	active_run_heed(run);
	name_run(run);
	run->starter = mem_string(actor);
	link_run(run);
	record_run(run, "run.start", actor);
	snprintf(run_id, 32, "%s", run->id);
	active_run_give(run, &event);
	return 0;
}

/* --- commands --- */

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
	record_run(run, orders[order].action, actor);
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

/* --- boots --- */

static int restore_move(struct active_move *move, struct store *store, struct error *error)
{
	AUTO_FREE char *key = journal_key(move->run->id, move->name);
	AUTO_JSON struct json_object *row = NULL;
	struct error missing = {0};

	if (archive_state(&row, store, MOVE_SPACE, key, &missing) < 0) {
		if (missing.code == ERROR_NOT_FOUND)
			return 0; /* it had not started */
		*error = missing;
		return -1;
	}
	if (journal_decode(&move->state, json_member(row, "state"), error) < 0)
		return -1;
	json_object_put(move->notes);
	move->notes = json_object_get(json_member(row, "notes"));
	move->opened = json_integer(row, "opened", 0);
	move->closed = json_integer(row, "closed", 0);
	move->disturbed = json_boolean(row, "disturbed", false);
	move->why = mem_string(json_string(row, "why"));
	return 0;
}

static int restore_moves(struct active_run *run, struct error *error)
{
	for (unsigned i = 0; i < run->state.count; i++) {
		if (restore_move(&run->moves[i], run->runner->context->store, error) < 0)
			return -1;
		run->state.move[i].slot = (uint8_t)run_slot_of(&run->moves[i].state);
		run->state.move[i].outcome = (uint8_t)run->moves[i].state.outcome;
	}
	return 0;
}

/* What a run that is over has left out it leaves out for good. */
static void restore_skipped(struct active_run *run, struct json_object *skipped)
{
	for (unsigned i = 0; i < run->state.count && run->state.phase == RUN_FINISHED; i++) {
		struct run_move *move = &run->state.move[i];
		const char *word = json_string(skipped, run->moves[i].name);

		if (move->slot != SLOT_WAITING || !word)
			continue;
		move->slot = SLOT_SKIPPED;
		for (unsigned why = 0; why < RUN_SKIPS; why++)
			if (text_equal(run_skip_word((enum run_skip)why), word))
				move->skip = (uint8_t)why;
	}
}

static int restore_run(void *argument, const char *key, const char *value, struct error *error)
{
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	AUTO_JSON struct json_object *row = NULL;
	struct active_run *run;

	if (json_parse(&row, &source, JSON_FILE, error) < 0 ||
		make_run(&run, argument, json_string(row, "plan"), json_member(row, "waves"),
			error) < 0)
		return -1;
	snprintf(run->id, sizeof(run->id), "%s", key);
	snprintf(run->started, sizeof(run->started), "%s", json_string(row, "started"));
	run->starter = mem_string(json_string(row, "starter"));
	run->state.phase = (enum run_phase)json_integer(row, "phase", RUN_FINISHED);
	run->state.accepted = (uint16_t)json_integer(row, "accepted", 0);
	link_run(run);
	if (restore_moves(run, error) < 0)
		return -1;
	restore_skipped(run, json_member(row, "skipped"));
	active_run_heed(run);
	return 0;
}

static void boot_run(struct active_run *run)
{
	struct move_event boot = {.kind = EVENT_BOOT};
	struct run_event event = {.kind = RUN_BOOT, .now = clock_wall() / CLOCK_SECOND};

	if (run->state.phase == RUN_READY)
		event.kind = RUN_START; /* its start is recorded, and was not carried out */
	for (unsigned i = 0; i < run->state.count; i++)
		if (run->state.move[i].slot == SLOT_OPEN ||
			run->state.move[i].slot == SLOT_HELD) {
			run->moves[i].disturbed = true;
			active_move_give(&run->moves[i], &boot);
		}
	active_run_give(run, &event);
}

int runner_new(struct runner **made, const struct context *context, struct audit_log *log,
	struct json_object *profile, struct error *error)
{
	struct runner *runner = mem_alloc(sizeof(*runner));

	runner->context = context;
	runner->log = log;
	runner->owners = consent_is_needed(profile);
	if (runner_load_holds(runner, error) < 0 ||
		store_walk(context->store, RUN_SPACE, restore_run, runner, error) < 0) {
		runner_free(runner);
		return -1;
	}
	for (struct active_run *run = runner->runs; run; run = run->next)
		if (run->state.phase != RUN_FINISHED)
			boot_run(run);
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
		run_free(run);
	}
	if (runner)
		json_object_put(runner->holds);
	free(runner);
}
