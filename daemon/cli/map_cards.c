#include "base/memory.h"
#include "base/text.h"
#include "cli/map.h"
#include <stdlib.h>
#include <string.h>

#define NO_CARD   (-1) /* the hub, or nobody that is known */
#define MORE_ROOM 8

struct filling {
	struct map *map;
	struct json_object *names; /* department -> its facts */
	struct json_object *cards; /* department -> index of the card that it is on */
	struct json_object *below; /* card's department -> how many are folded into it */
	struct json_object *lines; /* card's department -> {rate: how many lines} within it */
	unsigned most;
};

/* --- rows --- */

static struct map_row *add_row(struct map_card *card, enum map_kind kind)
{
	if (card->row_count == card->room) {
		card->room += MORE_ROOM;
		card->rows = mem_resize(card->rows, card->room, sizeof(*card->rows));
	}
	card->rows[card->row_count] = (struct map_row){.kind = kind, .peer = NO_CARD};
	return &card->rows[card->row_count++];
}

/* The rest of a list that has more than the card may show; `text`, which is taken, says it. */
static void add_more(struct map_card *card, char *text)
{
	add_row(card, MAP_MORE)->text = text;
}

static size_t shown(const struct filling *filling, size_t count)
{
	return filling->most && count > filling->most ? filling->most : count;
}

/* --- which departments have a card --- */

static const char *parent_of(const struct filling *filling, const char *name)
{
	const char *parent = json_string(json_member(filling->names, name), "parent");

	return json_member(filling->names, parent ? parent : "") ? parent : NULL;
}

static int64_t children_of(struct json_object *children, const char *name)
{
	return json_integer(children, name, 0);
}

/* The one at the top that most departments belong to. */
static const char *find_hub(const struct filling *filling)
{
	AUTO_JSON struct json_object *children = json_object_new_object();
	struct json_object *list = json_member(filling->map->chart, "departments");
	const char *hub = NULL;

	for (size_t i = 0; i < json_length(list); i++) {
		const char *parent = json_string(json_object_array_get_idx(list, i), "parent");

		if (parent)
			json_set_integer(children, parent, children_of(children, parent) + 1);
	}
	for (size_t i = 0; i < json_length(list); i++) {
		const char *name = json_string(json_object_array_get_idx(list, i), "name");

		if (!parent_of(filling, name) && children_of(children, name) > 0 &&
			(!hub || children_of(children, name) > children_of(children, hub)))
			hub = name;
	}
	return hub;
}

static bool has_network(struct json_object *department)
{
	return json_length(json_member(department, "prefixes")) > 0 ||
	       json_length(json_member(department, "exits")) > 0 ||
	       json_integer(department, "hosts", 0) > 0;
}

/* Whose card it is on: its own, that of whom it belongs to, or none (NULL). */
static const char *card_of(const struct filling *filling, struct json_object *department)
{
	const char *name = json_string(department, "name"), *parent = parent_of(filling, name);

	if (has_network(department))
		return name;
	if (text_equal(name, filling->map->hub))
		return NULL;
	return parent && !text_equal(parent, filling->map->hub) && !text_equal(parent, name) &&
			       !text_equal(parent_of(filling, parent), name)
		       ? parent
		       : name;
}

static void add_card(struct filling *filling, struct json_object *department)
{
	struct map *map = filling->map;

	json_set_integer(filling->cards, json_string(department, "name"), map->count);
	map->cards[map->count++] = (struct map_card){.department = department};
}

/* First those with a card of their own, then those that are folded into one. */
static void deal_cards(struct filling *filling)
{
	struct json_object *list = json_member(filling->map->chart, "departments");

	filling->map->cards = mem_array(json_length(list), sizeof(*filling->map->cards));
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (text_equal(card_of(filling, one), json_string(one, "name")))
			add_card(filling, one);
	}
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		const char *name = json_string(one, "name"), *card = card_of(filling, one);
		int64_t index = card ? json_integer(filling->cards, card, NO_CARD) : NO_CARD;

		if (!card || text_equal(card, name))
			continue;
		if (index == NO_CARD) {
			add_card(filling, one);
			continue;
		}
		json_set_integer(filling->cards, name, index);
		json_set_integer(
			filling->below, card, json_integer(filling->below, card, 0) + 1);
	}
}

/* --- links --- */

static int card_index(const struct filling *filling, const char *name)
{
	return name ? (int)json_integer(filling->cards, name, NO_CARD) : NO_CARD;
}

static void add_link(
	struct map_card *card, struct json_object *link, const char *other, int peer)
{
	struct map_row *row = add_row(card, peer == NO_CARD ? MAP_LINK : MAP_PEER);

	row->facts = link;
	row->other = other;
	row->peer = peer;
}

static void count_within(struct filling *filling, int card, struct json_object *link)
{
	const char *name = json_string(filling->map->cards[card].department, "name");
	struct json_object *rates = json_member(filling->lines, name);
	char rate[48];

	if (!rates)
		json_set(filling->lines, name, rates = json_object_new_object());
	cli_rate(json_integer(link, "nominal", 0), rate);
	json_set_integer(rates, rate, json_integer(rates, rate, 0) + 1);
}

static void add_outside(struct map *map, struct json_object *link)
{
	const char *from = json_string(link, "from"), *to = json_string(link, "to");

	map->outside = mem_resize(map->outside, map->outside_count + 1, sizeof(*map->outside));
	map->outside[map->outside_count++] = (struct map_row){.kind = MAP_LINK,
		.facts = link,
		.other = to && !text_equal(to, map->hub) ? to : from,
		.peer = NO_CARD};
}

static void take_link(struct filling *filling, struct json_object *link)
{
	struct map *map = filling->map;
	const char *from = json_string(link, "from"), *to = json_string(link, "to");
	int one = card_index(filling, from), other = card_index(filling, to);

	if (one == NO_CARD && other == NO_CARD && !from && !to)
		one = card_index(filling, json_string(link, "department"));
	if (one == NO_CARD && other == NO_CARD)
		add_outside(map, link);
	else if (one == other)
		count_within(filling, one, link);
	else if (one == NO_CARD)
		add_link(&map->cards[other], link, from, NO_CARD);
	else if (other == NO_CARD)
		add_link(&map->cards[one], link, to, NO_CARD);
	else {
		add_link(&map->cards[one], link, to, other);
		add_link(&map->cards[other], link, from, NO_CARD);
		map->cards[other].rows[map->cards[other].row_count - 1].kind = MAP_PEER;
	}
}

/* --- the rest of a card --- */

static void add_rates(struct text *text, struct json_object *rates)
{
	if (!rates)
		return;
	json_object_object_foreach (rates, rate, lines)
		text_format(text, ", %d × %s", (int)json_object_get_int64(lines), rate);
}

static void add_below(const struct filling *filling, struct map_card *card)
{
	const char *name = json_string(card->department, "name");
	struct json_object *rates = json_member(filling->lines, name);
	int64_t count = json_integer(filling->below, name, 0);
	AUTO_TEXT struct text text = {0};

	if (count == 0)
		return;
	text_format(&text, _("%d units below"), (int)count);
	add_rates(&text, rates);
	add_row(card, MAP_BELOW)->text = text_take(&text);
}

/* Returns how many of the list the card does not show. */
static int add_list(const struct filling *filling, struct map_card *card, const char *list,
	enum map_kind kind)
{
	struct json_object *rows = json_member(card->department, list);
	size_t count = shown(filling, json_length(rows));

	for (size_t i = 0; i < count; i++)
		add_row(card, kind)->facts = json_object_array_get_idx(rows, i);
	return (int)(json_length(rows) - count);
}

static void cut_links(const struct filling *filling, struct map_card *card)
{
	int left = (int)(card->row_count - shown(filling, card->row_count));

	card->row_count -= (unsigned)left;
	if (left > 0)
		add_more(card, mem_format(_("and %d links more"), left));
}

/* The links are there; the rest follows. */
static void fill_card(const struct filling *filling, struct map_card *card)
{
	int left;

	cut_links(filling, card);
	add_below(filling, card);
	left = add_list(filling, card, "prefixes", MAP_PREFIX);
	if (left > 0)
		add_more(card, mem_format(_("and %d networks more"), left));
	left = add_list(filling, card, "exits", MAP_EXIT);
	if (left > 0)
		add_more(card, mem_format(_("and %d exits more"), left));
	left = add_list(filling, card, "wires", MAP_WIRE);
	if (left > 0)
		add_more(card, mem_format(_("and %d wires more"), left));
}

void map_fill(struct map *map, struct json_object *chart, unsigned most)
{
	AUTO_JSON struct json_object *names = json_object_new_object();
	AUTO_JSON struct json_object *cards = json_object_new_object();
	AUTO_JSON struct json_object *below = json_object_new_object();
	AUTO_JSON struct json_object *lines = json_object_new_object();
	struct json_object *list = json_member(chart, "departments");
	struct json_object *links = json_member(chart, "links");
	struct filling filling = {map, names, cards, below, lines, most};

	*map = (struct map){.chart = chart};
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		json_set(names, json_string(one, "name"), json_object_get(one));
	}
	map->hub = find_hub(&filling);
	deal_cards(&filling);
	for (size_t i = 0; i < json_length(links); i++)
		take_link(&filling, json_object_array_get_idx(links, i));
	for (unsigned i = 0; i < map->count; i++)
		fill_card(&filling, &map->cards[i]);
}

void map_free(struct map *map)
{
	for (unsigned i = 0; i < map->count; i++) {
		for (unsigned j = 0; j < map->cards[i].row_count; j++)
			free(map->cards[i].rows[j].text);
		free(map->cards[i].rows);
	}
	free(map->cards);
	free(map->outside);
	*map = (struct map){0};
}
