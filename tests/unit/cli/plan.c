/*
 * The lanes of a plan: which bars there are, what state they are in, which time they span, and
 * what of the links is used when; and what is drawn of them.
 */
#include "cli/plan_show.h"

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "quoted.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOVE(name, department, link)                                                           \
	"{'name':'" name "','machine':'" name "','department':'" department "','link':'" link  \
	"'}"
#define WAVE(name, hour, moves)                                                                \
	"{'name':'" name "','window':{'from':'2026-03-07T" hour                                \
	":00:00Z','to':'2026-03-07T23:00:00Z'},'links':{'l1':400,'l2':400},'moves':[" moves    \
	"]}"
#define ESTIMATE(name, start, end)                                                             \
	"'" name "':{'start':'2026-03-07T" start "Z','end':'2026-03-07T" end                   \
	"Z','bytes':1024,'rate':200}"

/* Two waves of three moves; times are those of UTC+01:00. */
static struct plan_view seen(const char *states, const char *runs, const char *planning)
{
	AUTO_FREE char *text = mem_format(
		"{'plan':'sha256:aa','waves':%s,'document':{'waves':[" WAVE("first", "08",
			MOVE("a", "fin", "l1") "," MOVE("b", "fin", "l2")) "," WAVE("later",
			"20",
			MOVE("c", "edu", "l1")) "],'estimates':{" ESTIMATE("a", "10:00:00",
			"11:00:00") "," ESTIMATE("b", "10:30:00", "12:00:00") "," ESTIMATE("c",
			"20:00:00", "21:00:00") "},'networks':[{'id':'n','subnets':["
						"{'from':'10.1.0.0/24'},{'from':'10.2.0.0/"
						"24'}]}],'renumber':["
						"{'machine':'a','from':'10.2.0.9'},{'machine':'"
						"c','from':'192.0.2.1'}]}}",
		states);
	struct plan_view view = {.answer = quoted(text), .ahead = 60};

	view.document = json_member(view.answer, "document");
	view.states = json_member(view.answer, "waves");
	view.runs = quoted(runs);
	view.planning = quoted(planning);
	return view;
}

#define NO_STATES "[]"
#define NO_RUNS   "{}"
#define PLAIN     "{'freeze':[]}"

static void test_a_lane_for_each(void **state)
{
	static const struct {
		const char *by;
		size_t lanes;
		const char *first;
	} cases[] = {{NULL, 2, "first"}, {"wave", 2, "first"}, {"department", 2, "fin"},
		{"link", 2, "l1"}, {"range", 2, "10.2.0.0/24"}};
	AUTO_PLAN struct plan_view view = seen(NO_STATES, NO_RUNS, PLAIN);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_LANES struct plan_lanes lanes = {0};

		assert_int_equal(plan_lanes_fill(&lanes, &view, cases[i].by, NULL), 0);
		assert_int_equal(lanes.count, cases[i].lanes);
		assert_string_equal(lanes.lane[0].name, cases[i].first);
	}
}

static void test_what_else_is_refused(void **state)
{
	AUTO_PLAN struct plan_view view = seen(NO_STATES, NO_RUNS, PLAIN);
	AUTO_LANES struct plan_lanes lanes = {0};
	struct error error = {0};

	(void)state;
	assert_int_equal(plan_lanes_fill(&lanes, &view, "colour", &error), -1);
	assert_int_equal(error.code, ERROR_USAGE);
}

static void test_bars_are_in_local_time(void **state)
{
	AUTO_PLAN struct plan_view view = seen(NO_STATES, NO_RUNS, PLAIN);
	AUTO_LANES struct plan_lanes lanes = {0};
	const struct plan_bar *bar;

	(void)state;
	plan_lanes_fill(&lanes, &view, "link", NULL);
	assert_int_equal(lanes.lane[0].bars, 2);
	bar = &lanes.lane[0].bar[0];
	assert_string_equal(bar->wave, "first");
	assert_int_equal(bar->end - bar->start, 3600);
	assert_int_equal(bar->start % 86400, 11 * 3600);
	assert_int_equal(bar->moves, 1);
	assert_int_equal(bar->bytes, 1024);
	assert_int_equal(lanes.from % 86400, 0);
	assert_int_equal(lanes.to - lanes.from, 86400);
}

static void test_the_trial_is_shown_as_far_as_there_is_room(void **state)
{
	AUTO_PLAN struct plan_view view =
		seen(NO_STATES, NO_RUNS, "{'freeze':[],'trial_days':30}");
	AUTO_LANES struct plan_lanes lanes = {0};

	(void)state;
	plan_lanes_fill(&lanes, &view, NULL, NULL);
	assert_int_equal(lanes.trial, 30 * 86400);
	assert_int_equal(lanes.to - lanes.from, 2 * 86400);
}

static enum bar_state state_with(const char *states, const char *runs)
{
	AUTO_PLAN struct plan_view view = seen(states, runs, PLAIN);
	AUTO_LANES struct plan_lanes lanes = {0};

	plan_lanes_fill(&lanes, &view, NULL, NULL);
	return plan_bar_state(&lanes.lane[0].bar[0]);
}

#define APPROVED "[{'wave':'first','approved':true}]"

static void test_states(void **state)
{
	(void)state;
	assert_int_equal(state_with(NO_STATES, NO_RUNS), BAR_PLANNED);
	assert_int_equal(state_with(APPROVED, NO_RUNS), BAR_APPROVED);
	assert_int_equal(state_with(APPROVED, "{'a':2}"), BAR_RUNNING);
	assert_int_equal(state_with(APPROVED, "{'a':3}"), BAR_RUNNING);
	assert_int_equal(state_with(APPROVED, "{'a':3,'b':3}"), BAR_DONE);
	assert_int_equal(state_with(APPROVED, "{'a':3,'b':4}"), BAR_STUCK);
}

static void test_what_is_used_of_links(void **state)
{
	AUTO_PLAN struct plan_view view = seen(NO_STATES, NO_RUNS, PLAIN);
	AUTO_LANES struct plan_lanes lanes = {0};
	AUTO_FREE int64_t *all = NULL, *one = NULL;

	(void)state;
	plan_lanes_fill(&lanes, &view, "link", NULL);
	all = plan_lanes_use(&lanes, NULL, 48); /* half hours */
	one = plan_lanes_use(&lanes, &lanes.lane[0], 48);
	assert_int_equal(lanes.lane[0].budget, 400);
	assert_int_equal(all[21], 0);
	assert_int_equal(all[22], 200);
	assert_int_equal(all[23], 400);
	assert_int_equal(all[24], 200);
	assert_int_equal(all[25], 200);
	assert_int_equal(all[26], 0);
	assert_int_equal(all[42], 200);
	assert_int_equal(one[23], 200);
	assert_int_equal(one[24], 0);
}

static void test_frozen_days_are_of_local_time(void **state)
{
	AUTO_PLAN struct plan_view view = seen(NO_STATES, NO_RUNS,
		"{'freeze':[{'from':'2026-03-07','to':'2026-03-08','why':'两会'}]}");
	int64_t day = 20519LL * 86400; /* 2026-03-07 */

	(void)state;
	assert_string_equal(plan_frozen(&view, day), "两会");
	assert_string_equal(plan_frozen(&view, day + 2 * 86400 - 1), "两会");
	assert_null(plan_frozen(&view, day - 1));
	assert_null(plan_frozen(&view, day + 2 * 86400));
}

static void test_the_drawing(void **state)
{
	AUTO_PLAN struct plan_view view = seen(APPROVED, "{'c':2}",
		"{'freeze':[{'from':'2026-03-07','to':'2026-03-07','why':'<两会>'}]}");
	AUTO_LANES struct plan_lanes lanes = {0};
	AUTO_TEXT struct text svg = {0}, again = {0};

	(void)state;
	plan_lanes_fill(&lanes, &view, NULL, NULL);
	plan_draw_gantt(&svg, &lanes, false);
	plan_draw_gantt(&again, &lanes, false);
	assert_string_equal(svg.data, again.data);
	assert_non_null(strstr(svg.data, "<rect class=\"approved\" x=\"642\""));
	assert_non_null(strstr(svg.data, "<rect class=\"running\" x=\"1017\""));
	assert_non_null(strstr(svg.data, "<title>&lt;两会&gt;</title>"));
	assert_null(strstr(svg.data, "class=\"now\""));
}

static struct plan_view tied(const char *groups)
{
	AUTO_FREE char *text =
		mem_format("{'plan':'sha256:aa','document':{'groups':%s,'hubs':[{'name':'dns',"
			   "'port':53,'systems':41,'listens':true}]}}",
			groups);
	struct plan_view view = {.answer = quoted(text)};

	view.document = json_member(view.answer, "document");
	return view;
}

#define TIE(from, to, weight)                                                                  \
	"{'from':'" from "','to':'" to "','weight':" weight                                    \
	",'confidence_permille':900,'why':'Seen <often>.'}"

static void draws(const char *groups, const char *const *wanted, const char *unwanted)
{
	AUTO_PLAN struct plan_view view = tied(groups);
	AUTO_TEXT struct text svg = {0};

	plan_draw_groups(&svg, &view);
	for (; *wanted; wanted++)
		if (!strstr(svg.data, *wanted))
			fail_msg("\"%s\" is not in %s", *wanted, svg.data);
	if (strstr(svg.data, unwanted))
		fail_msg("\"%s\" is in %s", unwanted, svg.data);
}

static void test_ties_have_their_weight_and_direction(void **state)
{
	(void)state;
	draws("[{'name':'g','wave':'w','systems':['a','b','c'],'ties':[" TIE(
		      "a", "b", "70") "," TIE("b", "c", "0") "],'cuts':[" TIE("c", "z",
		      "7") "]},{'name':'alone','systems':['x'],'ties':[],'cuts':[]}]",
		(const char *const[]){">wave w<",
			"class=\"seen\" stroke-width=\"7\" marker-end", "70 · 90%",
			"class=\"firm\" stroke-width=\"1\" d=",
			"class=\"cut\" stroke-width=\"1\" marker-end", ">z<", "class=\"other\"",
			"Seen &lt;often&gt;.", "banyun plan cut a b", "banyun plan join c z",
			"dns:53 (41)", NULL},
		">alone<");
}

static void test_nothing_is_tied(void **state)
{
	(void)state;
	draws("[{'name':'alone','systems':['x'],'ties':[],'cuts':[]}]",
		(const char *const[]){"No system is tied to another one", "</svg>", NULL},
		"class=\"card\" x");
}

/* More than fit on one circle, each at a place of its own. */
static void test_a_large_group(void **state)
{
	AUTO_TEXT struct text groups = {0}, svg = {0};
	size_t circles = 0;

	(void)state;
	text_add(&groups, "[{'name':'g','wave':'w','ties':[],'cuts':[],'systems':['s0'");
	for (int i = 1; i < 150; i++)
		text_format(&groups, ",'s%d'", i);
	text_add(&groups, "]}]");
	{
		AUTO_PLAN struct plan_view view = tied(groups.data);

		plan_draw_groups(&svg, &view);
	}
	for (const char *at = svg.data; (at = strstr(at, "<circle ")); at++) {
		char place[80];

		snprintf(place, sizeof(place), "%.60s", at);
		assert_null(strstr(at + 1, place));
		circles++;
	}
	assert_int_equal(circles, 150);
}

static void test_nothing_moves(void **state)
{
	struct plan_view view = {
		.answer = quoted("{'plan':'sha256:aa','document':{'waves':[]}}")};
	AUTO_LANES struct plan_lanes lanes = {0};
	AUTO_TEXT struct text svg = {0};

	(void)state;
	view.document = json_member(view.answer, "document");
	plan_lanes_fill(&lanes, &view, "department", NULL);
	assert_int_equal(lanes.count, 0);
	plan_draw_gantt(&svg, &lanes, true);
	assert_non_null(strstr(svg.data, "</svg>"));
	plan_view_free(&view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_lane_for_each),
		cmocka_unit_test(test_what_else_is_refused),
		cmocka_unit_test(test_bars_are_in_local_time),
		cmocka_unit_test(test_the_trial_is_shown_as_far_as_there_is_room),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_what_is_used_of_links),
		cmocka_unit_test(test_frozen_days_are_of_local_time),
		cmocka_unit_test(test_the_drawing),
		cmocka_unit_test(test_nothing_moves),
		cmocka_unit_test(test_ties_have_their_weight_and_direction),
		cmocka_unit_test(test_nothing_is_tied),
		cmocka_unit_test(test_a_large_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
