/* The texts of one wave: what is bound, and the estimates beside it. */
#include "base/json_text.h"
#include "planning/planner/planner.h"
#include <stdlib.h>
#include <string.h>

#define CONCURRENCY_MOST 512

static void each_move(const struct planner *planner, const struct planner_wave *wave,
	void (*each)(
		void *into, const struct planner *planner, const struct planner_move *move),
	void *into)
{
	for (uint32_t i = 0; i < wave->count; i++) {
		const struct planner_group *group = &planner->group[wave->group[i]];

		for (uint32_t j = group->first; j < group->first + group->count; j++)
			each(into, planner, &planner->move[j]);
	}
}

/* --- what is bound --- */

/* What may be used of a link at the hour at which least may be. */
static void add_budget(
	void *into, const struct planner *planner, const struct planner_move *move)
{
	int64_t share = planner_setting(planner, "concurrency", 1);

	json_set_integer(into, planner->link[move->link].name, move->estimate.rate * share);
}

static void add_capacity(
	void *into, const struct planner *planner, const struct planner_move *move)
{
	const struct planner_link *link = &planner->link[move->link];

	json_set_integer(into, link->name, link->capacity);
}

/* What holds of the links by the hour, where not all hours are alike. */
static void write_hours(
	struct text *text, const struct planner *planner, const struct planner_wave *wave)
{
	struct json_object *budgets =
		json_member(json_member(planner->city->profile, "planning"), "budgets");
	AUTO_JSON struct json_object *links = json_object_new_object();

	if (json_length(budgets) == 0)
		return;
	each_move(planner, wave, add_capacity, links);
	json_open(text, "hours", '{');
	json_add_tree(text, "budgets", budgets);
	json_add_tree(text, "links", links);
	json_add_integer(text, "percent", planner_setting(planner, "link_percent", 100));
	json_add_integer(
		text, "timezone_minutes", planner_setting(planner, "timezone_minutes", 0));
	json_close(text, '}');
}

/* What holds at each start of a move, whatever else runs then. */
static void write_limits(struct text *text, const struct planner *planner)
{
	struct json_object *limits =
		json_member(json_member(planner->city->profile, "planning"), "limits");

	if (limits)
		json_add_tree(text, "limits", limits);
}

/* Those of all its links at their best hour. */
static int64_t concurrency_of(const struct planner *planner, int links)
{
	int64_t most = planner_setting(planner, "concurrency", 1) * links *
		       estimate_peak_percent(planner) / estimate_least_percent(planner);

	return most > CONCURRENCY_MOST ? CONCURRENCY_MOST : most;
}

static void add_move(void *into, const struct planner *planner, const struct planner_move *move)
{
	shape_move(into, planner, move);
}

struct json_object *write_tell_window(const struct planner_wave *wave)
{
	struct json_object *window = json_object_new_object();

	planner_set_time(window, "from", wave->window.from);
	planner_set_time(window, "to", wave->window.to);
	return window;
}

static void write_window(struct text *text, const struct planner_wave *wave)
{
	AUTO_JSON struct json_object *window = write_tell_window(wave);

	json_add_tree(text, "window", window);
}

/* Which systems each of its groups is of: by them people hold its moves. */
static void write_groups(
	struct text *text, const struct planner *planner, const struct planner_wave *wave)
{
	json_open(text, "groups", '[');
	for (uint32_t i = 0; i < wave->count; i++) {
		const struct planner_group *group = &planner->group[wave->group[i]];

		json_open(text, NULL, '{');
		json_add_string(text, "name", group->name);
		json_add_tree(text, "systems", json_member(group->row, "systems"));
		json_close(text, '}');
	}
	json_close(text, ']');
}

static void write_new(
	struct text *text, const struct planner *planner, const struct planner_wave *wave)
{
	AUTO_JSON struct json_object *links = json_object_new_object();

	each_move(planner, wave, add_budget, links);
	json_open(text, NULL, '{');
	json_add_integer(
		text, "concurrency", concurrency_of(planner, json_object_object_length(links)));
	write_groups(text, planner, wave);
	write_hours(text, planner, wave);
	write_limits(text, planner);
	json_add_tree(text, "links", links);
	json_open(text, "moves", '[');
	each_move(planner, wave, add_move, text);
	json_close(text, ']');
	json_add_string(text, "name", wave->name);
	json_add_tree(text, "owners", wave->owners);
	if (wave->window.to > 0)
		write_window(text, wave);
	json_close(text, '}');
}

void write_wave(
	struct text *text, const struct planner *planner, const struct planner_wave *wave)
{
	if (wave->kept)
		json_canonical(text, json_member(wave->kept, "wave"));
	else
		write_new(text, planner, wave);
}

/* --- what is not --- */

struct listed {
	const struct planner_move **move;
	uint32_t count;
};

static void list_move(
	void *into, const struct planner *planner, const struct planner_move *move)
{
	struct listed *listed = into;

	(void)planner;
	listed->move[listed->count++] = move;
}

static int compare_machines(const void *left, const void *right)
{
	return strcmp((*(const struct planner_move *const *)left)->machine->object->id,
		(*(const struct planner_move *const *)right)->machine->object->id);
}

static void write_new_estimates(
	struct text *text, const struct planner *planner, const struct planner_wave *wave)
{
	struct listed listed = {mem_array(wave->moves + 1UL, sizeof(*listed.move)), 0};

	each_move(planner, wave, list_move, &listed);
	qsort(listed.move, listed.count, sizeof(*listed.move), compare_machines);
	json_open(text, NULL, '{');
	for (uint32_t i = 0; i < listed.count; i++)
		estimate_write(text, planner, listed.move[i]);
	json_close(text, '}');
	free(listed.move);
}

void write_estimates(
	struct text *text, const struct planner *planner, const struct planner_wave *wave)
{
	if (wave->kept)
		json_canonical(text, json_member(wave->kept, "estimates"));
	else
		write_new_estimates(text, planner, wave);
}
