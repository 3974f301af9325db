/* When a plan ends, what holds it back, and what it makes of the milestones. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/plan_show.h"
#include <stdio.h>

/* The caller frees. */
static char *binding(struct json_object *binds)
{
	static const char *const kinds[][2] = {
		{"link", N_("link %s")},
		{"window", N_("the windows of %s")},
		{"host", N_("how many moves %s may have at once")},
		{"quota", N_("the quota of %s")},
		{"group", N_("the group %s, which moves as one")},
	};
	const char *kind = json_string(binds, "kind"), *name = json_string(binds, "name");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (text_equal(kind, kinds[i][0])) {
			struct text text = {0};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			text_format(&text, _(kinds[i][1]), name && *name ? name : _("all"));
#pragma GCC diagnostic pop
			return text_take(&text);
		}
	return NULL;
}

/* What stands in the way of a plan without a wave. */
static void show_nothing(const struct plan_view *view)
{
	puts(_("Nothing moves by this plan."));
	if (json_length(json_member(view->document, "left_out")) > 0)
		plan_show_reasons(view);
	else
		puts(_("No machine was found that is not on the cloud already; `banyun "
		       "inventory "
		       "show` lists what was found."));
}

void plan_show_schedule(const struct plan_view *view)
{
	struct json_object *schedule = json_member(view->document, "schedule");
	AUTO_FREE char *binds = binding(json_member(schedule, "binds"));
	int64_t gap = json_integer(schedule, "gap_permille", 0);
	unsigned long unplaced = (unsigned long)json_integer(schedule, "unplaced", 0);
	char finish[PLAN_TIME], bound[PLAN_TIME];

	if (json_length(json_member(view->document, "waves")) == 0) {
		show_nothing(view);
		return;
	}
	if (!schedule)
		return;
	printf(_("The last move ends by %s; no plan ends before %s (a gap of %lld.%lld%%)."),
		plan_time(view, schedule, "finish", finish),
		plan_time(view, schedule, "bound", bound), (long long)(gap / 10),
		(long long)(gap % 10));
	if (binds)
		printf(_(" What binds: %s."), binds);
	putchar('\n');
	if (unplaced > 0)
		printf(ngettext("%d group found no place in it.\n",
			       "%d groups found no place in it.\n", unplaced),
			(int)unplaced);
}

/* --- milestones --- */

static void show_milestone(const struct plan_view *view, struct json_object *row)
{
	char by[PLAN_TIME], reached[PLAN_TIME];
	int percent = (int)json_integer(row, "percent", 0);
	int64_t late = json_integer(row, "late_days", 0);

	plan_local(view, plan_second(row, "by") - 1, by);
	plan_time(view, row, "reached", reached);
	if (json_boolean(row, "already", false))
		printf(_("  %d%% by %.10s: reached already\n"), percent, by);
	else if (json_string(row, "reached") && late > 0)
		printf(ngettext("  %d%% by %.10s: reached on %.10s, %d day late\n",
			       "  %d%% by %.10s: reached on %.10s, %d days late\n",
			       (unsigned long)late),
			percent, by, reached, (int)late);
	else if (json_string(row, "reached"))
		printf(_("  %d%% by %.10s: reached on %.10s\n"), percent, by, reached);
	else if (json_integer(row, "short", 0) > 0)
		printf(_("  %d%% by %.10s: not reached by this plan, %d short\n"), percent, by,
			(int)json_integer(row, "short", 0));
	else
		printf(_("  %d%% by %.10s: nothing to count\n"), percent, by);
}

static void show_milestones(const struct plan_view *view, struct json_object *forecast)
{
	struct json_object *list = json_member(forecast, "milestones");
	const char *formula = json_string(forecast, "formula");

	if (json_length(list) > 0)
		printf(_("Milestones (formula %s):\n"), formula);
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (text_equal(json_string(row, "formula"), formula))
			show_milestone(view, row);
	}
}

static void show_change(struct json_object *row)
{
	struct json_object *list = json_member(row, "milestones");
	int days = (int)json_integer(row, "end_days", 0);

	printf("  %s:", cli_said(row, "change"));
	if (days > 0)
		printf(ngettext(" the end %d day earlier", " the end %d days earlier",
			       (unsigned long)days),
			days);
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		int percent = (int)json_integer(one, "percent", 0);

		fputs(i || days > 0 ? "; " : " ", stdout);
		if (json_member(one, "days"))
			printf(ngettext("%d%% is reached %d day earlier",
				       "%d%% is reached %d days earlier",
				       (unsigned long)json_integer(one, "days", 0)),
				percent, (int)json_integer(one, "days", 0));
		else
			printf(_("%d%% is reached at all"), percent);
	}
	putchar('\n');
}

void plan_show_help(const struct plan_view *view)
{
	struct json_object *help = json_member(json_member(view->document, "forecast"), "help");

	if (json_length(help) > 0)
		puts(_("What would help, the cheapest first:"));
	for (size_t i = 0; i < json_length(help); i++)
		show_change(json_object_array_get_idx(help, i));
}

void plan_show_outlook(const struct plan_view *view)
{
	show_milestones(view, json_member(view->document, "forecast"));
	plan_show_help(view);
}

/* --- dispositions --- */

void plan_show_dispositions(const struct plan_view *view)
{
	AUTO_JSON struct json_object *counts = json_object_new_object();
	struct json_object *list = json_member(view->document, "systems");
	const char *between = " ";

	for (size_t i = 0; i < json_length(list); i++) {
		const char *what =
			json_string(json_object_array_get_idx(list, i), "disposition");

		if (what)
			json_set_integer(counts, what, json_integer(counts, what, 0) + 1);
	}
	if (json_length(list) == 0)
		return;
	printf(ngettext("%d system:", "%d systems:", json_length(list)),
		(int)json_length(list));
	json_object_object_foreach (counts, name, count) {
		printf("%s%s %d", between, plan_word(name), json_object_get_int(count));
		between = ", ";
	}
	putchar('\n');
}
