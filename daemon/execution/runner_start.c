/* A run begins: what must be true before it may. */
#include "core/approvals.h"
#include "execution/runner_private.h"
#include "model/plan.h"
#include <stdio.h>

/* --- approvals --- */

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

/* --- machines and hosts --- */

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

/* --- starting --- */

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
		active_run_new(&run, runner, plan_digest, waves, error) < 0)
		return -1;
	if (check_approvals(run, error) < 0 || check_free(run, error) < 0 ||
		check_hosts(run, error) < 0) {
		active_run_free(run);
		return -1;
	}
	active_run_heed(run);
	name_run(run);
	run->starter = mem_string(actor);
	active_run_link(run);
	active_run_record(run, "run.start", actor);
	snprintf(run_id, 32, "%s", run->id);
	active_run_give(run, &event);
	return 0;
}
