#include "planning/schedule/lanes.h"
#include <string.h>

void lanes_add(struct lanes *lanes, int64_t seconds, uint32_t which)
{
	uint32_t at = lanes->count++;

	for (; at > 0 && lanes->seconds[at - 1] < seconds; at--) {
		lanes->seconds[at] = lanes->seconds[at - 1];
		lanes->which[at] = lanes->which[at - 1];
	}
	lanes->seconds[at] = seconds;
	lanes->which[at] = which;
}

static int64_t sum_of(const struct lanes *lanes)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < lanes->count; i++)
		sum += lanes->seconds[i];
	return sum;
}

/* More than there are moves are of no use. */
static uint32_t lanes_used(const struct lanes *lanes)
{
	return lanes->lanes < lanes->count ? lanes->lanes : lanes->count;
}

/* --- trying --- */

struct filling {
	struct lanes *lanes;
	int64_t load[LANES_MOST], time;
	int64_t spare; /* so much of all lanes may stay empty */
	uint32_t *tries;
};

/* What no move that is left fits into stays empty. */
static bool wastes(const struct filling *filling)
{
	int64_t least = filling->lanes->seconds[filling->lanes->count - 1], wasted = 0;

	for (uint32_t i = 0; i < lanes_used(filling->lanes); i++)
		if (filling->time - filling->load[i] < least)
			wasted += filling->time - filling->load[i];
	return wasted > filling->spare;
}

/* Another that is as full was tried before. */
static bool is_like_another(const struct filling *filling, uint32_t lane)
{
	for (uint32_t i = 0; i < lane; i++)
		if (filling->load[i] == filling->load[lane])
			return true;
	return false;
}

static enum lanes_answer fill(struct filling *filling, uint32_t move)
{
	struct lanes *lanes = filling->lanes;
	enum lanes_answer answer = LANES_NO;

	if (move == lanes->count)
		return LANES_YES;
	if (*filling->tries == 0)
		return LANES_MAYBE;
	--*filling->tries;
	if (wastes(filling))
		return LANES_NO;
	for (uint32_t i = 0; i < lanes_used(lanes) && answer == LANES_NO; i++) {
		if (filling->load[i] + lanes->seconds[move] > filling->time ||
			is_like_another(filling, i))
			continue;
		lanes->start[move] = filling->load[i];
		filling->load[i] += lanes->seconds[move];
		answer = fill(filling, move + 1);
		filling->load[i] -= lanes->seconds[move];
	}
	return answer;
}

/* The longest first, each into the lane that is free first; when all are done. */
static int64_t put_longest_first(struct lanes *lanes)
{
	int64_t load[LANES_MOST] = {0}, last = 0;

	for (uint32_t i = 0; i < lanes->count; i++) {
		uint32_t first = 0;

		for (uint32_t j = 1; j < lanes_used(lanes); j++)
			if (load[j] < load[first])
				first = j;
		lanes->start[i] = load[first];
		load[first] += lanes->seconds[i];
		last = load[first] > last ? load[first] : last;
	}
	return last;
}

enum lanes_answer lanes_fit(struct lanes *lanes, int64_t time, uint32_t *tries)
{
	struct filling filling = {.lanes = lanes, .time = time, .tries = tries};

	if (lanes->count == 0)
		return LANES_YES;
	if (lanes->lanes == 0 || lanes->seconds[0] > time)
		return LANES_NO;
	filling.spare = lanes_used(lanes) * time - sum_of(lanes);
	if (filling.spare < 0)
		return LANES_NO;
	return put_longest_first(lanes) <= time ? LANES_YES : fill(&filling, 0);
}

/* --- the least time --- */

/* All lanes full; the longest; and of one more than there are lanes two are in the same. */
static int64_t plain_least(const struct lanes *lanes)
{
	uint32_t used = lanes_used(lanes);
	int64_t least = (sum_of(lanes) + used - 1) / used;

	if (lanes->seconds[0] > least)
		least = lanes->seconds[0];
	if (lanes->count > used && lanes->seconds[used - 1] + lanes->seconds[used] > least)
		least = lanes->seconds[used - 1] + lanes->seconds[used];
	return least;
}

int64_t lanes_least(struct lanes *lanes, uint32_t tries)
{
	int64_t low, high;

	if (lanes->count == 0 || lanes->lanes == 0)
		return 0;
	low = plain_least(lanes);
	high = put_longest_first(lanes);
	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		uint32_t left = tries;

		if (lanes_fit(lanes, middle, &left) == LANES_NO)
			low = middle + 1;
		else
			high = middle;
	}
	if (lanes_fit(lanes, low, &tries) != LANES_YES)
		put_longest_first(lanes);
	return low;
}
