/*
 * Reading the objects and findings of a city. Of those of which there are most, machines,
 * networks of hosts and findings, no tree is built: their texts are skimmed (base/skim.h).
 */
#ifndef PLANNING_CITY_READ_H
#define PLANNING_CITY_READ_H

#include "planning/planner/city.h"

/* Any text of the city; `kind` is what errors call it. New reference. */
int city_parse(struct json_object **tree, const char *kind, const char *text, size_t size,
	struct error *error);

/*
 * Has a text skimmed into `into`; one that is not in the canonical form is brought into it
 * first. The city keeps that form: what was taken may be borrowed.
 */
int city_skim(struct city *city, const char *kind,
	bool (*skim)(void *into, const char *text, size_t size), void *into, const char *text,
	size_t size, struct error *error);
/* The one copy of a word that many have. */
const char *city_word(struct city *city, const struct skim_text *word);

/* The next object. ERROR_INPUT when it is no JSON, or has no kind, id, digest or facts. */
int city_read_object(struct city *city, const char *text, size_t size, struct error *error);

/* The next finding. ERROR_INPUT when it is no JSON, or has no kind, id, rule or verdict. */
int city_read_finding(struct city *city, const char *text, size_t size, struct error *error);
/* All were added: they can be found. */
void city_index_findings(struct city *city);

#endif
