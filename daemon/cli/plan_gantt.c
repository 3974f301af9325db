/* The moves of a plan as bars over time, on a terminal. */
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/pager.h"
#include "cli/plan_show.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY   86400LL
#define LABEL 28 /* columns of a lane's name, at most */
#define LEAST 10 /* columns of the bars */

/* How a state is drawn where there is no colour, and where there is one. */
static const struct {
	const char *mark, *colour, *name;
} states[BAR_STATES] = {
	[BAR_PLANNED] = {" ", "34", N_("planned")},
	[BAR_APPROVED] = {"+", "32", N_("approved")},
	[BAR_RUNNING] = {">", "33", N_("running")},
	[BAR_DONE] = {"=", "90", N_("done")},
	[BAR_STUCK] = {"!", "31", N_("held, gone back or not begun")},
};

/* What is drawn: so many columns of the lanes' time, behind the names. */
struct chart {
	const struct plan_lanes *lanes;
	size_t label;
	int64_t width, now; /* of `now` the column; -1: it is outside */
	bool coloured;
};

static int64_t column_of(const struct chart *chart, int64_t second)
{
	const struct plan_lanes *lanes = chart->lanes;

	second = second < lanes->from ? lanes->from : second > lanes->to ? lanes->to : second;
	return (second - lanes->from) * chart->width / (lanes->to - lanes->from);
}

static int64_t second_of(const struct chart *chart, int64_t column)
{
	const struct plan_lanes *lanes = chart->lanes;

	return lanes->from + column * (lanes->to - lanes->from) / chart->width;
}

/* All of what the column stands for is of days on which nothing moves. */
static bool is_frozen(const struct chart *chart, int64_t column)
{
	int64_t from = second_of(chart, column), to = second_of(chart, column + 1);

	for (int64_t day = from; day < to; day += DAY)
		if (!plan_frozen(chart->lanes->view, day))
			return false;
	return plan_frozen(chart->lanes->view, to - 1) != NULL;
}

/* --- the dates --- */

static void print_dates(const struct chart *chart)
{
	const struct plan_lanes *lanes = chart->lanes;
	int64_t step = plan_date_step(lanes->to - lanes->from, chart->width, 12), at = 0;

	printf("%*s", (int)chart->label + 3, "");
	for (int64_t second = lanes->from; second < lanes->to; second += step) {
		int64_t column = column_of(chart, second);
		char text[PLAN_TIME];

		plan_date(second, step, text);
		if (column < at || column + (int64_t)strlen(text) > chart->width)
			continue;
		printf("%*s%s", (int)(column - at), "", text);
		at = column + (int64_t)strlen(text);
	}
	putchar('\n');
}

/* --- the bars --- */

static bool covers(const struct chart *chart, int64_t column, int64_t from, int64_t to)
{
	int64_t first = column_of(chart, from), last = column_of(chart, to);

	return from >= 0 && to >= 0 && column >= first && (column < last || column == first);
}

static bool in_window(const struct chart *chart, const struct plan_bar *bar, int64_t column)
{
	return bar->to >= chart->lanes->from && bar->from <= chart->lanes->to &&
	       covers(chart, column, bar->from, bar->to);
}

static const struct plan_bar *bar_at(
	const struct chart *chart, const struct plan_lane *lane, int64_t column)
{
	for (size_t i = 0; i < lane->bars; i++)
		if (covers(chart, column, lane->bar[i].start, lane->bar[i].end))
			return &lane->bar[i];
	return NULL;
}

/* What there is where nothing of the lane moves. */
static const char *ground_at(
	const struct chart *chart, const struct plan_lane *lane, int64_t column)
{
	if (column == chart->now)
		return "│";
	if (is_frozen(chart, column))
		return "×";
	for (size_t i = 0; i < lane->bars; i++)
		if (in_window(chart, &lane->bar[i], column))
			return "░";
	for (size_t i = 0; i < lane->bars; i++)
		if (covers(chart, column, lane->bar[i].end,
			    lane->bar[i].end + chart->lanes->trial) &&
			chart->lanes->trial > 0)
			return "-";
	return "·";
}

static void print_cell(const struct chart *chart, const struct plan_lane *lane, int64_t column)
{
	const struct plan_bar *bar = bar_at(chart, lane, column);

	if (bar && chart->coloured)
		printf("\033[%sm█\033[0m", states[plan_bar_state(bar)].colour);
	else
		fputs(bar ? "█" : ground_at(chart, lane, column), stdout);
}

/* The mark of a lane: of the state that all its bars have, else of one that is under way. */
static const char *mark_of(const struct plan_lane *lane)
{
	struct plan_bar sum = {0};

	for (size_t i = 0; i < lane->bars; i++)
		for (size_t state = 0; state < BAR_STATES; state++)
			sum.count[state] += lane->bar[i].count[state];
	return states[plan_bar_state(&sum)].mark;
}

static void print_lane(const struct chart *chart, const struct plan_lane *lane)
{
	const char *whole = lane->name ? lane->name : _("(in none)");
	AUTO_FREE char *name = cli_fit(whole, chart->label);
	AUTO_FREE char *tame = text_tame(name);
	int pad = (int)chart->label - (int)text_width(tame);

	printf("%s%*s %s ", tame, pad > 0 ? pad : 0, "", mark_of(lane));
	for (int64_t column = 0; column < chart->width; column++)
		print_cell(chart, lane, column);
	putchar('\n');
}

/* --- the whole --- */

static size_t label_width(const struct plan_lanes *lanes, unsigned width)
{
	size_t widest = 0, most = width / 3 < LABEL ? width / 3 : LABEL;

	for (size_t i = 0; i < lanes->count; i++) {
		const char *name = lanes->lane[i].name;
		size_t one = text_width(name ? name : _("(in none)"));

		widest = one > widest ? one : widest;
	}
	return widest > most ? most : widest;
}

static void print_legend(const struct chart *chart)
{
	char zone[16];

	printf(_("█ moves, ░ a window of theirs, × frozen days, - trial, │ now; times of "
		 "UTC%s\n"),
		plan_zone(chart->lanes->view, zone));
	for (size_t state = BAR_APPROVED; state < BAR_STATES; state++)
		printf("%s%s %s", state > BAR_APPROVED ? ", " : "", states[state].mark,
			_(states[state].name));
	putchar('\n');
}

void plan_show_gantt(const struct plan_lanes *lanes, unsigned width)
{
	struct chart chart = {.lanes = lanes, .label = label_width(lanes, width), .now = -1};
	int64_t now = clock_wall() / CLOCK_SECOND + lanes->view->ahead * 60;

	if (lanes->count == 0) {
		plan_show_schedule(lanes->view);
		return;
	}
	chart.width = (int64_t)width - (int64_t)chart.label - 3;
	chart.width = chart.width < LEAST ? LEAST : chart.width;
	if (now >= lanes->from && now < lanes->to)
		chart.now = column_of(&chart, now);
	chart.coloured = pager_is_terminal() && !getenv("NO_COLOR");
	print_dates(&chart);
	for (size_t i = 0; i < lanes->count; i++)
		print_lane(&chart, &lanes->lane[i]);
	print_legend(&chart);
}
