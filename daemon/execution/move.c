#include "execution/move_settle.h"
#include <string.h>

/* --- Replies --- */

static void next_before(struct move *move, struct output *out)
{
	enum operation step = OPERATION_NONE;

	if (move->step < MOVE_STEPS)
		step = move->order.before[move->step];
	if (step != OPERATION_NONE) {
		move->phase = MOVE_BEFORE;
		move_intend(move, out, step);
	} else {
		move->phase = MOVE_SETTLING;
		move_observe(move, out);
	}
}

static void reply_before(struct move *move, struct output *out, enum reply reply)
{
	if (reply != REPLY_DONE || move->facts.aborted) {
		move_close(move, out, OUTCOME_REFUSED);
		return;
	}
	if (move->phase == MOVE_BEFORE)
		move->step++;
	next_before(move, out);
}

static void reply_forward(struct move *move, struct output *out, enum reply reply)
{
	if (reply != REPLY_DONE || move->facts.aborted || move->phase == MOVE_TRANSFERRING) {
		move_settle(move, out, reply);
	} else if (move->phase == MOVE_PREPARING) {
		move->phase = MOVE_SEEDING;
		move_intend(move, out, OPERATION_SEED);
	} else {
		move->phase = MOVE_TRANSFERRING;
		move->facts.transfer_open = true;
		move_intend(move, out, OPERATION_TRANSFER);
	}
}

/* A verdict stands; no answer is asked for again. */
static void reply_after(struct move *move, struct output *out, enum reply reply)
{
	if (reply == REPLY_LOST && move->fruitless < move->order.reads) {
		move->fruitless++;
		move_rest(move, out);
		return;
	}
	if (reply != REPLY_DONE)
		move->unproven = true;
	move->fruitless = 0;
	move->step++;
	move_next_after(move, out);
}

/* What the journal keeps of an operation of the reconcile loop. */
static void note(struct move *move, struct output *out, enum reply reply)
{
	bool done = reply == REPLY_DONE;

	switch (move->operation) {
	case OPERATION_ABORT:
		move->facts.abort_asked |= done;
		break;
	case OPERATION_FREEZE: /* the guest waits: without a verdict, one more try, no more */
		move->facts.frozen = done || reply != REPLY_LOST || move->fruitless > 0;
		move->unproven |= move->facts.frozen && !done;
		break;
	case OPERATION_FENCE:
		move->facts.doubted = reply == REPLY_REFUSED;
		if (!done && !move->facts.resumed) {
			move->facts.fence_deferred = true;
			move_alarm(move, out);
		}
		break;
	default:
		break;
	}
}

static void reply_main(struct move *move, struct output *out, const struct move_event *event)
{
	move->waits = 0;
	move->timer = 0;
	if (move->operation == OPERATION_OBSERVE) {
		move_take_read(move, out, event);
		return;
	}
	if (move->phase == MOVE_SETTLING || move->phase == MOVE_HELD)
		note(move, out, event->reply);
	move_keep_result(move, out, move->operation, event->reply);
	switch (move->phase) {
	case MOVE_CHECKING:
	case MOVE_BEFORE:
		reply_before(move, out, event->reply);
		break;
	case MOVE_PREPARING:
	case MOVE_SEEDING:
	case MOVE_TRANSFERRING:
		reply_forward(move, out, event->reply);
		break;
	case MOVE_AFTER:
		reply_after(move, out, event->reply);
		break;
	default:
		move_settle(move, out, event->reply);
	}
}

/* The abort beside the transfer: a hint, as the transfer's own reply is. */
static void reply_aside(struct move *move, struct output *out, enum reply reply)
{
	move->aside = 0;
	move->facts.abort_asked |= reply == REPLY_DONE && move->phase == MOVE_TRANSFERRING;
	move_keep_result(move, out, OPERATION_ABORT, reply);
}

static void take_reply(struct move *move, struct output *out, const struct move_event *event)
{
	if (event->attempt != move->attempt || event->serial == 0 || move->phase == MOVE_CLOSED)
		return;
	if (move->aside_called && event->serial == move->aside)
		reply_aside(move, out, event->reply);
	else if (move->stage == STAGE_CALL && event->serial == move->waits)
		reply_main(move, out, event);
}

/* --- Records --- */

/* The abort came before the effect: it is not called, and the table leads back. */
static bool overtaken(const struct move *move)
{
	return move->facts.aborted && move->phase < MOVE_SETTLING;
}

static void call_intended(struct move *move, struct output *out)
{
	if (!overtaken(move))
		move_call(move, out);
	else if (move->phase < MOVE_PREPARING)
		move_close(move, out, OUTCOME_REFUSED);
	else
		move_settle(move, out, REPLY_DONE);
}

/* The transfer may have ended while the intent to abort it was written. */
static void call_aside(struct move *move, struct output *out)
{
	struct move_action *action;

	if (move->phase != MOVE_TRANSFERRING) {
		reply_aside(move, out, REPLY_REFUSED);
		return;
	}
	action = move_act(move, out, ACTION_CALL);
	action->operation = OPERATION_ABORT;
	action->serial = move->aside = ++move->serial;
	move->aside_called = true;
}

/* Nothing of ours happened since the read that the commit rests on: it serves once more. */
static void take_durable(struct move *move, struct output *out, uint32_t serial)
{
	if (serial == 0)
		return;
	if (!move->aside_called && serial == move->aside && move->phase != MOVE_CLOSED) {
		call_aside(move, out);
		return;
	}
	if (serial != move->waits || move->stage == STAGE_CALL)
		return;
	move->waits = 0;
	if (move->stage == STAGE_INTENT)
		call_intended(move, out);
	else if (move->stage == STAGE_COMMIT)
		move_decide(move, out);
	else if (move->stage == STAGE_CLOSE)
		move_report_closed(move, out);
}

/* --- Timers --- */

static void ask_abort(struct move *move, struct output *out)
{
	struct move_action *action;

	action = move_keep(move, out, RECORD_INTENT);
	action->operation = OPERATION_ABORT;
	move->aside = action->serial;
	move->aside_called = false;
	move->abort_tried = true;
	move_arm(move, out, move->order.grace);
}

/* A transfer is asked to end first; what does not return is given up. */
static void expire(struct move *move, struct output *out)
{
	if (move->operation == OPERATION_TRANSFER && !move->abort_tried) {
		move->expired = true;
		ask_abort(move, out);
		return;
	}
	move_act(move, out, ACTION_GIVE_UP);
	move_arm(move, out, move->order.grace);
}

static void take_timer(struct move *move, struct output *out, uint32_t serial)
{
	if (serial == 0 || serial != move->timer)
		return;
	move->timer = 0;
	if (move->stage == STAGE_CALL)
		expire(move, out);
	else if (move->stage == STAGE_REST && move->phase == MOVE_AFTER && !move->proven)
		move_next_after(move, out);
	else if (move->stage == STAGE_REST)
		move_observe(move, out);
}

/* --- Commands --- */

static bool too_late(const struct move *move)
{
	return move->facts.committed || move->phase == MOVE_CLOSED;
}

/* Latched; asked again, it changes nothing. Before the commit it only leads back. */
static void take_abort(struct move *move, struct output *out)
{
	if (move->facts.aborted)
		return;
	if (too_late(move)) {
		move_keep(move, out, RECORD_COMMAND)->reply = REPLY_REFUSED;
		return;
	}
	move->facts.aborted = true;
	move_keep(move, out, RECORD_COMMAND)->reply = REPLY_DONE;
	if (move->phase == MOVE_WAITING)
		move_close(move, out, OUTCOME_REFUSED);
	else if (move->phase == MOVE_TRANSFERRING && move->stage == STAGE_CALL &&
		 !move->abort_tried)
		ask_abort(move, out);
}

/* Carried out after a fresh read, which may still forbid it. */
static void take_resolution(struct move *move, struct output *out, enum operation resolution)
{
	bool allowed = move_may_resolve(move, resolution);

	move_keep(move, out, RECORD_COMMAND)->reply = allowed ? REPLY_DONE : REPLY_REFUSED;
	if (!allowed)
		return;
	move->has_order = true;
	move->ordered = resolution;
	if (move->stage == STAGE_REST)
		move_observe(move, out);
}

static void take_command(struct move *move, struct output *out, const struct move_event *event)
{
	if (event->command == COMMAND_ABORT)
		take_abort(move, out);
	else if (event->command == COMMAND_RESOLVE)
		take_resolution(move, out, event->resolution);
}

/* --- Start and boot --- */

static void check(struct move *move, struct output *out)
{
	move->phase = MOVE_CHECKING;
	move_intend(move, out, OPERATION_DRIFT);
}

static void start(struct move *move, struct output *out)
{
	if (move->phase != MOVE_WAITING)
		return;
	move->attempt = 1;
	check(move, out);
}

/* Nothing asked before the boot can answer: the descriptors died with the process. */
static void forget_the_way(struct move *move)
{
	move->waits = move->timer = move->aside = 0;
	move->aside_called = move->abort_tried = false;
	move->has_order = false;
	move->fruitless = 0;
	move->row = 0;
	move->alarmed = 0;
	move->stage = STAGE_IDLE;
}

/* Effects are read back, never assumed; steps that only check are done again. */
static void boot(struct move *move, struct output *out)
{
	forget_the_way(move);
	switch (move->phase) {
	case MOVE_WAITING:
		break;
	case MOVE_CHECKING:
		check(move, out);
		break;
	case MOVE_BEFORE:
		next_before(move, out);
		break;
	case MOVE_AFTER:
		move_next_after(move, out);
		break;
	case MOVE_CLOSED:
		move_report_closed(move, out);
		break;
	default:
		move_settle(move, out, REPLY_LOST);
	}
}

void move_begin(struct move *move, const struct move_order *order)
{
	memset(move, 0, sizeof(*move));
	move->order = *order;
}

unsigned move_step(struct move *move, const struct move_event *event,
	struct move_action actions[MOVE_ACTIONS])
{
	struct output out = {.actions = actions};

	switch (event->kind) {
	case EVENT_START:
		start(move, &out);
		break;
	case EVENT_REPLY:
		take_reply(move, &out, event);
		break;
	case EVENT_DURABLE:
		take_durable(move, &out, event->serial);
		break;
	case EVENT_TIMER:
		take_timer(move, &out, event->serial);
		break;
	case EVENT_COMMAND:
		take_command(move, &out, event);
		break;
	case EVENT_BOOT:
		boot(move, &out);
		break;
	}
	return out.count;
}

bool move_may_resolve(const struct move *move, enum operation resolution)
{
	return move->phase == MOVE_HELD &&
	       reconcile_allows(&move->facts, &move->seen, resolution);
}
