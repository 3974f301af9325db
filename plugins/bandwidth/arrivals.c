#include "bandwidth/arrivals.h"
#include "bandwidth/bursts.h"
#include <stdlib.h>
#include <string.h>

#define MILLISECOND 1000000
#define SECOND      1000000000

#define QUEUED     MILLISECOND       /* with the jitter: a delay that only a queue explains */
#define NEWEST     (5 * MILLISECOND) /* the stretch of arrivals_rate(), and with time longer: */
#define LONGEST    (50 * MILLISECOND) /* jitter makes a short one lie */
#define FEW        16                 /* datagrams that a rate can rest on */
#define PARTS      4
#define FREE       (200 * MILLISECOND) /* without a queue: it never will */
#define FREE_AGREE 50                  /* permille */
#define PER_PART   12                  /* datagrams */

/* The longer a stretch, the less its parts have to agree. */
struct agreement {
	int64_t span;
	unsigned permille;
};
static const struct agreement agreements[] = {
	{24 * MILLISECOND, 10},
	{40 * MILLISECOND, 25},
	{200 * MILLISECOND, 50},
	{800 * MILLISECOND, 80},
	{0},
};
/* Of a capacity that is calculated, because others use the path. */
static const struct agreement crossed_agreements[] = {
	{200 * MILLISECOND, 60},
	{400 * MILLISECOND, 90},
	{800 * MILLISECOND, 120},
	{0},
};

#define UNCERTAIN 20 /* permille */
#define HURRIED   4  /* part of a stretch in which others may have had no turn */

void arrivals_begin(struct arrivals *arrivals, uint64_t packet, int64_t jitter)
{
	*arrivals =
		(struct arrivals){.packet = packet, .jitter = jitter, .shortest = INT64_MAX};
}

void arrivals_clear(struct arrivals *arrivals)
{
	free(arrivals->list);
	*arrivals = (struct arrivals){0};
}

static int64_t delay_of(const struct arrivals *arrivals, size_t which)
{
	const struct arrival *arrival = &arrivals->list[which];

	return arrival->at - arrival->sent - arrivals->shortest;
}

static void keep(struct arrivals *arrivals, const struct arrival *arrival)
{
	if (arrivals->count == arrivals->room) {
		size_t room = arrivals->room ? 2 * arrivals->room : 4096;
		struct arrival *list = realloc(arrivals->list, room * sizeof(*list));

		if (!list)
			abort();
		arrivals->list = list;
		arrivals->room = room;
	}
	arrivals->list[arrivals->count++] = *arrival;
}

void arrivals_add(struct arrivals *arrivals, const struct arrival *arrival)
{
	int64_t way = arrival->at - arrival->sent;

	keep(arrivals, arrival);
	if (way < arrivals->shortest)
		arrivals->shortest = way;
	if (arrival->sequence + UINT64_C(1) > arrivals->highest)
		arrivals->highest = arrival->sequence + UINT64_C(1);
	if (way - arrivals->shortest < QUEUED + arrivals->jitter)
		arrivals->queued = arrivals->count;
}

static uint64_t rate_of(const struct arrivals *arrivals, size_t packets, int64_t span)
{
	if (span <= 0 || packets == 0)
		return 0;
	return packets * arrivals->packet * 8 * SECOND / (uint64_t)span;
}

static bool came_together(const struct arrivals *arrivals, size_t left)
{
	return arrivals->list[left].at == arrivals->list[left + 1].at;
}

/*
 * From the arrival of one to that of another, which is counted. Of those that came as one, all
 * are counted or none: the last may not be there yet.
 */
static uint64_t rate_between(const struct arrivals *arrivals, size_t from, size_t to)
{
	size_t first = from, last = to;

	while (first < to && came_together(arrivals, first))
		first++;
	while (last > first && came_together(arrivals, last - 1))
		last--;
	if (last < to && last > first)
		last--;
	return rate_of(
		arrivals, last - first, arrivals->list[last].at - arrivals->list[first].at);
}

/* The first one that arrived within the last `span`. */
static size_t since(const struct arrivals *arrivals, int64_t span)
{
	int64_t from = arrivals->list[arrivals->count - 1].at - span;
	size_t low = 0, high = arrivals->count - 1;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (arrivals->list[middle].at < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A quarter of all that came, within bounds. */
static size_t newest(const struct arrivals *arrivals)
{
	int64_t all = arrivals->list[arrivals->count - 1].at - arrivals->list[0].at,
		span = all / 4;

	span = span < NEWEST ? NEWEST : span > LONGEST ? LONGEST : span;
	return since(arrivals, span);
}

/* What came before the queue did not come at the rate of the link. */
uint64_t arrivals_rate(const struct arrivals *arrivals)
{
	size_t from, last = arrivals->count - 1;

	if (arrivals->count < FEW)
		return 0;
	from = newest(arrivals);
	if (last - from < FEW)
		from = last - (FEW - 1);
	if (arrivals->queued < arrivals->count && from < arrivals->queued)
		from = arrivals->queued;
	return last - from < FEW / 2 ? 0 : rate_between(arrivals, from, last);
}

/* Whether the newest ones came as if nothing queued. */
static bool is_calm(const struct arrivals *arrivals)
{
	int64_t sum = 0;
	size_t from;

	if (arrivals->count < FEW || arrivals_busy(arrivals) > 0)
		return false;
	from = newest(arrivals);
	for (size_t i = from; i < arrivals->count; i++)
		sum += delay_of(arrivals, i);
	return sum < (QUEUED + arrivals->jitter) * (int64_t)(arrivals->count - from);
}

uint64_t arrivals_delay(const struct arrivals *arrivals)
{
	return arrivals->count ? (uint64_t)delay_of(arrivals, arrivals->count - 1) : 0;
}

uint64_t arrivals_busy(const struct arrivals *arrivals)
{
	if (arrivals->queued >= arrivals->count)
		return 0;
	return (uint64_t)(arrivals->list[arrivals->count - 1].at -
			  arrivals->list[arrivals->queued].at);
}

bool arrivals_due(const struct arrivals *arrivals)
{
	return arrivals->count >= arrivals->judged + arrivals->judged / 16 + 1;
}

/* --- the stretch --- */

static unsigned permille_apart(const uint64_t parts[PARTS])
{
	uint64_t low = UINT64_MAX, high = 0;

	for (int i = 0; i < PARTS; i++) {
		low = parts[i] < low ? parts[i] : low;
		high = parts[i] > high ? parts[i] : high;
	}
	return low == 0 ? 1000 : (unsigned)((high - low) * 1000 / high);
}

static void look_at_ways(
	const struct arrivals *arrivals, struct estimate *estimate, size_t from, size_t to)
{
	int64_t low = INT64_MAX, high = 0;
	uint64_t sequences =
		arrivals->list[to].sequence - (uint64_t)arrivals->list[from].sequence + 1;

	for (size_t i = from; i <= to; i++) {
		int64_t delay = delay_of(arrivals, i);

		low = delay < low ? delay : low;
		high = delay > high ? delay : high;
	}
	estimate->packets = to - from + 1;
	estimate->lost = sequences > estimate->packets ? sequences - estimate->packets : 0;
	estimate->delay_low = (uint64_t)low;
	estimate->delay_high = (uint64_t)high;
}

/* How far apart the parts of a stretch so long may be. 0: it is too short. */
static unsigned allowed(const struct agreement *agreement, int64_t span)
{
	unsigned permille = 0;

	for (; agreement->span && span >= agreement->span; agreement++)
		permille = agreement->permille;
	return permille;
}

/* Where nothing queued the sender was the limit, and what came is the least of the capacity. */
static void judge_free(const struct arrivals *arrivals, struct estimate *estimate)
{
	size_t to = arrivals->count - 1, from = to / 2, step = (to - from) / PARTS;

	*estimate = (struct estimate){0};
	if (step == 0)
		return;
	estimate->span = (uint64_t)(arrivals->list[to].at - arrivals->list[from].at);
	estimate->capacity = estimate->available = rate_between(arrivals, from, to);
	for (size_t i = 0; i < PARTS; i++)
		estimate->parts[i] =
			rate_between(arrivals, from + i * step, from + (i + 1) * step);
	look_at_ways(arrivals, estimate, from, to);
	estimate->settled = estimate->span >= FREE && is_calm(arrivals) &&
			    permille_apart(estimate->parts) <= FREE_AGREE;
}

static uint64_t part_of(const struct arrivals *arrivals, size_t from, size_t to)
{
	return bursts_ask(arrivals, from, to, rate_between(arrivals, from, to)).capacity;
}

/*
 * What was sent at once leaves the link at its rate, whatever others do: they had no turn
 * between. So it must also have been sent over the time in which it arrives.
 */
static void judge_stretch(
	const struct arrivals *arrivals, struct estimate *estimate, size_t from)
{
	size_t to = arrivals->count - 1, step = (to - from) / PARTS;
	int64_t span = arrivals->list[to].at - arrivals->list[from].at;
	int64_t sending = arrivals->list[to].sent - arrivals->list[from].sent;
	struct bursts bursts;
	bool crossed;
	unsigned most;

	*estimate = (struct estimate){.span = (uint64_t)span, .limited = true};
	estimate->available = rate_between(arrivals, from, to);
	bursts = bursts_ask(arrivals, from, to, estimate->available);
	estimate->capacity = bursts.capacity;
	estimate->slow = bursts.slow;
	for (size_t i = 0; i < PARTS; i++)
		estimate->parts[i] = part_of(arrivals, from + i * step, from + (i + 1) * step);
	look_at_ways(arrivals, estimate, from, to);
	crossed = estimate->capacity > estimate->available;
	most = allowed(crossed ? crossed_agreements : agreements, span);
	if (sending < span - span / HURRIED)
		most = 0;
	estimate->settled = !bursts.slow && most > 0 && step >= PER_PART &&
			    bursts.uncertainty <= bursts.capacity * UNCERTAIN / 1000 &&
			    permille_apart(estimate->parts) <= most;
}

void arrivals_judge(struct arrivals *arrivals, struct estimate *estimate)
{
	size_t count = arrivals->count, busy = count - arrivals->queued;

	*estimate = (struct estimate){0};
	arrivals->judged = count;
	if (count == 0)
		return;
	if (busy < 4 * PARTS) {
		judge_free(arrivals, estimate);
		return;
	}
	for (size_t tenths = 9; tenths >= 5; tenths -= 2) {
		judge_stretch(arrivals, estimate, count - busy * tenths / 10);
		if (estimate->settled)
			return;
	}
}
