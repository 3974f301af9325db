/* From a read of both sides to the one thing that is done next. */
#include "execution/move_settle.h"

/* --- what a verdict leads to --- */

void move_settle(struct move *move, struct output *out, enum reply reply)
{
	if (move->phase != MOVE_HELD)
		move->phase = MOVE_SETTLING;
	if (reply == REPLY_LOST)
		move->doubt = true;
	if (reply == REPLY_DONE && move->fruitless == 0)
		move_observe(move, out);
	else
		move_rest(move, out);
}

/* People are told once for each row that holds. */
static void hold(struct move *move, struct output *out)
{
	if (move->phase != MOVE_HELD || move->alarmed != move->row) {
		move->phase = MOVE_HELD;
		move_keep(move, out, RECORD_HOLD);
		move_alarm(move, out);
	}
	move_rest(move, out);
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
			move_alarm(move, out);
	} else if (move->phase != MOVE_HELD) {
		move->phase = MOVE_HELD;
		move_keep(move, out, RECORD_HOLD);
		move_alarm(move, out);
	}
	move_intend(move, out, operation);
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
	move_intend(move, out, OPERATION_PREPARE);
}

/* Nothing of this attempt was done; what an earlier one did was taken back before. */
static void refuse(struct move *move, struct output *out)
{
	uint8_t power = move->seen.side[SIDE_SOURCE].power;

	if (move->attempt > 1 && power == POWER_RUNNING)
		move_close(move, out, OUTCOME_BACK);
	else if (move->attempt > 1 && power == POWER_OFF)
		move_close(move, out, OUTCOME_STOPPED_BY_OWNER);
	else
		move_close(move, out, OUTCOME_REFUSED);
}

static void commit(struct move *move, struct output *out)
{
	move->facts.committed = true;
	move->phase = MOVE_SETTLING;
	move->operation = OPERATION_NONE;
	move->stage = STAGE_COMMIT;
	move->waits = move_keep(move, out, RECORD_COMMIT)->serial;
}

/* The worker of the old attempt goes, and with it every reply that it could still send. */
static void try_again(struct move *move, struct output *out)
{
	move_act(move, out, ACTION_GIVE_UP);
	move->attempt++;
	move->facts = (struct attempt){0};
	move->aside = 0;
	move->abort_tried = false;
	move->row = 0;
	move->fruitless = 0;
	move->doubt = true;
	move->phase = MOVE_SETTLING;
	move_keep(move, out, RECORD_ATTEMPT);
	move_rest(move, out);
}

/* What did not fit its time once is for people to plan anew. */
static void close_back(struct move *move, struct output *out)
{
	if (move->attempt < move->order.attempts && !move->facts.aborted && !move->expired)
		try_again(move, out);
	else
		move_close(move, out, OUTCOME_BACK);
}

void move_next_after(struct move *move, struct output *out)
{
	enum operation step = OPERATION_NONE;

	if (move->step < MOVE_STEPS)
		step = move->order.after[move->step];
	move->phase = MOVE_AFTER;
	if (step != OPERATION_NONE) {
		move_intend(move, out, step);
	} else if (move->step <= MOVE_STEPS) {
		/* Over with its answer only: until then it may have to be asked for again. */
		move->step = MOVE_STEPS;
		move_intend(move, out, OPERATION_THAW);
	} else {
		move->proven = true;
		move_observe(move, out);
	}
}

static void close_done(struct move *move, struct output *out)
{
	if (!move->proven) {
		move->step = 0;
		move->fruitless = 0;
		move_next_after(move, out);
	} else {
		move_close(move, out, move->unproven ? OUTCOME_DONE_UNPROVEN : OUTCOME_DONE);
	}
}

static void follow(struct move *move, struct output *out, const struct verdict *verdict)
{
	switch (verdict->course) {
	case COURSE_WAIT:
		if (move->fruitless < move->order.reads)
			move_rest(move, out);
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
		move_close(move, out, OUTCOME_STOPPED_BY_OWNER);
		break;
	case COURSE_CLOSE_DONE:
		close_done(move, out);
		break;
	default:
		hold(move, out);
	}
}

/* --- what an operator orders --- */

/* The operator chose: what they name is the machine, and there is no further attempt. */
static void carry_out(struct move *move, struct output *out, enum operation operation)
{
	move->has_order = false;
	move->row = 0;
	move->fruitless = 0;
	if (operation == OPERATION_NONE) {
		move_close(move, out, OUTCOME_RESOLVED);
	} else if (operation == OPERATION_RESUME_TARGET && !move->facts.committed) {
		move->facts.strange = false;
		commit(move, out);
	} else {
		move->facts.aborted = true;
		move->phase = MOVE_SETTLING;
		if (operation == OPERATION_DROP_PAUSED_COPY)
			move->facts.strange = false;
		move_intend(move, out, operation);
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
	move_keep(move, out, RECORD_COMMAND)->reply = REPLY_REFUSED;
	return false;
}

/* --- reads --- */

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

void move_decide(struct move *move, struct output *out)
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
void move_take_read(struct move *move, struct output *out, const struct move_event *event)
{
	static const struct world unread;
	const struct world *now = event->reply == REPLY_DONE ? &event->world : &unread;
	bool landing = move->facts.begun && (move->doubt || reads_again(&move->seen, now));

	move->seen = *now;
	move->doubt = event->reply != REPLY_DONE;
	if (move->facts.committed && now->side[SIDE_TARGET].power == POWER_RUNNING)
		move->facts.resumed = true;
	if (landing && event->reply == REPLY_DONE)
		move_rest(move, out);
	else
		move_decide(move, out);
}
