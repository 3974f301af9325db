#include "readiness/portions.h"
#include "base/json.h"
#include "base/memory.h"
#include <stdlib.h>

#define PORTION 500 /* entries of all members together */

struct portions {
	struct json_object *document, *portion;
	struct lh_entry *member; /* the next one; NULL: all are through */
	struct lh_entry *entry;  /* of it, when it is an object; NULL: its first */
	size_t index;            /* the same of a list */
	unsigned count;          /* of entries in the portion */
	bool begun, over;
};

static struct json_object *empty_like(struct json_object *value)
{
	if (json_object_is_type(value, json_type_array))
		return json_object_new_array();
	if (json_object_is_type(value, json_type_object))
		return json_object_new_object();
	return json_object_get(value);
}

static struct json_object *new_portion(struct json_object *document)
{
	struct json_object *portion = json_object_new_object();

	json_object_object_foreach (document, name, value)
		json_set(portion, name, empty_like(value));
	return portion;
}

static struct lh_entry *first(struct json_object *object)
{
	return json_object_get_object(object)->head;
}

struct portions *portions_of(struct json_object *document)
{
	struct portions *portions = mem_alloc(sizeof(*portions));

	portions->document = json_object_get(document);
	portions->member = first(document);
	return portions;
}

/* Each returns false when the portion is full before the end of the member. */
static bool add_items(
	struct portions *portions, struct json_object *into, struct json_object *list)
{
	for (; portions->index < json_length(list); portions->index++) {
		if (portions->count++ == PORTION)
			return false;
		json_object_array_add(into,
			json_object_get(json_object_array_get_idx(list, portions->index)));
	}
	return true;
}

static bool add_entries(
	struct portions *portions, struct json_object *into, struct json_object *object)
{
	struct lh_entry *entry = portions->begun ? portions->entry : first(object);

	portions->begun = true;
	for (; entry; entry = entry->next) {
		portions->entry = entry;
		if (portions->count++ == PORTION)
			return false;
		json_set(into, lh_entry_k(entry),
			json_object_get((struct json_object *)lh_entry_v(entry)));
	}
	return true;
}

static bool add_member(struct portions *portions, struct json_object *portion)
{
	struct json_object *value = (struct json_object *)lh_entry_v(portions->member);
	struct json_object *into = json_member(portion, lh_entry_k(portions->member));

	if (json_object_is_type(value, json_type_array))
		return add_items(portions, into, value);
	if (json_object_is_type(value, json_type_object))
		return add_entries(portions, into, value);
	return true;
}

struct json_object *portions_next(struct portions *portions)
{
	struct json_object *portion;

	if (portions->over)
		return NULL;
	portion = new_portion(portions->document);
	portions->count = 0;
	while (portions->member && add_member(portions, portion)) {
		portions->member = portions->member->next;
		portions->begun = false;
		portions->index = 0;
	}
	portions->over = !portions->member;
	return portion;
}

void portions_free(struct portions *portions)
{
	if (!portions)
		return;
	json_object_put(portions->document);
	free(portions);
}

/* Those of one kind, which are a list or have keys. */
static void join(struct json_object *known, struct json_object *entries)
{
	if (json_object_is_type(entries, json_type_array))
		for (size_t i = 0; i < json_length(entries); i++)
			json_object_array_add(
				known, json_object_get(json_object_array_get_idx(entries, i)));
	if (!json_object_is_type(entries, json_type_object))
		return;
	json_object_object_foreach (entries, key, entry)
		json_set(known, key, json_object_get(entry));
}

void portions_join(struct json_object *joined, struct json_object *portion)
{
	json_object_object_foreach (portion, member, entries) {
		struct json_object *known = json_member(joined, member);

		if (known)
			join(known, entries);
		else
			json_set(joined, member, json_object_get(entries));
	}
}

/* From its end, at most so many; returns how many are left to be forgotten now. */
static size_t drop(struct json_object *value, size_t most)
{
	size_t there = 0;

	if (json_object_is_type(value, json_type_array)) {
		there = json_length(value) < most ? json_length(value) : most;
		if (there > 0)
			json_object_array_del_idx(value, json_length(value) - there, there);
	} else if (json_object_is_type(value, json_type_object)) {
		for (; there < most && json_object_object_length(value) > 0; there++)
			json_object_object_del(value, lh_entry_k(first(value)));
	}
	return most - there;
}

bool portions_drop(struct json_object *document)
{
	size_t left = PORTION;

	if (!document)
		return false;
	json_object_object_foreach (document, name, value) {
		(void)name;
		left = drop(value, left);
	}
	return left == 0;
}
