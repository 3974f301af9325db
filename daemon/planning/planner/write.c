/* The plan's texts, but those of its waves. */
#include "base/clock.h"
#include "base/digest.h"
#include "base/gang.h"
#include "base/json_text.h"
#include "planning/planner/planner.h"
#include <assert.h>

/* --- the schedule --- */

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

/* --- parts --- */

#define PARTS_MOST 16

struct part {
	const char *kind;
	struct json_object *tree; /* or NULL: its text is there already */
	struct text text;
	char digest[DIGEST_TEXT];
};

struct parts {
	struct part part[PARTS_MOST];
	size_t count;
	struct json_object *schedule, *forecast, *freed;
};

static void add_part(struct parts *parts, const char *kind, struct json_object *tree)
{
	assert(parts->count < PARTS_MOST);
	parts->part[parts->count++] = (struct part){.kind = kind, .tree = tree};
}

static void add_text(struct parts *parts, const char *kind, struct text *text)
{
	add_part(parts, kind, NULL);
	parts->part[parts->count - 1].text = *text;
	*text = (struct text){0};
}

/* What is not there yet is told now. */
static void tell_parts(struct planner *planner, struct parts *parts)
{
	struct text sizes = {0};

	parts->schedule = tell_schedule(planner);
	parts->forecast = prospect_tell(planner);
	parts->freed = freed_tell(planner);
	wanted_tell_left(planner);
	json_close(&planner->left_out, ']');
	sizes_tell(&sizes, planner);
	ends_tell(planner);
	add_part(parts, "systems", planner->systems);
	add_part(parts, "networks", planner->networks.networks);
	add_part(parts, "renumber", planner->networks.renumber);
	add_part(parts, "exits", planner->networks.exits);
	add_part(parts, "addresses", planner->networks.addresses);
	add_part(parts, "violations", planner->networks.violations);
	add_part(parts, "groups", planner->group_rows);
	add_part(parts, "hubs", planner->hubs);
	add_part(parts, "freed", parts->freed);
	add_text(parts, "left_out", &planner->left_out);
	add_part(parts, "dropped", planner->dropped);
	add_text(parts, "sizes", &sizes);
	add_part(parts, "schedule", parts->schedule);
	add_part(parts, "forecast", parts->forecast);
}

static int make_part(void *argument, size_t index, struct error *error)
{
	struct parts *parts = argument;
	struct part *part = &parts->part[index];

	(void)error;
	if (part->tree)
		json_canonical(&part->text, part->tree);
	digest_text(part->text.data, part->text.size, part->digest);
	return 0;
}

/* Their texts are made side by side, and given away in their order. */
static void give_parts(
	struct parts *parts, const struct plan_sink *sink, struct json_object *digests)
{
	gang_run(gang_processors(), parts->count, make_part, parts, NULL);
	for (size_t i = 0; i < parts->count; i++) {
		json_set_string(digests, parts->part[i].kind, parts->part[i].digest);
		sink->take(sink->argument, parts->part[i].kind, &parts->part[i].text);
		text_clear(&parts->part[i].text);
	}
	json_object_put(parts->schedule);
	json_object_put(parts->forecast);
	json_object_put(parts->freed);
}

/* --- the manifest --- */

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

struct writing {
	struct planner *planner;
	const struct plan_sink *sink;
	struct json_object *waves;
	struct parts parts;
};

/* The waves are given away while it is found what the parts say. */
static int write_half(void *argument, size_t index, struct error *error)
{
	struct writing *writing = argument;

	(void)error;
	if (index == 0)
		writing->waves = write_waves(writing->planner, writing->sink);
	else
		tell_parts(writing->planner, &writing->parts);
	return 0;
}

void write_plan(struct planner *planner, const struct plan_sink *sink)
{
	AUTO_JSON struct json_object *plan = json_object_new_object();
	struct writing writing = {.planner = planner, .sink = sink};
	struct json_object *digests = json_object_new_object();
	AUTO_TEXT struct text text = {0};

	json_set_string(plan, "kind", "plan");
	json_set_integer(plan, "schema", 2);
	copy_order(plan, planner->city->order);
	shape_begin(planner);
	gang_run(2, 2, write_half, &writing, NULL);
	shape_end(planner);
	json_set(plan, "waves", writing.waves);
	json_set(plan, "parts", digests);
	give_parts(&writing.parts, sink, digests);
	json_canonical(&text, plan);
	sink->take(sink->argument, "plan", &text);
}
