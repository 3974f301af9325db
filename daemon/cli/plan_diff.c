/* `banyun plan diff`: what one plan does otherwise than another. */
#include "cli/plan_diff.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/plan_view.h"
#include <stdio.h>

/* A difference: {"part", "name", "what", "from"?, "to"?, "why"?}. */
struct diff {
	const struct plan_view *old, *new;
	struct json_object *list;
};

static struct json_object *add(
	struct diff *diff, const char *part, const char *name, const char *what)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "part", part);
	json_set_string(row, "name", name);
	json_set_string(row, "what", what);
	json_object_array_add(diff->list, row);
	return row;
}

/* Times are shown to the minute; within one, nobody's plans are other ones. */
static bool is_of_one_minute(const char *from, const char *to)
{
	int64_t one, other;

	return from && to && clock_parse(from, &one) == 0 && clock_parse(to, &other) == 0 &&
	       one / CLOCK_SECOND / 60 == other / CLOCK_SECOND / 60;
}

static void compare(struct diff *diff, const char *part, const char *name, const char *what,
	const char *from, const char *to)
{
	struct json_object *row;

	if (text_equal(from, to) || is_of_one_minute(from, to))
		return;
	row = add(diff, part, name, what);
	json_set_string(row, "from", from);
	json_set_string(row, "to", to);
}

/* --- moves --- */

/* What of each move is compared, by its machine. */
static struct json_object *index_moves(const struct plan_view *view)
{
	struct json_object *index = json_object_new_object();
	struct json_object *waves = json_member(view->document, "waves");

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct json_object *moves = json_member(wave, "moves");

		for (size_t j = 0; j < json_length(moves); j++) {
			struct json_object *move = json_object_array_get_idx(moves, j);
			struct json_object *estimate = plan_estimate(view, move);
			struct json_object *row = json_object_new_object();

			json_set_string(row, "name", json_string(move, "name"));
			json_set_string(row, "wave", json_string(wave, "name"));
			json_set_string(
				row, "host", json_string(json_member(move, "target"), "host"));
			json_set_string(
				row, "pool", json_string(json_member(move, "target"), "pool"));
			json_set_string(row, "start", json_string(estimate, "start"));
			json_set_string(row, "end", json_string(estimate, "end"));
			json_set(index, json_string(move, "machine"), row);
		}
	}
	return index;
}

static const char *const of_move[] = {"wave", "host", "pool", "start", "end", NULL};
static const char *const of_system[] = {
	"disposition", "target", "rule", "group", "wave", "done", NULL};
static const char *const of_network[] = {"state", "domain", "rule", "by", NULL};

/* With why it is not in the newer plan, when that tells. */
static void tell_removed(struct diff *diff, const char *part, const char *id,
	struct json_object *old, const char *member)
{
	struct json_object *row = add(diff, part, json_string(old, "name"), "removed");

	json_set_string(row, "from", json_string(old, member));
	json_set_string(row, "why", json_string(plan_named(diff->new, "left_out", id), "why"));
}

static void compare_indexed(struct diff *diff, const char *part, struct json_object *before,
	struct json_object *after, const char *const *members)
{
	json_object_object_foreach (before, id, old) {
		struct json_object *new = json_member(after, id);
		const char *name = json_string(old, "name");

		if (!new)
			tell_removed(diff, part, id, old, members[0]);
		for (const char *const *member = members; new &&*member; member++)
			compare(diff, part, name, *member, json_string(old, *member),
				json_string(new, *member));
	}
	json_object_object_foreach (after, added, row) {
		if (!json_member(before, added))
			json_set_string(add(diff, part, json_string(row, "name"), "added"),
				"to", json_string(row, members[0]));
	}
}

/* What was added to the list since then gets why. */
static void tell_why(struct diff *diff, size_t since, const struct plan_whys *whys)
{
	AUTO_JSON struct json_object *machines = json_object_new_object(); /* by name */

	json_object_object_foreach (whys->after, uuid, move)
		json_set_string(machines, json_string(move, "name"), uuid);
	for (size_t i = since; i < json_length(diff->list); i++) {
		struct json_object *row = json_object_array_get_idx(diff->list, i);
		const char *machine = json_string(machines, json_string(row, "name"));
		AUTO_FREE char *why = NULL;

		if (!json_string(row, "from") || !json_string(row, "to") || !machine)
			continue;
		why = plan_why_moved(whys, machine);
		json_set_string(row, "why", why);
	}
}

static void compare_moves(struct diff *diff)
{
	AUTO_JSON struct json_object *before = index_moves(diff->old);
	AUTO_JSON struct json_object *after = index_moves(diff->new);
	AUTO_WHYS struct plan_whys whys = plan_whys_make(diff->old, diff->new, before, after);
	size_t since = json_length(diff->list);

	compare_indexed(diff, "move", before, after, of_move);
	tell_why(diff, since, &whys);
}

/* --- systems and networks --- */

/* "10.1.0.0/24 -> 10.9.0.0/28, 3fff::/64; ..."; the caller frees. */
static char *subnets_of(struct json_object *network)
{
	struct json_object *list = json_member(network, "subnets");
	struct text text = {0};

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		const char *to4 = json_string(row, "to4"), *to6 = json_string(row, "to6");

		text_format(&text, "%s%s -> %s%s%s", i ? "; " : "", json_string(row, "from"),
			to4 ? to4 : "", to4 && to6 ? ", " : "", to6 ? to6 : "");
	}
	return text_take(&text);
}

/* By id, with the id as its name; new prefixes are a member of their own. */
static struct json_object *index_part(const struct plan_view *view, const char *part)
{
	struct json_object *index = json_object_new_object();
	struct json_object *list = json_member(view->document, part);

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_copy(json_object_array_get_idx(list, i));
		AUTO_FREE char *prefixes = subnets_of(row);

		json_set_string(row, "name", json_string(row, "id"));
		json_set_string(row, "prefixes", prefixes);
		json_set(index, json_string(row, "id"), row);
	}
	return index;
}

static void compare_part(
	struct diff *diff, const char *list, const char *part, const char *const *members)
{
	static const char *const prefixes[] = {"prefixes", NULL};
	AUTO_JSON struct json_object *before = index_part(diff->old, list);
	AUTO_JSON struct json_object *after = index_part(diff->new, list);

	compare_indexed(diff, part, before, after, members);
	json_object_object_foreach (before, id, old) {
		struct json_object *new = json_member(after, id);

		if (new)
			compare(diff, part, id, prefixes[0], json_string(old, prefixes[0]),
				json_string(new, prefixes[0]));
	}
}

/* --- approvals, finish and milestones --- */

static const char *approver(const struct plan_view *view, const char *wave)
{
	struct json_object *state = plan_state(view, wave);

	return json_boolean(state, "approved", false)
		       ? json_string(json_member(state, "approval"), "approver")
		       : NULL;
}

static const char *dropped_why(const struct plan_view *view, const char *wave)
{
	return json_string(
		json_find(json_member(view->document, "dropped"), "wave", wave), "why");
}

/* An approval is kept where the wave is the same, byte for byte. */
static void compare_approvals(struct diff *diff)
{
	for (size_t i = 0; i < json_length(diff->old->states); i++) {
		struct json_object *old = json_object_array_get_idx(diff->old->states, i);
		const char *wave = json_string(old, "wave");
		struct json_object *new = plan_state(diff->new, wave);
		struct json_object *row;

		if (!approver(diff->old, wave))
			continue;
		if (new &&text_equal(json_string(new, "digest"), json_string(old, "digest"))) {
			if (!text_equal(json_string(diff->old->answer, "plan"),
				    json_string(diff->new->answer, "plan")))
				add(diff, "approval", wave, "kept");
			continue;
		}
		row = add(diff, "approval", wave, "dropped");
		json_set_string(row, "from", approver(diff->old, wave));
		json_set_string(row, "why", dropped_why(diff->new, wave));
	}
}

static struct json_object *find_milestone(
	const struct plan_view *view, struct json_object *like)
{
	struct json_object *list =
		json_member(json_member(view->document, "forecast"), "milestones");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (text_equal(json_string(row, "by"), json_string(like, "by")) &&
			text_equal(json_string(row, "formula"), json_string(like, "formula")) &&
			json_integer(row, "percent", 0) == json_integer(like, "percent", 0))
			return row;
	}
	return NULL;
}

static void compare_ends(struct diff *diff)
{
	struct json_object *forecast = json_member(diff->old->document, "forecast");
	struct json_object *list = json_member(forecast, "milestones");

	compare(diff, "schedule", "", "finish",
		json_string(json_member(diff->old->document, "schedule"), "finish"),
		json_string(json_member(diff->new->document, "schedule"), "finish"));
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		struct json_object *new = find_milestone(diff->new, row);
		AUTO_FREE char *name = mem_format("%d%%", (int)json_integer(row, "percent", 0));

		if (text_equal(json_string(row, "formula"), json_string(forecast, "formula")))
			compare(diff, "milestone", name, "reached", json_string(row, "reached"),
				json_string(new, "reached"));
	}
}

/* --- for people --- */

static const char *word_of(const char *word)
{
	static const char *const words[][2] = {
		{"move", N_("move")},
		{"system", N_("system")},
		{"network", N_("network")},
		{"approval", N_("approval")},
		{"schedule", N_("schedule")},
		{"milestone", N_("milestone")},
		{"added", N_("added")},
		{"removed", N_("removed")},
		{"kept", N_("kept")},
		{"dropped", N_("dropped")},
		{"wave", N_("wave")},
		{"pool", N_("pool")},
		{"start", N_("start")},
		{"end", N_("end")},
		{"disposition", N_("disposition")},
		{"target", N_("target")},
		{"rule", N_("rule")},
		{"group", N_("group")},
		{"done", N_("done")},
		{"state", N_("end state")},
		{"domain", N_("domain")},
		{"by", N_("date")},
		{"prefixes", N_("prefixes")},
		{"finish", N_("finish")},
		{"reached", N_("reached")},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_equal(word, words[i][0]))
			return _(words[i][1]);
	return plan_word(word);
}

/* A time as it is there, a word in the person's language, else as it is. */
static const char *value_of(const struct plan_view *view, struct json_object *row,
	const char *member, char out[PLAN_TIME])
{
	const char *text = json_string(row, member);

	if (text && plan_second(row, member) >= 0)
		return plan_time(view, row, member, out);
	return text ? plan_word(text) : "-";
}

/* When something starts and ends follows from all else, and is nearly always another. */
static bool is_time(struct json_object *row)
{
	const char *what = json_string(row, "what");

	return text_equal(what, "start") || text_equal(what, "end") || text_equal(what, "done");
}

/* How many moves start at another time, and how far from it. */
static void show_times(const struct diff *diff)
{
	int64_t earlier = 0, later = 0;
	unsigned long count = 0;
	char by_earlier[48], by_later[48];

	for (size_t i = 0; i < json_length(diff->list); i++) {
		struct json_object *row = json_object_array_get_idx(diff->list, i);
		int64_t by = plan_second(row, "to") - plan_second(row, "from");

		if (!text_equal(json_string(row, "what"), "start"))
			continue;
		count++;
		earlier = -by > earlier ? -by : earlier;
		later = by > later ? by : later;
	}
	if (count > 0)
		printf(ngettext("%lu move that stays starts at another time, up to %s earlier "
				"and up to %s later; --all lists it.\n",
			       "%lu moves that stay start at other times, up to %s earlier and "
			       "up to %s later; --all lists them.\n",
			       count),
			count, cli_seconds(earlier, by_earlier), cli_seconds(later, by_later));
}

static size_t count_shown(const struct diff *diff, bool all)
{
	size_t count = 0;

	for (size_t i = 0; i < json_length(diff->list); i++)
		count += all || !is_time(json_object_array_get_idx(diff->list, i));
	return count;
}

static void show_rows(const struct diff *diff, bool all)
{
	const struct cli_column columns[] = {{_("OF"), false}, {_("NAME"), false},
		{_("WHAT"), false}, {_("BEFORE"), false}, {_("AFTER"), false},
		{_("WHY"), false}};
	struct cli_table *table = cli_table_new(columns, 6);

	for (size_t i = 0; i < json_length(diff->list); i++) {
		struct json_object *row = json_object_array_get_idx(diff->list, i);
		char from[PLAN_TIME], to[PLAN_TIME];

		if (!all && is_time(row))
			continue;
		cli_table_row(table,
			(const char *const[]){word_of(json_string(row, "part")),
				json_string(row, "name"), word_of(json_string(row, "what")),
				value_of(diff->old, row, "from", from),
				value_of(diff->new, row, "to", to), cli_said(row, "why")});
	}
	cli_table_print(table);
}

int plan_diff_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *told = json_object_new_object();
	AUTO_PLAN struct plan_view old = {0}, new = {0};
	struct diff diff = {&old, &new, json_object_new_array()};
	bool all = cli_option(cli, "all") != NULL;

	json_set(told, "differences", diff.list);
	if (plan_view_load(&old, cli, cli->arguments[0], error) < 0 ||
		plan_view_load(&new, cli, cli->arguments[1], error) < 0)
		return -1;
	json_set_string(told, "from", json_string(old.answer, "plan"));
	json_set_string(told, "to", json_string(new.answer, "plan"));
	compare_ends(&diff);
	compare_approvals(&diff);
	compare_part(&diff, "systems", "system", of_system);
	compare_part(&diff, "networks", "network", of_network);
	compare_moves(&diff);
	if (cli_show_json(cli, told))
		return 0;
	if (count_shown(&diff, all) > 0)
		show_rows(&diff, all);
	if (!all)
		show_times(&diff);
	return 0;
}
