/* Runs that the store knows, after a boot: each move goes on from what is durable. */
#include "core/archive.h"
#include "execution/runner_private.h"
#include <stdio.h>
#include <string.h>

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
		active_run_new(&run, argument, json_string(row, "plan"),
			json_member(row, "waves"), error) < 0)
		return -1;
	snprintf(run->id, sizeof(run->id), "%s", key);
	snprintf(run->started, sizeof(run->started), "%s", json_string(row, "started"));
	run->starter = mem_string(json_string(row, "starter"));
	run->state.phase = (enum run_phase)json_integer(row, "phase", RUN_FINISHED);
	run->state.accepted = (uint16_t)json_integer(row, "accepted", 0);
	active_run_link(run);
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

int runner_restore(struct runner *runner, struct error *error)
{
	if (store_walk(runner->context->store, RUN_SPACE, restore_run, runner, error) < 0)
		return -1;
	for (struct active_run *run = runner->runs; run; run = run->next)
		if (run->state.phase != RUN_FINISHED)
			boot_run(run);
	return 0;
}
