#include "base/memory.h"
#include "base/text.h"
#include "cli/map.h"
#include "cli/markup.h"
#include <string.h>

#define ADMIN_LANE   46 /* from the top of the extranet: where links of a domain end */
#define PUBLIC_LANE  96
#define OUTSIDE_LANE 70 /* of a link that is in neither domain */
#define OUTSIDE_STEP 12
#define CLOUD_WIDTH  220

static const char style[] =
	"<style>\n"
	"text { font-family: \"Noto Sans CJK SC\", \"Source Han Sans SC\", \"Microsoft "
	"YaHei\", "
	"\"WenQuanYi Zen Hei\", sans-serif; font-size: 11px; fill: #1d2733; }\n"
	".title { font-size: 22px; font-weight: bold; }\n"
	".big { font-size: 15px; font-weight: bold; }\n"
	".name { font-size: 13px; font-weight: bold; }\n"
	".faint { fill: #66727f; font-size: 10px; }\n"
	".right { text-anchor: end; }\n"
	".middle { text-anchor: middle; }\n"
	".card { fill: #ffffff; stroke: #b9c4cf; }\n"
	".head { fill: #eaf0f7; }\n"
	".county { fill: #efeaf7; }\n"
	".other { fill: #f1f2f3; }\n"
	".band { fill: #f4f7fb; stroke: #93a5b8; }\n"
	".cloud { fill: #ffffff; stroke: #2f6fb3; stroke-width: 2; }\n"
	".link, .peer { fill: none; stroke-linecap: round; stroke-linejoin: round; }\n"
	".peer { opacity: 0.55; }\n"
	".undeclared { stroke-dasharray: 5 4; }\n"
	".box { fill: none; stroke: #c0392b; stroke-dasharray: 4 3; }\n"
	"</style>\n";

/* --- words and colours --- */

static const char *colour_of(const char *domain)
{
	static const char *const table[][2] = {
		{"admin_service_domain", "#2f6fb3"},
		{"public_service_domain", "#2b9a66"},
		{"egov_intranet", "#7a52a8"},
		{"internet", "#d9822b"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(domain, table[i][0]))
			return table[i][1];
	return "#8a97a5";
}

/* Twice as wide is a hundred times the rate; tenths of a pixel. */
static int width_of(int64_t rate)
{
	int tenths = 12;

	for (; rate >= 10000000; rate /= 10)
		tenths += 13;
	return tenths;
}

/* A rate as both languages call it: "1 Gbit/s 千兆". */
static char *rate_text(int64_t rate)
{
	static const struct {
		int64_t rate;
		const char *name;
	} names[] = {{100000000, " 百兆"}, {1000000000, " 千兆"}, {10000000000, " 万兆"}};
	char text[48];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (rate == names[i].rate)
			return mem_format("%s%s", cli_rate(rate, text), names[i].name);
	return mem_string(rate > 0 ? cli_rate(rate, text) : _("rate unknown"));
}

/* --- text that fits --- */

/* The whole of what was cut is told when the pointer rests on it. */
static void add_text(
	struct text *svg, int x, int y, const char *class, const char *text, size_t columns)
{
	AUTO_FREE char *shown = cli_fit(text, columns);

	text_format(svg, "<text x=\"%d\" y=\"%d\" class=\"%s\">", x, y, class);
	if (!text_equal(shown, text)) {
		text_add(svg, "<title>");
		markup_escape(svg, text);
		text_add(svg, "</title>");
	}
	markup_escape(svg, shown);
	text_add(svg, "</text>\n");
}

/* --- the extranet --- */

static int end_of(const struct map *map, struct json_object *link, bool above)
{
	const char *domain = json_string(link, "domain");

	if (text_equal(domain, "admin_service_domain"))
		return map->band + ADMIN_LANE;
	if (text_equal(domain, "public_service_domain"))
		return map->band + PUBLIC_LANE;
	return above ? map->band : map->band + MAP_BAND;
}

static void add_stroke(struct text *svg, struct json_object *link)
{
	int tenths = width_of(json_integer(link, "nominal", 0));
	bool declared = json_boolean(link, "declared", true);

	text_format(svg, " stroke=\"%s\" stroke-width=\"%d.%d\"",
		declared ? colour_of(json_string(link, "domain")) : "#c0392b", tenths / 10,
		tenths % 10);
}

static void add_domain(
	struct text *svg, const struct map *map, int lane, const char *domain, const char *name)
{
	int y = map->band + lane;

	text_format(svg,
		"<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" "
		"stroke-width=\"10\" stroke-linecap=\"round\" opacity=\"0.35\"/>\n",
		MAP_MARGIN + 16, y, map->width - MAP_MARGIN - 16, y, colour_of(domain));
	add_text(svg, MAP_MARGIN + 22, y - 9, "faint", name, 60);
}

static void add_cloud(struct text *svg, const struct map *map)
{
	struct json_object *cloud = json_member(map->chart, "cloud");
	/*
	 * Between two gutters, where no link ends, and beside the title over the first column.
	 */
	int column = map->columns > 1 ? (int)map->columns / 2 : 1;
	int middle = MAP_MARGIN + column * (MAP_CARD + map->gutter) + MAP_CARD / 2;
	int x = middle - CLOUD_WIDTH / 2, y = map->band + 22;
	AUTO_FREE char *counts = mem_format(_("hosts %d · machines %d"),
		(int)json_integer(cloud, "hosts", 0), (int)json_integer(cloud, "machines", 0));

	text_format(svg,
		"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"26\" "
		"class=\"cloud\"/>\n",
		x, y, CLOUD_WIDTH, MAP_BAND - 44);
	add_text(svg, middle, y + 38, "big middle", _("Government cloud"), 30);
	add_text(svg, middle, y + 60, "middle", counts, 34);
}

static int outside_end(const struct map *map, unsigned index)
{
	int y = end_of(map, map->outside[index].facts, true);

	return y == map->band ? map->band + OUTSIDE_LANE : y;
}

/* Those that end at one lane lie below each other. */
static int outside_y(const struct map *map, unsigned index)
{
	int y = outside_end(map, index), below = 0;

	for (unsigned i = 0; i < index; i++)
		below += outside_end(map, i) == y;
	return y + OUTSIDE_STEP * below;
}

/* Links of the hub itself, on the right. */
static void add_outside(struct text *svg, const struct map *map)
{
	for (unsigned i = 0; i < map->outside_count && i < 4; i++) {
		const struct map_row *row = &map->outside[i];
		AUTO_FREE char *rate = rate_text(json_integer(row->facts, "nominal", 0));
		AUTO_FREE char *label =
			mem_format("%s · %s", row->other ? row->other : "?", rate);
		int y = outside_y(map, i), x = map->width - MAP_MARGIN;

		text_format(svg, "<path d=\"M%d %dH%d\" class=\"link\"", x - 16, y, x + 20);
		add_stroke(svg, row->facts);
		text_add(svg, "/>\n");
		add_text(svg, x - 22, y - 9, "faint right", label, 50);
	}
}

static void add_band(struct text *svg, const struct map *map)
{
	AUTO_FREE char *title = map->hub ? mem_format("%s · %s", _("Extranet"), map->hub)
					 : mem_string(_("Extranet"));

	text_format(svg,
		"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"10\" "
		"class=\"band\"/>\n",
		MAP_MARGIN, map->band, map->width - 2 * MAP_MARGIN, MAP_BAND);
	add_domain(svg, map, ADMIN_LANE, "admin_service_domain",
		_("administrative service domain"));
	add_domain(svg, map, PUBLIC_LANE, "public_service_domain", _("public service domain"));
	add_outside(svg, map);
	add_text(svg, MAP_MARGIN + 16, map->band + 20, "big", title, 80);
}

/* --- links --- */

static int row_y(const struct map_card *card, unsigned row)
{
	return card->y + MAP_HEAD + MAP_ROW * (int)row + 4;
}

static void add_link(struct text *svg, const struct map *map, const struct map_card *card,
	unsigned row, int lane)
{
	struct json_object *link = card->rows[row].facts;
	int x = card->x + MAP_CARD + MAP_GAP + MAP_LANE * lane, y = row_y(card, row);
	int end = end_of(map, link, card->above);

	text_format(svg, "<path d=\"M%d %dH%dV%d\" class=\"link%s\"", card->x + MAP_CARD, y, x,
		end, json_boolean(link, "declared", true) ? "" : " undeclared");
	add_stroke(svg, link);
	text_format(svg, "/>\n<circle cx=\"%d\" cy=\"%d\" r=\"3.5\" fill=\"%s\"/>\n", x, end,
		json_boolean(link, "declared", true) ? colour_of(json_string(link, "domain"))
						     : "#c0392b");
}

static void add_peer(
	struct text *svg, const struct map *map, const struct map_card *card, unsigned row)
{
	const struct map_card *other = &map->cards[card->rows[row].peer];
	int x = card->x + MAP_CARD / 2, y = card->y + card->height / 2;
	int to_x = other->x + MAP_CARD / 2, to_y = other->y + other->height / 2;

	text_format(svg, "<path d=\"M%d %dQ%d %d %d %d\" class=\"peer%s\"", x, y,
		(x + to_x) / 2 + (y - to_y) / 5, (y + to_y) / 2 + (to_x - x) / 5, to_x, to_y,
		json_boolean(card->rows[row].facts, "declared", true) ? "" : " undeclared");
	add_stroke(svg, card->rows[row].facts);
	text_add(svg, "/>\n");
}

/* The nearest row to the extranet takes the innermost lane. */
static void add_links(struct text *svg, const struct map *map, const struct map_card *card)
{
	int lane = card->first_lane;

	for (unsigned i = 0; i < card->row_count; i++) {
		unsigned row = card->above ? card->row_count - 1 - i : i;

		if (card->rows[row].kind == MAP_LINK)
			add_link(svg, map, card, row, lane++);
		else if (card->rows[row].peer >= 0)
			add_peer(svg, map, card, row);
	}
}

/* --- cards --- */

static void add_mark(struct text *svg, int x, int y, const char *colour, bool whole)
{
	text_format(svg,
		"<rect x=\"%d\" y=\"%d\" width=\"8\" height=\"8\" rx=\"2\" fill=\"%s\" "
		"stroke=\"%s\"/>\n",
		x, y - 8, whole ? colour : "none", colour);
}

static void add_sample(struct text *svg, int x, int y, struct json_object *link)
{
	text_format(svg, "<path d=\"M%d %dH%d\" class=\"link%s\"", x, y - 4, x + 14,
		json_boolean(link, "declared", true) ? "" : " undeclared");
	add_stroke(svg, link);
	text_add(svg, "/>\n");
}

static void add_link_row(struct text *svg, int x, int y, const struct map_row *row)
{
	AUTO_FREE char *rate = rate_text(json_integer(row->facts, "nominal", 0));

	add_sample(svg, x + 9, y, row->facts);
	add_text(svg, x + 30, y, "", row->other ? row->other : json_string(row->facts, "name"),
		17);
	add_text(svg, x + MAP_CARD - 8, y, "right", rate, 18);
}

static int count_of(struct json_object *facts, const char *list)
{
	AUTO_FREE char *left_out = mem_format("%s_left_out", list);

	return (int)((int64_t)json_length(json_member(facts, list)) +
		     json_integer(facts, left_out, 0));
}

/* "h 3 · vm 12 · gw 10.0.0.1" */
static char *members_text(struct json_object *prefix)
{
	struct json_object *gateways = json_member(prefix, "gateways");

	if (!json_boolean(prefix, "found", false))
		return mem_string(_("declared"));
	if (json_length(gateways) > 0)
		return mem_format("%d+%d → %s", count_of(prefix, "hosts"),
			count_of(prefix, "machines"),
			json_object_get_string(json_object_array_get_idx(gateways, 0)));
	return mem_format("%d+%d", count_of(prefix, "hosts"), count_of(prefix, "machines"));
}

static void add_box(struct text *svg, int x, int y)
{
	text_format(svg,
		"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" class=\"box\"/>\n",
		x + 5, y - 12, MAP_CARD - 10, MAP_ROW - 1);
}

static void add_overlap(struct text *svg, int x, int y)
{
	text_format(svg, "<path d=\"M%d %dl5 -9l5 9z\" fill=\"#e6a817\" stroke=\"#b37e00\"/>\n",
		x, y);
}

static void add_prefix_row(struct text *svg, int x, int y, const struct map_row *row)
{
	struct json_object *domains = json_member(row->facts, "domains");
	bool found = json_boolean(row->facts, "found", false);
	AUTO_FREE char *members = members_text(row->facts);

	if (found && !json_member(row->facts, "networks"))
		add_box(svg, x, y);
	add_mark(svg, x + 10, y,
		colour_of(json_object_get_string(
			domains ? json_object_array_get_idx(domains, 0) : NULL)),
		found);
	add_text(svg, x + 24, y, "", json_string(row->facts, "prefix"), 18);
	if (json_boolean(row->facts, "overlaps", false))
		add_overlap(svg, x - 5, y);
	add_text(svg, x + MAP_CARD - 8, y, "faint right", members, 20);
}

/* Its card says already whose it is. */
static const char *own_name(const char *name, const char *department)
{
	size_t size = strlen(department);

	return text_starts(name, department) && name[size] ? name + size : name;
}

static char *exit_text(struct json_object *exit)
{
	int64_t nominal = json_integer(exit, "nominal", 0);
	const char *operator= json_string(exit, "operator");
	AUTO_FREE char *rate = rate_text(nominal);

	if (!json_boolean(exit, "declared", true))
		return mem_string(text_equal(json_string(exit, "leads_to"), "internet")
					  ? _("undeclared")
					  : _("unknown"));
	return mem_format("%s%s%s", nominal > 0 ? rate : "",
		nominal > 0 && operator? " " : "", operator? operator: "");
}

static void add_exit_row(
	struct text *svg, int x, int y, const struct map_row *row, const char *department)
{
	const char *leads_to = json_string(row->facts, "leads_to");
	AUTO_FREE char *text = exit_text(row->facts);

	if (!json_boolean(row->facts, "declared", true) && text_equal(leads_to, "internet"))
		add_box(svg, x, y);
	text_format(svg, "<path d=\"M%d %dh7v-3l5 5l-5 5v-3h-7z\" fill=\"%s\"/>\n", x + 9,
		y - 6, colour_of(leads_to));
	add_text(svg, x + 26, y, "", own_name(json_string(row->facts, "name"), department), 17);
	add_text(svg, x + MAP_CARD - 8, y, "faint right", text, 22);
}

/* Two plugs and the wire between them; one that nobody knows is hollow. */
static void add_wire(struct text *svg, int x, int y, bool known)
{
	text_format(svg,
		"<path d=\"M%d %dh12\" class=\"link\" stroke=\"#66727f\"/>\n"
		"<circle cx=\"%d\" cy=\"%d\" r=\"2.5\" fill=\"#66727f\"/>\n"
		"<circle cx=\"%d\" cy=\"%d\" r=\"2.5\" fill=\"%s\" stroke=\"#66727f\"/>\n",
		x + 9, y - 4, x + 9, y - 4, x + 21, y - 4, known ? "#66727f" : "#ffffff");
}

static void add_wire_row(struct text *svg, int x, int y, const struct map_row *row)
{
	AUTO_FREE char *end = mem_format(
		"%s %s", json_string(row->facts, "host"), json_string(row->facts, "device"));

	add_wire(svg, x, y, json_boolean(row->facts, "known", false));
	add_text(svg, x + 30, y, "", json_string(row->facts, "to"), 17);
	add_text(svg, x + MAP_CARD - 8, y, "faint right", end, 20);
}

static void add_row(
	struct text *svg, int x, int y, const struct map_row *row, const char *department)
{
	switch (row->kind) {
	case MAP_LINK:
	case MAP_PEER:
		add_link_row(svg, x, y, row);
		break;
	case MAP_PREFIX:
		add_prefix_row(svg, x, y, row);
		break;
	case MAP_EXIT:
		add_exit_row(svg, x, y, row, department);
		break;
	case MAP_WIRE:
		add_wire_row(svg, x, y, row);
		break;
	case MAP_BELOW:
		add_text(svg, x + 10, y, "", row->text, 36);
		break;
	case MAP_MORE:
		add_text(svg, x + 24, y, "faint", row->text, 34);
		break;
	}
}

static const char *head_of(const char *level)
{
	return text_equal(level, "city")     ? "head"
	       : text_equal(level, "county") ? "county"
					     : "other";
}

static void add_card(struct text *svg, const struct map_card *card)
{
	struct json_object *facts = card->department;
	AUTO_FREE char *counts = mem_format(_("systems %d · hosts %d · machines %d"),
		(int)json_integer(facts, "systems", 0), (int)json_integer(facts, "hosts", 0),
		(int)json_integer(facts, "machines", 0));

	text_format(svg,
		"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" class=\"card\"/>\n"
		"<path d=\"M%d %dv-14a6 6 0 0 1 6 -6h%da6 6 0 0 1 6 6v14z\" class=\"%s\"/>\n",
		card->x, card->y, MAP_CARD, card->height, card->x + 1, card->y + 21,
		MAP_CARD - 14, head_of(json_string(facts, "level")));
	add_text(svg, card->x + 9, card->y + 16, "name", json_string(facts, "name"), 32);
	add_text(svg, card->x + 9, card->y + 35, "faint", counts, 44);
	for (unsigned i = 0; i < card->row_count; i++)
		add_row(svg, card->x, row_y(card, i) + 4, &card->rows[i],
			json_string(facts, "name"));
}

/* --- the legend --- */

static void add_legend_line(struct text *svg, int x, int y, int64_t rate, bool declared)
{
	AUTO_JSON struct json_object *link = json_object_new_object();
	AUTO_FREE char *text = rate_text(rate);

	json_set_integer(link, "nominal", rate);
	json_set_boolean(link, "declared", declared);
	add_sample(svg, x, y, link);
	add_text(svg, x + 24, y, "", declared ? text : _("undeclared"), 24);
}

static void add_legend(struct text *svg, const struct map *map)
{
	int x = MAP_MARGIN, y = map->height - 62;

	add_legend_line(svg, x, y, 100000000, true);
	add_legend_line(svg, x + 160, y, 1000000000, true);
	add_legend_line(svg, x + 320, y, 10000000000, true);
	add_legend_line(svg, x + 480, y, 100000000, false);
	add_mark(svg, x, y + 22, colour_of("admin_service_domain"), true);
	add_text(svg, x + 14, y + 22, "", _("administrative service domain"), 40);
	add_mark(svg, x + 210, y + 22, colour_of("public_service_domain"), true);
	add_text(svg, x + 224, y + 22, "", _("public service domain"), 40);
	add_mark(svg, x + 380, y + 22, colour_of(NULL), true);
	add_text(svg, x + 394, y + 22, "", _("network, found"), 30);
	add_mark(svg, x + 500, y + 22, colour_of(NULL), false);
	add_text(svg, x + 514, y + 22, "", _("only declared"), 30);
	add_overlap(svg, x + 620, y + 22);
	add_text(svg, x + 636, y + 22, "", _("addresses that others use too"), 40);
	add_wire(svg, x + 801, y + 22, true);
	add_text(svg, x + 830, y + 22, "", _("wire (LLDP)"), 24);
	add_text(svg, x, y + 44, "faint",
		_("In a network: hosts + machines → gateway. An arrow is a way to the "
		  "Internet, a grey one a way that leads nobody knows where."),
		160);
}

static void add_head(struct text *svg, const struct map *map)
{
	char digest[13];
	AUTO_FREE char *made = mem_format(_("Snapshot %s of %s"),
		cli_short(json_string(map->chart, "digest"), digest),
		json_string(map->chart, "made"));

	text_format(svg,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		"viewBox=\"0 0 %d %d\">\n<title>",
		map->width, map->height, map->width, map->height);
	markup_escape(svg, _("Map of the networks"));
	text_format(svg, "</title>\n%s<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n",
		style, map->width, map->height);
	add_text(svg, MAP_MARGIN, MAP_MARGIN + 22, "title", _("Map of the networks"), 80);
	add_text(svg, MAP_MARGIN, MAP_MARGIN + 42, "faint", made, 120);
}

void map_draw(struct text *svg, const struct map *map)
{
	text_add(svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	add_head(svg, map);
	add_band(svg, map);
	for (unsigned i = 0; i < map->count; i++)
		add_links(svg, map, &map->cards[i]);
	add_cloud(svg, map);
	for (unsigned i = 0; i < map->count; i++)
		add_card(svg, &map->cards[i]);
	add_legend(svg, map);
	text_add(svg, "</svg>\n");
}
