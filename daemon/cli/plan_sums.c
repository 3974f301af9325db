#include "cli/plan_sums.h"
#include "base/memory.h"
#include "base/text.h"
#include <string.h>

static void add_name(struct json_object *list, const char *name)
{
	if (!json_has_string(list, name))
		json_object_array_add(list, json_object_new_string(name ? name : ""));
}

/* The schedule's end is bound by what has this name and is of one of those kinds. */
static bool binds(const struct plan_view *view, const char *kinds, const char *name)
{
	struct json_object *told =
		json_member(json_member(view->document, "schedule"), "binds");
	const char *kind = json_string(told, "kind");

	return kind && strstr(kinds, kind) && text_equal(json_string(told, "name"), name);
}

/* --- each move --- */

typedef void each_move(const struct plan_view *view, struct json_object *wave,
	struct json_object *move, struct json_object *sum);

/* Those of which that member has that value. */
static void walk(const struct plan_view *view, const char *member, const char *value,
	each_move *each, struct json_object *sum)
{
	struct json_object *waves = json_member(view->document, "waves");

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct json_object *moves = json_member(wave, "moves");

		for (size_t j = 0; j < json_length(moves); j++) {
			struct json_object *move = json_object_array_get_idx(moves, j);

			if (text_equal(json_string(move, member), value))
				each(view, wave, move, sum);
		}
	}
}

static void count(struct json_object *sum, const char *name, int64_t more)
{
	json_set_integer(sum, name, json_integer(sum, name, 0) + more);
}

/* Times of one form are in the order of their texts. */
static void widen(struct json_object *sum, const char *name, const char *time, int sign)
{
	const char *known = json_string(sum, name);

	if (time && (!known || strcmp(time, known) * sign > 0))
		json_set_string(sum, name, time);
}

/* --- a link --- */

static void add_use(const struct plan_view *view, struct json_object *wave,
	struct json_object *move, struct json_object *sum)
{
	struct json_object *estimate = plan_estimate(view, move);
	int64_t budget = json_integer(json_member(wave, "links"), json_string(move, "link"), 0);

	count(sum, "moves", 1);
	count(sum, "bytes", json_integer(estimate, "bytes", 0));
	if (budget > json_integer(sum, "budget", 0))
		json_set_integer(sum, "budget", budget);
	widen(sum, "start", json_string(estimate, "start"), -1);
	widen(sum, "end", json_string(estimate, "end"), 1);
	add_name(json_member(sum, "waves"), json_string(wave, "name"));
	add_name(json_member(sum, "departments"), json_string(move, "department"));
}

static struct json_object *new_sum(const char *kind, const char *name)
{
	struct json_object *sum = json_object_new_object();

	json_set_string(sum, kind, name);
	return json_set(sum, "waves", json_object_new_array());
}

struct json_object *plan_sum_link(const struct plan_view *view, const char *name)
{
	AUTO_JSON struct json_object *sum = new_sum("link", name);

	json_set(sum, "departments", json_object_new_array());
	walk(view, "link", name, add_use, sum);
	if (json_integer(sum, "moves", 0) == 0)
		return NULL;
	json_set_boolean(sum, "binds", binds(view, "link", name));
	return mem_take(&sum);
}

/* --- a department --- */

static void add_own(const struct plan_view *view, struct json_object *wave,
	struct json_object *move, struct json_object *sum)
{
	(void)view;
	(void)move;
	count(sum, "moves", 1);
	add_name(json_member(sum, "waves"), json_string(wave, "name"));
}

static struct json_object *count_systems(const struct plan_view *view, const char *name)
{
	struct json_object *list = json_member(view->document, "systems");
	struct json_object *counts = json_object_new_object();

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (text_equal(json_string(row, "department"), name))
			count(counts, json_string(row, "disposition"), 1);
	}
	return counts;
}

struct json_object *plan_sum_department(const struct plan_view *view, const char *name)
{
	struct json_object *rows =
		json_member(json_member(view->document, "forecast"), "departments");
	AUTO_JSON struct json_object *sum = new_sum("department", name);
	struct json_object *systems = count_systems(view, name);

	json_set(sum, "systems", systems);
	walk(view, "department", name, add_own, sum);
	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);

		if (text_equal(json_string(row, "name"), name))
			json_set(sum, "forecast", json_object_get(row));
	}
	if (json_object_object_length(systems) == 0 && json_integer(sum, "moves", 0) == 0)
		return NULL;
	json_set_boolean(sum, "binds", binds(view, "window quota", name));
	return mem_take(&sum);
}

/* --- why then --- */

/* What both moves need: a sentence of it with two names, or NULL. */
static const char *shared(
	struct json_object *move, struct json_object *other, const char **name)
{
	struct json_object *target = json_member(move, "target");
	struct json_object *others = json_member(other, "target");

	*name = json_string(move, "link");
	if (text_equal(*name, json_string(other, "link")))
		return N_("%s has ended then, and both use link %s.");
	*name = json_string(json_member(move, "source"), "host");
	if (text_equal(*name, json_string(json_member(other, "source"), "host")))
		return N_("%s has ended then, and both leave hypervisor %s.");
	*name = json_string(target, "host");
	if (text_equal(*name, json_string(others, "host")))
		return N_("%s has ended then, and both go to hypervisor %s.");
	return NULL;
}

/* A move that ends as this one starts, and has something in common with it. */
static char *why_after(const struct plan_view *view, struct json_object *move, int64_t start)
{
	struct json_object *waves = json_member(view->document, "waves");

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *moves =
			json_member(json_object_array_get_idx(waves, i), "moves");

		for (size_t j = 0; j < json_length(moves); j++) {
			struct json_object *other = json_object_array_get_idx(moves, j);
			const char *name, *sentence = NULL;

			if (plan_second(plan_estimate(view, other), "end") == start)
				sentence = shared(move, other, &name);
			if (!sentence)
				continue;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			return mem_format(_(sentence), json_string(other, "name"), name);
#pragma GCC diagnostic pop
		}
	}
	return NULL;
}

char *plan_why_then(
	const struct plan_view *view, struct json_object *move, struct json_object *wave)
{
	int64_t start = plan_second(plan_estimate(view, move), "start");
	char *why;

	if (start < 0)
		return NULL;
	if (start <= plan_second(view->document, "from"))
		return mem_string(_("nothing moves before."));
	if (start == plan_second(json_member(wave, "window"), "from"))
		return mem_string(_("its window opens then."));
	why = why_after(view, move, start);
	if (!why && (start + view->ahead * 60) % 86400 == 0)
		return mem_string(
			_("before that day its windows, its quota or its links had no "
			  "room for all of its group."));
	return why;
}
