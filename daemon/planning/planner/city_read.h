/*
 * Reading a city: each text is read by itself, on any thread, and then taken into the city, in
 * order. Of those of which there are most, machines, networks of hosts and findings, no tree is
 * built: their texts are skimmed (base/skim.h).
 */
#ifndef PLANNING_CITY_READ_H
#define PLANNING_CITY_READ_H

#include "planning/planner/city.h"

/* An object as it is skimmed; of its facts, what planning compares where it is a machine. */
struct city_skimmed_object {
	struct skim_text digest, facts, id, kind, measures;
	struct skim_text host, name;
	struct city_machine machine; /* its figures */
};

struct city_skimmed_finding {
	struct skim_text accepted, basis, evidence, id, kind, machine, machines, rule, target,
		verdict;
};

/* What was read of one text, which it borrows from. */
struct city_reading {
	union {
		struct city_skimmed_object object;
		struct city_skimmed_finding finding;
		struct city_earlier earlier;
	};
	struct json_object *facts, *measures; /* trees, where there are any */
};

/*
 * Reading: false when the text is not in the canonical form, or no such thing. Taking:
 * ERROR_INPUT when something is missing.
 */
bool city_object_read(struct city_reading *reading, const char *text, size_t size);
int city_object_take(struct city *city, struct city_reading *reading, struct error *error);
bool city_finding_read(struct city_reading *reading, const char *text, size_t size);
int city_finding_take(struct city *city, struct city_reading *reading, struct error *error);
/* All were added: they can be found. */
void city_index_findings(struct city *city);

/* Any text of the city; `kind` is what errors call it. New reference. */
int city_parse(struct json_object **tree, const char *kind, const char *text, size_t size,
	struct error *error);
/* The one copy of a word that many have. */
const char *city_word(struct city *city, const struct skim_text *word);

#endif
