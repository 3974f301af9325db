/* The waves of a plan as bars over time: on a terminal, and as SVG. */
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/markup.h"
#include "cli/plan_show.h"
#include <stdio.h>
#include <string.h>

#define DAY    86400LL
#define LABEL  28 /* columns of a wave's name, at most */
#define LEAST  10 /* columns of the bars */
#define ROW    22 /* pixels, as all below */
#define LEFT   230
#define AREA   900
#define TOP    64
#define BOTTOM 40

/* From the first of what is drawn to the last, seconds of local time; whole days. */
struct span {
	const struct plan_view *view;
	int64_t from, to;
};

static int64_t local(const struct plan_view *view, int64_t second)
{
	return second + view->ahead * 60;
}

static int64_t begin_of(const struct plan_sum *sum)
{
	return sum->start >= 0 && (sum->from < 0 || sum->start < sum->from) ? sum->start
									    : sum->from;
}

static struct span span_of(const struct plan_view *view)
{
	struct json_object *waves = json_member(view->document, "waves");
	struct span span = {view, INT64_MAX, 0};

	for (size_t i = 0; i < json_length(waves); i++) {
		struct plan_sum sum = plan_sum(view, json_object_array_get_idx(waves, i));
		int64_t begin = begin_of(&sum), end = sum.end > sum.to ? sum.end : sum.to;

		if (begin >= 0 && local(view, begin) < span.from)
			span.from = local(view, begin);
		if (end >= 0 && local(view, end) > span.to)
			span.to = local(view, end);
	}
	if (span.from > span.to)
		span.from = span.to;
	span.from -= span.from % DAY;
	span.to += DAY - span.to % DAY;
	return span;
}

/* Where of `width` a second lies. */
static int64_t place(const struct span *span, int64_t second, int64_t width)
{
	int64_t at = local(span->view, second);

	at = at < span->from ? span->from : at > span->to ? span->to : at;
	return (at - span->from) * width / (span->to - span->from);
}

/* Days between two dates that are written, so that each has `room` of `width`. */
static int64_t step_of(const struct span *span, int64_t width, int64_t room)
{
	static const int64_t steps[] = {1, 2, 7, 14, 28, 91, 182, 364};
	int64_t days = (span->to - span->from) / DAY;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i] * width >= room * days)
			return steps[i];
	return days;
}

static void date_of(int64_t day, char out[CLOCK_TEXT])
{
	clock_format_second(day, out);
	out[10] = '\0';
}

/* --- on a terminal --- */

static size_t label_width(struct json_object *waves)
{
	size_t widest = 0;

	for (size_t i = 0; i < json_length(waves); i++) {
		size_t width =
			text_width(json_string(json_object_array_get_idx(waves, i), "name"));

		widest = width > widest ? width : widest;
	}
	return widest > LABEL ? LABEL : widest;
}

static void print_dates(const struct span *span, size_t label, int64_t width)
{
	int64_t step = step_of(span, width, 11), days = (span->to - span->from) / DAY;
	int64_t at = 0;

	printf("%*s", (int)label + 1, "");
	for (int64_t day = 0; day < days; day += step) {
		int64_t column = day * width / days;
		char date[CLOCK_TEXT];

		if (column < at || column + 10 > width)
			continue;
		date_of(span->from + day * DAY, date);
		printf("%*s%s", (int)(column - at), "", date);
		at = column + 10;
	}
	putchar('\n');
}

static bool within(int64_t column, int64_t from, int64_t to)
{
	return column >= from && (column < to || column == from);
}

static void print_bar(
	const struct span *span, const struct plan_sum *sum, size_t label, int64_t width)
{
	const char *whole = json_string(sum->wave, "name");
	AUTO_FREE char *name = cli_fit(whole, label + (text_width(whole) > label));
	AUTO_FREE char *tame = text_tame(name);
	int pad = (int)label - (int)text_width(tame);

	printf("%s%*s ", tame, pad > 0 ? pad : 0, "");
	for (int64_t column = 0; column < width; column++)
		if (sum->start >= 0 && within(column, place(span, sum->start, width),
					       place(span, sum->end, width)))
			fputs("█", stdout);
		else if (sum->to >= 0 && within(column, place(span, sum->from, width),
						 place(span, sum->to, width)))
			fputs("░", stdout);
		else
			fputs("·", stdout);
	putchar('\n');
}

void plan_show_gantt(const struct plan_view *view, unsigned width)
{
	struct json_object *waves = json_member(view->document, "waves");
	size_t label = label_width(waves);
	struct span span = span_of(view);
	int64_t area = (int64_t)width - (int64_t)label - 1;
	char zone[16];

	if (json_length(waves) == 0) {
		puts(_("Nothing moves by this plan."));
		return;
	}
	area = area < LEAST ? LEAST : area;
	print_dates(&span, label, area);
	for (size_t i = 0; i < json_length(waves); i++) {
		struct plan_sum sum = plan_sum(view, json_object_array_get_idx(waves, i));

		print_bar(&span, &sum, label, area);
	}
	printf(_("█ moves, ░ the window they lie in; days of UTC%s\n"), plan_zone(view, zone));
}

/* --- as SVG --- */

static const char style[] =
	"<style>\n"
	"text { font-family: \"Noto Sans CJK SC\", \"Source Han Sans SC\", \"Microsoft "
	"YaHei\", sans-serif; font-size: 11px; fill: #1d2733; }\n"
	".title { font-size: 18px; font-weight: bold; }\n"
	".faint { fill: #66727f; }\n"
	".weekend { fill: #f1f2f4; }\n"
	".grid { stroke: #d9dfe5; }\n"
	".window { fill: #cfe0f3; }\n"
	".moves { fill: #2f6fb3; }\n"
	".approved { fill: #2b9a66; }\n"
	"</style>\n";

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

/* 1970-01-01 was a Thursday. */
static bool is_weekend(int64_t second)
{
	int64_t day = (second / DAY + 4) % 7;

	return day == 0 || day == 6;
}

static void draw_days(struct text *svg, const struct span *span, int64_t height)
{
	int64_t days = (span->to - span->from) / DAY, step = step_of(span, AREA, 76);

	for (int64_t day = 0; day < days; day++) {
		int64_t x = LEFT + day * AREA / days;
		int64_t next = LEFT + (day + 1) * AREA / days;
		char date[CLOCK_TEXT];

		if (is_weekend(span->from + day * DAY) && next > x)
			draw_box(svg, "weekend", x, TOP, next - x, height, NULL);
		if (day % step)
			continue;
		date_of(span->from + day * DAY, date);
		text_format(svg, "<path class=\"grid\" d=\"M%lld %dv%lld\"/>\n", (long long)x,
			TOP - 4, (long long)height + 4);
		draw_text(svg, x + 2, TOP - 8, "faint", date, 10);
	}
}

/* What is told when the pointer rests on a bar; the caller frees. */
static char *title_of(const struct plan_view *view, const struct plan_sum *sum)
{
	char start[PLAN_TIME], end[PLAN_TIME], bytes[48];

	return mem_format(_("%s: %d moves, %s, %s – %s"), json_string(sum->wave, "name"),
		(int)sum->moves, cli_bytes(sum->bytes, bytes),
		plan_local(view, sum->start, start), plan_local(view, sum->end, end));
}

static void draw_bar(
	struct text *svg, const struct span *span, const struct plan_sum *sum, int64_t y)
{
	const char *name = json_string(sum->wave, "name");
	AUTO_FREE char *title = title_of(span->view, sum);
	bool approved = json_boolean(plan_state(span->view, name), "approved", false);

	draw_text(svg, 16, y + 15, "", name, 32);
	if (sum->to >= 0) {
		int64_t x = place(span, sum->from, AREA);

		draw_box(svg, "window", LEFT + x, y + 4, place(span, sum->to, AREA) - x,
			ROW - 8, NULL);
	}
	if (sum->start >= 0) {
		int64_t x = place(span, sum->start, AREA);

		draw_box(svg, approved ? "approved" : "moves", LEFT + x, y + 4,
			place(span, sum->end, AREA) - x, ROW - 8, title);
	}
}

static void draw_legend(struct text *svg, int64_t y)
{
	draw_box(svg, "moves", LEFT, y, 14, 10, NULL);
	draw_text(svg, LEFT + 20, y + 9, "faint", _("moves"), 30);
	draw_box(svg, "approved", LEFT + 120, y, 14, 10, NULL);
	draw_text(svg, LEFT + 140, y + 9, "faint", _("moves that are approved"), 40);
	draw_box(svg, "window", LEFT + 320, y, 14, 10, NULL);
	draw_text(svg, LEFT + 340, y + 9, "faint", _("the window they lie in"), 40);
	draw_box(svg, "weekend", LEFT + 500, y, 14, 10, NULL);
	draw_text(svg, LEFT + 520, y + 9, "faint", _("weekend"), 30);
}

static void draw_head(struct text *svg, const struct plan_view *view, int64_t height)
{
	char plan[13], zone[16];
	AUTO_FREE char *title = mem_format(_("Plan %s: the waves, in days of UTC%s"),
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

void plan_draw_gantt(struct text *svg, const struct plan_view *view)
{
	struct json_object *waves = json_member(view->document, "waves");
	int64_t rows = (int64_t)json_length(waves) * ROW;
	struct span span = span_of(view);

	draw_head(svg, view, TOP + rows + BOTTOM);
	if (rows > 0)
		draw_days(svg, &span, rows);
	for (size_t i = 0; i < json_length(waves); i++) {
		struct plan_sum sum = plan_sum(view, json_object_array_get_idx(waves, i));

		draw_bar(svg, &span, &sum, TOP + (int64_t)i * ROW);
	}
	draw_legend(svg, TOP + rows + 16);
	text_add(svg, "</svg>\n");
}
