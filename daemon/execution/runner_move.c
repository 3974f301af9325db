#include "execution/runner_private.h"
#include <stdlib.h>
#include <string.h>

/* --- records --- */

/* What waits for a record to become durable. */
struct waiting_record {
	struct active_move *move;
	uint32_t serial;
};

static void record_durable(void *argument)
{
	struct waiting_record *waiting = argument;
	struct move_event event = {.kind = EVENT_DURABLE, .serial = waiting->serial};
	struct active_move *move = waiting->move;

	free(waiting);
	active_move_give(move, &event);
}

/* Stores the move as it is, in this batch. */
static void batch_move(struct active_move *move, struct store_batch *batch)
{
	AUTO_JSON struct json_object *row = json_object_new_object();
	AUTO_FREE char *key = journal_key(move->run->id, move->name), *value = NULL;

	json_set(row, "state", journal_encode(&move->state));
	json_set(row, "notes", json_object_get(move->notes));
	json_set_integer(row, "opened", move->opened);
	json_set_integer(row, "closed", move->closed);
	json_set_string(row, "why", move->why);
	json_set_boolean(row, "disturbed", move->disturbed);
	value = json_canonical_string(row);
	batch_state(batch, MOVE_SPACE, key, value);
}

static enum audit_result result_of(const struct move_action *action)
{
	if (action->record == RECORD_INTENT)
		return AUDIT_INTENT;
	if (action->record != RECORD_RESULT && action->record != RECORD_COMMAND)
		return AUDIT_DONE;
	if (action->reply == REPLY_DONE)
		return AUDIT_DONE;
	return action->reply == REPLY_REFUSED ? AUDIT_REFUSED : AUDIT_FAILED;
}

/* "move.transfer" for intents and results; "move.commit", "move.hold", ... for the others. */
static char *action_name(const struct move_action *action)
{
	if (action->record == RECORD_INTENT || action->record == RECORD_RESULT)
		return mem_format("move.%s", operation_word(action->operation));
	return mem_format("move.%s", move_record_word(action->record));
}

static struct json_object *record_detail(
	struct active_move *move, const struct move_action *action)
{
	struct json_object *detail = json_object_new_object();
	struct json_object *note = json_member(move->notes, operation_word(action->operation));

	json_set_integer(detail, "attempt", action->attempt);
	json_set_string(detail, "phase", move_phase_word(move->state.phase));
	if (action->row)
		json_set_string(detail, "row", reconcile_row_name(action->row));
	if (action->outcome != OUTCOME_NONE)
		json_set_string(detail, "outcome", move_outcome_word(action->outcome));
	if (action->operation != OPERATION_NONE)
		json_set_string(detail, "operation", operation_word(action->operation));
	if (action->record == RECORD_COMMIT || action->record == RECORD_HOLD)
		json_set(detail, "seen", world_encode(&move->state.seen));
	if (action->record == RECORD_RESULT && note)
		json_set(detail, "answer", json_object_get(note));
	if (action->record == RECORD_CLOSE)
		teach_tell(move, detail);
	return detail;
}

/* What follows an order that was carried out is the run's own doing again. */
static void forget_order(struct active_move *move)
{
	free(mem_take(&move->actor));
	free(mem_take(&move->reason));
}

/* When it ended, and that it was held, are a part of what is stored. */
static void note_time(struct active_move *move, enum move_record record)
{
	if (record == RECORD_CLOSE)
		move->closed = clock_wall();
	if (record == RECORD_HOLD)
		move->disturbed = true;
	if (record == RECORD_ATTEMPT)
		move->copying = move->arrived = 0;
}

static void write_record(struct active_move *move, const struct move_action *action)
{
	struct store_batch *batch = batch_new();
	struct waiting_record *waiting = mem_alloc(sizeof(*waiting));
	AUTO_JSON struct json_object *detail = NULL;
	AUTO_FREE char *object = mem_format("move %s/%s", move->run->id, move->name);
	AUTO_FREE char *name = action_name(action);
	enum audit_result result = result_of(action);
	bool doubt = result != AUDIT_DONE && result != AUDIT_INTENT;

	note_time(move, action->record);
	detail = record_detail(move, action);
	batch_move(move, batch);
	if (action->record == RECORD_CLOSE)
		teach(move, batch);
	audit_append(move->run->runner->log, batch,
		&(struct audit_entry){.actor = move->actor ? move->actor : move->run->starter,
			.source = "executor",
			.action = name,
			.object = object,
			.result = result,
			.plan = move->run->plan_digest,
			.reason = move->reason ? move->reason
				  : doubt      ? move->why
					       : NULL,
			.detail = detail});
	if (action->record == RECORD_RESULT || action->record == RECORD_CLOSE)
		forget_order(move);
	*waiting = (struct waiting_record){move, action->serial};
	audit_commit(move->run->runner->log, batch, record_durable, waiting);
}

/* --- timers and alarms --- */

static void timer_fired(void *argument)
{
	struct active_move *move = argument;
	struct move_event event = {.kind = EVENT_TIMER, .serial = move->timer_serial};

	move->timer = NULL;
	active_move_give(move, &event);
}

static void arm_timer(struct active_move *move, const struct move_action *action)
{
	loop_cancel(move->timer);
	move->timer_serial = action->serial;
	move->timer =
		loop_after(move->run->runner->context->loop, action->delay, timer_fired, move);
}

static void raise_alarm(struct active_move *move, const struct move_action *action)
{
	log_error("executor", move->name,
		"Run %s: this machine needs a person (%s, row \"%s\"): %s See `banyun run show "
		"%s`.",
		move->run->id, move_phase_word(move->state.phase),
		action->row ? reconcile_row_name(action->row) : "none",
		move->why ? move->why : "", move->run->id);
}

/* --- workers --- */

/* The definition is kept as a document of its own; the note names it. */
static void store_definition(struct active_move *move, struct json_object *note)
{
	const char *text = json_string(note, "definition");
	char digest[DIGEST_TEXT];
	struct store_batch *batch;

	if (!text)
		return;
	digest_text(text, strlen(text), digest);
	batch = batch_new();
	batch_document(batch, digest, "definition", text, strlen(text));
	store_commit(move->run->runner->context->store, batch, NULL, NULL);
	json_set_string(note, "definition", digest);
}

static bool kept(enum operation operation)
{
	return operation == OPERATION_PREPARE || operation == OPERATION_FREEZE ||
	       operation == OPERATION_CHECK_PAGE || operation == OPERATION_CHECK_CONTENT ||
	       operation == OPERATION_TRANSFER;
}

static void keep_note(struct active_move *move, const struct crew_answer *answer)
{
	struct json_object *note;

	if (!answer->result || !kept(answer->operation))
		return;
	note = json_copy(answer->result);
	json_object_object_del(note, "world");
	if (answer->operation == OPERATION_PREPARE)
		store_definition(move, note);
	json_set(move->notes, operation_word(answer->operation), note);
}

/* What passed between the end of the copy and the machine's going on adds to its pause. */
static void note_pause(struct active_move *move, const struct crew_answer *answer)
{
	const char *resume = operation_word(OPERATION_RESUME_TARGET);
	struct json_object *note;

	if (answer->reply != REPLY_DONE)
		return;
	if (answer->operation == OPERATION_TRANSFER)
		move->arrived = clock_monotonic();
	if (answer->operation != OPERATION_RESUME_TARGET || !move->arrived ||
		json_member(move->notes, resume))
		return;
	note = json_object_new_object();
	json_set_integer(note, "after", (clock_monotonic() - move->arrived) / 1000);
	json_set(move->notes, resume, note);
}

static void crew_answered(void *argument, const struct crew_answer *answer)
{
	struct active_move *move = argument;
	struct move_event event = {
		.kind = EVENT_REPLY,
		.serial = answer->serial,
		.attempt = answer->attempt,
		.reply = answer->reply,
	};

	keep_note(move, answer);
	note_pause(move, answer);
	if (answer->reply != REPLY_DONE) {
		free(move->why);
		move->why = mem_string(answer->why);
	}
	if (answer->world)
		event.world = *answer->world;
	active_move_give(move, &event);
}

static void crew_progressed(void *argument, struct json_object *progress)
{
	struct active_move *move = argument;

	json_object_put(move->progress);
	move->progress = json_object_get(progress);
	if (!move->copying &&
		json_integer(progress, "total", 0) > json_integer(progress, "remaining", 0))
		move->copying = clock_wall();
}

/* A move begins with its check; there it must be approved still. */
static bool is_refused(
	struct active_move *move, const struct move_action *action, struct error *error)
{
	return action->operation == OPERATION_DRIFT &&
	       active_move_check_approval(move, error) < 0;
}

static void ask_crew(struct active_move *move, const struct move_action *action)
{
	struct crew_listener listener = {
		.answered = crew_answered, .progressed = crew_progressed, .argument = move};
	struct error error = {0};

	if (!move->crew)
		move->crew = crew_new(move->run->runner->context, move->run->id, move->json,
			move->opened, &listener);
	crew_ask(move->crew,
		&(struct crew_question){.operation = action->operation,
			.serial = action->serial,
			.attempt = action->attempt,
			.autostart = move->state.facts.autostart,
			.refused = is_refused(move, action, &error) ? error.text : NULL,
			.notes = move->notes});
}

static void close_move(struct active_move *move, const struct move_action *action)
{
	struct run_event event = {.kind = RUN_MOVE_CLOSED,
		.now = clock_wall() / CLOCK_SECOND,
		.move = (uint16_t)move->index,
		.outcome = action->outcome};

	loop_cancel(mem_take(&move->timer));
	crew_free(mem_take(&move->crew));
	active_run_give(move->run, &event);
}

static void act(struct active_move *move, const struct move_action *action)
{
	switch (action->kind) {
	case ACTION_RECORD:
		write_record(move, action);
		break;
	case ACTION_CALL:
		ask_crew(move, action);
		break;
	case ACTION_TIMER:
		arm_timer(move, action);
		break;
	case ACTION_GIVE_UP:
		if (move->crew)
			crew_give_up(move->crew);
		break;
	case ACTION_ALARM:
		raise_alarm(move, action);
		break;
	case ACTION_CLOSED:
		close_move(move, action);
		break;
	}
}

/* A move that comes to a hold keeps its place in the run: it may copy again. */
static void tell_hold(struct active_move *move, enum move_phase before)
{
	struct run_event event = {.kind = RUN_MOVE_HELD,
		.now = clock_wall() / CLOCK_SECOND,
		.move = (uint16_t)move->index};

	if (before != MOVE_HELD && move->state.phase == MOVE_HELD)
		active_run_give(move->run, &event);
}

void active_move_give(struct active_move *move, const struct move_event *event)
{
	struct move_action actions[MOVE_ACTIONS];
	enum move_phase before = move->state.phase;
	unsigned count = move_step(&move->state, event, actions);

	for (unsigned i = 0; i < count; i++)
		act(move, &actions[i]);
	tell_hold(move, before);
}

void active_move_release(struct active_move *move)
{
	loop_cancel(move->timer);
	crew_free(move->crew);
	json_object_put(move->notes);
	json_object_put(move->progress);
	free(move->why);
	free(move->actor);
	free(move->reason);
}
