#include "execution/move.h"
#include "base/language.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* The actions of one step as they are written. */
struct output {
	struct move_action *actions;
	unsigned count;
};

static void decide(struct move *move, struct output *out);

/* ---- Actions ---- */

static struct move_action *act(
	struct move *move, struct output *out, enum move_action_kind kind)
{
	struct move_action *action = &out->actions[out->count++];

	assert(out->count <= MOVE_ACTIONS);
	*action = (struct move_action){.kind = kind,
		.attempt = move->attempt,
		.operation = move->operation,
		.row = move->row};
	return action;
}

static struct move_action *record(struct move *move, struct output *out, enum move_record what)
{
	struct move_action *action = act(move, out, ACTION_RECORD);

	action->record = what;
	action->serial = ++move->serial;
	action->outcome = move->outcome;
	return action;
}

static void record_result(
	struct move *move, struct output *out, enum operation operation, enum reply reply)
{
	struct move_action *action = record(move, out, RECORD_RESULT);

	action->operation = operation;
	action->reply = reply;
}

static void arm(struct move *move, struct output *out, uint32_t delay)
{
	struct move_action *action = act(move, out, ACTION_TIMER);

	action->delay = delay;
	action->serial = move->timer = ++move->serial;
}

static void alarm(struct move *move, struct output *out)
{
	act(move, out, ACTION_ALARM);
	move->alarmed = move->row;
}

/* Calls what `operation` says, under its deadline. */
static void call(struct move *move, struct output *out)
{
	struct move_action *action = act(move, out, ACTION_CALL);

	assert(move->order.deadline[move->operation] > 0);
	action->serial = move->waits = ++move->serial;
	move->stage = STAGE_CALL;
	arm(move, out, move->order.deadline[move->operation]);
}

/* An effect begins with its intent; the call follows when that is durable. */
static void intend(struct move *move, struct output *out, enum operation operation)
{
	move->operation = operation;
	move->stage = STAGE_INTENT;
	move->waits = record(move, out, RECORD_INTENT)->serial;
}

/* A read has no effect and needs no intent. */
static void observe(struct move *move, struct output *out)
{
	move->operation = OPERATION_OBSERVE;
	call(move, out);
}

static void rest(struct move *move, struct output *out)
{
	move->stage = STAGE_REST;
	move->waits = 0;
	arm(move, out, move->order.poll);
}

static void close_move(struct move *move, struct output *out, enum move_outcome outcome)
{
	move->phase = MOVE_CLOSED;
	move->stage = STAGE_CLOSE;
	move->outcome = outcome;
	move->operation = OPERATION_NONE;
	move->timer = 0;
	move->waits = record(move, out, RECORD_CLOSE)->serial;
	if (outcome == OUTCOME_DONE_UNPROVEN)
		alarm(move, out);
}

static void report_closed(struct move *move, struct output *out)
{
	move->stage = STAGE_IDLE;
	act(move, out, ACTION_CLOSED)->outcome = move->outcome;
}

/* ---- Settling ---- */

static void settle(struct move *move, struct output *out, enum reply reply)
{
	if (move->phase != MOVE_HELD)
		move->phase = MOVE_SETTLING;
	if (reply == REPLY_LOST)
		move->doubt = true;
	if (reply == REPLY_DONE && move->fruitless == 0)
		observe(move, out);
	else
		rest(move, out);
}

/* People are told once for each row that holds. */
static void hold(struct move *move, struct output *out)
{
	if (move->phase != MOVE_HELD || move->alarmed != move->row) {
		move->phase = MOVE_HELD;
		record(move, out, RECORD_HOLD);
		alarm(move, out);
	}
	rest(move, out);
}

static bool approved(const struct move_order *order, enum operation operation)
{
	switch (operation) {
	case OPERATION_DROP_PAUSED_COPY:
		return order->may_drop_paused_copy;
	case OPERATION_UNDEFINE_OUR_COPY:
		return order->may_undefine_our_copy;
	case OPERATION_DELETE_PARTIAL_VOLUME:
		return order->may_delete_partial_volume;
	default:
		return true;
	}
}

/* A call that changed nothing is tried again, but not in silence. */
static void do_one_thing(
	struct move *move, struct output *out, enum operation operation, bool strange)
{
	if (!approved(&move->order, operation)) {
		hold(move, out);
		return;
	}
	if (move->fruitless < move->order.reads) {
		move->phase = MOVE_SETTLING;
		if (strange)
			alarm(move, out);
	} else if (move->phase != MOVE_HELD) {
		move->phase = MOVE_HELD;
		record(move, out, RECORD_HOLD);
		alarm(move, out);
	}
	intend(move, out, operation);
}

static void begin_attempt(struct move *move, struct output *out)
{
	const struct side_view *source = &move->seen.side[SIDE_SOURCE];

	move->facts.begun = true;
	move->facts.was_running = source->power == POWER_RUNNING;
	move->facts.autostart = source->autostart;
	move->facts.source_boot = source->boot;
	move->facts.target_boot = move->seen.side[SIDE_TARGET].boot;
	move->phase = MOVE_PREPARING;
	intend(move, out, OPERATION_PREPARE);
}

/* Nothing of this attempt was done; what an earlier one did was taken back before. */
static void refuse(struct move *move, struct output *out)
{
	uint8_t power = move->seen.side[SIDE_SOURCE].power;

	if (move->attempt > 1 && power == POWER_RUNNING)
		close_move(move, out, OUTCOME_BACK);
	else if (move->attempt > 1 && power == POWER_OFF)
		close_move(move, out, OUTCOME_STOPPED_BY_OWNER);
	else
		close_move(move, out, OUTCOME_REFUSED);
}

static void commit(struct move *move, struct output *out)
{
	move->facts.committed = true;
	move->phase = MOVE_SETTLING;
	move->operation = OPERATION_NONE;
	move->stage = STAGE_COMMIT;
	move->waits = record(move, out, RECORD_COMMIT)->serial;
}

/* The worker of the old attempt goes, and with it every reply that it could still send. */
static void try_again(struct move *move, struct output *out)
{
	act(move, out, ACTION_GIVE_UP);
	move->attempt++;
	move->facts = (struct attempt){0};
	move->aside = 0;
	move->abort_tried = false;
	move->row = 0;
	move->fruitless = 0;
	move->doubt = true;
	move->phase = MOVE_SETTLING;
	record(move, out, RECORD_ATTEMPT);
	rest(move, out);
}

/* What did not fit its time once is for people to plan anew. */
static void close_back(struct move *move, struct output *out)
{
	if (move->attempt < move->order.attempts && !move->facts.aborted && !move->expired)
		try_again(move, out);
	else
		close_move(move, out, OUTCOME_BACK);
}

static void next_after(struct move *move, struct output *out)
{
	enum operation step = OPERATION_NONE;

	if (move->step < MOVE_STEPS)
		step = move->order.after[move->step];
	move->phase = MOVE_AFTER;
	if (step != OPERATION_NONE) {
		intend(move, out, step);
	} else if (move->step <= MOVE_STEPS) {
		/* Over with its answer only: until then it may have to be asked for again. */
		move->step = MOVE_STEPS;
		intend(move, out, OPERATION_THAW);
	} else {
		move->proven = true;
		observe(move, out);
	}
}

static void close_done(struct move *move, struct output *out)
{
	if (!move->proven) {
		move->step = 0;
		move->fruitless = 0;
		next_after(move, out);
	} else {
		close_move(move, out, move->unproven ? OUTCOME_DONE_UNPROVEN : OUTCOME_DONE);
	}
}

static void follow(struct move *move, struct output *out, const struct verdict *verdict)
{
	switch (verdict->course) {
	case COURSE_WAIT:
		if (move->fruitless < move->order.reads)
			rest(move, out);
		else
			hold(move, out);
		break;
	case COURSE_CALL:
		do_one_thing(move, out, verdict->operation, verdict->strange);
		break;
	case COURSE_BEGIN:
		begin_attempt(move, out);
		break;
	case COURSE_REFUSE:
		refuse(move, out);
		break;
	case COURSE_COMMIT:
		commit(move, out);
		break;
	case COURSE_CLOSE_BACK:
		close_back(move, out);
		break;
	case COURSE_CLOSE_OWNER:
		close_move(move, out, OUTCOME_STOPPED_BY_OWNER);
		break;
	case COURSE_CLOSE_DONE:
		close_done(move, out);
		break;
	default:
		hold(move, out);
	}
}

/* The operator chose: what they name is the machine, and there is no further attempt. */
static void carry_out(struct move *move, struct output *out, enum operation operation)
{
	move->has_order = false;
	move->row = 0;
	move->fruitless = 0;
	if (operation == OPERATION_NONE) {
		close_move(move, out, OUTCOME_RESOLVED);
	} else if (operation == OPERATION_RESUME_TARGET && !move->facts.committed) {
		move->facts.strange = false;
		commit(move, out);
	} else {
		move->facts.aborted = true;
		move->phase = MOVE_SETTLING;
		if (operation == OPERATION_DROP_PAUSED_COPY)
			move->facts.strange = false;
		intend(move, out, operation);
	}
}

/* True when an order was at hand; what the fresh read forbids is refused. */
static bool follow_order(struct move *move, struct output *out)
{
	if (!move->has_order)
		return false;
	if (reconcile_allows(&move->facts, &move->seen, move->ordered)) {
		carry_out(move, out, move->ordered);
		return true;
	}
	move->has_order = false;
	record(move, out, RECORD_COMMAND)->reply = REPLY_REFUSED;
	return false;
}

/* While another's mark is on it somebody may start it: then its silence proves nothing. */
static void doubt(struct move *move)
{
	move->facts.doubted |=
		move->facts.committed && move->seen.side[SIDE_SOURCE].mark == MARK_FOREIGN;
}

/* libvirt forgets at its restart why a machine is off: what was read before says more. */
static void remember(struct move *move)
{
	const struct side_view *source = &move->seen.side[SIDE_SOURCE];
	bool ended = source->power == POWER_OFF &&
		     (source->reason == REASON_SHUTDOWN || source->reason == REASON_DESTROYED ||
			     source->reason == REASON_CRASHED);

	move->facts.went_on |= move->facts.transfer_open && !source->job &&
			       (source->power == POWER_RUNNING || ended);
}

static void decide(struct move *move, struct output *out)
{
	struct verdict verdict;

	doubt(move);
	remember(move);
	verdict = reconcile(&move->facts, &move->seen);
	if (follow_order(move, out))
		return;
	if (verdict.row != move->row)
		move->fruitless = 0;
	else if (move->fruitless < UINT8_MAX)
		move->fruitless++;
	move->row = verdict.row;
	move->facts.strange |= verdict.strange;
	follow(move, out, &verdict);
}

static bool reads_again(const struct world *before, const struct world *now)
{
	for (unsigned i = 0; i < SIDES; i++)
		if (before->side[i].power == POWER_UNREAD && now->side[i].power != POWER_UNREAD)
			return true;
	return false;
}

/* The first read after a doubt is kept but not acted on. */
static void take_read(struct move *move, struct output *out, const struct move_event *event)
{
	static const struct world unread;
	const struct world *now = event->reply == REPLY_DONE ? &event->world : &unread;
	bool landing = move->facts.begun && (move->doubt || reads_again(&move->seen, now));

	move->seen = *now;
	move->doubt = event->reply != REPLY_DONE;
	if (move->facts.committed && now->side[SIDE_TARGET].power == POWER_RUNNING)
		move->facts.resumed = true;
	if (landing && event->reply == REPLY_DONE)
		rest(move, out);
	else
		decide(move, out);
}

/* ---- Replies ---- */

static void next_before(struct move *move, struct output *out)
{
	enum operation step = OPERATION_NONE;

	if (move->step < MOVE_STEPS)
		step = move->order.before[move->step];
	if (step != OPERATION_NONE) {
		move->phase = MOVE_BEFORE;
		intend(move, out, step);
	} else {
		move->phase = MOVE_SETTLING;
		observe(move, out);
	}
}

static void reply_before(struct move *move, struct output *out, enum reply reply)
{
	if (reply != REPLY_DONE || move->facts.aborted) {
		close_move(move, out, OUTCOME_REFUSED);
		return;
	}
	if (move->phase == MOVE_BEFORE)
		move->step++;
	next_before(move, out);
}

static void reply_forward(struct move *move, struct output *out, enum reply reply)
{
	if (reply != REPLY_DONE || move->facts.aborted || move->phase == MOVE_TRANSFERRING) {
		settle(move, out, reply);
	} else if (move->phase == MOVE_PREPARING) {
		move->phase = MOVE_SEEDING;
		intend(move, out, OPERATION_SEED);
	} else {
		move->phase = MOVE_TRANSFERRING;
		move->facts.transfer_open = true;
		intend(move, out, OPERATION_TRANSFER);
	}
}

/* A verdict stands; no answer is asked for again. */
static void reply_after(struct move *move, struct output *out, enum reply reply)
{
	if (reply == REPLY_LOST && move->fruitless < move->order.reads) {
		move->fruitless++;
		rest(move, out);
		return;
	}
	if (reply != REPLY_DONE)
		move->unproven = true;
	move->fruitless = 0;
	move->step++;
	next_after(move, out);
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
			alarm(move, out);
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
		take_read(move, out, event);
		return;
	}
	if (move->phase == MOVE_SETTLING || move->phase == MOVE_HELD)
		note(move, out, event->reply);
	record_result(move, out, move->operation, event->reply);
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
		settle(move, out, event->reply);
	}
}

/* The abort beside the transfer: a hint, as the transfer's own reply is. */
static void reply_aside(struct move *move, struct output *out, enum reply reply)
{
	move->aside = 0;
	move->facts.abort_asked |= reply == REPLY_DONE && move->phase == MOVE_TRANSFERRING;
	record_result(move, out, OPERATION_ABORT, reply);
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

/* ---- Records ---- */

/* The abort came before the effect: it is not called, and the table leads back. */
static bool overtaken(const struct move *move)
{
	return move->facts.aborted && move->phase < MOVE_SETTLING;
}

static void call_intended(struct move *move, struct output *out)
{
	if (!overtaken(move))
		call(move, out);
	else if (move->phase < MOVE_PREPARING)
		close_move(move, out, OUTCOME_REFUSED);
	else
		settle(move, out, REPLY_DONE);
}

/* The transfer may have ended while the intent to abort it was written. */
static void call_aside(struct move *move, struct output *out)
{
	struct move_action *action;

	if (move->phase != MOVE_TRANSFERRING) {
		reply_aside(move, out, REPLY_REFUSED);
		return;
	}
	action = act(move, out, ACTION_CALL);
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
		decide(move, out);
	else if (move->stage == STAGE_CLOSE)
		report_closed(move, out);
}

/* ---- Timers ---- */

static void ask_abort(struct move *move, struct output *out)
{
	struct move_action *action;

	action = record(move, out, RECORD_INTENT);
	action->operation = OPERATION_ABORT;
	move->aside = action->serial;
	move->aside_called = false;
	move->abort_tried = true;
	arm(move, out, move->order.grace);
}

/* A transfer is asked to end first; what does not return is given up. */
static void expire(struct move *move, struct output *out)
{
	if (move->operation == OPERATION_TRANSFER && !move->abort_tried) {
		move->expired = true;
		ask_abort(move, out);
		return;
	}
	act(move, out, ACTION_GIVE_UP);
	arm(move, out, move->order.grace);
}

static void take_timer(struct move *move, struct output *out, uint32_t serial)
{
	if (serial == 0 || serial != move->timer)
		return;
	move->timer = 0;
	if (move->stage == STAGE_CALL)
		expire(move, out);
	else if (move->stage == STAGE_REST && move->phase == MOVE_AFTER && !move->proven)
		next_after(move, out);
	else if (move->stage == STAGE_REST)
		observe(move, out);
}

/* ---- Commands ---- */

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
		record(move, out, RECORD_COMMAND)->reply = REPLY_REFUSED;
		return;
	}
	move->facts.aborted = true;
	record(move, out, RECORD_COMMAND)->reply = REPLY_DONE;
	if (move->phase == MOVE_WAITING)
		close_move(move, out, OUTCOME_REFUSED);
	else if (move->phase == MOVE_TRANSFERRING && move->stage == STAGE_CALL &&
		 !move->abort_tried)
		ask_abort(move, out);
}

/* Carried out after a fresh read, which may still forbid it. */
static void take_resolution(struct move *move, struct output *out, enum operation resolution)
{
	bool allowed = move_may_resolve(move, resolution);

	record(move, out, RECORD_COMMAND)->reply = allowed ? REPLY_DONE : REPLY_REFUSED;
	if (!allowed)
		return;
	move->has_order = true;
	move->ordered = resolution;
	if (move->stage == STAGE_REST)
		observe(move, out);
}

static void take_command(struct move *move, struct output *out, const struct move_event *event)
{
	if (event->command == COMMAND_ABORT)
		take_abort(move, out);
	else if (event->command == COMMAND_RESOLVE)
		take_resolution(move, out, event->resolution);
}

/* ---- Start and boot ---- */

static void check(struct move *move, struct output *out)
{
	move->phase = MOVE_CHECKING;
	intend(move, out, OPERATION_DRIFT);
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
		next_after(move, out);
		break;
	case MOVE_CLOSED:
		report_closed(move, out);
		break;
	default:
		settle(move, out, REPLY_LOST);
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

/* ---- Words ---- */

const char *move_phase_word(enum move_phase phase)
{
	static const char *const words[MOVE_PHASES] = {N_("waiting"), N_("checking"),
		N_("before"), N_("preparing"), N_("seeding"), N_("transferring"),
		N_("settling"), N_("after"), N_("held"), N_("closed")};

	return phase < MOVE_PHASES ? words[phase] : "unknown";
}

const char *move_outcome_word(enum move_outcome outcome)
{
	static const char *const words[OUTCOMES] = {N_("none"), N_("done"), N_("done_unproven"),
		N_("back"), N_("stopped_by_owner"), N_("refused"), N_("resolved")};

	return outcome < OUTCOMES ? words[outcome] : "none";
}

const char *move_record_word(enum move_record what)
{
	static const char *const words[] = {
		"intent", "result", "commit", "hold", "command", "attempt", "close"};

	return what <= RECORD_CLOSE ? words[what] : "unknown";
}

const char *reply_word(enum reply reply)
{
	static const char *const words[] = {"done", "refused", "failed", "lost"};

	return reply <= REPLY_LOST ? words[reply] : "unknown";
}
