/*
 * Reading the objects of a city. Of those of which there are most, machines and networks of
 * hosts, no tree is built: their texts are skimmed (base/skim.h).
 */
#ifndef PLANNING_CITY_READ_H
#define PLANNING_CITY_READ_H

#include "planning/planner/city.h"

/* Any text of the city; `kind` is what errors call it. New reference. */
int city_parse(struct json_object **tree, const char *kind, const char *text, size_t size,
	struct error *error);

/* The next object. ERROR_INPUT when it is no JSON, or has no kind, id, digest or facts. */
int city_read_object(struct city *city, const char *text, size_t size, struct error *error);

#endif
