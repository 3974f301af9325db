#include "planning/earlier.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json_text.h"
#include "base/memory.h"
#include "base/skim.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/plans.h"
#include "core/spool.h"

struct earlier earlier_read(struct store *store)
{
	struct earlier earlier = {.store = store};
	struct error error = {0};

	if (archive_head(store, "plan", earlier.root, &error) == 0)
		plans_manifest(&earlier.manifest, store, earlier.root, &error);
	return earlier;
}

void earlier_free(struct earlier *earlier)
{
	json_object_put(earlier->manifest);
}

/* NULL when the plan has no such part. New reference. */
static struct json_object *load_part(const struct earlier *earlier, const char *name)
{
	const char *digest = json_string(json_member(earlier->manifest, "parts"), name);
	struct json_object *part = NULL;
	struct error error = {0};

	return digest && archive_load(&part, earlier->store, digest, NULL, &error) == 0 ? part
											: NULL;
}

/* --- addresses --- */

static struct json_object *list_subnets(struct json_object *networks)
{
	struct json_object *allocated = json_object_new_object();

	for (size_t i = 0; i < json_length(networks); i++) {
		struct json_object *row = json_object_array_get_idx(networks, i);
		struct json_object *subnets = json_member(row, "subnets");

		if (json_length(subnets) > 0)
			json_set(allocated, json_string(row, "id"), json_object_get(subnets));
	}
	return allocated;
}

void earlier_addresses(const struct earlier *earlier, struct json_object *order)
{
	AUTO_JSON struct json_object *networks = load_part(earlier, "networks");
	AUTO_JSON struct json_object *renumber = load_part(earlier, "renumber");

	if (networks)
		json_set(order, "allocated", list_subnets(networks));
	if (renumber)
		json_set(order, "renumbered", json_object_get(renumber));
}

/* --- places and times --- */

void earlier_name(const struct earlier *earlier, struct json_object *order)
{
	AUTO_JSON struct json_object *schedule = load_part(earlier, "schedule");
	struct json_object *tree;

	if (!schedule)
		return;
	tree = json_set_string(json_object_new_object(), "plan", earlier->root);
	json_set_integer(tree, "over",
		clock_second(json_string(schedule, "finish"), 0) -
			clock_second(json_string(schedule, "bound"), 0));
	json_set(order, "earlier", tree);
}

/* Machine -> host, as the moves of a wave say. New reference. */
static struct json_object *list_hosts(const struct text *wave)
{
	struct skim_text all = {wave->data, wave->size, false};
	struct skim_text moves = skim_find(&all, "moves"), machine, target;
	const struct skim_wanted wanted[] = {
		{"machine", &machine, true}, {"target", &target, true, true}, {0}};
	struct skim skim = skim_of(moves.data, moves.size);
	struct json_object *hosts = json_object_new_object();

	if (!moves.data || !skim_enter(&skim, '['))
		return hosts;
	while (skim_entry(&skim) && skim_object(&skim, wanted)) {
		struct skim_text host = skim_find_string(&target, "host");
		AUTO_FREE char *uuid = skim_take(&machine), *name = skim_take(&host);

		json_set_string(hosts, uuid, name);
	}
	return hosts;
}

/* The members of "estimates" are those of the wave's machines. */
static void add_course(struct spool *output, const char *wave, struct json_object *hosts,
	const struct text *estimates)
{
	struct skim skim = skim_of(estimates->data, estimates->size);
	struct skim_text name = {0}, start, end;
	const struct skim_wanted wanted[] = {{"end", &end, true}, {"start", &start, true}, {0}};
	AUTO_TEXT struct text text = {0};

	if (!skim_enter(&skim, '{'))
		return;
	while (skim_member(&skim, &name) && skim_object(&skim, wanted)) {
		AUTO_FREE char *uuid = skim_take(&name), *begins = skim_take(&start),
			       *ends = skim_take(&end);

		if (!json_string(hosts, uuid))
			continue;
		text_cut(&text, 0, text.size);
		json_open(&text, NULL, '{');
		json_add_integer(&text, "end", clock_second(ends, 0));
		json_add_string(&text, "host", json_string(hosts, uuid));
		json_add_string(&text, "machine", uuid);
		json_add_integer(&text, "start", clock_second(begins, 0));
		json_add_string(&text, "wave", wave);
		json_close(&text, '}');
		spool_add(output, "earlier", text.data, text.size);
	}
}

void earlier_course(const struct earlier *earlier, struct spool *output)
{
	struct json_object *rows = json_member(earlier->manifest, "waves");

	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i), *hosts;
		AUTO_TEXT struct text wave = {0}, estimates = {0};
		struct error error = {0};

		if (archive_read(&wave, earlier->store, json_string(row, "digest"), &error) <
				0 ||
			archive_read(&estimates, earlier->store, json_string(row, "estimates"),
				&error) < 0)
			continue;
		hosts = list_hosts(&wave);
		add_course(output, json_string(row, "name"), hosts, &estimates);
		json_object_put(hosts);
	}
}
