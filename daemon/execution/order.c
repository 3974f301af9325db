#include "execution/order.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "execution/order_share.h"
#include "model/plan.h"
#include <string.h>

#define GRACE_MS 20000
#define POLL_MS  2000 /* longer than a call that was sent takes to land */
#define READS    10

static int take_steps(uint8_t steps[MOVE_STEPS], struct json_object *list, const char *move,
	struct error *error)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		const char *word = json_object_get_string(json_object_array_get_idx(list, i));
		enum operation operation = operation_from_word(word);

		if (i >= MOVE_STEPS - 1 || (operation != OPERATION_CHECK_PAGE &&
						   operation != OPERATION_CHECK_CONTENT))
			return error_set(error, ERROR_INPUT, move,
				"\"%s\" is not a step that a playbook may add; \"check_page\" "
				"and "
				"\"check_content\" are.",
				word);
		steps[i] = (uint8_t)operation;
	}
	return 0;
}

static int take_deadlines(struct move_order *order, struct json_object *deadlines,
	const char *move, struct error *error)
{
	json_object_object_foreach (deadlines, word, value) {
		enum operation operation = operation_from_word(word);

		if (operation == OPERATION_NONE)
			return error_set(error, ERROR_INPUT, move,
				"The deadline \"%s\" is of no operation that exists.", word);
		order->deadline[operation] = (uint32_t)json_object_get_int64(value);
	}
	for (unsigned i = OPERATION_NONE + 1; i < OPERATIONS; i++)
		if (!order->deadline[i])
			return error_set(error, ERROR_INPUT, move,
				"The operation \"%s\" has no deadline.",
				operation_word((enum operation)i));
	return 0;
}

static bool allows(struct json_object *move, enum operation operation)
{
	struct json_object *list = json_member(move, "allow");

	for (size_t i = 0; i < json_object_array_length(list); i++)
		if (operation_from_word(json_object_get_string(
			    json_object_array_get_idx(list, i))) == operation)
			return true;
	return false;
}

int order_move(struct move_order *order, struct json_object *move, struct error *error)
{
	struct json_object *playbook = json_member(move, "playbook");
	const char *name = json_string(move, "name");

	*order = (struct move_order){
		.grace = GRACE_MS,
		.poll = POLL_MS,
		.reads = READS,
		.attempts = (uint8_t)json_integer(move, "attempts", 1),
		.may_drop_paused_copy = allows(move, OPERATION_DROP_PAUSED_COPY),
		.may_undefine_our_copy = allows(move, OPERATION_UNDEFINE_OUR_COPY),
		.may_delete_partial_volume = allows(move, OPERATION_DELETE_PARTIAL_VOLUME),
	};
	if (take_steps(order->before, json_member(playbook, "before"), name, error) < 0 ||
		take_steps(order->after, json_member(playbook, "after"), name, error) < 0)
		return -1;
	return take_deadlines(order, json_member(move, "deadlines"), name, error);
}

static int64_t seconds(struct json_object *window, const char *name, int64_t missing)
{
	return clock_second(json_string(window, name), missing);
}

struct json_object *order_estimate(struct json_object *plan, struct json_object *move)
{
	return json_member(json_member(plan, "estimates"), json_string(move, "machine"));
}

/* What it takes at most, seconds; 0 when nothing is known. */
static uint32_t most_seconds(struct json_object *plan, struct json_object *move)
{
	int64_t most = json_integer(order_estimate(plan, move), "seconds_high", 0);

	return most < 0 ? 0 : most > UINT32_MAX ? UINT32_MAX : (uint32_t)most;
}

struct building {
	struct run *run;
	struct json_object *plan;
	struct json_object **moves;
	struct order_shares shares;
};

static int too_much(struct json_object *wave, struct error *error)
{
	return error_set(error, ERROR_INPUT, json_string(wave, "name"),
		"One run takes at most %d moves, which use %d links, hosts, pools and teams; "
		"start "
		"fewer waves.",
		RUN_MOVES, SHARES);
}

static int add_move(struct building *building, struct json_object *wave, unsigned wave_number,
	unsigned group_number, struct json_object *move, struct error *error)
{
	struct run *run = building->run;
	struct json_object *window = json_member(wave, "window");
	struct run_move *into = &run->move[run->count];

	if (run->count == RUN_MOVES)
		return too_much(wave, error);
	*into = (struct run_move){
		.wave = (uint16_t)wave_number,
		.group = (uint16_t)group_number,
		.seconds = most_seconds(building->plan, move),
		.not_before = seconds(window, "from", 0),
		.not_after = seconds(window, "to", 0),
	};
	if (order_share(&building->shares, into, wave, move) < 0)
		return too_much(wave, error);
	building->moves[run->count++] = move;
	return 0;
}

static int add_wave(struct building *building, struct json_object *wave, unsigned wave_number,
	unsigned *group_number, struct error *error)
{
	struct json_object *moves = json_member(wave, "moves");
	const char *group = NULL;

	for (size_t i = 0; i < json_object_array_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);

		if (!text_equal(group, json_string(move, "group")))
			(*group_number)++;
		group = json_string(move, "group");
		if (add_move(building, wave, wave_number, *group_number, move, error) < 0)
			return -1;
	}
	return 0;
}

/* The journal knows a move by its name, and a machine moves once. */
static int check_once(struct json_object *const *moves, unsigned count, struct error *error)
{
	for (unsigned i = 0; i < count; i++)
		for (unsigned j = 0; j < i; j++)
			if (text_equal(json_string(moves[i], "name"),
				    json_string(moves[j], "name")) ||
				text_equal(json_string(moves[i], "machine"),
					json_string(moves[j], "machine")))
				return error_set(error, ERROR_INPUT,
					json_string(moves[i], "name"),
					"The plan moves \"%s\" twice, so it cannot be run; "
					"plan "
					"again.",
					json_string(moves[i], "name"));
	return 0;
}

static int add_waves(struct building *building, struct error *error)
{
	struct json_object *list = json_member(building->plan, "waves");
	unsigned group = 0;

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *wave = json_object_array_get_idx(list, i);
		int64_t limit = json_integer(wave, "concurrency", 1);

		if (limit < building->run->concurrency)
			building->run->concurrency = (uint16_t)limit;
		if (add_wave(building, wave, (unsigned)i, &group, error) < 0)
			return -1;
	}
	return 0;
}

int order_run(struct run *run, struct json_object *plan, struct json_object *moves[RUN_MOVES],
	struct error *error)
{
	AUTO_JSON struct json_object *timetables = json_object_new_array();
	struct building building = {
		.run = run, .plan = plan, .moves = moves, .shares = {&run->table, timetables}};

	memset(run, 0, sizeof(*run));
	run->concurrency = UINT16_MAX;
	if (add_waves(&building, error) < 0)
		return -1;
	if (run->count == 0)
		return error_set(
			error, ERROR_INPUT, NULL, "There is no move in the waves asked for.");
	return check_once(moves, run->count, error);
}
