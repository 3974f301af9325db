#include "cli/links_plot.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/markup.h"
#include "model/measurement.h"
#include <stdlib.h>

/* Pixels. */
#define WIDTH  760
#define PLOT   150 /* from one to the next */
#define LEFT   110 /* of the field, for the scale */
#define RIGHT  20
#define TOP    34 /* of the field within its plot, for the title */
#define FIELD  80 /* its height */
#define MARGIN 20

static const char style[] =
	"<style>\n"
	"text { font-family: \"Noto Sans CJK SC\", \"Microsoft YaHei\", sans-serif; "
	"font-size: 11px; fill: #1d2733; }\n"
	".name { font-size: 13px; font-weight: bold; }\n"
	".faint { fill: #66727f; font-size: 10px; }\n"
	".right { text-anchor: end; }\n"
	".field { fill: #f4f7fb; stroke: #b9c4cf; }\n"
	".up { stroke: #2f6fb3; fill: #2f6fb3; }\n"
	".down { stroke: #2b9a66; fill: #2b9a66; }\n"
	".line { fill: none; stroke-width: 1.5; }\n"
	".left { fill: none; stroke-dasharray: 3 3; }\n"
	".unsure { fill: #ffffff; }\n"
	".failed { stroke: #c0392b; stroke-width: 1.5; }\n"
	"</style>\n";

static const char *const directions[] = {"up", "down", NULL};

/* --- paths --- */

bool links_path_has(const struct links_path *path, struct json_object *entry)
{
	return text_equal(json_string(entry, "source"), path->source) &&
	       text_equal(json_string(entry, "target"), path->target) &&
	       json_integer(entry, "family", 0) == path->family;
}

static bool is_known(const struct links_path *paths, size_t count, struct json_object *entry)
{
	for (size_t i = 0; i < count; i++)
		if (links_path_has(&paths[i], entry))
			return true;
	return false;
}

struct links_path *links_paths(struct json_object *list, size_t *count)
{
	struct links_path *paths = NULL;

	*count = 0;
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		if (is_known(paths, *count, entry))
			continue;
		paths = mem_resize(paths, *count + 1, sizeof(*paths));
		paths[(*count)++] = (struct links_path){json_string(entry, "source"),
			json_string(entry, "target"), (int)json_integer(entry, "family", 0)};
	}
	return paths;
}

/* --- scales --- */

struct plot {
	struct text *svg;
	struct json_object *list;
	const struct links_path *path;
	int64_t from, to; /* of the first and the last of all */
	int64_t most;     /* bit/s that the field reaches up to */
	int top;          /* of the field */
};

static int64_t time_of(struct json_object *entry)
{
	const char *text = json_string(entry, "at");
	int64_t at = 0;

	if (text)
		clock_parse(text, &at);
	return at;
}

static int x_of(const struct plot *plot, struct json_object *entry)
{
	int64_t span = plot->to > plot->from ? plot->to - plot->from : 1;
	int64_t permille = (time_of(entry) - plot->from) / (span / 1000 + 1);

	return LEFT + (int)(permille * (WIDTH - LEFT - RIGHT) / 1000);
}

static int y_of(const struct plot *plot, int64_t rate)
{
	return plot->top + FIELD - (int)(rate / (plot->most / FIELD + 1));
}

static int64_t most_of(struct json_object *list, const struct links_path *path)
{
	int64_t most = 0;

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		for (int way = 0; directions[way] && links_path_has(path, entry); way++) {
			int64_t rate = json_integer(
				json_member(entry, directions[way]), "capacity", 0);

			most = rate > most ? rate : most;
		}
	}
	return most;
}

/* --- what is drawn --- */

static void add_text(struct plot *plot, const char *class, int x, int y, const char *words)
{
	text_format(plot->svg, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
	markup_escape(plot->svg, words);
	text_add(plot->svg, "</text>\n");
}

/* Of one direction, `member` of each measurement that has it. */
static void add_line(
	struct plot *plot, const char *class, const char *direction, const char *member)
{
	text_format(plot->svg, "<polyline class=\"%s %s\" points=\"", class, direction);
	for (size_t i = 0; i < json_length(plot->list); i++) {
		struct json_object *entry = json_object_array_get_idx(plot->list, i);
		struct json_object *one = json_member(entry, direction);

		if (one && links_path_has(plot->path, entry))
			text_format(plot->svg, "%d,%d ", x_of(plot, entry),
				y_of(plot, json_integer(one, member, 0)));
	}
	text_add(plot->svg, "\"/>\n");
}

/* Hollow where the answer is not settled, or only the least that the path carries. */
static void add_dot(struct plot *plot, struct json_object *entry, const char *direction)
{
	struct json_object *one = json_member(entry, direction);

	if (one)
		text_format(plot->svg, "<circle class=\"%s%s\" cx=\"%d\" cy=\"%d\" r=\"3\"/>\n",
			direction,
			text_equal(measurement_certainty(one), "settled") ? "" : " unsure",
			x_of(plot, entry), y_of(plot, json_integer(one, "capacity", 0)));
}

static void add_failure(struct plot *plot, struct json_object *entry)
{
	int x = x_of(plot, entry), y = plot->top + FIELD;

	if (!json_member(entry, "up") && !json_member(entry, "down"))
		text_format(plot->svg,
			"<path class=\"failed\" d=\"M%d,%d l6,-6 m0,6 l-6,-6\"/>\n", x - 3, y);
}

static void add_points(struct plot *plot)
{
	for (size_t i = 0; i < json_length(plot->list); i++) {
		struct json_object *entry = json_object_array_get_idx(plot->list, i);

		if (!links_path_has(plot->path, entry))
			continue;
		add_dot(plot, entry, "up");
		add_dot(plot, entry, "down");
		add_failure(plot, entry);
	}
}

static void add_field(struct plot *plot)
{
	AUTO_FREE char *title = mem_format(
		"%s → %s, IPv%d", plot->path->source, plot->path->target, plot->path->family);
	char most[48];

	add_text(plot, "name", LEFT, plot->top - 10, title);
	text_format(plot->svg,
		"<rect class=\"field\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", LEFT,
		plot->top, WIDTH - LEFT - RIGHT, FIELD);
	add_text(plot, "faint right", LEFT - 6, plot->top + 10, cli_rate(plot->most, most));
	add_text(plot, "faint right", LEFT - 6, plot->top + FIELD, "0");
}

static void add_times(struct plot *plot)
{
	size_t last = json_length(plot->list) - 1;
	int y = plot->top + FIELD + 14;

	add_text(plot, "faint", LEFT, y,
		json_string(json_object_array_get_idx(plot->list, 0), "at"));
	add_text(plot, "faint right", WIDTH - RIGHT, y,
		json_string(json_object_array_get_idx(plot->list, last), "at"));
}

static void add_plot(struct plot *plot)
{
	plot->most = most_of(plot->list, plot->path);
	add_field(plot);
	for (int way = 0; directions[way]; way++) {
		add_line(plot, "left", directions[way], "available");
		add_line(plot, "line", directions[way], "capacity");
	}
	add_points(plot);
	add_times(plot);
}

static void add_legend(struct plot *plot)
{
	add_text(plot, "name up", LEFT, MARGIN + 4, _("up"));
	add_text(plot, "name down", LEFT + 60, MARGIN + 4, _("down"));
	add_text(plot, "faint", LEFT + 130, MARGIN + 4,
		_("Dashed: left by others. Hollow: not settled. Cross: no result."));
}

void links_plot(struct text *svg, struct json_object *list)
{
	size_t count, last = json_length(list) ? json_length(list) - 1 : 0;
	AUTO_FREE struct links_path *paths = links_paths(list, &count);
	struct plot plot = {.svg = svg,
		.list = list,
		.from = time_of(json_object_array_get_idx(list, 0)),
		.to = time_of(json_object_array_get_idx(list, last))};
	int height = 2 * MARGIN + (int)count * PLOT;

	text_format(svg,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		"viewBox=\"0 0 %d %d\">\n%s<rect width=\"%d\" height=\"%d\" "
		"fill=\"#ffffff\"/>\n",
		WIDTH, height, WIDTH, height, style, WIDTH, height);
	add_legend(&plot);
	for (size_t i = 0; i < count; i++) {
		plot.path = &paths[i];
		plot.top = MARGIN + TOP + (int)i * PLOT;
		add_plot(&plot);
	}
	text_add(svg, "</svg>\n");
}
