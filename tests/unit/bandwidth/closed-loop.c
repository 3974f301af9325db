/*
 * The window and the judgement against links that are a model: a token bucket before a queue
 * that serves all alike. Whatever is drawn, a settled answer is right; and quiet links settle.
 */
#include "../unit.h"
#include "bandwidth/arrivals.h"
#include "bandwidth/pace.h"
#include "bandwidth/wire.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define PACKET      1250
#define MICROSECOND INT64_C(1000)
#define MILLISECOND INT64_C(1000000)
#define SECOND      INT64_C(1000000000)
#define STEP        (5 * MICROSECOND)
#define QUEUE       8192

struct link {
	int64_t rate;  /* bit/s */
	int64_t burst; /* bytes */
	int64_t cross; /* bit/s of others */
	int64_t line;  /* bit/s that the sender can send */
	int64_t way;   /* ns, one way */
	int64_t limit; /* datagrams that the queue holds */
};

struct packet {
	int64_t sent;
	uint32_t sequence;
	uint16_t burst;
	uint16_t rest; /* datagrams from this one on that pass as one */
	bool ours;
};

struct loop {
	const struct link *link;
	struct pace pace;
	struct arrivals arrivals;
	struct estimate estimate;
	struct packet queue[QUEUE];
	size_t head, count;
	int64_t now, tokens, owed, room; /* tokens and owed in bits */
	uint64_t left;                   /* datagrams of the burst under way */
	uint16_t burst;
	int64_t told, goal;
	bool done;
};

/* What passes as one is kept or lost as one. */
static void enqueue(struct loop *loop, uint64_t together, bool ours)
{
	bool fits = (int64_t)(loop->count + together) <= loop->link->limit;

	for (uint64_t rest = together; rest > 0; rest--) {
		struct packet packet = {loop->now, (uint32_t)loop->pace.sent, loop->burst,
			(uint16_t)rest, ours};

		if (ours)
			loop->pace.sent++;
		if (fits)
			loop->queue[(loop->head + loop->count++) % QUEUE] = packet;
	}
}

static uint64_t together(const struct loop *loop)
{
	uint64_t most = pace_together(&loop->pace, loop->now);

	return loop->left < most ? loop->left : most;
}

static void send_some(struct loop *loop)
{
	if (loop->left == 0) {
		loop->left = pace_room(&loop->pace, loop->now);
		loop->burst++;
	}
	loop->room += loop->link->line * STEP / SECOND;
	while (loop->left > 0 && loop->room >= (int64_t)together(loop) * PACKET * 8) {
		uint64_t some = together(loop);

		loop->room -= (int64_t)some * PACKET * 8;
		loop->left -= some;
		enqueue(loop, some, true);
	}
	if (loop->left == 0)
		loop->room = 0;
	loop->owed += loop->link->cross * STEP / SECOND;
	for (; loop->owed >= PACKET * 8; loop->owed -= PACKET * 8)
		enqueue(loop, 1, false);
}

static void pass_one(struct loop *loop)
{
	const struct packet *packet = &loop->queue[loop->head];
	struct arrival arrival = {
		loop->now + loop->link->way, packet->sent, packet->sequence, packet->burst};

	if (packet->ours)
		arrivals_add(&loop->arrivals, &arrival);
	loop->tokens -= PACKET * 8;
	loop->head = (loop->head + 1) % QUEUE;
	loop->count--;
}

/* What passes as one waits for the tokens of all of it; more than the bucket holds is cut. */
static void drain(struct loop *loop)
{
	int64_t most = loop->link->burst * 8;

	loop->tokens += loop->link->rate * STEP / SECOND;
	if (loop->tokens > most)
		loop->tokens = most;
	while (loop->count > 0) {
		int64_t rest = loop->queue[loop->head].rest;

		if (rest * PACKET * 8 > most)
			rest = 1;
		if (loop->tokens < rest * PACKET * 8)
			break;
		for (; rest > 0; rest--)
			pass_one(loop);
	}
}

static uint64_t wanted(struct loop *loop)
{
	int64_t busy = (int64_t)arrivals_busy(&loop->arrivals);

	if (busy == 0)
		return UINT64_MAX;
	while (busy >= loop->goal)
		loop->goal += loop->goal * 2 / 5;
	return arrivals_rate(&loop->arrivals) / 8 *
	       (uint64_t)(loop->goal - busy + 6 * MILLISECOND) / SECOND;
}

static void feed_back(struct loop *loop)
{
	if (loop->now - loop->told < MILLISECOND / 4 || loop->arrivals.count == 0)
		return;
	loop->told = loop->now;
	pace_hear(&loop->pace,
		&(struct pace_feedback){loop->arrivals.highest, arrivals_rate(&loop->arrivals),
			arrivals_delay(&loop->arrivals), wanted(loop)},
		loop->now);
	if (arrivals_due(&loop->arrivals))
		arrivals_judge(&loop->arrivals, &loop->estimate);
	loop->done = loop->estimate.settled;
}

static void measure(struct loop *loop, const struct link *link)
{
	struct pace_path path = {2 * link->way + MICROSECOND, 0};

	memset(loop, 0, sizeof(*loop));
	loop->link = link;
	loop->goal = 32 * MILLISECOND;
	loop->tokens = link->burst * 8;
	arrivals_begin(&loop->arrivals, PACKET, 0);
	pace_begin(&loop->pace, PACKET, &path, 100000000, 0);
	for (; !loop->done && loop->now < 2 * SECOND; loop->now += STEP) {
		send_some(loop);
		drain(loop);
		feed_back(loop);
	}
	arrivals_clear(&loop->arrivals);
}

static int64_t draw(int64_t low, int64_t high)
{
	return low + (int64_t)((double)rand() / RAND_MAX * (double)(high - low));
}

static struct link draw_link(void)
{
	int64_t rate = 15000000;

	for (int64_t i = draw(0, 63); i > 0; i--)
		rate = rate * 107 / 100;
	return (struct link){.rate = rate,
		.burst = draw(4000, 4000 + rate / 8 / 60),
		.line = draw(2 * rate, 5 * rate) + 2000000000,
		.way = draw(MICROSECOND, MILLISECOND),
		.limit = 2 + rate / 8 / PACKET * draw(30, 80) / 1000};
}

static void assert_within(uint64_t found, int64_t truth, unsigned permille)
{
	int64_t apart = (int64_t)found - truth;

	assert_true((apart < 0 ? -apart : apart) <= truth / 1000 * permille);
}

static void test_quiet(void **state)
{
	static struct loop loop;

	(void)state;
	srand(1);
	for (int i = 0; i < 60; i++) {
		struct link link = draw_link();

		measure(&loop, &link);
		assert_true(loop.estimate.settled && loop.estimate.limited);
		assert_within(loop.estimate.capacity, link.rate, 10);
		assert_true(loop.now < 250 * MILLISECOND);
		/* The bucket, and a fifth of a second of the link. */
		assert_true((int64_t)loop.pace.sent * PACKET <
			    2 * link.burst + link.rate / 8 / 5 + 40000);
	}
}

/* Within a tenth of the link. */
static void assert_left(uint64_t found, const struct link *link)
{
	int64_t apart = (int64_t)found - (link->rate - link->cross);

	assert_true((apart < 0 ? -apart : apart) <= link->rate / 10);
}

/* What is left by others is told apart from what the link can do. */
static void test_shared(void **state)
{
	static struct loop loop;
	int settled = 0;

	(void)state;
	srand(2);
	for (int i = 0; i < 40; i++) {
		struct link link = draw_link();
		int64_t percent = draw(20, 70);

		link.cross = link.rate / 100 * percent;
		measure(&loop, &link);
		if (!loop.estimate.settled)
			continue;
		settled++;
		assert_within(loop.estimate.capacity, link.rate, 100);
		assert_true(loop.estimate.available <= loop.estimate.capacity);
		assert_left(loop.estimate.available, &link);
	}
	assert_true(settled >= 20); /* of 40 */
}

/*
 * Datagrams of 100 Mbit/s that arrive evenly, each so many thousandths of that after another.
 */
static struct estimate arrive(int64_t permille)
{
	struct arrivals arrivals;
	struct estimate estimate;

	arrivals_begin(&arrivals, PACKET, 0);
	for (uint32_t i = 0; i < 600; i++) {
		int64_t at = i * 100 * MICROSECOND;

		arrivals_add(
			&arrivals, &(struct arrival){at, at * permille / 1000, i, (uint16_t)i});
	}
	arrivals_judge(&arrivals, &estimate);
	arrivals_clear(&arrivals);
	return estimate;
}

/* What was sent at once says nothing of what others leave, however evenly it arrives. */
static void test_sent_at_once(void **state)
{
	struct estimate at_once = arrive(100), in_time = arrive(900);

	(void)state;
	assert_false(at_once.settled);
	assert_true(in_time.settled && in_time.limited);
	assert_within(in_time.capacity, 100000000, 1);
}

/* A call of 25 datagrams through a link of 300 Mbit/s, between which others lie for so long. */
static void pass_call(struct arrivals *arrivals, int64_t *sent, int64_t *at, int64_t sending,
	int64_t others, uint16_t burst)
{
	for (int i = 0; i < 25; i++)
		arrivals_add(arrivals,
			&(struct arrival){
				*at + i * (SECOND * PACKET * 8 / 300000000 + others / 25),
				*sent, (uint32_t)arrivals->count, burst});
	*at += 25 * (SECOND * PACKET * 8 / 300000000 + others / 25);
	*sent += sending;
}

/*
 * Others that leave 120 of 300 Mbit/s, and come in haste where the sender was held up: in every
 * other call.
 */
static void test_held_up(void **state)
{
	struct arrivals arrivals;
	struct estimate estimate;

	(void)state;
	arrivals_begin(&arrivals, PACKET, 0);
	for (uint16_t burst = 0; burst < 40; burst++) {
		int64_t sent = burst * 150 * SECOND * PACKET * 8 / 120000000,
			at = sent + (burst ? 5 * MILLISECOND : 0);

		for (int i = 0; i < 3; i++) {
			pass_call(&arrivals, &sent, &at, 25 * MICROSECOND, 0, burst);
			pass_call(&arrivals, &sent, &at, 400 * MICROSECOND, 480 * MICROSECOND,
				burst);
		}
	}
	arrivals_judge(&arrivals, &estimate);
	arrivals_clear(&arrivals);
	assert_true(estimate.settled && estimate.limited);
	assert_within(estimate.capacity, 300000000, 20);
	assert_within(estimate.available, 120000000, 20);
}

/* A sender that loses its processor after nearly each call says nothing of the link. */
static void test_held_up_always(void **state)
{
	struct arrivals arrivals;
	struct estimate estimate;
	int64_t call = 25 * SECOND * PACKET * 8 / 120000000;
	uint16_t burst = 0;

	(void)state;
	arrivals_begin(&arrivals, PACKET, 0);
	for (int i = 1; i <= 240; i++) {
		bool joined = i % 8 == 0;
		int64_t at = i * call + (i > 1 ? 5 * MILLISECOND : 0);
		int64_t sent = joined ? (i - 1) * call + 100 * MICROSECOND : i * call;

		if (!joined)
			burst++;
		pass_call(&arrivals, &sent, &at, call,
			call - 25 * SECOND * PACKET * 8 / 300000000, burst);
	}
	arrivals_judge(&arrivals, &estimate);
	arrivals_clear(&arrivals);
	assert_true(estimate.slow);
	assert_false(estimate.settled);
}

/* A sender that is slower than the link is told apart from a link that is full. */
static void test_slow_sender(void **state)
{
	static struct loop loop;
	struct link link = {.rate = 1000000000,
		.burst = 100000,
		.line = 400000000,
		.way = 20 * MICROSECOND,
		.limit = 4000};

	(void)state;
	measure(&loop, &link);
	assert_true(loop.estimate.settled);
	assert_false(loop.estimate.limited);
	assert_within(loop.estimate.capacity, link.line, 50);
}

static void test_nothing(void **state)
{
	struct arrivals arrivals;
	struct estimate estimate;

	(void)state;
	arrivals_begin(&arrivals, PACKET, 0);
	arrivals_judge(&arrivals, &estimate);
	assert_false(estimate.settled);
	assert_int_equal(arrivals_rate(&arrivals), 0);
	for (uint32_t i = 0; i < 100; i++) /* all at once, and again and again the same */
		arrivals_add(&arrivals, &(struct arrival){5, 5, i / 2, 0});
	arrivals_judge(&arrivals, &estimate);
	assert_false(estimate.settled);
	arrivals_clear(&arrivals);
}

/* A far end that lies gets no more than the budget, and at its own pace. */
static void test_liar(void **state)
{
	struct pace_path path = {MILLISECOND, 0};
	struct pace pace;

	(void)state;
	pace_begin(&pace, PACKET, &path, 1000 * PACKET, 0);
	for (int64_t now = 0; now < SECOND; now += MILLISECOND) {
		struct pace_feedback lie = {UINT64_MAX, UINT64_MAX, 0, UINT64_MAX};

		pace.sent += pace_room(&pace, now);
		pace_hear(&pace, &lie, now);
		lie.passed = pace.sent;
		pace_hear(&pace, &lie, now);
	}
	assert_int_equal(pace.sent, 1000);
}

static void test_wire(void **state)
{
	unsigned char key[WIRE_KEY], other[WIRE_KEY], bytes[WIRE_HEADER];
	struct wire said = {WIRE_TYPE_FEEDBACK, WIRE_DOWN, 7, 0x01020304, UINT64_MAX - 5,
			    {1, 2, 3, UINT64_MAX}},
		    heard;

	(void)state;
	assert_true(wire_read_key(key, "00112233445566778899aabbccddeeff"));
	assert_true(wire_read_key(other, "00112233445566778899aabbccddeefe"));
	assert_false(wire_read_key(other, "00112233445566778899aabbccddeef"));
	assert_false(wire_read_key(other, "00112233445566778899aabbccddeexx"));
	wire_write(bytes, key, &said);
	assert_true(wire_read(&heard, key, bytes, sizeof(bytes)));
	assert_memory_equal(&heard.values, &said.values, sizeof(said.values));
	assert_int_equal(heard.sequence, said.sequence);
	assert_int_equal(heard.stamp, said.stamp);
	assert_int_equal(heard.burst, said.burst);
	assert_false(wire_read(&heard, key, bytes, sizeof(bytes) - 1));
	wire_read_key(other, "00112233445566778899aabbccddeefe");
	assert_false(wire_read(&heard, other, bytes, sizeof(bytes)));
	bytes[WIRE_KEY] = 99;
	assert_false(wire_read(&heard, key, bytes, sizeof(bytes)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quiet),
		cmocka_unit_test(test_shared),
		cmocka_unit_test(test_sent_at_once),
		cmocka_unit_test(test_held_up),
		cmocka_unit_test(test_held_up_always),
		cmocka_unit_test(test_slow_sender),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_liar),
		cmocka_unit_test(test_wire),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
