/* How much of the links the moves of a plan use, over time. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/plan_lanes.h"
#include <stdlib.h>

struct change {
	int64_t at, rate;
};

static int compare_changes(const void *left_pointer, const void *right_pointer)
{
	const struct change *left = left_pointer, *right = right_pointer;

	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	return left->rate < right->rate ? -1 : left->rate > right->rate;
}

struct changes {
	struct change *list;
	size_t count;
};

static void add_change(
	struct changes *changes, const struct plan_lanes *lanes, int64_t second, int64_t rate)
{
	changes->list = mem_grow(changes->list, changes->count, sizeof(*changes->list));
	changes->list[changes->count++] =
		(struct change){second + lanes->view->ahead * 60, rate};
}

/* A move begins to use its rate, and ends to. */
static void add_move(struct changes *changes, const struct plan_lanes *lanes,
	const struct plan_lane *lane, const char *wave, struct json_object *move)
{
	struct json_object *estimate = plan_estimate(lanes->view, move);
	const char *name = lane ? plan_lane_of(lanes->view, lanes->by, wave, move) : NULL;
	int64_t rate = json_integer(estimate, "rate", 0);
	int64_t start = plan_second(estimate, "start"), end = plan_second(estimate, "end");

	if (start < 0 || end <= start ||
		(lane && !(lane->name ? text_equal(name, lane->name) : !name)))
		return;
	add_change(changes, lanes, start, rate);
	add_change(changes, lanes, end, -rate);
}

/* The caller frees. */
static struct change *list_changes(
	const struct plan_lanes *lanes, const struct plan_lane *lane, size_t *count)
{
	struct json_object *waves = json_member(lanes->view->document, "waves");
	struct changes changes = {0};

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct json_object *moves = json_member(wave, "moves");

		for (size_t j = 0; j < json_length(moves); j++)
			add_move(&changes, lanes, lane, json_string(wave, "name"),
				json_object_array_get_idx(moves, j));
	}
	*count = changes.count;
	return changes.list;
}

static size_t part_of(const struct plan_lanes *lanes, int64_t at, size_t count)
{
	int64_t span = lanes->to - lanes->from, part = (at - lanes->from) * (int64_t)count;

	part = part < 0 ? 0 : part / span;
	return (size_t)part < count ? (size_t)part : count - 1;
}

int64_t *plan_lanes_use(
	const struct plan_lanes *lanes, const struct plan_lane *lane, size_t count)
{
	int64_t *use = mem_array(count + 1, sizeof(*use)), level = 0;
	size_t changes_count;
	struct change *changes = list_changes(lanes, lane, &changes_count);

	if (changes_count > 0)
		qsort(changes, changes_count, sizeof(*changes), compare_changes);
	for (size_t i = 0; i + 1 < changes_count; i++) {
		size_t last = part_of(lanes, changes[i + 1].at - 1, count);

		level += changes[i].rate;
		if (changes[i].at == changes[i + 1].at)
			continue;
		for (size_t part = part_of(lanes, changes[i].at, count); part <= last; part++)
			use[part] = level > use[part] ? level : use[part];
	}
	free(changes);
	return use;
}
