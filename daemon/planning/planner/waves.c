/* In which wave each group moves: its window's, of its owners. */
#include "planning/planner/planner.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAVE_MOVES 512 /* of one run; a wave is never run in parts */
#define NAME_MOST  128

/* A group on its way into a wave. */
struct placed {
	uint32_t group;
	struct json_object *list; /* of its owners */
	char *owners;             /* the same in one word */
	int64_t start;
	struct schedule_slot window;
};

static int compare_strings(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The departments of a group, in order. New reference. */
static struct json_object *list_owners(
	const struct planner *planner, const struct planner_group *group)
{
	const char **names = mem_array(group->count + 1U, sizeof(*names));
	struct json_object *list = json_object_new_array();

	for (uint32_t i = 0; i < group->count; i++)
		names[i] = json_string(planner->move[group->first + i].system, "department");
	qsort(names, group->count, sizeof(*names), compare_strings);
	for (uint32_t i = 0; i < group->count; i++)
		if (i == 0 || !text_equal(names[i], names[i - 1]))
			json_object_array_add(list, json_object_new_string(names[i]));
	free(names);
	return list;
}

static char *join_owners(struct json_object *list)
{
	struct text text = {0};

	for (size_t i = 0; i < json_length(list); i++)
		text_format(&text, "%s%s", i ? "+" : "",
			json_object_get_string(json_object_array_get_idx(list, i)));
	return text_take(&text);
}

static int64_t first_start(const struct planner *planner, const struct planner_group *group)
{
	int64_t first = SCHEDULE_NEVER;

	for (uint32_t i = group->first; i < group->first + group->count; i++)
		if (planner->schedule.start[i] < first)
			first = planner->schedule.start[i];
	return first;
}

/* Whether the slot is the whole of the frame: it is then no window. */
static bool is_always(const struct planner *planner, const struct schedule_calendar *calendar)
{
	return calendar->count == 1 && calendar->slot[0].from == planner->problem.from &&
	       !json_member(planner->city->request, "window") &&
	       json_length(json_member(
		       json_member(planner->city->profile, "planning"), "windows")) == 0;
}

static struct schedule_slot window_of(
	const struct planner *planner, uint32_t group, int64_t start)
{
	const struct schedule_calendar *calendar =
		&planner->problem.calendar[planner->problem.group[group].calendar];
	uint32_t from = 0, to = calendar->count;

	if (is_always(planner, calendar))
		return (struct schedule_slot){0, 0};
	while (from + 1 < to) {
		uint32_t middle = from + (to - from) / 2;

		if (calendar->slot[middle].from <= start)
			from = middle;
		else
			to = middle;
	}
	return calendar->slot[from];
}

static int compare_numbers(int64_t left, int64_t right)
{
	return left < right ? -1 : left > right;
}

/* Those of one wave side by side, in order of start. */
static int compare_placed(const void *left_pointer, const void *right_pointer)
{
	const struct placed *left = left_pointer, *right = right_pointer;
	int order = strcmp(left->owners, right->owners);

	if (order == 0)
		order = compare_numbers(left->window.from, right->window.from);
	if (order == 0)
		order = compare_numbers(left->start, right->start);
	return order ? order : compare_numbers(left->group, right->group);
}

static bool goes_on(const struct planner *planner, const struct planner_wave *wave,
	const struct placed *last, const struct placed *next)
{
	return last && text_equal(last->owners, next->owners) &&
	       last->window.from == next->window.from &&
	       wave->moves + planner->group[next->group].count <= WAVE_MOVES;
}

/* The first of an owner has its name; the next ones are counted. */
static char *name_wave(const char *owners, uint32_t number)
{
	char counted[16] = "";

	if (number > 1)
		snprintf(counted, sizeof(counted), "-%u", number);
	return mem_format(
		"%.*s%s", (int)text_fit(owners, NAME_MOST - sizeof(counted)), owners, counted);
}

static struct planner_wave *add_wave(struct planner *planner)
{
	planner->wave = mem_grow(planner->wave, planner->waves, sizeof(*planner->wave));
	return &planner->wave[planner->waves++];
}

static struct planner_wave *open_wave(struct planner *planner, const struct placed *placed)
{
	struct planner_wave *wave = add_wave(planner);

	wave->owners = json_object_get(placed->list);
	wave->window = placed->window;
	wave->start = placed->start;
	return wave;
}

static void join_wave(struct planner *planner, struct planner_wave *wave, uint32_t group)
{
	wave->group = mem_grow(wave->group, wave->count, sizeof(*wave->group));
	wave->group[wave->count++] = group;
	wave->moves += planner->group[group].count;
}

static int compare_waves(const void *left_pointer, const void *right_pointer)
{
	const struct planner_wave *left = left_pointer, *right = right_pointer;
	int order = compare_numbers(left->start, right->start);

	return order ? order : strcmp(left->name, right->name);
}

/* In order of start; each group knows its wave. */
static void order_waves(struct planner *planner)
{
	if (planner->waves > 0)
		qsort(planner->wave, planner->waves, sizeof(*planner->wave), compare_waves);
	for (uint32_t i = 0; i < planner->waves; i++)
		for (uint32_t j = 0; j < planner->wave[i].count; j++)
			planner->group[planner->wave[i].group[j]].wave = i;
}

static uint32_t list_placed(const struct planner *planner, struct placed *placed)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < planner->groups; i++) {
		const struct planner_group *group = &planner->group[i];
		int64_t start = first_start(planner, group);

		if (group->why || group->kept || group->count == 0)
			continue;
		placed[count] = (struct placed){i, list_owners(planner, group), NULL, start,
			window_of(planner, i, start)};
		placed[count].owners = join_owners(placed[count].list);
		count++;
	}
	qsort(placed, count, sizeof(*placed), compare_placed);
	return count;
}

/* A kept wave is of one group, and has its name. */
static void keep_wave(struct planner *planner, uint32_t index, struct json_object *names)
{
	const struct planner_group *group = &planner->group[index];
	struct json_object *told = json_member(group->kept, "wave");
	struct planner_wave *wave = add_wave(planner);

	wave->name = mem_string(json_string(told, "name"));
	wave->owners = json_object_get(json_member(told, "owners"));
	wave->start = first_start(planner, group);
	wave->kept = group->kept;
	json_set_boolean(names, wave->name, true);
	join_wave(planner, wave, index);
}

static void form(struct planner *planner, const struct placed *placed, uint32_t count)
{
	struct planner_wave *wave = NULL;

	for (uint32_t i = 0; i < count; i++) {
		if (!goes_on(planner, wave, i ? &placed[i - 1] : NULL, &placed[i]))
			wave = open_wave(planner, &placed[i]);
		join_wave(planner, wave, placed[i].group);
	}
}

/* --- names --- */

/* The name of these owners' wave of the plan before in which its first machine was. */
static char *name_before(const struct planner *planner, const struct planner_wave *wave)
{
	const struct planner_group *group = &planner->group[wave->group[0]];
	const struct city_earlier *earlier = planner->move[group->first].machine->earlier;
	AUTO_FREE char *owners = join_owners(wave->owners), *first = name_wave(owners, 1);
	AUTO_FREE char *name = earlier ? skim_take(&earlier->wave) : NULL;
	size_t size = strlen(first);

	if (!name || strncmp(name, first, size) != 0 || (name[size] && name[size] != '-'))
		return NULL;
	return mem_take(&name);
}

static bool claim(struct json_object *names, const char *name)
{
	if (json_member(names, name))
		return false;
	json_set_boolean(names, name, true);
	return true;
}

/* The first name of these owners, from that number on, which no wave of the plan has. */
static char *free_name(const char *owners, uint32_t *number, struct json_object *names)
{
	char *name = name_wave(owners, *number);

	while (!claim(names, name)) {
		free(name);
		name = name_wave(owners, ++*number);
	}
	return name;
}

/* Who moved in a wave of that name before does so again; the others are counted. */
static void name_waves(struct planner *planner, uint32_t first, struct json_object *names)
{
	AUTO_FREE char *last = NULL;
	uint32_t number = 1;

	for (uint32_t i = first; i < planner->waves; i++) {
		AUTO_FREE char *name = name_before(planner, &planner->wave[i]);

		if (name && claim(names, name))
			planner->wave[i].name = mem_take(&name);
	}
	for (uint32_t i = first; i < planner->waves; i++) {
		char *owners = join_owners(planner->wave[i].owners);

		number = last && text_equal(last, owners) ? number + 1 : 1;
		free(last);
		last = owners;
		if (!planner->wave[i].name)
			planner->wave[i].name = free_name(owners, &number, names);
	}
}

void waves_form(struct planner *planner)
{
	struct placed *placed = mem_array(planner->groups + 1U, sizeof(*placed));
	struct json_object *names = json_object_new_object();
	uint32_t count = list_placed(planner, placed), kept;

	for (uint32_t i = 0; i < planner->groups; i++)
		if (planner->group[i].kept)
			keep_wave(planner, i, names);
	kept = planner->waves;
	form(planner, placed, count);
	name_waves(planner, kept, names);
	for (uint32_t i = 0; i < count; i++) {
		json_object_put(placed[i].list);
		free(placed[i].owners);
	}
	free(placed);
	json_object_put(names);
	order_waves(planner);
}
