/* Reading the objects of a city. */
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/skim.h"
#include "base/text.h"
#include "planning/planner/city_read.h"
#include <string.h>

/* --- machines --- */

static void take_disk(struct city_machine *machine, struct skim *skim)
{
	struct skim_text name = {0};
	int64_t bytes = 0;

	machine->disks++;
	if (!skim_enter(skim, '{'))
		return;
	while (skim_member(skim, &name)) {
		if (skim_is(&name, "capacity"))
			skim_integer(skim, &bytes);
		else
			skim_value(skim, NULL);
	}
	machine->storage += bytes;
	machine->largest = bytes > machine->largest ? bytes : machine->largest;
}

static void take_disks(struct city_machine *machine, struct skim *skim)
{
	size_t start = skim->at;

	if (skim_enter(skim, '['))
		while (skim_entry(skim))
			take_disk(machine, skim);
	machine->disk_texts = (struct skim_text){skim->data + start, skim->at - start, false};
}

static void take_fact(
	struct city_skimmed_object *entry, const struct skim_text *name, struct skim *skim)
{
	struct skim_text state = {0};

	if (skim_is(name, "disks"))
		take_disks(&entry->machine, skim);
	else if (skim_is(name, "host"))
		skim_string(skim, &entry->host);
	else if (skim_is(name, "memory"))
		skim_integer(skim, &entry->machine.memory);
	else if (skim_is(name, "name"))
		skim_string(skim, &entry->name);
	else if (skim_is(name, "nics"))
		skim_value(skim, &entry->machine.nic_texts);
	else if (skim_is(name, "vcpus"))
		skim_integer(skim, &entry->machine.vcpus);
	else if (skim_is(name, "state") && skim_string(skim, &state))
		entry->machine.running = skim_is(&state, "running");
	else if (!skim_is(name, "state"))
		skim_value(skim, NULL);
}

static void take_facts(struct city_skimmed_object *entry, struct skim *skim)
{
	struct skim_text name = {0};
	size_t start = skim->at;

	if (skim_enter(skim, '{'))
		while (skim_member(skim, &name))
			take_fact(entry, &name, skim);
	entry->facts = (struct skim_text){skim->data + start, skim->at - start, false};
}

static void add_nic(struct city *city, struct city_machine *machine, struct skim *skim)
{
	struct skim_text name = {0}, network = {0};

	if (skim_enter(skim, '{'))
		while (skim_member(skim, &name)) {
			if (skim_is(&name, "network"))
				skim_string(skim, &network);
			else
				skim_value(skim, NULL);
		}
	machine->network = mem_grow(machine->network, machine->nics, sizeof(char *));
	machine->network[machine->nics++] = skim_keep(&city->kept_texts, &network);
}

/* Its host stands as its department until all objects are there. */
static void add_machine(struct city *city, const struct city_skimmed_object *entry)
{
	struct skim nics =
		skim_of(entry->machine.nic_texts.data, entry->machine.nic_texts.size);
	struct city_machine *machine;

	city->machine = mem_grow(city->machine, city->machine_count, sizeof(*city->machine));
	machine = &city->machine[city->machine_count++];
	*machine = entry->machine;
	machine->name = entry->name.data ? skim_keep(&city->kept_texts, &entry->name) : "";
	machine->department = skim_keep(&city->kept_texts, &entry->host);
	if (nics.data && skim_enter(&nics, '['))
		while (skim_entry(&nics))
			add_nic(city, machine, &nics);
}

/* --- objects --- */

static void take_member(
	struct city_skimmed_object *entry, const struct skim_text *name, struct skim *skim)
{
	if (skim_is(name, "digest"))
		skim_string(skim, &entry->digest);
	else if (skim_is(name, "facts"))
		take_facts(entry, skim);
	else if (skim_is(name, "id"))
		skim_string(skim, &entry->id);
	else if (skim_is(name, "kind"))
		skim_string(skim, &entry->kind);
	else if (skim_is(name, "measures"))
		skim_value(skim, &entry->measures);
	else
		skim_value(skim, NULL);
}

static bool skim_entry_of(struct city_skimmed_object *entry, const char *text, size_t size)
{
	struct skim skim = skim_of(text, size);
	struct skim_text name = {0};

	*entry = (struct city_skimmed_object){0};
	if (skim_enter(&skim, '{'))
		while (skim_member(&skim, &name))
			take_member(entry, &name, &skim);
	return skim_ends(&skim);
}

/* Of kinds that have many objects, of which little is asked, no trees are kept. */
static bool has_many(const struct skim_text *kind)
{
	return skim_is(kind, "machine") || skim_is(kind, "network") ||
	       skim_is(kind, "leased_line") || skim_is(kind, "internet_exit");
}

static bool read_tree(struct json_object **tree, const struct skim_text *text)
{
	struct error error = {0};

	return !text->data || city_parse(tree, "object", text->data, text->size, &error) == 0;
}

bool city_object_read(struct city_reading *reading, const char *text, size_t size)
{
	struct city_skimmed_object *entry = &reading->object;

	if (!skim_entry_of(entry, text, size))
		return false;
	return read_tree(&reading->measures, &entry->measures) &&
	       (has_many(&entry->kind) || read_tree(&reading->facts, &entry->facts));
}

int city_object_take(struct city *city, struct city_reading *reading, struct error *error)
{
	const struct city_skimmed_object *entry = &reading->object;
	struct city_object *object;

	if (!entry->kind.data || !entry->id.data || !entry->facts.data ||
		entry->digest.size >= DIGEST_TEXT)
		return error_set(error, ERROR_INPUT, "object",
			"An object to plan has no kind, id or facts, or a digest that is "
			"none.");
	city->object = mem_grow(city->object, city->object_count, sizeof(*city->object));
	object = &city->object[city->object_count++];
	*object = (struct city_object){.kind = city_word(city, &entry->kind),
		.id = skim_keep(&city->kept_texts, &entry->id),
		.facts = mem_take(&reading->facts),
		.measures = mem_take(&reading->measures),
		.digest = entry->digest,
		.text = entry->facts};
	if (skim_is(&entry->kind, "machine"))
		add_machine(city, entry);
	return 0;
}

/* --- what stayed in the texts --- */

struct json_object *city_machine_facts(const struct city_machine *machine)
{
	struct json_object *facts = NULL;
	struct error error = {0};

	/* It was read before. */
	city_parse(&facts, "object", machine->object->text.data, machine->object->text.size,
		&error);
	return facts;
}

char *city_fact(const struct city_object *object, const char *fact)
{
	struct skim_text text = skim_find_string(&object->text, fact);

	return skim_take(&text);
}
