/* The plan's texts. */
#include "base/clock.h"
#include "base/digest.h"
#include "planning/planner/planner.h"

/* Its digest goes into `tree`, under the name. */
static void give(const struct plan_sink *sink, const char *kind, struct json_object *part,
	struct json_object *tree, const char *name)
{
	char digest[DIGEST_TEXT];

	digest_json(part, digest);
	json_set_string(tree, name, digest);
	sink->take(sink->argument, kind, part);
}

static struct json_object *tell_window(const struct planner_wave *wave)
{
	struct json_object *window = json_object_new_object();

	planner_set_time(window, "from", wave->window.from);
	planner_set_time(window, "to", wave->window.to);
	return window;
}

/* --- one wave --- */

static void each_move(const struct planner *planner, const struct planner_wave *wave,
	void (*each)(const struct planner *planner, const struct planner_move *move,
		struct json_object *into),
	struct json_object *into)
{
	for (uint32_t i = 0; i < wave->count; i++) {
		const struct planner_group *group = &planner->group[wave->group[i]];

		for (uint32_t j = group->first; j < group->first + group->count; j++)
			each(planner, &planner->move[j], into);
	}
}

static void add_move(const struct planner *planner, const struct planner_move *move,
	struct json_object *into)
{
	json_object_array_add(into, shape_move(planner, move));
}

/* What may be used of a link at the hour at which least may be. */
static void add_budget(const struct planner *planner, const struct planner_move *move,
	struct json_object *into)
{
	const struct planner_link *link = &planner->link[move->link];
	int64_t share = planner_setting(planner, "concurrency", 1);

	json_set_integer(into, link->name, move->estimate.rate * share);
}

static void add_estimate(const struct planner *planner, const struct planner_move *move,
	struct json_object *into)
{
	struct json_object *estimate = estimate_tell(planner, move);
	int64_t start = planner->schedule.start[move - planner->move];

	planner_set_time(estimate, "start", start);
	planner_set_time(estimate, "end", start + move->estimate.high);
	json_set(into, move->machine->object->id, estimate);
}

static struct json_object *tell_wave(
	const struct planner *planner, const struct planner_wave *wave)
{
	struct json_object *tree = json_object_new_object(), *moves = json_object_new_array();
	struct json_object *links = json_object_new_object();

	each_move(planner, wave, add_budget, links);
	each_move(planner, wave, add_move, moves);
	json_set_string(tree, "name", wave->name);
	json_set(tree, "owners", json_object_get(wave->owners));
	if (wave->window.to > 0)
		json_set(tree, "window", tell_window(wave));
	json_set_integer(tree, "concurrency",
		planner_setting(planner, "concurrency", 1) * json_object_object_length(links));
	json_set(tree, "links", links);
	return json_set(tree, "moves", moves);
}

static struct json_object *tell_estimates(
	const struct planner *planner, const struct planner_wave *wave)
{
	struct json_object *estimates = json_object_new_object();

	each_move(planner, wave, add_estimate, estimates);
	return estimates;
}

static struct json_object *give_wave(const struct planner *planner,
	const struct planner_wave *wave, const struct plan_sink *sink)
{
	struct json_object *row = json_object_new_object(), *window;
	AUTO_JSON struct json_object *tree =
		wave->kept ? json_object_get(json_member(wave->kept, "wave"))
			   : tell_wave(planner, wave);
	AUTO_JSON struct json_object *estimates =
		wave->kept ? json_object_get(json_member(wave->kept, "estimates"))
			   : tell_estimates(planner, wave);

	window = json_member(tree, "window");
	json_set_string(row, "name", wave->name);
	json_set(row, "owners", json_object_get(wave->owners));
	if (window)
		json_set(row, "window", json_object_get(window));
	json_set_integer(row, "moves", wave->moves);
	give(sink, "wave", tree, row, "digest");
	give(sink, "estimates", estimates, row, "estimates");
	return row;
}

/* --- the whole --- */

static const char *binding_name(const struct planner *planner)
{
	const struct schedule_bound *bound = &planner->schedule.bound;

	switch (bound->binds) {
	case BINDS_LINK:
	case BINDS_HOST:
		return planner->problem.resource[bound->index].name;
	case BINDS_WINDOW:
		return planner->problem.calendar[bound->index].name;
	case BINDS_QUOTA:
		return planner->problem.quota[bound->index].name;
	case BINDS_GROUP:
		return planner->problem.group[bound->index].name;
	default:
		return "";
	}
}

static struct json_object *tell_binds(const struct planner *planner)
{
	static const char *const kinds[] = {[BINDS_NOTHING] = "nothing",
		[BINDS_LINK] = "link",
		[BINDS_WINDOW] = "window",
		[BINDS_HOST] = "host",
		[BINDS_QUOTA] = "quota",
		[BINDS_GROUP] = "group"};
	struct json_object *binds = json_object_new_object();

	json_set_string(binds, "kind", kinds[planner->schedule.bound.binds]);
	return json_set_string(binds, "name", binding_name(planner));
}

static struct json_object *tell_schedule(const struct planner *planner)
{
	const struct schedule *schedule = &planner->schedule;
	int64_t from = planner->problem.from;
	int64_t span = schedule->finish > from ? schedule->finish - from : 1;
	int64_t over = schedule->finish - schedule->bound.finish;
	struct json_object *tree = json_object_new_object();
	uint32_t placed = 0, unplaced = 0;

	for (uint32_t i = 0; i < planner->grouped.count; i++) {
		placed += ends_wave(planner, i) != NULL;
		unplaced += planner->group[i].why != NULL;
	}
	planner_set_time(tree, "from", from);
	planner_set_time(tree, "finish", schedule->finish);
	planner_set_time(tree, "bound", schedule->bound.finish);
	json_set_integer(tree, "gap_permille", (over * 1000 + span - 1) / span);
	json_set(tree, "binds", tell_binds(planner));
	json_set_integer(tree, "placed", placed);
	return json_set_integer(tree, "unplaced", unplaced);
}

static void give_parts(
	struct planner *planner, const struct plan_sink *sink, struct json_object *parts)
{
	AUTO_JSON struct json_object *schedule = tell_schedule(planner);
	AUTO_JSON struct json_object *forecast = prospect_tell(planner);

	ends_tell(planner);
	give(sink, "systems", planner->systems, parts, "systems");
	give(sink, "networks", planner->networks.networks, parts, "networks");
	give(sink, "renumber", planner->networks.renumber, parts, "renumber");
	give(sink, "exits", planner->networks.exits, parts, "exits");
	give(sink, "addresses", planner->networks.addresses, parts, "addresses");
	give(sink, "violations", planner->networks.violations, parts, "violations");
	give(sink, "groups", planner->group_rows, parts, "groups");
	give(sink, "left_out", planner->left_out, parts, "left_out");
	give(sink, "dropped", planner->dropped, parts, "dropped");
	give(sink, "schedule", schedule, parts, "schedule");
	give(sink, "forecast", forecast, parts, "forecast");
}

static void copy_order(struct json_object *plan, struct json_object *order)
{
	static const char *const names[] = {
		"snapshot", "findings", "author", "made", "from", "seed", "effort", NULL};

	for (const char *const *name = names; *name; name++)
		if (json_member(order, *name))
			json_set(plan, *name, json_object_get(json_member(order, *name)));
	json_set_string(plan, "profile", json_string(order, "profile_digest"));
	if (json_member(json_member(order, "request"), "what_if"))
		json_set_boolean(plan, "what_if", true);
}

void write_plan(struct planner *planner, const struct plan_sink *sink)
{
	AUTO_JSON struct json_object *plan = json_object_new_object();
	struct json_object *waves = json_object_new_array(), *parts = json_object_new_object();

	json_set_string(plan, "kind", "plan");
	json_set_integer(plan, "schema", 2);
	copy_order(plan, planner->city->order);
	for (uint32_t i = 0; i < planner->waves; i++)
		json_object_array_add(waves, give_wave(planner, &planner->wave[i], sink));
	json_set(plan, "waves", waves);
	json_set(plan, "parts", parts);
	give_parts(planner, sink, parts);
	sink->take(sink->argument, "plan", plan);
}
