/* The plan's texts, but those of its waves. */
#include "base/clock.h"
#include "base/digest.h"
#include "base/json_text.h"
#include "planning/planner/planner.h"

/* Its digest goes into `tree`, under the name. */
static void give(const struct plan_sink *sink, const char *kind, const struct text *text,
	struct json_object *tree, const char *name)
{
	char digest[DIGEST_TEXT];

	digest_text(text->data, text->size, digest);
	json_set_string(tree, name, digest);
	sink->take(sink->argument, kind, text);
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

static void give_sizes(
	const struct planner *planner, const struct plan_sink *sink, struct json_object *parts)
{
	AUTO_TEXT struct text text = {0};

	sizes_tell(&text, planner);
	give(sink, "sizes", &text, parts, "sizes");
}

static void give_part(const struct plan_sink *sink, struct json_object *parts, const char *kind,
	struct json_object *part)
{
	AUTO_TEXT struct text text = {0};

	json_canonical(&text, part);
	give(sink, kind, &text, parts, kind);
}

static void give_parts(
	struct planner *planner, const struct plan_sink *sink, struct json_object *parts)
{
	AUTO_JSON struct json_object *schedule = tell_schedule(planner);
	AUTO_JSON struct json_object *forecast = prospect_tell(planner);
	AUTO_JSON struct json_object *freed = freed_tell(planner);

	ends_tell(planner);
	give_part(sink, parts, "systems", planner->systems);
	give_part(sink, parts, "networks", planner->networks.networks);
	give_part(sink, parts, "renumber", planner->networks.renumber);
	give_part(sink, parts, "exits", planner->networks.exits);
	give_part(sink, parts, "addresses", planner->networks.addresses);
	give_part(sink, parts, "violations", planner->networks.violations);
	give_part(sink, parts, "groups", planner->group_rows);
	give_part(sink, parts, "hubs", planner->hubs);
	give_part(sink, parts, "freed", freed);
	json_close(&planner->left_out, ']');
	give(sink, "left_out", &planner->left_out, parts, "left_out");
	give_part(sink, parts, "dropped", planner->dropped);
	give_sizes(planner, sink, parts);
	give_part(sink, parts, "schedule", schedule);
	give_part(sink, parts, "forecast", forecast);
}

/* The departments and systems that were asked for only. */
static void copy_scope(struct json_object *plan, struct json_object *request)
{
	static const char *const names[] = {"departments", "scope", NULL};
	struct json_object *scope = json_object_new_array();

	for (const char *const *name = names; *name; name++) {
		struct json_object *list = json_member(request, *name);

		for (size_t i = 0; i < json_length(list); i++)
			json_object_array_add(
				scope, json_object_get(json_object_array_get_idx(list, i)));
	}
	if (json_length(scope) > 0)
		json_set(plan, "scope", scope);
	else
		json_object_put(scope);
}

static void copy_order(struct json_object *plan, struct json_object *order)
{
	static const char *const names[] = {
		"snapshot", "findings", "author", "made", "from", "seed", "effort", NULL};

	for (const char *const *name = names; *name; name++)
		if (json_member(order, *name))
			json_set(plan, *name, json_object_get(json_member(order, *name)));
	json_set_string(plan, "profile", json_string(order, "profile_digest"));
	json_set_string(plan, "earlier", json_string(json_member(order, "earlier"), "plan"));
	copy_scope(plan, json_member(order, "request"));
	if (json_member(json_member(order, "request"), "what_if"))
		json_set_boolean(plan, "what_if", true);
}

void write_plan(struct planner *planner, const struct plan_sink *sink)
{
	AUTO_JSON struct json_object *plan = json_object_new_object();
	struct json_object *parts = json_object_new_object();
	AUTO_TEXT struct text text = {0};

	json_set_string(plan, "kind", "plan");
	json_set_integer(plan, "schema", 2);
	copy_order(plan, planner->city->order);
	shape_begin(planner);
	json_set(plan, "waves", write_waves(planner, sink));
	shape_end(planner);
	json_set(plan, "parts", parts);
	give_parts(planner, sink, parts);
	json_canonical(&text, plan);
	sink->take(sink->argument, "plan", &text);
}
