#include "execution/move_act.h"
#include <assert.h>

struct move_action *move_act(struct move *move, struct output *out, enum move_action_kind kind)
{
	struct move_action *action = &out->actions[out->count++];

	assert(out->count <= MOVE_ACTIONS);
	*action = (struct move_action){.kind = kind,
		.attempt = move->attempt,
		.operation = move->operation,
		.row = move->row};
	return action;
}

struct move_action *move_keep(struct move *move, struct output *out, enum move_record what)
{
	struct move_action *action = move_act(move, out, ACTION_RECORD);

	action->record = what;
	action->serial = ++move->serial;
	action->outcome = move->outcome;
	return action;
}

void move_keep_result(
	struct move *move, struct output *out, enum operation operation, enum reply reply)
{
	struct move_action *action = move_keep(move, out, RECORD_RESULT);

	action->operation = operation;
	action->reply = reply;
}

void move_arm(struct move *move, struct output *out, uint32_t delay)
{
	struct move_action *action = move_act(move, out, ACTION_TIMER);

	action->delay = delay;
	action->serial = move->timer = ++move->serial;
}

void move_alarm(struct move *move, struct output *out)
{
	move_act(move, out, ACTION_ALARM);
	move->alarmed = move->row;
}

void move_call(struct move *move, struct output *out)
{
	struct move_action *action = move_act(move, out, ACTION_CALL);

	assert(move->order.deadline[move->operation] > 0);
	action->serial = move->waits = ++move->serial;
	move->stage = STAGE_CALL;
	move_arm(move, out, move->order.deadline[move->operation]);
}

void move_intend(struct move *move, struct output *out, enum operation operation)
{
	move->operation = operation;
	move->stage = STAGE_INTENT;
	move->waits = move_keep(move, out, RECORD_INTENT)->serial;
}

void move_observe(struct move *move, struct output *out)
{
	move->operation = OPERATION_OBSERVE;
	move_call(move, out);
}

void move_rest(struct move *move, struct output *out)
{
	move->stage = STAGE_REST;
	move->waits = 0;
	move_arm(move, out, move->order.poll);
}

void move_close(struct move *move, struct output *out, enum move_outcome outcome)
{
	move->phase = MOVE_CLOSED;
	move->stage = STAGE_CLOSE;
	move->outcome = outcome;
	move->operation = OPERATION_NONE;
	move->timer = 0;
	move->waits = move_keep(move, out, RECORD_CLOSE)->serial;
	if (outcome == OUTCOME_DONE_UNPROVEN)
		move_alarm(move, out);
}

void move_report_closed(struct move *move, struct output *out)
{
	move->stage = STAGE_IDLE;
	move_act(move, out, ACTION_CLOSED)->outcome = move->outcome;
}
