#include "planning/planner/build.h"
#include "base/clock.h"
#include "base/gang.h"
#include "base/json_text.h"
#include "planning/isolation/isolation.h"
#include "planning/planner/planner.h"
#include <assert.h>
#include <stdlib.h>

int64_t planner_setting(const struct planner *planner, const char *name, int64_t missing)
{
	return json_integer(json_member(planner->city->profile, "planning"), name, missing);
}

void planner_set_time(struct json_object *tree, const char *name, int64_t seconds)
{
	char text[CLOCK_TEXT];

	clock_format_second(seconds, text);
	json_set_string(tree, name, text);
}

static void planner_free(struct planner *planner)
{
	for (uint32_t i = 0; i < planner->groups; i++)
		free(planner->group[i].why);
	for (uint32_t i = 0; i < planner->moves; i++) {
		free(planner->move[i].name);
		free(planner->move[i].landing);
	}
	for (uint32_t i = 0; i < planner->waves; i++) {
		free(planner->wave[i].name);
		free(planner->wave[i].group);
		json_object_put(planner->wave[i].owners);
	}
	problem_free(planner);
	groups_free(&planner->grouped);
	networks_free(&planner->networks);
	free(planner->disposition);
	json_object_put(planner->systems);
	json_object_put(planner->group_rows);
	json_object_put(planner->hubs);
	text_clear(&planner->left_out);
	json_object_put(planner->dropped);
	json_object_put(planner->kept);
	json_object_put(planner->link_index);
	free(planner->host);
	free(planner->link);
	free(planner->group);
	free(planner->move);
	free(planner->wave);
}

static void begin(const struct plan_sink *sink, enum plan_stage stage)
{
	if (sink->begun)
		sink->begun(sink->argument, stage);
}

struct deciding {
	struct planner *planner;
	struct placing *placing;
};

/* One thread finds what becomes of the networks, another who is to move, and the room. */
static int decide_half(void *argument, size_t index, struct error *error)
{
	struct deciding *deciding = argument;
	struct planner *planner = deciding->planner;

	(void)error;
	if (index == 0) {
		networks_decide(&planner->networks, planner->city, planner->systems);
		isolation_check(&planner->networks, planner->city, planner->systems);
	} else {
		wanted_list(planner);
		estimate_rates(planner);
		deciding->placing = placing_make(planner);
	}
	return 0;
}

static struct placing *decide(struct planner *planner)
{
	struct deciding deciding = {.planner = planner};

	wanted_decide(planner);
	gang_run(2, 2, decide_half, &deciding, NULL);
	wanted_weigh(planner);
	strategies_choose(planner);
	return deciding.placing;
}

/* What finds no time takes nobody's place. */
static void place_and_schedule(
	struct planner *planner, struct placing *placing, const struct plan_sink *sink)
{
	placing_do(placing);
	begin(sink, PLAN_SCHEDULE);
	estimate_moves(planner);
	problem_solve(planner);
	while (placing_again(placing)) {
		problem_free(planner);
		estimate_moves(planner);
		problem_solve(planner);
	}
	placing_free(placing);
}

static void build(
	struct planner *planner, const struct city *city, const struct plan_sink *sink)
{
	struct placing *placing;

	*planner = (struct planner){.city = city};
	json_open(&planner->left_out, NULL, '[');
	links_list(planner);
	hosts_list(planner);
	begin(sink, PLAN_DECIDE);
	placing = decide(planner);
	begin(sink, PLAN_PLACE);
	place_and_schedule(planner, placing, sink);
	waves_form(planner);
	begin(sink, PLAN_WRITE);
	write_plan(planner, sink);
}

void plan_build(const struct city *city, const struct plan_sink *sink)
{
	struct planner planner;

	build(&planner, city, sink);
	planner_free(&planner);
}

void plan_build_last(const struct city *city, const struct plan_sink *sink)
{
	static struct planner planner;

	assert(!planner.city);
	build(&planner, city, sink);
}
