#include "bandwidth/load.h"
#include <errno.h>

#define HEARD    32
#define FEEDBACK (MILLISECOND / 4) /* at most so often */
#define IDLE     (2 * MILLISECOND)
#define SILENCE  (400 * MILLISECOND) /* with the way: after which the sender is gone */
#define REPEAT   (5 * MILLISECOND)
#define HELLO    (20 * MILLISECOND)  /* when it is said again */
#define FREE     (400 * MILLISECOND) /* with the way: when the path can do more than is sent */
#define SPARE    (6 * MILLISECOND)   /* the queue must not run empty before that */
#define FIRST    (32 * MILLISECOND)  /* of a queue that is never empty, then longer */

struct receiving {
	struct end *end;
	enum wire_direction direction;
	const struct limits *limits;
	const struct pace_path *path;
	struct arrivals arrivals;
	struct outcome *outcome;
	int64_t first, last; /* arrivals, by end_now() */
	int64_t told;
	bool untold;  /* something came since */
	int64_t goal; /* ns of a queue that is never empty */
	bool ended;   /* the sender said so */
	bool other;   /* the caller has begun the next direction */
};

static void take_load(struct receiving *receiving, const struct heard *heard)
{
	struct arrival arrival = {
		heard->at, (int64_t)heard->wire.stamp, heard->wire.sequence, heard->wire.burst};

	receiving->last = end_now();
	if (receiving->first == 0)
		receiving->first = receiving->last;
	arrivals_add(&receiving->arrivals, &arrival);
}

static void take_one(struct receiving *receiving, const struct heard *heard)
{
	const struct wire *wire = &heard->wire;

	if (wire->direction != receiving->direction) {
		receiving->other = wire->type == WIRE_TYPE_HELLO;
		return;
	}
	if (wire->type == WIRE_TYPE_LOAD) {
		take_load(receiving, heard);
	} else if (wire->type == WIRE_TYPE_END) {
		receiving->ended = true;
		receiving->outcome->sent = wire->values[0];
		receiving->outcome->sending = (int64_t)wire->values[1];
	} else if (wire->type == WIRE_TYPE_HELLO) {
		end_say(receiving->end, &(struct wire){.type = WIRE_TYPE_READY,
						.direction = receiving->direction,
						.stamp = wire->stamp});
	}
}

/* 1: something came; 0: nothing; -1 with errno. */
static int take(struct receiving *receiving)
{
	struct heard heard[HEARD];
	int count, all = 0;

	do {
		count = end_hear(receiving->end, heard, HEARD);
		for (int i = 0; i < count; i++)
			take_one(receiving, &heard[i]);
		all += count > 0 ? count : 0;
	} while (count == HEARD && all < 8 * HEARD);
	return count < 0 ? -1 : all > 0;
}

/* Bytes that must still arrive until the queue was there for long enough. */
static uint64_t wanted(struct receiving *receiving)
{
	int64_t busy = (int64_t)arrivals_busy(&receiving->arrivals);

	if (busy == 0)
		return UINT64_MAX;
	while (busy >= receiving->goal)
		receiving->goal += receiving->goal * 2 / 5;
	return arrivals_rate(&receiving->arrivals) / 8 *
	       (uint64_t)(receiving->goal - busy + SPARE) / 1000000000;
}

static void tell(struct receiving *receiving)
{
	struct wire wire = {.type = WIRE_TYPE_FEEDBACK, .direction = receiving->direction};

	if (!receiving->untold || end_now() - receiving->told < FEEDBACK)
		return;
	receiving->untold = false;
	wire.values[WIRE_PASSED] = receiving->arrivals.highest;
	wire.values[WIRE_RATE] = arrivals_rate(&receiving->arrivals);
	wire.values[WIRE_DELAY] = arrivals_delay(&receiving->arrivals);
	wire.values[WIRE_WANTED] = wanted(receiving);
	end_say(receiving->end, &wire);
	receiving->told = end_now();
}

static bool knows_enough(struct receiving *receiving)
{
	struct estimate *estimate = &receiving->outcome->estimate;

	if (arrivals_due(&receiving->arrivals))
		arrivals_judge(&receiving->arrivals, estimate);
	return estimate->settled &&
	       (estimate->limited || receiving->last - receiving->first >
					     FREE + 20 * receiving->path->round_trip);
}

/* A sender that lost all waits for twice the way before it goes on. */
static bool is_silent(const struct receiving *receiving, int64_t began)
{
	int64_t way = 3 * receiving->path->round_trip + 4 * receiving->path->jitter;

	return end_now() - (receiving->last ? receiving->last : began) > SILENCE + way;
}

/* Its END lies behind all that is still on the way. */
static bool may_still_end(const struct receiving *receiving, int64_t began)
{
	int64_t now = end_now(), last = receiving->last > began ? receiving->last : began;

	return now - last < SILENCE && now - began < receiving->limits->time;
}

/* Until the sender has stopped, or says nothing any more. */
static void stop(struct receiving *receiving)
{
	struct wire wire = {.type = WIRE_TYPE_DONE, .direction = receiving->direction};
	int64_t began = end_now();

	do {
		int64_t until = end_now() + REPEAT;

		end_say(receiving->end, &wire);
		while (!receiving->ended && !receiving->end->left && end_now() < until)
			if (!end_wait(receiving->end, until - end_now()))
				return;
			else
				take(receiving);
	} while (!receiving->ended && !receiving->other && !receiving->end->left &&
		 may_still_end(receiving, began));
}

static void fill(struct receiving *receiving)
{
	receiving->outcome->arrived = receiving->arrivals.count;
	receiving->outcome->took = receiving->last - receiving->first;
	arrivals_clear(&receiving->arrivals);
}

/* Why nothing more comes that should: an errno. */
static int receive_all(struct receiving *receiving, const struct wire *hello)
{
	int64_t began = end_now(), asked = began;
	int came = 0;

	while (!receiving->ended && !receiving->other && !receiving->end->left) {
		if (is_silent(receiving, began))
			return ETIMEDOUT;
		if (!end_wait(receiving->end, receiving->untold ? FEEDBACK : IDLE))
			return ECANCELED;
		if ((came = take(receiving)) < 0)
			return errno;
		receiving->untold |= came > 0;
		tell(receiving);
		if (hello && !receiving->first && end_now() - asked > HELLO) {
			end_say(receiving->end, hello);
			asked = end_now();
		}
		if (came && knows_enough(receiving))
			break;
	}
	return 0;
}

int load_receive(struct end *end, enum wire_direction direction, const struct limits *limits,
	const struct pace_path *path, const struct wire *hello, struct outcome *outcome)
{
	struct receiving receiving = {.end = end,
		.direction = direction,
		.limits = limits,
		.path = path,
		.outcome = outcome,
		.goal = FIRST};
	int lost;

	*outcome = (struct outcome){0};
	arrivals_begin(&receiving.arrivals, end->packet, path->jitter);
	lost = receive_all(&receiving, hello);
	if (!outcome->estimate.settled && receiving.arrivals.count > 0)
		arrivals_judge(&receiving.arrivals, &outcome->estimate);
	stop(&receiving);
	fill(&receiving);
	errno = lost ? lost : ETIMEDOUT;
	if (outcome->arrived == 0)
		return -1;
	return outcome->estimate.settled || lost == 0 || lost == ECANCELED ? 0 : -1;
}
