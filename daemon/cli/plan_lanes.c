#include "cli/plan_lanes.h"
#include "base/address.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

#define DAY  86400LL
#define SPAN (3660 * DAY) /* the longest that is drawn */

static int64_t local(const struct plan_view *view, int64_t second)
{
	return second < 0 ? -1 : second + view->ahead * 60;
}

/* --- which lane --- */

/* The range that the address is in before the move, as the survey names it. */
static const char *range_of(const struct plan_view *view, const char *text)
{
	struct json_object *networks = json_member(view->document, "networks");
	struct address inner, prefix;

	if (!text || address_parse(&inner, text) < 0)
		return NULL;
	for (size_t i = 0; i < json_length(networks); i++) {
		struct json_object *subnets =
			json_member(json_object_array_get_idx(networks, i), "subnets");

		for (size_t j = 0; j < json_length(subnets); j++) {
			const char *from =
				json_string(json_object_array_get_idx(subnets, j), "from");

			if (from && address_parse(&prefix, from) == 0 &&
				address_contains(&prefix, &inner))
				return from;
		}
	}
	return NULL;
}

/* By the first of its addresses that lies in one. */
static const char *range_of_move(const struct plan_view *view, struct json_object *move)
{
	struct json_object *list = json_member(view->document, "renumber");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		const char *range =
			text_equal(json_string(row, "machine"), json_string(move, "machine"))
				? range_of(view, json_string(row, "from"))
				: NULL;

		if (range)
			return range;
	}
	return NULL;
}

const char *plan_lane_of(const struct plan_view *view, const char *by, const char *wave,
	struct json_object *move)
{
	if (text_equal(by, "wave"))
		return wave;
	return text_equal(by, "range") ? range_of_move(view, move) : json_string(move, by);
}

/* --- filling --- */

static struct plan_lane *find_lane(struct plan_lanes *lanes, const char *name)
{
	struct plan_lane *lane;

	for (size_t i = lanes->count; i-- > 0;)
		if (name ? text_equal(lanes->lane[i].name, name) : !lanes->lane[i].name)
			return &lanes->lane[i];
	lanes->lane = mem_grow(lanes->lane, lanes->count, sizeof(*lanes->lane));
	lane = &lanes->lane[lanes->count++];
	lane->name = name;
	return lane;
}

static struct plan_bar *find_bar(
	struct plan_lane *lane, const struct plan_view *view, struct json_object *wave)
{
	struct json_object *window = json_member(wave, "window");
	const char *name = json_string(wave, "name");
	struct plan_bar *bar = lane->bars ? &lane->bar[lane->bars - 1] : NULL;

	if (bar && text_equal(bar->wave, name))
		return bar;
	lane->bar = mem_grow(lane->bar, lane->bars, sizeof(*lane->bar));
	bar = &lane->bar[lane->bars++];
	bar->wave = name;
	bar->from = local(view, plan_second(window, "from"));
	bar->to = local(view, plan_second(window, "to"));
	bar->start = bar->end = -1;
	return bar;
}

static enum bar_state state_of(
	const struct plan_view *view, struct json_object *move, bool approved)
{
	int64_t state = json_integer(view->runs, json_string(move, "name"), -1);

	if (state >= 0)
		return (enum bar_state)state;
	return approved ? BAR_APPROVED : BAR_PLANNED;
}

static void add_move(struct plan_lanes *lanes, struct json_object *wave,
	struct json_object *move, bool approved)
{
	const struct plan_view *view = lanes->view;
	const char *name = plan_lane_of(view, lanes->by, json_string(wave, "name"), move);
	struct json_object *estimate = plan_estimate(view, move);
	int64_t start = local(view, plan_second(estimate, "start"));
	int64_t end = local(view, plan_second(estimate, "end"));
	struct plan_lane *lane = find_lane(lanes, name);
	struct plan_bar *bar = find_bar(lane, view, wave);
	int64_t budget = json_integer(json_member(wave, "links"), name ? name : "", 0);

	if (text_equal(lanes->by, "link") && budget > lane->budget)
		lane->budget = budget;
	bar->moves++;
	bar->bytes += json_integer(estimate, "bytes", 0);
	bar->count[state_of(view, move, approved)]++;
	if (start >= 0 && (bar->start < 0 || start < bar->start))
		bar->start = start;
	if (end > bar->end)
		bar->end = end;
}

static void add_wave(struct plan_lanes *lanes, struct json_object *wave)
{
	struct json_object *moves = json_member(wave, "moves");
	struct json_object *state = plan_state(lanes->view, json_string(wave, "name"));
	bool approved = json_boolean(state, "approved", false);

	for (size_t i = 0; i < json_length(moves); i++)
		add_move(lanes, wave, json_object_array_get_idx(moves, i), approved);
}

/* --- the span --- */

/* The trials of the last are shown as far as they leave the moves half of the room. */
static void set_span(struct plan_lanes *lanes)
{
	int64_t from = INT64_MAX, to = -1, trial;

	for (size_t i = 0; i < lanes->count; i++)
		for (size_t j = 0; j < lanes->lane[i].bars; j++) {
			const struct plan_bar *bar = &lanes->lane[i].bar[j];

			from = bar->start >= 0 && bar->start < from ? bar->start : from;
			to = bar->end > to ? bar->end : to;
		}
	from = to < 0 ? 0 : from;
	to = to < from ? from : to;
	trial = lanes->trial < to - from ? lanes->trial : to - from;
	to += trial;
	lanes->from = from - from % DAY;
	lanes->to = to + DAY - to % DAY;
	if (lanes->to - lanes->from > SPAN)
		lanes->to = lanes->from + SPAN;
}

static int64_t first_of(const struct plan_lane *lane)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < lane->bars; i++)
		if (lane->bar[i].start >= 0 && lane->bar[i].start < first)
			first = lane->bar[i].start;
	return first;
}

static int compare_lanes(const void *left_pointer, const void *right_pointer)
{
	const struct plan_lane *left = left_pointer, *right = right_pointer;
	int64_t one = first_of(left), other = first_of(right);

	if (one != other)
		return one < other ? -1 : 1;
	return strcmp(left->name ? left->name : "", right->name ? right->name : "");
}

int plan_lanes_fill(struct plan_lanes *lanes, const struct plan_view *view, const char *by,
	struct error *error)
{
	static const char *const words[] = {"wave", "department", "link", "range", NULL};
	struct json_object *waves = json_member(view->document, "waves");
	const char *const *word = words;

	*lanes = (struct plan_lanes){.view = view, .by = by ? by : "wave"};
	while (*word && !text_equal(*word, lanes->by))
		word++;
	if (!*word)
		return error_set(error, ERROR_USAGE, by,
			_("--by takes wave, department, link or range, not \"%s\"."), by);
	lanes->trial = json_integer(view->planning, "trial_days", 0) * DAY;
	for (size_t i = 0; i < json_length(waves); i++)
		add_wave(lanes, json_object_array_get_idx(waves, i));
	if (lanes->count > 0)
		qsort(lanes->lane, lanes->count, sizeof(*lanes->lane), compare_lanes);
	set_span(lanes);
	return 0;
}

void plan_lanes_free(struct plan_lanes *lanes)
{
	for (size_t i = 0; i < lanes->count; i++)
		free(lanes->lane[i].bar);
	free(lanes->lane);
	*lanes = (struct plan_lanes){0};
}

/* --- asking --- */

enum bar_state plan_bar_state(const struct plan_bar *bar)
{
	unsigned waits = bar->count[BAR_PLANNED] + bar->count[BAR_APPROVED];

	if (bar->count[BAR_STUCK] > 0)
		return BAR_STUCK;
	if (bar->count[BAR_RUNNING] > 0 || (bar->count[BAR_DONE] > 0 && waits > 0))
		return BAR_RUNNING;
	if (bar->count[BAR_DONE] > 0)
		return BAR_DONE;
	return bar->count[BAR_PLANNED] > 0 ? BAR_PLANNED : BAR_APPROVED;
}

const char *plan_frozen(const struct plan_view *view, int64_t second)
{
	struct json_object *list = json_member(view->planning, "freeze");
	char day[PLAN_TIME];

	plan_local(view, second - view->ahead * 60, day);
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (strncmp(day, json_string(row, "from"), 10) >= 0 &&
			strncmp(day, json_string(row, "to"), 10) <= 0)
			return json_string(row, "why");
	}
	return NULL;
}
