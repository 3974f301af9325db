/*
 * The map of the networks: what is on it and how it is marked, that no two cards lie on each
 * other and no link crosses a card, and that names cannot break it.
 */
#include "cli/map.h"

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "quoted.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENDS                                                                                   \
	"'digest':'sha256:00','made':'2026-01-31T08:00:00Z','cloud':{'hosts':2,'machines':9}"

static void draw(struct text *svg, struct json_object *chart, unsigned most)
{
	struct map map;

	map_fill(&map, chart, most);
	map_place(&map);
	map_draw(svg, &map);
	map_free(&map);
}

#define DEPARTMENT(name, parent, more)                                                         \
	"{'name':'" name "','parent':'" parent                                                 \
	"','hosts':0,'machines':0,'systems':3,'prefixes':[],'exits':[]" more "}"
#define PREFIX(text, more)                                                                     \
	"{'id':'x','prefix':'" text "','family':4,'found':true,'overlaps':false" more "}"

static const char small[] =
	"{" ENDS ",'departments':["
	"{'name':'a','parent':'city','hosts':2,'machines':5,'systems':3,'exits':["
	"{'name':'a "
	"exit','nominal':500000000,'declared':true,'found':true,'leads_to':'internet'},"
	"{'name':'8.1.0.1','declared':false,'found':true,'leads_to':'internet'}],'prefixes':["
	"{'id':'p','prefix':'10.1.0.0/24','family':4,'found':false,'overlaps':true,"
	"'networks':['a/n'],'domains':['admin_service_domain']},"
	"{'id':'q','prefix':'10.2.0.0/24','family':4,'found':true,'overlaps':false,"
	"'hosts':['h1','h2'],'machines':['m'],'machines_left_out':6,'gateways':['10.2.0.1']}]}"
	"," DEPARTMENT("city", "province", "") "," DEPARTMENT("county", "city",
		"") "," DEPARTMENT("town1", "county", "") "," DEPARTMENT("town2", "county",
		"") "],'links':["
		    "{'name':'l1','department':'a','from':'a','to':'city','nominal':1000000000,"
		    "'domain':'admin_service_domain','declared':true,'found':false},"
		    "{'name':'l2','department':'county','from':'city','to':'county','nominal':"
		    "100000000,"
		    "'declared':true,'found':true},"
		    "{'name':'l3','department':'town1','from':'county','to':'town1','nominal':"
		    "100000000,"
		    "'declared':true,'found':false},"
		    "{'name':'l4','department':'city','from':'city','to':'province','nominal':"
		    "10000000000,"
		    "'declared':true,'found':false},"
		    "{'name':'a/county','department':'a','from':'a','to':'county','nominal':0,"
		    "'declared':false,'found':true}]}";

static void test_what_is_on_it(void **state)
{
	AUTO_JSON struct json_object *chart = quoted(small);
	AUTO_TEXT struct text svg = {0};
	struct map map;

	(void)state;
	map_fill(&map, chart, 0);
	assert_string_equal(map.hub, "city");
	/* The hub is the extranet; towns are on the card of their county. */
	assert_int_equal(map.count, 2);
	assert_int_equal(map.outside_count, 1);
	assert_string_equal(map.outside[0].other, "province");
	map_free(&map);
	draw(&svg, chart, 0);
	assert_non_null(strstr(svg.data, "2 units below, 1 × 100 Mbit/s"));
	assert_non_null(strstr(svg.data, "1 Gbit/s 千兆"));
	assert_non_null(strstr(svg.data, "2+7 → 10.2.0.1"));
	assert_non_null(strstr(svg.data, "systems 3 · hosts 2 · machines 5"));
	assert_non_null(strstr(svg.data, "hosts 2 · machines 9"));
	assert_non_null(strstr(svg.data, "province · 10 Gbit/s 万兆"));
	/* The exit is on the card of its department, which it need not name again. */
	assert_non_null(strstr(svg.data, "> exit</text>"));
}

static void test_what_is_undeclared_is_dashed(void **state)
{
	AUTO_JSON struct json_object *chart = quoted(small);
	AUTO_JSON struct json_object *declared = NULL;
	AUTO_TEXT struct text svg = {0}, other = {0};

	(void)state;
	draw(&svg, chart, 0);
	/*
	 * The network and the way out; the link on both cards, between them, and the legend's.
	 */
	assert_int_equal(count_of(svg.data, "class=\"box\""), 2);
	assert_int_equal(count_of(svg.data, "undeclared\" stroke"), 4);
	/* The overlapping network and the legend's. */
	assert_int_equal(count_of(svg.data, "#e6a817"), 2);
	declared = quoted("{" ENDS ",'links':[],'departments':[" DEPARTMENT("a", "", "") "]}");
	draw(&other, declared, 0);
	assert_int_equal(count_of(other.data, "class=\"box\""), 0);
	assert_int_equal(count_of(other.data, "undeclared\" stroke"), 1);
	assert_int_equal(count_of(other.data, "#e6a817"), 1);
}

static void test_names_cannot_break_it(void **state)
{
	AUTO_JSON struct json_object *chart = quoted(
		"{" ENDS ",'links':[{'name':'<x>&','department':'a<b','from':'a<b',"
		"'to':'</text><script>','nominal':1,'declared':true,'found':true}],"
		"'departments':[{'name':'a<b','hosts':0,'machines':0,'systems':0,'exits':["
		"{'name':'\\\"&\\u0001','declared':true,'found':true,'leads_to':'internet'}],"
		"'prefixes':[" PREFIX("]]><!--", "") "]}]}");
	AUTO_TEXT struct text svg = {0};

	(void)state;
	draw(&svg, chart, 0);
	assert_null(strstr(svg.data, "<script"));
	assert_null(strstr(svg.data, "<!--"));
	assert_null(strstr(svg.data, "a<b"));
	assert_null(strchr(svg.data, '\x01'));
	assert_non_null(strstr(svg.data, "a&lt;b"));
	assert_non_null(strstr(svg.data, "&quot;&amp;\xef\xbf\xbd"));
}

static void test_long_lists_are_cut_where_there_are_many_cards(void **state)
{
	AUTO_TEXT struct text given = {0}, brief = {0}, whole = {0};
	AUTO_JSON struct json_object *chart = NULL;

	(void)state;
	text_add(&given, "{" ENDS ",'links':[],'departments':[{'name':'a','hosts':0,"
			 "'machines':0,'systems':0,'exits':[],'prefixes':[");
	for (unsigned i = 0; i < 9; i++)
		text_format(&given, "%s" PREFIX("10.0.%u.0/24", ""), i ? "," : "", i);
	text_add(&given, "]}]}");
	chart = quoted(given.data);
	draw(&brief, chart, 6);
	assert_non_null(strstr(brief.data, "and 3 networks more"));
	assert_null(strstr(brief.data, "10.0.6.0/24"));
	draw(&whole, chart, 0);
	assert_non_null(strstr(whole.data, "10.0.8.0/24"));
}

static void test_departments_that_belong_to_each_other(void **state)
{
	AUTO_JSON struct json_object *chart =
		quoted("{" ENDS ",'links':[],'departments':[" DEPARTMENT("a", "b",
			"") "," DEPARTMENT("b", "a", "") "," DEPARTMENT("c", "c", "") "]}");
	struct map map;

	(void)state;
	map_fill(&map, chart, 0);
	assert_int_equal(map.count, 3);
	assert_null(map.hub);
	map_free(&map);
}

static void test_nothing_known(void **state)
{
	AUTO_JSON struct json_object *chart = quoted("{" ENDS ",'links':[],'departments':[]}");
	AUTO_TEXT struct text svg = {0};

	(void)state;
	draw(&svg, chart, 0);
	assert_non_null(strstr(svg.data, "</svg>"));
}

/* A city of many departments, some with more rows than others, each with two links. */
static struct json_object *large(unsigned count)
{
	AUTO_TEXT struct text given = {0};

	text_add(&given, "{" ENDS ",'departments':[" DEPARTMENT("city", "", ""));
	for (unsigned i = 0; i < count; i++) {
		text_format(&given,
			",{'name':'d%03u','parent':'city','hosts':1,'machines':0,"
			"'systems':0,'exits':[],'prefixes':[",
			i);
		for (unsigned j = 0; j < i % 7; j++)
			text_format(&given, "%s" PREFIX("10.0.%u.0/24", ""), j ? "," : "", j);
		text_add(&given, "]}");
	}
	text_add(&given, "],'links':[");
	for (unsigned i = 0; i < 2 * count; i++)
		text_format(&given,
			"%s{'name':'l','department':'d%03u','from':'city',"
			"'to':'d%03u','nominal':100000000,'declared':true,"
			"'found':true}",
			i ? "," : "", i / 2, i / 2);
	text_add(&given, "]}");
	return quoted(given.data);
}

static bool apart(const struct map_card *one, const struct map_card *other)
{
	return one->x + MAP_CARD <= other->x || other->x + MAP_CARD <= one->x ||
	       one->y + one->height <= other->y || other->y + other->height <= one->y;
}

static void test_cards_lie_apart_and_within(void **state)
{
	(void)state;
	for (unsigned count = 1; count < 90; count += 11) {
		AUTO_JSON struct json_object *chart = large(count);
		struct map map;

		map_fill(&map, chart, 6);
		map_place(&map);
		assert_int_equal(map.count, count);
		for (unsigned i = 0; i < map.count; i++) {
			const struct map_card *card = &map.cards[i];

			assert_true(card->x >= MAP_MARGIN && card->y >= MAP_TITLE);
			assert_true(card->x + MAP_CARD + map.gutter <= map.width - MAP_MARGIN);
			assert_true(card->above ? card->y + card->height < map.band
						: card->y > map.band + MAP_BAND);
			assert_true(card->y + card->height < map.height - 80);
			for (unsigned j = 0; j < i; j++)
				assert_true(apart(card, &map.cards[j]));
		}
		map_free(&map);
	}
}

/* The same lane beside a column and on the same side of the extranet is used by one link. */
static void test_links_run_apart_in_the_gutter(void **state)
{
	AUTO_JSON struct json_object *chart = large(64);
	struct map map;

	(void)state;
	map_fill(&map, chart, 6);
	map_place(&map);
	for (unsigned i = 0; i < map.count; i++) {
		const struct map_card *card = &map.cards[i];

		assert_true(MAP_GAP + MAP_LANE * (card->first_lane + 1) < map.gutter);
		for (unsigned j = 0; j < i; j++) {
			const struct map_card *other = &map.cards[j];
			bool nearer = card->above ? card->y > other->y : card->y < other->y;

			if (card->x != other->x || card->above != other->above)
				continue;
			/* Who is nearer to the extranet runs further in. */
			assert_int_equal(nearer, card->first_lane < other->first_lane);
			assert_true(abs(card->first_lane - other->first_lane) >= 2);
		}
	}
	map_free(&map);
}

static void test_the_same_each_time(void **state)
{
	AUTO_JSON struct json_object *chart = large(64);
	AUTO_TEXT struct text one = {0}, other = {0};

	(void)state;
	draw(&one, chart, 6);
	draw(&other, chart, 6);
	assert_string_equal(one.data, other.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_on_it),
		cmocka_unit_test(test_what_is_undeclared_is_dashed),
		cmocka_unit_test(test_names_cannot_break_it),
		cmocka_unit_test(test_long_lists_are_cut_where_there_are_many_cards),
		cmocka_unit_test(test_departments_that_belong_to_each_other),
		cmocka_unit_test(test_nothing_known),
		cmocka_unit_test(test_cards_lie_apart_and_within),
		cmocka_unit_test(test_links_run_apart_in_the_gutter),
		cmocka_unit_test(test_the_same_each_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
