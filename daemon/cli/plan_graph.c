/*
 * Which systems are tied to which, as SVG: each group of several systems, or of a tie that was
 * left out, is a card with its systems on a circle.
 */
#include "base/memory.h"
#include "base/text.h"
#include "cli/markup.h"
#include "cli/plan_show.h"
#include <stdio.h>
#include <stdlib.h>

#define WIDTH   1180 /* pixels, as all below */
#define TOP     84
#define MARGIN  16
#define NAME    210 /* room for a name beside its system */
#define HEAD    40  /* of a card */
#define SYSTEM  7   /* radius */
#define QUARTER 16  /* steps of a quarter of the circle */
#define CIRCLE  (4 * QUARTER)
#define THICK   7 /* a line, at most */

static const char style[] =
	"<style>\n"
	"text { font-family: \"Noto Sans CJK SC\", \"Source Han Sans SC\", \"Microsoft "
	"YaHei\", sans-serif; font-size: 11px; fill: #1d2733; }\n"
	".title { font-size: 18px; font-weight: bold; }\n"
	".name { font-weight: bold; }\n"
	".faint { fill: #66727f; font-size: 10px; }\n"
	".right { text-anchor: end; }\n"
	".middle { text-anchor: middle; paint-order: stroke; stroke: #f8fafc; stroke-width: 3; "
	"}\n"
	".card { fill: #f8fafc; stroke: #d9dfe5; }\n"
	".system { fill: #2f6fb3; stroke: #ffffff; stroke-width: 2; }\n"
	".other { fill: #ffffff; stroke: #8a94a0; stroke-dasharray: 2 2; }\n"
	".seen { stroke: #7fa8d6; }\n"
	".firm { stroke: #1d2733; }\n"
	".cut { stroke: #c0392b; stroke-dasharray: 5 4; }\n"
	"</style>\n"
	"<defs><marker id=\"to\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"9\" "
	"markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path "
	"fill=\"#44556a\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n";

struct card {
	struct json_object *group; /* borrowed */
	struct json_object *names; /* of its systems, then of those that it was not tied to */
	size_t own;                /* how many are its systems */
	int64_t x, y, width, height, radius;
};

struct graph {
	struct text *svg;
	struct card *card;
	size_t count;
	int64_t height, heaviest; /* of all; of the ties */
};

/* --- on a circle --- */

/* 1024 times the sine, of so many 64ths of the circle: drawn alike on every machine. */
static int64_t sine(size_t step)
{
	static const int16_t quarter[QUARTER + 1] = {0, 100, 200, 297, 392, 483, 569, 650, 724,
		792, 851, 903, 946, 980, 1004, 1019, 1024};
	size_t at = step % (2 * QUARTER);
	int64_t value = quarter[at <= QUARTER ? at : 2 * QUARTER - at];

	return step % CIRCLE < 2 * QUARTER ? value : -value;
}

struct point {
	int64_t x, y;
	bool left; /* of the centre */
};

/* The places of a card's systems; of many, those after a circle's on one within it. */
static struct point point_of(const struct card *card, size_t index)
{
	size_t count = json_length(card->names), ring = index / CIRCLE;
	size_t in_ring = count - ring * CIRCLE < CIRCLE ? count - ring * CIRCLE : CIRCLE;
	size_t step = (index % CIRCLE) * CIRCLE / in_ring + QUARTER;
	int64_t radius = card->radius * 4 / (4 + (int64_t)ring);
	struct point point = {
		card->x + card->width / 2, card->y + HEAD + SYSTEM + card->radius, false};
	int64_t across = sine(step + QUARTER) * radius / 1024;

	point.x += across;
	point.y -= sine(step) * radius / 1024;
	point.left = across < 0;
	return point;
}

static size_t index_of(const struct card *card, const char *name)
{
	size_t index = 0;

	while (index < json_length(card->names) &&
		!text_equal(
			json_object_get_string(json_object_array_get_idx(card->names, index)),
			name))
		index++;
	return index;
}

/* --- cards --- */

static void add_name(struct card *card, const char *name)
{
	if (name && index_of(card, name) == json_length(card->names))
		json_object_array_add(card->names, json_object_new_string(name));
}

static void measure(struct card *card)
{
	int64_t count = (int64_t)json_length(card->names);

	card->radius = count < 3 ? 60 : 40 + count * 9;
	card->radius = card->radius > 300 ? 300 : card->radius;
	card->width = 2 * (card->radius + NAME);
	card->height = 2 * card->radius + HEAD + 4 * SYSTEM;
}

static void note_weights(struct graph *graph, struct json_object *ties)
{
	for (size_t i = 0; i < json_length(ties); i++) {
		int64_t weight = json_integer(json_object_array_get_idx(ties, i), "weight", 0);

		graph->heaviest = weight > graph->heaviest ? weight : graph->heaviest;
	}
}

static void add_card(struct graph *graph, struct json_object *group)
{
	struct json_object *cuts = json_member(group, "cuts");
	struct json_object *systems = json_member(group, "systems");
	struct card *card;

	graph->card = mem_grow(graph->card, graph->count, sizeof(*graph->card));
	card = &graph->card[graph->count++];
	card->group = group;
	card->names = json_object_new_array();
	for (size_t i = 0; i < json_length(systems); i++)
		add_name(card, json_object_get_string(json_object_array_get_idx(systems, i)));
	card->own = json_length(card->names);
	for (size_t i = 0; i < json_length(cuts); i++) {
		add_name(card, json_string(json_object_array_get_idx(cuts, i), "from"));
		add_name(card, json_string(json_object_array_get_idx(cuts, i), "to"));
	}
	note_weights(graph, json_member(group, "ties"));
	note_weights(graph, cuts);
	measure(card);
}

/* In rows, from the left. */
static void place_cards(struct graph *graph)
{
	int64_t x = MARGIN, y = TOP, row = 0;

	for (size_t i = 0; i < graph->count; i++) {
		struct card *card = &graph->card[i];

		if (x > MARGIN && x + card->width > WIDTH - MARGIN) {
			x = MARGIN;
			y += row + MARGIN;
			row = 0;
		}
		card->x = x;
		card->y = y;
		x += card->width + MARGIN;
		row = card->height > row ? card->height : row;
	}
	graph->height = y + row + MARGIN;
}

/* --- drawing --- */

static void draw_text(const struct graph *graph, int64_t x, int64_t y, const char *class,
	const char *text, size_t columns)
{
	AUTO_FREE char *shown = cli_fit(text, columns);

	text_format(graph->svg, "<text x=\"%lld\" y=\"%lld\" class=\"%s\">", (long long)x,
		(long long)y, class);
	markup_escape(graph->svg, shown);
	text_add(graph->svg, "</text>\n");
}

/* What is told of a tie when the pointer rests on it: the command that changes it, too. */
static char *title_of(struct json_object *tie, bool cut)
{
	const char *from = json_string(tie, "from"), *to = json_string(tie, "to");

	return mem_format(_("%s -> %s: %s To change it: banyun plan %s %s %s --reason=..."),
		from, to, cli_said(tie, "why"), cut ? "join" : "cut", from, to);
}

static void draw_tie(
	const struct graph *graph, const struct card *card, struct json_object *tie, bool cut)
{
	struct point from = point_of(card, index_of(card, json_string(tie, "from")));
	struct point to = point_of(card, index_of(card, json_string(tie, "to")));
	int64_t weight = json_integer(tie, "weight", 0);
	int64_t thick = graph->heaviest > 0 ? 1 + weight * (THICK - 1) / graph->heaviest : 2;
	AUTO_FREE char *title = title_of(tie, cut);
	AUTO_FREE char *label = mem_format("%lld · %lld%%", (long long)weight,
		(long long)json_integer(tie, "confidence_permille", 0) / 10);

	text_format(graph->svg,
		"<path class=\"%s\" stroke-width=\"%lld\"%s d=\"M%lld %lldL%lld %lld\"><title>",
		cut      ? "cut"
		: weight ? "seen"
			 : "firm",
		(long long)thick, weight ? " marker-end=\"url(#to)\"" : "", (long long)from.x,
		(long long)from.y,
		(long long)(to.x + (from.x - to.x) * SYSTEM / (2 * card->radius)),
		(long long)(to.y + (from.y - to.y) * SYSTEM / (2 * card->radius)));
	markup_escape(graph->svg, title);
	text_add(graph->svg, "</title></path>\n");
	if (weight > 0)
		draw_text(graph, (from.x + to.x) / 2, (from.y + to.y) / 2 - 4, "faint middle",
			label, 24);
}

static void draw_ties(const struct graph *graph, const struct card *card, const char *member)
{
	struct json_object *ties = json_member(card->group, member);

	for (size_t i = 0; i < json_length(ties); i++)
		draw_tie(graph, card, json_object_array_get_idx(ties, i),
			text_equal(member, "cuts"));
}

static void draw_system(const struct graph *graph, const struct card *card, size_t index)
{
	const char *name =
		json_object_get_string(json_object_array_get_idx(card->names, index));
	struct point point = point_of(card, index);

	text_format(graph->svg, "<circle class=\"%s\" cx=\"%lld\" cy=\"%lld\" r=\"%d\"/>\n",
		index < card->own ? "system" : "other", (long long)point.x, (long long)point.y,
		SYSTEM);
	draw_text(graph, point.x + (point.left ? -SYSTEM - 5 : SYSTEM + 5), point.y + 4,
		point.left ? "right" : "", name, NAME / 7);
}

static void draw_card(const struct graph *graph, const struct card *card)
{
	const char *wave = json_string(card->group, "wave");
	AUTO_FREE char *where = wave ? mem_format(_("wave %s"), wave)
				     : mem_string(cli_said(card->group, "why"));

	text_format(graph->svg,
		"<rect class=\"card\" x=\"%lld\" y=\"%lld\" width=\"%lld\" height=\"%lld\" "
		"rx=\"6\"/>\n",
		(long long)card->x, (long long)card->y, (long long)card->width,
		(long long)card->height);
	draw_text(graph, card->x + 10, card->y + 18, "name", json_string(card->group, "name"),
		(size_t)card->width / 8);
	draw_text(graph, card->x + 10, card->y + 33, "faint", where, (size_t)card->width / 8);
	draw_ties(graph, card, "cuts");
	draw_ties(graph, card, "ties");
	for (size_t i = 0; i < json_length(card->names); i++)
		draw_system(graph, card, i);
}

static void draw_head(const struct graph *graph, const struct plan_view *view)
{
	char plan[13];
	AUTO_FREE char *title = mem_format(_("Plan %s: which systems move together"),
		cli_short(json_string(view->answer, "plan"), plan));

	text_format(graph->svg,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%lld\" "
		"viewBox=\"0 0 %d %lld\">\n<title>",
		WIDTH, (long long)graph->height, WIDTH, (long long)graph->height);
	markup_escape(graph->svg, title);
	text_format(graph->svg,
		"</title>\n%s<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n",
		style);
	draw_text(graph, MARGIN, 28, "title", title, 120);
	draw_text(graph, MARGIN, 50, "faint",
		graph->count > 0
			? _("An arrow goes from who calls to who is called; its label is the "
			    "connections that were seen and how sure that is. Black: a machine "
			    "in common, or joined by a person. Red: seen, and left out.")
			: _("No system is tied to another one: each moves by itself."),
		240);
}

static void draw_hubs(const struct graph *graph, const struct plan_view *view)
{
	struct json_object *hubs = json_member(view->document, "hubs");
	struct text line = {0};
	AUTO_FREE char *text = NULL;

	if (json_length(hubs) == 0)
		return;
	text_format(&line, _("Hubs, which tie nobody:"));
	for (size_t i = 0; i < json_length(hubs); i++) {
		struct json_object *hub = json_object_array_get_idx(hubs, i);

		text_format(&line, " %s:%d (%d)", json_string(hub, "name"),
			(int)json_integer(hub, "port", 0),
			(int)json_integer(hub, "systems", 0));
	}
	text = text_take(&line);
	draw_text(graph, MARGIN, 68, "faint", text, 200);
}

void plan_draw_groups(struct text *svg, const struct plan_view *view)
{
	struct json_object *groups = json_member(view->document, "groups");
	struct graph graph = {.svg = svg};

	for (size_t i = 0; i < json_length(groups); i++) {
		struct json_object *group = json_object_array_get_idx(groups, i);

		if (json_length(json_member(group, "systems")) > 1 ||
			json_length(json_member(group, "cuts")) > 0)
			add_card(&graph, group);
	}
	place_cards(&graph);
	draw_head(&graph, view);
	draw_hubs(&graph, view);
	for (size_t i = 0; i < graph.count; i++) {
		draw_card(&graph, &graph.card[i]);
		json_object_put(graph.card[i].names);
	}
	free(graph.card);
	text_add(svg, "</svg>\n");
}
