#include "planning/planner/calendar.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdlib.h>

#define DAY    86400LL
#define WEEK   (7 * DAY)
#define MONDAY (4 * DAY) /* 1970-01-05 was the first one */

/* Slots in the making. */
struct slots {
	struct schedule_slot *slot;
	uint32_t count;
};

static void add_slot(struct slots *slots, int64_t from, int64_t to)
{
	if (from >= to)
		return;
	slots->slot = mem_grow(slots->slot, slots->count, sizeof(*slots->slot));
	slots->slot[slots->count++] = (struct schedule_slot){from, to};
}

static int compare_slots(const void *left_pointer, const void *right_pointer)
{
	const struct schedule_slot *left = left_pointer, *right = right_pointer;

	return left->from < right->from ? -1 : left->from > right->from;
}

/* In order, and those that touch become one. */
static void join_slots(struct slots *slots)
{
	uint32_t kept = 0;

	if (slots->count > 0)
		qsort(slots->slot, slots->count, sizeof(*slots->slot), compare_slots);
	for (uint32_t i = 0; i < slots->count; i++) {
		struct schedule_slot *last = kept ? &slots->slot[kept - 1] : NULL;

		if (last && slots->slot[i].from <= last->to)
			last->to = slots->slot[i].to > last->to ? slots->slot[i].to : last->to;
		else
			slots->slot[kept++] = slots->slot[i];
	}
	slots->count = kept;
}

/* --- weeks --- */

static int64_t day_number(const char *day)
{
	static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

	for (int64_t i = 0; i < 7; i++)
		if (text_equal(days[i], day))
			return i;
	return 0;
}

/* Seconds of the day. */
static int64_t time_of(struct json_object *window, const char *name)
{
	return clock_minutes(json_string(window, name)) * 60LL;
}

/* The Monday, 00:00 local time, of the week of this time. */
static int64_t week_of(int64_t time, int64_t ahead)
{
	int64_t since = time + ahead * 60 - MONDAY;
	int64_t weeks = since / WEEK - (since % WEEK < 0);

	return weeks * WEEK + MONDAY - ahead * 60;
}

static int64_t later(int64_t left, int64_t right)
{
	return left > right ? left : right;
}

static int64_t earlier(int64_t left, int64_t right)
{
	return left < right ? left : right;
}

/* That window on that day in every week of the frame. */
static void add_weekly(struct slots *slots, struct json_object *window, int64_t day,
	const struct calendar_frame *frame)
{
	int64_t from = time_of(window, "from"), to = time_of(window, "to");

	if (to <= from)
		to += DAY;
	/* One that opened the week before may still be open. */
	for (int64_t week = week_of(frame->from, frame->ahead) - WEEK; week < frame->to;
		week += WEEK)
		add_slot(slots, later(week + day * DAY + from, frame->from),
			earlier(week + day * DAY + to, frame->to));
}

static void add_window(
	struct slots *slots, struct json_object *window, const struct calendar_frame *frame)
{
	struct json_object *days = json_member(window, "days");

	for (size_t i = 0; i < json_length(days); i++)
		add_weekly(slots, window,
			day_number(json_object_get_string(json_object_array_get_idx(days, i))),
			frame);
}

/* --- days on which nothing moves --- */

static struct slots frozen(const struct calendar_frame *frame)
{
	struct slots days = {0};

	for (size_t i = 0; i < json_length(frame->freeze); i++) {
		struct json_object *row = json_object_array_get_idx(frame->freeze, i);
		int64_t from, to, unused;

		if (clock_date_span(json_string(row, "from"), frame->ahead, &from, &unused) ==
				0 &&
			clock_date_span(json_string(row, "to"), frame->ahead, &unused, &to) ==
				0)
			add_slot(&days, from, to);
	}
	join_slots(&days);
	return days;
}

/* What of the open slots does not lie in the shut ones; both are in order. */
static struct slots without(const struct slots *open, const struct slots *shut)
{
	struct slots left = {0};
	uint32_t first = 0;

	for (uint32_t i = 0; i < open->count; i++) {
		int64_t from = open->slot[i].from, to = open->slot[i].to;

		while (first < shut->count && shut->slot[first].to <= from)
			first++;
		for (uint32_t j = first; j < shut->count && shut->slot[j].from < to; j++) {
			add_slot(&left, from, earlier(shut->slot[j].from, to));
			from = later(from, shut->slot[j].to);
		}
		add_slot(&left, from, to);
	}
	return left;
}

uint32_t calendar_slots(struct schedule_slot **slot, struct json_object *windows,
	const struct calendar_frame *frame)
{
	struct slots open = {0}, shut = frozen(frame), left;

	if (json_length(windows) == 0)
		add_slot(&open, frame->from, frame->to);
	for (size_t i = 0; i < json_length(windows); i++)
		add_window(&open, json_object_array_get_idx(windows, i), frame);
	join_slots(&open);
	left = without(&open, &shut);
	free(open.slot);
	free(shut.slot);
	*slot = left.slot;
	return left.count;
}

/* --- hours of a link --- */

/* What holds at that time of the week; of several the first that is named. */
static int64_t percent_at(struct json_object *budgets, int64_t missing, int64_t since_monday)
{
	static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	const char *day = days[since_monday / DAY];
	int64_t time = since_monday % DAY;

	for (size_t i = 0; i < json_length(budgets); i++) {
		struct json_object *budget = json_object_array_get_idx(budgets, i);
		struct json_object *list = json_member(budget, "days");

		if (time < time_of(budget, "from") || time >= time_of(budget, "to"))
			continue;
		for (size_t j = 0; j < json_length(list); j++)
			if (text_equal(
				    json_object_get_string(json_object_array_get_idx(list, j)),
				    day))
				return json_integer(budget, "percent", 0);
	}
	return missing;
}

/* The times of the week at which something may change, in order. */
static void list_changes(struct slots *changes, struct json_object *budgets)
{
	for (int64_t day = 0; day < 7; day++) {
		add_slot(changes, day * DAY, day * DAY + 1);
		for (size_t i = 0; i < json_length(budgets); i++) {
			struct json_object *budget = json_object_array_get_idx(budgets, i);
			int64_t from = time_of(budget, "from"), to = time_of(budget, "to");

			add_slot(changes, day * DAY + from, day * DAY + from + 1);
			if (to < DAY)
				add_slot(changes, day * DAY + to, day * DAY + to + 1);
		}
	}
	join_slots(changes);
}

struct levels {
	struct schedule_level *level;
	uint32_t count;
};

static void add_level(struct levels *levels, int64_t from, int64_t percent)
{
	if (levels->count > 0 && levels->level[levels->count - 1].permille == percent * 10)
		return;
	levels->level = mem_grow(levels->level, levels->count, sizeof(*levels->level));
	levels->level[levels->count++] = (struct schedule_level){from, percent * 10};
}

uint32_t calendar_levels(struct schedule_level **level, struct json_object *budgets,
	int64_t percent, const struct calendar_frame *frame)
{
	struct slots changes = {0};
	struct levels levels = {0};
	int64_t first = week_of(frame->from, frame->ahead);

	add_level(&levels, frame->from, percent_at(budgets, percent, frame->from - first));
	if (json_length(budgets) > 0)
		list_changes(&changes, budgets);
	for (int64_t week = first; changes.count > 0 && week < frame->to; week += WEEK)
		for (uint32_t i = 0; i < changes.count; i++) {
			int64_t at = changes.slot[i].from;

			if (week + at > frame->from && week + at < frame->to)
				add_level(&levels, week + at, percent_at(budgets, percent, at));
		}
	free(changes.slot);
	*level = levels.level;
	return levels.count;
}
