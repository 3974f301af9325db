/*
 * What was told: the survey in the store, and how it becomes objects of a snapshot.
 */
#ifndef INVENTORY_TOLD_H
#define INVENTORY_TOLD_H

struct error;
struct json_object;
struct store;

#define SURVEY_SPACE "survey"
#define SURVEY_KEY   "current"

/* Adds departments, systems and landing networks of the survey; nothing when there is none. */
int told_add(struct json_object *snapshot, struct json_object *objects, struct store *store,
	const char *seen, struct error *error);

#endif
