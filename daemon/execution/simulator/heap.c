#include "execution/simulator/state.h"

#include <assert.h>
#include <stdlib.h>

static bool sooner(const struct event *left, const struct event *right)
{
	if (left->time != right->time)
		return left->time < right->time;
	return left->order < right->order;
}

static void swap(struct event *left, struct event *right)
{
	struct event kept = *left;

	*left = *right;
	*right = kept;
}

static void rise(struct event *heap, uint32_t at)
{
	while (at > 0 && sooner(&heap[at], &heap[(at - 1) / 2])) {
		swap(&heap[at], &heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

static void sink(struct event *heap, uint32_t count)
{
	for (uint32_t at = 0;;) {
		uint32_t least = at;

		for (uint32_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++)
			if (sooner(&heap[child], &heap[least]))
				least = child;
		if (least == at)
			return;
		swap(&heap[at], &heap[least]);
		at = least;
	}
}

void heap_push(struct simulation *simulation, uint64_t delay, const struct event *event)
{
	if (simulation->heaped == simulation->room) {
		simulation->room = simulation->room ? 2 * simulation->room : 256;
		simulation->heap =
			realloc(simulation->heap, simulation->room * sizeof(*simulation->heap));
		assert(simulation->heap);
	}
	simulation->heap[simulation->heaped] = *event;
	simulation->heap[simulation->heaped].time = simulation->now + delay;
	simulation->heap[simulation->heaped].order = simulation->order++;
	rise(simulation->heap, simulation->heaped++);
}

bool heap_pop(struct simulation *simulation, struct event *event)
{
	if (simulation->heaped == 0)
		return false;
	*event = simulation->heap[0];
	simulation->heap[0] = simulation->heap[--simulation->heaped];
	sink(simulation->heap, simulation->heaped);
	return true;
}

uint64_t vary(struct simulation *simulation, uint64_t milliseconds)
{
	if (!simulation->jitter)
		return milliseconds;
	return milliseconds / 2 + random_below(&simulation->random, (uint32_t)milliseconds + 1);
}
