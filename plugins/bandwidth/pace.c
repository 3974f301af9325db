#include "bandwidth/pace.h"

#define MILLISECOND 1000000

#define FIRST    32                 /* datagrams */
#define LEAST    8                  /* datagrams */
#define FORGETS  32                 /* part of a rate, at each feedback */
#define MOST     16384              /* datagrams */
#define TOGETHER 32                 /* datagrams */
#define BUCKET   (10 * MILLISECOND) /* so long the rate may be that of a bucket */
#define NO_TIME  (MILLISECOND / 8)  /* in which a link takes what leaves as one */
#define QUEUE    MILLISECOND        /* a delay that only a queue explains */
#define SILENCE  (5 * MILLISECOND)  /* beyond what the path explains: what was sent is lost */

void pace_begin(struct pace *pace, uint64_t packet, const struct pace_path *path,
	uint64_t budget, int64_t now)
{
	*pace = (struct pace){.packet = packet,
		.path = *path,
		.budget = budget,
		.window = FIRST,
		.wanted = UINT64_MAX,
		.began = now,
		.grew = now,
		.heard = now};
}

/*
 * The queue that is held, in ns. A link that does not settle soon has jitter or others on it,
 * and wants a longer one; RFC 9097 calls 90 ms congestion.
 */
static int64_t queue(const struct pace *pace, int64_t now)
{
	int64_t age = now - pace->began;
	int64_t held = age < 100 * MILLISECOND ? 10 : age < 500 * MILLISECOND ? 20 : 40;

	return held * MILLISECOND + 2 * pace->path.jitter;
}

static uint64_t bounded(uint64_t window)
{
	return window < LEAST ? LEAST : window > MOST ? MOST : window;
}

static uint64_t window_of(const struct pace *pace, int64_t now)
{
	int64_t way = pace->path.round_trip + queue(pace, now);
	uint64_t bytes = pace->rate / 8 * (uint64_t)(way / 1000) / 1000000;

	return bounded(bytes / pace->packet);
}

/* One that jitter made too low must not let the queue run empty. */
static void note_rate(struct pace *pace, uint64_t rate)
{
	uint64_t late = pace->queued ? pace->rate - pace->rate / FORGETS : 0;

	pace->rate = rate > late ? rate : late;
}

/* From then on it is the rate of the link, no more that of its bucket. */
static void note_queue(struct pace *pace, uint64_t delay)
{
	if (pace->queued || delay <= QUEUE + (uint64_t)pace->path.jitter)
		return;
	pace->queued = true;
	pace->rate = 0;
}

/*
 * At most twofold in a round trip, or in the time in which a queue shows: all that is sent
 * before it is seen lies in it.
 */
static void grow(struct pace *pace, uint64_t news, int64_t now)
{
	int64_t least = pace->path.round_trip > QUEUE ? pace->path.round_trip : QUEUE;

	pace->grown += news;
	if (now - pace->grew < least)
		return;
	pace->window = bounded(
		pace->window + (pace->grown < pace->window ? pace->grown : pace->window));
	pace->grown = 0;
	pace->grew = now;
}

void pace_hear(struct pace *pace, const struct pace_feedback *feedback, int64_t now)
{
	uint64_t news;

	if (feedback->passed < pace->passed || feedback->passed > pace->sent)
		return; /* an old one, or a lie */
	news = feedback->passed - pace->passed;
	pace->passed = feedback->passed;
	pace->heard = now;
	pace->wanted = feedback->wanted;
	note_queue(pace, feedback->delay);
	note_rate(pace, feedback->rate);
	if (!pace->queued)
		grow(pace, news, now);
	else if (pace->rate > 0)
		pace->window = window_of(pace, now);
}

static uint64_t least(uint64_t left, uint64_t right)
{
	return left < right ? left : right;
}

/* Nothing was heard for so long that nothing can be on its way. */
static void forget_lost(struct pace *pace, int64_t now)
{
	int64_t longest = 2 * (pace->path.round_trip + queue(pace, now)) + SILENCE;

	if (now - pace->heard < longest)
		return;
	pace->passed = pace->sent;
	pace->heard = now;
	pace->window = bounded(pace->window / 2);
}

uint64_t pace_room(struct pace *pace, int64_t now)
{
	uint64_t flying, room, left = pace->budget / pace->packet;

	forget_lost(pace, now);
	flying = pace->sent - pace->passed;
	if (flying > pace->window / 2)
		return 0;
	room = pace->window - flying;
	if (pace->wanted / pace->packet + 1 < pace->window)
		room = pace->wanted / pace->packet + 1 > flying
			       ? pace->wanted / pace->packet + 1 - flying
			       : 0;
	return least(room, pace->sent < left ? left - pace->sent : 0);
}

uint64_t pace_together(const struct pace *pace, int64_t now)
{
	uint64_t packets = pace->rate / 8 * (NO_TIME / 1000) / 1000000 / pace->packet;

	if (!pace->queued && now - pace->began < BUCKET)
		return 1;
	return packets < 1 ? 1 : packets > TOGETHER ? TOGETHER : packets;
}
