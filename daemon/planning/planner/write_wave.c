/* The texts of one wave: what is bound, and the estimates beside it. */
#include "base/json_text.h"
#include "planning/planner/planner.h"
#include <stdlib.h>
#include <string.h>

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

static void add_move(void *into, const struct planner *planner, const struct planner_move *move)
{
	shape_move(into, planner, move);
}

static void write_window(struct text *text, const struct planner_wave *wave)
{
	AUTO_JSON struct json_object *window = write_tell_window(wave);

	json_add_tree(text, "window", window);
}

static void write_new(
	struct text *text, const struct planner *planner, const struct planner_wave *wave)
{
	AUTO_JSON struct json_object *links = json_object_new_object();

	each_move(planner, wave, add_budget, links);
	json_open(text, NULL, '{');
	json_add_integer(text, "concurrency",
		planner_setting(planner, "concurrency", 1) * json_object_object_length(links));
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
