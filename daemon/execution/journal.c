#include "execution/journal.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One integer of struct move; all are unsigned and at most 2^32 - 1. */
struct place {
	const char *name;
	size_t offset, size;
	bool is_boolean;
};

#define PLACE(name, member)                                                                    \
	{                                                                                      \
		name, offsetof(struct move, member), sizeof(((struct move *)0)->member),       \
			__builtin_types_compatible_p(                                          \
				__typeof__(((struct move *)0)->member), bool)                  \
	}

/*
 * All of the state but the order, which the plan gives again, and what was seen, which has a
 * codec.
 */
static const struct place places[] = {
	PLACE("begun", facts.begun),
	PLACE("aborted", facts.aborted),
	PLACE("committed", facts.committed),
	PLACE("was_running", facts.was_running),
	PLACE("autostart", facts.autostart),
	PLACE("transfer_open", facts.transfer_open),
	PLACE("abort_asked", facts.abort_asked),
	PLACE("frozen", facts.frozen),
	PLACE("fence_deferred", facts.fence_deferred),
	PLACE("doubted", facts.doubted),
	PLACE("resumed", facts.resumed),
	PLACE("went_on", facts.went_on),
	PLACE("strange", facts.strange),
	PLACE("phase", phase),
	PLACE("stage", stage),
	PLACE("operation", operation),
	PLACE("ordered", ordered),
	PLACE("outcome", outcome),
	PLACE("serial", serial),
	PLACE("waits", waits),
	PLACE("timer", timer),
	PLACE("aside", aside),
	PLACE("attempt", attempt),
	PLACE("step", step),
	PLACE("fruitless", fruitless),
	PLACE("row", row),
	PLACE("alarmed", alarmed),
	PLACE("aside_called", aside_called),
	PLACE("abort_tried", abort_tried),
	PLACE("has_order", has_order),
	PLACE("doubt", doubt),
	PLACE("expired", expired),
	PLACE("proven", proven),
	PLACE("unproven", unproven),
};

#define PLACES (sizeof(places) / sizeof(places[0]))

static uint64_t read_place(const struct move *move, const struct place *place)
{
	uint64_t value = 0;

	memcpy(&value, (const char *)move + place->offset, place->size);
	return value;
}

static void set_boot(struct json_object *tree, const char *name, uint64_t boot)
{
	char digits[17];

	snprintf(digits, sizeof(digits), "%016" PRIx64, boot);
	json_set_string(tree, name, digits);
}

static int get_boot(
	uint64_t *boot, struct json_object *tree, const char *name, struct error *error)
{
	const char *digits = json_string(tree, name);

	if (!digits || strlen(digits) != 16 || strspn(digits, "0123456789abcdef") != 16)
		return error_set(error, ERROR_INPUT, NULL,
			"The stored state of a move has no usable \"%s\".", name);
	*boot = strtoull(digits, NULL, 16);
	return 0;
}

struct json_object *journal_encode(const struct move *move)
{
	struct json_object *tree = json_object_new_object();

	for (size_t i = 0; i < PLACES; i++)
		json_set_integer(tree, places[i].name, (int64_t)read_place(move, &places[i]));
	set_boot(tree, "source_boot", move->facts.source_boot);
	set_boot(tree, "target_boot", move->facts.target_boot);
	return json_set(tree, "seen", world_encode(&move->seen));
}

static int decode_place(struct move *move, const struct place *place, struct json_object *tree,
	struct error *error)
{
	int64_t value = json_integer(tree, place->name, -1);
	uint64_t limit = place->is_boolean ? 1 : (1ULL << (8 * place->size)) - 1;
	uint64_t plain = (uint64_t)value;

	if (value < 0 || plain > limit)
		return error_set(error, ERROR_INPUT, NULL,
			"The stored state of a move has no usable \"%s\".", place->name);
	memcpy((char *)move + place->offset, &plain, place->size);
	return 0;
}

/* Values that index tables must be of their kinds. */
static int check_kinds(const struct move *move, struct error *error)
{
	if (move->phase < MOVE_PHASES && move->stage < MOVE_STAGES &&
		move->operation < OPERATIONS && move->ordered < OPERATIONS &&
		move->outcome < OUTCOMES && move->row <= reconcile_rows() &&
		move->step <= MOVE_STEPS_OVER)
		return 0;
	return error_set(error, ERROR_INPUT, NULL,
		"The stored state of a move names a phase, stage or operation that does not "
		"exist.");
}

int journal_decode(struct move *move, struct json_object *tree, struct error *error)
{
	for (size_t i = 0; i < PLACES; i++)
		if (decode_place(move, &places[i], tree, error) < 0)
			return -1;
	if (get_boot(&move->facts.source_boot, tree, "source_boot", error) < 0 ||
		get_boot(&move->facts.target_boot, tree, "target_boot", error) < 0 ||
		check_kinds(move, error) < 0)
		return -1;
	return world_decode(&move->seen, json_member(tree, "seen"), error);
}

char *journal_key(const char *run, const char *move)
{
	return mem_format("%s %s", run, move);
}
