/*
 * What earlier moves teach the next plan. For the clerk: it reads the store and has no loop.
 */
#ifndef PLANNING_LEARN_H
#define PLANNING_LEARN_H

struct error;
struct json_object;
struct store;

/*
 * The sum of all lessons in the store (model/lesson.h) by what the profile asks, or NULL when
 * it asks for none. New reference. A row that cannot be read is counted and teaches nothing.
 */
int learn_gather(struct json_object **sum, struct store *store, struct json_object *profile,
	struct error *error);

#endif
