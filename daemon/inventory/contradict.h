/*
 * Saying that two told one thing differently: an object of kind "contradiction".
 */
#ifndef INVENTORY_CONTRADICT_H
#define INVENTORY_CONTRADICT_H

struct json_object;

/* Who told what; the value is borrowed. */
struct contradict_word {
	const char *source;
	struct json_object *value;
};

struct contradict_about {
	const char *kind, *id, *fact;
};

/*
 * Adds it to a snapshot that is being made; the first word is the one that the object has. What
 * is contradictory already stays as it is.
 */
void contradict(struct json_object *snapshot, struct json_object *objects,
	const struct contradict_about *about, struct contradict_word first,
	struct contradict_word second, const char *seen);

#endif
