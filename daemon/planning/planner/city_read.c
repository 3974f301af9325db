#include "planning/planner/city_read.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/skim.h"
#include "base/text.h"
#include <string.h>

/* --- machines --- */

static void take_disk(struct city *city, struct city_machine *machine, struct skim *skim)
{
	struct skim_text name = {0};
	int64_t bytes = 0;

	(void)city;
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

static void take_nic(struct city *city, struct city_machine *machine, struct skim *skim)
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

static void take_list(struct city *city, struct city_machine *machine, struct skim *skim,
	void (*take)(struct city *city, struct city_machine *machine, struct skim *skim))
{
	if (skim_enter(skim, '['))
		while (skim_entry(skim))
			take(city, machine, skim);
}

static const char *take_string(struct city *city, struct skim *skim)
{
	struct skim_text text = {0};

	skim_string(skim, &text);
	return skim_keep(&city->kept_texts, &text);
}

/* Its host is its text's until all objects are there. */
static void take_fact(struct city *city, struct city_machine *machine,
	const struct skim_text *name, struct skim *skim)
{
	struct skim_text state = {0};

	if (skim_is(name, "disks"))
		take_list(city, machine, skim, take_disk);
	else if (skim_is(name, "host"))
		machine->department = take_string(city, skim);
	else if (skim_is(name, "memory"))
		skim_integer(skim, &machine->memory);
	else if (skim_is(name, "name"))
		machine->name = take_string(city, skim);
	else if (skim_is(name, "nics"))
		take_list(city, machine, skim, take_nic);
	else if (skim_is(name, "vcpus"))
		skim_integer(skim, &machine->vcpus);
	else if (skim_is(name, "state") && skim_string(skim, &state))
		machine->running = skim_is(&state, "running");
	else if (!skim_is(name, "state"))
		skim_value(skim, NULL);
}

static void add_machine(struct city *city, const struct city_object *object)
{
	struct skim skim = skim_of(object->text, object->size);
	struct skim_text name = {0};
	struct city_machine *machine;

	city->machine = mem_grow(city->machine, city->machine_count, sizeof(*city->machine));
	machine = &city->machine[city->machine_count++];
	if (skim_enter(&skim, '{'))
		while (skim_member(&skim, &name))
			take_fact(city, machine, &name, &skim);
	if (!machine->name)
		machine->name = "";
}

/* --- objects --- */

struct entry {
	struct skim_text digest, facts, id, kind, measures;
};

static bool skim_entry_of(void *into, const char *text, size_t size)
{
	struct skim skim = skim_of(text, size);
	struct entry *entry = into;
	const struct skim_wanted wanted[] = {{"digest", &entry->digest, false},
		{"facts", &entry->facts, false, true}, {"id", &entry->id, false},
		{"kind", &entry->kind, false}, {"measures", &entry->measures, false, true},
		{0}};

	return skim_object(&skim, wanted) && skim_ends(&skim);
}

int city_skim(struct city *city, const char *kind,
	bool (*skim)(void *into, const char *text, size_t size), void *into, const char *text,
	size_t size, struct error *error)
{
	AUTO_JSON struct json_object *tree = NULL;
	AUTO_TEXT struct text canonical = {0};

	if (skim(into, text, size))
		return 0;
	if (city_parse(&tree, kind, text, size, error) < 0)
		return -1;
	json_canonical(&canonical, tree);
	skim(into, arena_bytes(&city->kept_texts, canonical.data, canonical.size),
		canonical.size);
	return 0;
}

static int read_entry(struct city *city, struct entry *entry, const char *text, size_t size,
	struct error *error)
{
	if (city_skim(city, "object", skim_entry_of, entry, text, size, error) < 0)
		return -1;
	if (entry->kind.data && entry->id.data && entry->facts.data &&
		entry->digest.size < DIGEST_TEXT)
		return 0;
	return error_set(error, ERROR_INPUT, "object",
		"An object to plan has no kind, id or facts, or a digest that is none.");
}

/* The last that was asked for is likely to be asked for again. */
const char *city_word(struct city *city, const struct skim_text *word)
{
	for (size_t i = city->words; i-- > 0;)
		if (skim_is(word, city->word[i]))
			return city->word[i];
	city->word = mem_grow(city->word, city->words, sizeof(*city->word));
	return city->word[city->words++] = skim_keep(&city->kept_texts, word);
}

static int read_tree(
	struct json_object **tree, const struct skim_text *text, struct error *error)
{
	return text->data ? city_parse(tree, "object", text->data, text->size, error) : 0;
}

int city_read_object(struct city *city, const char *text, size_t size, struct error *error)
{
	AUTO_JSON struct json_object *facts = NULL, *measures = NULL;
	struct city_object *object;
	struct entry entry;
	bool machine, many;

	if (read_entry(city, &entry, text, size, error) < 0)
		return -1;
	machine = skim_is(&entry.kind, "machine");
	many = machine || skim_is(&entry.kind, "network");
	if (read_tree(&measures, &entry.measures, error) < 0 ||
		(!many && read_tree(&facts, &entry.facts, error) < 0))
		return -1;
	city->object = mem_grow(city->object, city->object_count, sizeof(*city->object));
	object = &city->object[city->object_count];
	*object = (struct city_object){.kind = city_word(city, &entry.kind),
		.id = skim_keep(&city->kept_texts, &entry.id),
		.facts = mem_take(&facts),
		.measures = mem_take(&measures),
		.text = entry.facts.data,
		.size = entry.facts.size};
	if (entry.digest.data)
		memcpy(object->digest, entry.digest.data, entry.digest.size);
	city->object_count++;
	if (machine)
		add_machine(city, object);
	return 0;
}

/* --- what stayed in the texts --- */

struct json_object *city_machine_facts(const struct city_machine *machine)
{
	struct json_object *facts = NULL;
	struct error error = {0};

	/* It was read before. */
	city_parse(&facts, "object", machine->object->text, machine->object->size, &error);
	return facts;
}

char *city_fact(const struct city_object *object, const char *fact)
{
	struct skim_text facts = {object->text, object->size, false};
	struct skim_text text = skim_find_string(&facts, fact);

	return skim_take(&text);
}
