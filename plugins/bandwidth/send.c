#include "bandwidth/load.h"
#include <errno.h>

#define HEARD    32
#define IDLE     MILLISECOND        /* between two looks at the clock */
#define REPEAT   (10 * MILLISECOND) /* of what got no answer */
#define CALLS    5                  /* at least, of a burst */
#define LEAST    2                  /* datagrams of a call */
#define MOST     32
#define FAREWELL 30                 /* repeats */
#define HELD_UP  (MILLISECOND / 50) /* with a part of the call before */

struct sending {
	struct end *end;
	enum wire_direction direction;
	struct pace pace;
	int64_t began;
	uint16_t bursts;
	bool heard; /* something, since it was last asked */
	bool done;  /* the far end said so */
};

static void hear_one(struct sending *sending, const struct wire *wire)
{
	struct pace_feedback feedback = {wire->values[WIRE_PASSED], wire->values[WIRE_RATE],
		wire->values[WIRE_DELAY], wire->values[WIRE_WANTED]};

	if (wire->direction != sending->direction)
		return;
	if (wire->type == WIRE_TYPE_FEEDBACK)
		pace_hear(&sending->pace, &feedback, end_now());
	else if (wire->type == WIRE_TYPE_DONE)
		sending->done = true;
}

static int hear(struct sending *sending)
{
	struct heard heard[HEARD];
	int count = end_hear(sending->end, heard, HEARD);

	for (int i = 0; i < count; i++)
		hear_one(sending, &heard[i].wire);
	sending->heard |= count > 0;
	return count;
}

static void say_end(const struct sending *sending)
{
	struct wire wire = {.type = WIRE_TYPE_END, .direction = sending->direction};

	wire.values[0] = sending->pace.sent * sending->pace.packet;
	wire.values[1] = (uint64_t)(end_now() - sending->began);
	end_say(sending->end, &wire);
}

/* The far end knows enough, or wants no more. */
static bool is_over(const struct sending *sending)
{
	return sending->done || sending->end->left;
}

/* Of a burst in one system call: the receiver learns how fast it was sent from call to call. */
static unsigned portion(uint64_t room)
{
	uint64_t part = room / CALLS;

	return part < LEAST ? LEAST : part > MOST ? MOST : (unsigned)part;
}

/*
 * Who takes the processor between two calls may well send, and then all that it has: what was
 * sent before and after was not sent at once.
 */
static bool was_held_up(int64_t called, int64_t returned)
{
	return end_now() - returned > HELD_UP + (returned - called) / 4;
}

/* One call; how many datagrams were sent. */
static int call(struct sending *sending, unsigned count)
{
	struct wire load = {.type = WIRE_TYPE_LOAD,
		.direction = sending->direction,
		.burst = sending->bursts,
		.sequence = (uint32_t)sending->pace.sent};
	unsigned together = (unsigned)pace_together(&sending->pace, end_now());

	return end_load(sending->end, &load, count, together);
}

/* One burst, with an ear for the far end. */
static int burst(struct sending *sending, uint64_t room)
{
	unsigned calls = portion(room);

	sending->bursts++;
	while (room > 0 && !is_over(sending)) {
		int64_t called = end_now(), returned;
		int sent = call(sending, room < calls ? (unsigned)room : calls);

		returned = end_now();
		if (sent < 0)
			return -1;
		if (sent == 0)
			break;
		sending->pace.sent += (uint64_t)sent;
		room -= (uint64_t)sent;
		if (hear(sending) < 0)
			return -1;
		if (was_held_up(called, returned))
			sending->bursts++;
	}
	return 0;
}

static bool at_limit(const struct sending *sending, const struct limits *limits)
{
	return end_now() - sending->began >= limits->time ||
	       (sending->pace.sent + 1) * sending->pace.packet > limits->budget;
}

/* Until the far end knows that no more comes. -1 with errno: it says nothing at all. */
static int say_farewell(struct sending *sending)
{
	sending->heard = is_over(sending);
	for (int i = 0; i < FAREWELL && !is_over(sending); i++) {
		int64_t until = end_now() + REPEAT;

		say_end(sending);
		while (!is_over(sending) && end_now() < until)
			if (!end_wait(sending->end, until - end_now()) || hear(sending) < 0)
				return 0; /* it has left, and knows */
	}
	say_end(sending);
	errno = ETIMEDOUT;
	return sending->heard ? 0 : -1;
}

static int send_all(struct sending *sending, const struct limits *limits)
{
	while (!is_over(sending) && !at_limit(sending, limits)) {
		uint64_t room = pace_room(&sending->pace, end_now());

		if (room == 0 && !end_wait(sending->end, IDLE)) {
			errno = ECANCELED;
			return -1;
		}
		if ((room > 0 && burst(sending, room) < 0) || hear(sending) < 0)
			return -1;
	}
	return 0;
}

int load_send(struct end *end, enum wire_direction direction, struct limits *limits,
	const struct pace_path *path)
{
	struct sending sending = {.end = end, .direction = direction, .began = end_now()};
	int result;

	pace_begin(&sending.pace, end->packet, path, limits->budget, sending.began);
	result = send_all(&sending, limits);
	limits->budget -= sending.pace.sent * sending.pace.packet;
	limits->time -= end_now() - sending.began;
	return result < 0 ? -1 : say_farewell(&sending);
}
