#include "bandwidth/bursts.h"
#include <math.h>
#include <stdlib.h>

#define SECOND  1e9
#define HELD_UP 1000000 /* ns: the sender lost its processor within a burst */
#define SLOW    1.25    /* times its rate a call must outrun the path */
#define QUICK   0.25    /* part of what was sent: others are least in the quickest */
#define CROSSED 1.04    /* times the whole that a burst outruns it, when others are there */

/* What one system call sent: it has one stamp. From its first datagram to that of the next. */
struct call {
	double bits;
	double sending, arriving; /* s */
	double capacity;
};

struct calls {
	struct call *list;
	size_t count, packets;
	double bits, sending, arriving; /* of all */
};

/* Those of one system call have one stamp; only of the first is it when it left. */
static bool leads(const struct arrivals *arrivals, size_t which)
{
	return which > 0 && arrivals->list[which].sent != arrivals->list[which - 1].sent;
}

/* Whether the sender did not wait between them, and nothing between was lost. */
static bool same_burst(const struct arrival *left, const struct arrival *right, size_t packets)
{
	return right->burst == left->burst && right->sequence - left->sequence == packets &&
	       right->sent - left->sent <= HELD_UP;
}

static void take(struct calls *calls, const struct call *call)
{
	calls->list[calls->count++] = *call;
	calls->bits += call->bits;
	calls->sending += call->sending;
	calls->arriving += call->arriving;
}

/* From one that leads to the next. */
static void collect(
	struct calls *calls, const struct arrivals *arrivals, size_t from, size_t to)
{
	const struct arrival *list = arrivals->list;
	size_t left = from;

	while (left < to && !leads(arrivals, left))
		left++;
	for (size_t right = left + 1; right <= to; right++) {
		if (!leads(arrivals, right))
			continue;
		if (same_burst(&list[left], &list[right], right - left)) {
			calls->packets += right - left;
			take(calls,
				&(struct call){
					.bits = (double)(arrivals->packet * 8 * (right - left)),
					.sending =
						(double)(list[right].sent - list[left].sent) /
						SECOND,
					.arriving = (double)(list[right].at - list[left].at) /
						    SECOND});
		}
		left = right;
	}
}

static int compare(double left, double right)
{
	return (left > right) - (left < right);
}

static int quicker(const void *left, const void *right)
{
	const struct call *one = left, *other = right;

	return compare(one->sending * other->bits, other->sending * one->bits);
}

static int lesser(const void *left, const void *right)
{
	const struct call *one = left, *other = right;

	return compare(one->capacity, other->capacity);
}

/* The one up to which lies such a part of all bits. */
static size_t quantile(const struct call *list, size_t count, double part)
{
	double bits = 0, sum = 0;
	size_t which = 0;

	for (size_t i = 0; i < count; i++)
		bits += list[i].bits;
	while (which + 1 < count && (sum += list[which].bits) < bits * part)
		which++;
	return which;
}

/* Keeps those that tell a capacity, the least first. */
static size_t answer(struct calls *calls, size_t count, double whole)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct call call = calls->list[i];

		if (call.sending * SLOW >= call.arriving)
			continue;
		call.capacity =
			(call.bits - whole * call.sending) / (call.arriving - call.sending);
		calls->list[kept++] = call;
	}
	qsort(calls->list, kept, sizeof(*calls->list), lesser);
	return kept;
}

/* The middle of the answers, whose error falls with the root of how many there are. */
static struct bursts middle(const struct call *list, size_t count, double whole)
{
	double low, high;

	if (count == 0)
		return (struct bursts){.capacity = (uint64_t)whole, .slow = true};
	low = list[quantile(list, count, 0.25)].capacity;
	high = list[quantile(list, count, 0.75)].capacity;
	return (struct bursts){.capacity = (uint64_t)list[quantile(list, count, 0.5)].capacity,
		.uncertainty = (uint64_t)((high - low) / sqrt((double)count))};
}

static struct bursts ask_quick(struct calls *calls, double whole)
{
	size_t quick;

	qsort(calls->list, calls->count, sizeof(*calls->list), quicker);
	quick = quantile(calls->list, calls->count, QUICK) + 1;
	return middle(calls->list, answer(calls, quick, whole), whole);
}

static struct bursts ask(struct calls *calls, size_t packets, double whole)
{
	struct bursts nobody = {.capacity = (uint64_t)whole};
	double sent, through;

	if (calls->packets < packets / 4 || calls->arriving <= 0) {
		nobody.slow = calls->count > 0; /* it was held up after nearly each */
		return nobody;
	}
	through = calls->bits / calls->arriving;
	sent = calls->bits / (calls->sending + 1 / SECOND); /* one system call: 0 */
	nobody.slow = sent < through * SLOW;
	if (nobody.slow || through < whole * CROSSED)
		return nobody;
	return ask_quick(calls, whole);
}

struct bursts bursts_ask(
	const struct arrivals *arrivals, size_t from, size_t to, uint64_t whole)
{
	struct calls calls = {.list = malloc((to - from + 1) * sizeof(*calls.list))};
	struct bursts bursts;

	if (!calls.list)
		abort();
	collect(&calls, arrivals, from, to);
	bursts = ask(&calls, to - from, (double)whole);
	free(calls.list);
	return bursts;
}
