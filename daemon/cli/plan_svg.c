/* The moves of a plan as bars over time, as SVG. */
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/markup.h"
#include "cli/plan_show.h"
#include <stdio.h>
#include <stdlib.h>

#define DAY    86400LL
#define LEFT   230 /* pixels, as all below */
#define AREA   900
#define TOP    132
#define STRIP  40 /* what is used of all links, above the lanes */
#define BOTTOM 44
#define SEEN   3  /* the least of a bar */
#define MANY   60 /* lanes, of which each is as low as can be read */

static const char style[] =
	"<style>\n"
	"text { font-family: \"Noto Sans CJK SC\", \"Source Han Sans SC\", \"Microsoft "
	"YaHei\", sans-serif; font-size: 11px; fill: #1d2733; }\n"
	".title { font-size: 18px; font-weight: bold; }\n"
	".faint { fill: #66727f; }\n"
	".low { font-size: 9px; }\n"
	".right { text-anchor: end; }\n"
	".weekend { fill: #f1f2f4; }\n"
	".freeze { fill: #f3d3d0; }\n"
	".grid { stroke: #d9dfe5; }\n"
	".now { stroke: #c0392b; stroke-width: 1.5; stroke-dasharray: 4 3; }\n"
	".window { fill: #cfe0f3; }\n"
	".trial { fill: none; stroke: #9aa7b4; stroke-dasharray: 2 2; }\n"
	".planned { fill: #2f6fb3; }\n"
	".approved { fill: #2b9a66; }\n"
	".running { fill: #e0a100; }\n"
	".done { fill: #8a94a0; }\n"
	".stuck { fill: #c0392b; }\n"
	".use { fill: #7fa8d6; }\n"
	".field { fill: none; stroke: #d9dfe5; }\n"
	"</style>\n";

static const char *const classes[BAR_STATES] = {[BAR_PLANNED] = "planned",
	[BAR_APPROVED] = "approved",
	[BAR_RUNNING] = "running",
	[BAR_DONE] = "done",
	[BAR_STUCK] = "stuck"};

struct drawing {
	struct text *svg;
	const struct plan_lanes *lanes;
	int64_t row, height; /* of a lane; of all of them */
	const char *small;   /* the class of the names */
};

/* --- pieces --- */

static void draw_text(struct text *svg, int64_t x, int64_t y, const char *class,
	const char *text, size_t columns)
{
	AUTO_FREE char *shown = cli_fit(text, columns);

	text_format(svg, "<text x=\"%lld\" y=\"%lld\" class=\"%s\">", (long long)x,
		(long long)y, class);
	markup_escape(svg, shown);
	text_add(svg, "</text>\n");
}

static void draw_box(struct text *svg, const char *class, int64_t x, int64_t y, int64_t width,
	int64_t height, const char *title)
{
	text_format(svg,
		"<rect class=\"%s\" x=\"%lld\" y=\"%lld\" width=\"%lld\" height=\"%lld\">",
		class, (long long)x, (long long)y, (long long)(width < 1 ? 1 : width),
		(long long)height);
	if (title) {
		text_add(svg, "<title>");
		markup_escape(svg, title);
		text_add(svg, "</title>");
	}
	text_add(svg, "</rect>\n");
}

static void draw_line(const struct drawing *drawing, const char *class, int64_t x)
{
	text_format(drawing->svg, "<path class=\"%s\" d=\"M%lld %dv%lld\"/>\n", class,
		(long long)x, TOP - STRIP - 20, (long long)(drawing->height + STRIP + 20));
}

static int64_t place(const struct drawing *drawing, int64_t second)
{
	const struct plan_lanes *lanes = drawing->lanes;

	second = second < lanes->from ? lanes->from : second > lanes->to ? lanes->to : second;
	return LEFT + (second - lanes->from) * AREA / (lanes->to - lanes->from);
}

/* --- days --- */

/* 1970-01-01 was a Thursday. */
static bool is_weekend(int64_t second)
{
	int64_t day = (second / DAY + 4) % 7;

	return day == 0 || day == 6;
}

static void draw_day(const struct drawing *drawing, int64_t day)
{
	const char *frozen = plan_frozen(drawing->lanes->view, day);
	int64_t x = place(drawing, day), next = place(drawing, day + DAY);

	if (next <= x || (!frozen && !is_weekend(day)))
		return;
	draw_box(drawing->svg, frozen ? "freeze" : "weekend", x, TOP - STRIP - 6, next - x,
		drawing->height + STRIP + 6, frozen);
}

static void draw_dates(const struct drawing *drawing)
{
	const struct plan_lanes *lanes = drawing->lanes;
	int64_t step = plan_date_step(lanes->to - lanes->from, AREA, 76);

	for (int64_t second = lanes->from; second < lanes->to; second += step) {
		char text[PLAN_TIME];

		draw_line(drawing, "grid", place(drawing, second));
		draw_text(drawing->svg, place(drawing, second) + 2, TOP - STRIP - 12, "faint",
			plan_date(second, step, text), 11);
	}
}

static void draw_now(const struct drawing *drawing)
{
	const struct plan_lanes *lanes = drawing->lanes;
	int64_t now = clock_wall() / CLOCK_SECOND + lanes->view->ahead * 60;

	if (now < lanes->from || now >= lanes->to)
		return;
	draw_line(drawing, "now", place(drawing, now));
	draw_text(
		drawing->svg, place(drawing, now) + 3, TOP - STRIP + 6, "faint", _("now"), 12);
}

/* --- what is used of links --- */

/* Columns of one pixel, as high as their share of `most`. */
static void draw_use(const struct drawing *drawing, const struct plan_lane *lane, int64_t most,
	int64_t y, int64_t height)
{
	AUTO_FREE int64_t *use = plan_lanes_use(drawing->lanes, lane, AREA);
	struct text *svg = drawing->svg;

	text_add(svg, "<path class=\"use\" d=\"");
	for (int64_t x = 0; x < AREA; x++) {
		int64_t last = x, high = most > 0 ? use[x] * height / most : 0;

		while (last + 1 < AREA && use[last + 1] == use[x])
			last++;
		high = high > height ? height : high;
		if (use[x] > 0)
			text_format(svg, "M%lld %lldv-%lldh%lldv%lldz", (long long)(LEFT + x),
				(long long)(y + height), (long long)(high < 1 ? 1 : high),
				(long long)(last - x + 1), (long long)(high < 1 ? 1 : high));
		x = last;
	}
	text_add(svg, "\"/>\n");
}

/* All links together, above the lanes. */
static void draw_strip(const struct drawing *drawing)
{
	AUTO_FREE int64_t *use = plan_lanes_use(drawing->lanes, NULL, AREA);
	AUTO_FREE char *title = NULL;
	int64_t most = 0;
	char rate[48];

	for (int64_t x = 0; x < AREA; x++)
		most = use[x] > most ? use[x] : most;
	title = mem_format(_("all links: at most %s"), cli_rate(most, rate));
	draw_text(drawing->svg, 16, TOP - STRIP / 2 - 2, "faint", title, 34);
	draw_use(drawing, NULL, most, TOP - STRIP - 4, STRIP);
}

/* --- bars --- */

/* What is told when the pointer rests on a bar; the caller frees. */
static char *title_of(const struct plan_view *view, const struct plan_bar *bar)
{
	char start[PLAN_TIME], end[PLAN_TIME], bytes[48];
	AUTO_FREE char *moves =
		mem_format(ngettext("%lu move", "%lu moves", (unsigned long)bar->moves),
			(unsigned long)bar->moves);
	int64_t ahead = view->ahead * 60;

	return mem_format(_("%s: %s, %s, %s – %s"), bar->wave, moves,
		cli_bytes(bar->bytes, bytes), plan_local(view, bar->start - ahead, start),
		plan_local(view, bar->end - ahead, end));
}

static void draw_window(const struct drawing *drawing, const struct plan_bar *bar, int64_t y)
{
	const struct plan_lanes *lanes = drawing->lanes;
	int64_t x = place(drawing, bar->from);

	if (bar->to < lanes->from || bar->from > lanes->to || bar->from < 0)
		return;
	draw_box(drawing->svg, "window", x, y + 2, place(drawing, bar->to) - x,
		drawing->row - 4, NULL);
}

static void draw_trial(const struct drawing *drawing, const struct plan_bar *bar, int64_t y)
{
	int64_t end = place(drawing, bar->end), trial = drawing->lanes->trial;

	if (bar->start >= 0 && trial > 0)
		draw_box(drawing->svg, "trial", end, y + 5,
			place(drawing, bar->end + trial) - end, drawing->row - 10, NULL);
}

/* Short ones are seen, too. */
static void draw_bar(
	const struct drawing *drawing, const struct plan_bar *bar, int64_t y, int64_t height)
{
	AUTO_FREE char *title = title_of(drawing->lanes->view, bar);
	int64_t x = place(drawing, bar->start), width = place(drawing, bar->end) - x;

	if (bar->start >= 0)
		draw_box(drawing->svg, classes[plan_bar_state(bar)], x, y,
			width < SEEN ? SEEN : width, height, title);
}

/* What of the link is used at each time, above a line of the moves that use it. */
static void draw_link(const struct drawing *drawing, const struct plan_lane *lane, int64_t y)
{
	draw_use(drawing, lane, lane->budget, y + 1, drawing->row - 7);
	for (size_t i = 0; i < lane->bars; i++)
		draw_bar(drawing, &lane->bar[i], y + drawing->row - 6, 4);
}

static void draw_moves(const struct drawing *drawing, const struct plan_lane *lane, int64_t y)
{
	for (size_t i = 0; i < lane->bars; i++)
		draw_trial(drawing, &lane->bar[i], y);
	for (size_t i = 0; i < lane->bars; i++)
		draw_bar(drawing, &lane->bar[i], y + 3, drawing->row - 6);
}

static void draw_lane(const struct drawing *drawing, const struct plan_lane *lane, int64_t y)
{
	draw_text(drawing->svg, 16, y + drawing->row / 2 + 4, drawing->small,
		lane->name ? lane->name : _("(in none)"), 32);
	for (size_t i = 0; i < lane->bars; i++)
		draw_window(drawing, &lane->bar[i], y);
	if (lane->budget > 0)
		draw_link(drawing, lane, y);
	else
		draw_moves(drawing, lane, y);
}

/* --- the whole --- */

static void draw_legend(const struct drawing *drawing, int64_t y)
{
	const char *const marks[][2] = {{"planned", _("planned")}, {"approved", _("approved")},
		{"running", _("running")}, {"done", _("done")},
		{"stuck", _("held, gone back or not begun")}, {"trial", _("trial")},
		{"window", _("window")}, {"weekend", _("weekend")},
		{"freeze", _("frozen days")}, {"use", _("use of links")}};
	int64_t x = 16;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		draw_box(drawing->svg, marks[i][0], x, y, 14, 10, NULL);
		draw_text(drawing->svg, x + 18, y + 9, "faint", marks[i][1], 40);
		x += 18 + (int64_t)text_width(marks[i][1]) * 6 + 22;
	}
}

static void draw_head(const struct drawing *drawing, int64_t height)
{
	const struct plan_view *view = drawing->lanes->view;
	struct text *svg = drawing->svg;
	char plan[13], zone[16];
	AUTO_FREE char *title = mem_format(_("Plan %s: its moves, in time of UTC%s"),
		cli_short(json_string(view->answer, "plan"), plan), plan_zone(view, zone));

	text_format(svg,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%lld\" "
		"viewBox=\"0 0 %d %lld\">\n<title>",
		LEFT + AREA + 20, (long long)height, LEFT + AREA + 20, (long long)height);
	markup_escape(svg, title);
	text_format(svg,
		"</title>\n%s<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n",
		style);
	draw_text(svg, 16, 28, "title", title, 120);
}

void plan_draw_gantt(struct text *svg, const struct plan_lanes *lanes, bool with_now)
{
	int64_t row = lanes->count > MANY ? 14 : 22, rows = (int64_t)lanes->count * row;
	struct drawing drawing = {svg, lanes, row, rows, row < 22 ? "low" : ""};

	draw_head(&drawing, TOP + rows + BOTTOM);
	if (lanes->count > 0) {
		for (int64_t day = lanes->from; day < lanes->to; day += DAY)
			draw_day(&drawing, day);
		draw_dates(&drawing);
		draw_strip(&drawing);
	}
	for (size_t i = 0; i < lanes->count; i++)
		draw_lane(&drawing, &lanes->lane[i], TOP + (int64_t)i * row);
	if (with_now)
		draw_now(&drawing);
	draw_legend(&drawing, TOP + rows + 16);
	text_add(svg, "</svg>\n");
}
